"""Messages over REST: send one, tell people, the log, templates, consents."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.messaging import actions
from prapazar.domain.messaging import queries_messages as queries
from prapazar.domain.messaging.enums import ConsentState, OrderMoment, Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.domain.messaging.masking import masked
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.domain.messaging.queries_messages import MessageFilter, MessageRow
from prapazar.flows import notify_desk
from prapazar.flows.notify_desk import Wish
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(tags=["messages"])
tells(MessageMissing, 404, "messages.missing")
Reader = Annotated[Scope, Depends(scope_with("messages.read"))]
Writer = Annotated[Scope, Depends(scope_with("messages.write"))]
Deleter = Annotated[Scope, Depends(scope_with("messages.delete"))]
Language = Annotated[str, Field(pattern="^(tr|en)$")]


class Told(BaseModel):
    """A message to one person by mail, SMS or WhatsApp; or, by `in_app`, a notification to the merchant's people."""

    way: Annotated[str, Field(pattern="^(in_app|email|sms|whatsapp)$")]
    to: Annotated[str, Field(max_length=200)] = ""
    """Address or phone; left out with `order_id`: the order's buyer."""
    order_id: UUID | None = None
    template_id: UUID | None = None
    subject: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=5000)] = ""
    language: Language = "tr"
    commercial: bool = False
    """Advertising: goes only to those who agreed to it. A template says so itself."""
    values: dict[str, Annotated[str, Field(max_length=500)]] = {}
    """For the template's places."""
    user_ids: Annotated[list[UUID], Field(max_length=200)] = []
    """Of `in_app`: whom; none: everybody with the permission to read notifications."""
    level: Annotated[str, Field(pattern="^(info|success|warning|error)$")] = "info"
    link: Annotated[str, Field(max_length=300, pattern="^(/[^/].*)?$")] = ""
    idempotency_key: Annotated[str, Field(max_length=100)] = ""
    """The same one again is the same message."""


class Taken(BaseModel):
    id: UUID | None
    """Of the message; None for a notification."""
    status: str
    """`waiting`: a worker sends it; `blocked`: `code` says why it will not go."""
    code: str = ""
    people: int = 0
    """To how many a notification went."""


class OneMessage(BaseModel):
    id: UUID
    way: str
    purpose: str
    status: str
    recipient: str
    """With dots for whoever may not see it."""
    language: str
    subject: str
    body: str
    event: str
    code: str
    detail: str
    provider_status: str
    units: int
    cost: Decimal
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    order_id: UUID | None
    template_id: UUID | None


class MessagePage(BaseModel):
    messages: list[OneMessage]
    next_cursor: str | None


class Said(BaseModel):
    subject: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(max_length=5000)] = ""


class Template(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    way: Way
    purpose: Annotated[str, Field(pattern="^(transactional|commercial)$")] = "transactional"
    texts: dict[Language, Said]
    moments: list[OrderMoment] = []
    """What of an order sends it by itself."""
    provider_name: Annotated[str, Field(max_length=120)] = ""
    is_active: bool = True


class OneTemplate(Template):
    id: UUID


class Consent(BaseModel):
    way: Annotated[str, Field(pattern="^(email|sms|call|whatsapp)$")]
    addresses: Annotated[list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=1000)]
    state: ConsentState
    source: Annotated[str, Field(pattern="^(iys|hand|api)$")] = "api"
    note: Annotated[str, Field(max_length=300)] = ""
    text_version: Annotated[str, Field(max_length=60)] = ""
    """Of the words they agreed to."""
    proof: Annotated[str, Field(max_length=200)] = ""
    at: datetime | None = None
    """When they said so; older words never replace newer ones."""


class OneConsent(BaseModel):
    way: str
    address: str
    state: str
    source: str
    note: str
    at: datetime


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except MessageRefused as refused:
        raise Refused(422, refused.code, detail=refused.field) from refused


@router.post("/api/notify", status_code=202)
def notify(scope: Writer, told: Told) -> Taken:
    """Sent by a worker; look at `/api/messages/{id}` for what became of it."""
    if told.way == "in_app":
        return _in_app(scope, told)
    wish = Wish(
        way=Way(told.way),
        to=told.to,
        order_id=told.order_id,
        template_id=told.template_id,
        subject=told.subject,
        body=told.text,
        language=told.language,
        purpose=Purpose.COMMERCIAL if told.commercial else Purpose.TRANSACTIONAL,
        values=told.values,
        key=told.idempotency_key,
    )
    with _refusals(), db.transaction(scope) as session:
        message_id = notify_desk.send(session, scope, wish)
        made = queries.message(session, scope, message_id)
    return Taken(id=message_id, status=made.status, code=made.code)


