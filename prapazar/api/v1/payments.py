"""Payments over REST: ask for one by link, enter one by hand, list, one, refund, close, export."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.payments import actions, queries
from prapazar.domain.payments.actions import Wish
from prapazar.domain.payments.errors import PaymentMissing, PaymentRefused
from prapazar.domain.payments.queries import PaymentFilter, PaymentRow
from prapazar.flows import payment_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/payments", tags=["payments"])
tells(PaymentMissing, 404, "payments.missing")
Reader = Annotated[Scope, Depends(scope_with("payments.read"))]
Writer = Annotated[Scope, Depends(scope_with("payments.write"))]
Refunder = Annotated[Scope, Depends(scope_with("payments.approve"))]
Amount = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]


class Wanted(BaseModel):
    order_id: UUID | None = None
    invoice_id: UUID | None = None
    """Neither: a sum of its own, which needs `amount` and `title`."""
    amount: Amount | None = None
    """Left out: what is left to pay."""
    method: Annotated[str, Field(pattern="^(link|transfer|cash|card|channel)$")] = "link"
    """`link`: by card on the provider's page; the others are entered as they came."""
    connection_id: UUID | None = None
    """The provider's account; left out where there is only one."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "TRY"
    title: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=300)] = ""
    days: Annotated[int, Field(ge=1, le=90)] = 7
    idempotency_key: Annotated[str, Field(max_length=100)] | None = None
    """The same one again is the same payment."""


class OnePayment(BaseModel):
    id: UUID
    reference: str
    status: str
    method: str
    amount: Decimal
    currency: str
    refunded: Decimal
    refundable: Decimal
    charged: Decimal | None
    fee: Decimal | None
    installments: int
    card: str
    failure: str
    order_id: UUID | None
    order_number: str | None
    invoice_id: UUID | None
    invoice_number: str | None
    provider: str | None
    link: str | None
    """The page to send to the buyer."""
    title: str
    note: str
    expires_at: datetime | None
    paid_at: datetime | None
    created_at: datetime


class OneRefund(BaseModel):
    id: UUID
    reference: str
    amount: Decimal
    status: str
    is_surplus: bool
    code: str | None
    detail: str
    note: str
    way: str
    """`refund` or `cancel` (on the day of the payment); empty while nobody knows."""
    is_found: bool
    """Made in the provider's own panel."""
    created_at: datetime
    done_at: datetime | None


class Share(BaseModel):
    invoice_id: UUID
    number: str | None
    amount: Decimal


class Event(BaseModel):
    kind: str
    values: dict[str, object]
    at: datetime


class WholePayment(OnePayment):
    refunds: list[OneRefund]
    shares: list[Share]
    events: list[Event]


class PaymentPage(BaseModel):
    payments: list[OnePayment]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class Back(BaseModel):
    amount: Amount | None = None
    """Left out: all that can still be refunded."""
    note: Annotated[str, Field(max_length=300)] = ""
    idempotency_key: Annotated[str, Field(max_length=100)] | None = None


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    method: str = ""
    month: str = ""
    ids: ChosenIds = ""

    def filter(self) -> PaymentFilter:
        return PaymentFilter(self.view, self.search, self.method, self.month, chosen(self.ids))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except PaymentRefused as refused:
        raise Refused(409, refused.code, detail=refused.detail) from refused


def _one(row: PaymentRow) -> OnePayment:
    return OnePayment(**_plain(row))


def _plain(row: PaymentRow) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(row, name) for name in OnePayment.model_fields}
    return {**told, "link": payment_desk.address(row.link) if row.link else None}


def _whole(session: Session, scope: Scope, payment_id: UUID) -> WholePayment:
    found = queries.detail(session, scope, payment_id)
    return WholePayment(
        **_plain(found.row),
        refunds=[
            OneRefund(**{name: getattr(one, name) for name in OneRefund.model_fields})
            for one in found.refunds
        ],
        shares=[
            Share(invoice_id=one.invoice_id, number=one.number, amount=one.amount) for one in found.shares
        ],
        events=[Event(kind=one.kind, values=one.values, at=one.at) for one in found.events],
    )


@router.get("")
def payments(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PaymentPage:
    try:
        with db.transaction(scope) as session:
            rows = queries.page(session, scope, asked.filter(), after=_checked(cursor), limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return PaymentPage(payments=[_one(row) for row in rows], next_cursor=more)


def _checked(cursor: str) -> str:
    if cursor:
        moment, _, payment_id = cursor.partition("~")
        datetime.fromisoformat(moment)
        UUID(payment_id)
    return cursor


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "payments", form, asked.filter(), name="odemeler")


@router.post("", status_code=201)
def ask(scope: Writer, wanted: Wanted) -> WholePayment:
    """A link by which a buyer or dealer pays by card, or money that came another way."""
    with _refusals(), db.transaction(scope) as session:
        if wanted.method == "link":
            made = actions.ask(session, scope, _wish(session, scope, wanted))
        else:
            made = _entered(session, scope, wanted)
        return _whole(session, scope, made)


def _wish(session: Session, scope: Scope, wanted: Wanted) -> Wish:
    return Wish(
        connection_id=payment_desk.checked_account(session, scope, wanted.connection_id),
        order_id=wanted.order_id,
        invoice_id=wanted.invoice_id,
        amount=wanted.amount,
        currency=wanted.currency,
        title=wanted.title,
        note=wanted.note,
        days=wanted.days,
        key=wanted.idempotency_key,
    )


def _entered(session: Session, scope: Scope, wanted: Wanted) -> UUID:
    return actions.enter(
        session,
        scope,
        amount=wanted.amount,
        method=wanted.method,
        order_id=wanted.order_id,
        invoice_id=wanted.invoice_id,
        note_text=wanted.note,
        key=wanted.idempotency_key,
    )[0]


@router.get("/{payment_id}")
def one(scope: Reader, payment_id: UUID) -> WholePayment:
    with db.transaction(scope) as session:
        return _whole(session, scope, payment_id)


@router.post("/{payment_id}/refunds", status_code=202)
def refund(scope: Refunder, payment_id: UUID, back: Back) -> WholePayment:
    """By card a worker tells the provider; look at `refunds` for what it said."""
    with _refusals(), db.transaction(scope) as session:
        row = queries.detail(session, scope, payment_id).row
        amount = row.refundable if back.amount is None else back.amount
        key = f"{payment_id}:{back.idempotency_key}" if back.idempotency_key else None
        actions.ask_refund(session, scope, payment_id, amount, note_text=back.note, key=key)
        return _whole(session, scope, payment_id)


@router.delete("/{payment_id}", status_code=204)
def close(scope: Writer, payment_id: UUID) -> None:
    """The link can no longer be paid."""
    with _refusals(), db.transaction(scope) as session:
        actions.cancel(session, scope, payment_id)
