"""What is said in a ticket: by the customer, to the customer, and among ourselves."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.actions.steps import become
from prapazar.domain.support.enums import AnswerWay, EntryKind, TicketStatus
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.models import Ticket, TicketEntry
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


def add_answer(
    session: Session,
    scope: Scope,
    ticket_id: UUID,
    words: str,
    way: AnswerWay,
    *,
    status: TicketStatus = TicketStatus.WAITING_CUSTOMER,
) -> UUID:
    """The entry; whoever sends it keeps the message with it. The first one meets the first promise.

    Raises TicketMissing, TicketRefused.
    """
    scope.require("tickets.write")
    row = desk.locked(session, scope, ticket_id)
    said = _checked(row, words)
    if status not in {TicketStatus.WAITING_CUSTOMER, TicketStatus.SOLVED, TicketStatus.OPEN}:
        raise TicketRefused("tickets.not_a_choice", "status")
    at = now()
    entry = desk.write(session, scope, row, EntryKind.ANSWER, said, way=way.value)
    if row.first_answer_at is None:
        spent = desk.clock_of(row).read(desk.hours(desk.setting(session, scope)), at)
        row.first_answer_at, row.first_answer_seconds = at, int(spent.total_seconds())
    row.said_at = at
    if row.assignee_id is None:
        row.assignee_id = scope.user_id
    become(session, scope, row, status)
    desk.tell(session, scope)
    return entry


def keep_message(session: Session, entry_id: UUID, message_id: UUID) -> None:
    """Where the log says what became of it."""
    session.get_one(TicketEntry, entry_id).message_id = message_id
    session.flush()


def add_note(session: Session, scope: Scope, ticket_id: UUID, words: str) -> UUID:
    """Seen by our own people alone; the clock does not hear it."""
    scope.require("tickets.write")
    row = desk.locked(session, scope, ticket_id)
    entry = desk.write(session, scope, row, EntryKind.NOTE, _checked(row, words))
    row.updated_at = now()
    if row.assignee_id is not None:
        desk.notify(session, scope, row, "tickets.noted", [row.assignee_id])
    desk.tell(session, scope)
    return entry


def customer_said(session: Session, scope: Scope, ticket_id: UUID, words: str, *, author: str = "") -> UUID:
    """Solved or closed, it is open again. One that was merged takes it where it is shown."""
    scope.require("tickets.write")
    row = desk.locked(session, scope, ticket_id)
    if row.merged_into_id is not None:
        row = desk.locked(session, scope, row.merged_into_id)
    said = words.strip()[: rules.LONGEST_WORDS]
    if not said:
        raise TicketRefused("tickets.words_needed", "words")
    entry = desk.write(
        session, scope, row, EntryKind.CUSTOMER, said, author=author.strip()[:200] or row.name, user_id=None
    )
    row.said_at = now()
    become(session, scope, row, rules.after_customer(TicketStatus(row.status)))
    desk.notify(session, scope, row, "tickets.said", [row.assignee_id] if row.assignee_id else None)
    desk.tell(session, scope)
    return entry


def _checked(row: Ticket, words: str) -> str:
    if row.merged_into_id is not None:
        raise TicketRefused("tickets.merged_away")
    said = words.strip()
    if not said:
        raise TicketRefused("tickets.words_needed", "words")
    if len(said) > rules.LONGEST_WORDS:
        raise TicketRefused("tickets.words_long", "words")
    return said
