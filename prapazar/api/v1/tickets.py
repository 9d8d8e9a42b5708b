"""Tickets over REST: list, opened, answered, moved, given, merged; many at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import Facts, RowResult, TicketDraft
from prapazar.domain.support.enums import (
    AnswerWay,
    EntryKind,
    Origin,
    Priority,
    TicketStatus,
)
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.domain.support.queries import TicketFilter, TicketRow
from prapazar.flows import tickets as flow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/tickets", tags=["tickets"])
tells(TicketMissing, 404, "tickets.missing")
Reader = Annotated[Scope, Depends(scope_with("tickets.read"))]
Writer = Annotated[Scope, Depends(scope_with("tickets.write"))]
Words = Annotated[str, Field(max_length=10_000)]


class Wanted(BaseModel):
    subject: Annotated[str, Field(min_length=1, max_length=200)]
    words: Words = ""
    """What the customer said."""
    note: Words = ""
    """For our own people."""
    customer_id: UUID | None = None
    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=60)] = ""
    order_id: UUID | None = None
    claim_id: UUID | None = None
    question_id: UUID | None = None
    package_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    reason: str = ""
    assignee_id: UUID | None = None
    tags: Annotated[list[str], Field(max_length=20)] = []
    idempotency_key: Annotated[str, Field(max_length=100)] | None = None
    """The same one again is the same ticket."""


class OneTicket(BaseModel):
    """Names and addresses the person may not see are dots."""

    id: UUID
    number: str
    subject: str
    status: TicketStatus
    priority: Priority
    reason: str
    origin: str
    tags: list[str]
    name: str
    email: str
    phone: str
    customer_id: UUID | None
    order_id: UUID | None
    order_number: str | None
    claim_id: UUID | None
    question_id: UUID | None
    package_id: UUID | None
    connection_id: UUID | None
    assignee_id: UUID | None
    assignee: str | None
    merged_into_id: UUID | None
    first_due_at: datetime | None
    solve_due_at: datetime | None
    """None while the clock stands still."""
    first_told: str
    solve_told: str
    first_answer_at: datetime | None
    solved_at: datetime | None
    said_at: datetime
    created_at: datetime


class Entry(BaseModel):
    id: UUID
    kind: str
    body: str
    way: str
    author: str
    by: str | None
    at: datetime
    message_status: str | None
    values: dict[str, object]


class WholeTicket(OneTicket):
    entries: list[Entry]


class TicketPage(BaseModel):
    tickets: list[OneTicket]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class Change(BaseModel):
    """What is left out stays."""

    subject: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    priority: Priority | None = None
    reason: str | None = None
    tags: Annotated[list[str], Field(max_length=20)] | None = None


class Said(BaseModel):
    words: Annotated[str, Field(min_length=1, max_length=10_000)]
    author: Annotated[str, Field(max_length=200)] = ""


class Reply(BaseModel):
    words: Annotated[str, Field(min_length=1, max_length=10_000)]
    way: AnswerWay = AnswerWay.EMAIL
    status: TicketStatus = TicketStatus.WAITING_CUSTOMER
    """What it becomes by it: `waiting_customer`, `open` or `solved`."""
    template_id: UUID | None = None
    """For WhatsApp: the template that goes out."""


class Move(BaseModel):
    status: TicketStatus


class Give(BaseModel):
    assignee_id: UUID | None


class Many(BaseModel):
    ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    status: TicketStatus | None = None
    assignee_id: UUID | None = None
    """Given to that person, or to nobody where `unassign`."""
    unassign: bool = False


class Result(BaseModel):
    id: UUID
    number: str
    code: str
    """Empty where it went well."""


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "open"
    search: str = Field("", max_length=100)
    priority: str = ""
    assignee: UUID | None = None
    reason: str = ""
    connection: UUID | None = None
    tag: str = Field("", max_length=40)
    sort: str = Field("-said", pattern="^-?(said|due|created)$")

    def filter(self) -> TicketFilter:
        return TicketFilter(**self.model_dump())


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except TicketRefused as refused:
        raise Refused(409, refused.code) from refused


def _one(row: TicketRow, scope: Scope) -> OneTicket:
    told = {name: getattr(row, name) for name in OneTicket.model_fields}
    return OneTicket(**told | _masked(row, scope))


def _masked(row: TicketRow, scope: Scope) -> dict[str, Any]:
    shown = {
        name: masks.DOTS if getattr(row, name) and scope.hides(f"buyer.{name}") else getattr(row, name)
        for name in ("name", "email", "phone")
    }
    tags = [masks.words(scope, tag) for tag in row.tags]
    return {**shown, "subject": masks.words(scope, row.subject), "tags": tags}


def _whole(session: Session, scope: Scope, ticket_id: UUID) -> WholeTicket:
    found = queries.detail(session, scope, ticket_id)
    entries = [
        Entry(
            **{name: getattr(one, name) for name in Entry.model_fields if name not in {"author", "body"}},
            author=masks.name(scope, one.author),
            body=one.body if one.kind == EntryKind.EVENT else masks.words(scope, one.body),
        )
        for one in found.entries
    ]
    return WholeTicket(**_one(found.row, scope).model_dump(), entries=entries)


@router.get("")
def tickets(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TicketPage:
    try:
        with db.transaction(scope) as session:
            rows = queries.page(session, scope, asked.filter(), after=cursor, limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1], asked.sort) if len(rows) == limit else None
    return TicketPage(tickets=[_one(row, scope) for row in rows], next_cursor=more)


@router.post("", status_code=201)
def open_ticket(scope: Writer, wanted: Wanted) -> WholeTicket:
    draft = TicketDraft(
        **wanted.model_dump(exclude={"idempotency_key", "tags"}),
        tags=tuple(wanted.tags),
        origin=Origin.API,
        key=f"api:{wanted.idempotency_key}" if wanted.idempotency_key else None,
    )
    with _refusals(), db.transaction(scope) as session:
        return _whole(session, scope, actions.open_ticket(session, scope, draft))


@router.post("/bulk")
def bulk(scope: Writer, many: Many) -> list[Result]:
    """Each has its own answer; one that is refused holds nobody up."""
    with db.transaction(scope) as session:
        found: dict[UUID, RowResult] = {}
        if many.assignee_id is not None or many.unassign:
            given = actions.assign_many(session, scope, many.ids, many.assignee_id)
            found |= {one.id: one for one in given}
        if many.status is not None:
            for one in actions.move_many(session, scope, many.ids, many.status):
                if one.id not in found or not found[one.id].code:
                    found[one.id] = one
    return [Result(id=one.id, number=one.number, code=one.code) for one in found.values()]


@router.get("/{ticket_id}")
def one(scope: Reader, ticket_id: UUID) -> WholeTicket:
    with db.transaction(scope) as session:
        return _whole(session, scope, ticket_id)


@router.patch("/{ticket_id}")
def describe(scope: Writer, ticket_id: UUID, change: Change) -> WholeTicket:
    with _refusals(), db.transaction(scope) as session:
        actions.describe(session, scope, ticket_id, Facts(**change.model_dump()))
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/messages", status_code=201)
def customer_said(scope: Writer, ticket_id: UUID, said: Said) -> WholeTicket:
    """What the customer wrote, told by a program that reads their mail."""
    with _refusals(), db.transaction(scope) as session:
        actions.customer_said(session, scope, ticket_id, said.words, author=said.author)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/answers", status_code=201)
def answer(scope: Writer, ticket_id: UUID, reply: Reply) -> WholeTicket:
    said = flow.Answer(words=reply.words, way=reply.way, status=reply.status, template_id=reply.template_id)
    with _refusals(), db.transaction(scope) as session:
        flow.answer(session, scope, ticket_id, said)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/notes", status_code=201)
def note(scope: Writer, ticket_id: UUID, said: Said) -> WholeTicket:
    with _refusals(), db.transaction(scope) as session:
        actions.add_note(session, scope, ticket_id, said.words)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/status")
def move(scope: Writer, ticket_id: UUID, wanted: Move) -> WholeTicket:
    with _refusals(), db.transaction(scope) as session:
        actions.move(session, scope, ticket_id, wanted.status)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/assignee")
def assign(scope: Writer, ticket_id: UUID, wanted: Give) -> WholeTicket:
    with _refusals(), db.transaction(scope) as session:
        actions.assign(session, scope, ticket_id, wanted.assignee_id)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/merge/{gone_id}")
def merge(scope: Writer, ticket_id: UUID, gone_id: UUID) -> WholeTicket:
    """`gone_id` is put into this one."""
    with _refusals(), db.transaction(scope) as session:
        actions.merge(session, scope, ticket_id, gone_id)
        return _whole(session, scope, ticket_id)


@router.post("/{ticket_id}/unmerge")
def unmerge(scope: Writer, ticket_id: UUID) -> WholeTicket:
    """Taken out of the one it was put into."""
    with _refusals(), db.transaction(scope) as session:
        actions.unmerge(session, scope, ticket_id)
        return _whole(session, scope, ticket_id)
