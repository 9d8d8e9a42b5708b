"""Deals: written, moved from stage to stage, given a next step, removed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.customers.queries_one import shown_id
from prapazar.domain.pipeline import queries, rules
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.errors import DealMissing, DealRefused
from prapazar.domain.pipeline.models import Deal
from prapazar.domain.pipeline.rules import LONGEST_NOTE, LONGEST_REASON, LONGEST_TITLE, Draft, Stage
from prapazar.domain.planning import actions as planning
from prapazar.domain.planning.enums import LinkKind
from prapazar.domain.planning.rules import TaskDraft
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

# The others of the column make way in the same statement.
_PLACE = text(
    "WITH others AS (SELECT id, row_number() OVER (ORDER BY place, id) - 1 AS at FROM deal"
    "  WHERE merchant_id = :merchant AND stage_id = :stage AND id <> :id),"
    " wanted AS (SELECT id, at + CASE WHEN at >= :at THEN 1 ELSE 0 END AS at FROM others"
    "  UNION ALL SELECT CAST(:id AS uuid), least(CAST(:at AS bigint), (SELECT count(*) FROM others)))"
    " UPDATE deal d SET place = w.at FROM wanted w WHERE w.id = d.id AND d.place <> w.at"
)


def save(session: Session, scope: Scope, deal_id: UUID | None, draft: Draft) -> UUID:
    """A new one stands first in the first stage. Raises CustomerMissing, DealMissing, DealRefused with the field."""
    scope.require("customers.write")
    for field, code in rules.faults(draft).items():
        raise DealRefused(code, field)
    customer = shown_id(session, scope, draft.customer_id)
    _check(session, draft)
    if deal_id is None:
        first = next((one for one in queries.stages(session, scope) if one.kind is StageKind.OPEN), None)
        if first is None:
            raise DealRefused("pipeline.no_stages")
        row = Deal(
            merchant_id=scope.merchant_id,
            title="",
            customer_id=customer,
            stage_id=first.id,
            reached=first.place,
            place=-1,
            user_id=scope.user_id,
        )
    else:
        row = queries.lock(session, scope, deal_id)
        draft = replace(
            draft,
            title=masking.kept(scope, draft.title, row.title),
            note=masking.kept(scope, draft.note, row.note),
        )
    row.title, row.customer_id = " ".join(draft.title.split())[:LONGEST_TITLE], customer
    row.value, row.expected_on, row.owner_id = draft.value, draft.expected_on, draft.owner_id
    row.note, row.updated_at = draft.note.strip()[:LONGEST_NOTE], now()
    row.products = [{"variant_id": str(one.variant_id), "quantity": one.quantity} for one in draft.wishes]
    session.add(row)
    session.flush()
    if deal_id is None:
        _place(session, scope, row, 0)
    live.tell(session, scope.merchant_id, "pipeline.changed")
    return row.id


def move(
    session: Session, scope: Scope, deal_id: UUID, stage_id: UUID, place: int = 0, *, reason: str = ""
) -> Stage:
    """Into a stage, at a place of its column; a lost one needs its reason. Returns the stage.

    Raises DealMissing, DealRefused.
    """
    scope.require("customers.write")
    row = queries.lock(session, scope, deal_id)
    stage = next((one for one in queries.stages(session, scope) if one.id == stage_id), None)
    if stage is None:
        raise DealMissing(stage_id)
    is_other = row.stage_id != stage_id
    if is_other and stage.kind is StageKind.LOST and not reason.strip():
        raise DealRefused("pipeline.reason_needed", "reason")
    if is_other:
        row.stage_id, row.updated_at = stage.id, now()
        row.closed_at = None if stage.kind is StageKind.OPEN else now()
        row.reason = reason.strip()[:LONGEST_REASON] if stage.kind is StageKind.LOST else ""
        if stage.kind is StageKind.OPEN:
            row.reached = max(row.reached, stage.place)
    session.flush()
    _place(session, scope, row, place)
    live.tell(session, scope.merchant_id, "pipeline.changed")
    return stage


def next_step(session: Session, scope: Scope, deal_id: UUID, title: str, due_at: datetime | None) -> UUID:
    """A task of the deal's owner, or of the acting person. Raises DealMissing, PlanInvalid."""
    row = queries.lock(session, scope, deal_id)
    task = planning.add_task(
        session,
        scope,
        TaskDraft(
            title=title,
            note=row.title,
            due_at=due_at,
            assignee_id=row.owner_id or scope.user_id,
            link=(LinkKind.CUSTOMER.value, row.customer_id),
        ),
    )
    row.task_id, row.updated_at = task, now()
    session.flush()
    live.tell(session, scope.merchant_id, "pipeline.changed")
    return task


def delete(session: Session, scope: Scope, deal_id: UUID) -> None:
    scope.require("customers.delete")
    session.delete(queries.lock(session, scope, deal_id))
    session.flush()
    live.tell(session, scope.merchant_id, "pipeline.changed")


def _check(session: Session, draft: Draft) -> None:
    """Articles and an owner that the merchant has."""
    ids = sorted({one.variant_id for one in draft.wishes})
    known: int = session.execute(
        text("SELECT count(*) FROM variant WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": ids}
    ).scalar_one()
    if known != len(ids):
        raise DealRefused("pipeline.wishes_wrong", "wishes")
    if draft.owner_id is not None:
        is_member = session.execute(
            text("SELECT 1 FROM membership WHERE user_id = :id LIMIT 1"), {"id": draft.owner_id}
        ).scalar()
        if is_member is None:
            raise DealRefused("pipeline.owner_unknown", "owner")


def _place(session: Session, scope: Scope, row: Deal, place: int) -> None:
    session.execute(
        _PLACE,
        {"merchant": scope.merchant_id, "stage": row.stage_id, "id": row.id, "at": max(place, 0)},
    )
    session.refresh(row)
