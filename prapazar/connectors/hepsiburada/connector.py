"""Hepsiburada fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, EvidenceFile, QuestionRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, required, rows, text
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    BuyBoxRecord,
    CarrierOffer,
    CategoryRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
    WebhookDelivery,
    WebhookEvent,
    WebhookRegistration,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.hepsiburada import aftersales, content, errors, mapper, webhooks
from prapazar.connectors.hepsiburada.client import CLAIM_PAGE, HepsiburadaClient
from prapazar.connectors.hepsiburada.listings import Listings
from prapazar.connectors.hepsiburada.orders import MINUTE, Orders, bare_pages
from prapazar.connectors.hepsiburada.schemas import ORDERED_AT, TURKEY, instant, minute
from prapazar.foundation import clock

ORDERS_AT_ONCE = 50
ANY_CLOCK = timedelta(hours=3)


class Connector:
    label_formats = (LabelFormat.ZPL,)
    takes_invoice_files = False

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self.buybox_batch_size = setup.manifest.batches.buyboxes
        self._merchant_id = str(setup.settings["merchant_id"]).lower()
        self._store_name = str(setup.settings.get("store_name") or "")
        user = str(setup.settings.get("username") or self._merchant_id)
        caller = setup.caller(
            user_agent=str(setup.settings["user_agent"]),  # any other spelling is refused
            auth=httpx.BasicAuth(user, setup.credentials["service_key"]),
            read_error=errors.from_answer,
            read_failure=errors.hidden,
        )
        self.client = HepsiburadaClient(caller, setup.addresses, self._merchant_id)
        self.orders = Orders(self.client)
        self.listings = Listings(self.client, self._merchant_id)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        return AccountRecord(name=self._merchant_id, listing_count=self.client.listings(0, limit=1).total)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """The offers have no names: those stand in the catalogue, which is read first."""
        cards: dict[str, Row] = {}
        for products in paged(lambda number, _: self.client.products(number), _product_key):
            for row in products:
                cards[text(optional(row, "hbsku"))] = {name: row.get(name) for name in content.CARD_FIELDS}
        for offers in paged(lambda number, _: self.client.listings(number), _offer_key):
            yield content.listings(offers, cards)

    def fetch_buyboxes(self, external_ids: Sequence[str]) -> list[Parsed[BuyBoxRecord]]:
        return mapper.buyboxes(self.client.buybox_orders(external_ids), self._store_name)

    def fetch_categories(self) -> list[CategoryRecord]:
        pages = paged(
            lambda number, _: self.client.categories(number), lambda row: text(required(row, "categoryid"))
        )
        return list(content.categories(row for page in pages for row in page))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        return self.listings.attributes(category_external_id)

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        return self.listings.write(drafts)

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        """No feed tells all there is: they say which orders changed, and each is asked for as it stands."""
        touched: dict[str, datetime] = {}
        for number, at, _ in self.orders.touched(since, until):
            touched[number] = max(at, touched.get(number, at))
        numbers = sorted(touched, key=lambda number: (touched[number], number))
        for start in range(0, len(numbers), ORDERS_AT_ONCE):
            together = numbers[start : start + ORDERS_AT_ONCE]
            yield [record for number in together for record in self._named(number)]

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.orders([self.orders.whole(external_id)])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count_packages(self, since: datetime, until: datetime) -> int:
        """By order date, of everything that happened since: no feed tells closed orders by that date."""
        placed: dict[str, datetime | None] = {}
        for number, _, at in self.orders.touched(since, max(until, clock.now())):
            placed[number] = at or placed.get(number)
        dates = (at or instant(self.client.order(number), *ORDERED_AT) for number, at in placed.items())
        return sum(at is not None and since <= at < until for at in dates)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return PushResult(batch_external_id=f"stock:{self.client.upload('stock', mapper.stock_rows(offers))}")

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return PushResult(batch_external_id=f"price:{self.client.upload('price', mapper.price_rows(offers))}")

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """One that is gone is final and says nothing about its items."""
        try:
            return self.listings.answer(batch_external_id)
        except Rejected:
            return BatchAnswer(is_final=True, items=())

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:  # noqa: ARG002 - known by its order
        """Of a package on Hepsiburada's contract; how it would send a PDF is in no document."""
        if label_format not in self.label_formats:
            raise Rejected(label_format, code="connector.label_format", field="format")
        return self.orders.label(external_id)

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - wants the address of a document, which we have not
        carrier: str | None = None,  # noqa: ARG002 - Hepsiburada knows it from the package
        tracking_number: str | None = None,
    ) -> None:
        if status not in {PackageStatus.PACKED, PackageStatus.SHIPPED}:
            raise Rejected(f"Hepsiburada is not told {status}", code="connector.step_unknown", field="status")
        if status is PackageStatus.PACKED:
            self.orders.pack(package_external_id, line_quantities)
        else:
            self.orders.ship(package_external_id, set(line_quantities), tracking_number)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        if reason not in mapper.REASONS:
            raise Rejected(reason, code="connector.reason_unknown", field="reason")
        self.orders.cancel(package_external_id, line_quantities, mapper.REASONS[reason])

    def fetch_carriers(
        self,
        package_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - its order is asked how it is packed
    ) -> list[CarrierOffer]:
        return self.orders.carriers(package_external_id)

    def change_carrier(
        self,
        package_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - its order is asked how it is packed
        carrier_external_id: str,
    ) -> None:
        self.orders.change_carrier(package_external_id, carrier_external_id)

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        if invoice.link is None:
            raise Rejected("no address", code="connector.invoice_link_needed", field="link")
        self.orders.share_invoice(package_external_id, invoice)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the date of their status, which only the feed of each status filters by."""
        dates = {"statusBeginDate": minute(since), "statusEndDate": minute(until + MINUTE)}
        for status in aftersales.CLAIM_STATUSES:
            pages = bare_pages(partial(self.client.claims, status, dates), CLAIM_PAGE, "number")
            for page in pages:
                yield aftersales.claims(self._with_lines(page))

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:  # noqa: ARG002 - a claim is one line
        self.client.accept_claim(claim_external_id)

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a claim is one line
        reason_external_id: str,
        note: str,
    ) -> None:
        self.client.reject_claim(claim_external_id, aftersales.rejection(reason_external_id, note))

    def reject_with_evidence(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a claim is one line
        reason_external_id: str,
        note: str,
        files: Sequence[EvidenceFile],
    ) -> None:
        self.client.reject_claim(claim_external_id, aftersales.rejection(reason_external_id, note, files))

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        """The documents' list; there is no call for it."""
        return list(aftersales.REASONS)

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        """The filter's clock is not said, so a wider span is asked for and cut here."""
        dates = {
            "minCreatedAt": (since - ANY_CLOCK).isoformat(timespec="seconds"),
            "maxCreatedAt": (until + ANY_CLOCK).isoformat(timespec="seconds"),
        }
        for status in aftersales.QUESTION_NUMBERS:
            read = partial(_without_token, partial(self.client.issues, status, dates))
            for page in paged(read, _issue_key, first=1):
                yield aftersales.questions(row for row in page if aftersales.asked_within(row, since, until))

    def answer_question(self, question_external_id: str, text: str) -> None:
        self.client.answer_issue(question_external_id, text)

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        start, end = (at.astimezone(TURKEY).isoformat(timespec="seconds") for at in (since, until))
        pages = paged(
            lambda number, _: self.client.transactions(number, start, end),
            lambda row: text(required(row, "id")),
        )
        for page in pages:
            yield aftersales.settlements(page)

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:  # noqa: ARG002 - a person has to send them
        """There is no call for it: the merchant writes Hepsiburada an e-mail with address and log-in."""
        raise Rejected("webhooks are registered by e-mail", code="hepsiburada.webhook_by_mail")

    def remove_webhook(self, external_id: str) -> None:
        """By e-mail too; deliveries to an address we closed are refused by us."""

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        return webhooks.event(delivery, secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        """A delivery only says which order to look at."""
        numbers = webhooks.order_numbers(delivery)
        return [record for number in numbers for record in self.fetch_package(number)]

    def _named(self, number: str) -> list[Parsed[PackageRecord]]:
        """One a feed named must be there."""
        return self.fetch_package(number) or [
            ParkedRecord(number, "hepsiburada.order_gone", "a feed names it", {"orderNumber": number})
        ]

    def _with_lines(self, claims: list[Row]) -> Iterator[Row]:
        """A claim names no product: that stands in the order it is about."""
        orders: dict[str, list[Row]] = {}
        for claim in claims:
            number = text(optional(claim, "ordernumber"))
            if number not in orders:
                orders[number] = self._lines_of(number)
            about = text(optional(claim, "lineitemid"))
            line = next((one for one in orders[number] if text(one.get("id")) == about), {})
            yield {"claim": claim, "line": line}

    def _lines_of(self, order_number: str) -> list[Row]:
        try:
            return rows(optional(self.client.order(order_number), "items") or [], "items")
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return []


def _without_token(read: Callable[[int], Page], number: int, _: str | None) -> Page:
    return read(number)


def _offer_key(row: Row) -> str:
    return text(required(row, "hepsiburadasku"))


def _product_key(row: Row) -> tuple[str, str]:
    return text(optional(row, "merchantsku")), text(optional(row, "hbsku"))


def _issue_key(row: Row) -> str:
    return text(required(row, "issuenumber"))
