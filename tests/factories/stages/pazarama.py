"""A seller at the pretend Pazarama."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from prapazar.connector_kit.content import AttributeRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage, colour


class PazaramaStage(Bursts, Stage):
    slug = "pazarama"
    orders_path = "/order/getOrdersForApi"
    pushes_path = "/product/update*"
    asking_paths = ("/login/connect/token",)
    unknown_id = "0000000000000"
    steps = (PackageStatus.PICKING, PackageStatus.SHIPPED)
    ships_units = False
    cancelled = "6"
    envelope = ("data",)
    order_status = "orderItemStatus"
    order_clock = timedelta(minutes=1)
    counts_orders = False
    counts_listings = False

    brand = ("Deneme Marka", "b0a0d000-2222-4f0e-9a10-000000000001")
    content_path = "/product/create"
    changes_content = False
    claim_clock = timedelta(minutes=1)
    splits_claims = False
    claims_path = "/order/getRefund"
    claim_status = "refundStatus"
    questions_path = "/QuestionAnswer/getApproval*"
    question_status = "questionStatus"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/pazarama/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {}
        self.credentials = {"client_id": opened["client_id"], "client_secret": opened["client_secret"]}
        self.server.pull("PATCH", "/pazarama/rules", {"batch_ms": 0, "push_gap_ms": 0, "create_gap_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "code": article.key,
                "name": article.title,
                "stockCode": article.key,
                "stockCount": article.quantity,
                "salePrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/pazarama/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def category(self) -> str:
        return "0c7a1f7e-1111-4f0e-9a10-000000000011"

    def attribute(self) -> AttributeRecord:
        names = ("Kırmızı", "Mavi", "Yeşil")
        values = {f"a77a1b00-3333-4f0e-9a10-00000000010{at}": name for at, name in enumerate(names, 1)}
        return colour("a77a1b00-3333-4f0e-9a10-000000000001", values)

    def approve(self, key: str) -> None:
        self.server.pull("POST", f"/pazarama/{self.account}/approve", {"code": key})

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        [(key, quantity)] = lines
        body = {"order": self.order_id(order), "code": key, "quantity": quantity}
        return str(self.server.pull("POST", f"/pazarama/{self.account}/refunds", body)["refundId"])

    def ask(self, key: str, text: str) -> str:
        body = {"code": key, "text": text}
        return str(self.server.pull("POST", f"/pazarama/{self.account}/questions", body)["questionId"])
