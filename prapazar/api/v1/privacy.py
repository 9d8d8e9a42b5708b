"""Privacy over REST: requests, their receipts and files, what is held where, how long things are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.access import queries as access
from prapazar.domain.privacy import actions, queries
from prapazar.domain.privacy.actions import Asked
from prapazar.domain.privacy.enums import AskedBy, Identity, Kept, RequestKind
from prapazar.domain.privacy.errors import RequestMissing, RequestRefused
from prapazar.domain.privacy.queries import RequestRow
from prapazar.flows import privacy_export, privacy_receipt
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/privacy", tags=["privacy"])
tells(RequestMissing, 404, "privacy.missing")
Reader = Annotated[Scope, Depends(scope_with("privacy.read"))]
Writer = Annotated[Scope, Depends(scope_with("privacy.write"))]
Approver = Annotated[Scope, Depends(scope_with("privacy.approve"))]


class OneRequest(BaseModel):
    id: UUID
    kind: RequestKind
    status: str
    customer_id: UUID
    way: AskedBy
    identity: Identity
    note: str
    asked_at: datetime
    due_at: datetime
    approved_at: datetime | None
    finished_at: datetime | None
    number: str | None
    """Of the receipt."""
    share: int
    """Percent of the steps that are done."""
    counts: dict[str, int]
    has_file: bool


class RequestPage(BaseModel):
    requests: list[OneRequest]
    next_cursor: str | None


class NewRequest(BaseModel):
    kind: RequestKind
    customer_id: UUID
    way: AskedBy
    identity: Identity
    note: Annotated[str, Field(max_length=500)] = ""


class Made(BaseModel):
    id: UUID


class Receipt(BaseModel):
    receipt: dict[str, Any]
    signature: str


class Verdict(BaseModel):
    genuine: bool


class OneHeld(BaseModel):
    place: str
    rows: int
    becomes: str
    reason: str


class OneRule(BaseModel):
    kind: Kept
    days: int
    least: int
    most: int


class NewDays(BaseModel):
    days: int


class OnePlace(BaseModel):
    place: str
    table: str
    columns: list[str]
    becomes: str
    kept: dict[str, str]


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except RequestRefused as refused:
        raise Refused(409, refused.code) from refused


def _one(row: RequestRow) -> OneRequest:
    return OneRequest.model_validate({name: getattr(row, name) for name in OneRequest.model_fields})


@router.get("/requests")
def requests(
    scope: Reader,
    status: Annotated[str, Query(pattern="^(|asked|running|done|refused)$")] = "",
    customer_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RequestPage:
    try:
        with db.transaction(scope) as session:
            rows = queries.requests(
                session, scope, status=status, customer_id=customer_id, after=cursor, limit=limit
            )
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return RequestPage(requests=[_one(row) for row in rows], next_cursor=more)


@router.post("/requests", status_code=201)
def ask(scope: Writer, new: NewRequest) -> Made:
    """An export is made at once; an erasure waits for approval."""
    asked = Asked(new.kind, new.customer_id, new.way, new.identity, new.note)
    with _refusals(), db.transaction(scope) as session:
        return Made(id=actions.ask(session, scope, asked))


@router.get("/requests/{request_id}")
def one(scope: Reader, request_id: UUID) -> OneRequest:
    with db.transaction(scope) as session:
        return _one(queries.request(session, scope, request_id))


@router.post("/requests/{request_id}/approve")
def approve(scope: Approver, request_id: UUID) -> OneRequest:
    """Cannot be taken back."""
    with _refusals(), db.transaction(scope) as session:
        actions.approve(session, scope, request_id)
        return _one(queries.request(session, scope, request_id))


@router.post("/requests/{request_id}/refuse")
def refuse(scope: Approver, request_id: UUID) -> OneRequest:
    with _refusals(), db.transaction(scope) as session:
        actions.refuse(session, scope, request_id)
        return _one(queries.request(session, scope, request_id))


@router.get("/requests/{request_id}/receipt")
def receipt(scope: Reader, request_id: UUID) -> Receipt:
    row = _finished(scope, request_id)
    return Receipt(receipt=row.receipt, signature=row.signature)


@router.get("/requests/{request_id}/receipt.pdf")
def receipt_pdf(scope: Reader, request_id: UUID) -> Response:
    row = _finished(scope, request_id)
    with db.transaction(scope) as session:
        merchant = access.merchant_name(session, scope)
    made = privacy_receipt.pdf(row, merchant, scope.locale)
    headers = {"content-disposition": f'attachment; filename="{row.number}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@router.get("/requests/{request_id}/file")
def file(scope: Writer, request_id: UUID) -> Response:
    """Everything that is held of the person, as a ZIP of JSON, a page to read and the files."""
    headers = {"content-disposition": 'attachment; filename="kisisel-veriler.zip"'}
    return Response(privacy_export.fetch(scope, request_id), media_type="application/zip", headers=headers)


@router.post("/receipts/verify")
def verify(scope: Reader, told: Receipt) -> Verdict:  # noqa: ARG001 - the door asks for the permission
    return Verdict(genuine=actions.is_genuine(told.receipt, told.signature))


@router.get("/held/{customer_id}")
def held(scope: Reader, customer_id: UUID) -> list[OneHeld]:
    with db.transaction(scope) as session:
        found = queries.preview(session, scope, customer_id)
    return [OneHeld(place=row.place, rows=row.rows, becomes=row.becomes, reason=row.reason) for row in found]


@router.get("/retention")
def retention(scope: Reader) -> list[OneRule]:
    with db.transaction(scope) as session:
        found = queries.retention(session, scope)
    return [OneRule(kind=row.kind, days=row.days, least=row.least, most=row.most) for row in found]


@router.put("/retention/{kind}")
def set_retention(scope: Approver, kind: Kept, new: NewDays) -> list[OneRule]:
    try:
        with db.transaction(scope) as session:
            actions.set_days(session, scope, kind, new.days)
    except RequestRefused:
        raise Refused(422, "errors.invalid_fields", field="days") from None
    return retention(scope)


@router.get("/inventory")
def inventory(scope: Reader) -> list[OnePlace]:
    return [
        OnePlace(
            place=row.place,
            table=row.table,
            columns=list(row.columns),
            becomes=row.becomes,
            kept=dict(row.kept),
        )
        for row in queries.inventory_rows(scope)
    ]


def _finished(scope: Scope, request_id: UUID) -> RequestRow:
    with db.transaction(scope) as session:
        row = queries.request(session, scope, request_id)
    if not row.receipt:
        raise RequestMissing(request_id)
    return row
