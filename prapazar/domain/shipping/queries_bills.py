"""Reads of carriers' bills: the list, one with its sums, and its shipments beside what we expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping.errors import BillMissing
from prapazar.foundation.scope import Scope

VIEWS = ("differs", "all", "disputed", "unpriced")
"""`unpriced`: our tariff said nothing of it, so that nobody can tell whether it is right."""
_IN_VIEW = {
    "differs": "abs(s.billed_amount - s.expected_amount) > 0.01",
    "all": "true",
    "disputed": "s.disputed_at IS NOT NULL",
    "unpriced": "s.expected_amount IS NULL",
}


@dataclass(frozen=True, slots=True)
class Stray:
    """A row that is billed for nothing we know."""

    row: int
    key: str
    amount: Decimal
    code: str


@dataclass(frozen=True, slots=True)
class BillRow:
    id: UUID
    connection_id: UUID
    connector: str
    carrier: str
    number: str
    created_at: datetime
    person: str | None
    row_count: int
    matched: int
    billed: Decimal
    """All of it, VAT included."""
    expected: Decimal
    """Of the shipments that have a price by our tariff."""
    over: Decimal
    """What is asked for more than expected, less what is asked for less."""
    differing: int
    disputed: int
    disputed_over: Decimal
    strays: tuple[Stray, ...]


_BILL = (
    "SELECT b.id, b.connection_id, c.connector, c.name AS carrier, b.number, b.created_at, u.name AS person,"
    " b.row_count, b.matched_count AS matched, b.billed_total AS billed, n.expected, n.over, n.differing, n.disputed,"
    " n.disputed_over, b.strays FROM carrier_bill b JOIN connection c ON c.id = b.connection_id"
    " LEFT JOIN app_user u ON u.id = b.user_id CROSS JOIN LATERAL (SELECT"
    "  coalesce(sum(s.expected_amount), 0) AS expected,"
    "  coalesce(sum(s.billed_amount - s.expected_amount), 0) AS over,"
    "  count(*) FILTER (WHERE abs(s.billed_amount - s.expected_amount) > 0.01) AS differing,"
    "  count(s.disputed_at) AS disputed,"
    "  coalesce(sum(s.billed_amount - s.expected_amount) FILTER (WHERE s.disputed_at IS NOT NULL), 0)"
    "   AS disputed_over FROM shipment s WHERE s.bill_id = b.id) n WHERE b.merchant_id = :merchant"
)


def bills(session: Session, scope: Scope, most: int = 50) -> list[BillRow]:
    """The newest first."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(f"{_BILL} ORDER BY b.created_at DESC, b.id DESC LIMIT :most"),
        {"merchant": scope.merchant_id, "most": most},
    )
    return [_row(one) for one in found.mappings()]


def bill(session: Session, scope: Scope, bill_id: UUID) -> BillRow:
    """Raises BillMissing."""
    scope.require("fulfillment.read")
    found = session.execute(text(f"{_BILL} AND b.id = :id"), {"merchant": scope.merchant_id, "id": bill_id})
    row = found.mappings().first()
    if row is None:
        raise BillMissing(bill_id)
    return _row(row)


def _row(row: object) -> BillRow:
    given = dict(row)  # type: ignore[call-overload]  # a row mapping
    strays = tuple(
        Stray(int(one["row"]), one["key"], Decimal(one["amount"]), one["code"]) for one in given.pop("strays")
    )
    return BillRow(**given, strays=strays)


@dataclass(frozen=True, slots=True)
class BilledShipment:
    id: UUID
    reference: str
    tracking_number: str | None
    order_id: UUID
    order_number: str
    city: str
    desi: Decimal
    billed_desi: Decimal | None
    currency: str
    expected: Decimal | None
    billed: Decimal
    difference: Decimal | None
    disputed_at: datetime | None
    note: str


def shipments(
    session: Session, scope: Scope, bill_id: UUID, view: str = "differs", *, offset: int = 0, limit: int = 50
) -> list[BilledShipment]:
    """The largest difference first."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(
            "SELECT s.id, s.reference, s.tracking_number, s.order_id, o.number, s.city, s.desi, s.billed_desi,"
            " s.currency, s.expected_amount, s.billed_amount, s.billed_amount - s.expected_amount AS difference,"
            " s.disputed_at, s.dispute_note FROM shipment s JOIN purchase_order o ON o.id = s.order_id"
            f" WHERE s.bill_id = :bill AND s.merchant_id = :merchant AND {_IN_VIEW.get(view, 'true')}"
            " ORDER BY difference DESC NULLS LAST, s.reference LIMIT :limit OFFSET :offset"
        ),
        {"bill": bill_id, "merchant": scope.merchant_id, "limit": limit, "offset": offset},
    )
    return [BilledShipment(*row) for row in found]


def counts(session: Session, scope: Scope, bill_id: UUID) -> dict[str, int]:
    """How many in each view."""
    scope.require("fulfillment.read")
    columns = ", ".join(f"count(*) FILTER (WHERE {where}) AS {name}" for name, where in _IN_VIEW.items())
    row = session.execute(
        text(f"SELECT {columns} FROM shipment s WHERE s.bill_id = :bill AND s.merchant_id = :merchant"),
        {"bill": bill_id, "merchant": scope.merchant_id},
    ).one()
    return dict(row._asdict())


def of_view(session: Session, scope: Scope, bill_id: UUID, view: str) -> Sequence[UUID]:
    """Ids of all in it."""
    return [one.id for one in shipments(session, scope, bill_id, view, limit=10_000)]
