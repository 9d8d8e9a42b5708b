"""A seller at the pretend Amazon, in Türkiye."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

USUAL = {
    "plans": "off",
    "settled_ms": 0,
    "feed_ms": 0,
    "report_ms": 0,
    "packs_returns": False,
    "repeats_items": False,
    "most_letters": 1,
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
    counts_claims = False
    claim_clock = timedelta(seconds=1)
    claims_path = "*/storage/*"
    claim_status = "return_request_status"
    settlements_path = "*/transactions"
    unknown_category = "NOTHING"
    wrong_queue_key: ClassVar[Mapping[str, str]] = {"queue_secret": "guessed"}

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/amazon/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"marketplace": "TR", "seller_id": self.account, "queue": str(opened["queue"])}
        self.application_id = str(opened["application_id"])
        names = ("queue_key_id", "queue_secret", "client_id", "client_secret", "refresh_token")
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

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        asked = [{"sku": key, "quantity": units} for key, units in lines]
        body = {"order": self.order_id(order), "lines": asked}
        made = self.server.pull("POST", f"/amazon/{self.account}/return", body)
        return str(made["amazon_rma_id"])

    def written(self, order: Any) -> list[str]:  # noqa: ANN401 - the provider's order
        asked = {"order": self.order_id(order)}
        told = self.server.pull("POST", f"/amazon/{self.account}/written", asked)
        return [one["text"] for one in told["letters"]]

    def reveal(self) -> None:
        self.server.pull("POST", f"/amazon/{self.account}/reveal", {})

    def pay_out(self) -> None:
        self.server.pull("POST", f"/amazon/{self.account}/payout", {})

    def tighten(self, requests: int, seconds: int) -> bool:
        limits = {"plans": "window", "window": requests, "window_ms": seconds * 1000}
        self.server.pull("PATCH", "/amazon/rules", limits)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/amazon/rules", USUAL)
