"""Repair: say which variant an unmapped line means; its order, and the next ones, go on."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions as customers
from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import lines as order_lines
from prapazar.domain.orders.actions import summary, timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.errors import RepairMissing
from prapazar.domain.orders.records import IncomingLine
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import Demand
from prapazar.domain.stock.errors import VariantUnknown
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def map_line(session: Session, scope: Scope, repair_id: UUID, variant_id: UUID) -> int:
    """Maps every waiting line of the same article on that channel. Returns how many lines were mended.

    The listing of that article is matched too, so that the next order finds its way by itself.
    """
    scope.require("repairs.write")
    if session.execute(text("SELECT 1 FROM variant WHERE id = :id"), {"id": variant_id}).scalar() is None:
        raise VariantUnknown([variant_id])
    line = session.execute(
        text(
            "SELECT r.connection_id, l.sku, l.barcode, l.id FROM repair r JOIN order_line l ON l.id = r.order_line_id"
            " WHERE r.id = :id AND r.resolved_at IS NULL AND r.kind = 'unmapped_line'"
        ),
        {"id": repair_id},
    ).one_or_none()
    if line is None:
        raise RepairMissing
    _match_listing(session, line.connection_id, line.sku, line.barcode, variant_id)
    alike = (
        " AND (l.id = :line OR (l.sku IS NOT DISTINCT FROM :sku AND l.barcode IS NOT DISTINCT FROM :barcode"
        " AND (l.sku IS NOT NULL OR l.barcode IS NOT NULL)))"
    )
    values = {"connection": line.connection_id, "line": line.id, "sku": line.sku, "barcode": line.barcode}
    waiting = _waiting(session, alike, values)
    _mend(session, scope, line.connection_id, [(row, variant_id) for row in waiting])
    return len(waiting)


def map_found(session: Session, scope: Scope, connection_id: UUID) -> int:
    """Lines whose article has become known meanwhile, by a match or a new product, are mended. Returns how many."""
    waiting = _waiting(session, "", {"connection": connection_id})
    if not waiting:
        return 0
    variants = order_lines.find_variants(session, scope, connection_id, (_as_line(row) for row in waiting))
    found = [
        (row, variant_id)
        for row in waiting
        if (variant_id := variants[order_lines.keys_of(_as_line(row))]) is not None
    ]
    _mend(session, scope, connection_id, found)
    return len(found)


def _waiting(session: Session, condition: str, values: dict[str, Any]) -> Sequence[Row[Any]]:
    """Unmapped lines of a connection with their open repairs, locked, oldest first and at most five hundred."""
    return session.execute(
        text(
            "SELECT r.id AS repair_id, l.id, l.order_id, l.sku, l.barcode, l.title, p.status,"
            " l.quantity - l.cancelled_quantity AS wanted FROM repair r JOIN order_line l ON l.id = r.order_line_id"
            " JOIN shipment_package p ON p.id = l.package_id"
            " WHERE r.connection_id IS NOT DISTINCT FROM :connection AND r.kind = 'unmapped_line'"
            f"  AND r.resolved_at IS NULL AND l.variant_id IS NULL{condition}"
            " ORDER BY l.id LIMIT 500 FOR UPDATE OF r, l"
        ),
        values,
    ).all()


def _as_line(row: Row[Any]) -> IncomingLine:
    """As much of an incoming line as finding its variant takes."""
    zero = Decimal(0)
    return IncomingLine(
        external_id="",
        listing_external_id=None,
        sku=row.sku,
        barcode=row.barcode,
        title=row.title,
        quantity=row.wanted,
        cancelled_quantity=0,
        unit_price=zero,
        discount=zero,
        total=zero,
        vat_rate=None,
        commission_rate=None,
    )


def _mend(
    session: Session, scope: Scope, connection_id: UUID | None, found: Sequence[tuple[Row[Any], UUID]]
) -> None:
    if not found:
        return
    session.execute(
        text(
            "UPDATE order_line l SET variant_id = n.variant_id FROM unnest(CAST(:ids AS uuid[]),"
            " CAST(:variants AS uuid[])) AS n(id, variant_id) WHERE l.id = n.id"
        ),
        {"ids": [row.id for row, _ in found], "variants": [variant_id for _, variant_id in found]},
    )
    session.execute(
        text(
            "UPDATE repair SET resolved_at = now(), resolved_by = :user WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"user": scope.user_id, "ids": [row.repair_id for row, _ in found]},
    )
    stock.reserve(
        session,
        scope,
        [
            Demand(row.order_id, row.id, variant_id, row.wanted, connection_id)
            for row, variant_id in found
            if rules.is_holding(OrderStatus(row.status)) and row.wanted > 0
        ],
    )
    skus = _skus(session, {variant_id for _, variant_id in found})
    timeline.write(
        session, scope, [(row.order_id, "repaired", {"sku": skus[variant]}) for row, variant in found]
    )
    repaired = {row.order_id for row, _ in found}
    summary.refresh(session, repaired)
    customers.mark_waiting(session, scope, scope.merchant_id, sorted(repaired))
    live.tell(session, scope.merchant_id, "repairs.changed")


def _skus(session: Session, variant_ids: Collection[UUID]) -> dict[UUID, str]:
    found = session.execute(
        text("SELECT id, sku FROM variant WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": list(variant_ids)}
    )
    return {row.id: row.sku for row in found}


def _match_listing(
    session: Session, connection_id: UUID | None, sku: str | None, barcode: str | None, variant_id: UUID
) -> None:
    session.execute(
        text(
            "UPDATE listing SET variant_id = :variant, match = 'matched', suggested_variant_id = NULL"
            " WHERE connection_id = :connection AND match <> 'matched'"
            "  AND ((CAST(:barcode AS text) IS NOT NULL AND barcode = :barcode)"
            "   OR (CAST(:sku AS text) IS NOT NULL AND sku = :sku))"
        ),
        {"variant": variant_id, "connection": connection_id, "sku": sku, "barcode": barcode},
    )
