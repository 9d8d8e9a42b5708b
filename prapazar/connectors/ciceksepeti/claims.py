"""Returns and exchanges: the list of what comes back, each found again in its order, and how they are decided."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Row
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connectors.ciceksepeti import errors, mapper
from prapazar.connectors.ciceksepeti.client import ORDER_PAGE, CiceksepetiClient
from prapazar.connectors.ciceksepeti.schemas import OrderSearch, Raw

LONGEST_WINDOW = timedelta(days=30)
"""A month at most."""
REASONS = (("3", "İade talebini reddet"),)
"""A refusal has no reasons of its own, and no words: it is the 3 of the decision."""
_APPROVE, _REJECT = 1, 3
_CANCELLED, _SENT_BACK = "1", "3"
_KINDS = {"1": ClaimKind.RETURN, "2": ClaimKind.EXCHANGE}
_WORDS = {ClaimKind.RETURN: "İade", ClaimKind.EXCHANGE: "Değişim"}
_OPEN = {
    "20": ClaimStatus.REQUESTED,
    "21": ClaimStatus.REQUESTED,
    "22": ClaimStatus.WAITING,
    "23": ClaimStatus.WAITING,
    "18": ClaimStatus.ACCEPTED,
}
_SOLD = {"1", "2", "3", "5", "7", "11"}
"""An item that stands there again was refused and goes back, or is exchanged."""
_MOST_PAGES = 1000


def claims(raws: Sequence[Raw], items: Mapping[str, Raw]) -> list[Parsed[ClaimRecord]]:
    """`items` are the same items as their orders tell them, by their numbers."""
    joined = [{"claim": raw, "item": items.get(_number(raw))} for raw in raws]
    return [parked(claim, one, lambda r: _number(r["claim"])) for one in joined]


def claim(raw: Raw) -> ClaimRecord:
    """The list tells neither day nor quantity: both are the item's, which is given back with all its units."""
    told = mapping(raw["claim"], "claim")
    item = mapping(required(raw, "item"), "item")
    kind = _kind(told)
    status = _status(told, item, kind)
    sold, number = mapper.line(item), text(required(told, "orderItemId"))
    sub = text(optional(told, "subCancelReasonId"))
    return ClaimRecord(
        external_id=number,
        kind=kind,
        order_external_id=text(required(told, "orderId")),
        status=status,
        provider_status=text(required(item, "orderItemStatusId")),
        created_at=mapper.modified_at(item),
        modified_at=mapper.modified_at(item),
        lines=(
            ClaimLine(
                external_id=number,
                order_line_external_id=sold.external_id,
                sku=sold.sku,
                barcode=sold.barcode,
                title=sold.title,
                quantity=sold.quantity,
                reason=f"{_WORDS[kind]} {sub}".strip(),
                status=status,
                amount=sold.total,
            ),
        ),
        buyer_name=text(optional(told, "customerName")),
        carrier=text(optional(told, "cargoCompany")) or None,
        tracking_number=text(optional(told, "shipmentNumber"))
        or text(optional(told, "partialNumber"))
        or None,
    )


def _kind(told: Raw) -> ClaimKind:
    reason = text(optional(told, "cancelReasonId")) or "1"
    if reason not in _KINDS:
        raise UnexpectedAnswer(f"cancelReasonId is {reason}", raw=told, code="connector.odd_value")
    return _KINDS[reason]


def _status(told: Raw, item: Raw, kind: ClaimKind) -> ClaimStatus:
    """Where a refused item stands is not documented: as sold, whichever step it is at."""
    number = text(required(item, "orderItemStatusId"))
    if number in _OPEN:
        return _OPEN[number]
    if number not in _SOLD:
        raise UnexpectedAnswer(number, raw=item, code="connector.unknown_status")
    is_sent_back = text(optional(told, "cancelType")) == _SENT_BACK
    is_exchanged = kind is ClaimKind.EXCHANGE and not is_sent_back
    return ClaimStatus.ACCEPTED if is_exchanged else ClaimStatus.REJECTED


def _number(raw: Raw) -> str:
    return text(optional(raw, "orderItemId"))


class Claims:
    """The calls behind the connector's methods of the same names."""

    def __init__(self, client: CiceksepetiClient, search: Callable[[OrderSearch], Iterator[Row]]) -> None:
        self._client = client
        self._search = search
        """Items of orders, counted."""

    def between(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the day they were asked for, which is asked for in pieces of a month."""
        start = since
        while start < until:
            end = min(start + LONGEST_WINDOW, until)
            for page in self._pages(start, end):
                yield claims(page, self._items(page))
            start = end

    def decide(self, number: str, lines: Sequence[str], process: int) -> None:
        """Whoever decides has the goods: where nobody said so yet, that is said first."""
        if set(lines) - {number}:
            raise Rejected(f"lines {lines} of claim {number}", code=errors.NOT_FOUND)
        item = mapper.item_number(number)
        try:
            self._client.evaluate(item, process)
        except Rejected as error:
            if error.code != errors.WRONG_STATUS:
                raise
            self._client.received([item])
            self._client.evaluate(item, process)

    def approve(self, number: str, lines: Sequence[str]) -> None:
        self.decide(number, lines, _APPROVE)

    def reject(self, number: str, lines: Sequence[str], reason: str) -> None:
        if reason not in dict(REASONS):
            raise Rejected(f"reason {reason}", code="ciceksepeti.rejected", field="reason")
        self.decide(number, lines, _REJECT)

    def _pages(self, start: datetime, end: datetime) -> Iterator[list[Raw]]:
        """No count is told: read to a page that is not full. What was cancelled is told with its order."""
        seen: set[str] = set()
        for number in range(_MOST_PAGES):
            answer = mapping(self._client.canceled_orders(number, start, end), "claims")
            found = rows(required(answer, "orderItemList"), "orderItemList")
            given_back = (row for row in found if text(optional(row, "cancelType")) != _CANCELLED)
            fresh = {_number(row): row for row in given_back if _number(row) not in seen}
            seen.update(fresh)
            if fresh:
                yield list(fresh.values())
            if len(found) < ORDER_PAGE:
                return

    def _items(self, page: Sequence[Raw]) -> dict[str, Raw]:
        """One order is asked for at a time; whether its items count as active still is not documented."""
        found: dict[str, Raw] = {}
        for order in dict.fromkeys(text(optional(row, "orderId")) for row in page):
            wanted = {_number(row) for row in page if text(optional(row, "orderId")) == order}
            for is_active in (True, False):
                if order.isdecimal() and not wanted <= set(found):
                    search: OrderSearch = {"orderNo": int(order), "isOrderStatusActive": is_active}
                    found |= {_number(row): row for row in self._search(search)}
        return found
