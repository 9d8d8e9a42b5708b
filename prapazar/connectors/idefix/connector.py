"""İdefix fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from prapazar.connector_kit.aftersales import ClaimRecord, QuestionRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.idefix import aftersales, content, errors, mapper
from prapazar.connectors.idefix.auth import VendorToken
from prapazar.connectors.idefix.client import Found, IdefixClient
from prapazar.connectors.idefix.schemas import InventoryItem, Product, Raw, StatusUpdate, moment, told_moment
from prapazar.foundation import clock

LOOK_BACK = timedelta(days=60)
"""Changes are looked for among what was made so long before them: their filter alone is not trusted."""
_SECOND = timedelta(seconds=1)
_COUNTRY = "Türkiye"
_OLDEST_FIRST = {"sortByField": "updatedAt", "sortDirection": "asc"}
_MOST_PAGES = 10_000


class Connector:
    takes_invoice_files = False

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._cargo_company = str(setup.settings.get("cargo_company") or "")
        self._delivery_days = int(setup.settings.get("delivery_days") or 2)
        self._brands: dict[str, str | None] = {}
        self._attributes: dict[str, list[AttributeRecord]] = {}
        self._vendor = str(setup.settings["vendor_id"])
        self._tracking_address = str(setup.settings.get("tracking_address") or "")
        caller = setup.caller(
            user_agent="PraPazar",
            auth=VendorToken(setup.credentials["api_key"], setup.credentials["api_secret"]),
            read_error=errors.from_answer,
        )
        self.client = IdefixClient(caller, self._vendor)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Lists carry no count, and no answer the vendor's name."""
        rows(required(self.client.pool(1, limit=1), "products"), "products")
        return AccountRecord(name="İdefix", detail=self._vendor)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """The pool says what a product is, the list of offers what it costs and how many there are."""
        offers = mapper.offers(row for page in _to_the_end(self.client.inventory, "items") for row in page)
        for found in _to_the_end(self.client.pool, "products"):
            known = mapper.Known(offers, self._brands_of(found), self._attributes_of(found))
            yield mapper.listings(found, known)

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(content.categories(self.client.product_category()))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        return content.attributes(self.client.category_attribute(category_external_id))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New ones only: İdefix lets nobody change what a product says."""
        fixed = Rejected("", code="idefix.content_fixed")
        items = [content.refused(draft, fixed) for draft in drafts if draft.external_id is not None]
        new = [draft for draft in drafts if draft.external_id is None]
        if not new:
            return PushResult(tuple(items))
        terms = self._terms()
        products: list[Product] = []
        for draft in new:
            try:
                products.append(content.product(draft, self._brand_of(draft), terms))
            except Rejected as error:
                items.append(content.refused(draft, error))
        if not products:
            return PushResult(tuple(items))
        number = text(required(self.client.create(products), "batchRequestId"))
        return PushResult(tuple(items), batch_external_id=f"{content.CREATED}{number}")

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        window = _changed(since, until)

        def read(number: int, _: str | None) -> Page:
            return _page(self.client.shipments(number, {**window, **_OLDEST_FIRST}))

        for found in paged(read, _id, first=1):
            within = [row for row in found if _is_within(row, since, until)]
            if within:
                yield mapper.packages(within)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        return mapper.packages(_page(self.client.shipments(1, {"ids": external_id})).rows)

    def count_packages(self, since: datetime, until: datetime) -> int:
        """Whether a period holds its own end is not told: it ends one second early."""
        period = {"startDate": told_moment(since), "endDate": told_moment(until - _SECOND)}
        return _page(self.client.shipments(1, period, limit=1)).total

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return self._push(mapper.stock_items(offers))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return self._push(mapper.price_items(offers))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """A batch that is gone is final and says nothing about its items."""
        created = batch_external_id.removeprefix(content.CREATED)
        try:
            if created != batch_external_id:
                return content.batch_answer(self.client.batch_result(created))
            answer = self.client.inventory_result(batch_external_id)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise
        items = mapper.item_results(rows(required(answer, "items"), "items"))
        is_final = bool(items) and all(item.state is not ItemState.PENDING for item in items)
        return BatchAnswer(is_final, items)

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - a shipment moves as a whole
        *,
        invoice_number: str | None = None,
        carrier: str | None = None,  # noqa: ARG002 - the tracking address says whose it is
        tracking_number: str | None = None,
    ) -> None:
        """Carriers under İdefix's contract tell of shipping themselves; SHIPPED is for the merchant's own."""
        if status is PackageStatus.SHIPPED:
            self._ship(package_external_id, tracking_number)
            return
        body: StatusUpdate
        if status is PackageStatus.PICKING:
            body = {"status": "picking"}
        elif status is not PackageStatus.PACKED:
            raise Rejected(f"İdefix is not told {status}", code="connector.step_unknown", field="status")
        elif not invoice_number:
            raise Rejected("no invoice number", code="idefix.invoice_needed", field="invoice_number")
        else:
            body = {"status": "invoiced", "invoiceNumber": invoice_number}
        self.client.update_shipment_status(package_external_id, body)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """What is left of the shipment comes back as a new one; a row is given up whole."""
        units = {line.external_id: line.quantity for line in self._package(package_external_id).lines}
        if any(units.get(line) != quantity for line, quantity in line_quantities.items()):
            raise Rejected("part of a row", code="idefix.whole_rows_only", field="quantity")
        number = mapper.noship_reason(self.client.noship_reasons(), reason)
        self.client.unsupplied(package_external_id, mapper.unsupplied_items(line_quantities, number))

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        if invoice.link is None:
            raise Rejected("no address", code="connector.invoice_link_needed", field="link")
        self.client.invoice_link(package_external_id, invoice.link)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """Claims say when they were made, not when they changed: only İdefix can tell."""
        window = _changed(since, until - _SECOND)

        def read(number: int, _: str | None) -> Page:
            return _page(self.client.claims(number, window))

        for found in paged(read, _id, first=1):
            yield aftersales.claims(found)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:
        self.client.approve_claim(claim_external_id, line_external_ids)

    def reject_claim(
        self, claim_external_id: str, line_external_ids: Sequence[str], reason_external_id: str, note: str
    ) -> None:
        lines = aftersales.declined(line_external_ids, reason_external_id, note)
        self.client.decline_claim(claim_external_id, lines)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return aftersales.reasons(self.client.decline_reasons())

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        first, last = clock.to_millis(since), clock.to_millis(until) - 1

        def read(number: int, _: str | None) -> Page:
            return _page(self.client.questions(number, first, last))

        for found in paged(read, _id, first=1):
            yield aftersales.questions(found)

    def answer_question(self, question_external_id: str, text: str) -> None:
        self.client.answer_question(question_external_id, text)

    def _terms(self) -> content.Terms:
        if not self._cargo_company:
            raise Rejected("no cargo company", code="idefix.cargo_needed", field="cargo_company")
        addresses = self.client.addresses()
        return content.Terms(
            cargo_company=content.cargo_company(self.client.cargo_companies(), self._cargo_company),
            shipment_address=content.address(addresses, "shipping"),
            return_address=content.address(addresses, "return"),
            origin_country=content.country(self.client.countries(_COUNTRY), _COUNTRY),
            delivery_days=self._delivery_days,
        )

    def _brand_of(self, draft: ListingDraft) -> str:
        if draft.brand_external_id:
            return draft.brand_external_id
        try:
            return text(required(self.client.brand_by_name(draft.brand), "id"))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                raise Rejected(draft.brand, code="idefix.brand_unknown", field="brand") from error
            raise

    def _brands_of(self, found: Sequence[Row]) -> dict[str, str | None]:
        """Products carry their brand's number; each is asked for once."""
        for number in {text(optional(row, "brandId")) for row in found} - {"", *self._brands}:
            answer = _if_there(partial(self.client.brand, number))
            self._brands[number] = text(optional(answer, "title")) or None if answer else None
        return self._brands

    def _attributes_of(self, found: Sequence[Row]) -> dict[str, list[AttributeRecord]]:
        """The names of what products answer stand with their category; each is asked for once."""
        wanted = {text(optional(row, "categoryId")) for row in found if optional(row, "attributes")}
        for number in wanted - {"", *self._attributes}:
            answer = _if_there(partial(self.client.category_attribute, number))
            self._attributes[number] = content.attributes(answer) if answer else []
        return self._attributes

    def _ship(self, shipment: str, tracking_number: str | None) -> None:
        if not tracking_number:
            raise Rejected("no tracking number", code="idefix.tracking_needed", field="tracking_number")
        if not self._tracking_address:
            raise Rejected("no tracking address", code="idefix.address_needed", field="tracking_address")
        address = self._tracking_address.replace("{number}", tracking_number)
        self.client.update_tracking_number(shipment, tracking_number, address)

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"shipment {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]

    def _push(self, items: Sequence[InventoryItem]) -> PushResult:
        number = text(required(self.client.inventory_upload(items), "batchRequestId"))
        return PushResult(batch_external_id=number)


