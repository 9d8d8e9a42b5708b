"""How the support desk works, over REST: its promises by priority and channel, hours, turns, low ratings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.support import actions
from prapazar.domain.support.actions import Desk, desk
from prapazar.domain.support.enums import AssignBy, LowRating, Priority
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.rules import DEFAULTS, MOST_MINUTES, Policy
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/support", tags=["tickets"])
Looker = Annotated[Scope, Depends(scope_with("settings.read"))]
Setter = Annotated[Scope, Depends(scope_with("settings.write"))]
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]


class Promise(BaseModel):
    """In working minutes."""

    priority: Priority
    connection_id: UUID | None = None
    """None: of all channels that have none of their own."""
    first_minutes: Minutes
    solve_minutes: Minutes
    warn_minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = 30


class DeskSettings(BaseModel):
    week: Annotated[list[tuple[int, int] | None], Field(min_length=7, max_length=7)]
    """Monday first: minutes after midnight, or null."""
    keeps_holidays: bool = True
    closed_days: list[date] = []
    assign_by: AssignBy = AssignBy.NOBODY
    people: list[UUID] = []
    escalate_id: UUID | None = None
    low_rating: LowRating = LowRating.NOTICE
    low_at: Annotated[int, Field(ge=1, le=4)] = 2


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except TicketRefused as refused:
        raise Refused(409, refused.code) from refused


@router.get("/policies")
def policies(scope: Looker) -> list[Promise]:
    """What holds for all channels by priority, ours where none is written, then those of single channels."""
    with db.transaction(scope) as session:
        found = desk.policies(session, scope)
    usual: dict[tuple[Priority, UUID | None], Policy] = {
        (priority, None): found.get((priority, None), DEFAULTS[priority]) for priority in Priority
    }
    return [
        Promise(
            priority=priority,
            connection_id=connection,
            first_minutes=one.first,
            solve_minutes=one.solve,
            warn_minutes=one.warn,
        )
        for (priority, connection), one in {**usual, **found}.items()
    ]


@router.put("/policies", status_code=204)
def save_policy(scope: Setter, promise: Promise) -> None:
    policy = Policy(promise.first_minutes, promise.solve_minutes, promise.warn_minutes)
    with _refusals(), db.transaction(scope) as session:
        actions.save_policy(session, scope, promise.priority, promise.connection_id, policy)


@router.delete("/policies", status_code=204)
def delete_policy(scope: Setter, priority: Priority, connection_id: UUID | None = None) -> None:
    with db.transaction(scope) as session:
        actions.delete_policy(session, scope, priority, connection_id)


@router.get("/settings")
def settings(scope: Looker) -> DeskSettings:
    with db.transaction(scope) as session:
        row = desk.setting(session, scope)
        return DeskSettings(
            week=list(desk.hours(row).week),
            keeps_holidays=row.keeps_holidays,
            closed_days=[date.fromisoformat(day) for day in row.closed_days],
            assign_by=AssignBy(row.assign_by),
            people=[UUID(str(one)) for one in row.people],
            escalate_id=row.escalate_id,
            low_rating=LowRating(row.low_rating),
            low_at=row.low_at,
        )


@router.put("/settings", status_code=204)
def save_settings(scope: Setter, wanted: DeskSettings) -> None:
    asked = wanted.model_dump(exclude={"week"})
    with _refusals(), db.transaction(scope) as session:
        actions.save_setting(session, scope, Desk(week=tuple(wanted.week), **asked))
