"""A shop of the pretend OpenCart 4.1, with the bridge in it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class OpencartStage(Stage):
    slug = "opencart"
    environment: ClassVar[Environment] = "live"
    orders_path = "*"
    unknown_id = "999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "7"
    envelope = ("data", "total")
    order_status = "order_status_id"
    has_list_price = False
    images = ()
    claims_path = "*"
    claim_status = "return_status_id"
    splits_claims = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/opencart/accounts", {"slug": name})
        self.account = opened["account"]
        self.settings = {
            "shop_url": f"{self.server.address}{opened['path']}",
            "username": opened["username"],
            "return_rejected": "4",
        }
        self.credentials = {"api_key": opened["key"]}

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "name": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/opencart/{self.account}/products", rows)

    def category(self) -> str:
        return "27"

    def attribute(self) -> AttributeRecord:
        values = tuple(
            AttributeValueRecord(str(31 + place), name) for place, name in enumerate(("S", "M", "XL"))
        )
        return AttributeRecord("option:11", "Beden", False, True, True, values=values)

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        """A return of OpenCart is of one product: of the first."""
        key, quantity = lines[0]
        body = {"order": order["order_id"], "key": key, "quantity": quantity}
        made = self.server.pull("POST", f"/opencart/{self.account}/return", body)
        return str(made["return_id"])

    def asks(self, request: Mapping[str, Any]) -> bool:
        """A signed call nobody knows changes nothing."""
        return request["method"] == "GET" or "call=prapazar_check" in request["query"]

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["order_id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["order_id"])