def _in_app(scope: Scope, told: Told) -> Taken:
    scope.require("notifications.write")
    if not told.text.strip():
        raise Refused(422, "messages.body_needed", detail="text")
    with db.transaction(scope) as session:
        people = actions.notify(
            session,
            scope,
            "other.note",
            permission="notifications.read",
            level=told.level,
            group_key=f"note:{told.idempotency_key or told.text}"[:200],
            values={"text": " ".join(told.text.split())[:300]},
            link=told.link,
            people=told.user_ids or None,
        )
    return Taken(id=None, status="sent", people=people)


@router.get("/api/messages")
def messages(
    scope: Reader,
    view: Annotated[str, Query(pattern="^(all|failed|blocked|waiting|arrived)$")] = "all",
    way: Annotated[str, Query(pattern="^(email|sms|whatsapp)?$")] = "",
    search: Annotated[str, Query(max_length=200)] = "",
    order_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MessagePage:
    wanted = MessageFilter(view, way, search, order_id)
    try:
        with db.transaction(scope) as session:
            rows = queries.page(session, scope, wanted, after=cursor, limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return MessagePage(messages=[_one(row, scope) for row in rows], next_cursor=more)


@router.get("/api/messages/templates")
def templates(scope: Reader) -> list[OneTemplate]:
    with db.transaction(scope) as session:
        return [_template(row) for row in queries.templates(session, scope)]


@router.post("/api/messages/templates", status_code=201)
def add_template(scope: Writer, sent: Template) -> OneTemplate:
    return _save(scope, None, sent)


@router.put("/api/messages/templates/{template_id}")
def change_template(scope: Writer, template_id: UUID, sent: Template) -> OneTemplate:
    return _save(scope, template_id, sent)


@router.delete("/api/messages/templates/{template_id}", status_code=204)
def delete_template(scope: Deleter, template_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete_template(session, scope, template_id)


@router.get("/api/messages/consents")
def consents(scope: Reader, address: Annotated[str, Query(max_length=200)] = "") -> list[OneConsent]:
    with db.transaction(scope) as session:
        found = queries.consents(session, scope, address=address.strip().lower())
    return [
        OneConsent(
            way=one.way,
            address=masked(scope, one.way, one.address),
            state=one.state,
            source=one.source,
            note=masks.words(scope, one.note),
            at=one.at,
        )
        for one in found
    ]


@router.put("/api/messages/consents")
def set_consents(scope: Writer, sent: Consent) -> dict[str, int]:
    """What the İYS registry, or the people themselves, say."""
    with _refusals(), db.transaction(scope) as session:
        count = actions.record_consents(
            session,
            scope,
            sent.way,
            sent.addresses,
            sent.state,
            source=sent.source,
            note=sent.note,
            text_version=sent.text_version,
            proof=sent.proof,
            at=sent.at,
        )
    return {"count": count}


@router.get("/api/messages/{message_id}")
def message(scope: Reader, message_id: UUID) -> OneMessage:
    with db.transaction(scope) as session:
        return _one(queries.message(session, scope, message_id), scope)


@router.post("/api/messages/{message_id}/again", status_code=202)
def again(scope: Writer, message_id: UUID) -> OneMessage:
    """Only what did not go, or may not have gone."""
    with _refusals(), db.transaction(scope) as session:
        actions.send_again(session, scope, message_id)
        return _one(queries.message(session, scope, message_id), scope)


def _one(row: MessageRow, scope: Scope) -> OneMessage:
    told = {name: getattr(row, name) for name in OneMessage.model_fields}
    hidden = {name: masks.words(scope, told[name]) for name in ("subject", "body", "detail")}
    return OneMessage(**{**told, **hidden, "recipient": masked(scope, row.way, row.recipient)})


def _template(row: MessageTemplate) -> OneTemplate:
    return OneTemplate(**{name: getattr(row, name) for name in OneTemplate.model_fields})


def _save(scope: Scope, template_id: UUID | None, sent: Template) -> OneTemplate:
    with _refusals(), db.transaction(scope) as session:
        made = actions.save_template(
            session,
            scope,
            template_id,
            name=sent.name,
            way=sent.way,
            purpose=Purpose(sent.purpose),
            texts={language: one.model_dump() for language, one in sent.texts.items()},
            moments=sent.moments,
            provider_name=sent.provider_name,
            is_active=sent.is_active,
        )
        return _template(queries.template(session, scope, made))
