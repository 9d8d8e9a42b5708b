"""A seller at the pretend N11."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from prapazar.connector_kit.content import AttributeRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage, colour


class N11Stage(Bursts, Stage):
    slug = "n11"
    orders_path = "*/shipmentPackages"
    unknown_id = "YOK-1"
    steps = (PackageStatus.PICKING, PackageStatus.SHIPPED)
    cancelled = "Cancelled"
    envelope = ("content", "totalPages")

    brand = ("Deneme Marka", None)
    changes_title = False
    claim_clock = timedelta(days=1)
    splits_claims = False
    invoices_path = "/ws/sellerInvoiceService/"
    claims_path = "/ws/returnService/"
    claim_status = "claimReturn.status"
    question_clock = timedelta(days=1)
    questions_path = "/ws/productService/"
    question_status = "productQuestion.status"
    answer_length = (1, 2048)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/n11/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"shipment_template": "Standart", "preparing_day": "1"}
        self.credentials = {"app_key": opened["app_key"], "app_secret": opened["app_secret"]}
        self.server.pull("PATCH", "/n11/rules", {"task_ms": 0, "questions_ms": 0})

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

    def attribute(self) -> AttributeRecord:
        values = {"9101": "Kırmızı", "9102": "Mavi", "9103": "Yeşil"}
        return colour("2", values)

    def approve(self, key: str) -> None:
        self.server.pull("POST", f"/n11/{self.account}/approve", {"stockCode": key})

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        [(key, quantity)] = lines
        body = {"order": self.order_id(order), "stockCode": key, "quantity": quantity}
        return str(self.server.pull("POST", f"/n11/{self.account}/returns", body)["claimReturnId"])

    def ask(self, key: str, text: str) -> str:
        body = {"stockCode": key, "text": text}
        return str(self.server.pull("POST", f"/n11/{self.account}/questions", body)["id"])
