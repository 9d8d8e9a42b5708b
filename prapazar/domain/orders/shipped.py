"""Packages that have left, page by page, for a channel that is told by file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

_LEFT = (
    "FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id WHERE o.connection_id = :connection"
    " AND p.status IN ('shipped', 'delivered') AND p.shipped_at >= :since"
)


@dataclass(frozen=True, slots=True)
class ShippedRow:
    package_id: UUID
    number: str
    status: str
    carrier: str | None
    tracking_number: str | None
    shipped_at: datetime
    invoice_number: str | None


def page(
    session: Session, scope: Scope, connection_id: UUID, since: datetime, after: UUID, limit: int
) -> list[ShippedRow]:
    """Those whose id is above `after`."""
    scope.require("orders.read")
    found = session.execute(
        text(
            "SELECT p.id, o.number, p.status, p.carrier, p.tracking_number, p.shipped_at, p.invoice_number"
            f" {_LEFT} AND p.id > :after ORDER BY p.id LIMIT :limit"
        ),
        {"connection": connection_id, "since": since, "after": after, "limit": limit},
    )
    return [ShippedRow(*row) for row in found]


def count(session: Session, scope: Scope, connection_id: UUID, since: datetime) -> int:
    scope.require("orders.read")
    found: int = session.execute(
        text(f"SELECT count(*) {_LEFT}"), {"connection": connection_id, "since": since}
    ).scalar_one()
    return found
