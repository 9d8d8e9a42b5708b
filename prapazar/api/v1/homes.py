"""One's home over REST: which parts stand on it, the day's figures, and the goals of stores."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in, scope_with
from prapazar.api.errors import Refused
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.reporting import dashboard, goals
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.homes import COLUMNS, WIDGETS, Place
from prapazar.flows import homes
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api", tags=["home"])
Caller = Annotated[SessionRow, Depends(logged_in)]
Visitor = Annotated[Scope, Depends(scope_with("dashboard.read"))]
Reader = Annotated[Scope, Depends(scope_with("reports.read"))]
Writer = Annotated[Scope, Depends(scope_with("reports.write"))]


class PartOut(BaseModel):
    key: str
    size: int
    """Columns of three."""
    is_hidden: bool


class PartIn(BaseModel):
    key: Annotated[str, Field(max_length=40)]
    size: Annotated[int, Field(ge=1, le=COLUMNS)] = 1
    is_hidden: bool = False


class Goal(BaseModel):
    connection_id: UUID
    name: str
    connector: str
    sold: Decimal
    goal: Decimal | None
    currency: str


class Goals(BaseModel):
    month_elapsed: Decimal
    """The part of the month that is over."""
    stores: list[Goal]


@router.get("/home")
def home(row: Caller) -> list[PartOut]:
    """The parts one may see, in one's own order, the hidden ones last."""
    return [PartOut(key=one.key, size=one.size, is_hidden=one.is_hidden) for one in homes.places(row)]


@router.put("/home")
def arrange(row: Caller, sent: Annotated[list[PartIn], Field(max_length=100)]) -> list[PartOut]:
    """Parts that are not named stand as the role begins with them."""
    if any(one.key not in WIDGETS for one in sent):
        raise Refused(422, "errors.invalid_fields")
    homes.keep(row, [Place(one.key, one.size, is_hidden=one.is_hidden) for one in sent])
    return home(row)


@router.delete("/home", status_code=204)
def begin_again(row: Caller) -> None:
    """As the role begins."""
    homes.begin_again(row)


@router.get("/dashboard")
def today(scope: Visitor) -> dict[str, Any]:
    """The day so far, yesterday up to this hour, fourteen days, hours, stores, what runs low and what waits."""
    with db.transaction(scope) as session:
        return asdict(dashboard.dashboard(session, scope))


@router.get("/goals")
def monthly_goals(scope: Reader) -> Goals:
    with db.transaction(scope) as session:
        rows = goals.goals(session, scope)
    return Goals(
        month_elapsed=round(goals.elapsed(now()), 4),
        stores=[
            Goal(
                connection_id=row.connection_id,
                name=row.name,
                connector=row.connector,
                sold=row.sold,
                goal=row.goal,
                currency=row.currency,
            )
            for row in rows
        ],
    )


@router.put("/goals")
def set_goals(scope: Writer, sent: Annotated[dict[UUID, Decimal | None], Field(max_length=500)]) -> Goals:
    """By store; null takes a goal away."""
    try:
        with db.transaction(scope) as session:
            goals.set_goals(session, scope, sent)
    except ReportInvalid as refused:
        raise Refused(422, refused.code, detail=refused.field) from refused
    return monthly_goals(scope)