def _if_there(read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except Rejected as error:
        if error.code != errors.NOT_FOUND:
            raise
        return None


def _changed(since: datetime, until: datetime) -> dict[str, str]:
    """What was made until then and changed since, as İdefix is asked."""
    return {
        "startDate": told_moment(since - LOOK_BACK),
        "endDate": told_moment(until + _SECOND),
        "lastUpdatedAt": told_moment(since),
    }


def _is_within(raw: Raw, since: datetime, until: datetime) -> bool:
    """İdefix dates to the second, and so the window begins with a whole one. What cannot be dated is parked."""
    told = optional(raw, "updatedAt")
    start = since.replace(microsecond=0)
    try:
        return told is None or start <= moment(told, "updatedAt") < until
    except UnexpectedAnswer:
        return True


def _page(answer: Found) -> Page:
    return Page(rows(required(answer, "items"), "items"), whole(required(answer, "totalCount"), "totalCount"))


def _id(row: Row) -> str:
    return text(required(row, "id"))


def _to_the_end(read: Callable[[int], Found], name: str) -> Iterator[list[Row]]:
    """Lists without a count: to a page that brings nothing new. One that knows no pages comes again whole."""
    seen: set[str] = set()
    for number in range(1, _MOST_PAGES):
        found = rows(required(read(number), name), name)
        fresh = [row for row in found if text(required(row, "barcode")) not in seen]
        if not fresh:
            return
        seen.update(text(row["barcode"]) for row in fresh)
        yield fresh
