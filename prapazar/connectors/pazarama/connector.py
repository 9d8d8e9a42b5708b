"""Pazarama fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from prapazar.connector_kit.aftersales import ClaimKind, ClaimRecord, QuestionRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
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
from prapazar.connectors.pazarama import aftersales, auth, content, errors, mapper
from prapazar.connectors.pazarama.client import BATCH_PAGE, CANCELS, ORDER_PAGE, RETURNS, PazaramaClient
from prapazar.connectors.pazarama.schemas import Decision, RefundSearch
from prapazar.foundation.clock import ISTANBUL

LONGEST_WINDOW = timedelta(days=28)
"""A month is allowed, and some have 28 days."""
LOOK_BACK = timedelta(days=30)
"""Orders are found by the day they were placed; what changes later is found by looking so far back."""
_DAY = timedelta(days=1)
_ZONE = timedelta(hours=3)
_NEW = "new:"
"""Before the number of a creation, whose answer is asked for elsewhere."""
_MOST_PAGES = 10_000


class Connector:
    takes_invoice_files = False

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._login = setup.caller(
            user_agent="PraPazar",
            auth=auth.ClientLogin(setup.credentials["client_id"], setup.credentials["client_secret"]),
            read_error=errors.from_answer,
            base_url=setup.addresses["login"],
        )
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(lambda: auth.fetch(self._login)),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = PazaramaClient(caller)

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        """Lists carry no count, and no answer the seller's name."""
        answer = mapping(self.client.products("approved", None, size=1), "data")
        rows(required(answer, "sellerProducts"), "sellerProducts")
        return AccountRecord(name="Pazarama")

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        for kind in ("approved", "unapproved"):
            for found in self._products(kind):
                yield content.listings(found, is_active=kind == "approved")

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(content.categories(self.client.category_tree()))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        answer = self.client.category_with_attributes(category_external_id)
        return content.attributes(mapping(answer, "data"))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """Only new ones: Pazarama changes no content. Answers name a product by its barcode."""
        known = [draft.external_id for draft in drafts if draft.external_id is not None]
        if known and len(known) < len(drafts):
            raise Rejected("new and known listings together", code="pazarama.content_fixed")
        if known:
            refused = (ItemResult(one, ItemState.REJECTED, "pazarama.content_fixed") for one in known)
            return PushResult(items=tuple(refused))
        products = [content.new_product(draft, self._brand(draft)) for draft in drafts]
        answer = mapping(self.client.create_products(products), "data")
        return PushResult(batch_external_id=f"{_NEW}{text(required(answer, 'batchRequestId'))}")

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for found in self._orders(since - LOOK_BACK, until):
            within = [one for one in mapper.packages(found) if _is_before(one, until)]
            if within:
                yield within

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        if not external_id.isdecimal():
            return []
        search = {"pageSize": ORDER_PAGE, "pageNumber": 1, "orderNumber": int(external_id)}
        return mapper.packages(rows(self.client.orders(search), "data"))  # type: ignore[arg-type]

    def count_packages(self, since: datetime, until: datetime) -> int:
        """Nobody counts for us: they are read, and parked ones count too."""
        found = (one for page in self._orders(since, until) for one in mapper.packages(page))
        return sum(isinstance(one, ParkedRecord) or since <= one.ordered_at < until for one in found)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return _pushed(self.client.update_stock(mapper.stock_items(offers)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return _pushed(self.client.update_price(mapper.price_items(offers)))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """Batches are kept for four hours; one that is gone is final and says nothing about its items."""
        try:
            if batch_external_id.startswith(_NEW):
                answer = self.client.batch_result(batch_external_id.removeprefix(_NEW))
                return content.listing_batch(mapping(answer, "data"))
            found = self._projections(batch_external_id)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise
        is_final = bool(found) and all(item.state is not ItemState.PENDING for item in found)
        return BatchAnswer(is_final, tuple(found))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - Pazarama takes invoices as links, elsewhere
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        number = _order_number(package_external_id)
        if status is PackageStatus.PICKING:
            steps = [mapper.step(line, mapper.PREPARING) for line in line_quantities]
        elif status is PackageStatus.SHIPPED:
            if not tracking_number:
                raise Rejected("no tracking number", code="pazarama.tracking_needed", field="tracking_number")
            company = mapper.company(mapper.companies(self.client.seller_delivery()), carrier)
            steps = [mapper.shipment(line, company, tracking_number) for line in line_quantities]
        else:
            raise Rejected(f"Pazarama is not told {status}", code="connector.step_unknown", field="status")
        for step in steps:
            self.client.update_order_status(number, step)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """An item is cancelled whole: its quantity cannot be told."""
        mapper.check_reason(reason)
        units = {line.external_id: line.quantity for line in self._package(package_external_id).lines}
        if any(units.get(line, quantity) != quantity for line, quantity in line_quantities.items()):
            raise Rejected("part of an item", code="pazarama.whole_items_only", field="quantity")
        for line in line_quantities:
            step = mapper.step(line, mapper.UNSUPPLIED)
            self.client.update_order_status(_order_number(package_external_id), step)

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        if invoice.link is None:
            raise Rejected("no address", code="connector.invoice_link_needed", field="link")
        search = {"pageSize": ORDER_PAGE, "pageNumber": 1, "orderNumber": _order_number(package_external_id)}
        found = rows(self.client.orders(search), "data")  # type: ignore[arg-type]
        if not found:
            raise Rejected(f"order {package_external_id}", code=errors.NOT_FOUND)
        number = text(required(found[0], "orderId"))
        items = {text(required(one, "orderItemId")) for one in rows(required(found[0], "items"), "items")}
        if items <= set(invoice.line_external_ids):
            self.client.invoice_link(number, invoice.link)
        else:
            self.client.multiple_invoice_link(number, invoice.link, invoice.line_external_ids)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """Returns and cancellations, by the moment they were asked for."""
        for path, kind in ((RETURNS, ClaimKind.RETURN), (CANCELS, ClaimKind.CANCELLATION)):
            for start, end in _windows(since, until):
                for found in self._refunds(path, start, end):
                    read = aftersales.claims(found, kind)
                    within = [one for one in read if isinstance(one, ParkedRecord) or one.created_at < until]
                    if within:
                        yield within

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:  # noqa: ARG002 - a claim is of one line
        number = claim_external_id.removeprefix(aftersales.CANCEL)
        self._decide(claim_external_id, {"refundId": number, "status": aftersales.APPROVED})

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a claim is of one line
        reason_external_id: str,
        note: str,
    ) -> None:
        """A cancellation takes no reason. Pictures, which some reasons ask for, cannot be sent from here."""
        if reason_external_id not in dict(aftersales.REFUSAL_REASONS):
            raise Rejected(reason_external_id, code="connector.reason_unknown", field="reason")
        number = claim_external_id.removeprefix(aftersales.CANCEL)
        decision: Decision = {"refundId": number, "status": aftersales.REFUSED}
        if number == claim_external_id:
            decision |= {"refundRejectType": int(reason_external_id), "description": note}
        self._decide(claim_external_id, decision)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return list(aftersales.REFUSAL_REASONS)

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        """In which zone the window is read is not told: it is asked for wider, and kept to here."""
        start, end = (since - _ZONE).isoformat(), (until + _ZONE).isoformat()

        def read(number: int, _: str | None) -> Page:
            search = {
                "questionStartDate": start,
                "questionEndDate": end,
                "questionStatus": None,
                "pageIndex": number,
                "pageSize": ORDER_PAGE,
            }
            answer = mapping(self.client.questions(search), "data")
            paging = mapping(required(answer, "pageResponse"), "pageResponse")
            found = rows(required(answer, "approvalAnswersByMerchantSearchs"), "questions")
            return Page(found, whole(required(paging, "totalCount"), "totalCount"))

        for found in paged(read, lambda row: text(required(row, "questionId")), first=1):
            within = [one for one in aftersales.questions(found) if _is_asked(one, since, until)]
            if within:
                yield within

    def answer_question(self, question_external_id: str, text: str) -> None:
        self.client.answer_question(question_external_id, text)

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"order {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]

    def _brand(self, draft: ListingDraft) -> str:
        return draft.brand_external_id or content.brand(self.client.brands(draft.brand), draft.brand)

    def _projections(self, batch_external_id: str) -> list[ItemResult]:
        found: list[ItemResult] = []
        for page in range(1, _MOST_PAGES):
            batch = mapper.projection_rows(self.client.projections(batch_external_id, page))
            found += mapper.item_results(batch)
            if len(batch) < BATCH_PAGE:
                break
        return found

    def _refunds(self, path: str, start: str, end: str) -> Iterator[list[Row]]:
        def read(number: int, _: str | None) -> Page:
            search: RefundSearch = {
                "pageSize": ORDER_PAGE,
                "pageNumber": number,
                "refundStatus": None,
                "requestStartDate": start,
                "requestEndDate": end,
            }
            answer = mapping(self.client.refunds(path, search), "data")
            paging = mapping(required(answer, "responsePage"), "responsePage")
            found = rows(required(answer, "refundList"), "refundList")
            return Page(found, whole(required(paging, "totalCount"), "totalCount"))

        return paged(read, lambda row: text(required(row, "refundId")), first=1)

    def _decide(self, claim_external_id: str, decision: Decision) -> None:
        if claim_external_id.startswith(aftersales.CANCEL):
            self.client.update_cancellation(decision)
        else:
            self.client.update_refund(decision)

    def _products(self, kind: str) -> Iterator[list[Row]]:
        """A cursor that comes again would lead in a circle."""
        seen: set[str] = set()
        cursor: str | None = None
        while True:
            answer = mapping(self.client.products(kind, cursor), "data")
            found = rows(required(answer, "sellerProducts"), "sellerProducts")
            if found:
                yield found
            cursor = text(optional(answer, "nextCursor"))
            if not cursor:
                return
            if cursor in seen:
                raise UnexpectedAnswer("the cursor came again", code="connector.pages_do_not_add_up")
            seen.add(cursor)

    def _orders(self, since: datetime, until: datetime) -> Iterator[list[Row]]:
        """Whole days of Istanbul, the last one not included; to an empty page, for no count is told.

        A new order on the way pushes others to the next page, where they come again.
        """
        seen: set[str] = set()
        for start, end in _windows(since, until):
            for number in range(1, _MOST_PAGES):
                search = {"pageSize": ORDER_PAGE, "pageNumber": number, "startDate": start, "endDate": end}
                page = rows(self.client.orders(search), "data")  # type: ignore[arg-type]
                fresh = [row for row in page if text(optional(row, "orderNumber")) not in seen]
                seen.update(text(optional(row, "orderNumber")) for row in fresh)
                if fresh:
                    yield fresh
                if not page:
                    break


def _windows(since: datetime, until: datetime) -> Iterator[tuple[str, str]]:
    """Days as they are asked for, side by side."""
    day, last = since.astimezone(ISTANBUL).date(), until.astimezone(ISTANBUL).date() + _DAY
    while day < last:
        end = min(day + LONGEST_WINDOW, last)
        yield day.isoformat(), end.isoformat()
        day = end


def _is_before(record: Parsed[PackageRecord], until: datetime) -> bool:
    return isinstance(record, ParkedRecord) or record.ordered_at < until


def _is_asked(record: Parsed[QuestionRecord], since: datetime, until: datetime) -> bool:
    return isinstance(record, ParkedRecord) or since <= record.asked_at < until


def _order_number(package_external_id: str) -> int:
    if not package_external_id.isdecimal():
        raise Rejected(f"order {package_external_id}", code=errors.NOT_FOUND)
    return int(package_external_id)


def _pushed(data_id: object) -> PushResult:
    number = text(data_id)
    if not isinstance(data_id, str) or not number:
        raise UnexpectedAnswer("a batch without a number", raw=data_id, code="connector.missing_field")
    return PushResult(batch_external_id=number)
