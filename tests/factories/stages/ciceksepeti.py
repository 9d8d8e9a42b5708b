"""A seller at the pretend Çiçeksepeti."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from prapazar.connector_kit.content import AttributeRecord
from prapazar.connector_kit.errors import Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage, colour

UNLIMITED = {
    "products_gap_ms": 0,
    "products_repeat_ms": 0,
    "create_gap_ms": 0,
    "update_gap_ms": 0,
    "push_gap_ms": 0,
    "push_repeat_ms": 0,
    "batches_per_second": 0,
    "batch_repeat_ms": 0,
    "orders_gap_ms": 0,
    "orders_repeat_ms": 0,
    "cargo_gap_ms": 0,
    "questions_gap_ms": 0,
    "batch_ms": 0,
}
"""The suite asks the same twice within seconds; the limits are tested by themselves."""


class CiceksepetiStage(Bursts, Stage):
    slug = "ciceksepeti"
    orders_path = "*/Order/GetOrders"
    unknown_id = "YOK-1"
    steps = (PackageStatus.PACKED,)
    ships_units = False
    cancelled = "cancelled"
    envelope = ("supplierOrderListWithBranch", "orderListCount")
    forbidden = Unavailable
    order_status = "orderItemStatusId"
    order_clock = timedelta(minutes=1)
    takes_unsupplied = False

    tells_brand = False
    tells_vat = False
    keeps_old_invoices = True
    claims_path = "*/Order/GetOrders"
    """Each claim is looked up there; its own list tells neither day nor quantity."""
    claim_status = "orderItemStatusId"
    claim_clock = timedelta(minutes=1)
    claims_units = False
    splits_claims = False
    questions_path = "*/sellerquestions"
    question_status = "answered"
    counts_questions = False
    answer_length = (1, None)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/ciceksepeti/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"seller_id": self.account}
        self.credentials = {"api_key": opened["api_key"]}
        self.server.pull("PATCH", "/ciceksepeti/rules", UNLIMITED)

    def connector(self, wire: Wire | None = None, credentials: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - per provider
        """Its limits are slow; without a wire of the test's own, waiting moves a clock and takes no time."""
        return super().connector(wire or _quick(), credentials)

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "stockCode": article.key,
                "barcode": article.key,
                "productName": article.title,
                "stockQuantity": article.quantity,
                "salesPrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/ciceksepeti/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def category(self) -> str:
        return "12005"

    def attribute(self) -> AttributeRecord:
        values = {"901": "Kırmızı", "902": "Mavi", "903": "Yeşil"}
        return colour("2361", values)

    def approve(self, key: str) -> None:
        self.server.pull("POST", f"/ciceksepeti/{self.account}/approve", {"stockCode": key})

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        self.move(self.order_id(order), "7")
        items = {item["code"]: str(item["orderItemId"]) for item in order["items"]}
        for key, _ in lines:
            self.server.pull("POST", f"/ciceksepeti/{self.account}/claim", {"item": items[key]})
        return items[lines[0][0]]

    def ask(self, key: str, text: str) -> str:
        asked = {"stockCode": key, "text": text}
        return str(self.server.pull("POST", f"/ciceksepeti/{self.account}/questions", asked)["id"])


def _quick() -> Wire:
    slept: list[float] = []
    return Wire(sleep=slept.append, limiter=LocalLimiter(now=lambda: sum(slept)), max_wait=60)
