"""N11 fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from prapazar.connector_kit import soap
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
    CategoryRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.n11 import aftersales, content, errors, mapper
from prapazar.connectors.n11.auth import KeyPair
from prapazar.connectors.n11.client import PACKAGE_PAGE, N11Client
from prapazar.connectors.n11.schemas import OfferSku
from prapazar.foundation import clock

LONGEST_WINDOW = timedelta(days=14)
"""Fifteen days are allowed; a longer window is cut without a word."""
QUESTION_PATIENCE = 65.0
"""Seconds; their list is given once a minute. Giving up sooner, one would read its first page again and again."""
_AND = "+"
"""Between the numbers of tasks that were begun together."""


class Connector:
    takes_invoice_files = False

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._template = str(setup.settings.get("shipment_template") or "")
        self._preparing_day = int(setup.settings.get("preparing_day") or 1)
        keys = KeyPair(setup.credentials["app_key"], setup.credentials["app_secret"])
        caller = setup.caller(
            user_agent="PraPazar",
            auth=keys,
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = N11Client(caller, keys.in_body)
        wire = replace(caller.wire, max_wait=max(caller.wire.max_wait, QUESTION_PATIENCE))
        self._patient = N11Client(replace(caller, wire=wire), keys.in_body)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        answer = self.client.product_query(0, size=1)
        found = rows(required(answer, "content"), "content")
        name = text(optional(found[0], "sellerNickname")) if found else ""
        count = whole(required(answer, "totalElements"), "totalElements")
        return AccountRecord(name=name or "N11", listing_count=count)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        def read(number: int, _: str | None) -> Page:
            answer = self.client.product_query(number)
            total = whole(required(answer, "totalElements"), "totalElements")
            return Page(rows(required(answer, "content"), "content"), total)

        for found in paged(read, lambda row: text(required(row, "n11ProductId", "stockCode"))):
            yield content.listings(found)

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(content.categories(self.client.categories()))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        return content.attributes(self.client.category_attributes(category_external_id))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """What is new and what is there are two tasks, asked for as one batch."""
        new = [draft for draft in drafts if draft.external_id is None]
        known = [draft for draft in drafts if draft.external_id is not None]
        if new and not self._template:
            raise Rejected("no shipment template", code="n11.template_needed", field="shipment_template")
        skus = [content.new_sku(draft, self._template, self._preparing_day) for draft in new]
        changes = [content.changed_sku(draft) for draft in known]
        tasks = [self._taken(self.client.product_create(skus))] if skus else []
        if changes:
            tasks.append(self._taken(self.client.product_update(changes)))
        return PushResult(batch_external_id=_AND.join(tasks))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for start, end in _windows(since, until):
            yield from self._packages_between(start, end)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        """By its own number, or by its order's where it has none."""
        if external_id.startswith(mapper.BY_ORDER):
            number = external_id.removeprefix(mapper.BY_ORDER)
            found = _content(self.client.shipment_packages(orderNumber=number, page=0, size=PACKAGE_PAGE))
            return mapper.packages(row for row in found if optional(row, "id") is None)
        answer = self.client.shipment_packages(packageIds=external_id, page=0, size=PACKAGE_PAGE)
        return mapper.packages(_content(answer))

    def count_packages(self, since: datetime, until: datetime) -> int:
        return sum(self._count(_window(start, end)) for start, end in _windows(since, until))

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return self._push(mapper.stock_skus(offers))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return self._push(mapper.price_skus(offers))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """Several tasks are final when all are."""
        answers = [self._task(int(number)) for number in batch_external_id.split(_AND)]
        items = tuple(item for answer in answers for item in answer.items)
        return BatchAnswer(all(answer.is_final for answer in answers), items)

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - N11 takes invoices as links, elsewhere
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """Carriers under N11's contract tell of shipping themselves; SHIPPED is for one of the seller's own."""
        if status is PackageStatus.SHIPPED:
            companies = mapper.companies(self.client.shipment_companies())
            self.client.make_shipment(mapper.shipment(line_quantities, companies, carrier, tracking_number))
            return
        if status is not PackageStatus.PICKING:
            raise Rejected(f"N11 is not told {status}", code="connector.step_unknown", field="status")
        answer = self.client.update_lines(mapper.accepted(line_quantities))
        for line in rows(required(answer, "content"), "content"):
            if text(required(line, "status")).upper() != "SUCCESS":
                raise errors.refused(optional(line, "reasons"), field=package_external_id)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Before it is accepted whole lines are rejected; afterwards units are cancelled out of the package."""
        package = self._package(package_external_id)
        if package.status is PackageStatus.NEW:
            units = {line.external_id: line.quantity for line in package.lines}
            if any(units.get(line) != quantity for line, quantity in line_quantities.items()):
                raise Rejected("accept the package first", code="n11.whole_lines_only", field="quantity")
            self.client.reject_items(mapper.rejection(line_quantities, reason))
        else:
            self.client.split_by_quantity(mapper.cancellation(package.lines, line_quantities, reason))

    def split_package(self, package_external_id: str, parts: Sequence[Mapping[str, int]]) -> None:
        """Of an accepted package alone; its parts get numbers of their own, and so do their lines."""
        package = self._package(package_external_id)
        if package.status is PackageStatus.NEW:
            raise Rejected("accept the package first", code="n11.accept_first", field="status")
        self.client.split_by_quantity(mapper.split(package.lines, parts))

    def fetch_siblings(self, package_external_id: str) -> list[Parsed[PackageRecord]]:
        found = self.fetch_package(package_external_id)
        number = next((one.order_external_id for one in found if isinstance(one, PackageRecord)), None)
        if number is None:
            return found
        answer = self.client.shipment_packages(orderNumber=number, page=0, size=PACKAGE_PAGE)
        return mapper.packages(_content(answer))

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:  # noqa: ARG002 - N11 keeps it with the order
        if invoice.link is None or not invoice.link.startswith("https://"):
            raise Rejected("https alone", code="connector.invoice_link_needed", field="link")
        self.client.save_invoice_link(invoice.link, invoice.order_number)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the day they were asked for; N11 knows no hours here."""
        period = aftersales.period(since, until)

        def read(number: int, _: str | None) -> Page:
            answer = self.client.claim_returns("ALL", period, number)
            paging = mapping(required(answer, "pagingData"), "pagingData")
            claims = mapping(optional(answer, "claimReturnList") or {}, "claimReturnList")
            found = soap.listed(optional(claims, "claimReturn"), "claimReturn")
            return Page(found, whole(required(paging, "totalCount"), "totalCount"))

        for found in paged(read, lambda row: text(required(row, "claimReturnId"))):
            yield aftersales.claims(found)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:  # noqa: ARG002 - a claim is of one line
        """The documents call its number by two names: the other one is tried where the first is refused."""
        try:
            self.client.approve_return({"claimReturnId": claim_external_id})
        except Rejected as refusal:
            try:
                self.client.approve_return({"claimCancelId": claim_external_id})
            except Rejected:
                raise refusal from None

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a claim is of one line
        reason_external_id: str,
        note: str,
    ) -> None:
        denial = {"denyReasonId": reason_external_id, "denyReasonNote": note}
        self.client.deny_return({"claimReturnId": claim_external_id, **denial})

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return aftersales.deny_reasons(self.client.deny_reasons())

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        """Open ones first; the list is given once a minute, so a call may wait that long."""
        period = aftersales.period(since, until)
        for status in aftersales.QUESTION_STATUSES:

            def read(number: int, _: str | None, status: str = status) -> Page:
                answer = self._patient.questions(status, period, number)
                paging = mapping(required(answer, "pagingData"), "pagingData")
                listed = mapping(optional(answer, "productQuestions") or {}, "productQuestions")
                found = soap.listed(optional(listed, "productQuestion"), "productQuestion")
                return Page(found, whole(required(paging, "totalCount"), "totalCount"))

            for found in paged(read, lambda row: text(required(row, "id"))):
                yield aftersales.questions([self._whole_question(row) for row in found])

    def answer_question(self, question_external_id: str, text: str) -> None:
        self.client.save_answer(question_external_id, text)

    def _whole_question(self, row: Row) -> Row:
        """The list tells neither status nor day; the detail does, but not its number."""
        if not optional(row, "id"):
            return row  # nobody can be asked about it: it is parked as it is
        told = mapping(
            optional(self.client.question(text(row["id"])), "productQuestion") or {}, "productQuestion"
        )
        return {**row, **told}

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"package {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]

    def _push(self, skus: Sequence[OfferSku]) -> PushResult:
        return PushResult(batch_external_id=self._taken(self.client.price_stock_update(skus)))

    def _taken(self, answer: Row) -> str:
        if text(required(answer, "status")).upper() == "REJECT":
            raise errors.refused(optional(answer, "reasons"))
        return text(required(answer, "id"))

    def _task(self, number: int) -> BatchAnswer:
        """A task that was refused as a whole is final and says nothing about its items."""
        states: list[str] = []

        def read(page: int, _: str | None) -> Page:
            answer = self.client.task_details(number, page)
            states.append(text(required(answer, "status")).upper())
            skus = mapping(optional(answer, "skus") or {}, "skus")
            found = rows(optional(skus, "content") or [], "skus")
            return Page(found, whole(optional(skus, "totalElements") or 0, "totalElements"))

        found = [row for page in paged(read, lambda row: text(required(row, "itemCode"))) for row in page]
        if states[-1] not in {"IN_QUEUE", "PROCESSED", "REJECT"}:
            raise UnexpectedAnswer(states[-1], code="connector.unknown_status")
        return BatchAnswer(states[-1] != "IN_QUEUE", mapper.item_results(found))

    def _packages_between(self, start: datetime, end: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        """An answer tells its pages, not its rows: these are counted by asking for pages of one row.

        Whether a window holds its own end is not told, so it is asked for and left out here.
        """
        window = {**_window(start, end), "orderByField": "true", "orderByDirection": "ASC"}
        last = clock.to_millis(end)
        total = 0

        def read(number: int, _: str | None) -> Page:
            nonlocal total
            if number == 0:
                total = self._count(window)
            if total == 0:
                return Page([], 0)
            answer = self.client.shipment_packages(**window, page=number, size=PACKAGE_PAGE)
            return Page(_content(answer), total)

        for found in paged(read, _row_key):
            within = [row for row in found if not _is_at(row, last)]
            if within:
                yield mapper.packages(within)

    def _count(self, window: dict[str, Any]) -> int:
        answer = self.client.shipment_packages(**window, page=0, size=1)
        _content(answer)
        return whole(required(answer, "totalPages"), "totalPages")


def _windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        end = min(since + LONGEST_WINDOW, until)
        yield since, end
        since = end


def _window(start: datetime, end: datetime) -> dict[str, Any]:
    return {"startDate": clock.to_millis(start), "endDate": clock.to_millis(end)}


def _content(answer: Row) -> list[Row]:
    found = rows(required(answer, "content"), "content")
    whole(required(answer, "totalPages"), "totalPages")
    return found


def _row_key(row: Row) -> str:
    """Two packages of one order may both lack a number; their lines have one."""
    lines = optional(row, "lines") or [{}]
    return f"{mapper.package_id(row)}/{lines[0].get('orderLineId') if isinstance(lines, list) else ''}"


def _is_at(row: Row, moment: int) -> bool:
    return bool(optional(row, "lastModifiedDate") == moment)
