"""A seller at the pretend eBay, on its German marketplace."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_INVENTORY = "/sell/inventory/v1"
_USUAL = {"inventory_calls": 2_000_000, "quota_ms": 86_400_000, "refunds_at_once": True}


class EbayStage(Stage):
    slug = "ebay"
    currency = "EUR"
    orders_path = "/sell/fulfillment/v1/order*"
    pushes_path = f"{_INVENTORY}/bulk_update_price_quantity"
    asking_paths = ("/identity/v1/oauth2/token",)
    unknown_id = "EBAY_DE:0000000000000"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "CANCELED"
    envelope = ("orders", "total")
    has_list_price = False
    signs_with_secret = False
    order_status = "orderFulfillmentStatus"
    order_clock = timedelta(milliseconds=1)
    claim_clock = timedelta(milliseconds=1)
    question_clock = timedelta(milliseconds=1)
    unknown_category = "EBAY_DE:999999999"
    content_path = f"{_INVENTORY}/offer/*/publish"
    claims_path = "/post-order/v2/return/search"
    questions_path = "/commerce/message/v1/conversation"
    question_status = "conversationStatus"
    settlements_path = "/apiz/sell/finances/v1/transaction"
    splits_claims = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/ebay/accounts", {"name": name, "marketplaces": ["EBAY_DE"]})
        self.account = opened["account"]
        self.settings = {
            "client_id": opened["client_id"],
            "ru_name": opened["ru_name"],
            "marketplaces": "EBAY_DE",
            "alert_email": "uyari@example.com",
            "seller_name": opened["name"],
        }
        self.credentials = {
            "client_secret": opened["client_secret"],
            "refresh_token": opened["refresh_token"],
        }
        self.loosen()

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "ean": article.key,
                "title": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
                "aspects": {"Marke": ["Deneme Marka"], "Farbe": ["Rot"]},
            }
            for article in articles
        ]
        self.server.pull("POST", f"/ebay/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderId"])

    def category(self) -> str:
        return "EBAY_DE:45238"

    def attribute(self) -> AttributeRecord:
        values = tuple(AttributeValueRecord(one, one) for one in ("Rot", "Blau", "Grün"))
        return AttributeRecord("Farbe", "Farbe", True, True, True, False, values)

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        [(key, quantity)] = lines
        body = {"order": self.order_id(order), "sku": key, "quantity": quantity}
        return str(self._deed("returns", body)["returnId"])

    def ask(self, key: str, text: str) -> str:
        return str(self._deed("questions", {"sku": key, "text": text})["conversationId"])

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self._deed("settle", {"order": self.order_id(order)})

    def pay_out(self) -> None:
        self._deed("payout", {})

    def hook(self, connector: Any, address: str, secret: str) -> str:  # noqa: ANN401 - any connector
        """Receivers of the suite answer no challenge; the quirks have one that does."""
        self.server.pull("PATCH", "/ebay/rules", {"challenge": False})
        return super().hook(connector, address, secret)

    def tighten(self, requests: int, seconds: int) -> bool:
        limits = {"inventory_calls": requests, "quota_ms": seconds * 1000}
        self.server.pull("PATCH", "/ebay/rules", limits)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/ebay/rules", _USUAL)

    def _deed(self, name: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/ebay/{self.account}/{name}", request)
