"""The steps by which orders are read, shipped and cancelled."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, required, rows, text, whole
from prapazar.connector_kit.records import PackageRecord, PackageStatus, ParkedRecord
from prapazar.connectors.ebay import errors, mapper
from prapazar.connectors.ebay.client import MOST_ORDER_IDS, ORDER_PAGE, EbayClient
from prapazar.foundation.clock import now

OLDEST = timedelta(days=729)
"""eBay shows two years; asking further back is refused."""
_TICK = timedelta(milliseconds=1)


class Orders:
    def __init__(self, client: EbayClient) -> None:
        self._client = client

    def fetch(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for found in self.raw(since, until):
            within = [one for one in mapper.packages(found) if _is_before(one, until)]
            if within:
                yield within

    def raw(self, since: datetime, until: datetime) -> Iterator[list[Row]]:
        """Those changed in the window, its end included."""
        criteria = _criteria("lastmodifieddate", since, until)
        if criteria is not None:
            yield from paged(lambda page, _: self._page(criteria, page), _number)

    def count(self, since: datetime, until: datetime) -> int:
        criteria = _criteria("creationdate", since, until)
        if criteria is None:
            return 0
        answer = mapping(self._client.orders(criteria, 0, limit=1), "orders")
        return whole(required(answer, "total"), "total")

    def one(self, number: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.packages([mapping(self._client.order(number), "order")])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def named(self, numbers: list[str]) -> dict[str, Row]:
        """As many as are asked for, by their number."""
        found: dict[str, Row] = {}
        for start in range(0, len(numbers), MOST_ORDER_IDS):
            answer = mapping(self._client.orders_named(numbers[start : start + MOST_ORDER_IDS]), "orders")
            found |= {_number(one): one for one in rows(required(answer, "orders"), "orders")}
        return found

    def ship(
        self, number: str, lines: dict[str, int], carrier: str | None, tracking_number: str | None
    ) -> None:
        """May be repeated: a shipment that is there already is not made again."""
        answer = mapping(self._client.fulfillments(number), "fulfillments")
        there = rows(required(answer, "fulfillments"), "fulfillments")
        if not mapper.is_told(there, lines, tracking_number):
            self._client.ship(number, mapper.shipment(lines, now(), carrier, tracking_number))

    def cancel(self, number: str, lines: dict[str, int], reason: str) -> None:
        """Only a whole order, and only before it has left."""
        mapper.check_reason(reason)
        order = mapping(self._client.order(number), "order")
        package = mapper.package(order)
        if package.status is PackageStatus.CANCELLED:
            return
        units = {line.external_id: line.quantity for line in package.lines}
        if {line: units.get(line) for line in lines} != lines or set(lines) != set(units):
            raise Rejected("part of an order", code="ebay.whole_orders_only", field="quantity")
        legacy = text(order.get("legacyOrderId")) or number
        self._client.cancel({"legacyOrderId": legacy, "cancelReason": "OUT_OF_STOCK_OR_CANNOT_FULFILL"})

    def _page(self, criteria: str, page: int) -> Page:
        answer = mapping(self._client.orders(criteria, page * ORDER_PAGE), "orders")
        return Page(rows(required(answer, "orders"), "orders"), whole(required(answer, "total"), "total"))


def _criteria(name: str, since: datetime, until: datetime) -> str | None:
    """None where all of the window lies before what eBay shows, or ahead of us."""
    present = now()
    start = max(since, present - OLDEST)
    last = until - _TICK
    return mapper.window(name, start, last, present) if start <= min(last, present) else None


def _number(row: Row) -> str:
    return text(required(row, "orderId"))


def _is_before(record: Parsed[PackageRecord], until: datetime) -> bool:
    return isinstance(record, ParkedRecord) or record.modified_at < until
