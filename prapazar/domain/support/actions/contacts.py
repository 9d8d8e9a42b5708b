"""Calls, visits and notes on a customer; a next step becomes a task."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.customers import queries_one
from prapazar.domain.planning import actions as planning
from prapazar.domain.planning.enums import LinkKind
from prapazar.domain.planning.rules import LONGEST_TITLE, TaskDraft
from prapazar.domain.support import rules
from prapazar.domain.support.enums import InteractionKind
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.domain.support.models import Interaction
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    kind: InteractionKind
    body: str
    at: datetime
    next_step: str = ""
    next_at: datetime | None = None
    assignee_id: UUID | None = None


def add_contact(session: Session, scope: Scope, customer_id: UUID, draft: ContactDraft) -> UUID:
    """Raises CustomerMissing, TicketRefused; PlanInvalid and PermissionDenied where the task cannot be."""
    scope.require("customers.write")
    shown = queries_one.shown_id(session, scope, customer_id)
    body, step = draft.body.strip()[: rules.LONGEST_WORDS], " ".join(draft.next_step.split())
    if not body:
        raise TicketRefused("tickets.words_needed", "body")
    row = Interaction(
        merchant_id=scope.merchant_id,
        customer_id=shown,
        kind=draft.kind.value,
        body=body,
        at=draft.at,
        next_step=step[:LONGEST_TITLE],
        user_id=scope.user_id,
    )
    if step:
        task = TaskDraft(
            title=step[:LONGEST_TITLE],
            note=body,
            assignee_id=draft.assignee_id or scope.user_id,
            due_at=draft.next_at,
            remind_minutes=0 if draft.next_at else None,
            link=(LinkKind.CUSTOMER.value, shown),
        )
        row.task_id = planning.add_task(session, scope, task)
    session.add(row)
    session.flush()
    live.tell(session, scope.merchant_id, "customers.changed")
    return row.id


def remove_contact(session: Session, scope: Scope, contact_id: UUID) -> None:
    """Its task stays. Raises TicketMissing."""
    scope.require("customers.delete")
    row = session.get(Interaction, contact_id)
    if row is None or row.merchant_id != scope.merchant_id:
        raise TicketMissing(contact_id)
    session.delete(row)
    session.flush()
    live.tell(session, scope.merchant_id, "customers.changed")
