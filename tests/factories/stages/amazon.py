"""A seller at the pretend Amazon, in Türkiye."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

USUAL = {
    "plans": "off",
    "settled_ms": 0,
    "feed_ms": 0,
    "publish_ms": 0,
    "gzip_reports": True,
    "names_sku": True,
    "expired_status": 403,
    "most_results": 1000,
    "most_transactions": 40,
}


class AmazonStage(Stage):
    slug = "amazon"
    orders_path = "*/orders/2026-01-01/orders*"
    pushes_path = "*/listings/2021-08-01/items/*"
    asking_paths = ("/lwa/auth/o2/token",)
    unknown_id = "0000000000000"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "CANCELLED"
    envelope = ("orders",)
    order_status = "fulfillment.fulfillmentStatus"
    order_clock = timedelta(milliseconds=1)
    counts_orders = False
    has_list_price = False
    full_batch = 200  # of 25,000, which its own test sends
    tells_vat = False
    write_method = "PUT"
    content_path = "*/listings/2021-08-01/items/*"
    counts_settlements = False
    settlements_path = "*/transactions"
    unknown_category = "NOTHING"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/amazon/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"marketplace": "TR", "seller_id": self.account}
        self.application_id = str(opened["application_id"])
        names = ("client_id", "client_secret", "refresh_token")
        self.credentials = {one: opened[one] for one in names}
        self.loosen()

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "title": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/amazon/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def category(self) -> str:
        return "SCARF"

    def attribute(self) -> AttributeRecord:
        colours = {"red": "Kırmızı", "blue": "Mavi", "green": "Yeşil"}
        return AttributeRecord(
            external_id="color",
            name="Renk",
            is_required=False,
            allows_custom=True,
            is_variant=True,
            values=tuple(AttributeValueRecord(value, name) for value, name in colours.items()),
        )

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self.server.pull("POST", f"/amazon/{self.account}/settle", {"order": self.order_id(order)})

    def pay_out(self) -> None:
        self.server.pull("POST", f"/amazon/{self.account}/payout", {})

    def tighten(self, requests: int, seconds: int) -> bool:
        limits = {"plans": "window", "window": requests, "window_ms": seconds * 1000}
        self.server.pull("PATCH", "/amazon/rules", limits)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/amazon/rules", USUAL)
