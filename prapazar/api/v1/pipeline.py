"""The dealer pipeline over REST: stages, deals, moving them, forecast and funnel."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.pipeline import actions, queries, rules
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.errors import DealMissing, DealRefused
from prapazar.domain.pipeline.queries import DealRow
from prapazar.domain.pipeline.rules import Draft, Standing, Wish
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/pipeline", tags=["pipeline"])
tells(DealMissing, 404, "pipeline.missing")
Reader = Annotated[Scope, Depends(scope_with("customers.read"))]
Writer = Annotated[Scope, Depends(scope_with("customers.write"))]
Deleter = Annotated[Scope, Depends(scope_with("customers.delete"))]


class OneStage(BaseModel):
    id: UUID
    name: str
    place: int
    probability: int
    """Percent."""
    kind: StageKind
    deals: int = 0
    value: Decimal = Decimal(0)


class Step(BaseModel):
    name: str
    deals: int


class Overview(BaseModel):
    stages: list[OneStage]
    forecast: Decimal
    """Open deals, each by its stage's chance."""
    funnel: list[Step]


class StageSent(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    probability: Annotated[int, Field(ge=0, le=100)]


class Wished(BaseModel):
    variant_id: UUID
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class Sent(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=120)]
    customer_id: UUID
    value: Annotated[Decimal, Field(ge=0, max_digits=13, decimal_places=2)] = Decimal(0)
    expected_on: date | None = None
    owner_id: UUID | None = None
    note: Annotated[str, Field(max_length=4000)] = ""
    products: Annotated[list[Wished], Field(max_length=50)] = []


class OneDeal(BaseModel):
    id: UUID
    title: str
    customer_id: UUID
    stage_id: UUID
    stage: str
    kind: StageKind
    value: Decimal
    currency: str
    expected_on: date | None
    owner_id: UUID | None
    note: str
    products: list[Wished]
    task_id: UUID | None
    reason: str
    closed_at: datetime | None
    updated_at: datetime


class DealPage(BaseModel):
    deals: list[OneDeal]
    next_cursor: str | None


class Moved(BaseModel):
    stage_id: UUID
    place: Annotated[int, Field(ge=0)] = 0
    """From the top of its column."""
    reason: Annotated[str, Field(max_length=200)] = ""
    """Needed where the deal is lost."""


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DealRefused as refused:
        raise Refused(422, refused.code, field=refused.field) from refused


@router.get("")
def overview(scope: Reader) -> Overview:
    with db.transaction(scope) as session:
        stages = queries.stages(session, scope)
        held = queries.standings(session, scope)
        reached, won = queries.reached(session, scope)
    standing = [(one, held.get(one.id, Standing(0, Decimal(0)))) for one in stages]
    return Overview(
        stages=[
            OneStage(
                id=one.id,
                name=one.name,
                place=one.place,
                probability=one.probability,
                kind=one.kind,
                deals=lies.deals,
                value=lies.value,
            )
            for one, lies in standing
        ],
        forecast=rules.forecast(standing),
        funnel=[Step(name=one.name, deals=one.deals) for one in rules.funnel(stages, reached, won)],
    )


@router.post("/start")
def start(scope: Writer) -> Overview:
    """The first stages, where there are none yet."""
    with db.transaction(scope) as session:
        actions.start(session, scope)
    return overview(scope)


@router.post("/stages", status_code=201)
def add_stage(scope: Writer, sent: StageSent) -> Overview:
    with _refusals(), db.transaction(scope) as session:
        actions.save_stage(session, scope, None, sent.name, sent.probability)
    return overview(scope)


@router.put("/stages")
def order_stages(scope: Writer, stage_ids: list[UUID]) -> Overview:
    """All of them, in their new order; those that end the pipeline stay last."""
    with _refusals(), db.transaction(scope) as session:
        actions.order_stages(session, scope, stage_ids)
    return overview(scope)


@router.put("/stages/{stage_id}")
def change_stage(scope: Writer, stage_id: UUID, sent: StageSent) -> Overview:
    with _refusals(), db.transaction(scope) as session:
        actions.save_stage(session, scope, stage_id, sent.name, sent.probability)
    return overview(scope)


@router.delete("/stages/{stage_id}", status_code=204)
def delete_stage(scope: Deleter, stage_id: UUID) -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.delete_stage(session, scope, stage_id)


@router.get("/deals")
def deals(
    scope: Reader,
    view: Annotated[str, Query(pattern="^(open|mine|late|won|lost|all)$")] = "open",
    search: Annotated[str, Query(max_length=80)] = "",
    customer_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DealPage:
    try:
        with db.transaction(scope) as session:
            rows = queries.deals(
                session, scope, view=view, search=search, customer_id=customer_id, after=cursor, limit=limit
            )
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return DealPage(deals=[_one(row, scope) for row in rows], next_cursor=more)


@router.post("/deals", status_code=201)
def add(scope: Writer, sent: Sent) -> OneDeal:
    return _save(scope, None, sent)


@router.get("/deals/{deal_id}")
def one(scope: Reader, deal_id: UUID) -> OneDeal:
    with db.transaction(scope) as session:
        return _one(queries.deal(session, scope, deal_id), scope)


@router.put("/deals/{deal_id}")
def change(scope: Writer, deal_id: UUID, sent: Sent) -> OneDeal:
    return _save(scope, deal_id, sent)


@router.post("/deals/{deal_id}/move")
def move(scope: Writer, deal_id: UUID, moved: Moved) -> OneDeal:
    with _refusals(), db.transaction(scope) as session:
        actions.move(session, scope, deal_id, moved.stage_id, moved.place, reason=moved.reason)
        return _one(queries.deal(session, scope, deal_id), scope)


@router.delete("/deals/{deal_id}", status_code=204)
def delete(scope: Deleter, deal_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete(session, scope, deal_id)


def _save(scope: Scope, deal_id: UUID | None, sent: Sent) -> OneDeal:
    draft = Draft(
        title=sent.title,
        customer_id=sent.customer_id,
        value=sent.value,
        expected_on=sent.expected_on,
        owner_id=sent.owner_id,
        note=sent.note,
        wishes=tuple(Wish(one.variant_id, one.quantity) for one in sent.products),
    )
    with _refusals(), db.transaction(scope) as session:
        made = actions.save(session, scope, deal_id, draft)
        return _one(queries.deal(session, scope, made), scope)


def _one(row: DealRow, scope: Scope) -> OneDeal:
    told = {name: getattr(row, name) for name in OneDeal.model_fields}
    free = {name: masks.words(scope, told[name]) for name in ("title", "note", "reason")}
    return OneDeal(**told | free)
