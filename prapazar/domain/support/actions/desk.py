"""The desk's own: its settings, hours and promises, a ticket locked, its clock set, its people told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.planning import sales_days
from prapazar.domain.support import rules
from prapazar.domain.support.enums import UNSOLVED, EntryKind, Goal, Priority, TicketStatus, Told
from prapazar.domain.support.errors import TicketMissing
from prapazar.domain.support.hours import USUAL, WorkingHours
from prapazar.domain.support.models import SupportSetting, Ticket, TicketEntry
from prapazar.domain.support.rules import Clock, GoalState, Policy
from prapazar.foundation import live, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_BACK, _AHEAD = timedelta(days=400), timedelta(days=900)
"""Holidays that can matter to a ticket that is open now."""


def setting(session: Session, scope: Scope) -> SupportSetting:
    """As it is, or the defaults of a merchant that wrote none."""
    row = session.query(SupportSetting).filter_by(merchant_id=scope.merchant_id).one_or_none()
    return row or SupportSetting(merchant_id=scope.merchant_id)


def locked_setting(session: Session, scope: Scope) -> SupportSetting:
    session.execute(
        text(
            "INSERT INTO support_setting (id, merchant_id, week, closed_days, assign_by, people, low_rating, low_at)"
            " VALUES (:id, :merchant, '[]', '[]', 'nobody', '[]', 'notice', 2) ON CONFLICT (merchant_id) DO NOTHING"
        ),
        {"id": new_id(), "merchant": scope.merchant_id},
    )
    found = session.query(SupportSetting).filter_by(merchant_id=scope.merchant_id).with_for_update()
    return found.populate_existing().one()


def hours(found: SupportSetting) -> WorkingHours:
    week = tuple(tuple(span) if span else None for span in found.week) if found.week else USUAL
    closed = {date.fromisoformat(day) for day in found.closed_days}
    if found.keeps_holidays:
        closed |= holidays(now())
    return WorkingHours(week, frozenset(closed))


def holidays(at: datetime) -> set[date]:
    """Days on which the calendar says that everybody rests."""
    events = sales_days.between((at - _BACK).date(), (at + _AHEAD).date())
    return {
        event.since + timedelta(days=place)
        for event in events
        if event.is_closed
        for place in range((event.until - event.since).days)
    }


def policies(session: Session, scope: Scope) -> dict[tuple[Priority, UUID | None], Policy]:
    found = session.execute(
        text(
            "SELECT priority, connection_id, first_minutes, solve_minutes, warn_minutes FROM sla_policy"
            " WHERE merchant_id = :merchant"
        ),
        {"merchant": scope.merchant_id},
    )
    return {
        (Priority(row.priority), row.connection_id): Policy(
            row.first_minutes, row.solve_minutes, row.warn_minutes
        )
        for row in found
    }


def locked(session: Session, scope: Scope, ticket_id: UUID) -> Ticket:
    """Raises TicketMissing."""
    row = session.get(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise TicketMissing(ticket_id)
    return row


def clock_of(row: Ticket) -> Clock:
    return Clock(timedelta(seconds=row.spent_seconds), row.clock_since)


def promise(session: Session, scope: Scope, row: Ticket) -> None:
    """By the policy that holds for it now."""
    policy = rules.policy_of(policies(session, scope), Priority(row.priority), row.connection_id)
    row.first_minutes, row.solve_minutes = policy.first, policy.solve
    row.warn_minutes = policy.warn


def wind(session: Session, scope: Scope, row: Ticket, found: WorkingHours, at: datetime) -> None:
    """The clock runs or stands as the status wants it; when it is due is worked out anew, and looked at then."""
    clock = clock_of(row).moved(found, at, runs=rules.runs(TicketStatus(row.status)))
    keep_clock(row, clock, found)
    row.updated_at = at
    await_clock(session, scope, row, found, at)


def keep_clock(row: Ticket, clock: Clock, found: WorkingHours) -> None:
    row.spent_seconds, row.clock_since = int(clock.spent.total_seconds()), clock.since
    row.first_due_at = clock.due(found, row.first_minutes) if row.first_answer_at is None else None
    row.solve_due_at = clock.due(found, row.solve_minutes)


def await_clock(session: Session, scope: Scope, row: Ticket, found: WorkingHours, at: datetime) -> None:
    look = rules.next_look(found, goals(row), row.warn_minutes, at)
    if look is None:
        outbox.take_back(session, Topic.TICKET_CLOCK, scope.merchant_id, row.id)
        return
    outbox.append(
        session, scope.merchant_id, Topic.TICKET_CLOCK, scope.merchant_id, row.id, {}, not_before=look
    )


def goals(row: Ticket) -> list[GoalState]:
    is_over = row.status not in UNSOLVED
    return [
        GoalState(Goal.FIRST, row.first_due_at, Told(row.first_told), row.first_answer_at is not None),
        GoalState(Goal.SOLVE, row.solve_due_at, Told(row.solve_told), is_over),
    ]


def write(
    session: Session,
    scope: Scope,
    row: Ticket,
    kind: EntryKind,
    body: str,
    **facts: Any,  # noqa: ANN401 - columns of the entry
) -> UUID:
    entry = TicketEntry(
        merchant_id=scope.merchant_id, ticket_id=row.id, kind=kind.value, body=body, user_id=scope.user_id
    )
    for name, value in facts.items():
        setattr(entry, name, value)
    session.add(entry)
    session.flush()
    return entry.id


def happened(
    session: Session,
    scope: Scope,
    row: Ticket,
    what: str,
    **values: Any,  # noqa: ANN401 - plain values of the sentence
) -> None:
    write(session, scope, row, EntryKind.EVENT, what, values=values)


def tell(session: Session, scope: Scope) -> None:
    session.flush()
    live.tell(session, scope.merchant_id, "tickets.changed")


def notify(
    session: Session,
    scope: Scope,
    row: Ticket,
    kind: str,
    people: Sequence[UUID] | None,
    *,
    level: str = "info",
    **values: str,
) -> None:
    """`people`: None is everybody who may answer. Never to whoever did it."""
    everybody = _others(session, scope) if scope.user_id is not None else None
    chosen = everybody if people is None else [one for one in people if one != scope.user_id]
    if chosen == []:
        return
    messaging.notify(
        session,
        scope,
        kind,
        permission="tickets.write",
        level=level,
        group_key=f"{kind}:{row.id}",
        values={"number": row.number, "subject": row.subject, **values},
        link=routes.ticket(row.id),
        people=chosen,
    )


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who may answer tickets."""

    id: UUID
    stores: frozenset[str] | None
    """The only ones this person sees; None: all."""

    def sees(self, connection_id: UUID | None) -> bool:
        return self.stores is None or connection_id is None or str(connection_id) in self.stores


_PEOPLE = text(
    "SELECT m.user_id, r.is_store_limited, r.stores FROM membership m"
    " JOIN app_user u ON u.id = m.user_id AND u.is_active"
    " JOIN role r ON r.id = m.role_id WHERE m.merchant_id = :merchant AND NOT m.is_suspended"
    " AND (r.permissions ? 'tickets.write' OR r.permissions ? '*') ORDER BY lower(u.name), u.id LIMIT 500"
)


def people(session: Session, scope: Scope) -> list[Able]:
    """Those a ticket can be given to, as far as they see its store."""
    return [
        Able(row.user_id, frozenset(row.stores) if row.is_store_limited else None)
        for row in session.execute(_PEOPLE, {"merchant": scope.merchant_id})
    ]


def _others(session: Session, scope: Scope) -> list[UUID]:
    return [one.id for one in people(session, scope) if one.id != scope.user_id]


def may_have(known: Sequence[Able], user_id: UUID, row: Ticket) -> bool:
    return any(one.id == user_id and one.sees(row.connection_id) for one in known)
