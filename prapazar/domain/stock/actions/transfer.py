"""Transfer: what one order line holds or misses becomes another line's; the shelf does not notice."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.ids import new_id

_HELD = text(
    "SELECT id, variant_id, warehouse_id, quantity, per_unit FROM reservation WHERE order_line_id = :line"
    " ORDER BY variant_id, id FOR UPDATE"
)
_SHORT = text(
    "SELECT id, variant_id, warehouse_id, quantity, per_unit FROM shortage WHERE order_line_id = :line"
    " AND resolved_at IS NULL ORDER BY variant_id, id FOR UPDATE"
)
_HOLD = text(
    "INSERT INTO reservation (merchant_id, order_id, order_line_id, variant_id, warehouse_id, quantity, per_unit)"
    " SELECT merchant_id, order_id, :line, variant_id, warehouse_id, :units, per_unit FROM reservation WHERE id = :id"
    " ON CONFLICT (order_line_id, variant_id, warehouse_id)"
    " DO UPDATE SET quantity = reservation.quantity + excluded.quantity"
)
_MISS = text(
    "INSERT INTO shortage (id, merchant_id, variant_id, warehouse_id, quantity, per_unit, cause, order_id,"
    " order_line_id, connection_id, told_quantity, told_at)"
    " SELECT :new, merchant_id, variant_id, warehouse_id, :units, per_unit, cause, order_id, :line, connection_id,"
    "  told_quantity, told_at FROM shortage WHERE id = :id"
)


def transfer(session: Session, from_line: UUID, to_line: UUID, units: int) -> None:
    """`units` of the line, of a bundle's each part so many times as it holds; held ones go first."""
    given: dict[UUID, int] = {}
    for table, found, take in (
        ("reservation", session.execute(_HELD, {"line": from_line}).all(), _HOLD),
        ("shortage", session.execute(_SHORT, {"line": from_line}).all(), _MISS),
    ):
        for row in found:
            part = min(row.quantity, units * row.per_unit - given.get(row.variant_id, 0))
            if part <= 0:
                continue
            given[row.variant_id] = given.get(row.variant_id, 0) + part
            session.execute(take, {"id": row.id, "line": to_line, "units": part, "new": new_id()})
            if part == row.quantity:
                session.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": row.id})
            else:
                session.execute(
                    text(f"UPDATE {table} SET quantity = quantity - :units WHERE id = :id"),
                    {"id": row.id, "units": part},
                )
