"""A seller at the pretend Trendyol."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class TrendyolStage(Stage):
    slug = "trendyol"
    orders_path = "*/v2/orders"
    unknown_id = "0000000000000"
    steps = (PackageStatus.PICKING, PackageStatus.PACKED)
    cancelled = "Cancelled"
    envelope = ("content", "totalElements")
    repeated_write = "trendyol.repeated_request"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/trendyol/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"seller_id": self.account}
        self.credentials = {"api_key": opened["api_key"], "api_secret": opened["api_secret"]}
        self.server.pull("PATCH", "/trendyol/rules", {"batch_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "title": article.title,
                "stockCode": article.key,
                "quantity": article.quantity,
                "salePrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/trendyol/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["shipmentPackageId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", "/trendyol/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/trendyol/rules", {"burst": 50, "burst_ms": 10_000})
