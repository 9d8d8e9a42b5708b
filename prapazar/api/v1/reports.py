"""Reports over REST: one answered or as a file, what stands behind a cell, saved and scheduled ones."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import attached, media_type
from prapazar.api.errors import Refused, tells
from prapazar.api.exporting import Form
from prapazar.domain.access import views
from prapazar.domain.reporting.reports import asking, drill, kinds, pivot, ranking, schedules
from prapazar.domain.reporting.reports.drill import Behind
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown, ScheduleInvalid
from prapazar.domain.reporting.reports.schedules import Draft, Schedule
from prapazar.flows import reports
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

router = APIRouter(prefix="/api/reports", tags=["reports"])
tells(ReportUnknown, 404, "reports.unknown")
tells(QuestionInvalid, 422, "reports.invalid")
Reader = Annotated[Scope, Depends(scope_with("reports.read"))]
Writer = Annotated[Scope, Depends(scope_with("reports.write"))]
Remover = Annotated[Scope, Depends(scope_with("reports.delete"))]
_SCREEN = "reports"


class OneKind(BaseModel):
    key: str
    name: str
    about: str
    measures: list[str]
    dimensions: list[str]


class OneColumn(BaseModel):
    key: str
    label: str
    unit: str
    """`money`, `count`, `percent` (a share of one), `hours` or `text`."""
    role: str


class OneLine(BaseModel):
    key: str
    label: str
    cells: list[Decimal | str | None]


class Answer(BaseModel):
    title: str
    about: list[str]
    notes: list[str]
    """What the figures are made of, and how much of it is known."""
    first: str
    currency: str
    columns: list[OneColumn]
    rows: list[OneLine]
    total: OneLine


class Saved(BaseModel):
    id: UUID
    name: str
    report: str
    query: dict[str, str]
    is_shared: bool
    is_own: bool


class Keep(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    report: Annotated[str, Field(max_length=20)]
    query: Annotated[dict[str, str], Field(max_length=20)] = {}
    is_shared: bool = False


class Planned(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    report: Annotated[str, Field(max_length=20)]
    query: Annotated[dict[str, str], Field(max_length=20)] = {}
    rhythm: Annotated[str, Field(pattern="^(daily|weekly|monthly)$")]
    weekday: Annotated[int, Field(ge=0, le=6)] = 0
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    form: Annotated[str, Field(pattern="^(pdf|xlsx)$")] = "pdf"
    people: Annotated[list[str], Field(min_length=1, max_length=10)]


class OneSchedule(BaseModel):
    id: UUID
    name: str
    report: str
    query: dict[str, str]
    rhythm: str
    weekday: int
    hour: int
    form: str
    people: list[str]
    is_active: bool
    next_at: datetime
    last_at: datetime | None
    code: str


@router.get("")
def known(scope: Reader) -> list[OneKind]:
    """Those this person may see."""
    found = [
        OneKind(
            key=kind.key,
            name=say(scope.locale, f"reports.{kind.key}"),
            about=say(scope.locale, f"reports.{kind.key}_about"),
            measures=[one.key for one in kind.measures],
            dimensions=list(kind.dimensions),
        )
        for kind in pivot.known(scope)
    ]
    if ranking.may_see(scope):
        found.append(
            OneKind(
                key=kinds.ABC,
                name=say(scope.locale, "reports.abc"),
                about=say(scope.locale, "reports.abc_about"),
                measures=["sold", "profit", "units"],
                dimensions=[],
            )
        )
    return found


@router.get("/saved")
def saved(scope: Reader) -> list[Saved]:
    """One's own, and those that others share."""
    with db.transaction(scope) as session:
        found = views.views(session, scope, _SCREEN)
    return [
        Saved(
            id=one.id,
            name=one.name,
            report=one.query.get("report", ""),
            query={name: value for name, value in one.query.items() if name != "report"},
            is_shared=one.is_shared,
            is_own=one.is_own,
        )
        for one in found
    ]


