"""Invoices over REST: list, one, draft, issue, cancel, give back, pay, papers, the month list, bulk runs, gaps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.files.errors import FileMissing
from prapazar.domain.invoicing import actions, gaps, queries
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.queries import (
    InvoiceDetail,
    InvoiceFilter,
    InvoiceRow,
    RunLine,
    RunRow,
    ShareRow,
)
from prapazar.domain.payments import actions as payments
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.flows import invoice_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/invoices", tags=["invoices"])
tells(InvoiceMissing, 404, "invoices.missing")
tells(FileMissing, 404, "errors.not_found")
Reader = Annotated[Scope, Depends(scope_with("invoices.read"))]
Writer = Annotated[Scope, Depends(scope_with("invoices.write"))]
Remover = Annotated[Scope, Depends(scope_with("invoices.delete"))]
Cashier = Annotated[Scope, Depends(scope_with("payments.write"))]


class InvoicePage(BaseModel):
    invoices: list[InvoiceRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class Line(BaseModel):
    kind: str
    values: dict[str, object]
    at: datetime


class OneInvoice(BaseModel):
    invoice: InvoiceRow
    profile: str
    provider: str | None
    provider_status: str
    gib_code: str
    url: str | None
    is_reported: bool | None
    shares: list[ShareRow]
    events: list[Line]


class Wanted(BaseModel):
    order_id: UUID
    package_id: UUID | None = None
    rate: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=6)] | None = None
    """Lira for one unit of the order's currency, where that is not the lira."""
    units: Annotated[dict[UUID, Annotated[int, Field(ge=0)]], Field(max_length=500)] | None = None
    """Of some of the order's lines, by their ids; left out: everything that is left to be invoiced."""
    issue: bool = False
    """At once: numbered and sent by a worker."""


class Made(BaseModel):
    id: UUID


class Reason(BaseModel):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class GivenBack(BaseModel):
    quantities: dict[int, Decimal] | None = None
    """By the line's place, from 0; left out: everything that is left."""
    claim_id: UUID | None = None
    credit_note: bool = False


class Paid(BaseModel):
    amount: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
    method: Annotated[str, Field(pattern="^(transfer|cash|card|channel)$")] = "transfer"
    note: Annotated[str, Field(max_length=300)] = ""


class Letter(BaseModel):
    to: Annotated[str, Field(min_length=5, max_length=250)]


class Left(BaseModel):
    left: Decimal


class Many(BaseModel):
    order_ids: Annotated[list[UUID], Field(min_length=1, max_length=actions.MOST)]


class OneRun(BaseModel):
    run: RunRow
    rows: list[RunLine]


class GapLine(BaseModel):
    first: str
    last: str
    kind: str
    reason: str


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    kind: str = ""
    month: str = ""
    ids: ChosenIds = ""

    def filter(self) -> InvoiceFilter:
        return InvoiceFilter(self.view, self.search, self.kind, self.month, chosen(self.ids))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (InvoiceRefused, PaymentRefused) as refused:
        raise Refused(409, refused.code, detail=refused.detail) from refused
    except DocumentFaulty as faulty:
        told = [asdict(fault) for fault in faulty.faults]
        raise Refused(422, "invoicing.faulty", detail=faulty.faults[0].said, faults=told) from faulty


