"""How the desk works: hours, promises, whose turn it is. Open clocks are settled by the old and go on by the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlmodel import col

from prapazar.domain.access import audit
from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.enums import AssignBy, LowRating, Priority
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.hours import Week, WorkingHours, is_week
from prapazar.domain.support.models import SlaPolicy, SupportSetting, Ticket
from prapazar.domain.support.rules import Policy
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_BATCH = 500
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    week: Week
    keeps_holidays: bool = True
    closed_days: Sequence[date] = ()
    assign_by: AssignBy = AssignBy.NOBODY
    people: Sequence[UUID] = ()
    escalate_id: UUID | None = None
    low_rating: LowRating = LowRating.NOTICE
    low_at: int = 2


def save_setting(session: Session, scope: Scope, wanted: Desk) -> None:
    """Raises TicketRefused."""
    scope.require("settings.write")
    if not is_week(wanted.week):
        raise TicketRefused("tickets.week_odd", "week")
    able = {one.id for one in desk.people(session, scope)}
    if not set(wanted.people) <= able or (wanted.escalate_id and wanted.escalate_id not in able):
        raise TicketRefused("tickets.assignee_unknown", "people")
    if not 1 <= wanted.low_at <= 4:  # noqa: PLR2004 - five stars are never low
        raise TicketRefused("tickets.not_a_choice", "low_at")
    row = desk.locked_setting(session, scope)
    before = desk.hours(row)
    row.week = [list(span) if span else None for span in wanted.week]
    row.keeps_holidays = wanted.keeps_holidays
    row.closed_days = sorted({day.isoformat() for day in wanted.closed_days})[:200]
    row.assign_by, row.people = wanted.assign_by.value, [str(one) for one in wanted.people]
    row.escalate_id, row.low_rating, row.low_at = wanted.escalate_id, wanted.low_rating.value, wanted.low_at
    row.updated_at = now()
    session.flush()
    audit.append(session, scope, "support.settings", row.id, {"assign_by": row.assign_by})
    resettle(session, scope, row, before)


def save_policy(
    session: Session, scope: Scope, priority: Priority, connection_id: UUID | None, policy: Policy
) -> None:
    """Holds for tickets that are open too: what ran already still counts. Raises TicketRefused."""
    scope.require("settings.write")
    if not 0 < policy.first <= policy.solve <= rules.MOST_MINUTES or not 0 <= policy.warn <= policy.solve:
        raise TicketRefused("tickets.minutes_odd", priority.value)
    setting = desk.locked_setting(session, scope)
    row = _policy(session, scope, priority, connection_id) or SlaPolicy(
        merchant_id=scope.merchant_id,
        priority=priority.value,
        connection_id=connection_id,
        first_minutes=1,
        solve_minutes=1,
    )
    row.first_minutes, row.solve_minutes, row.warn_minutes = policy.first, policy.solve, policy.warn
    session.add(row)
    session.flush()
    resettle(session, scope, setting, desk.hours(setting))


def delete_policy(session: Session, scope: Scope, priority: Priority, connection_id: UUID | None) -> None:
    """From now on that of all channels holds, or ours."""
    scope.require("settings.write")
    setting = desk.locked_setting(session, scope)
    row = _policy(session, scope, priority, connection_id)
    if row is not None:
        session.delete(row)
        session.flush()
        resettle(session, scope, setting, desk.hours(setting))


def resettle(session: Session, scope: Scope, setting: SupportSetting, before: WorkingHours) -> None:
    """Page by page over what is unsolved; `before`: the hours that held until now."""
    hours, found, at = desk.hours(setting), desk.policies(session, scope), now()
    last = _FIRST
    while rows := _unsolved(session, scope, last):
        for row in rows:
            policy = rules.policy_of(found, Priority(row.priority), row.connection_id)
            row.first_minutes, row.solve_minutes = policy.first, policy.solve
            row.warn_minutes = policy.warn
            desk.keep_clock(row, desk.clock_of(row).settled(before, at), hours)
            desk.await_clock(session, scope, row, hours, at)
        last = rows[-1].id
        session.flush()
    desk.tell(session, scope)


def _unsolved(session: Session, scope: Scope, after: UUID) -> list[Ticket]:
    found = session.query(Ticket).filter(
        col(Ticket.merchant_id) == scope.merchant_id,
        col(Ticket.id) > after,
        text("status IN ('new', 'open', 'waiting_us', 'waiting_customer')"),
    )
    return list(found.order_by(col(Ticket.id)).limit(_BATCH).with_for_update().populate_existing())


def _policy(
    session: Session, scope: Scope, priority: Priority, connection_id: UUID | None
) -> SlaPolicy | None:
    found = session.query(SlaPolicy).filter_by(
        merchant_id=scope.merchant_id, priority=priority.value, connection_id=connection_id
    )
    return found.one_or_none()
