"""A shop of the pretend WooCommerce."""

from collections.abc import Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class WooCommerceStage(Stage):
    slug = "woocommerce"
    environment: ClassVar[Environment] = "live"
    orders_path = "*/orders"
    unknown_id = "999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "cancelled"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/woocommerce/accounts", {"slug": name})
        self.account = opened["account"]
        [key] = opened["keys"]
        self.settings = {"shop_url": f"{self.server.address}{opened['path']}"}
        self.credentials = {
            "consumer_key": key["consumer_key"],
            "consumer_secret": key["consumer_secret"],
        }

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "name": article.title,
                "regular_price": str(article.price),
                "stock_quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/woocommerce/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])
