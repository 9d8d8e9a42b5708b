"""Claims over REST: list, one, decide, goods, files, export."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form, exported
from prapazar.domain.aftersales import actions, queries
from prapazar.domain.aftersales.enums import ClaimKind, Verdict
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.domain.aftersales.queries import ClaimDetail, ClaimFilter, ClaimRow
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.aftersales.views import asked
from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.files.errors import FileMissing, FileRefused
from prapazar.domain.files.rules import MOST_BYTES
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.stock.errors import VariantUnknown
from prapazar.flows import claims, payment_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/claims", tags=["claims"])
tells(ClaimMissing, 404, "claims.missing")
tells(FileMissing, 404, "errors.not_found")
Reader = Annotated[Scope, Depends(scope_with("claims.read"))]
Writer = Annotated[Scope, Depends(scope_with("claims.write"))]
Decider = Annotated[Scope, Depends(scope_with("claims.approve"))]
Units = Annotated[int, Field(ge=0, le=100_000)]


class ClaimPage(BaseModel):
    claims: list[ClaimRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page."""


class NewDecision(BaseModel):
    verdict: Verdict
    lines: Annotated[list[UUID], Field(max_length=200)] = []
    """None named: all that wait."""
    reason: Annotated[str, Field(max_length=100)] = ""
    """Of a rejection: one of the claim's `reasons`, by its id."""
    note: Annotated[str, Field(max_length=500)] = ""


class NewClaim(BaseModel):
    order_id: UUID
    units: Annotated[dict[UUID, Units], Field(min_length=1, max_length=200)]
    """By order line."""
    kind: ClaimKind = ClaimKind.RETURN
    reason: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


class Arrived(BaseModel):
    units: Annotated[dict[UUID, Units], Field(min_length=1, max_length=200)]
    """By line of the claim."""


class Inspection(BaseModel):
    line: UUID
    good: Units = 0
    """Back to stock."""
    scrap: Units = 0
    verdict: Annotated[str, Field(max_length=300)] = ""


class Refund(BaseModel):
    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    reference: Annotated[str, Field(max_length=100)] = ""
    """The same one twice is one refund."""
    note: Annotated[str, Field(max_length=300)] = ""
    payment_id: UUID | None = None
    """Through this payment of the order, back to the buyer's card; the claim says so once the money went."""


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=100)
    channel: UUID | None = None
    kind: str = ""
    reason: str = Field("", max_length=200)
    product: UUID | None = None
    period: str = ""
    ids: ChosenIds = ""

    def filter(self) -> ClaimFilter:
        return asked(
            view=self.view,
            search=self.search,
            connection_id=self.channel,
            kind=self.kind,
            reason=self.reason,
            variant_id=self.product,
            period=self.period,
            ids=chosen(self.ids),
        )


@router.get("")
def listed(
    scope: Reader,
    asked: Annotated[Asked, Query()],
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ClaimPage:
    with db.transaction(scope) as session:
        rows = queries.page(session, scope, asked.filter(), after=_cursor(cursor), limit=limit)
    end = "~".join(str(part) for part in queries.key_of(rows[-1])) if len(rows) == limit else None
    return ClaimPage(claims=[_masked(row, scope) for row in rows], next_cursor=end)


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "claims", form, asked.filter())


@router.get("/{claim_id}")
def one(claim_id: UUID, scope: Reader) -> ClaimDetail:
    return _shown(scope, claim_id)


@router.post("", status_code=201)
def open_by_hand(body: NewClaim, scope: Writer) -> ClaimDetail:
    try:
        with db.transaction(scope) as session:
            claim_id = actions.open_claim(
                session,
                scope,
                body.order_id,
                body.units,
                kind=body.kind,
                reason=body.reason,
                note=body.note,
            )
    except ClaimRefused as error:
        raise Refused(422, error.code) from None
    return _shown(scope, claim_id)


