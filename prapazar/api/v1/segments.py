"""Segments over REST: list, one, count, who is in one, export."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import csv_answer, xlsx_answer
from prapazar.api.errors import Refused, tells
from prapazar.domain.segments import actions, queries, rules
from prapazar.domain.segments.errors import SegmentInvalid, SegmentMissing
from prapazar.domain.segments.queries import SegmentRow
from prapazar.domain.segments.rules import Conditions
from prapazar.flows import list_sheets
from prapazar.flows import segments as flow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/segments", tags=["segments"])
tells(SegmentMissing, 404, "segments.missing")
Reader = Annotated[Scope, Depends(scope_with("campaigns.read"))]
Writer = Annotated[Scope, Depends(scope_with("campaigns.write"))]
Deleter = Annotated[Scope, Depends(scope_with("campaigns.delete"))]
Said = Annotated[dict[str, Any], Field(default_factory=dict)]
"""`{"join": "all", "parts": [{"fact": "orders", "test": "at_least", "values": ["3"], "days": 90}, ...]}`; a part may
be a group `{"join": "any", "parts": [...]}` of conditions. Facts and tests: prapazar/domain/segments/enums.py."""


class Sent(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    note: Annotated[str, Field(max_length=500)] = ""
    conditions: Said


class Asked(BaseModel):
    conditions: Said


class OneSegment(BaseModel):
    id: UUID
    name: str
    note: str
    conditions: dict[str, Any]
    size: int | None
    """When it was counted last."""
    counted_at: datetime | None
    campaigns: int
    updated_at: datetime


class Counted(BaseModel):
    count: int
    is_estimate: bool
    """Ask with `exact=true` for the exact number, which may take longer."""


class Members(BaseModel):
    customer_ids: list[UUID]
    next_cursor: UUID | None


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except SegmentInvalid as invalid:
        raise Refused(422, invalid.code, field=invalid.place) from invalid


@router.get("")
def segments(scope: Reader, search: Annotated[str, Query(max_length=80)] = "") -> list[OneSegment]:
    with db.transaction(scope) as session:
        return [_one(row) for row in queries.segments(session, scope, search)]


@router.post("", status_code=201)
def add(scope: Writer, sent: Sent) -> OneSegment:
    return _save(scope, None, sent)


@router.post("/count")
def count(scope: Reader, asked: Asked, exact: bool = False) -> Counted:
    """Of conditions that need not be kept."""
    with _refusals(), db.transaction(scope) as session:
        wanted = rules.read(asked.conditions)
        if exact:
            return Counted(count=queries.count(session, scope, wanted), is_estimate=False)
        found = queries.quick_count(session, scope, wanted)
    return Counted(count=found.number, is_estimate=found.is_estimate)


@router.get("/{segment_id}")
def one(scope: Reader, segment_id: UUID) -> OneSegment:
    with db.transaction(scope) as session:
        return _one(queries.segment(session, scope, segment_id))


@router.put("/{segment_id}")
def change(scope: Writer, segment_id: UUID, sent: Sent) -> OneSegment:
    return _save(scope, segment_id, sent)


@router.delete("/{segment_id}", status_code=204)
def delete(scope: Deleter, segment_id: UUID) -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.delete(session, scope, segment_id)


@router.post("/{segment_id}/count")
def count_again(scope: Reader, segment_id: UUID) -> Counted:
    """Exact, and kept as the segment's size."""
    with db.transaction(scope) as session:
        return Counted(count=actions.count_again(session, scope, segment_id), is_estimate=False)


@router.get("/{segment_id}/members")
def members(
    scope: Reader,
    segment_id: UUID,
    cursor: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Members:
    with db.transaction(scope) as session:
        wanted = queries.conditions(session, scope, segment_id)
        ids = queries.members(session, scope, wanted, after=cursor, limit=limit)
    return Members(customer_ids=ids, next_cursor=ids[-1] if len(ids) == limit else None)


@router.get("/{segment_id}/export.csv")
def export_csv(scope: Reader, segment_id: UUID) -> StreamingResponse:
    return csv_answer(list_sheets.as_csv(flow.sheet(scope, _conditions(scope, segment_id))), "segment")


@router.get("/{segment_id}/export.xlsx")
def export_xlsx(scope: Reader, segment_id: UUID) -> StreamingResponse:
    return xlsx_answer(list_sheets.as_xlsx(flow.sheet(scope, _conditions(scope, segment_id))), "segment")


def _conditions(scope: Scope, segment_id: UUID) -> Conditions:
    with db.transaction(scope) as session:
        return queries.conditions(session, scope, segment_id)


def _one(row: SegmentRow) -> OneSegment:
    return OneSegment(**{name: getattr(row, name) for name in OneSegment.model_fields})


def _save(scope: Scope, segment_id: UUID | None, sent: Sent) -> OneSegment:
    with _refusals(), db.transaction(scope) as session:
        made = actions.save(session, scope, segment_id, sent.name, rules.read(sent.conditions), sent.note)
        return _one(queries.segment(session, scope, made))
