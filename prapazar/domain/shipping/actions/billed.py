"""Carriers' bills: what they ask for each parcel, taken in row by row, and what somebody objects to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.orders import sales_marks
from prapazar.domain.shipping.errors import BillMissing
from prapazar.domain.shipping.models import CarrierBill
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_LONGEST, _LONGEST_NOTE, _MOST_STRAYS = 80, 300, 1_000
_KNOWN = text(
    "SELECT s.id, s.bill_id, k.key FROM unnest(CAST(:keys AS text[])) AS k(key) JOIN shipment s"
    " ON s.connection_id = :connection AND (s.reference = k.key OR s.tracking_number = k.key OR s.external_id = k.key"
    "  OR EXISTS (SELECT 1 FROM shipment_parcel p WHERE p.shipment_id = s.id AND p.barcode = k.key))"
    " ORDER BY s.id FOR UPDATE OF s"
)
_BILL = text(
    "UPDATE shipment s SET billed_amount = n.amount, billed_desi = coalesce(n.desi, s.billed_desi), bill_id = :bill,"
    " updated_at = now() FROM unnest(CAST(:ids AS uuid[]), CAST(:amounts AS numeric[]), CAST(:desis AS numeric[]))"
    " AS n(id, amount, desi) WHERE s.id = n.id"
)


@dataclass(frozen=True, slots=True)
class BilledRow:
    row: int
    """As the spreadsheet numbers it."""
    key: str
    """Our reference, the carrier's number, or a bar code."""
    amount: Decimal
    """VAT included."""
    desi: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Billed:
    bill_id: UUID
    matched: int
    """Shipments."""
    strays: Mapping[int, str]
    """By row: a code of foundation.texts.billing."""


def record_bill(
    session: Session, scope: Scope, connection_id: UUID, number: str, rows: Sequence[BilledRow]
) -> Billed:
    """The same number again replaces what it said before. Several rows of one shipment are added up."""
    scope.require("fulfillment.write")
    bill = _bill(session, scope, connection_id, number.strip()[:_LONGEST])
    keys = list(dict.fromkeys(row.key for row in rows))
    found = session.execute(_KNOWN, {"connection": connection_id, "keys": keys}).all()
    known = {row.key: row for row in found}
    strays: dict[int, str] = {}
    sums: dict[UUID, Decimal] = {}
    desis: dict[UUID, Decimal | None] = {}
    for row in rows:
        shipment = known.get(row.key)
        if shipment is None:
            strays[row.row] = "billing.unknown"
        elif shipment.bill_id is not None and shipment.bill_id != bill.id:
            strays[row.row] = "billing.twice"
        else:
            sums[shipment.id] = sums.get(shipment.id, Decimal(0)) + row.amount
            desis[shipment.id] = row.desi if row.desi is not None else desis.get(shipment.id)
    session.execute(
        _BILL,
        {
            "bill": bill.id,
            "ids": list(sums),
            "amounts": list(sums.values()),
            "desis": [desis[one] for one in sums],
        },
    )
    orders = session.execute(text("SELECT order_id FROM shipment WHERE id = ANY(:ids)"), {"ids": list(sums)})
    sales_marks.mark(session, set(orders.scalars()))
    bill.row_count, bill.matched_count = len(rows), len(sums)
    bill.billed_total = sum((row.amount for row in rows), Decimal(0))
    bill.strays = [
        {"row": str(row.row), "key": row.key, "amount": str(row.amount), "code": strays[row.row]}
        for row in rows
        if row.row in strays
    ][:_MOST_STRAYS]
    session.flush()
    audit.append(session, scope, "shipping.bill", bill.id, {"number": bill.number, "rows": len(rows)})
    live.tell(session, scope.merchant_id, "bills.changed")
    return Billed(bill.id, len(sums), strays)


def remove_bill(session: Session, scope: Scope, bill_id: UUID) -> None:
    """What it billed is unbilled again. Raises BillMissing."""
    scope.require("fulfillment.write")
    bill = session.get(CarrierBill, bill_id, with_for_update=True)
    if bill is None or bill.merchant_id != scope.merchant_id:
        raise BillMissing(bill_id)
    _release(session, bill_id)
    audit.append(session, scope, "shipping.bill_removed", bill_id, {"number": bill.number})
    session.delete(bill)
    session.flush()
    live.tell(session, scope.merchant_id, "bills.changed")


def dispute(session: Session, scope: Scope, shipment_ids: Sequence[UUID], note: str = "") -> int:
    """Mark what is billed as objected to; of shipments that are billed at all. Returns how many."""
    return _mark(session, scope, shipment_ids, "coalesce(disputed_at, now())", note)


def settle(session: Session, scope: Scope, shipment_ids: Sequence[UUID]) -> int:
    """Nobody objects any more."""
    return _mark(session, scope, shipment_ids, "NULL", "")


def _mark(session: Session, scope: Scope, shipment_ids: Sequence[UUID], moment: str, note: str) -> int:
    scope.require("fulfillment.write")
    changed = session.execute(
        text(
            f"UPDATE shipment SET disputed_at = {moment}, dispute_note = :note, updated_at = now()"
            " WHERE id = ANY(CAST(:ids AS uuid[])) AND merchant_id = :merchant AND billed_amount IS NOT NULL"
            " RETURNING id"
        ),
        {"ids": list(shipment_ids), "note": note.strip()[:_LONGEST_NOTE], "merchant": scope.merchant_id},
    ).all()
    if changed:
        live.tell(session, scope.merchant_id, "bills.changed")
        live.tell(session, scope.merchant_id, "shipments.changed")
    return len(changed)


def _bill(session: Session, scope: Scope, connection_id: UUID, number: str) -> CarrierBill:
    found: UUID | None = session.execute(
        text("SELECT id FROM carrier_bill WHERE connection_id = :connection AND number = :number FOR UPDATE"),
        {"connection": connection_id, "number": number},
    ).scalar()
    if found is not None:
        _release(session, found)
        kept = session.get(CarrierBill, found)
        if kept is not None:
            return kept
    made = CarrierBill(
        merchant_id=scope.merchant_id, connection_id=connection_id, number=number, user_id=scope.user_id
    )
    session.add(made)
    session.flush()
    return made


def _release(session: Session, bill_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE shipment SET bill_id = NULL, billed_amount = NULL, billed_desi = NULL WHERE bill_id = :id"
        ),
        {"id": bill_id},
    )
