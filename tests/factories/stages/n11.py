"""A seller at the pretend N11."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class N11Stage(Stage):
    slug = "n11"
    orders_path = "*/shipmentPackages"
    unknown_id = "YOK-1"
    steps = (PackageStatus.PICKING, PackageStatus.SHIPPED)
    cancelled = "Cancelled"
    envelope = ("content", "totalPages")

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/n11/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {}
        self.credentials = {"app_key": opened["app_key"], "app_secret": opened["app_secret"]}
        self.server.pull("PATCH", "/n11/rules", {"task_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "stockCode": article.key,
                "barcode": article.key,
                "title": article.title,
                "quantity": article.quantity,
                "salePrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/n11/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def category(self) -> str:
        return "1000001"

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", "/n11/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/n11/rules", {"burst": 0})
