"""The registry of consents (İYS) over REST: what it has to be told, its file, and what it says."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel

from prapazar.api.door import scope_with
from prapazar.api.downloads import csv_answer
from prapazar.api.errors import Refused
from prapazar.api.uploads import uploaded_sheet
from prapazar.domain.messaging import queries_consents as queries
from prapazar.domain.messaging import registry
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.masking import masked
from prapazar.flows import iys_sheets
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

router = APIRouter(prefix="/api/iys", tags=["messages"])
Reader = Annotated[Scope, Depends(scope_with("messages.read"))]
Writer = Annotated[Scope, Depends(scope_with("messages.write"))]


class OneStanding(BaseModel):
    id: UUID
    way: str
    address: str
    """With dots for whoever may not see it."""
    state: str
    source: str
    at: datetime
    due_on: date
    """The last day on which the registry may be told."""
    is_overdue: bool
    iys_at: datetime | None
    iys_source: str
    recipient_kind: str


class Standings(BaseModel):
    told: int
    open: int
    overdue: int
    consents: list[OneStanding]
    next_cursor: str | None


class RowFault(BaseModel):
    row: int
    column: str
    code: str
    message: str


class Taken(BaseModel):
    taken: int
    faults: list[RowFault]


class Uploaded(BaseModel):
    until: AwareDatetime
    """As the file's address had it: what came into the books later was not in it."""


@router.get("")
def standings(
    scope: Reader,
    view: Annotated[str, Query(pattern="^(open|overdue|all)$")] = "open",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Standings:
    """The oldest word first."""
    try:
        rows = iys_sheets.page(scope, view, after=cursor, limit=limit)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    counts = iys_sheets.figures(scope)
    late = registry.overdue_before(now())
    return Standings(
        told=counts.told,
        open=counts.open,
        overdue=counts.overdue,
        consents=[
            OneStanding(
                id=one.id,
                way=one.way,
                address=masked(scope, one.way, one.address),
                state=one.state,
                source=one.source,
                at=one.at,
                due_on=registry.due_on(one.at),
                is_overdue=one.iys_at is None and one.at < late,
                iys_at=one.iys_at,
                iys_source=one.iys_source,
                recipient_kind=one.recipient_kind,
            )
            for one in rows
        ],
        next_cursor=queries.standing_cursor(rows[-1]) if len(rows) == limit else None,
    )


@router.get("/file.csv")
def file(
    scope: Writer,
    until: Annotated[AwareDatetime | None, Query()] = None,
    source: Annotated[str, Query(max_length=40)] = registry.USUAL_SOURCE,
) -> StreamingResponse:
    """What the registry does not know yet; `source` for consents of which none is noted."""
    try:
        return csv_answer(iys_sheets.written(scope, until or now(), source), "iys-izinleri")
    except MessageRefused as refused:
        raise Refused(422, refused.code, field=refused.field) from refused


@router.post("/told")
def told(scope: Writer, sent: Uploaded) -> dict[str, int]:
    """The file of that moment was uploaded at the registry."""
    return {"count": iys_sheets.told(scope, sent.until)}


@router.post("/file")
def take_in(scope: Writer, file: UploadFile) -> Taken:
    """Good rows are recorded, the others told."""
    with uploaded_sheet(scope, file) as path:
        done = iys_sheets.take_in(scope, path)
    return Taken(
        taken=done.taken,
        faults=[
            RowFault(
                row=one.row,
                column=one.column,
                code=one.code,
                message=say(scope.locale, one.code, value=one.value),
            )
            for one in done.faults
        ],
    )
