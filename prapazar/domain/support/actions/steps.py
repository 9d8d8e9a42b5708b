"""Move, give and describe tickets, one or many; each of many has its own answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.actions import timeline
from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.actions.desk import Able
from prapazar.domain.support.actions.opening import index
from prapazar.domain.support.enums import TICKET_REASONS, Priority, TicketStatus
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.domain.support.models import Ticket
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

MOST = 200
_OVER = frozenset({TicketStatus.SOLVED, TicketStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one of many; `code` is empty where it went well."""

    id: UUID
    number: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is None stays."""

    subject: str | None = None
    priority: Priority | None = None
    reason: str | None = None
    tags: Sequence[str] | None = None


def move(session: Session, scope: Scope, ticket_id: UUID, status: TicketStatus) -> None:
    """Raises TicketMissing, TicketRefused."""
    scope.require("tickets.write")
    _move(session, scope, desk.locked(session, scope, ticket_id), status)
    desk.tell(session, scope)


def move_many(
    session: Session, scope: Scope, ticket_ids: Sequence[UUID], status: TicketStatus
) -> list[RowResult]:
    scope.require("tickets.write")
    return _each(session, scope, ticket_ids, lambda row: _move(session, scope, row, status))


def assign(session: Session, scope: Scope, ticket_id: UUID, user_id: UUID | None) -> None:
    """Raises TicketMissing, TicketRefused for somebody who may not answer."""
    scope.require("tickets.write")
    known = desk.people(session, scope)
    _assign(session, scope, desk.locked(session, scope, ticket_id), user_id, known)
    desk.tell(session, scope)


def assign_many(
    session: Session, scope: Scope, ticket_ids: Sequence[UUID], user_id: UUID | None
) -> list[RowResult]:
    scope.require("tickets.write")
    known = desk.people(session, scope)
    return _each(session, scope, ticket_ids, lambda row: _assign(session, scope, row, user_id, known))


def describe(session: Session, scope: Scope, ticket_id: UUID, facts: Facts) -> None:
    """A new priority brings its own promise; what ran already still counts."""
    scope.require("tickets.write")
    row = desk.locked(session, scope, ticket_id)
    if facts.subject is not None:
        subject = masking.kept(scope, facts.subject, row.subject)
        row.subject = " ".join(subject.split())[: rules.LONGEST_SUBJECT] or row.subject
    if facts.reason is not None:
        if facts.reason and facts.reason not in TICKET_REASONS:
            raise TicketRefused("tickets.not_a_choice", "reason")
        row.reason = facts.reason
    if facts.tags is not None and not (scope.masks and masking.DOTS in facts.tags):
        row.tags = rules.tags(facts.tags)
    if facts.priority is not None and facts.priority != row.priority:
        desk.happened(session, scope, row, "priority", was=row.priority, now=facts.priority.value)
        row.priority = facts.priority.value
        desk.promise(session, scope, row)
    desk.wind(session, scope, row, desk.hours(desk.setting(session, scope)), now())
    index(session, row)
    desk.tell(session, scope)


def become(session: Session, scope: Scope, row: Ticket, status: TicketStatus) -> None:
    """Of a locked one; nothing where it stands so already."""
    was = TicketStatus(row.status)
    if was is status:
        return
    at = now()
    if status in _OVER and was not in _OVER:
        row.solved_at, row.solved_by = at, scope.user_id
    elif status not in _OVER and was in _OVER:
        row.solved_at = row.solved_by = None
        row.reopened += 1
    row.status = status.value
    desk.happened(session, scope, row, "status", was=was.value, now=status.value)
    desk.wind(session, scope, row, desk.hours(desk.setting(session, scope)), at)
    if status is TicketStatus.SOLVED:
        _tell_solved(session, scope, row)


_IS_AWAITED = text(
    "SELECT 1 FROM message_template WHERE merchant_id = :merchant AND is_active AND moments ? 'ticket_solved' LIMIT 1"
)


def _tell_solved(session: Session, scope: Scope, row: Ticket) -> None:
    if row.order_id is not None:
        timeline.write(session, scope, [(row.order_id, "ticket_solved", {"number": row.number})])
    if session.execute(_IS_AWAITED, {"merchant": scope.merchant_id}).scalar():
        payload = {"ticket_id": str(row.id)}
        outbox.append(session, scope.merchant_id, Topic.TICKET_SOLVED, scope.merchant_id, row.id, payload)


def _move(session: Session, scope: Scope, row: Ticket, status: TicketStatus) -> None:
    if row.merged_into_id is not None:
        raise TicketRefused("tickets.merged_away")
    if not rules.may_become(TicketStatus(row.status), status):
        raise TicketRefused("tickets.stands_so")
    become(session, scope, row, status)


def _assign(session: Session, scope: Scope, row: Ticket, user_id: UUID | None, known: Sequence[Able]) -> None:
    if row.merged_into_id is not None:
        raise TicketRefused("tickets.merged_away")
    if user_id is not None and not desk.may_have(known, user_id, row):
        raise TicketRefused("tickets.assignee_unknown", "assignee")
    if user_id == row.assignee_id:
        return
    row.assignee_id, row.updated_at = user_id, now()
    desk.happened(session, scope, row, "assigned", to=str(user_id or ""))
    if user_id is not None:
        if row.status == TicketStatus.NEW:
            become(session, scope, row, TicketStatus.OPEN)
        desk.notify(session, scope, row, "tickets.assigned", [user_id])


def _each(
    session: Session, scope: Scope, ticket_ids: Sequence[UUID], work: Callable[[Ticket], None]
) -> list[RowResult]:
    """In the order of their ids, so that two who choose the same ones do not wait for each other in a circle."""
    results = []
    for ticket_id in sorted(set(ticket_ids))[:MOST]:
        try:
            row = desk.locked(session, scope, ticket_id)
            work(row)
        except TicketMissing:
            results.append(RowResult(ticket_id, "", "tickets.missing"))
        except TicketRefused as refused:
            results.append(RowResult(ticket_id, row.number, refused.code))
        else:
            results.append(RowResult(ticket_id, row.number))
    desk.tell(session, scope)
    return results
