"""Parcels handed to a carrier's driver: each one scanned, the list closed and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.shipping import rules
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import HandoverMissing
from prapazar.domain.shipping.models import Handover
from prapazar.foundation import live
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope


class ScanVerdict(StrEnum):
    COUNTED = "counted"
    AGAIN = "again"
    """It has been scanned before; nothing changes."""
    UNKNOWN = "unknown"
    WRONG_CARRIER = "wrong_carrier"
    NOT_READY = "not_ready"
    """Its carrier has not been told of it, or it is cancelled or gone already."""


@dataclass(frozen=True, slots=True)
class Scan:
    verdict: ScanVerdict
    barcode: str
    shipment_id: UUID | None = None
    order_number: str = ""
    recipient: str = ""
    carrier: str = ""
    """Whose parcel it really is."""


# Each number is looked for where it has an index; asked for in one condition, every parcel there ever was is read.
_PARCEL = text(
    "SELECT p.id, p.scanned_at, s.id AS shipment_id, s.connection_id, s.carrier, s.status, s.recipient,"
    " s.handover_id, o.number, coalesce(c.name, s.carrier) AS carrier_name FROM shipment_parcel p"
    " JOIN shipment s ON s.id = p.shipment_id JOIN purchase_order o ON o.id = s.order_id"
    " LEFT JOIN connection c ON c.id = s.connection_id AND s.payer <> 'channel'"
    " WHERE p.id = ANY(ARRAY(SELECT b.id FROM shipment_parcel b WHERE b.merchant_id = :merchant"
    "   AND b.barcode = :barcode UNION SELECT f.id FROM shipment x JOIN shipment_parcel f ON f.shipment_id = x.id"
    "   WHERE x.merchant_id = :merchant AND x.reference = :barcode AND f.place = 1"
    "  UNION SELECT f.id FROM shipment x JOIN shipment_parcel f ON f.shipment_id = x.id"
    "   WHERE x.merchant_id = :merchant AND x.tracking_number = :barcode AND f.place = 1)) AND s.direction = 'out'"
    " ORDER BY (p.barcode = :barcode) DESC, (s.status IN ('created', 'waiting')) DESC, p.scanned_at NULLS FIRST,"
    " s.created_at DESC, p.place LIMIT 1 FOR UPDATE OF p, s"
)
_READY = frozenset({ShipmentStatus.CREATED, ShipmentStatus.WAITING})


def open_handover(session: Session, scope: Scope, carrier: str, connection_id: UUID | None) -> UUID:
    """The open one of this carrier, or a new one; several people may scan into it."""
    scope.require("fulfillment.write")
    found: UUID | None = session.execute(
        text(
            "SELECT id FROM handover WHERE merchant_id = :merchant AND closed_at IS NULL AND carrier = :carrier"
            " AND connection_id IS NOT DISTINCT FROM CAST(:connection AS uuid) ORDER BY created_at LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "carrier": carrier, "connection": connection_id},
    ).scalar()
    if found is not None:
        return found
    row = Handover(
        merchant_id=scope.merchant_id,
        number=_number(session, scope),
        carrier=carrier,
        connection_id=connection_id,
        user_id=scope.user_id,
    )
    session.add(row)
    session.flush()
    live.tell(session, scope.merchant_id, "handovers.changed")
    return row.id


def scan(session: Session, scope: Scope, handover_id: UUID, barcode: str) -> Scan:
    """A parcel of another carrier is refused and says whose it is."""
    scope.require("fulfillment.write")
    handover = _locked(session, scope, handover_id)
    read = barcode.strip()
    found = session.execute(_PARCEL, {"merchant": scope.merchant_id, "barcode": read}).first()
    if found is None:
        return Scan(ScanVerdict.UNKNOWN, read)
    said = (found.shipment_id, found.number, found.recipient, found.carrier_name)
    if not _is_same(handover, found.carrier, found.connection_id):
        return Scan(ScanVerdict.WRONG_CARRIER, read, *said)
    if found.scanned_at is not None and found.handover_id == handover.id:
        return Scan(ScanVerdict.AGAIN, read, *said)
    if found.status not in _READY or found.handover_id not in (None, handover.id):
        return Scan(ScanVerdict.NOT_READY, read, *said)
    session.execute(text("UPDATE shipment_parcel SET scanned_at = now() WHERE id = :id"), {"id": found.id})
    session.execute(
        text("UPDATE shipment SET handover_id = :handover, updated_at = now() WHERE id = :id"),
        {"handover": handover.id, "id": found.shipment_id},
    )
    _count(session, handover.id)
    live.tell(session, scope.merchant_id, "handovers.changed")
    return Scan(ScanVerdict.COUNTED, read, *said)


def scan_any(session: Session, scope: Scope, barcode: str) -> tuple[UUID | None, Scan]:
    """Whose parcel it is decides: it is counted to the open list of its carrier, which is begun where there is none."""
    scope.require("fulfillment.write")
    read = barcode.strip()
    found = session.execute(_PARCEL, {"merchant": scope.merchant_id, "barcode": read}).first()
    if found is None:
        return None, Scan(ScanVerdict.UNKNOWN, read)
    if found.status not in _READY:
        said = (found.shipment_id, found.number, found.recipient, found.carrier_name)
        return None, Scan(ScanVerdict.NOT_READY, read, *said)
    handover_id = open_handover(session, scope, found.carrier, None)
    return handover_id, scan(session, scope, handover_id, read)


def take_out(session: Session, scope: Scope, handover_id: UUID, shipment_id: UUID) -> None:
    """A shipment that stays here after all."""
    scope.require("fulfillment.write")
    handover = _locked(session, scope, handover_id)
    session.execute(
        text(
            "UPDATE shipment_parcel p SET scanned_at = NULL FROM shipment s WHERE s.id = p.shipment_id"
            " AND s.id = :id AND s.handover_id = :handover"
        ),
        {"id": shipment_id, "handover": handover.id},
    )
    session.execute(
        text("UPDATE shipment SET handover_id = NULL WHERE id = :id AND handover_id = :handover"),
        {"id": shipment_id, "handover": handover.id},
    )
    _count(session, handover.id)
    live.tell(session, scope.merchant_id, "handovers.changed")


def close_handover(session: Session, scope: Scope, handover_id: UUID) -> int:
    """The driver has signed: what was scanned is on its way, its orders too. Returns how many shipments."""
    scope.require("fulfillment.write")
    handover = _locked(session, scope, handover_id)
    gone = hand_over(
        session,
        scope,
        list(
            session.execute(
                text("SELECT id FROM shipment WHERE handover_id = :id ORDER BY id"), {"id": handover.id}
            ).scalars()
        ),
        handover.number,
    )
    handover.closed_at = now()
    session.flush()
    live.tell(session, scope.merchant_id, "handovers.changed")
    return gone


def hand_over(session: Session, scope: Scope, shipment_ids: list[UUID], number: str = "") -> int:
    """On their way, with or without a scanned list; those that have left already stay as they are."""
    scope.require("fulfillment.write")
    rows = session.execute(
        text(
            # What a channel pays keeps the name the channel gave its carrier.
            "SELECT s.id, s.order_id, s.package_id, s.tracking_number, s.status,"
            " CASE WHEN s.payer = 'channel' THEN coalesce(p.carrier, '') ELSE s.carrier END AS carrier,"
            " coalesce(t.delivery_days, :days) AS days FROM shipment s JOIN shipment_package p ON p.id = s.package_id"
            " LEFT JOIN carrier_terms t ON t.connection_id = s.connection_id"
            " WHERE s.id = ANY(CAST(:ids AS uuid[])) AND s.status IN ('created', 'waiting')"
            " AND s.direction = 'out' ORDER BY s.id FOR UPDATE OF s"
        ),
        {"ids": shipment_ids, "days": rules.USUAL_DAYS},
    ).all()
    session.execute(
        text(
            "UPDATE shipment s SET status = CASE WHEN s.status = 'created' THEN 'picked_up' ELSE s.status END,"
            " shipped_at = now(), expected_at = u.due, updated_at = now() FROM unnest(CAST(:ids AS uuid[]),"
            " CAST(:dues AS timestamptz[])) AS u(id, due) WHERE s.id = u.id"
        ),
        {"ids": [row.id for row in rows], "dues": [rules.due(now(), row.days) for row in rows]},
    )
    for carrier in sorted({row.carrier for row in rows}):
        _move(session, scope, carrier, [row for row in rows if row.carrier == carrier])
    session.execute(
        text(
            "UPDATE shipment_parcel SET scanned_at = coalesce(scanned_at, now())"
            " WHERE shipment_id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": [row.id for row in rows]},
    )
    timeline.write(
        session,
        scope,
        [(row.order_id, "handed_over", {"carrier": row.carrier, "number": number}) for row in rows],
    )
    if rows:
        live.tell(session, scope.merchant_id, "shipments.changed")
    return len(rows)


def _move(session: Session, scope: Scope, carrier: str, rows: Sequence[Row[Any]]) -> None:
    """Orders that stand further back take the steps on the way as well."""
    for step in (OrderStatus.PICKING, OrderStatus.PACKED, OrderStatus.SHIPPED):
        orders.move(
            session,
            scope,
            list({row.order_id for row in rows}),
            step,
            carrier=carrier or None,
            tracking_numbers={row.package_id: row.tracking_number for row in rows},
            package_ids=[row.package_id for row in rows],
        )


def _is_same(handover: Handover, carrier: str, connection_id: UUID | None) -> bool:
    """Accounts of one carrier have one driver; what a channel pays is known by the carrier's name alone."""
    if carrier == handover.carrier:
        return True
    return connection_id is not None and connection_id == handover.connection_id and not handover.carrier


def _count(session: Session, handover_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE handover h SET shipment_count = n.shipments, parcel_count = n.parcels FROM"
            " (SELECT count(DISTINCT s.id) AS shipments, count(p.id) FILTER (WHERE p.scanned_at IS NOT NULL) AS parcels"
            "  FROM shipment s JOIN shipment_parcel p ON p.shipment_id = s.id WHERE s.handover_id = :id) n"
            " WHERE h.id = :id"
        ),
        {"id": handover_id},
    )


def _locked(session: Session, scope: Scope, handover_id: UUID) -> Handover:
    """One that is closed is signed: nothing comes to it any more."""
    row = session.get(Handover, handover_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id or row.closed_at is not None:
        raise HandoverMissing(handover_id)
    return row


def _number(session: Session, scope: Scope) -> str:
    last: int = session.execute(
        text(
            "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (gen_random_uuid(), :merchant,"
            " 'handover', 1) ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1"
            " RETURNING last"
        ),
        {"merchant": scope.merchant_id},
    ).scalar_one()
    day: datetime = now().astimezone(ISTANBUL)
    return f"T{day:%y%m%d}-{last}"
