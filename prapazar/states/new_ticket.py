"""Opening a ticket: by itself, or of the order, claim, question or customer the address names."""

from dataclasses import replace
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import queries_one as customers
from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import TicketDraft
from prapazar.domain.support.enums import Origin, Priority
from prapazar.domain.support.errors import TicketRefused
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.ticket_rows import hidden
from prapazar.states.tickets import priorities, reasons

_ABOUT = {
    # what the address says, and what is known of it then: number, subject, words
    "order": "SELECT o.number, '', '' FROM purchase_order o WHERE o.id = :id AND o.merchant_id = :merchant",
    "claim": "SELECT coalesce(o.number, ''), c.reason, '' FROM claim c LEFT JOIN purchase_order o ON o.id = c.order_id"
    " WHERE c.id = :id AND c.merchant_id = :merchant",
    "question": "SELECT coalesce(o.number, ''), q.topic, q.body FROM question q LEFT JOIN purchase_order o"
    " ON o.id = q.order_id WHERE q.id = :id AND q.merchant_id = :merchant",
    "customer": "SELECT '', '', '' FROM customer c WHERE c.id = :id AND c.merchant_id = :merchant",
}
NEEDS = {
    "order": "orders.read",
    "claim": "claims.read",
    "question": "messages.read",
    "customer": "customers.read",
}


class NewTicketState(rx.State):
    about: str = ""
    """`order`, `claim`, `question`, `customer`, or nothing."""
    label: str = ""
    form: dict[str, str] = {"order": "", "subject": "", "words": "", "name": ""}
    priorities: list[dict[str, str]] = []
    reasons: list[dict[str, str]] = []
    members: list[dict[str, str]] = []
    faults: dict[str, str] = {"subject": "", "order": "", "assignee": ""}
    version: int = 0
    _about_id: str = ""

    @rx.event
    @allow("tickets.write")
    async def load(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.query_parameters
        self.about = self._about_id = self.label = ""
        before = dict(self.form)
        self.form = dict.fromkeys(("order", "subject", "words", "name"), "")
        for kind in _ABOUT:
            for one in uuids([str(asked.get(kind, ""))]):
                found = await in_thread(_known, scope, kind, one)
                if found:
                    self.about, self._about_id, self.label, self.form = kind, str(one), found["label"], found
        self.faults = dict.fromkeys(self.faults, "")
        self.priorities, self.reasons = priorities(scope.locale), reasons(scope.locale)
        self.members = await in_thread(_members, scope)
        if self.form.items() - before.items():
            # Drawn anew only for what is known of the order, claim or buyer: nobody loses what they type meanwhile.
            self.version += 1

    @rx.event
    @allow("tickets.write")
    async def save(self, values: dict[str, str]) -> EventSpec | None:
        scope = await current_scope(self)
        said = {name: str(value) for name, value in values.items()}
        priority = said.get("priority", "")
        draft = TicketDraft(
            subject=said.get("subject", ""),
            words=said.get("words", ""),
            note=said.get("note", ""),
            name=said.get("name", ""),
            email=said.get("email", ""),
            phone=said.get("phone", ""),
            priority=Priority(priority) if priority in set(Priority) else Priority.NORMAL,
            reason=said.get("reason", ""),
            assignee_id=next(iter(uuids([said.get("assignee", "")])), None),
            tags=tuple(said.get("tags", "").split(",")),
        )
        try:
            made = await in_thread(_open, scope, draft, self.about, self._about_id, said.get("order", ""))
        except TicketRefused as refused:
            field = refused.field if refused.field in self.faults else "subject"
            self.faults = {**dict.fromkeys(self.faults, ""), field: say(scope.locale, refused.code)}
            return rx.set_focus(f"f-{field}")
        return rx.redirect(routes.ticket(made))


def _known(scope: Scope, kind: str, record_id: UUID) -> dict[str, str]:
    """Empty where there is no such record, or none for this person."""
    if not scope.can(NEEDS[kind]):
        return {}
    with db.transaction(scope) as session:
        row = session.execute(
            text(_ABOUT[kind]), {"id": record_id, "merchant": scope.merchant_id}
        ).one_or_none()
        if row is None:
            return {}
        name = _name(session, scope, record_id) if kind == "customer" else ""
    return {
        "order": row[0],
        "subject": row[1],
        "words": "" if scope.masks else row[2],
        "name": name,
        "label": row[0] or name,
    }


def _name(session: Session, scope: Scope, customer_id: UUID) -> str:
    try:
        found = customers.detail(session, scope, customer_id).row.name
    except CustomerMissing:
        return ""
    return hidden(scope, found, "buyer.name")


def _open(scope: Scope, draft: TicketDraft, about: str, about_id: str, number: str) -> UUID:
    with db.transaction(scope) as session:
        linked = _linked(session, scope, draft, about, about_id, number.strip())
        return actions.open_ticket(session, scope, linked)


def _linked(
    session: Session, scope: Scope, draft: TicketDraft, about: str, about_id: str, number: str
) -> TicketDraft:
    if about == "customer":
        # The name stood there masked or as we know it: the books know better.
        draft = replace(draft, customer_id=UUID(about_id), name="")
    elif about:
        which = UUID(about_id)
        return replace(
            draft,
            order_id=which if about == "order" else None,
            claim_id=which if about == "claim" else None,
            question_id=which if about == "question" else None,
            origin=Origin(about),
        )
    if not number:
        return draft
    found = session.execute(
        text(
            "SELECT id FROM purchase_order WHERE merchant_id = :merchant AND number = :number"
            " ORDER BY ordered_at DESC LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "number": number[:100]},
    ).scalar()
    if found is None:
        raise TicketRefused("tickets.link_unknown", "order")
    return replace(draft, order_id=found)


def _members(scope: Scope) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        return [{"value": str(one.id), "label": one.name} for one in queries.members(session, scope)]
