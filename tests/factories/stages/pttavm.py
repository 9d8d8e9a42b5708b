"""A seller at the pretend PTT AVM."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage


class PttavmStage(Bursts, Stage):
    slug = "pttavm"
    orders_path = "/api/v1/orders/*"
    pushes_path = "/api/v1/products/stock-prices"
    unknown_id = "0000000000000"
    steps = (PackageStatus.PACKED,)
    shows_steps = False
    takes_unsupplied = False
    cancelled = "iptal"
    repeated_write = "pttavm.repeated_request"
    has_list_price = False
    tells_brand = False
    changes_content = False
    content_path = "/api/v1/products/upsert"
    order_status = "siparisDurumu"
    counts_orders = False
    counts_listings = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/pttavm/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"cargo_user": opened["cargo_user"]}
        names = ("cargo_password", "api_key", "access_token")
        self.credentials = {one: opened[one] for one in names}
        self.server.pull("PATCH", "/pttavm/rules", {"batch_ms": 0, "label_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barkod": article.key,
                "urunKodu": article.key,
                "urunAdi": article.title,
                "miktar": article.quantity,
                "kdVli": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/pttavm/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["siparisNo"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["siparisNo"])

    def category(self) -> str:
        return "2011"
