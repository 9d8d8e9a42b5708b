"""A message on its way: begun before the provider is called, ended once, and never begun twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.messaging import rules
from prapazar.domain.messaging.actions.consents import consents_of
from prapazar.domain.messaging.enums import MessageStatus, Purpose, Way
from prapazar.domain.messaging.models import Message
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says became of one."""

    external_id: str
    status: MessageStatus
    provider_status: str = ""
    at: datetime | None = None
    code: str = ""
    detail: str = ""
    recipient: str = ""
    """Where one id is of several messages; empty: any."""


def begin(session: Session, scope: Scope, message_id: UUID) -> Message | None:
    """To be called for at once after the commit; None where nothing may be sent any more.

    One found on its way already is unclear: whoever began it died between the call and its answer.
    """
    row = session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        return None
    if row.status == MessageStatus.SENDING:
        _end(session, row, MessageStatus.UNCLEAR, code="messages.answer_lost")
        return None
    if row.status != MessageStatus.WAITING:
        return None
    way = Way(row.way)
    consent = consents_of(session, scope, [(way, row.recipient)]).get((way, row.recipient))
    if code := rules.why_not(Purpose(row.purpose), consent):
        _end(session, row, MessageStatus.BLOCKED, code=code)
        return None
    if now() - row.created_at > rules.TOO_LATE:
        _end(session, row, MessageStatus.FAILED, code=row.code or "messages.too_late", detail=row.detail)
        return None
    row.status, row.attempts = MessageStatus.SENDING.value, row.attempts + 1
    row.asked_at = row.updated_at = now()
    session.flush()
    return row


def record_sent(
    session: Session,
    scope: Scope,
    message_id: UUID,
    *,
    external_id: str = "",
    provider_status: str = "",
    units: int = 1,
    price: Decimal = Decimal(0),
    kept: bool = False,
) -> None:
    """The provider took it; `price` of one part. `kept`: it was written to a file."""
    row = _locked(session, scope, message_id)
    if row is None or row.status not in {MessageStatus.SENDING, MessageStatus.UNCLEAR}:
        return
    row.external_id, row.provider_status = external_id[:200], provider_status[:60]
    row.units, row.cost, row.sent_at = units, price * units, now()
    _end(session, row, MessageStatus.KEPT if kept else MessageStatus.SENT)


def record_not_sent(
    session: Session, scope: Scope, message_id: UUID, code: str, detail: str, *, status: MessageStatus
) -> None:
    """FAILED for good, WAITING for another try, or UNCLEAR."""
    row = _locked(session, scope, message_id)
    if row is not None and row.status == MessageStatus.SENDING:
        _end(session, row, status, code=code, detail=detail)


def record_reports(
    session: Session, scope: Scope, connection_id: UUID, reports: Sequence[Report]
) -> set[str]:
    """External ids that no message of this account has (yet)."""
    ids = sorted({one.external_id for one in reports})
    rows = session.execute(
        text(
            "SELECT id, external_id, recipient FROM message WHERE connection_id = :connection"
            " AND external_id = ANY(CAST(:ids AS text[])) ORDER BY id FOR UPDATE"
        ),
        {"connection": connection_id, "ids": ids},
    ).all()
    moved = False
    for told in reports:
        for found in rows:
            if found.external_id != told.external_id or told.recipient not in {"", found.recipient}:
                continue
            row = session.get_one(Message, found.id)
            if rules.is_news(MessageStatus(row.status), told.status):
                row.provider_status = told.provider_status[:60]
                if told.status in {MessageStatus.DELIVERED, MessageStatus.READ}:
                    row.delivered_at = row.delivered_at or told.at or now()
                _end(session, row, told.status, code=told.code, detail=told.detail)
                moved = True
    if moved:
        live.tell(session, scope.merchant_id, "messages.changed")
    return set(ids) - {row.external_id for row in rows}


def record_asked(session: Session, message_ids: Sequence[UUID]) -> None:
    session.execute(
        text("UPDATE message SET asked_at = now() WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(message_ids)},
    )


def forget_recipient(session: Session, scope: Scope, addresses: Sequence[str]) -> int:
    """Erasure: that something was sent, when and at what cost stays; to whom and in which words does not."""
    scope.require("messages.delete")
    found = session.execute(
        text(
            "UPDATE message SET recipient = '', recipient_name = '', subject = '', body = '', params = '[]',"
            " detail = '', updated_at = now() WHERE merchant_id = :merchant"
            " AND recipient = ANY(CAST(:addresses AS text[])) RETURNING id"
        ),
        {"merchant": scope.merchant_id, "addresses": list(addresses)},
    ).all()
    session.execute(
        text(
            "DELETE FROM contact_consent WHERE merchant_id = :merchant AND address = ANY(CAST(:addresses AS text[]))"
        ),
        {"merchant": scope.merchant_id, "addresses": list(addresses)},
    )
    return len(found)


def _locked(session: Session, scope: Scope, message_id: UUID) -> Message | None:
    row = session.get(Message, message_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.merchant_id == scope.merchant_id else None


def _end(session: Session, row: Message, status: MessageStatus, *, code: str = "", detail: str = "") -> None:
    row.status, row.code, row.detail, row.updated_at = status.value, code, detail[:300], now()
    session.flush()
    live.tell(session, row.merchant_id, "messages.changed")
