"""A catalogue at the pretend Meta."""

from collections.abc import Sequence
from typing import Any

from tests.factories.stages.stage import Article, Stage


class MetaStage(Stage):
    slug = "meta"
    pushes_path = "*/items_batch"
    content_path = "*/items_batch"
    unknown_id = "YOK-1"
    counts_orders = False
    tells_vat = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/meta/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"catalog_id": self.account, "link_template": "https://magaza.example/p/{sku}"}
        self.credentials = {"app_secret": opened["app_secret"], "access_token": opened["access_token"]}
        self.server.pull("PATCH", "/meta/rules", {"batch_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {"retailer_id": one.key, "name": one.title, "price": str(one.price), "quantity": one.quantity}
            for one in articles
        ]
        self.server.pull("POST", f"/meta/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - there are none
        raise NotImplementedError

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - there are none
        raise NotImplementedError

    def category(self) -> str:
        return "2073"

    def refusals(self) -> int:
        """It throttles with a 400 that carries its own number; nothing else of a good test is one."""
        asked = self.server.pull("GET", f"/requests?provider={self.slug}&account={self.account}")
        return sum(request["status"] == 400 for request in asked)

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", "/meta/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/meta/rules", {"burst": 0})
