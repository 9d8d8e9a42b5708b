"""A merchant at the pretend Hepsiburada."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_USUAL = {"upload_ms": 0, "import_ms": 0, "price_band": False}


class HepsiburadaStage(Stage):
    slug = "hepsiburada"
    orders_path = "/oms-external/orders/merchantid/*"
    unknown_id = "HBV99999999999"
    steps = (PackageStatus.PACKED,)
    ships_units = False
    cancelled = "Cancelled"
    envelope = ("items", "totalCount")
    forbidden = RateLimited
    has_list_price = False
    registers_webhooks = False
    refused: ClassVar[Mapping[str, object]] = {"attributes": ()}
    invoices_once_packed = True
    claims_path = "/oms-external/claims/*"
    questions_path = "/api-asktoseller-merchant/*"
    settlements_path = "/mpfinance-external/*"
    splits_claims = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/hepsiburada/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {
            "merchant_id": self.account,
            "user_agent": opened["user_agent"],
            "store_name": opened["name"],
        }
        self.credentials = {"service_key": opened["service_key"]}
        self.server.pull("PATCH", "/hepsiburada/rules", _USUAL)

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "merchantSku": article.key,
                "title": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/hepsiburada/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])

    def category(self) -> str:
        return "18021982"

    def attribute(self) -> AttributeRecord:
        values = tuple(AttributeValueRecord(one, one) for one in ("S", "M", "L", "XL"))
        return AttributeRecord("ebatlar_variant_property", "Beden", True, False, True, False, values)

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        self.move(self.order_id(order), "Delivered")
        units = [{"key": key, "quantity": quantity} for key, quantity in lines]
        return str(self._deed("claims", {"order": self.order_id(order), "lines": units})["numbers"][0])

    def ask(self, key: str, text: str) -> str:
        return str(self._deed("questions", {"key": key, "text": text})["id"])

    def rivals(self, key: str, *prices: str) -> None:
        self._deed("rivals", {"key": key, "prices": prices})

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self.move(self.order_id(order), "Delivered")

    def pay_out(self) -> None:
        self._deed("payout", {})

    def hook(self, connector: Any, address: str, secret: str) -> str:  # noqa: ANN401, ARG002 - no call for it
        self._deed("webhook", {"url": address, "username": "prapazar", "password": secret})
        return "by-mail"

    def unhook(self, connector: Any, webhook: str) -> None:  # noqa: ANN401 - any connector
        connector.remove_webhook(webhook)
        self._deed("webhook", {})

    def _deed(self, name: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/hepsiburada/{self.account}/{name}", request)

    def tighten(self, requests: int, seconds: int) -> bool:
        tight = {"listing_requests": requests, "listing_ms": seconds * 1000}
        self.server.pull("PATCH", "/hepsiburada/rules", tight)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/hepsiburada/rules", {"listing_requests": 180, "listing_ms": 60_000})
