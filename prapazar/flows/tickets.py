"""Tickets between our books and those we answer: an answer leaves by the message log or through the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.errors import QuestionMissing, QuestionRefused
from prapazar.domain.files import actions as files
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.messaging.enums import Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.domain.support import actions, queries
from prapazar.domain.support.enums import AnswerWay, EntryKind, TicketStatus
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.queries import TicketRow
from prapazar.flows import message_accounts, notify_desk, questions
from prapazar.flows.notify_desk import Wish
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    words: str
    way: AnswerWay
    status: TicketStatus = TicketStatus.WAITING_CUSTOMER
    template_id: UUID | None = None
    """WhatsApp: the approved template that goes out; `words` stays with the ticket."""


def answer(session: Session, scope: Scope, ticket_id: UUID, said: Answer) -> UUID:
    """The entry. Opt-out and consent are asked by the log, the question's own rules by its flow.

    Raises TicketMissing, TicketRefused.
    """
    row = queries.as_written(session, scope, ticket_id)
    entry = actions.add_answer(session, scope, ticket_id, said.words, said.way, status=said.status)
    if said.way is AnswerWay.SPOKEN:
        return entry
    try:
        if said.way is AnswerWay.CHANNEL:
            if row.question_id is None:
                raise TicketRefused("tickets.no_question", "way")
            questions.answer(session, scope, row.question_id, said.words)
        else:
            actions.keep_message(session, entry, notify_desk.send(session, scope, _wish(row, said, entry)))
    except (MessageRefused, QuestionRefused) as refused:
        raise TicketRefused(refused.code, "words") from refused
    except (MessageMissing, QuestionMissing) as missing:
        raise TicketRefused("tickets.link_unknown", "way") from missing
    return entry


def _wish(row: TicketRow, said: Answer, entry: UUID) -> Wish:
    way = Way(said.way.value)
    by_template = way is Way.WHATSAPP
    return Wish(
        way=way,
        to=row.email if way is Way.EMAIL else row.phone,
        order_id=row.order_id if by_template else None,
        template_id=said.template_id if by_template else None,
        subject=f"[{row.number}] {row.subject}",
        body="" if by_template else said.words,
        values={"name": row.name, "first_name": row.name.split()[0] if row.name.split() else ""},
        key=str(entry),
        event="ticket",
    )


def ways(session: Session, scope: Scope, row: TicketRow) -> list[AnswerWay]:
    """Those that can carry an answer now, the best first."""
    found = []
    if row.question_id is not None and _is_waiting(session, row.question_id):
        found.append(AnswerWay.CHANNEL)
    if scope.can("messages.write"):
        accounts = message_accounts.accounts(session, scope)
        if row.email:
            found.append(AnswerWay.EMAIL)
        if row.phone:
            found += [AnswerWay(way.value) for way in (Way.SMS, Way.WHATSAPP) if way in accounts]
    return [*found, AnswerWay.SPOKEN]


def _is_waiting(session: Session, question_id: UUID) -> bool:
    row = session.execute(
        text(
            "SELECT q.status, q.is_sending, c.connector FROM question q JOIN connection c ON c.id = q.connection_id"
            " WHERE q.id = :id"
        ),
        {"id": question_id},
    ).one_or_none()
    return (
        row is not None
        and row.status == "waiting"
        and not row.is_sending
        and questions.is_answered(row.connector)
    )


def keep_file(session: Session, scope: Scope, ticket_id: UUID, name: str, data: bytes) -> UUID:
    """With the last thing that was said and is no event. Raises TicketMissing, FileRefused."""
    scope.require("tickets.write")
    found = queries.detail(session, scope, ticket_id)
    said = [one for one in found.entries if one.kind != EntryKind.EVENT]
    about = said[-1].id if said else actions.add_note(session, scope, ticket_id, name)
    kind = FileKind.PICTURE if data[:3] in {b"\xff\xd8\xff", b"\x89PN", b"GIF"} else FileKind.DOCUMENT
    return files.keep(session, scope, Subject.TICKET, about, kind, name, data)


def kept_files(session: Session, scope: Scope, entry_ids: Sequence[UUID]) -> list[KeptFile]:
    return files.listed(session, scope, Subject.TICKET, entry_ids) if entry_ids else []


def look_at_clocks(merchant_id: UUID) -> int:
    scope = system_scope(merchant_id)
    return db.retried(scope, lambda session: actions.due_clocks(session, scope))


def facts(session: Session, scope: Scope, row: TicketRow) -> dict[str, str]:
    """What a canned answer may name, beside the ticket's own."""
    known = {
        "customer": "" if scope.hides("buyer.name") else row.name,
        "name": "" if scope.hides("buyer.name") else row.name,
        "ticket": row.number,
        "number": row.order_number or "",
        "channel": row.channel or "",
        "title": row.subject,
    }
    if row.order_id is None or not scope.can("orders.read"):
        return known
    found = session.execute(
        text(
            "SELECT coalesce(p.carrier, '') AS carrier, coalesce(p.tracking_number, '') AS tracking_number,"
            " coalesce(p.tracking_url, '') AS tracking_url, coalesce(l.title, '') AS title, coalesce(l.sku, '') AS sku"
            " FROM purchase_order o LEFT JOIN LATERAL (SELECT * FROM shipment_package WHERE order_id = o.id"
            "  AND tracking_number IS NOT NULL ORDER BY modified_at DESC, id LIMIT 1) p ON true"
            " LEFT JOIN LATERAL (SELECT title, sku FROM order_line WHERE order_id = o.id ORDER BY id LIMIT 1) l ON true"
            " WHERE o.id = :id"
        ),
        {"id": row.order_id},
    ).one_or_none()
    return (
        known if found is None else {**known, **{key: str(value) for key, value in found._asdict().items()}}
    )
