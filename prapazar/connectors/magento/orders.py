"""The steps by which orders are read, shipped and given up, where one call is not enough."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text, whole
from prapazar.connector_kit.records import PackageRecord, PackageStatus
from prapazar.connectors.magento import errors, mapper
from prapazar.connectors.magento.client import MagentoClient
from prapazar.connectors.magento.schemas import Filter, Groups, Raw

_OPEN = ((Filter("state", ",".join(mapper.OPEN_STATES), "in"),),)
_COUNTS = "item_id,parent_item_id,sku,product_type,qty_ordered,qty_shipped,qty_refunded,qty_canceled"
_SECOND = timedelta(seconds=1)


class Orders:
    def __init__(self, client: MagentoClient, source: str) -> None:
        self._client = client
        self._source = source

    def fetch(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        groups = _window("updated_at", since, until)
        for raws in paged(lambda number, _: self._client.orders(number, groups), _order_id, first=1):
            yield mapper.packages(self._with_shipments(raws))

    def one(self, number: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.packages([self._order(number)])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count(self, since: datetime, until: datetime) -> int:
        return self._client.orders(1, _window("created_at", since, until), size=1, sort="created_at").total

    def report(
        self,
        number: str,
        status: PackageStatus,
        line_quantities: Mapping[str, int],
        carrier: str | None,
        tracking_number: str | None,
    ) -> None:
        """May be repeated: what is invoiced, shipped or tracked already is left as it is."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"the shop is not told {status}", code="connector.step_unknown", field="status")
        order = self._order(number)
        known = {text(one.get("track_number")) for one in mapper.tracks(order)}
        if tracking_number in known:
            return
        mapper.check_open(order)
        tracks = [mapper.track(carrier, tracking_number)] if tracking_number else []
        if mapper.is_unsent(order):
            if mapper.is_uninvoiced(order):
                self._client.invoice(number)
            items = mapper.shipment_items(order, line_quantities)
            self._client.ship(number, items, tracks, self._source)
        elif tracks and order["shipments"]:
            shipment = whole(required(order["shipments"][-1], "entity_id"), "entity_id")
            self._client.add_track(number, shipment, tracks[0])

    def give_up(self, number: str, line_quantities: Mapping[str, int], reason: str) -> None:
        """Cancels an unpaid order of which nothing can be supplied; else leaves a note for the shop's staff.

        Money that was paid is given back by people: such an order is Rejected, with the note in it.
        """
        order = self._order(number)
        note = mapper.unsupplied_note(order, line_quantities, reason)
        if not mapper.has_note(order, note):
            self._client.comment(number, note)
        is_whole = mapper.is_all_that_is_open(order, line_quantities)
        if not is_whole or text(required(order, "state")) in {"canceled", "closed"}:
            return
        if not self._client.cancel(number):
            raise Rejected(text(order.get("state")), code="magento.refund_in_panel", field="status")

    def open_units(self) -> dict[str, int]:
        """By SKU, of orders that are open: those the shop has reserved."""

        def read(number: int, _: str | None) -> Page:
            fields = f"items[entity_id,items[{_COUNTS}]],total_count"
            return self._client.orders(number, _OPEN, sort="entity_id", fields=fields)

        return mapper.open_units(row for found in paged(read, _order_id, first=1) for row in found)

    def _order(self, external_id: str) -> Raw:
        return self._with_shipments([self._client.order(external_id)])[0]

    def _with_shipments(self, orders: Sequence[Row]) -> list[Row]:
        """Tracking numbers stand with the shipments, not with the order."""
        sent = [_order_id(one) for one in orders if _has_left(one)]
        if not sent:
            return [{**one, "shipments": []} for one in orders]
        pages = paged(lambda number, _: self._client.shipments(sent, number), _order_id, first=1)
        shipments = [row for found in pages for row in found]
        return [
            {
                **one,
                "shipments": [s for s in shipments if text(s.get("order_id")) == text(one.get("entity_id"))],
            }
            for one in orders
        ]


def _has_left(order: Raw) -> bool:
    """An odd order is left to the mapper, which parks it alone."""
    try:
        return mapper.has_left(order)
    except (UnexpectedAnswer, AttributeError, TypeError):
        return False


def _window(field: str, since: datetime, until: datetime) -> Groups:
    """Their clock knows whole seconds of UTC."""
    begins = since.strftime("%Y-%m-%d %H:%M:%S")
    ends = until if until.microsecond == 0 else until.replace(microsecond=0) + _SECOND
    return ((Filter(field, begins, "gteq"),), (Filter(field, ends.strftime("%Y-%m-%d %H:%M:%S"), "lt"),))


def _order_id(row: Raw) -> str:
    return text(required(row, "entity_id"))