@router.post("/saved", status_code=201)
def keep(scope: Reader, sent: Keep) -> dict[str, UUID]:
    """The same name again replaces what it held."""
    _checked(sent.report, sent.query)
    with db.transaction(scope) as session:
        made = views.save_view(session, scope, _SCREEN, sent.name, {**sent.query, "report": sent.report})
        if sent.is_shared:
            views.share_view(session, scope, made, is_shared=True)
    return {"id": made}


@router.delete("/saved/{saved_id}", status_code=204)
def forget(scope: Reader, saved_id: UUID) -> None:
    with db.transaction(scope) as session:
        views.delete_view(session, scope, saved_id)


@router.get("/schedules")
def planned(scope: Reader) -> list[OneSchedule]:
    with db.transaction(scope) as session:
        return [_schedule(one) for one in schedules.listed(session, scope)]


@router.post("/schedules", status_code=201)
def plan(scope: Writer, sent: Planned) -> dict[str, UUID]:
    _checked(sent.report, sent.query)
    try:
        with db.transaction(scope) as session:
            return {"id": schedules.add(session, scope, Draft(**sent.model_dump()))}
    except ScheduleInvalid as invalid:
        raise Refused(422, invalid.code, field=invalid.field) from invalid


@router.post("/schedules/{schedule_id}/{verb}", status_code=204)
def switch(scope: Writer, schedule_id: UUID, verb: Annotated[str, Field(pattern="^(on|off)$")]) -> None:
    with db.transaction(scope) as session:
        schedules.switch(session, scope, schedule_id, is_active=verb == "on")


@router.delete("/schedules/{schedule_id}", status_code=204)
def unplan(scope: Remover, schedule_id: UUID) -> None:
    with db.transaction(scope) as session:
        schedules.remove(session, scope, schedule_id)


@router.get("/{report}")
def answered(scope: Reader, report: str, request: Request) -> Answer:
    """In the words of the screen's address.

    `period`, or `since` and `until`; `rows`, `columns`, `measure`, `compare` (before, year), `currency`, filters.
    """
    with db.transaction(scope) as session:
        table = reports.table(session, scope, report, dict(request.query_params))
    return Answer(
        title=table.title,
        about=list(table.about),
        notes=list(table.notes),
        first=table.first,
        currency=table.currency,
        columns=[
            OneColumn(key=one.key, label=one.label, unit=one.unit, role=one.role) for one in table.columns
        ],
        rows=[OneLine(key=one.key, label=one.label, cells=list(one.cells)) for one in table.rows],
        total=OneLine(key="", label=table.total.label, cells=list(table.total.cells)),
    )


@router.get("/{report}/behind")
def behind(scope: Reader, report: str, request: Request, row: str = "", column: str = "") -> list[Behind]:
    """The newest fifty records that the cell of these keys counts; without keys, those of the whole."""
    said = {name: value for name, value in request.query_params.items() if name not in {"row", "column"}}
    question = asking.read(report, said, _today())
    cell = {question.rows: row} if row else {}
    if column and question.columns:
        cell[question.columns] = column
    with db.transaction(scope) as session:
        return drill.behind(session, scope, question, cell)


@router.get("/{report}/file.{form}")
def file(scope: Reader, report: str, form: Form, request: Request) -> Response:
    data = reports.file(scope, report, dict(request.query_params), form)
    name = f"{say(scope.locale, f'reports.{report}')} {_today():%Y-%m-%d}.{form}"
    return Response(data, media_type=media_type(name), headers=attached(name))


def _checked(report: str, query: dict[str, str]) -> None:
    if report != kinds.ABC:
        asking.read(report, query, _today())


def _schedule(one: Schedule) -> OneSchedule:
    told: dict[str, Any] = {name: getattr(one, name) for name in OneSchedule.model_fields}
    return OneSchedule(**told)


def _today() -> date:
    return now().astimezone(ISTANBUL).date()
