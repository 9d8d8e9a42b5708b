"""Reads of the ledger: balances, movements, and the lock that every change takes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import rules
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


@dataclass(slots=True)
class Balance:
    """A locked row of stock; changes are made on it in order and written back at once."""

    id: UUID
    variant_id: UUID
    on_hand: int
    reserved: int
    allows_backorder: bool


@dataclass(frozen=True, slots=True)
class StockRow:
    variant_id: UUID
    warehouse_id: UUID
    warehouse: str
    on_hand: int
    reserved: int
    incoming: int
    safety_stock: int
    available: int
    short: int
    """Units sold or taken away beyond what was there, still open."""
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class MovementRow:
    id: int
    at: datetime
    kind: str
    on_hand_change: int
    reserved_change: int
    on_hand_after: int
    reserved_after: int
    note: str
    order_id: UUID | None
    order_number: str | None
    channel: str | None
    person: str | None


def default_warehouse(session: Session, scope: Scope) -> UUID:
    """The merchant's first warehouse; made the first time it is asked for."""
    found: UUID | None = session.execute(text("SELECT id FROM warehouse WHERE is_default")).scalar()
    if found:
        return found
    session.execute(
        text(
            "INSERT INTO warehouse (id, merchant_id, name, is_default) VALUES (:id, :merchant, 'Depo', true)"
            " ON CONFLICT DO NOTHING"
        ),
        {"id": new_id(), "merchant": scope.merchant_id},
    )
    made: UUID = session.execute(text("SELECT id FROM warehouse WHERE is_default")).scalar_one()
    return made


_OPEN_ROWS = text(
    "INSERT INTO stock (id, merchant_id, variant_id, warehouse_id, on_hand, reserved, incoming, safety_stock,"
    " allows_backorder)"
    " SELECT gen_random_uuid(), v.merchant_id, v.id, :warehouse, 0, 0, 0, 0, false FROM variant v"
    " WHERE v.id = ANY(CAST(:variants AS uuid[]))"
    "  AND NOT EXISTS (SELECT 1 FROM stock s WHERE s.variant_id = v.id AND s.warehouse_id = :warehouse)"
    " ORDER BY v.id ON CONFLICT DO NOTHING"  # two who open the same rows wait for each other in one direction only
)
_LOCK = text(
    "SELECT id, variant_id, on_hand, reserved, allows_backorder FROM stock"
    " WHERE variant_id = ANY(CAST(:variants AS uuid[])) AND warehouse_id = :warehouse ORDER BY id FOR UPDATE"
)


def open_rows(session: Session, warehouse_id: UUID, variant_ids: Iterable[UUID]) -> None:
    """A variant never counted yet gets its row of zeros."""
    session.execute(_OPEN_ROWS, {"warehouse": warehouse_id, "variants": list(variant_ids)})


def lock(session: Session, warehouse_id: UUID, variant_ids: Iterable[UUID]) -> dict[UUID, Balance]:
    """Rows locked in key order until the transaction ends, by variant; opens missing ones."""
    wanted = set(variant_ids)
    values = {"warehouse": warehouse_id, "variants": list(wanted)}
    found = [Balance(*row) for row in session.execute(_LOCK, values)]
    if len(found) < len(wanted):
        open_rows(session, warehouse_id, wanted)
        found = [Balance(*row) for row in session.execute(_LOCK, values)]
    return {balance.variant_id: balance for balance in found}


_LOCK_AHEAD = text(
    "SELECT s.id FROM stock s WHERE s.variant_id IN"
    " (SELECT coalesce(b.component_id, w.id) FROM unnest(CAST(:variants AS uuid[])) w(id)"
    "   LEFT JOIN bundle_component b ON b.bundle_id = w.id"
    "  UNION SELECT variant_id FROM reservation WHERE order_line_id = ANY(CAST(:lines AS uuid[]))"
    "  UNION SELECT variant_id FROM shortage WHERE order_line_id = ANY(CAST(:lines AS uuid[]))"
    "   AND resolved_at IS NULL)"
    " ORDER BY s.id FOR UPDATE OF s"
)


def lock_ahead(session: Session, variant_ids: Iterable[UUID], order_line_ids: Iterable[UUID]) -> None:
    """For work of several steps: every balance it will touch at once, so that two never wait for each other."""
    session.execute(_LOCK_AHEAD, {"variants": list(variant_ids), "lines": list(order_line_ids)})


def stock_of(session: Session, scope: Scope, variant_ids: Iterable[UUID]) -> list[StockRow]:
    scope.require("stock.read")
    found = session.execute(
        text(
            "SELECT s.variant_id, s.warehouse_id, w.name, s.on_hand, s.reserved, s.incoming, s.safety_stock,"
            " coalesce((SELECT sum(quantity) FROM shortage h WHERE h.variant_id = s.variant_id"
            "  AND h.warehouse_id = s.warehouse_id AND h.resolved_at IS NULL), 0) AS short, s.shelf"
            " FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
            " WHERE s.variant_id = ANY(CAST(:variants AS uuid[])) ORDER BY w.is_default DESC, w.name, s.id"
        ),
        {"variants": list(variant_ids)},
    )
    return [
        StockRow(
            variant_id=row.variant_id,
            warehouse_id=row.warehouse_id,
            warehouse=row.name,
            on_hand=row.on_hand,
            reserved=row.reserved,
            incoming=row.incoming,
            safety_stock=row.safety_stock,
            available=rules.available(row.on_hand, row.reserved, row.safety_stock),
            short=int(row.short),
            shelf=row.shelf,
        )
        for row in found
    ]


def movements(
    session: Session, scope: Scope, variant_id: UUID, *, before: int | None = None, limit: int = 50
) -> list[MovementRow]:
    """Newest first; `before` is the last id of the page before."""
    scope.require("stock.read")
    found = session.execute(
        text(
            "SELECT m.id, m.at, m.kind, m.on_hand_change, m.reserved_change, m.on_hand_after, m.reserved_after,"
            " m.note, m.order_id, o.number, c.name, u.name AS person FROM movement m"
            " LEFT JOIN purchase_order o ON o.id = m.order_id LEFT JOIN connection c ON c.id = m.connection_id"
            " LEFT JOIN app_user u ON u.id = m.user_id"
            " WHERE m.merchant_id = :merchant AND m.variant_id = :variant"
            "  AND (CAST(:before AS bigint) IS NULL OR m.id < :before) ORDER BY m.id DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "variant": variant_id, "before": before, "limit": limit},
    )
    return [MovementRow(*row) for row in found]
