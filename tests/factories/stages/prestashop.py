"""A shop of the pretend PrestaShop, whose states have the numbers of a fresh one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage


class PrestashopStage(Stage):
    slug = "prestashop"
    environment: ClassVar[Environment] = "live"
    orders_path = "*/orders"
    pushes_path = "*/stock_availables/*"
    unknown_id = "999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "6"
    envelope = ("orders",)
    order_status = "current_state"
    counts_orders = False
    counts_listings = False
    images = ()
    content_path = "*/products"
    questions_path = "*/customer_threads"
    counts_questions = False
    answer_length = (1, None)

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/prestashop/accounts", {"slug": name})
        self.account = opened["account"]
        self.settings = {
            "shop_url": f"{self.server.address}{opened['path']}",
            "status_waiting": "1,10",
            "status_delivered": "5",
            "status_cancelled": "6",
        }
        self.credentials = {"key": opened["key"]}

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "reference": article.key,
                "name": article.title,
                "price": str(article.price),
                "quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/prestashop/{self.account}/products", rows)

    def category(self) -> str:
        return "4"

    def attribute(self) -> AttributeRecord:
        spoken = {"1": "Beden"}
        made = self.row("product_options", {"group_type": "select", "name": spoken, "public_name": spoken})
        values = [
            self.row("product_option_values", {"id_attribute_group": made["id"], "name": {"1": name}})
            for name in ("S", "XL", "Geniş")
        ]
        named = tuple(AttributeValueRecord(one["id"], one["name"]["1"]) for one in values)
        return AttributeRecord(f"option:{made['id']}", "Beden", False, False, True, values=named)

    def ask(self, key: str, text: str) -> str:
        said = self.server.pull("POST", f"/prestashop/{self.account}/ask", {"key": key, "text": text})
        return str(said["id"])

    def row(self, resource: str, fields: dict[str, Any], **named: str) -> Any:  # noqa: ANN401 - the row
        body = {"resource": resource, "fields": fields, **named}
        return self.server.pull("POST", f"/prestashop/{self.account}/row", body)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])
