"""Steps people take with orders: accept, pack, ship, cancel; notes and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import summary, timeline
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
    carrier: str | None = None,
    reason: CancelReason = CancelReason.OUT_OF_STOCK,
) -> MoveResult:
    """Move every package of the orders one step, and have each channel told.

    Cancelling gives the stock back; shipping takes it from the shelf.
    """
    scope.require("orders.write")
    found = session.execute(
        text(
            "SELECT p.id, p.order_id, p.connection_id, p.external_id, p.status, o.number FROM shipment_package p"
            " JOIN purchase_order o ON o.id = p.order_id WHERE p.order_id = ANY(CAST(:ids AS uuid[]))"
            " AND p.status NOT IN ('unpacked', 'cancelled') ORDER BY p.id FOR UPDATE OF p"
        ),
        {"ids": list(order_ids)},
    ).all()
    going = [row for row in found if rules.is_step_allowed(OrderStatus(row.status), wanted)]
    refused = {row.number for row in found} - {row.number for row in going}
    if not going:
        return MoveResult((), tuple(sorted(refused)))
    session.execute(
        text(
            "UPDATE shipment_package SET status = CAST(:status AS text), carrier = coalesce(:carrier, carrier),"
            " tracking_number = coalesce(:tracking, tracking_number),"
            " shipped_at = CASE WHEN CAST(:status AS text) = 'shipped' THEN now() ELSE shipped_at END"
            " WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {
            "status": wanted.value,
            "carrier": carrier,
            "tracking": tracking_number,
            "ids": [r.id for r in going],
        },
    )
    _settle_stock(session, scope, [row.id for row in going], wanted)
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
                    "tracking_number": tracking_number,
                    "reason": reason.value,
                },
            )
    why = {"reason": reason.value} if wanted is OrderStatus.CANCELLED else {}
    summary.refresh(session, {row.order_id for row in going})
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
