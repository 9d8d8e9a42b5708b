"""Customers over REST: list, one with its timeline, merge and split, suggestions, notes, export."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.customers import actions, queries, queries_one
from prapazar.domain.customers.actions import Facts
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import CustomerFilter, CustomerRow, Pair
from prapazar.flows import customer_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/customers", tags=["customers"])
tells(CustomerMissing, 404, "customers.missing")
Reader = Annotated[Scope, Depends(scope_with("customers.read"))]
Writer = Annotated[Scope, Depends(scope_with("customers.write"))]
Sort = Annotated[str, Query(pattern="^-?(last|spent|orders|name)$")]


class OneCustomer(BaseModel):
    """What the person may not see is null."""

    id: UUID
    name: str | None
    company: str | None
    email: str | None
    phone: str | None
    tax_number: str | None
    city: str
    district: str
    tags: list[str]
    order_count: int
    spent: Decimal
    """Of orders neither cancelled nor returned, in `currency`."""
    currency: str
    channels: list[UUID]
    first_order_at: datetime | None
    last_order_at: datetime


class Address(BaseModel):
    name: str | None
    company: str | None
    line: str | None
    neighbourhood: str | None
    district: str
    city: str
    postal_code: str
    country: str
    is_billing: bool
    last_used_at: datetime


class Merge(BaseModel):
    id: UUID
    gone_id: UUID
    at: datetime


class WholeCustomer(OneCustomer):
    note: str
    emails: list[str]
    phones: list[str]
    addresses: list[Address]
    merges: list[Merge]
    """Those that can be undone now."""


class CustomerPage(BaseModel):
    customers: list[OneCustomer]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class OneHappening(BaseModel):
    kind: str
    id: UUID
    order_id: UUID | None
    number: str
    status: str
    at: datetime
    amount: Decimal | None
    currency: str
    detail: str


class Timeline(BaseModel):
    happened: list[OneHappening]
    next_cursor: str | None


class Suggestion(BaseModel):
    id: UUID
    reason: str
    created_at: datetime
    first: OneCustomer
    second: OneCustomer


class Change(BaseModel):
    """What is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    note: Annotated[str, Field(max_length=4000)] | None = None
    tags: Annotated[list[str], Field(max_length=20)] | None = None


class Other(BaseModel):
    customer_id: UUID
    """Who is shown under the one of the path from now on."""


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    channel: str = ""
    city: str = ""
    ids: ChosenIds = ""

    def filter(self) -> CustomerFilter:
        return CustomerFilter(self.view, self.search, self.channel, self.city, chosen(self.ids))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except CustomerRefused as refused:
        raise Refused(409, refused.code) from refused


_HIDDEN = {
    "name": "buyer.name",
    "company": "buyer.name",
    "email": "buyer.email",
    "phone": "buyer.phone",
    "tax_number": "buyer.tax_number",
    "line": "buyer.address",
    "neighbourhood": "buyer.address",
}


def _open(row: object, names: Iterator[str] | list[str], scope: Scope) -> dict[str, object]:
    return {name: None if scope.hides(_HIDDEN.get(name, "")) else getattr(row, name) for name in names}


def _one(row: CustomerRow, scope: Scope) -> OneCustomer:
    return OneCustomer.model_validate(_open(row, list(OneCustomer.model_fields), scope))


def _pair(one: Pair, scope: Scope) -> Suggestion:
    return Suggestion(
        id=one.id,
        reason=one.reason,
        created_at=one.created_at,
        first=_one(one.first, scope),
        second=_one(one.second, scope),
    )


def _whole(scope: Scope, customer_id: UUID) -> WholeCustomer:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, customer_id)
    return WholeCustomer.model_validate(
        {
            **_open(found.row, list(OneCustomer.model_fields), scope),
            "note": masks.words(scope, found.note),
            "emails": [] if scope.hides("buyer.email") else list(found.emails),
            "phones": [] if scope.hides("buyer.phone") else list(found.phones),
            "addresses": [_open(one, list(Address.model_fields), scope) for one in found.addresses],
            "merges": [{"id": one.id, "gone_id": one.gone_id, "at": one.at} for one in found.merges],
        }
    )


