"""A seller at the pretend Trendyol."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_SIZES = ("XS", "S", "M", "L", "XL", "XXL", "36", "37", "38", "39", "40", "41", "42", "43", "44", "Tek Ebat")
_USUAL = {"batch_ms": 0, "approval_ms": 3_600_000, "payment_days": 21, "strict_attributes": True}


class TrendyolStage(Stage):
    slug = "trendyol"
    orders_path = "*/v2/orders"
    unknown_id = "0000000000000"
    steps = (PackageStatus.PICKING, PackageStatus.PACKED)
    cancelled = "Cancelled"
    envelope = ("content", "totalElements")
    repeated_write = "trendyol.repeated_request"
    refused = {"title": "Ş" * 101}
    questions_path = "*/questions/filter"
    claim_status = "claimItemStatus.name"
    answer_length = (10, 2000)
    plenty = 210
    many_sales = (3, 400)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/trendyol/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"seller_id": self.account}
        self.credentials = {"api_key": opened["api_key"], "api_secret": opened["api_secret"]}
        self.server.pull("PATCH", "/trendyol/rules", _USUAL)

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "title": article.title,
                "stockCode": article.key,
                "quantity": article.quantity,
                "salePrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/trendyol/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["shipmentPackageId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def category(self) -> str:
        return "411"

    def attribute(self) -> AttributeRecord:
        values = [AttributeValueRecord(str(number), name) for number, name in enumerate(_SIZES, 6980)]
        return AttributeRecord("338", "Beden", True, False, True, False, tuple(values))

    def approve(self, key: str) -> None:
        self._deed("approve", {"barcode": key})

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        self.move(self.order_id(order), "Delivered")
        units = [{"barcode": key, "quantity": quantity} for key, quantity in lines]
        return str(self._deed("claims", {"order": self.order_id(order), "lines": units})["id"])

    def ask(self, key: str, text: str) -> str:
        return str(self._deed("questions", {"barcode": key, "text": text})["id"])

    def rivals(self, key: str, *prices: str) -> None:
        self._deed("rivals", {"barcode": key, "prices": prices})

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self.move(self.order_id(order), "Delivered")

    def pay_out(self) -> None:
        self.server.pull("PATCH", "/trendyol/rules", {"payment_days": 0})

    def _deed(self, name: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/trendyol/{self.account}/{name}", request)

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", "/trendyol/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/trendyol/rules", {"burst": 50, "burst_ms": 10_000})
