"""Repair: say which variant an unmapped line means; its order, and the next ones, go on."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import summary, timeline
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.errors import RepairMissing
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
    sku = session.execute(text("SELECT sku FROM variant WHERE id = :id"), {"id": variant_id}).scalar()
    if sku is None:
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
    waiting = session.execute(
        text(
            "SELECT r.id AS repair_id, l.id, l.order_id, l.quantity - l.cancelled_quantity AS wanted, p.status"
            " FROM repair r JOIN order_line l ON l.id = r.order_line_id"
            " JOIN shipment_package p ON p.id = l.package_id"
            " WHERE r.connection_id IS NOT DISTINCT FROM :connection AND r.kind = 'unmapped_line'"
            "  AND r.resolved_at IS NULL AND l.variant_id IS NULL"
            "  AND (l.id = :line OR (l.sku IS NOT DISTINCT FROM :sku AND l.barcode IS NOT DISTINCT FROM :barcode"
            "   AND (l.sku IS NOT NULL OR l.barcode IS NOT NULL)))"
            " ORDER BY l.id FOR UPDATE OF r, l"
        ),
        {"connection": line.connection_id, "line": line.id, "sku": line.sku, "barcode": line.barcode},
    ).all()
    session.execute(
        text("UPDATE order_line SET variant_id = :variant WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"variant": variant_id, "ids": [row.id for row in waiting]},
    )
    session.execute(
        text(
            "UPDATE repair SET resolved_at = now(), resolved_by = :user WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"user": scope.user_id, "ids": [row.repair_id for row in waiting]},
    )
    _match_listing(session, line.connection_id, line.sku, line.barcode, variant_id)
    stock.reserve(
        session,
        scope,
        [
            Demand(row.order_id, row.id, variant_id, row.wanted, line.connection_id)
            for row in waiting
            if rules.is_holding(OrderStatus(row.status)) and row.wanted > 0
        ],
    )
    timeline.write(session, scope, [(row.order_id, "repaired", {"sku": sku}) for row in waiting])
    summary.refresh(session, {row.order_id for row in waiting})
    live.tell(session, scope.merchant_id, "repairs.changed")
    return len(waiting)


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
