"""A vendor at the pretend İdefix."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage


class IdefixStage(Bursts, Stage):
    slug = "idefix"
    orders_path = "/oms/*/list"
    unknown_id = "YOK-1"
    steps = (PackageStatus.PICKING, PackageStatus.PACKED, PackageStatus.SHIPPED)
    cancelled = "shipment_cancelled"
    envelope = ("items", "totalCount")
    order_status = "status"
    counts_listings = False
    splits_units = True

    changes_content = False
    claims_path = "*/claim-list"
    claim_status = "state"
    questions_path = "*/question/filter"
    question_status = "isArchived"
    answer_length = (2, 2000)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/idefix/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {
            "vendor_id": self.account,
            "tracking_address": "https://kargo.example/{number}",
            "cargo_company": "Aras Kargo",
        }
        self.credentials = {"api_key": opened["api_key"], "api_secret": opened["api_secret"]}
        self.server.pull("PATCH", "/idefix/rules", {"batch_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "title": article.title,
                "vendorStockCode": article.key,
                "inventoryQuantity": article.quantity,
                "price": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/idefix/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's shipment
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's shipment
        return str(order["orderNumber"])

    def category(self) -> str:
        return "1012"

    def attribute(self) -> AttributeRecord:
        return AttributeRecord(
            external_id="21",
            name="Renk",
            is_required=True,
            allows_custom=False,
            is_variant=True,
            values=(AttributeValueRecord("2101", "Kırmızı"), AttributeValueRecord("2102", "Mavi")),
        )

    def approve(self, key: str) -> None:
        body = {"barcode": key, "status": "ready_for_sale"}
        self.server.pull("POST", f"/idefix/{self.account}/states", body)

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's shipment
        body = {"shipment": self.package_id(order), "lines": list(lines)}
        return str(self.server.pull("POST", f"/idefix/{self.account}/claims", body)["id"])

    def ask(self, key: str, text: str) -> str:
        body = {"barcode": key, "text": text}
        return str(self.server.pull("POST", f"/idefix/{self.account}/questions", body)["id"])
