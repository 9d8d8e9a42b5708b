"""Performance of stores over REST: rates beside the channel's limits, and what lies behind one of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.reporting import performance
from prapazar.domain.reporting import targets as books
from prapazar.domain.reporting.performance import Counts, Measure, StoreRow
from prapazar.flows import performance as standards
from prapazar.flows import standing
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/channels/performance", tags=["channels"])
Reader = Annotated[Scope, Depends(scope_with("channels.read"))]
Days = Annotated[int, Query(ge=1, le=90)]


class Limit(BaseModel):
    below: Decimal
    days: int
    since: date
    source: str


class Rate(BaseModel):
    share: Decimal | None
    limit: Limit | None
    """Null where the channel publishes none that we know of."""
    target: Decimal | None
    """What the merchant asks of it; null where nothing was said."""


class StorePerformance(BaseModel):
    connection_id: UUID
    connector: str
    name: str
    orders: int
    rates: dict[str, Rate]
    answer_seconds: int | None
    days: dict[date, dict[str, Decimal | None]]


class Behind(BaseModel):
    id: UUID
    """Of the order, claim, question or listing."""
    number: str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    reason: str


class BehindPage(BaseModel):
    records: list[Behind]
    next_cursor: str | None


@router.get("")
def stores(scope: Reader, days: Days = 30) -> list[StorePerformance]:
    with db.transaction(scope) as session:
        found = performance.stores(session, scope, now() - timedelta(days=days))
        wanted = books.targets(session, scope)
    return [_shown(row, wanted.get(row.connection_id, {})) for row in found if standing.sells(row.connector)]


@router.get("/{connection_id}/{measure}")
def behind(
    scope: Reader,
    connection_id: UUID,
    measure: Measure,
    days: Days = 30,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> BehindPage:
    """The newest first."""
    since = now() - timedelta(days=days)
    after = _after(cursor) if cursor else None
    with db.transaction(scope) as session:
        rows = performance.behind(
            session, scope, connection_id, measure, since=since, after=after, limit=limit
        )
    records = [
        Behind(
            id=row.id, number=row.number, at=row.at, due_at=row.due_at, done_at=row.done_at, reason=row.reason
        )
        for row in rows
    ]
    last = rows[-1] if len(rows) == limit else None
    return BehindPage(records=records, next_cursor=f"{last.at.isoformat()}~{last.id}" if last else None)


def _shown(row: StoreRow, targets: Mapping[Measure, Decimal]) -> StorePerformance:
    return StorePerformance(
        connection_id=row.connection_id,
        connector=row.connector,
        name=row.name,
        orders=row.total.orders,
        rates={one.value: _rate(row, one, targets.get(one)) for one in Measure},
        answer_seconds=row.total.answer_time,
        days={day: _shares(counts) for day, counts in sorted(row.days.items())},
    )


def _rate(row: StoreRow, measure: Measure, target: Decimal | None) -> Rate:
    found, share = standards.limit(row.connector, measure), row.total.rate(measure)
    limit = (
        Limit(below=found.below, days=found.days, since=found.since, source=found.source) if found else None
    )
    return Rate(share=_rounded(share), limit=limit, target=_rounded(target))


def _shares(counts: Counts) -> dict[str, Decimal | None]:
    return {one.value: _rounded(counts.rate(one)) for one in Measure}


def _rounded(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share, 4)


def _after(cursor: str) -> tuple[datetime, UUID]:
    at, _, key = cursor.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(key)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
