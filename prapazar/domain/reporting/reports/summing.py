"""Adds the books up: days that were marked, months that changed, and everything again when asked."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.reporting.reports import cubes
from prapazar.domain.reporting.reports.cubes import Cube, Grain
from prapazar.foundation import outbox
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_MARKS = 20_000
MONTHS_AFTER = timedelta(minutes=2)
"""A month is dearer to add up than a day, and nobody looks at it as often."""
LOOKED_BACK = timedelta(days=60)
"""Parcels and documents older than this are added up again only when everything is."""
STOCK_EVERY = timedelta(hours=1)
_GAP = timedelta(days=3)
_OVERLAP = timedelta(minutes=5)


class Span(NamedTuple):
    since: date
    until: date
    """Exclusive."""
    connection_id: UUID | None = None
    """None: all stores."""


class Difference(NamedTuple):
    cube: str
    day: date
    kept: tuple[Any, ...]
    true: tuple[Any, ...]


def sum_up(session: Session, scope: Scope, cube: Cube, span: Span) -> None:
    """In place of what was there. The same books give the same sums, however often."""
    values = _values(scope, cube, span)
    store = " AND (CAST(:connection AS uuid) IS NULL OR connection_id = :connection)"
    session.execute(
        text(
            f"DELETE FROM {cube.table} WHERE merchant_id = :merchant AND day >= :since AND day < :until"
            + (store if "connection_id" in cube.keys else "")
        ),
        values,
    )
    columns = ", ".join(("day", *cube.keys, *cube.sums))
    session.execute(
        text(
            f"INSERT INTO {cube.table} (merchant_id, {columns})"
            f" SELECT CAST(:merchant AS uuid), t.* FROM ({cube.truth}) t"
        ),
        values,
    )
    session.execute(
        text(
            "INSERT INTO sum_state (id, merchant_id, cube, summed_at) VALUES (:id, :merchant, :cube, now())"
            " ON CONFLICT (merchant_id, cube) DO UPDATE SET summed_at = excluded.summed_at"
        ),
        {"id": new_id(), "merchant": scope.merchant_id, "cube": cube.table},
    )


def sum_marked(session: Session, scope: Scope) -> int:
    """Marks and sums go in one transaction: whoever dies on the way leaves both as they were."""
    found = session.execute(
        text(
            "DELETE FROM sales_mark WHERE id IN (SELECT id FROM sales_mark WHERE merchant_id = :merchant"
            " ORDER BY id LIMIT :most) RETURNING day, connection_id"
        ),
        {"merchant": scope.merchant_id, "most": MOST_MARKS},
    )
    marked = {(row.day, row.connection_id) for row in found}
    for span in spans(marked):
        for cube in (cubes.SALES, cubes.GOODS):
            sum_up(session, scope, cube, span)
    for month, connection_id in sorted({(day.replace(day=1), store) for day, store in marked}):
        outbox.schedule(
            session,
            scope.merchant_id,
            Topic.SUM_MONTHS.value,
            scope.merchant_id,
            uuid5(connection_id, month.isoformat()),
            {"month": month.isoformat(), "connection_id": str(connection_id)},
            now() + MONTHS_AFTER,
        )
    return len(marked)


def spans(marked: Iterable[tuple[date, UUID]]) -> list[Span]:
    """Days of one store that lie close together are added up in one go."""
    made: list[Span] = []
    for day, store in sorted(marked, key=lambda one: (str(one[1]), one[0])):
        last = made[-1] if made else None
        if last is not None and last.connection_id == store and day - last.until <= _GAP:
            made[-1] = last._replace(until=max(last.until, day + timedelta(days=1)))
        else:
            made.append(Span(day, day + timedelta(days=1), store))
    return made


def sum_month(session: Session, scope: Scope, month: date, connection_id: UUID | None) -> None:
    span = Span(month, next_month(month), connection_id)
    for cube in (cubes.ARTICLES, cubes.MIX):
        sum_up(session, scope, cube, span)


def refresh(session: Session, scope: Scope) -> None:
    """What has no marks: days whose parcels or documents changed since the last time, work, and stock as it lies."""
    today = now().astimezone(ISTANBUL).date()
    for cube, table, column in (
        (cubes.PARCELS, "shipment", "created_at"),
        (cubes.DOCUMENTS, "invoice", "issued_at"),
    ):
        since = _summed_at(session, scope, cube)
        days = session.execute(
            text(
                f"SELECT DISTINCT CAST({column} AT TIME ZONE 'Europe/Istanbul' AS date) FROM {table}"
                f" WHERE merchant_id = :merchant AND {column} > :oldest AND updated_at > :since"
            ),
            {
                "merchant": scope.merchant_id,
                "oldest": now() - LOOKED_BACK,
                "since": since - _OVERLAP if since else now() - LOOKED_BACK,
            },
        ).scalars()
        for span in _over_stores(days):
            sum_up(session, scope, cube, span)
    sum_up(session, scope, cubes.WORK, Span(today - timedelta(days=1), today + timedelta(days=1)))
    looked = _summed_at(session, scope, cubes.STOCK)
    if looked is None or looked < now() - STOCK_EVERY or looked.astimezone(ISTANBUL).date() < today:
        sum_up(session, scope, cubes.STOCK, Span(today, today + timedelta(days=1)))


def oldest_day(session: Session, scope: Scope) -> date | None:
    """Of the first order, parcel or document there is."""
    found = session.execute(
        text(
            "SELECT CAST(least((SELECT min(ordered_at) FROM purchase_order WHERE merchant_id = :merchant),"
            " (SELECT min(created_at) FROM shipment WHERE merchant_id = :merchant),"
            " (SELECT min(issued_at) FROM invoice WHERE merchant_id = :merchant),"
            " (SELECT min(at) FROM audit_entry WHERE merchant_id = :merchant))"
            " AT TIME ZONE 'Europe/Istanbul' AS date)"
        ),
        {"merchant": scope.merchant_id},
    ).scalar()
    return found if isinstance(found, date) else None


def rebuild_month(session: Session, scope: Scope, month: date) -> None:
    """Every sum of one month from the books as they are; costs are those that articles have now."""
    span = Span(month, next_month(month))
    for cube in cubes.CUBES:
        if cube is not cubes.STOCK:
            sum_up(session, scope, cube, span)


def differences(session: Session, scope: Scope, span: Span) -> list[Difference]:
    """Days whose sums are not what the books say. Costs change afterwards and are not compared."""
    return [
        one
        for cube, columns in _CHECKED
        for one in _differences(
            session, scope, cube, columns, _whole_months(span) if cube.grain is Grain.MONTH else span
        )
    ]


def mark_days(session: Session, scope: Scope, days: Collection[date]) -> None:
    """Of all stores that sold on them, or of which sums say so."""
    session.execute(
        text(
            "INSERT INTO sales_mark (merchant_id, day, connection_id)"
            " SELECT DISTINCT CAST(:merchant AS uuid), day, store FROM ("
            "SELECT CAST(o.ordered_at AT TIME ZONE 'Europe/Istanbul' AS date) AS day,"
            f"  coalesce(o.connection_id, '{cubes.NOBODY}') AS store FROM purchase_order o"
            "  WHERE o.merchant_id = :merchant AND o.ordered_at > CAST(:first AS date) - interval '1 day'"
            "  AND o.ordered_at < CAST(:last AS date) + interval '2 days'"
            " UNION SELECT day, connection_id FROM sales_day WHERE merchant_id = :merchant) known"
            " WHERE day = ANY(CAST(:days AS date[]))"
        ),
        {"merchant": scope.merchant_id, "days": sorted(days), "first": min(days), "last": max(days)},
    )


_CHECKED = (
    (cubes.SALES, ("orders", "cancelled", "turnover", "lines", "units", "sold")),
    (cubes.GOODS, ("lines", "units", "sold")),
    (cubes.ARTICLES, ("lines", "units", "sold")),
    (cubes.MIX, ("lines", "units", "sold")),
    (cubes.PARCELS, ("parcels", "delivered", "billed")),
    (cubes.DOCUMENTS, ("invoices", "net", "vat")),
)


def _differences(
    session: Session, scope: Scope, cube: Cube, columns: tuple[str, ...], span: Span
) -> list[Difference]:
    sums = ", ".join(f"sum({one}) AS {one}" for one in columns)
    named = ", ".join(("day", *cube.keys, *cube.sums))
    kept, true = (", ".join(f"{side}.{one}" for one in columns) for side in ("k", "t"))
    found = session.execute(
        text(
            f"WITH k AS (SELECT day, {sums} FROM {cube.table} WHERE merchant_id = :merchant"
            "  AND day >= :since AND day < :until GROUP BY day),"
            f" t AS (SELECT day, {sums} FROM ({cube.truth}) x ({named}) GROUP BY day)"
            f" SELECT coalesce(k.day, t.day), {kept}, {true} FROM k FULL JOIN t ON t.day = k.day"
            f" WHERE ({kept}) IS DISTINCT FROM ({true}) ORDER BY 1"
        ),
        _values(scope, cube, span),
    )
    width = len(columns)
    return [
        Difference(cube.table, row[0], tuple(row[1 : 1 + width]), tuple(row[1 + width :])) for row in found
    ]


def _values(scope: Scope, cube: Cube, span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {"merchant": scope.merchant_id, "since": span.since, "until": span.until}
    if "connection_id" in cube.keys:
        values["connection"] = span.connection_id
    return values


def _summed_at(session: Session, scope: Scope, cube: Cube) -> datetime | None:
    found = session.execute(
        text("SELECT summed_at FROM sum_state WHERE merchant_id = :merchant AND cube = :cube"),
        {"merchant": scope.merchant_id, "cube": cube.table},
    ).scalar()
    return found if isinstance(found, datetime) else None


def _over_stores(days: Iterable[date]) -> list[Span]:
    nobody = UUID(cubes.NOBODY)
    return [span._replace(connection_id=None) for span in spans((day, nobody) for day in days)]


def _whole_months(span: Span) -> Span:
    last = (span.until - timedelta(days=1)).replace(day=1)
    return span._replace(since=span.since.replace(day=1), until=next_month(last))


def next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
