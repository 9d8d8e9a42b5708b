"""Reports to channels: what is told about a package, and what came of telling it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.actions.park import park
from prapazar.domain.orders.enums import CancelReason, RepairKind
from prapazar.foundation import outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

NAMELESS = "nameless"
"""Among a repair's values where not even the record's own number could be read: since when it may have changed."""


@dataclass(frozen=True, slots=True)
class ReportedPackage:
    id: UUID
    order_id: UUID
    external_id: str
    """Of a part its whole's: that is the one the channel knows."""
    invoice_number: str | None
    lines: dict[str, int]
    """Units by the channel's line id."""
    is_part: bool = False
    """We split it off, and the channel does not know."""


def package(session: Session, package_id: UUID) -> ReportedPackage | None:
    row = session.execute(
        text(
            "SELECT p.id, p.order_id, coalesce(w.external_id, p.external_id), p.invoice_number,"
            " coalesce(jsonb_object_agg(l.external_id, l.quantity - l.cancelled_quantity)"
            "  FILTER (WHERE l.quantity > l.cancelled_quantity), '{}') AS lines, p.split_from_id IS NOT NULL"
            " FROM shipment_package p JOIN order_line l ON l.package_id = p.id"
            " LEFT JOIN shipment_package w ON w.id = p.split_from_id WHERE p.id = :id GROUP BY p.id, w.id"
        ),
        {"id": package_id},
    ).one_or_none()
    return ReportedPackage(*row) if row else None


def record_report(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    told: ReportedPackage,
    status: str,
    refusal: tuple[str, str] | None,
    *,
    reason: str = CancelReason.OUT_OF_STOCK.value,
) -> None:
    """In the timeline; a refusal also becomes a repair, since the channel now believes something else."""
    if refusal is None:
        timeline.write(session, scope, [(told.order_id, "reported", {"status": status})])
        return
    code, detail = refusal
    timeline.write(
        session, scope, [(told.order_id, "report_failed", {"status": status, "detail": detail[:300]})]
    )
    park(
        session,
        scope,
        connection_id,
        RepairKind.REPORT,
        f"{told.external_id}/{status}",
        code=code,
        values={"status": status, "detail": detail[:300], "package_id": str(told.id), "reason": reason},
        order_id=told.order_id,
    )


def report_again(session: Session, scope: Scope, repair_id: UUID) -> bool:
    """Tell the channel once more; False when the repair is no refused report."""
    scope.require("repairs.write")
    row = session.execute(
        text(
            "UPDATE repair SET resolved_at = now(), resolved_by = :user WHERE id = :id AND kind = :kind"
            " AND resolved_at IS NULL RETURNING connection_id, values, order_id"
        ),
        {"id": repair_id, "kind": RepairKind.REPORT.value, "user": scope.user_id},
    ).one_or_none()
    if row is None:
        return False
    parcel = session.execute(
        text("SELECT carrier, tracking_number FROM shipment_package WHERE id = :id"),
        {"id": UUID(row.values["package_id"])},
    ).one_or_none()
    payload = {
        "package_id": row.values["package_id"],
        "status": row.values["status"],
        "carrier": parcel.carrier if parcel else None,
        "tracking_number": parcel.tracking_number if parcel else None,
        "reason": row.values.get("reason", CancelReason.OUT_OF_STOCK.value),
    }
    # A key of its own: two refused steps of a package, tried again at once, are two.
    outbox.append(session, scope.merchant_id, Topic.REPORT_STATUS.value, row.connection_id, new_id(), payload)
    return True


def read_again(session: Session, scope: Scope, repair_id: UUID) -> bool:
    """Have a worker fetch a parked package anew; False when the repair is no unreadable record."""
    scope.require("repairs.write")
    row = session.execute(
        text(
            "SELECT connection_id, external_id, values FROM repair WHERE id = :id AND kind = 'unreadable'"
            " AND resolved_at IS NULL"
        ),
        {"id": repair_id},
    ).one_or_none()
    if row is None:
        return False
    outbox.append(
        session,
        scope.merchant_id,
        Topic.REFETCH.value,
        row.connection_id,
        repair_id,
        _asked_again(row),
    )
    return True


def _asked_again(row: Row[Any]) -> dict[str, str]:
    since = row.values.get(NAMELESS)
    return {"external_id": row.external_id, **({"since": since} if since else {})}


def read_again_all(
    session: Session, scope: Scope, connection_id: UUID, code: str, details: Sequence[str]
) -> int:
    """Have a worker fetch anew what was parked for one of these words, now that it is known. Returns how many."""
    parked = session.execute(
        text(
            "SELECT id, external_id, values FROM repair"
            " WHERE connection_id = :connection AND kind = 'unreadable' AND code = :code"
            " AND values ->> 'detail' = ANY(CAST(:details AS text[])) AND resolved_at IS NULL ORDER BY id"
        ),
        {"connection": connection_id, "code": code, "details": list(details)},
    ).all()
    for row in parked:
        outbox.append(
            session, scope.merchant_id, Topic.REFETCH.value, connection_id, row.id, _asked_again(row)
        )
    return len(parked)


def count_between(session: Session, connection_id: UUID, since: datetime, until: datetime) -> int:
    """Packages we have of orders placed in the half-open window, parked ones included: they are known."""
    found: int = session.execute(
        text(
            "SELECT (SELECT count(*) FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
            "  WHERE p.connection_id = :connection AND o.ordered_at >= :since AND o.ordered_at < :until)"
            " + (SELECT count(*) FROM repair WHERE connection_id = :connection AND kind = 'unreadable'"
            "  AND resolved_at IS NULL AND created_at >= :since)"
        ),
        {"connection": connection_id, "since": since, "until": until},
    ).scalar_one()
    return found


def known_orders(session: Session, connection_id: UUID, numbers: Sequence[str]) -> set[str]:
    """Those of a channel's order numbers that are in the books."""
    found = session.execute(
        text(
            "SELECT external_id FROM purchase_order WHERE connection_id = :connection"
            " AND external_id = ANY(CAST(:numbers AS text[]))"
        ),
        {"connection": connection_id, "numbers": list(numbers)},
    )
    return set(found.scalars())
