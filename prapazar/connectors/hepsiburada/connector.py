"""Hepsiburada fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, QuestionRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, required, rows, text
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.hepsiburada import aftersales, content, errors, mapper
from prapazar.connectors.hepsiburada.client import CLAIM_PAGE, PACKAGE_PAGE, BareList, HepsiburadaClient, Thin
from prapazar.connectors.hepsiburada.mapper import LineState
from prapazar.connectors.hepsiburada.schemas import TURKEY, minute, moment
from prapazar.foundation import clock

LONGEST_WINDOW = timedelta(hours=24)
"""Of the packages feed."""
ORDERS_AT_ONCE = 50
_MINUTE = timedelta(minutes=1)
_ANY_CLOCK = timedelta(hours=3)
_THIN: tuple[tuple[Thin, str], ...] = (
    ("shipped", "shippeddate"),
    ("delivered", "delivereddate"),
    ("undelivered", "undelivereddate"),
)
Named = tuple[str, datetime, datetime | None]
"""An order something happened to: its number, when, and when it was placed where the feed says so."""


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._merchant_id = str(setup.settings["merchant_id"]).lower()
        user = str(setup.settings.get("username") or self._merchant_id)
        caller = setup.caller(
            user_agent=str(setup.settings["user_agent"]),  # any other spelling is refused
            auth=httpx.BasicAuth(user, setup.credentials["service_key"]),
            read_error=errors.from_answer,
            read_failure=errors.hidden,
        )
        self.client = HepsiburadaClient(caller, setup.addresses, self._merchant_id)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        return AccountRecord(name=self._merchant_id, listing_count=self.client.listings(0, limit=1).total)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """The offers have no names: those stand in the catalogue, which is read first."""
        cards: dict[str, Row] = {}
        for products in paged(lambda number, _: self.client.products(number), _product_key):
            for row in products:
                cards[text(optional(row, "hbsku"))] = {name: row.get(name) for name in mapper.CARD_FIELDS}
        for offers in paged(lambda number, _: self.client.listings(number), _offer_key):
            yield mapper.listings(offers, cards)

    def fetch_categories(self) -> list[CategoryRecord]:
        pages = paged(
            lambda number, _: self.client.categories(number), lambda row: text(required(row, "categoryid"))
        )
        return list(mapper.categories(row for page in pages for row in page))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        answer = self.client.attributes(category_external_id)
        listed = [one.external_id for one in content.attributes(answer, {}) if not one.allows_custom]
        values = {one: list(self._values(category_external_id, one)) for one in listed}
        return content.attributes(answer, values)

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New products are one file, changes of those that are there another; both answers are one batch."""
        fresh = [content.new_product(one, self._merchant_id) for one in drafts if one.external_id is None]
        known = [content.update(one, self._merchant_id) for one in drafts if one.external_id is not None]
        batches = [f"import:{self.client.import_products(fresh)}"] if fresh else []
        batches += [f"ticket:{self.client.update_products(known)}"] if known else []
        return PushResult(batch_external_id="+".join(batches))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        """No feed tells all there is: they say which orders changed, and each is asked for as it stands."""
        touched: dict[str, datetime] = {}
        for number, at, _ in self._touched(since, until):
            touched[number] = max(at, touched.get(number, at))
        numbers = sorted(touched, key=lambda number: (touched[number], number))
        for start in range(0, len(numbers), ORDERS_AT_ONCE):
            yield [
                record for number in numbers[start : start + ORDERS_AT_ONCE] for record in self._order(number)
            ]

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.orders([self._whole_order(external_id)])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count_packages(self, since: datetime, until: datetime) -> int:
        """By order date, of everything that happened since: no feed tells closed orders by that date."""
        placed: dict[str, datetime | None] = {}
        for number, _, at in self._touched(since, max(until, clock.now())):
            placed[number] = at or placed.get(number)
        dates = (at or mapper.ordered_at(self.client.order(number)) for number, at in placed.items())
        return sum(since <= at < until for at in dates)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return PushResult(batch_external_id=f"stock:{self.client.upload('stock', mapper.stock_rows(offers))}")

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return PushResult(batch_external_id=f"price:{self.client.upload('price', mapper.price_rows(offers))}")

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """One that is gone is final and says nothing about its items."""
        parts = [part.partition(":") for part in batch_external_id.split("+")]
        try:
            answers = [self._answered(kind, number) for kind, _, number in parts]
        except Rejected:
            return BatchAnswer(is_final=True, items=())
        return answers[0] if len(answers) == 1 else content.joined(answers)

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
        lines = mapper.line_states(self._whole_order(package_external_id))
        meant = [line for line in lines if line.id in line_quantities]
        if status is PackageStatus.PACKED:
            self._pack([line for line in meant if line.is_loose], line_quantities)
        else:
            self._ship(meant, tracking_number)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        if reason not in mapper.REASONS:
            raise Rejected(reason, code="connector.reason_unknown", field="reason")
        lines = mapper.line_states(self._whole_order(package_external_id))
        for package in dict.fromkeys(line.package_number for line in lines if line.id in line_quantities):
            held = [
                line
                for line in lines
                if line.package_number == package and line.status is not PackageStatus.CANCELLED
            ]
            dropped = {
                line.id: line_quantities[line.id] for line in held if line_quantities.get(line.id, 0) > 0
            }
            if package is None or all(dropped.get(line.id, 0) >= line.quantity for line in held):
                self._cancel(package, [line for line in held if line.id in dropped], dropped, reason)
            else:
                self.client.split(package, mapper.split(held, dropped))

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the date of their status, which only the feed of each status filters by."""
        dates = {"statusBeginDate": minute(since), "statusEndDate": minute(until + _MINUTE)}
        for status in aftersales.CLAIM_STATUSES:
            pages = _bare(partial(self.client.claims, status, **dates), CLAIM_PAGE, "number")
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
        self.client.reject_claim(
            claim_external_id,
            {
                "ClaimRejectionReason": reason_external_id,
                "MerchantStatement": note,
                "Reports": [],
                "UploadedReportsUrls": [],
            },
        )

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        """The documents' list; there is no call for it."""
        return list(aftersales.REASONS)

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        """The filter's clock is not said, so a wider span is asked for and cut here."""
        dates = {
            "minCreatedAt": (since - _ANY_CLOCK).isoformat(timespec="seconds"),
            "maxCreatedAt": (until + _ANY_CLOCK).isoformat(timespec="seconds"),
        }
        for status in aftersales.QUESTION_NUMBERS:
            read = partial(self._issues, status, dates)
            for page in paged(read, lambda row: text(required(row, "issuenumber")), first=1):
                yield aftersales.questions(row for row in page if since <= aftersales.asked_at(row) < until)

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

    def _answered(self, kind: str, number: str) -> BatchAnswer:
        if kind == "import":
            return content.import_answer(
                self._rows(partial(self.client.import_status, number), "merchantsku")
            )
        if kind == "ticket":
            return content.ticket_answer(self._rows(partial(self.client.update_status, number), "merchantid"))
        return mapper.upload_answer(self.client.upload_result(kind, number))

    def _rows(self, read: Callable[[int], Page], key: str) -> list[Row]:
        pages = paged(lambda number, _: read(number), lambda row: text(required(row, key)))
        return [row for page in pages for row in page]

    def _values(self, category: str, attribute: str) -> Iterator[AttributeValueRecord]:
        read = partial(self.client.attribute_values, category, attribute)
        for page in paged(lambda number, _: read(number), lambda row: text(required(row, "value", "name"))):
            yield from content.listed_values(page)

    def _issues(self, status: int, dates: dict[str, str], number: int, _: str | None) -> Page:
        return self.client.issues(status, number, **dates)

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

    def _pack(self, loose: list[LineState], quantities: dict[str, int]) -> None:
        """As few packages as Hepsiburada allows; what is packed already is left as it is."""
        while loose:
            first, mates = loose[0], {loose[0].id}
            if len(loose) > 1:
                answer = self.client.packageable_with(first.id)
                mates |= {
                    text(row.get("lineitemid")) for row in rows(required(answer, "lineitems"), "lineItems")
                }
            together = [line for line in loose if line.id in mates]
            self.client.create_package(mapper.new_package(together, quantities))
            loose = [line for line in loose if line.id not in mates]

    def _ship(self, lines: list[LineState], tracking_number: str | None) -> None:
        """Contracted carriers tell it themselves."""
        packages = dict.fromkeys(
            line.package_number for line in lines if line.is_own_cargo and line.package_number
        )
        if not packages:
            raise Rejected("the carrier tells it", code="connector.step_unknown", field="status")
        if not tracking_number:
            raise Rejected("no tracking number", code="hepsiburada.tracking_missing", field="tracking_number")
        for package in packages:
            self.client.in_transit(package, mapper.in_transit(tracking_number, clock.now()))

    def _cancel(
        self, package: str | None, lines: list[LineState], dropped: dict[str, int], reason: str
    ) -> None:
        """Only whole lines that are in no package can be cancelled."""
        parts = [line.id for line in lines if dropped[line.id] < line.quantity]
        if parts:
            raise Rejected(", ".join(parts), code="hepsiburada.partial_line", field="quantity")
        if package is not None:
            self.client.unpack(package)
        for line in lines:
            if line.status is not PackageStatus.CANCELLED:
                self.client.cancel_line(line.id, mapper.REASONS[reason])

    def _order(self, number: str) -> list[Parsed[PackageRecord]]:
        """One a feed named must be there."""
        return self.fetch_package(number) or [
            ParkedRecord(number, "hepsiburada.order_gone", "a feed names it", {"orderNumber": number})
        ]

    def _whole_order(self, number: str) -> Row:
        detail = self.client.order(number)
        parcels = {one: self._parcel(one) for one in mapper.package_numbers(detail)}
        return {"order": detail, "packages": parcels}

    def _parcel(self, package_number: str) -> Row:
        try:
            found: Row = self.client.package(package_number)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return {}
        return found

    def _touched(self, since: datetime, until: datetime) -> Iterator[Named]:
        yield from self._placed(since, until)
        if any(True for _ in self._recent(self.client.unpacked, "unpackeddate", since, until)):
            yield from self._reopened(since, until)
        for start, end in _windows(since, until):
            yield from self._packed(start, end)
        for kind, date in _THIN:
            read = partial(self.client.thin_packages, kind)
            for row, at in self._recent(read, date, since, until):
                for number in optional(row, "ordernumbers") or [required(row, "ordernumber")]:
                    yield text(number), at, None
        for row, at in self._recent(self.client.cancelled_lines, "canceldate", since, until):
            yield text(required(row, "ordernumber")), at, None

    def _placed(self, since: datetime, until: datetime) -> Iterator[Named]:
        """Paid lines that wait to be packed; its minutes are wider than our window."""
        dates = {"begindate": minute(since), "enddate": minute(until + _MINUTE)}
        for page in paged(lambda number, _: self.client.open_lines(number, **dates), _line_key):
            for row in page:
                at = mapper.ordered_at(row)
                if since <= at < until:
                    yield text(required(row, "ordernumber")), at, at

    def _reopened(self, since: datetime, until: datetime) -> Iterator[Named]:
        """Lines whose package was broken up stand among the open ones again, at their old date."""
        for page in paged(lambda number, _: self.client.open_lines(number), _line_key):
            for row in page:
                told = optional(row, "laststatusupdatedate")
                at = moment(told, "lastStatusUpdateDate") if told else since
                if since <= at < until:
                    yield text(required(row, "ordernumber")), at, mapper.ordered_at(row)

    def _packed(self, start: datetime, end: datetime) -> Iterator[Named]:
        """Ours, the merchant's by hand, and those Hepsiburada packs by itself."""
        dates = {"begindate": minute(start), "enddate": minute(end)}
        pages = _bare(lambda number: self.client.packages(number, **dates), PACKAGE_PAGE, "packagenumber")
        for page in pages:
            for package in page:
                for row in rows(required(package, "items"), "items"):
                    placed = optional(row, "orderdate")
                    yield (
                        text(required(row, "ordernumber")),
                        start,
                        moment(placed, "orderDate") if placed else None,
                    )

    def _recent(
        self, read: Callable[[int], Page], date: str, since: datetime, until: datetime
    ) -> Iterator[tuple[Row, datetime]]:
        """Rows of a feed that takes no dates; one that goes back in time is left when the window is behind it."""
        seen: list[datetime] = []
        for page in paged(lambda number, _: read(number), _thin_key):
            for row in page:
                at = moment(required(row, date), date)
                seen.append(at)
                if since <= at < until:
                    yield row, at
            if seen[-1] < since and seen[0] > seen[-1] and all(one >= two for one, two in pairwise(seen)):
                return


