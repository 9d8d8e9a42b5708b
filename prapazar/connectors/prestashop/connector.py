"""PrestaShop fulfilling the contract: rows read with those they name, rows replaced, states entered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import httpx

from prapazar.connector_kit.aftersales import QuestionRecord, QuestionStatus
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.pictures import Pictures
from prapazar.connector_kit.records import (
    AccountRecord,
    CategoryRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.prestashop import aftersales, content, errors, mapper
from prapazar.connectors.prestashop.client import PrestashopClient
from prapazar.connectors.prestashop.listings import Shelf
from prapazar.connectors.prestashop.orders import OrderReader, windowed
from prapazar.connectors.prestashop.publishing import LARGEST_PICTURE, ListingWriter
from prapazar.connectors.prestashop.schemas import Raw
from prapazar.connectors.prestashop.vocabulary import write_facts
from prapazar.foundation import clock

_REASONS = {
    *("out_of_stock", "defective", "wrong_price", "integration_error", "bulk_purchase", "force_majeure"),
}


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        settings = setup.settings
        self._address = setup.base_url
        self._shop = mapper.shop(settings)
        self._shipped = mapper.numbers(settings.get("status_shipped"))
        self._cancelled = mapper.numbers(settings.get("status_cancelled"))
        caller = setup.caller(
            user_agent="PraPazar",
            auth=httpx.BasicAuth(setup.credentials["key"], ""),
            read_error=errors.from_answer,
        )
        self.client = PrestashopClient(caller, text(settings.get("shop_id")))
        self._currency, country = (
            text(settings.get("currency")) or "TRY",
            text(settings.get("country")) or "TR",
        )
        self._shelf = Shelf(self.client, self._shop, country, self._currency)
        self._pictures = Pictures(setup, largest=LARGEST_PICTURE)
        self._orders = OrderReader(self.client, self._shop)
        self._employee = text(settings.get("employee_id")) or "1"

    def close(self) -> None:
        self.client.close()
        self._pictures.close()

    def test_credentials(self) -> AccountRecord:
        """A key may lack the rights to single resources: the two that matter most are asked for."""
        self.client.any_row("products")
        self.client.any_row("orders")
        return AccountRecord(name=self._address)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        yield from self._shelf.listings(clock.now())

    def fetch_categories(self) -> list[CategoryRecord]:
        found = [row for page in self.client.walked("categories") for row in page]
        return content.categories(found, self._shop)

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """Options and features of the shop: they are the same for every category it has."""
        if not self.client.all("categories", id=category_external_id):
            raise Rejected(f"category {category_external_id}", code=errors.NOT_FOUND)
        tables = ("product_options", "product_option_values", "product_features", "product_feature_values")
        options, option_values, features, feature_values = (
            [row for page in self.client.walked(name) for row in page] for name in tables
        )
        return [
            *content.options(options, option_values, self._shop),
            *content.features(features, feature_values, self._shop),
        ]

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        facts = write_facts(self.client, self._shelf, drafts, self._currency, self._shop.language)
        writer = ListingWriter(self.client, self._shelf, self._pictures, facts, drafts)
        return PushResult(items=tuple(writer.write()))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for raws in self._orders.window("date_upd", since, until):
            yield mapper.packages(raws, self._orders.facts(raws), self._shop)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        raws = self.client.all("orders", id=external_id)
        return mapper.packages(raws, self._orders.facts(raws), self._shop)

    def count_packages(self, since: datetime, until: datetime) -> int:
        """Nobody counts for us: their ids are read."""
        pages = self._orders.window("date_add", since, until, display="[id,date_add]")
        return sum(len(page) for page in pages)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return PushResult(items=tuple(self._shelf.push_stock(offers)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return PushResult(items=tuple(self._shelf.push_price(offers, clock.now())))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - an order moves as a whole
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - the shop numbers its invoices itself
        carrier: str | None = None,  # noqa: ARG002 - the buyer chose one of the shop's
        tracking_number: str | None = None,
    ) -> None:
        """The number first, so that the shop's mail has it. May be repeated: what is there already is left."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"the shop is not told {status}", code="connector.step_unknown", field="status")
        package = self._package(package_external_id)
        if tracking_number and package.tracking_number != tracking_number:
            self._write_tracking(package_external_id, tracking_number)
        if package.status not in {PackageStatus.SHIPPED, PackageStatus.DELIVERED}:
            self._enter(package_external_id, self._shipped_state())

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """A whole order is cancelled; of a part only the back office can do it."""
        if reason not in _REASONS:
            raise Rejected(reason, code="connector.reason_unknown", field="reason")
        package = self._package(package_external_id)
        if package.status is PackageStatus.CANCELLED:
            return
        if any(
            line_quantities.get(line.external_id, 0) < line.quantity - line.cancelled_quantity
            for line in package.lines
        ):
            raise Rejected(package_external_id, code="prestashop.cancel_in_panel")
        if not self._cancelled:
            raise Rejected("status_cancelled", code="prestashop.status_needed", field="status_cancelled")
        self._enter(package_external_id, self._cancelled[0])

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        for page in windowed(self.client, self._shop, "customer_messages", "date_add", since, until):
            found = [one for one in page if aftersales.is_customers(one)]
            if found:
                yield self._questions(found)

    def answer_question(self, question_external_id: str, text: str) -> None:
        """Written beside the question and the thread closed, as the back office does; the shop mails nobody."""
        if not text.strip():
            raise Rejected("nothing was said", code="prestashop.answer_empty", field="text")
        raws = self.client.all("customer_messages", id=question_external_id)
        if not raws or not aftersales.is_customers(raws[0]):
            raise Rejected(f"message {question_external_id}", code=errors.NOT_FOUND)
        [found] = self._questions(raws)
        if not isinstance(found, QuestionRecord):
            raise UnexpectedAnswer(found.detail, raw=found.raw, code=found.code)
        if found.status is not QuestionStatus.WAITING:
            raise Rejected(f"{question_external_id} is {found.status}", code="prestashop.question_answered")
        thread = str(required(raws[0], "id_customer_thread"))
        said = {"id_customer_thread": thread, "id_employee": self._employee, "message": text}
        self.client.create("customer_messages", {**said, "private": "0", "read": "1"})
        [held] = self.client.all("customer_threads", id=thread)
        row = {name: value for name, value in held.items() if name != "associations"}
        self.client.change("customer_threads", row, {"status": aftersales.CLOSED})

    def _questions(self, raws: Sequence[Raw]) -> list[Parsed[QuestionRecord]]:
        numbers = [text(one.get("id_customer_thread")) for one in raws]
        threads = self.client.among("customer_threads", "id", numbers)
        customers = self.client.among("customers", "id", [text(one.get("id_customer")) for one in threads])
        said = self.client.among("customer_messages", "id_customer_thread", numbers)
        return aftersales.questions(raws, aftersales.facts_of(threads, customers, said), self._shop)

    def _write_tracking(self, order_id: str, number: str) -> None:
        found = self.client.all("order_carriers", id_order=order_id)
        if not found:
            raise Rejected(f"order {order_id} has no carrier", code="prestashop.no_carrier")
        self.client.replace("order_carriers", {**found[-1], "tracking_number": number})

    def _enter(self, order_id: str, state: str) -> None:
        self.client.create("order_histories", {"id_order": order_id, "id_order_state": state})

    def _shipped_state(self) -> str:
        """The merchant's word, else the only state that says so of itself."""
        if self._shipped:
            return self._shipped[0]
        found = [
            text(required(one, "id"))
            for one in self.client.all("order_states", shipped="1")
            if self._shop.statuses.get(text(one["id"]), PackageStatus.SHIPPED) is PackageStatus.SHIPPED
            and text(one.get("deleted")) != "1"
        ]
        if len(found) != 1:
            raise Rejected(", ".join(found), code="prestashop.status_needed", field="status_shipped")
        return found[0]

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"order {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]