@router.get("")
def invoices(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InvoicePage:
    try:
        with db.transaction(scope) as session:
            rows = queries.page(session, scope, asked.filter(), after=_checked(cursor), limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return InvoicePage(invoices=[_masked(row, scope) for row in rows], next_cursor=more)


def _checked(cursor: str) -> str:
    if cursor:
        moment, _, invoice_id = cursor.partition("~")
        datetime.fromisoformat(moment)
        UUID(invoice_id)
    return cursor


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "invoices", form, asked.filter(), name=_name(asked))


def _name(asked: Asked) -> str:
    is_month = bool(asked.month) and asked.month.replace("-", "").isdigit()
    return f"faturalar-{asked.month}" if is_month else "faturalar"


@router.get("/gaps")
def number_gaps(scope: Reader) -> list[GapLine]:
    with db.transaction(scope) as session:
        found = gaps.gaps(session, scope)
    return [GapLine(first=str(g.number), last=str(g.until), kind=g.kind, reason=g.reason) for g in found]


@router.post("", status_code=201)
def draft(scope: Writer, wanted: Wanted) -> Made:
    with _refusals(), db.transaction(scope) as session:
        made = actions.draft(
            session, scope, wanted.order_id, wanted.package_id, units=wanted.units, rate=wanted.rate
        )
        if wanted.issue:
            actions.issue(session, scope, made)
    return Made(id=made)


@router.post("/despatches", status_code=201)
def despatch(scope: Writer, wanted: Wanted) -> Made:
    with _refusals(), db.transaction(scope) as session:
        made = actions.draft_despatch(session, scope, wanted.order_id, wanted.package_id)
        if wanted.issue:
            actions.issue(session, scope, made)
    return Made(id=made)


@router.post("/runs", status_code=202)
def run_many(scope: Writer, many: Many) -> Made:
    with _refusals(), db.transaction(scope) as session:
        return Made(id=actions.start_run(session, scope, many.order_ids))


@router.get("/runs/{run_id}")
def one_run(scope: Reader, run_id: UUID) -> OneRun:
    with db.transaction(scope) as session:
        found = queries.run(session, scope, run_id)
        if found is None:
            raise Refused(404, "errors.not_found")
        return OneRun(run=found, rows=queries.run_lines(session, scope, run_id, limit=actions.MOST))


@router.delete("/runs/{run_id}", status_code=204)
def cancel_run(scope: Writer, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.cancel_run(session, scope, run_id)


@router.get("/{invoice_id}")
def one(scope: Reader, invoice_id: UUID) -> OneInvoice:
    with db.transaction(scope) as session:
        return _one(queries.detail(session, scope, invoice_id), scope)


def _one(found: InvoiceDetail, scope: Scope) -> OneInvoice:
    return OneInvoice(
        invoice=_masked(found.row, scope),
        profile=found.profile,
        provider=found.provider,
        provider_status=found.provider_status,
        gib_code=found.gib_code,
        url=found.url,
        is_reported=found.is_reported,
        shares=found.shares,
        events=[Line(kind=row.kind, values=row.values, at=row.at) for row in found.events],
    )


def _masked(row: InvoiceRow, scope: Scope) -> InvoiceRow:
    return replace(
        row,
        buyer_name=masks.name(scope, row.buyer_name),
        buyer_tax_number=masks.DOTS if scope.hides("buyer.tax_number") else row.buyer_tax_number,
    )


@router.get("/{invoice_id}/document.pdf")
def pdf(scope: Reader, invoice_id: UUID) -> Response:
    name, data = invoice_desk.pdf(scope, invoice_id)
    return _file(name, data, "application/pdf")


@router.get("/{invoice_id}/document.xml")
def xml(scope: Reader, invoice_id: UUID) -> Response:
    name, data = invoice_desk.xml(scope, invoice_id)
    return _file(name, data, "application/xml")


def _file(name: str, data: bytes, media: str) -> Response:
    return Response(data, media_type=media, headers={"content-disposition": f'inline; filename="{name}"'})


@router.post("/{invoice_id}/issue", status_code=202)
def issue(scope: Writer, invoice_id: UUID) -> Made:
    with _refusals(), db.transaction(scope) as session:
        actions.issue(session, scope, invoice_id)
    return Made(id=invoice_id)


@router.post("/{invoice_id}/cancel", status_code=202)
def cancel(scope: Remover, invoice_id: UUID, reason: Reason) -> Made:
    with _refusals(), db.transaction(scope) as session:
        actions.ask_cancel(session, scope, invoice_id, reason.reason)
    return Made(id=invoice_id)


@router.delete("/{invoice_id}", status_code=204)
def discard(scope: Remover, invoice_id: UUID, reason: Annotated[str, Query(max_length=300)] = "") -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.discard(session, scope, invoice_id, reason)


@router.post("/{invoice_id}/returns", status_code=201)
def give_back(scope: Writer, invoice_id: UUID, given: GivenBack) -> Made:
    with _refusals(), db.transaction(scope) as session:
        return Made(
            id=actions.draft_return(
                session,
                scope,
                invoice_id,
                quantities=given.quantities,
                claim_id=given.claim_id,
                is_credit_note=given.credit_note,
            )
        )


@router.post("/{invoice_id}/share", status_code=202)
def share(scope: Writer, invoice_id: UUID) -> Made:
    """Hand it to the channel once more, where that refused it or is waited for."""
    with _refusals(), db.transaction(scope) as session:
        actions.share_again(session, scope, invoice_id)
    return Made(id=invoice_id)


@router.post("/{invoice_id}/mail", status_code=202)
def mail(scope: Writer, invoice_id: UUID, letter: Letter) -> Made:
    with _refusals(), db.transaction(scope) as session:
        actions.ask_to_mail(session, scope, invoice_id, letter.to)
    return Made(id=invoice_id)


@router.post("/{invoice_id}/payments", status_code=201)
def pay(scope: Cashier, invoice_id: UUID, paid: Paid) -> Left:
    with _refusals(), db.transaction(scope) as session:
        queries.detail(session, scope, invoice_id)
        _, left = payments.enter(
            session, scope, invoice_id=invoice_id, amount=paid.amount, method=paid.method, note_text=paid.note
        )
    return Left(left=left)


@router.put("/{invoice_id}/due", status_code=204)
def due(scope: Writer, invoice_id: UUID, due_on: date) -> None:
    with db.transaction(scope) as session:
        actions.set_due(session, scope, invoice_id, due_on)
