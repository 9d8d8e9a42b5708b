"""The shop's returns as our claims: each is of one product, and its statuses are the shop's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, recorded_rows, required, text, whole
from prapazar.connectors.opencart.schemas import Raw
from prapazar.foundation.money import rounded

_SETTINGS = {
    ClaimStatus.WAITING: ("return_waiting", "1"),
    ClaimStatus.ACCEPTED: ("return_accepted", "2,3"),
    ClaimStatus.REJECTED: ("return_rejected", ""),
}
"""A fresh shop has Pending, Awaiting Products and Complete: none of them refuses a return."""
Numbers = Mapping[ClaimStatus, tuple[str, ...]]


def chosen(settings: Mapping[str, Any]) -> Numbers:
    """The merchant's words, or a fresh shop's."""
    return {
        status: tuple(one.strip() for one in (text(settings.get(name)) or usual).split(",") if one.strip())
        for status, (name, usual) in _SETTINGS.items()
    }


def claims(raws: Sequence[Raw], of: Numbers) -> list[Parsed[ClaimRecord]]:
    known = {number: status for status, numbers in of.items() for number in numbers}
    return [parked(lambda r: _claim(r, known), raw, lambda r: text(r.get("return_id"))) for raw in raws]


def _claim(raw: Raw, known: Mapping[str, ClaimStatus]) -> ClaimRecord:
    number, told = text(required(raw, "return_id")), text(required(raw, "return_status_id"))
    if told not in known:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    status = known[told]
    line = ClaimLine(
        external_id=number,
        order_line_external_id=text(optional(raw, "order_product_id")) or None,
        sku=_plain(raw, "sku") or None,
        barcode=None,
        title=_plain(raw, "product"),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=_plain(raw, "reason"),
        status=status,
        note=_plain(raw, "comment"),
        amount=_amount(raw),
    )
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.RETURN,
        order_external_id=text(required(raw, "order_id")),
        status=status,
        provider_status=told,
        created_at=_moment(raw, "added_at"),
        modified_at=_moment(raw, "modified_at"),
        lines=(line,),
        buyer_name=f"{_plain(raw, 'firstname')} {_plain(raw, 'lastname')}".strip(),
        currency=text(optional(raw, "currency_code")) or "TRY",
    )


def _amount(raw: Raw) -> Decimal | None:
    """None where the product is on no line, or on several lines of its order."""
    if optional(raw, "unit_price") is None:
        return None
    unit = amount(required(raw, "unit_price"), "unit_price") + amount(required(raw, "unit_tax"), "unit_tax")
    rate = amount(required(raw, "currency_value"), "currency_value")
    return rounded(unit * rate * whole(required(raw, "quantity"), "quantity"))


def _moment(raw: Raw, name: str) -> datetime:
    return datetime.fromtimestamp(whole(required(raw, name), name), UTC)


def _plain(raw: Raw, name: str) -> str:
    return unescape(text(optional(raw, name)))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "returns": lambda raw: claims(recorded_rows(raw, "data"), chosen({})),
}
"""How a recorded answer is replayed, by operation."""
