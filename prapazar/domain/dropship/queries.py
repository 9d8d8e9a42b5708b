"""Reads of what is routed to suppliers; whoever belongs to one is shown its rows by the database, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.dropship.rules import SPANS, Score
from prapazar.domain.orders.views import DUE, due_ends, due_span
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

OPEN: Final = ("new", "picking", "packed")
VIEWS: Final = {
    "waiting": OPEN,
    "shipped": ("shipped", "delivered", "undelivered", "returned"),
    "cancelled": ("cancelled",),
}
_DAYS: Final = {days: timedelta(days=days) for days in SPANS}
_MOST: Final = 30_000
"""Counted at most, the most urgent."""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package without a word about its buyer, and without a price."""

    id: UUID
    order_id: UUID
    number: str
    supplier: str
    status: str
    ordered_at: datetime
    ship_by_at: datetime | None
    shipped_at: datetime | None
    carrier: str | None
    tracking_number: str | None
    units: int
    goods: str
    """The first of its articles."""
    articles: int


@dataclass(frozen=True, slots=True)
class GoodsLine:
    sku: str | None
    barcode: str | None
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class After:
    """Where the page before ended."""

    at: datetime
    id: UUID


_FROM = (
    " FROM warehouse w JOIN shipment_package p ON p.warehouse_id = w.id JOIN purchase_order o ON o.id = p.order_id"
    " WHERE w.merchant_id = :merchant AND w.is_supplier"
)
_COLUMNS = (
    "p.id, p.order_id, o.number, w.name AS supplier, p.status, o.ordered_at, o.ship_by_at, p.shipped_at, p.carrier,"
    " p.tracking_number, coalesce(g.units, 0) AS units, coalesce(g.goods, '') AS goods, coalesce(g.articles, 0)"
    " AS articles"
)
_GOODS = (
    " LEFT JOIN LATERAL (SELECT sum(l.quantity - l.cancelled_quantity) AS units, min(l.title) AS goods,"
    "  count(*) AS articles FROM order_line l WHERE l.package_id = p.id AND l.quantity > 0) g ON true"
)
# Without a deadline they stand behind those that have one; what is done stands newest first.
_DUE = "coalesce(o.ship_by_at, o.ordered_at + interval '1000 days')"
_NO_DEADLINE = timedelta(days=1000)


def packages(
    session: Session, scope: Scope, view: str = "waiting", *, due: str = "", cursor: str = "", limit: int = 50
) -> list[PackageRow]:
    """Waiting ones by deadline, others newest first; `cursor` as `cursor` gives it. Raises ValueError for another.

    `due`: of those that wait, the ones with this of DUE left.
    """
    scope.require("supplies.read")
    after = _after(cursor) if cursor else None
    statuses = VIEWS.get(view, OPEN)
    key, direction, beyond = (_DUE, "ASC", ">") if statuses == OPEN else ("o.ordered_at", "DESC", "<")
    behind = f" AND ({key}, p.id) {beyond} (CAST(:at AS timestamptz), CAST(:id AS uuid))" if after else ""
    since, until = due_span(due if statuses == OPEN else "")
    if since:
        behind += " AND o.ship_by_at >= :due_since"
    if until:
        behind += " AND o.ship_by_at < :due_until"
    if since or until:
        behind += " AND NOT o.is_test"
    found = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM (SELECT p.id AS package_id, {key} AS place {_FROM}"
            f"  AND p.status = ANY(CAST(:statuses AS text[])){behind} ORDER BY {key} {direction}, p.id {direction}"
            "  LIMIT :limit) r JOIN shipment_package p ON p.id = r.package_id"
            " JOIN purchase_order o ON o.id = p.order_id JOIN warehouse w ON w.id = p.warehouse_id"
            f"{_GOODS} ORDER BY r.place {direction}, p.id {direction}"
        ),
        {
            "merchant": scope.merchant_id,
            "statuses": list(statuses),
            "limit": min(limit, 200),
            **({"due_since": since} if since else {}),
            **({"due_until": until} if until else {}),
            **({"at": after.at, "id": after.id} if after else {}),
        },
    )
    return [_package(row) for row in found]


def cursor(row: PackageRow, view: str) -> str:
    """For the page behind this row."""
    waits = VIEWS.get(view, OPEN) == OPEN
    at = (row.ship_by_at or row.ordered_at + _NO_DEADLINE) if waits else row.ordered_at
    return f"{at.isoformat()}|{row.id}"