@router.post("/{claim_id}/decision", status_code=202)
def decide(claim_id: UUID, body: NewDecision, scope: Decider) -> ClaimDetail:
    """The channel is told after this; `claim.deciding` and `claim.code` say how that went."""
    decision = Decision(claim_id, body.verdict, tuple(body.lines), body.reason, body.note)
    try:
        with db.transaction(scope) as session:
            claims.decide_one(session, scope, decision)
    except ClaimRefused as error:
        raise Refused(409, error.code) from None
    return _shown(scope, claim_id)


@router.post("/{claim_id}/received")
def received(claim_id: UUID, body: Arrived, scope: Writer) -> ClaimDetail:
    try:
        with db.transaction(scope) as session:
            actions.receive(session, scope, claim_id, body.units)
    except ClaimRefused as error:
        raise Refused(409, error.code) from None
    return _shown(scope, claim_id)


@router.post("/{claim_id}/inspected")
def inspected(claim_id: UUID, body: Inspection, scope: Writer) -> ClaimDetail:
    try:
        with db.transaction(scope) as session:
            actions.inspect(
                session,
                scope,
                claim_id,
                body.line,
                good=body.good,
                scrap=body.scrap,
                verdict=body.verdict,
            )
    except ClaimRefused as error:
        raise Refused(409, error.code) from None
    except VariantUnknown:
        raise Refused(409, "claims.article_unknown") from None
    return _shown(scope, claim_id)


@router.post("/{claim_id}/refund")
def refund(claim_id: UUID, body: Refund, scope: Decider) -> ClaimDetail:
    try:
        with db.transaction(scope) as session:
            if body.payment_id is None:
                actions.record_refund(
                    session, scope, claim_id, body.amount, note=body.note, reference=body.reference
                )
            else:
                payment_desk.refund_claim(
                    session, scope, claim_id, body.payment_id, body.amount, body.note, key=body.reference
                )
    except ClaimRefused as error:
        raise Refused(409, error.code) from None
    except PaymentRefused as refused:
        raise Refused(409, refused.code, detail=refused.detail) from None
    return _shown(scope, claim_id)


class Kept(BaseModel):
    id: UUID


@router.post("/{claim_id}/files", status_code=201)
def keep(claim_id: UUID, file: UploadFile, scope: Writer) -> Kept:
    """Evidence; what the channel takes of it goes with a rejection."""
    data = file.file.read(MOST_BYTES + 1)
    try:
        with db.transaction(scope) as session:
            queries.detail(session, scope, claim_id)
            return Kept(
                id=files.keep(
                    session, scope, Subject.CLAIM, claim_id, FileKind.EVIDENCE, file.filename or "", data
                )
            )
    except FileRefused as refused:
        raise Refused(422, refused.code, name=refused.name) from None


@router.get("/{claim_id}/files/{file_id}")
def file(claim_id: UUID, file_id: UUID, scope: Reader) -> Response:
    """Evidence as it was kept, to be looked at."""
    with db.transaction(scope) as session:
        kept, data = files.read(session, scope, file_id)
    if kept.subject_id != claim_id:
        raise Refused(404, "errors.not_found")
    headers = {
        "content-disposition": f"inline; filename*=UTF-8''{quote(kept.name)}",
        "cache-control": "private, max-age=300",
    }
    return Response(data, media_type=kept.content_type, headers=headers)


def _shown(scope: Scope, claim_id: UUID) -> ClaimDetail:
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, claim_id)
    return replace(
        found,
        claim=_masked(found.claim, scope),
        note=masks.words(scope, found.note),
        lines=[replace(line, note=masks.words(scope, line.note)) for line in found.lines],
    )


def _masked(row: ClaimRow, scope: Scope) -> ClaimRow:
    return replace(row, buyer_name=masks.name(scope, row.buyer_name))


def _cursor(cursor: str) -> tuple[str, UUID] | None:
    if not cursor:
        return None
    moment, _, claim_id = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment).isoformat(), UUID(claim_id)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
