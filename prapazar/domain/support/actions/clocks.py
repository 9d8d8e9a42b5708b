"""Clocks whose time has come: people are warned before a promise is broken, and told once when it is."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.enums import Goal, Told
from prapazar.domain.support.hours import WorkingHours
from prapazar.domain.support.models import SupportSetting, Ticket
from prapazar.domain.support.rules import News
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

BATCH = 100
_LEASE = timedelta(minutes=3)


def due_clocks(session: Session, scope: Scope, at: datetime | None = None) -> int:
    """Returns how many tickets were told of."""
    claims = outbox.claim(session, Topic.TICKET_CLOCK, scope.merchant_id, BATCH, _LEASE)
    outbox.finish(session, [claim.id for claim in claims])
    setting = desk.setting(session, scope)
    hours = desk.hours(setting)
    wanted = sorted(claim.coalesce_key for claim in claims)
    rows = session.query(Ticket).filter(text("id = ANY(CAST(:ids AS uuid[]))")).params(ids=wanted)
    due = rows.order_by(text("id")).with_for_update().populate_existing().all()
    told = [_look(session, scope, row, setting, hours, at or now()) for row in due]
    if any(told):
        desk.tell(session, scope)
    return sum(told)


def _look(
    session: Session, scope: Scope, row: Ticket, setting: SupportSetting, hours: WorkingHours, at: datetime
) -> bool:
    found = rules.news(hours, desk.goals(row), row.warn_minutes, at)
    for one in found:
        if one.goal is Goal.FIRST:
            row.first_told = one.told.value
        else:
            row.solve_told = one.told.value
    for one in found:
        if one.told is Told.BREACHED:
            _escalate(session, scope, row, setting)
        _tell(session, scope, row, one, setting.escalate_id)
    desk.await_clock(session, scope, row, hours, at)
    return bool(found)


def _tell(session: Session, scope: Scope, row: Ticket, news: News, escalate_id: UUID | None) -> None:
    desk.happened(session, scope, row, f"{news.told}_{news.goal}")
    people = [row.assignee_id] if row.assignee_id else None
    is_broken = news.told is Told.BREACHED
    if is_broken and people is not None and escalate_id is not None and escalate_id not in people:
        people.append(escalate_id)
    level = "error" if is_broken else "warning"
    desk.notify(session, scope, row, f"tickets.{news.told}_{news.goal}", people, level=level)


def _escalate(session: Session, scope: Scope, row: Ticket, setting: SupportSetting) -> None:
    """To the person the desk names, as long as that one may still answer."""
    wanted = setting.escalate_id
    if (
        wanted is None
        or wanted == row.assignee_id
        or not desk.may_have(desk.people(session, scope), wanted, row)
    ):
        return
    row.assignee_id = wanted
    desk.happened(session, scope, row, "escalated", to=str(wanted))
