"""A shop of the pretend WooCommerce."""

from collections.abc import Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.oauth1 import OAuth1
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class WooCommerceStage(Stage):
    slug = "woocommerce"
    environment: ClassVar[Environment] = "live"
    orders_path = "*/orders"
    unknown_id = "999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "cancelled"
    tells_vat = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/woocommerce/accounts", {"slug": name})
        self.account = opened["account"]
        self._made: dict[str, Any] = {}
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

    def category(self) -> str:
        """Its brand is there too, so that listing an article is one write."""
        self._once("/products/brands", {"name": self.brand[0]})
        return str(self._once("/products/categories", {"name": "Şallar"})["id"])

    def attribute(self) -> AttributeRecord:
        made = self._once("/products/attributes", {"name": "Beden"})
        terms = [
            self._once(f"/products/attributes/{made['id']}/terms", {"name": name})
            for name in ("S", "XL", "Geniş")
        ]
        values = tuple(AttributeValueRecord(str(one["id"]), one["name"]) for one in terms)
        return AttributeRecord(str(made["id"]), "Beden", False, True, True, True, values)

    def shop(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - the shop's answer
        """What the shopkeeper does over the API, past the connector."""
        keys = OAuth1(self.credentials["consumer_key"], self.credentials["consumer_secret"])
        address = f"{self.settings['shop_url']}/wp-json/wc/v3{path}"
        answer = self.server.http.request(method, address, json=body, auth=keys)
        answer.raise_for_status()
        return answer.json()

    def _once(self, path: str, body: dict[str, str]) -> Any:  # noqa: ANN401 - the shop's answer
        known = f"{path} {body}"
        if known not in self._made:
            self._made[known] = self.shop("POST", path, body)
        return self._made[known]

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])
