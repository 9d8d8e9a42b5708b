"""Orders on Hepsiburada: which of them changed, each as it stands, and their lines packed, sent and cancelled."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parcels import Label
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.records import CarrierOffer, PackageStatus
from prapazar.connectors.hepsiburada import errors, mapper
from prapazar.connectors.hepsiburada.client import PACKAGE_PAGE, BareList, HepsiburadaClient, Thin
from prapazar.connectors.hepsiburada.mapper import LineState
from prapazar.connectors.hepsiburada.schemas import ORDERED_AT, folded, instant, minute
from prapazar.foundation import clock

LONGEST_WINDOW = timedelta(hours=24)
"""Of the packages feed."""
MINUTE = timedelta(minutes=1)
_THIN: tuple[tuple[Thin, str], ...] = (
    ("shipped", "shippeddate"),
    ("delivered", "delivereddate"),
    ("undelivered", "undelivereddate"),
)
Named = tuple[str, datetime, datetime | None]
"""An order something happened to: its number, when, and when it was placed where the feed says so."""


class Orders:
    def __init__(self, client: HepsiburadaClient) -> None:
        self._client = client

    def touched(self, since: datetime, until: datetime) -> Iterator[Named]:
        yield from self._placed(since, until)
        if any(True for _ in self._recent(self._client.unpacked, "unpackeddate", since, until)):
            yield from self._reopened(since, until)
        for start, end in _windows(since, until):
            yield from self._packed(start, end)
        for kind, date in _THIN:
            read = partial(self._client.thin_packages, kind)
            for row, at in self._recent(read, date, since, until):
                for number in optional(row, "ordernumbers") or [required(row, "ordernumber")]:
                    yield text(number), at, None
        for row, at in self._recent(self._client.cancelled_lines, "canceldate", since, until):
            yield text(required(row, "ordernumber")), at, None

    def _placed(self, since: datetime, until: datetime) -> Iterator[Named]:
        """Paid lines that wait to be packed; its minutes are wider than our window."""
        dates = {"begindate": minute(since), "enddate": minute(until + MINUTE)}
        for page in paged(lambda number, _: self._client.open_lines(number, **dates), _line_key):
            for row in page:
                at = instant(row, *ORDERED_AT)
                if at is None or since <= at < until:
                    yield text(required(row, "ordernumber")), at or since, at

    def _reopened(self, since: datetime, until: datetime) -> Iterator[Named]:
        """Lines whose package was broken up stand among the open ones again, at their old date."""
        for page in paged(lambda number, _: self._client.open_lines(number), _line_key):
            for row in page:
                at = instant(row, "laststatusupdatedate")
                if at is None or since <= at < until:
                    yield text(required(row, "ordernumber")), at or since, instant(row, *ORDERED_AT)

    def _packed(self, start: datetime, end: datetime) -> Iterator[Named]:
        """Ours, the merchant's by hand, and those Hepsiburada packs by itself."""
        dates = {"begindate": minute(start), "enddate": minute(end)}
        pages = bare_pages(
            lambda number: self._client.packages(number, **dates), PACKAGE_PAGE, "packagenumber"
        )
        for page in pages:
            for package in page:
                for row in rows(required(package, "items"), "items"):
                    yield text(required(row, "ordernumber")), start, instant(row, *ORDERED_AT)

    def _recent(
        self, read: Callable[[int], Page], date: str, since: datetime, until: datetime
    ) -> Iterator[tuple[Row, datetime]]:
        """Rows of a feed that takes no dates; one that goes back in time is left when the window is behind it."""
        seen: list[datetime] = []
        for page in paged(lambda number, _: read(number), _thin_key):
            for row in page:
                at = instant(row, date)
                if at is None or since <= at < until:
                    yield row, at or since
                seen += [at] if at else []
            if seen and seen[-1] < min(since, seen[0]) and all(one >= two for one, two in pairwise(seen)):
                return

    def whole(self, number: str) -> Row:
        detail = self._client.order(number)
        parcels = {one: self._parcel(one) for one in mapper.package_numbers(detail)}
        return {"order": detail, "packages": parcels}

    def _parcel(self, package_number: str) -> Row:
        try:
            found: Row = self._client.package(package_number)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return {}
        return found

    def pack(self, number: str, quantities: Mapping[str, int]) -> None:
        """As few packages as Hepsiburada allows; what is packed already is left as it is."""
        loose = [line for line in self._lines(number) if line.id in quantities and line.is_loose]
        while loose:
            first, mates = loose[0], {loose[0].id}
            if len(loose) > 1:
                answer = self._client.packageable_with(first.id)
                mates |= {
                    text(row.get("lineitemid")) for row in rows(required(answer, "lineitems"), "lineItems")
                }
            together = [line for line in loose if line.id in mates]
            self._part(self._client.create_package(mapper.new_package(together)), together, quantities)
            loose = [line for line in loose if line.id not in mates]

    def _part(self, made: object, lines: list[LineState], quantities: Mapping[str, int]) -> None:
        """A line is packed whole: units that are not meant go into a package beside it."""
        if all(quantities[line.id] >= line.quantity for line in lines):
            return
        package = text(required(mapping(folded(made), "package"), "packagenumber"))
        self._client.split(package, mapper.parted(lines, quantities))

    def carriers(self, number: str) -> list[CarrierOffer]:
        """Those that every package, and every line that is in none yet, may be sent with."""
        packages, loose = self._contracted(number)
        offered = [
            *(mapper.carriers(self._client.carriers_of_package(one)) for one in packages),
            *(mapper.carriers(self._client.carriers_of_line(one)) for one in loose),
        ]
        first, *others = offered or [[]]
        return [one for one in first if all(one in more for more in others)]

    def change_carrier(self, number: str, short_name: str) -> None:
        packages, loose = self._contracted(number)
        if not packages and not loose:
            raise Rejected(f"order {number}", code="hepsiburada.carrier_fixed", field="carrier")
        for package in packages:
            self._client.change_package_carrier(package, {"CargoCompanyShortName": short_name})
        for line in loose:
            self._client.change_line_carrier(line, {"CargoCompanyShortName": short_name})

    def _contracted(self, number: str) -> tuple[list[str], list[str]]:
        """Packages and loose lines that wait for a carrier of Hepsiburada's."""
        waiting = [
            line
            for line in self._lines(number)
            if line.status in {PackageStatus.NEW, PackageStatus.PACKED} and not line.is_own_cargo
        ]
        packages = dict.fromkeys(line.package_number for line in waiting if line.package_number)
        return list(packages), [line.id for line in waiting if line.package_number is None]

    def label(self, number: str) -> Label:
        """Of each package of the order; one that is not packed has none."""
        packages = mapper.package_numbers(self._client.order(number))
        if not packages:
            raise Rejected(f"order {number}", code="hepsiburada.not_packed")
        return mapper.label(self._client.labels(one) for one in packages)

    def ship(self, number: str, line_ids: set[str], tracking_number: str | None) -> None:
        """Contracted carriers tell it themselves."""
        own = [line for line in self._lines(number) if line.id in line_ids and line.is_own_cargo]
        packages = dict.fromkeys(line.package_number for line in own if line.package_number)
        if not packages:
            raise Rejected("the carrier tells it", code="connector.step_unknown", field="status")
        if not tracking_number:
            raise Rejected("no tracking number", code="hepsiburada.tracking_missing", field="tracking_number")
        for package in packages:
            self._client.in_transit(package, mapper.in_transit(tracking_number, clock.now()))

    def share_invoice(self, number: str, invoice: SharedInvoice) -> None:
        """Of each package that holds one of its lines; Hepsiburada keeps nothing of lines that are not packed."""
        lines = [line for line in self._lines(number) if line.id in invoice.line_external_ids]
        packages = dict.fromkeys(line.package_number for line in lines if line.package_number)
        if not packages:
            raise Rejected(f"order {number}", code="hepsiburada.not_packed")
        for package in packages:
            self._client.set_invoice(package, mapper.invoice(number, invoice))

    def cancel(self, number: str, quantities: Mapping[str, int], reason_id: int) -> None:
        """Whole packages are broken up first; of others these units are split off."""
        alive = [line for line in self._lines(number) if line.status is not PackageStatus.CANCELLED]
        for package in dict.fromkeys(line.package_number for line in alive if line.id in quantities):
            held = [line for line in alive if line.package_number == package]
            dropped = {line.id: quantities[line.id] for line in held if quantities.get(line.id, 0) > 0}
            if package is None or all(dropped.get(line.id, 0) >= line.quantity for line in held):
                self._cancel(package, [line for line in held if line.id in dropped], dropped, reason_id)
            else:
                self._client.split(package, mapper.split(held, dropped, reason_id))

    def _cancel(
        self, package: str | None, lines: list[LineState], dropped: Mapping[str, int], reason_id: int
    ) -> None:
        """Only whole lines that are in no package can be cancelled."""
        parts = [line.id for line in lines if dropped[line.id] < line.quantity]
        if parts:
            raise Rejected(", ".join(parts), code="hepsiburada.partial_line", field="quantity")
        if package is not None:
            self._client.unpack(package)
        for line in lines:
            self._client.cancel_line(line.id, reason_id)

    def _lines(self, number: str) -> list[LineState]:
        return mapper.line_states(self.whole(number))


def _windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Whole minutes, of a day at most."""
    start = since.replace(second=0, microsecond=0)
    while start < until:
        end = min(start + LONGEST_WINDOW, until.replace(second=0, microsecond=0) + MINUTE)
        yield start, end
        start = end


def bare_pages(read: Callable[[int], BareList], size: int, key: str) -> Iterator[list[Row]]:
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


def _thin_key(row: Row) -> tuple[tuple[str, str], ...]:
    """Whatever tells one row of a feed from another."""
    return tuple(sorted((name, str(value)) for name, value in row.items()))
