"""Feedback over REST: the list, its averages; and calls, visits and notes on customers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.domain.support import actions, queries_feedback
from prapazar.domain.support.actions import ContactDraft
from prapazar.domain.support.enums import InteractionKind
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.queries_feedback import FeedbackFilter, FeedbackRow
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

router = APIRouter(tags=["tickets"])
Reader = Annotated[Scope, Depends(scope_with("tickets.read"))]
Writer = Annotated[Scope, Depends(scope_with("customers.write"))]
Remover = Annotated[Scope, Depends(scope_with("customers.delete"))]


class OneFeedback(BaseModel):
    id: UUID
    rating: int
    reasons: list[str]
    words: str
    order_id: UUID | None
    order_number: str | None
    ticket_id: UUID | None
    ticket_number: str | None
    channel: str | None
    buyer: str
    opened_id: UUID | None
    """The ticket a low rating opened."""
    created_at: datetime


class FeedbackPage(BaseModel):
    feedback: list[OneFeedback]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class OneAverage(BaseModel):
    key: str
    name: str
    count: int
    rating: Decimal


class Contact(BaseModel):
    kind: InteractionKind
    body: Annotated[str, Field(min_length=1, max_length=10_000)]
    at: AwareDatetime | None = None
    """Left out: now."""
    next_step: Annotated[str, Field(max_length=140)] = ""
    """Becomes a task."""
    next_at: AwareDatetime | None = None
    assignee_id: UUID | None = None


class Made(BaseModel):
    id: UUID


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except TicketRefused as refused:
        raise Refused(422, refused.code) from refused
    except PlanInvalid as refused:
        raise Refused(422, refused.code, **refused.values) from refused


def _one(row: FeedbackRow, scope: Scope) -> OneFeedback:
    told = {name: getattr(row, name) for name in OneFeedback.model_fields}
    return OneFeedback(
        **told | {"buyer": masks.name(scope, row.buyer), "words": masks.words(scope, row.words)}
    )


@router.get("/api/feedback")
def feedback(
    scope: Reader,
    view: Literal["all", "low", "middle", "high", "words"] = "all",
    search: Annotated[str, Query(max_length=100)] = "",
    reason: str = "",
    connection_id: UUID | None = None,
    product_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FeedbackPage:
    wanted = FeedbackFilter(view, search, reason, connection_id, product_id)
    try:
        with db.transaction(scope) as session:
            rows = queries_feedback.page(session, scope, wanted, after=cursor, limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries_feedback.cursor(rows[-1]) if len(rows) == limit else None
    return FeedbackPage(feedback=[_one(row, scope) for row in rows], next_cursor=more)


@router.get("/api/feedback/averages")
def averages(
    scope: Reader,
    by: Literal["channel", "product", "reason"],
    days: Annotated[int, Query(ge=1, le=1000)] = 90,
) -> list[OneAverage]:
    with db.transaction(scope) as session:
        found = queries_feedback.averages(session, scope, by, now() - timedelta(days=days))
    return [OneAverage(key=one.key, name=one.name, count=one.count, rating=one.rating) for one in found]


@router.post("/api/customers/{customer_id}/interactions", status_code=201)
def add_contact(scope: Writer, customer_id: UUID, contact: Contact) -> Made:
    draft = ContactDraft(**contact.model_dump(exclude={"at"}), at=contact.at or now())
    with _refusals(), db.transaction(scope) as session:
        return Made(id=actions.add_contact(session, scope, customer_id, draft))


@router.delete("/api/interactions/{contact_id}", status_code=204)
def remove_contact(scope: Remover, contact_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.remove_contact(session, scope, contact_id)
