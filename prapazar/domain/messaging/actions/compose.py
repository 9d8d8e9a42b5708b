"""Messages taken down: once for each key, those that must not go with their reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import rules
from prapazar.domain.messaging.actions.consents import consents_of
from prapazar.domain.messaging.enums import RESENDABLE, MessageStatus, Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.foundation import live, outbox
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to go; `address` as somebody wrote it."""

    key: str
    way: Way
    purpose: Purpose
    address: str
    body: str
    subject: str = ""
    name: str = ""
    language: str = "tr"
    event: str = "hand"
    template_id: UUID | None = None
    provider_name: str = ""
    params: Sequence[str] = field(default=())
    order_id: UUID | None = None
    user_id: UUID | None = None
    connection_id: UUID | None = None
    """The account it goes through; None: the installation's mail server."""


_INSERT = text(
    "INSERT INTO message (id, merchant_id, key, way, purpose, status, recipient, recipient_name, language, subject,"
    " body, template_id, provider_name, params, connection_id, event, order_id, user_id, code, external_id,"
    " provider_status, units, detail, attempts)"
    " SELECT d.id, :merchant, d.key, d.way, d.purpose, d.status, d.recipient, d.recipient_name, d.language,"
    "  d.subject, d.body, d.template_id, d.provider_name, coalesce(d.params, '[]'::jsonb), d.connection_id, d.event,"
    "  d.order_id, d.user_id, d.code, '', '', 0, '', 0"
    " FROM jsonb_to_recordset(:rows) AS d(id uuid, key text, way text, purpose text, status text, recipient text,"
    "  recipient_name text, language text, subject text, body text, template_id uuid, provider_name text,"
    "  params jsonb, connection_id uuid, event text, order_id uuid, user_id uuid, code text)"
    " ON CONFLICT (merchant_id, key) DO NOTHING RETURNING id"
).bindparams(bindparam("rows", type_=JSONB))


def take_down(session: Session, scope: Scope, drafts: Sequence[Draft]) -> dict[str, UUID]:
    """Key to message; for a key that was there before, the message it made then. Nothing is sent here."""
    unique = {draft.key[:200]: draft for draft in drafts}
    if not unique:
        return {}
    addresses = {key: rules.address(draft.way, draft.address) for key, draft in unique.items()}
    said = consents_of(session, scope, [(d.way, addresses[key]) for key, d in unique.items()])
    rows, sending = [], {}
    for (key, draft), message_id in zip(unique.items(), new_ids(len(unique)), strict=True):
        address = addresses[key]
        code = _stop(draft, address) or rules.why_not(draft.purpose, said.get((draft.way, address)))
        rows.append(_row(message_id, key, draft, address, code))
        sending[message_id] = (code == "", draft)
    made = set(session.execute(_INSERT, {"merchant": scope.merchant_id, "rows": rows}).scalars())
    _send_many(session, scope, [(one, sending[one][1].connection_id) for one in made if sending[one][0]])
    if made:
        live.tell(session, scope.merchant_id, "messages.changed")
    found = session.execute(
        text(
            "SELECT key, id FROM message WHERE merchant_id = :merchant AND key = ANY(CAST(:keys AS text[]))"
        ),
        {"merchant": scope.merchant_id, "keys": list(unique)},
    )
    return {row.key: row.id for row in found}


def send_again(session: Session, scope: Scope, message_id: UUID) -> None:
    """A person says so: only what did not go, or may not have gone. Raises MessageMissing, MessageRefused."""
    scope.require("messages.write")
    row = session.execute(
        text(
            "SELECT way, purpose, status, recipient, connection_id FROM message"
            " WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
        ),
        {"id": message_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise MessageMissing(message_id)
    if MessageStatus(row.status) not in RESENDABLE:
        raise MessageRefused("messages.not_again")
    if not row.recipient:
        raise MessageRefused("messages.no_address")
    way = Way(row.way)
    consent = consents_of(session, scope, [(way, row.recipient)]).get((way, row.recipient))
    code = rules.why_not(Purpose(row.purpose), consent)
    if code:
        raise MessageRefused(code)
    session.execute(
        text(
            "UPDATE message SET status = 'waiting', code = '', detail = '', external_id = '', updated_at = now(),"
            " created_at = now() WHERE id = :id"
        ),
        {"id": message_id},
    )
    _send(session, scope, message_id, row.connection_id)
    live.tell(session, scope.merchant_id, "messages.changed")


def _stop(draft: Draft, address: str) -> str:
    if not address:
        return "messages.no_address"
    if draft.connection_id is None and draft.way is not Way.EMAIL:
        return "messages.no_account"
    return ""


def _row(message_id: UUID, key: str, draft: Draft, address: str, code: str) -> dict[str, object]:
    def named(one: UUID | None) -> str | None:
        return str(one) if one else None

    return {
        "id": str(message_id),
        "key": key,
        "way": draft.way.value,
        "purpose": draft.purpose.value,
        "status": (MessageStatus.BLOCKED if code else MessageStatus.WAITING).value,
        "recipient": address,
        "recipient_name": draft.name[:120],
        "language": draft.language,
        "subject": " ".join(draft.subject.split())[:200],
        "body": draft.body[:20_000],
        "template_id": named(draft.template_id),
        "provider_name": draft.provider_name,
        "params": list(draft.params),
        "connection_id": named(draft.connection_id),
        "event": draft.event,
        "order_id": named(draft.order_id),
        "user_id": named(draft.user_id),
        "code": code,
    }


def _send(session: Session, scope: Scope, message_id: UUID, connection_id: UUID | None) -> None:
    _send_many(session, scope, [(message_id, connection_id)])


def _send_many(session: Session, scope: Scope, messages: Sequence[tuple[UUID, UUID | None]]) -> None:
    """Message and account; what needs none goes over the installation's mail server."""
    for account in dict.fromkeys(account for _, account in messages):
        topic, partition = (
            (Topic.SEND_MAIL, scope.merchant_id) if account is None else (Topic.SEND_MESSAGES, account)
        )
        payloads = {one: {"message_id": str(one)} for one, its in messages if its == account}
        outbox.append_many(session, scope.merchant_id, topic.value, partition, payloads)
