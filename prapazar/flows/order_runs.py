"""One action for many orders: at once for a screenful, by a worker for all that match."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.bulk import actions
from prapazar.domain.orders.bulk.actions import Failure, Part
from prapazar.domain.orders.bulk.enums import WHOLE, BulkKind
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.orders.routing import queries as routes
from prapazar.domain.orders.senders import AT_SUPPLIERS, OWN
from prapazar.domain.packing import actions as packing
from prapazar.domain.packing.errors import NothingToPick
from prapazar.flows import shipment_desk
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Scope, system_scope

AT_ONCE = 50
"""More are left to a worker."""
PART = 20
_LEASE = timedelta(minutes=10)

Step = Callable[[Session, Scope, UUID, Mapping[str, Any]], str]
"""Does it to one order and says what kept it from it: a code of foundation.texts, "" for nothing."""


def start(
    scope: Scope, kind: BulkKind, order_ids: Sequence[UUID], values: Mapping[str, Any] | None = None
) -> UUID:
    """The run; it is over already when the orders were few."""
    by_worker = len(order_ids) > AT_ONCE
    with db.transaction(scope) as session:
        run_id = actions.begin(session, scope, kind, order_ids, values or {}, by_worker=by_worker)
    if not by_worker:
        _work(scope, run_id)
    return run_id


def carry_on(run_id: UUID) -> None:
    """Begun or left by a worker that died: either way with the next order."""
    with db.exclusive(f"{Topic.BULK.value}:{run_id}") as is_mine:
        if not is_mine:
            return
        with db.system_transaction() as session:
            merchant_id = session.execute(
                text("SELECT merchant_id FROM order_run WHERE id = :id"), {"id": run_id}
            ).scalar()
        if merchant_id is None:
            return
        scope = system_scope(merchant_id)
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.BULK.value, run_id, 10, _LEASE)
        _work(scope, run_id)
        with db.transaction(scope) as session:
            outbox.finish(session, [claim.id for claim in claims])


def _work(scope: Scope, run_id: UUID) -> None:
    while db.retried(scope, lambda session: _do_part(session, scope, run_id)):
        pass
    with db.transaction(scope) as session:
        actions.finish(session, scope, run_id)


def _do_part(session: Session, scope: Scope, run_id: UUID) -> bool:
    """False where nothing is left."""
    part = actions.next_part(session, run_id, PART)
    if part is None:
        return False
    actor = replace(scope, user_id=part.user_id, locale=part.locale)
    if part.kind in WHOLE:
        whole = actions.next_part(session, run_id, 1_000_000) or part
        made, failures = _together(session, actor, whole)
        actions.record(session, actor, run_id, len(whole.order_ids), failures, made)
        return True
    numbers = _numbers(session, part.order_ids)
    failures = []
    for order_id in part.order_ids:
        code = _STEPS[part.kind](session, actor, order_id, part.values)
        if code:
            failures.append(Failure(order_id, numbers.get(order_id, ""), code))
    actions.record(session, actor, run_id, len(part.order_ids), failures)
    return True


def _together(session: Session, scope: Scope, part: Part) -> tuple[UUID | None, list[Failure]]:
    numbers = _numbers(session, part.order_ids)
    if part.kind is BulkKind.MERGE:
        refused = set(packing.merge(session, scope, part.order_ids).refused)
        left = [one for one in part.order_ids if numbers.get(one) in refused]
        return None, [Failure(one, numbers[one], "orders.not_merged") for one in left]
    try:
        made = packing.make_list(session, scope, part.order_ids)
    except NothingToPick:
        return None, [Failure(one, numbers.get(one, ""), "orders.not_to_pick") for one in part.order_ids]
    listed = set(
        session.execute(
            text(
                "SELECT DISTINCT p.order_id FROM picking_line l JOIN shipment_package p ON p.id = l.package_id"
                " WHERE l.list_id = :id"
            ),
            {"id": made},
        ).scalars()
    )
    left = [one for one in part.order_ids if one not in listed]
    return made, [Failure(one, numbers.get(one, ""), "orders.not_to_pick") for one in left]


def _numbers(session: Session, order_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = session.execute(
        text("SELECT id, number FROM purchase_order WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(order_ids)},
    )
    return {row.id: row.number for row in found}


def _moving(wanted: OrderStatus, *before: OrderStatus) -> Step:
    """`before`: steps taken on the way by an order that stands further back."""

    def step(session: Session, scope: Scope, order_id: UUID, values: Mapping[str, Any]) -> str:
        del values
        ours = None if wanted is OrderStatus.CANCELLED else _ours(session, order_id)
        for earlier in before:
            orders.move(session, scope, [order_id], earlier, package_ids=ours)
        moved = orders.move(session, scope, [order_id], wanted, package_ids=ours).moved
        return "" if moved else "orders.step_refused"

    return step


def _ours(session: Session, order_id: UUID) -> list[UUID] | None:
    """Of an order that we and a supplier send, our own part; None: the whole of any other one."""
    found = session.execute(
        text(
            f"SELECT p.id FROM shipment_package p WHERE p.order_id = :id AND {OWN} AND p.order_id IN ({AT_SUPPLIERS}"
            "  AND p.order_id = :id) AND p.status NOT IN ('cancelled', 'unpacked')"
        ),
        {"id": order_id},
    )
    return list(found.scalars()) or None


def _label(session: Session, scope: Scope, order_id: UUID, values: Mapping[str, Any]) -> str:
    """One shipment for each parcel; what lies in another order's parcel needs none."""
    del values
    packages = list(
        session.execute(
            text(
                "SELECT id FROM shipment_package WHERE order_id = :id AND merged_into_id IS NULL"
                " AND status NOT IN ('cancelled', 'unpacked') ORDER BY id"
            ),
            {"id": order_id},
        ).scalars()
    )
    opened = shipment_desk.open_now(session, scope, packages)
    return next(iter(opened.refused.values()), "") if not opened.shipments else ""


def _route(session: Session, scope: Scope, order_id: UUID, values: Mapping[str, Any]) -> str:
    packages = routes.packages_of(session, [order_id])
    if not packages:
        return "orders.step_refused"
    if values.get("warehouse_id"):
        routing.assign(session, scope, packages, UUID(str(values["warehouse_id"])))
        code = ""
    else:
        code = "" if routing.route(session, scope, packages) else "orders.no_rule"
    packing.leave(session, scope, packages)
    return code


def _note(session: Session, scope: Scope, order_id: UUID, values: Mapping[str, Any]) -> str:
    orders.add_note(session, scope, order_id, str(values.get("text", "")))
    return ""


def _tag(session: Session, scope: Scope, order_id: UUID, values: Mapping[str, Any]) -> str:
    orders.add_tag_to(session, scope, [order_id], str(values.get("text", "")))
    return ""


_STEPS: Final[dict[BulkKind, Step]] = {
    BulkKind.ACCEPT: _moving(OrderStatus.PICKING),
    BulkKind.PACK: _moving(OrderStatus.PACKED, OrderStatus.PICKING),
    BulkKind.SHIP: _moving(OrderStatus.SHIPPED, OrderStatus.PICKING),
    BulkKind.CANCEL: _moving(OrderStatus.CANCELLED),
    BulkKind.LABEL: _label,
    BulkKind.ROUTE: _route,
    BulkKind.NOTE: _note,
    BulkKind.TAG: _tag,
}
"""Each for one order. What is offered on a screen is what stands here or in WHOLE."""


def offered() -> list[BulkKind]:
    return [kind for kind in BulkKind if kind in _STEPS or kind in WHOLE]