def _windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Whole minutes, of a day at most."""
    start = since.replace(second=0, microsecond=0)
    while start < until:
        end = min(start + LONGEST_WINDOW, until.replace(second=0, microsecond=0) + _MINUTE)
        yield start, end
        start = end


def _bare(read: Callable[[int], BareList], size: int, key: str) -> Iterator[list[Row]]:
    """Where no header tells the count, a page that is not full is the last."""
    first = read(0)
    if first.total is None:
        number, page = 0, first
        while page.rows:
            yield page.rows
            if len(page.rows) < size:
                return
            number += 1
            page = read(number)
        return
    known: dict[int, BareList] = {0: first}

    def counted(number: int, _: str | None) -> Page:
        page = known.pop(number, None) or read(number)
        return Page(page.rows, (first.total or 0) if page.total is None else page.total)

    yield from paged(counted, lambda row: text(required(row, key)))


def _line_key(row: Row) -> str:
    return text(required(row, "id"))


def _offer_key(row: Row) -> str:
    return text(required(row, "hepsiburadasku"))


def _product_key(row: Row) -> tuple[str, str]:
    return text(optional(row, "merchantsku")), text(optional(row, "hbsku"))


def _thin_key(row: Row) -> Any:  # noqa: ANN401 - whatever tells one row of a feed from another
    return tuple(sorted((name, str(value)) for name, value in row.items()))
