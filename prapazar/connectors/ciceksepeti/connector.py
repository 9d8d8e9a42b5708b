"""Çiçeksepeti fulfilling the contract: each method is build, call, map."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from prapazar.connector_kit.aftersales import ClaimRecord, QuestionRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CarrierOffer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.ciceksepeti import aftersales, claims, content, errors, mapper
from prapazar.connectors.ciceksepeti.auth import KeyLogin
from prapazar.connectors.ciceksepeti.client import ORDER_PAGE, CiceksepetiClient, told
from prapazar.connectors.ciceksepeti.schemas import OrderSearch

LONGEST_WINDOW = timedelta(days=14)
"""A longer one is refused."""
LONGEST_QUESTIONS = timedelta(days=31)
LOOK_BACK = timedelta(days=12)
"""By which day orders are found is not documented; what changes later is found by looking so far back."""
CLOCK_SLACK = timedelta(hours=3)
"""Nor is, whether the Z of a date is heeded; Istanbul's clock is so far ahead."""

_USUAL_DELIVERY = 5
"""One to three days."""
_AND = "+"
_MOST_PAGES = 10_000


class Connector:
    takes_invoice_files = True

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._delivery_message = int(setup.settings.get("delivery_message") or _USUAL_DELIVERY)
        self._has_own_contract = setup.settings.get("cargo") == "own"
        self.client = CiceksepetiClient(
            setup.caller(
                user_agent=f"{setup.settings['seller_id']}-PraPazar",
                auth=KeyLogin(setup.credentials["api_key"]),
                read_error=errors.from_answer,
                read_failure=errors.from_good_answer,
            )
        )

        self._claims = claims.Claims(self.client, self._read)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """No answer tells the seller's name."""
        answer = mapping(self.client.products(1, size=1), "products")
        return AccountRecord("Çiçeksepeti", listing_count=whole(required(answer, "totalCount"), "totalCount"))

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        def page(number: int, _: str | None) -> Page:
            answer = mapping(self.client.products(number), "products")
            found = rows(required(answer, "products"), "products")
            return Page(found, whole(required(answer, "totalCount"), "totalCount"))

        names: dict[str, mapper.Names] = {}
        for found in paged(page, lambda row: text(optional(row, "stockCode")), first=1):
            with_attributes = [row for row in found if optional(row, "attributes")]
            for category in {text(optional(row, "categoryId")) for row in with_attributes} - set(names):
                names[category] = self._variant_names(category)
            yield mapper.listings(found, names)

    def fetch_categories(self) -> list[CategoryRecord]:
        answer = mapping(self.client.categories(), "categories")
        return list(content.categories(required(answer, "categories")))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        answer = mapping(self.client.attributes(category_external_id), "attributes")
        return content.attributes(required(answer, "categoryAttributes"))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """A change replaces the whole card, which is read before; what is gone there is answered at once."""
        new = [content.new_product(one, self._delivery_message) for one in drafts if one.external_id is None]
        gone: list[ItemResult] = []
        changed = []
        for draft in drafts:
            if draft.external_id is not None:
                current = self._product(draft.external_id)
                if current is None:
                    gone.append(ItemResult(draft.external_id, ItemState.REJECTED, errors.NOT_FOUND))
                else:
                    changed.append(content.changed_product(draft, current))
        pushed = [_pushed(self.client.update_products(changed))] if changed else []
        if new:
            pushed.append(_pushed(self.client.create_products(new)))
        numbers = [one.batch_external_id or "" for one in pushed]
        return PushResult(tuple(gone), _AND.join(numbers) or None)

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for found in self._windows(since - LOOK_BACK, until):
            within = [one for one in found if isinstance(one, ParkedRecord) or one.ordered_at < until]
            if within:
                yield within

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        if not external_id.isdecimal():
            return []
        return mapper.packages(self._items({"orderNo": int(external_id)}))

    def count_packages(self, since: datetime, until: datetime) -> int:
        """They count items, so that orders are counted by reading; parked ones count too."""
        found = {
            one.external_id
            for page in self._windows(since, until)
            for one in page
            if isinstance(one, ParkedRecord) or since <= one.ordered_at < until
        }
        return len(found)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return _pushed(self.client.price_and_stock(mapper.stock_items(offers)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return _pushed(self.client.price_and_stock(mapper.price_items(offers)))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """New and changed listings are two batches under one name."""
        found = [self._batch(number) for number in batch_external_id.split(_AND)]
        return BatchAnswer(
            is_final=all(one.is_final for one in found),
            items=tuple(item for one in found for item in one.items),
        )

    def report_status(
        self,
        package_external_id: str,  # noqa: ARG002 - it is the items that are moved
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - invoices are sent as documents, elsewhere
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        if not self._has_own_contract and status is PackageStatus.PACKED:
            self.client.ready_for_cargo([mapper.item_number(line) for line in line_quantities])
        elif not self._has_own_contract or status not in mapper.STEPS:
            raise Rejected(f"Çiçeksepeti is not told {status}", code="connector.step_unknown", field="status")
        elif status is not PackageStatus.SHIPPED:
            self.client.status_update([mapper.step(line, status) for line in line_quantities])
        elif not tracking_number:
            raise Rejected("no tracking number", code="ciceksepeti.tracking_needed", field="tracking_number")
        else:
            business = mapper.cargo_business(carrier)
            self.client.status_update(
                [mapper.shipment(line, business, tracking_number) for line in line_quantities]
            )

    def fetch_carriers(
        self,
        package_external_id: str,  # noqa: ARG002 - the same for all orders
        line_external_ids: Sequence[str],  # noqa: ARG002 - the same for all orders
    ) -> list[CarrierOffer]:
        """Who ships by a contract of his own says the carrier when he ships."""
        return [] if self._has_own_contract else list(mapper.CARRIERS)

    def change_carrier(
        self,
        package_external_id: str,  # noqa: ARG002 - it is the items that have a carrier
        line_external_ids: Sequence[str],
        carrier_external_id: str,
    ) -> None:
        self.client.change_carrier(mapper.item_carriers(line_external_ids, carrier_external_id))

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """There is no call for it: a person cancels in Çiçeksepeti's panel."""
        detail = f"{package_external_id}: {sum(line_quantities.values())} units, {reason}"
        raise Rejected(detail, code="ciceksepeti.cancel_in_panel")

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        """Çiçeksepeti mails it to the buyer: after a lost answer its own mark says whether it did."""
        if invoice.may_be_there and self._is_invoice_sent(package_external_id, invoice.line_external_ids):
            return
        paper = {"documentUrl": invoice.link}
        if invoice.link is None:
            paper = {"document": base64.b64encode(invoice.pdf).decode()}
        items = [{"orderItemId": mapper.item_number(line), **paper} for line in invoice.line_external_ids]
        shown = [{"orderItemId": one["orderItemId"], "documentUrl": invoice.link} for one in items]
        self.client.send_invoice_mail(items, shown)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """Those asked for in the window, for its days are theirs; by its ends as by all others, with hours to spare."""
        yield from self._claims.between(since - CLOCK_SLACK, until + CLOCK_SLACK)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:
        self._claims.approve(claim_external_id, line_external_ids)

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],
        reason_external_id: str,
        note: str,  # noqa: ARG002 - Çiçeksepeti takes no words
    ) -> None:
        self._claims.reject(claim_external_id, line_external_ids, reason_external_id)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return list(claims.REASONS)

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        start, last = since - CLOCK_SLACK, until + CLOCK_SLACK
        while start < last:
            end = min(start + LONGEST_QUESTIONS, last)
            for page in self._questions(told(start), told(end)):
                found = aftersales.questions(page)
                within = [
                    one for one in found if isinstance(one, ParkedRecord) or since <= one.asked_at < until
                ]
                if within:
                    yield within
            start = end

    def answer_question(self, question_external_id: str, text: str) -> None:
        """Whether PUT or POST is meant is not documented; the wrong one is refused before anything is done."""
        if not question_external_id.isdecimal():
            raise Rejected(f"question {question_external_id}", code=errors.NOT_FOUND)
        answer = aftersales.answer(text)
        try:
            self.client.answer_question("PUT", question_external_id, answer)
        except UnexpectedAnswer as error:
            if error.code != "connector.endpoint_changed":
                raise
            self.client.answer_question("POST", question_external_id, answer)

    def _questions(self, start: str, end: str) -> Iterator[list[Row]]:
        """No count is told: read to the last page; what comes again is left out."""
        seen: set[str] = set()
        for number in range(1, _MOST_PAGES):
            answer = mapping(self.client.questions(number, start, end), "questions")
            found = rows(required(answer, "items"), "items")
            fresh = [row for row in found if text(optional(row, "id")) not in seen]
            seen.update(text(optional(row, "id")) for row in fresh)
            if fresh:
                yield fresh
            if not required(answer, "hasNextPage") or not found:
                return

    def _batch(self, number: str) -> BatchAnswer:
        """One that is gone is final and says nothing about its items."""
        try:
            answer = mapping(self.client.batch_status(number), "batch")
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise
        found = tuple(mapper.item_results(rows(required(answer, "items"), "items")))
        is_whole = len(found) >= whole(required(answer, "itemCount"), "itemCount") > 0
        return BatchAnswer(is_whole and all(one.state is not ItemState.PENDING for one in found), found)

    def _product(self, stock_code: str) -> Row | None:
        answer = mapping(self.client.product(stock_code), "products")
        found = rows(required(answer, "products"), "products")
        return next((row for row in found if text(optional(row, "stockCode")) == stock_code), None)

    def _variant_names(self, category: str) -> mapper.Names:
        """A category that was given up since has no names to tell."""
        try:
            return content.variant_names(self.fetch_attributes(category))
        except Rejected:
            return {}

    def _windows(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        """An order's items may stand on two pages, so that a window is read whole before it is handed on."""
        start, last = since - CLOCK_SLACK, until + CLOCK_SLACK
        while start < last:
            end = min(start + LONGEST_WINDOW, last)
            yield mapper.packages(self._items({"startDate": told(start), "endDate": told(end)}))
            start = end

    def _is_invoice_sent(self, number: str, lines: Sequence[str]) -> bool:
        found = {_item_key(row): row for row in self._items({"orderNo": int(number)})}
        return all(optional(found.get(line, {}), "isInvoiceSent") is True for line in lines)

    def _items(self, search: OrderSearch) -> list[Row]:
        """Cancelled items are shown only when asked for by themselves; one cancelled in between comes in both."""
        alive = self._read({**search, "isOrderStatusActive": True})
        found = {_item_key(row): row for row in alive}
        found |= {_item_key(row): row for row in self._read({**search, "isOrderStatusActive": False})}
        return list(found.values())

    def _read(self, search: OrderSearch) -> Iterator[Row]:
        def page(number: int, _: str | None) -> Page:
            answer = mapping(self.client.orders({**search, "page": number}), "orders")
            found = rows(required(answer, "supplierOrderListWithBranch"), "supplierOrderListWithBranch")
            return Page(found, _total(answer, number))

        for found in paged(page, _item_key):
            yield from found


def _item_key(row: Row) -> str:
    return text(optional(row, "orderItemId"))


def _total(answer: Mapping[str, Any], number: int) -> int:
    """`orderListCount` is of all rows or of the page: it cannot be of all where more pages are told than it fills."""
    count = whole(required(answer, "orderListCount"), "orderListCount")
    pages = whole(optional(answer, "pageCount") or 0, "pageCount")
    if pages <= 1 or count > (pages - 1) * ORDER_PAGE:
        return count
    return number * ORDER_PAGE + count + max(0, pages - 1 - number)


def _pushed(answer: object) -> PushResult:
    number = optional(mapping(answer, "batch"), "batchId")
    if not isinstance(number, str) or not number:
        raise UnexpectedAnswer("a batch without a number", raw=answer, code="connector.missing_field")
    return PushResult(batch_external_id=number)
