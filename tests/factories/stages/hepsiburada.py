"""A merchant at the pretend Hepsiburada."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_USUAL = {"upload_ms": 0, "import_ms": 0, "price_band": False}


class HepsiburadaStage(Stage):
    slug = "hepsiburada"
    orders_path = "/oms-external/orders/merchantid/*"
    unknown_id = "HBV99999999999"
    steps = (PackageStatus.PACKED,)
    cancelled = "Cancelled"
    envelope = ("items", "totalCount")
    forbidden = RateLimited
    has_list_price = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/hepsiburada/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"merchant_id": self.account, "user_agent": opened["user_agent"]}
        self.credentials = {"service_key": opened["service_key"]}
        self.server.pull("PATCH", "/hepsiburada/rules", _USUAL)

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "merchantSku": article.key,
                "title": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/hepsiburada/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def tighten(self, requests: int, seconds: int) -> bool:
        tight = {"listing_requests": requests, "listing_ms": seconds * 1000}
        self.server.pull("PATCH", "/hepsiburada/rules", tight)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/hepsiburada/rules", {"listing_requests": 180, "listing_ms": 60_000})
