"""Open a ticket: from a screen, an order, a claim, a buyer's question, a low rating or a program."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import timeline
from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.actions.turns import next_person
from prapazar.domain.support.enums import (
    TICKET_REASONS,
    AssignBy,
    EntryKind,
    Origin,
    Priority,
    TicketStatus,
)
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.models import SupportSetting, Ticket
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDraft:
    subject: str
    words: str = ""
    """What the customer said; empty for a ticket of our own."""
    note: str = ""
    customer_id: UUID | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    order_id: UUID | None = None
    claim_id: UUID | None = None
    question_id: UUID | None = None
    package_id: UUID | None = None
    origin: Origin = Origin.HAND
    priority: Priority = Priority.NORMAL
    reason: str = ""
    assignee_id: UUID | None = None
    tags: tuple[str, ...] = field(default=())
    key: str | None = None


def open_ticket(session: Session, scope: Scope, draft: TicketDraft) -> UUID:
    """What is linked brings its customer and store along. The same key again is the same ticket.

    Raises TicketRefused.
    """
    scope.require("tickets.write")
    known = _known(session, scope, draft.key)
    if known is not None:
        return known
    subject = " ".join(draft.subject.split())[: rules.LONGEST_SUBJECT]
    if not subject:
        raise TicketRefused("tickets.subject_needed", "subject")
    if draft.reason and draft.reason not in TICKET_REASONS:
        raise TicketRefused("tickets.not_a_choice", "reason")
    setting = desk.locked_setting(session, scope)
    known = _known(session, scope, draft.key)
    if known is not None:
        return known
    row = _row(session, scope, draft, subject, setting)
    _give(session, scope, row, setting, draft.assignee_id)
    session.add(row)
    session.flush()
    _say(session, scope, row, draft)
    desk.promise(session, scope, row)
    desk.wind(session, scope, row, desk.hours(setting), now())
    index(session, row)
    if row.order_id is not None:
        timeline.write(session, scope, [(row.order_id, "ticket_opened", {"number": row.number})])
    desk.notify(session, scope, row, "tickets.new", [row.assignee_id] if row.assignee_id else None)
    desk.tell(session, scope)
    return row.id


def index(session: Session, row: Ticket) -> None:
    session.flush()
    session.execute(
        text(
            "UPDATE ticket t SET search = to_tsvector('simple', :words || ' ' || coalesce("
            " (SELECT lower(number) FROM purchase_order WHERE id = t.order_id), '')) WHERE id = :id"
        ),
        {
            "id": row.id,
            "words": fold(
                f"{row.number} {row.number.removeprefix('T-')} {row.subject} {row.name} {row.email}"
            ),
        },
    )


def _known(session: Session, scope: Scope, key: str | None) -> UUID | None:
    if key is None:
        return None
    found: UUID | None = session.execute(
        text("SELECT id FROM ticket WHERE merchant_id = :merchant AND key = :key"),
        {"merchant": scope.merchant_id, "key": key[:200]},
    ).scalar()
    return found


# What a ticket is about leads to its order, and the order to store and customer.
_LINKS = text(
    "WITH asked AS (SELECT coalesce(CAST(:order AS uuid), (SELECT order_id FROM claim WHERE id = :claim),"
    "  (SELECT order_id FROM question WHERE id = :question),"
    "  (SELECT order_id FROM shipment_package WHERE id = :package)) AS order_id)"
    " SELECT o.id AS order_id, coalesce(o.connection_id, (SELECT connection_id FROM claim WHERE id = :claim),"
    "  (SELECT connection_id FROM question WHERE id = :question)) AS connection_id,"
    " coalesce(o.buyer_name, (SELECT customer_name FROM question WHERE id = :question), c.name, '') AS name,"
    " coalesce(o.buyer_email, c.email, '') AS email, coalesce(o.buyer_phone, c.phone, '') AS phone,"
    " coalesce(c.merged_into_id, c.id) AS customer_id,"
    " (CAST(:order AS uuid) IS NULL OR o.id IS NOT NULL)"
    "  AND (CAST(:claim AS uuid) IS NULL OR EXISTS (SELECT 1 FROM claim WHERE id = :claim))"
    "  AND (CAST(:question AS uuid) IS NULL OR EXISTS (SELECT 1 FROM question WHERE id = :question))"
    "  AND (CAST(:package AS uuid) IS NULL OR EXISTS (SELECT 1 FROM shipment_package WHERE id = :package))"
    "  AND (CAST(:customer AS uuid) IS NULL OR c.id IS NOT NULL) AS is_known"
    " FROM asked LEFT JOIN purchase_order o ON o.id = asked.order_id AND o.merchant_id = :merchant"
    " LEFT JOIN customer c ON c.merchant_id = :merchant AND c.id = coalesce(CAST(:customer AS uuid),"
    "  (SELECT customer_id FROM customer_order WHERE order_id = o.id))"
)


def _row(session: Session, scope: Scope, draft: TicketDraft, subject: str, setting: SupportSetting) -> Ticket:
    links = session.execute(
        _LINKS,
        {
            "merchant": scope.merchant_id,
            "order": draft.order_id,
            "claim": draft.claim_id,
            "question": draft.question_id,
            "package": draft.package_id,
            "customer": draft.customer_id,
        },
    ).one()
    if not links.is_known:
        raise TicketRefused("tickets.link_unknown", "order")
    setting.last_number += 1
    return Ticket(
        id=new_id(),
        merchant_id=scope.merchant_id,
        number=f"T-{setting.last_number}",
        key=draft.key[:200] if draft.key else None,
        subject=subject,
        customer_id=links.customer_id,
        name=(draft.name.strip() or links.name)[:200],
        email=(draft.email.strip() or links.email)[:200],
        phone=(draft.phone.strip() or links.phone)[:60],
        order_id=links.order_id,
        claim_id=draft.claim_id,
        question_id=draft.question_id,
        package_id=draft.package_id,
        connection_id=links.connection_id,
        origin=draft.origin.value,
        priority=draft.priority.value,
        reason=draft.reason,
        tags=rules.tags(draft.tags),
        user_id=scope.user_id,
    )


def _give(session: Session, scope: Scope, row: Ticket, setting: SupportSetting, wanted: UUID | None) -> None:
    """To who is named, else to whose turn it is; who opens it by hand does not take it by that."""
    known = [one.id for one in desk.people(session, scope) if one.sees(row.connection_id)]
    if wanted is not None and wanted not in known:
        raise TicketRefused("tickets.assignee_unknown", "assignee")
    row.assignee_id = wanted or next_person(session, scope, setting, AssignBy(setting.assign_by), known)
    row.status = (TicketStatus.OPEN if row.assignee_id else TicketStatus.NEW).value


def _say(session: Session, scope: Scope, row: Ticket, draft: TicketDraft) -> None:
    desk.happened(session, scope, row, "opened", origin=draft.origin.value)
    words, note = (said.strip()[: rules.LONGEST_WORDS] for said in (draft.words, draft.note))
    if words:
        desk.write(session, scope, row, EntryKind.CUSTOMER, words, author=row.name, user_id=None)
    if note:
        desk.write(session, scope, row, EntryKind.NOTE, note)
