"""A shop of the pretend Magento."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class MagentoStage(Stage):
    slug = "magento"
    orders_path = "*/V1/orders"
    pushes_path = "*/async/bulk/*"
    unknown_id = "YOK-999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "canceled"
    envelope = ("items", "total_count")
    order_status = "state"
    tells_vat = False
    images = ()
    refused: ClassVar[Mapping[str, object]] = {"category_external_id": "999999999"}
    content_path = "*/V1/products"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/magento/accounts", {"slug": name})
        self.account = opened["account"]
        self.settings = {
            "shop_url": f"https://{name}.example.com",
            "async_bulk": "yes",
            "barcode_attribute": "barcode",
        }
        names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
        self.credentials = {one: opened[one] for one in names}
        self.server.pull("PATCH", "/magento/rules", {"bulk_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "name": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/magento/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["entity_id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["entity_id"])

    def category(self) -> str:
        return "4"

    def attribute(self) -> AttributeRecord:
        words = {"21": "Kırmızı", "22": "Mavi", "23": "Yeşil"}
        values = tuple(AttributeValueRecord(number, word) for number, word in words.items())
        return AttributeRecord("color", "Renk", False, False, True, False, values)
