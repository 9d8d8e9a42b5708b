"""Reads of picking lists: all of them, and one by order or along the shelves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.packing import rules
from prapazar.domain.packing.errors import PickingMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class ListRow:
    id: UUID
    number: str
    status: str
    person: str | None
    packages: int
    units: int
    picked: int
    missing: int
    created_at: datetime
    printed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PickRow:
    """Units of one article for one box."""

    id: UUID
    box: int
    order_number: str
    package: str
    channel: str | None
    shelf: str
    name: str
    sku: str
    barcode: str
    image: str
    quantity: int
    picked: int
    missing: int

    @property
    def left(self) -> int:
        return self.quantity - self.picked - self.missing


@dataclass(frozen=True, slots=True)
class Stop:
    """One article at one shelf, for all boxes that want it."""

    shelf: str
    name: str
    sku: str
    barcode: str
    image: str
    rows: tuple[PickRow, ...]

    @property
    def quantity(self) -> int:
        return sum(row.quantity for row in self.rows)

    @property
    def picked(self) -> int:
        return sum(row.picked for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def boxes(self) -> str:
        """`1, 3 (2)`: box 3 gets two."""
        counts: dict[int, int] = {}
        for row in self.rows:
            counts[row.box] = counts.get(row.box, 0) + row.quantity
        return ", ".join(
            str(box) if count == 1 else f"{box} ({count})" for box, count in sorted(counts.items())
        )


_LISTS = text(
    "SELECT k.id, k.number, k.status, u.name, k.package_count, k.unit_count, coalesce(s.picked, 0),"
    " coalesce(s.missing, 0), k.created_at, k.printed_at FROM picking_list k"
    " LEFT JOIN app_user u ON u.id = k.user_id LEFT JOIN LATERAL (SELECT sum(picked) AS picked,"
    "  sum(missing) AS missing FROM picking_line l WHERE l.list_id = k.id) s ON true"
    " WHERE k.merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR k.id = :id)"
    " ORDER BY k.created_at DESC, k.id DESC LIMIT :most"
)
_ROWS = text(
    "SELECT l.id, l.box, o.number, p.external_id, c.name, l.shelf,"
    " coalesce(pr.name || coalesce(' ' || nullif(v.name, ''), ''), x.title), coalesce(v.sku, x.sku, ''),"
    " coalesce(v.barcode, x.barcode, ''), coalesce(pr.images ->> 0, ''), l.quantity, l.picked, l.missing"
    " FROM picking_line l JOIN shipment_package p ON p.id = l.package_id JOIN purchase_order o ON o.id = p.order_id"
    " JOIN order_line x ON x.id = l.order_line_id LEFT JOIN connection c ON c.id = o.connection_id"
    " LEFT JOIN variant v ON v.id = l.component_id LEFT JOIN product pr ON pr.id = v.product_id"
    " WHERE l.list_id = :id ORDER BY l.box, l.id"
)


def lists(session: Session, scope: Scope, most: int = 50) -> list[ListRow]:
    """Newest first."""
    scope.require("orders.read")
    found = session.execute(_LISTS, {"merchant": scope.merchant_id, "id": None, "most": most})
    return [ListRow(*row) for row in found]


def one(session: Session, scope: Scope, list_id: UUID) -> tuple[ListRow, list[PickRow]]:
    """Its lines by box. Raises PickingMissing."""
    scope.require("orders.read")
    found = session.execute(_LISTS, {"merchant": scope.merchant_id, "id": list_id, "most": 1}).one_or_none()
    if found is None:
        raise PickingMissing(list_id)
    return ListRow(*found), [PickRow(*row) for row in session.execute(_ROWS, {"id": list_id})]


def stops(rows: Iterable[PickRow]) -> list[Stop]:
    """Along the shelves, in walking order."""
    kept: dict[tuple[str, str, str], list[PickRow]] = {}
    for row in rows:
        kept.setdefault((row.shelf, row.sku or row.name, row.barcode), []).append(row)
    made = [
        Stop(first.shelf, first.name, first.sku, first.barcode, first.image, tuple(same))
        for same in kept.values()
        for first in same[:1]
    ]
    return sorted(made, key=lambda stop: (rules.walk(stop.shelf), stop.name))


def by_order(rows: Sequence[PickRow]) -> list[tuple[int, list[PickRow]]]:
    """Box by box."""
    kept: dict[int, list[PickRow]] = {}
    for row in rows:
        kept.setdefault(row.box, []).append(row)
    return sorted(kept.items())
