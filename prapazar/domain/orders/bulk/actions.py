"""Bulk runs: begun with the orders they are for, worked off in parts, told as they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.bulk.enums import BulkKind
from prapazar.domain.orders.bulk.models import OrderRun
from prapazar.foundation import live, outbox
from prapazar.foundation.scope import Locale, Scope

MOST_RESULTS = 1000
NEEDS = {BulkKind.LABEL: "fulfillment.write", BulkKind.INVOICE: "invoices.write"}
"""Beside what any change of an order needs."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of an order that did not go."""

    order_id: UUID
    number: str
    code: str
    detail: str = ""

    def as_plain(self) -> dict[str, str]:
        return {
            "id": str(self.order_id),
            "number": self.number,
            "code": self.code,
            "detail": self.detail[:300],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """The next orders of a run, and what is to be done with them."""

    kind: BulkKind
    values: dict[str, Any]
    order_ids: tuple[UUID, ...]
    user_id: UUID | None
    locale: Locale


def begin(
    session: Session,
    scope: Scope,
    kind: BulkKind,
    order_ids: Sequence[UUID],
    values: Mapping[str, Any],
    *,
    by_worker: bool,
) -> UUID:
    scope.require("orders.write")
    scope.require(NEEDS.get(kind, "orders.write"))
    chosen = order_ids if scope.stores is None else _seen(session, order_ids)
    run = OrderRun(
        merchant_id=scope.merchant_id,
        kind=kind.value,
        values=dict(values),
        order_ids=[str(one) for one in chosen],
        total=len(chosen),
        user_id=scope.user_id,
        locale=scope.locale,
    )
    session.add(run)
    session.flush()
    if by_worker:
        outbox.append(session, scope.merchant_id, Topic.BULK.value, run.id, run.id, {})
    live.tell(session, scope.merchant_id, "orders.run")
    return run.id


def _seen(session: Session, order_ids: Sequence[UUID]) -> list[UUID]:
    """A worker carries on who sees every store: what the person does not see is left out here."""
    found = session.execute(
        text("SELECT id FROM purchase_order WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": list(order_ids)}
    )
    seen = set(found.scalars())
    return [one for one in order_ids if one in seen]


def next_part(session: Session, run_id: UUID, most: int) -> Part | None:
    """Locked; None where nothing is left, or somebody asked to stop."""
    run = session.get(OrderRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.finished_at is not None or not run.order_ids or run.is_cancel_asked:
        return None
    run.status = "running"
    ids = tuple(UUID(one) for one in run.order_ids[:most])
    return Part(BulkKind(run.kind), run.values, ids, run.user_id, "en" if run.locale == "en" else "tr")


_DONE = text(
    "UPDATE order_run SET order_ids = (SELECT coalesce(jsonb_agg(e.value ORDER BY e.i), CAST('[]' AS jsonb)) FROM"
    "  jsonb_array_elements(order_ids) WITH ORDINALITY AS e(value, i) WHERE e.i > :count),"
    " done = done + :count, failed = failed + :failed, made_id = coalesce(:made, made_id),"
    " results = CASE WHEN jsonb_array_length(results) < :most THEN results || :results ELSE results END"
    " WHERE id = :id"
).bindparams(bindparam("results", type_=JSONB))


def record(
    session: Session,
    scope: Scope,
    run_id: UUID,
    count: int,
    failures: Sequence[Failure],
    made_id: UUID | None = None,
) -> None:
    """In the transaction that did them: a worker that dies neither skips nor repeats an order."""
    session.execute(
        _DONE,
        {
            "id": run_id,
            "count": count,
            "failed": len(failures),
            "made": made_id,
            "results": [failure.as_plain() for failure in failures],
            "most": MOST_RESULTS,
        },
    )
    live.tell(session, scope.merchant_id, "orders.run")


def finish(session: Session, scope: Scope, run_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE order_run SET finished_at = coalesce(finished_at, now()),"
            " status = CASE WHEN order_ids = CAST('[]' AS jsonb) THEN 'done' ELSE 'cancelled' END WHERE id = :id"
        ),
        {"id": run_id},
    )
    live.tell(session, scope.merchant_id, "orders.run")
    live.tell(session, scope.merchant_id, "orders.changed")


def ask_stop(session: Session, scope: Scope, run_id: UUID) -> None:
    """After the part that is being done."""
    scope.require("orders.write")
    session.execute(text("UPDATE order_run SET is_cancel_asked = true WHERE id = :id"), {"id": run_id})


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    kind: BulkKind
    status: str
    total: int
    done: int
    failed: int
    results: list[dict[str, str]]
    made_id: UUID | None


def run(session: Session, scope: Scope, run_id: UUID) -> RunRow | None:
    scope.require("orders.read")
    row = session.get(OrderRun, run_id, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        return None
    return RunRow(
        row.id, BulkKind(row.kind), row.status, row.total, row.done, row.failed, row.results, row.made_id
    )
