"""A shop of the pretend PrestaShop, whose states have the numbers of a fresh one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class PrestashopStage(Stage):
    slug = "prestashop"
    environment: ClassVar[Environment] = "live"
    orders_path = "*/orders"
    pushes_path = "*/stock_availables/*"
    unknown_id = "999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "6"
    envelope = ("orders",)
    order_status = "current_state"
    counts_orders = False
    counts_listings = False
    tells_vat = False
    tells_brand = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/prestashop/accounts", {"slug": name})
        self.account = opened["account"]
        self.settings = {
            "shop_url": f"{self.server.address}{opened['path']}",
            "status_waiting": "1,10",
            "status_delivered": "5",
            "status_cancelled": "6",
        }
        self.credentials = {"key": opened["key"]}

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "reference": article.key,
                "name": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/prestashop/{self.account}/products", rows)

    def category(self) -> str:
        return "4"

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])