@router.get("")
def customers(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    sort: Sort = "-last",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CustomerPage:
    if scope.hides("buyer.name") and sort.endswith("name"):
        sort = "-last"  # its cursor would say what is hidden
    try:
        with db.transaction(scope) as session:
            rows = queries.page(
                session, scope, asked.filter(), after=_checked(cursor, sort), limit=limit, sort=sort
            )
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1], sort) if len(rows) == limit else None
    return CustomerPage(customers=[_one(row, scope) for row in rows], next_cursor=more)


def _checked(cursor: str, sort: str) -> str:
    """Raises ValueError for what is no cursor of this sort."""
    if cursor:
        key, _, customer_id = cursor.rpartition("~")
        UUID(customer_id)
        if sort.endswith("last"):
            datetime.fromisoformat(key)
        elif sort.endswith("orders"):
            int(key)
        elif sort.endswith("spent") and not key.replace(".", "", 1).removeprefix("-").isdigit():
            raise ValueError(key)
    return cursor


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "customers", form, asked.filter(), name="musteriler")


@router.get("/suggestions")
def suggestions(
    scope: Reader, after: UUID | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[Suggestion]:
    """Pairs who may be one person, the newest first; `after`: the id of the last one before."""
    with db.transaction(scope) as session:
        found = queries.pairs(session, scope, after=after, limit=limit)
    return [_pair(one, scope) for one in found]


@router.delete("/suggestions/{suggestion_id}", status_code=204)
def dismiss(scope: Writer, suggestion_id: UUID) -> None:
    """They are two people; it is not suggested again."""
    with db.transaction(scope) as session:
        actions.dismiss(session, scope, suggestion_id)


@router.delete("/merges/{merge_id}")
def unmerge(scope: Writer, merge_id: UUID) -> WholeCustomer:
    """Answers the one who stands alone again."""
    with _refusals(), db.transaction(scope) as session:
        gone = actions.unmerge(session, scope, merge_id)
    return _whole(scope, gone)


@router.get("/{customer_id}")
def one(scope: Reader, customer_id: UUID) -> WholeCustomer:
    """For a merged one: the customer it is shown as."""
    return _whole(scope, customer_id)


@router.patch("/{customer_id}")
def change(scope: Writer, customer_id: UUID, said: Change) -> WholeCustomer:
    with _refusals(), db.transaction(scope) as session:
        actions.change(session, scope, customer_id, Facts(said.name, said.note, said.tags))
    return _whole(scope, customer_id)


@router.post("/{customer_id}/merges", status_code=201)
def merge(scope: Writer, customer_id: UUID, other: Other) -> WholeCustomer:
    with _refusals(), db.transaction(scope) as session:
        actions.merge(session, scope, customer_id, other.customer_id)
    return _whole(scope, customer_id)


@router.get("/{customer_id}/timeline")
def timeline(
    scope: Reader,
    customer_id: UUID,
    kind: Annotated[str, Query(pattern="^(|order|claim|question|payment|invoice)$")] = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Timeline:
    """Orders, claims, messages, payments and invoices, as far as the person may read them; the newest first."""
    try:
        _checked(cursor, "last")
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    with db.transaction(scope) as session:
        rows = customer_desk.timeline(session, scope, customer_id, kind=kind, after=cursor, limit=limit)
    more = customer_desk.cursor(rows[-1]) if len(rows) == limit else None
    shown = [
        OneHappening.model_validate(
            {name: getattr(row, name) for name in OneHappening.model_fields}
            | {"detail": masks.words(scope, row.detail)}
        )
        for row in rows
    ]
    return Timeline(happened=shown, next_cursor=more)
