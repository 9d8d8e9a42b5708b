"""Steps people take with orders: accept, pack, ship, cancel; notes and tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.customers import actions as customers
from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import companions, summary, timeline
from prapazar.domain.orders.enums import CancelReason, OrderStatus
from prapazar.domain.orders.errors import OrderMissing
from prapazar.domain.stock import actions as stock
from prapazar.foundation import live, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class MoveResult:
    """Order numbers that moved, and those whose status does not lead there."""

    moved: tuple[str, ...]
    refused: tuple[str, ...]


def move(
    session: Session,
    scope: Scope,
    order_ids: Sequence[UUID],
    wanted: OrderStatus,
    *,
    tracking_number: str | None = None,
    tracking_numbers: Mapping[UUID, str | None] | None = None,
    carrier: str | None = None,
    reason: CancelReason = CancelReason.OUT_OF_STOCK,
    package_ids: Sequence[UUID] | None = None,
) -> MoveResult:
    """Move every package of the orders one step, or those named alone, and have each channel told.

    What travels in the parcel of one of them goes with it, but for cancelling. `tracking_numbers` are by package,
    where each has its own.
    Cancelling gives the stock back; shipping takes it from the shelf.
    """
    scope.require("orders.write")
    found = session.execute(
        text(
            "SELECT p.id, p.order_id, coalesce(p.connection_id, h.connection_id) AS connection_id, p.external_id,"
            " p.status, o.number FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
            " LEFT JOIN shipment_package h ON h.id = p.split_from_id WHERE p.id IN (WITH named AS"
            "  (SELECT n.id FROM shipment_package n WHERE n.order_id = ANY(CAST(:ids AS uuid[]))"
            "   AND (CAST(:packages AS uuid[]) IS NULL OR n.id = ANY(CAST(:packages AS uuid[]))))"
            "  SELECT id FROM named UNION SELECT m.id FROM shipment_package m JOIN named ON m.merged_into_id = named.id"
            "   WHERE :together)"
            " AND p.status NOT IN ('unpacked', 'cancelled') ORDER BY p.id FOR UPDATE OF p"
        ),
        {
            "ids": list(order_ids),
            "packages": None if package_ids is None else list(package_ids),
            "together": wanted is not OrderStatus.CANCELLED,
        },
    ).all()
    going = [row for row in found if rules.is_step_allowed(OrderStatus(row.status), wanted)]
    refused = {row.number for row in found} - {row.number for row in going}
    if not going:
        return MoveResult((), tuple(sorted(refused)))
    numbers = tracking_numbers or {}
    session.execute(
        text(
            "UPDATE shipment_package SET status = CAST(:status AS text), carrier = coalesce(:carrier, carrier),"
            " tracking_number = coalesce(u.number, tracking_number),"
            " shipped_at = CASE WHEN CAST(:status AS text) = 'shipped' THEN now() ELSE shipped_at END"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:numbers AS text[])) AS u(id, number)"
            " WHERE shipment_package.id = u.id"
        ),
        {
            "status": wanted.value,
            "carrier": carrier,
            "ids": [row.id for row in going],
            "numbers": [numbers.get(row.id, tracking_number) for row in going],
        },
    )
    _settle_stock(session, scope, [row.id for row in going], wanted)
    if wanted is OrderStatus.CANCELLED:
        companions.free(session, [row.id for row in going])
        companions.end_parts(session, scope, [row.id for row in going], wanted.value)
    for row in going:
        if row.connection_id:
            _report(
                session,
                scope,
                row.connection_id,
                row.id,
                {
                    "status": wanted.value,
                    "carrier": carrier,
                    "tracking_number": numbers.get(row.id, tracking_number),
                    "reason": reason.value,
                },
            )
    why = {"reason": reason.value} if wanted is OrderStatus.CANCELLED else {}
    moved = {row.order_id for row in going}
    summary.refresh(session, moved)
    customers.mark_waiting(session, scope, scope.merchant_id, list(moved))
    timeline.write(
        session,
        scope,
        [
            (
                row.order_id,
                "status",
                {"package": row.external_id, "was": row.status, "is": wanted.value, **why},
            )
            for row in going
        ],
    )
    live.tell(session, scope.merchant_id, "orders.changed")
    return MoveResult(tuple(sorted({row.number for row in going})), tuple(sorted(refused)))


def _settle_stock(session: Session, scope: Scope, package_ids: list[UUID], wanted: OrderStatus) -> None:
    if wanted not in {OrderStatus.CANCELLED, OrderStatus.SHIPPED}:
        return
    lines = list(
        session.execute(
            text("SELECT id FROM order_line WHERE package_id = ANY(CAST(:ids AS uuid[]))"),
            {"ids": package_ids},
        ).scalars()
    )
    if wanted is OrderStatus.CANCELLED:
        stock.release(session, scope, lines)
    else:
        stock.ship(session, scope, lines)


def _report(
    session: Session, scope: Scope, connection_id: UUID, package_id: UUID, values: dict[str, str | None]
) -> None:
    """Steps of a package are told one by one, in order: none may swallow another."""
    payload = {"package_id": str(package_id), "user_id": str(scope.user_id or ""), **values}
    outbox.append(session, scope.merchant_id, Topic.REPORT_STATUS.value, connection_id, new_id(), payload)


def add_note(session: Session, scope: Scope, order_id: UUID, note: str) -> None:
    scope.require("orders.write")
    _must_exist(session, order_id)
    timeline.write(session, scope, [(order_id, "note", {"text": note.strip()[:2000]})])


def set_tags(session: Session, scope: Scope, order_ids: Sequence[UUID], tags: Sequence[str]) -> None:
    scope.require("orders.write")
    clean = list(dict.fromkeys(tag.strip()[:40] for tag in tags if tag.strip()))[:20]
    session.execute(
        text(
            "UPDATE purchase_order SET tags = :tags, updated_at = now() WHERE id = ANY(CAST(:ids AS uuid[]))"
        ).bindparams(bindparam("tags", type_=JSONB)),
        {"tags": clean, "ids": list(order_ids)},
    )
    timeline.write(session, scope, [(one, "tags", {"tags": ", ".join(clean)}) for one in order_ids])


def _must_exist(session: Session, order_id: UUID) -> None:
    if (
        session.execute(text("SELECT 1 FROM purchase_order WHERE id = :id"), {"id": order_id}).scalar()
        is None
    ):
        raise OrderMissing


def add_tag(session: Session, connection_id: UUID, external_ids: Sequence[str], tag: str) -> None:
    """To orders of one channel by its own numbers; one that bears it already stays as it is."""
    session.execute(
        text(
            "UPDATE purchase_order SET tags = tags || to_jsonb(CAST(:tag AS text)), updated_at = now()"
            " WHERE connection_id = :connection AND external_id = ANY(CAST(:ids AS text[]))"
            " AND NOT tags @> to_jsonb(CAST(:tag AS text))"
        ),
        {"tag": tag, "connection": connection_id, "ids": list(external_ids)},
    )


def add_tag_to(session: Session, scope: Scope, order_ids: Sequence[UUID], tag: str) -> None:
    """Beside those the orders bear already."""
    scope.require("orders.write")
    session.execute(
        text(
            "UPDATE purchase_order SET tags = tags || to_jsonb(CAST(:tag AS text)), updated_at = now()"
            " WHERE id = ANY(CAST(:ids AS uuid[])) AND NOT tags @> to_jsonb(CAST(:tag AS text))"
        ),
        {"tag": tag.strip()[:40], "ids": list(order_ids)},
    )
    timeline.write(session, scope, [(one, "tags", {"tags": tag.strip()[:40]}) for one in order_ids])
