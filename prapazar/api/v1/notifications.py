"""One's own notifications over REST: the list, root causes, read marks, and what one wants to hear."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.messaging import actions, queries
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.queries import NotificationFilter
from prapazar.domain.messaging.rules import Choice
from prapazar.domain.messaging.wording import of_cause, sentence
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/notifications", tags=["notifications"])
Reader = Annotated[Scope, Depends(scope_with("notifications.read"))]
Minute = Annotated[int, Field(ge=0, lt=1440)]


class OneNotification(BaseModel):
    id: UUID
    level: str
    kind: str
    text: str
    link: str
    count: int
    created_at: datetime
    updated_at: datetime
    read_at: datetime | None


class NotificationPage(BaseModel):
    notifications: list[OneNotification]
    unread: int
    next_cursor: str | None


class OneCause(BaseModel):
    kind: str
    cause: str
    level: str
    text: str
    count: int
    places: int
    stores: list[str]
    unread: int
    first_at: datetime
    last_at: datetime


class Read(BaseModel):
    ids: Annotated[list[UUID], Field(max_length=500)] | None = None
    """None: all of them."""


class Choices(BaseModel):
    rules: dict[str, dict[str, str]] = {}
    """By subject: `in_app` (on, off), `email`, `sms`, `whatsapp` (off, now, digest)."""
    phone: Annotated[str, Field(max_length=30)] = ""
    quiet_from: Minute | None = None
    """Minutes after midnight, by the person's own time zone (`/api/me`)."""
    quiet_to: Minute | None = None
    errors_break_quiet: bool = False
    digest_at: Minute = 540


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except MessageRefused as refused:
        raise Refused(422, refused.code, detail=refused.field) from refused


@router.get("")
def notifications(
    scope: Reader,
    unread: bool = False,
    level: Annotated[str, Query(pattern="^(info|success|warning|error)?$")] = "",
    subject: Annotated[str, Query(max_length=30)] = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NotificationPage:
    wanted = NotificationFilter(unread, level, subject)
    try:
        with db.transaction(scope) as session:
            rows = queries.notifications(session, scope, wanted, after=cursor, limit=limit)
            count = queries.unread_count(session, scope)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    return NotificationPage(
        notifications=[
            OneNotification(
                id=row.id,
                level=row.level,
                kind=row.kind,
                text=sentence(row.kind, row.values, row.count, scope.locale),
                link=row.link,
                count=row.count,
                created_at=row.created_at,
                updated_at=row.updated_at,
                read_at=row.read_at,
            )
            for row in rows
        ],
        unread=count,
        next_cursor=queries.cursor(rows[-1]) if len(rows) == limit else None,
    )


@router.get("/causes")
def causes(scope: Reader) -> list[OneCause]:
    """Warnings and errors of thirty days, one line for each root cause."""
    with db.transaction(scope) as session:
        found = queries.causes(session, scope)
    return [
        OneCause(
            kind=one.kind,
            cause=one.cause,
            level=one.level,
            text=of_cause(one, scope.locale),
            count=one.count,
            places=one.places,
            stores=one.stores,
            unread=one.unread,
            first_at=one.first_at,
            last_at=one.last_at,
        )
        for one in found
    ]


@router.post("/read")
def read(scope: Reader, sent: Read) -> dict[str, int]:
    with db.transaction(scope) as session:
        return {"count": actions.mark_read(session, scope, sent.ids)}


@router.get("/choices")
def choices(scope: Reader) -> Choices:
    with db.transaction(scope) as session:
        found = actions.choice(session, scope)
    return Choices(
        rules={subject: dict(one) for subject, one in found.rules.items()},
        phone=found.phone,
        quiet_from=found.quiet_from,
        quiet_to=found.quiet_to,
        errors_break_quiet=found.errors_break_quiet,
        digest_at=found.digest_at,
    )


@router.put("/choices")
def choose(scope: Reader, sent: Choices) -> Choices:
    with _refusals(), db.transaction(scope) as session:
        actions.choose(session, scope, Choice(**sent.model_dump()))
    return choices(scope)