def _after(said: str) -> After:
    at, _, package_id = said.partition("|")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(said)
    return After(moment, UUID(package_id))


def _package(row: Any) -> PackageRow:  # noqa: ANN401 - a row
    return PackageRow(**{**row._mapping, "units": int(row.units)})  # noqa: SLF001 - SQLAlchemy's name for it


def package(session: Session, scope: Scope, package_id: UUID) -> PackageRow | None:
    """None: routed to nobody, or to another supplier than the person's."""
    scope.require("supplies.read")
    row = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
            f" JOIN warehouse w ON w.id = p.warehouse_id AND w.is_supplier{_GOODS} WHERE p.id = :id"
        ),
        {"id": package_id},
    ).one_or_none()
    return None if row is None else _package(row)


def seen(session: Session, scope: Scope, package_ids: Sequence[UUID]) -> set[UUID]:
    """Those of them that the person is shown: a supplier's, and of the stores they may see."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT p.id FROM shipment_package p JOIN warehouse w ON w.id = p.warehouse_id AND w.is_supplier"
            " WHERE p.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": list(package_ids)},
    )
    return set(found.scalars())


def lines(session: Session, scope: Scope, package_id: UUID) -> list[GoodsLine]:
    """What lies in it."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT l.sku, l.barcode, l.title, l.quantity - l.cancelled_quantity FROM order_line l"
            " WHERE l.package_id = :id AND l.quantity > l.cancelled_quantity ORDER BY l.id LIMIT 200"
        ),
        {"id": package_id},
    )
    return [GoodsLine(*row) for row in found]


def counts(session: Session, scope: Scope) -> dict[str, int]:
    """By view; of those shipped and cancelled the last 90 days."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT count(*) FILTER (WHERE p.status = ANY(CAST(:open AS text[]))),"
            " count(*) FILTER (WHERE p.status = ANY(CAST(:gone AS text[])) AND p.created_at > now() - :span),"
            " count(*) FILTER (WHERE p.status = 'cancelled' AND p.created_at > now() - :span)"
            " FROM warehouse w JOIN shipment_package p ON p.warehouse_id = w.id"
            " WHERE w.merchant_id = :merchant AND w.is_supplier"
        ),
        {
            "merchant": scope.merchant_id,
            "open": list(OPEN),
            "gone": list(VIEWS["shipped"]),
            "span": _DAYS[90],
        },
    ).one()
    return dict(zip(VIEWS, found, strict=True))


def clock(session: Session, scope: Scope, at: datetime | None = None) -> dict[str, int]:
    """Waiting packages by DUE."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT CASE WHEN due < :late THEN 'late' WHEN due < :two_hours THEN 'two_hours'"
            "  WHEN due < :today THEN 'today' WHEN due < :tomorrow THEN 'tomorrow' ELSE 'later' END, count(*)"
            f" FROM (SELECT o.ship_by_at AS due {_FROM} AND p.status = ANY(CAST(:open AS text[])) AND NOT o.is_test"
            "  AND o.ship_by_at IS NOT NULL ORDER BY o.ship_by_at LIMIT :most) d GROUP BY 1"
        ),
        {"merchant": scope.merchant_id, "open": list(OPEN), "most": _MOST, **due_ends(at or now())},
    ).all()
    return dict.fromkeys(DUE, 0) | {row[0]: row[1] for row in found}


_SCORE = text(
    "SELECT w.id, count(*) AS routed,"
    " count(*) FILTER (WHERE p.status <> 'cancelled' AND o.ship_by_at IS NOT NULL"
    "  AND (p.shipped_at IS NOT NULL OR o.ship_by_at < :at)) AS due,"
    " count(*) FILTER (WHERE p.status <> 'cancelled' AND p.shipped_at <= o.ship_by_at) AS on_time,"
    # The reason stands in the step that cancelled it; a buyer's change of mind has none.
    " count(*) FILTER (WHERE p.status = 'cancelled' AND EXISTS (SELECT 1 FROM order_event e"
    "  WHERE e.order_id = p.order_id AND e.kind = 'status' AND e.values ->> 'package' = p.external_id"
    "   AND e.values ->> 'is' = 'cancelled' AND e.values ->> 'reason' = 'out_of_stock')) AS wanting"
    f"{_FROM} AND o.ordered_at >= :since AND NOT o.is_test AND p.status <> 'unpacked' GROUP BY w.id"
)


