"""A shop of the pretend Shopify."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_USUAL = {"points_held": 0, "points_restored": 0, "throttle_status": 200, "cancel_ms": 0, "fee_percent": "5"}
_ASKED_BEFORE_WRITING = 2
"""The shop's currency, and whether the article is there."""
_TEST_POINTS = 2
"""What testing the credentials costs."""


class ShopifyStage(Stage):
    slug = "shopify"
    orders_path = "*/graphql.json"
    pushes_path = "*/graphql.json"
    unknown_id = "999999-999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "cancelled"
    envelope = ("data", "orders", "nodes", "pageInfo")
    order_status = "displayFulfillmentStatus"
    order_clock = timedelta(seconds=1)
    counts_orders = False
    tells_vat = False
    images = ()
    content_path = "*/graphql.json"
    claims_path = "*/graphql.json"
    settlements_path = "*/graphql.json"
    counts_claims = False
    splits_claims = False
    counts_settlements = False
    returns_commission = False
    commission_rate = Decimal(5)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/shopify/accounts", {"shop": name, "plan": "enterprise"})
        self.account = opened["account"]
        self.settings = {"shop": name, "location_id": str(opened["locations"][0]["id"])}
        self.credentials = {"client_id": opened["client_id"], "client_secret": opened["client_secret"]}
        self.lasting_token = str(opened["access_token"])
        self.loosen()

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "barcode": article.key,
                "title": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/shopify/{self.account}/products", rows)

    def category(self) -> str:
        return "gid://shopify/TaxonomyCategory/aa-1-1-2"

    def attribute(self) -> AttributeRecord:
        names = {"3": "Blue", "11": "Red", "8": "Green"}
        values = tuple(
            AttributeValueRecord(f"gid://shopify/TaxonomyValue/{one}", name) for one, name in names.items()
        )
        number = "gid://shopify/TaxonomyChoiceListAttribute/1"
        return AttributeRecord(number, "Color", False, False, False, True, values)

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        """What was sent comes back."""
        number, sold = self.package_id(order), {str(one["id"]): one["quantity"] for one in order["lines"]}
        self.connector().report_status(number, PackageStatus.SHIPPED, sold)
        asked = [{"sku": key, "quantity": quantity} for key, quantity in lines]
        return str(self._deed("return", {"order": number, "lines": asked})["id"])

    def refund(self, claim: str) -> None:
        self._deed("refund", {"return": claim})

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self._deed("settle", {"order": self.order_id(order)})

    def pay_out(self) -> None:
        self._deed("payout", {})

    def lose_content(self) -> None:
        """Everything has one address: what is asked before is let through unharmed."""
        for _ in range(_ASKED_BEFORE_WRITING):
            self.fault("slow", path=self.content_path, times=1, options={"seconds": 0})
        super().lose_content()

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def asks(self, request: Mapping[str, Any]) -> bool:
        """Everything is a POST; what its query begins with says whether it writes."""
        if request["path"].endswith("/access_token"):
            return True
        return str(json.loads(request["body"])["query"]).startswith("query ")

    def tighten(self, requests: int, seconds: int) -> bool:
        """As many points as that many tests of the credentials cost."""
        points = requests * _TEST_POINTS
        limits = {"points_held": points, "points_restored": points / seconds, "throttle_status": 429}
        self.server.pull("PATCH", "/shopify/rules", limits)
        self.server.pull("POST", f"/shopify/{self.account}/points", {})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/shopify/rules", _USUAL)

    def _deed(self, name: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/shopify/{self.account}/{name}", request)