# What a supplier refused is another's by now, so that it stands in the timeline alone.
_REFUSED = text(
    "SELECT w.id, count(*) AS refused, count(*) FILTER (WHERE e.values ->> 'reason' = 'out_of_stock') AS wanting"
    " FROM order_event e JOIN warehouse w ON w.id = CAST(e.values ->> 'supplier' AS uuid)"
    " WHERE e.merchant_id = :merchant AND e.kind = 'supply_refused' AND e.at >= :since GROUP BY w.id"
)


def scores(session: Session, scope: Scope, days: int, at: datetime | None = None) -> dict[UUID, Score]:
    """By supplier; one to whom nothing was routed in these days is left out."""
    scope.require("supplies.read")
    moment = at or now()
    asked = {"merchant": scope.merchant_id, "at": moment, "since": moment - _DAYS[days]}
    found = {
        row.id: Score(days, row.routed, row.due, row.on_time, row.wanting)
        for row in session.execute(_SCORE, asked)
    }
    for row in session.execute(_REFUSED, asked):
        kept = found.get(row.id, Score(days, 0, 0, 0, 0))
        found[row.id] = replace(kept, routed=kept.routed + row.refused, wanting=kept.wanting + row.wanting)
    return found


def suppliers(session: Session, scope: Scope) -> dict[UUID, str]:
    """Names; of somebody who belongs to one, that one."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT id, name FROM warehouse WHERE merchant_id = :merchant AND is_supplier ORDER BY name, id"
        ),
        {"merchant": scope.merchant_id},
    )
    return {row.id: row.name for row in found}


_RECIPIENTS = text(
    "SELECT p.id, o.buyer_name, o.shipping_address, o.city, o.district FROM shipment_package p"
    " JOIN purchase_order o ON o.id = p.order_id JOIN warehouse w ON w.id = p.warehouse_id AND w.is_supplier"
    " WHERE p.id = ANY(CAST(:ids AS uuid[])) AND p.status = ANY(CAST(:open AS text[]))"
    " AND (CAST(:supplier AS uuid) IS NULL OR p.warehouse_id = :supplier) AND o.erased_at IS NULL"
)


def recipients(
    session: Session, scope: Scope, package_ids: Sequence[UUID], supplier_id: UUID | None
) -> dict[UUID, str]:
    """Name and address for the label, by package, and only until it is shipped. As the house: see flows.dropship."""
    scope.require("orders.read")
    asked = {"ids": list(package_ids), "open": list(OPEN), "supplier": supplier_id}
    return {row.id: _written(row) for row in session.execute(_RECIPIENTS, asked)}


_PRINTABLE = text(
    "SELECT p.id, s.id AS shipment_id FROM shipment_package p JOIN warehouse w ON w.id = p.warehouse_id"
    " AND w.is_supplier JOIN purchase_order o ON o.id = p.order_id LEFT JOIN LATERAL (SELECT id, status FROM shipment"
    "  WHERE package_id = p.id AND direction = 'out' AND status <> 'cancelled' ORDER BY created_at DESC, id DESC"
    "  LIMIT 1) s ON true"
    " WHERE p.id = ANY(CAST(:ids AS uuid[])) AND p.status = ANY(CAST(:open AS text[])) AND o.erased_at IS NULL"
    " AND (CAST(:supplier AS uuid) IS NULL OR p.warehouse_id = :supplier)"
    " AND (s.status NOT IN ('waiting', 'refused') OR s.id IS NULL AND p.connection_id IS NOT NULL"
    "  AND p.tracking_number IS NOT NULL)"
)


def printable(
    session: Session, scope: Scope, package_ids: Sequence[UUID], supplier_id: UUID | None
) -> dict[UUID, UUID | None]:
    """Packages with a label, only until they are sent, and their shipments. As the house: see flows.dropship.

    None: the channel has chosen the carrier and given the number, and nobody has opened the shipment yet.
    """
    scope.require("fulfillment.read")
    asked = {"ids": list(package_ids), "open": list(OPEN), "supplier": supplier_id}
    return {row.id: row.shipment_id for row in session.execute(_PRINTABLE, asked)}


def _written(row: Any) -> str:  # noqa: ANN401 - a row
    said = row.shipping_address
    place = " ".join(part for part in (said.get("postal_code"), said.get("district") or row.district) if part)
    written = (
        said.get("name") or row.buyer_name,
        said.get("company"),
        said.get("line"),
        place,
        said.get("city") or row.city,
    )
    return "\n".join(part for part in written if part)
