"""Answers a question: rows, columns and totals, beside those of the span it is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.reporting.reports import asking, cubes, kinds, labels
from prapazar.domain.reporting.reports.asking import Question
from prapazar.domain.reporting.reports.errors import ReportUnknown
from prapazar.domain.reporting.reports.kinds import Kind, Measure
from prapazar.foundation.scope import Scope

MOST_ROWS, MOST_COLUMNS = 200, 40
"""What is beyond is added up in one row, and one column, of the rest."""
REST, NONE = "rest", "none"
Values = dict[str, Decimal | None]
_Sums = dict[str, Decimal]
_Cells = dict[tuple[str, str], _Sums]
_Place = TypeVar("_Place", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class PivotRow:
    key: str
    """The value of the dimension: an id, a name, or the first day of a span; `rest`, or `none`."""
    label: str
    """Empty where the key says it all."""
    values: Values
    before: Values
    """Empty where nothing is compared."""
    cells: tuple[Decimal | None, ...] = ()
    """Of the measure that is asked for, by column."""


@dataclass(frozen=True, slots=True)
class Pivot:
    question: Question
    measures: tuple[Measure, ...]
    columns: tuple[tuple[str, str], ...]
    """(key, label) as of rows."""
    rows: tuple[PivotRow, ...]
    total: PivotRow
    coverage: tuple[tuple[str, int, int], ...]
    """(key, known, of): what a part of the figures is made of."""
    summed_at: datetime | None
    currencies: tuple[str, ...]
    """That anything was sold in, in that span."""


def may_see(scope: Scope, kind: Kind) -> bool:
    """What is of the whole merchant is not shown to whoever sees only some of its stores."""
    whole = kind.key in {"work", "stock"}
    return all(scope.can(one) for one in ("reports.read", *kind.needs)) and not (
        whole and scope.stores is not None
    )


def known(scope: Scope) -> list[Kind]:
    return [kind for kind in kinds.KINDS.values() if may_see(scope, kind)]


def answer(session: Session, scope: Scope, question: Question) -> Pivot:
    """Raises ReportUnknown for what this person may not see."""
    scope.require("reports.read")
    kind = question.kind
    if not may_see(scope, kind):
        raise ReportUnknown(kind.key)
    now_cells = _cells(session, scope, question)
    before = replace(question.before(), columns="") if question.compare else None
    then_cells = _cells(session, scope, before) if before else {}
    shown = tuple(one for one in kind.measures if one.key in asking.measures_of(question))
    asked = kind.measure(question.measure)
    if asked not in shown:
        asked = shown[0]
    row_keys = _keys(
        question, question.rows, {row for row, _ in now_cells}, _by_row(now_cells), asked, MOST_ROWS
    )
    column_keys = (
        _keys(
            question, question.columns, {c for _, c in now_cells}, _by_column(now_cells), asked, MOST_COLUMNS
        )
        if question.columns
        else []
    )
    now_cells = _folded(now_cells, row_keys, column_keys, is_wide=bool(question.columns))
    rows_now, rows_before = _by_row(now_cells), _by_row(then_cells)
    rows_then = _matched(question, rows_before, row_keys)
    names = labels.named(session, scope, question.rows, row_keys)
    column_names = labels.named(session, scope, question.columns, column_keys) if question.columns else {}
    rows = tuple(
        PivotRow(
            key,
            names.get(key, ""),
            _values(shown, rows_now.get(key)),
            _values(shown, rows_then.get(key)) if question.compare else {},
            tuple(_value(asked, now_cells.get((key, column))) for column in column_keys),
        )
        for key in row_keys
    )
    whole = _added(rows_now.values())
    columns_now = _by_column(now_cells)
    total = PivotRow(
        "",
        "",
        _values(shown, whole),
        _values(shown, _added(rows_before.values())) if question.compare else {},
        tuple(_value(asked, columns_now.get(column)) for column in column_keys),
    )
    return Pivot(
        question,
        shown,
        tuple((key, column_names.get(key, "")) for key in column_keys),
        rows,
        total,
        tuple((one.key, int(whole.get(one.known, 0)), int(whole.get(one.of, 0))) for one in kind.coverage),
        _summed_at(session, scope, question),
        _currencies(session, scope, question),
    )


_TIME = {
    "day": "day",
    "week": "CAST(date_trunc('week', day) AS date)",
    "month": "CAST(date_trunc('month', day) AS date)",
}
_CLAIMS = (
    "(SELECT CAST(k.created_at AT TIME ZONE 'Europe/Istanbul' AS date) AS day,"
    f"  coalesce(k.connection_id, '{cubes.NOBODY}') AS connection_id, l.reason, g.brand_id, g.category_id,"
    "  k.currency, k.merchant_id, l.quantity AS returned, 1 AS claims, coalesce(l.amount, 0) AS amount, l.restocked,"
    "  CASE WHEN l.status = 'rejected' THEN l.quantity ELSE 0 END AS refused"
    " FROM claim k JOIN claim_line l ON l.claim_id = k.id LEFT JOIN variant v ON v.id = l.variant_id"
    " LEFT JOIN product g ON g.id = v.product_id WHERE k.merchant_id = :merchant AND k.status <> 'cancelled'"
    " AND k.created_at >= CAST(:since AS timestamp) AT TIME ZONE 'Europe/Istanbul'"
    " AND k.created_at < (CAST(:until AS timestamp) + interval '1 day') AT TIME ZONE 'Europe/Istanbul') claimed"
)
_CLAIM_SUMS = ("returned", "claims", "amount", "restocked", "refused")


def _cells(session: Session, scope: Scope, question: Question) -> _Cells:
    source = asking.cube(question)
    table = source.table if source else _CLAIMS
    sums = source.sums if source else _CLAIM_SUMS
    keys = [_expression(one) for one in question.dimensions()]
    grouped = ", ".join(f"CAST({one} AS text)" for one in keys)
    values: dict[str, Any] = {
        "merchant": scope.merchant_id,
        "since": question.since,
        "until": question.until,
        "currency": question.currency,
    }
    where = ["merchant_id = :merchant", _days(question)]
    if source is None or "currency" in source.keys:
        where.append("currency = :currency")
    if source is cubes.DOCUMENTS:
        where.append(f"vat_rate IS {'NOT ' if 'vat_rate' in question.dimensions() else ''}NULL")
    for name, value in question.filters.items():
        column = asking.COLUMN[name]
        if value == NONE:
            where.append(f"{column} IS NULL")
        else:
            where.append(f"{column} = :f_{name}")
            values[f"f_{name}"] = UUID(value) if column.endswith("_id") else value
    found = session.execute(
        text(
            f"SELECT {grouped}, {', '.join(f'CAST(sum({one}) AS numeric)' for one in sums)} FROM {table}"
            f" WHERE {' AND '.join(where)} GROUP BY {', '.join(keys)}"
        ),
        values,
    )
    width = len(keys)
    return {
        (_key(row[0]), _key(row[1]) if width > 1 else ""): dict(zip(sums, row[width:], strict=True))
        for row in found
    }


def _expression(dimension: str) -> str:
    return _TIME.get(dimension) or ("reason" if dimension == "reason" else asking.COLUMN[dimension])


def _days(question: Question) -> str:
    if question.kind.is_snapshot:
        return "day = (SELECT max(day) FROM stock_day WHERE merchant_id = :merchant AND day <= :until)"
    return "day >= :since AND day <= :until"


def _key(value: str | None) -> str:
    return NONE if value is None or value == "" else value


def _keys(
    question: Question,
    dimension: str,
    found: set[str],
    sums: Mapping[str, _Sums],
    measure: Measure,
    most: int,
) -> list[str]:
    """Time goes on without gaps; everything else stands by what is asked for, the largest first."""
    if dimension in kinds.TIMES:
        return [day.isoformat() for day in _steps(question.since, question.until, dimension)]
    if dimension == "age":
        return [one for one in ("30", "60", "90", "180", "365", "older", "unknown") if one in found]
    ranked = sorted(found, key=lambda key: (-(measure.of(sums[key]) or Decimal(0)), key))
    return ranked if len(ranked) <= most else [*ranked[: most - 1], REST]


def _steps(since: date, until: date, unit: str) -> Iterable[date]:
    day = since if unit == "day" else since - timedelta(days=since.weekday())
    day = since.replace(day=1) if unit == "month" else day
    while day <= until:
        yield day
        day = _next(day, unit)


def _next(day: date, unit: str) -> date:
    if unit == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days=7 if unit == "week" else 1)


def _folded(cells: _Cells, rows: Sequence[str], columns: Sequence[str], *, is_wide: bool) -> _Cells:
    if REST not in rows and REST not in columns:
        return cells
    known_rows, known_columns = set(rows), set(columns)
    made: _Cells = {}
    for (row, column), sums in cells.items():
        place = (
            row if row in known_rows else REST,
            (column if column in known_columns else REST) if is_wide else "",
        )
        _into(made, place, sums)
    return made


def _by_row(cells: _Cells) -> dict[str, _Sums]:
    made: dict[str, _Sums] = {}
    for (row, _), sums in cells.items():
        _into(made, row, sums)
    return made


def _by_column(cells: _Cells) -> dict[str, _Sums]:
    made: dict[str, _Sums] = {}
    for (_, column), sums in cells.items():
        _into(made, column, sums)
    return made


def _into(made: dict[_Place, _Sums], place: _Place, sums: _Sums) -> None:
    """In place: a grid has some thousands of cells, each with a dozen sums."""
    found = made.get(place)
    if found is None:
        made[place] = dict(sums)
        return
    for name, value in sums.items():
        found[name] += value


def _matched(question: Question, then: dict[str, _Sums], keys: Sequence[str]) -> dict[str, _Sums]:
    """The third day of a span beside the third of the one before it; all else beside its like."""
    if question.rows not in kinds.TIMES:
        rest = [sums for key, sums in then.items() if key not in keys]
        return {
            **{key: then[key] for key in keys if key in then},
            **({REST: _added(rest)} if REST in keys else {}),
        }
    before = question.before()
    steps = [day.isoformat() for day in _steps(before.since, before.until, question.rows)]
    return {key: then[step] for key, step in zip(keys, steps, strict=False) if step in then}


def _added(many: Iterable[_Sums]) -> _Sums:
    made: dict[str, _Sums] = {}
    for sums in many:
        _into(made, "", sums)
    return made.get("", {})


def _values(measures: Sequence[Measure], sums: _Sums | None) -> Values:
    return {one.key: _value(one, sums) for one in measures}


def _value(measure: Measure, sums: _Sums | None) -> Decimal | None:
    return measure.of(sums) if sums else None


def _summed_at(session: Session, scope: Scope, question: Question) -> datetime | None:
    source = asking.cube(question)
    if source is None:
        return None
    found: datetime | None = session.execute(
        text("SELECT summed_at FROM sum_state WHERE merchant_id = :merchant AND cube = :cube"),
        {"merchant": scope.merchant_id, "cube": source.table},
    ).scalar()
    return found


def _currencies(session: Session, scope: Scope, question: Question) -> tuple[str, ...]:
    source = asking.cube(question)
    if source is None or "currency" not in source.keys:
        return ()
    found = session.execute(
        text(
            f"SELECT currency FROM {source.table} WHERE merchant_id = :merchant AND {_days(question)}"
            " GROUP BY currency ORDER BY count(*) DESC, currency"
        ),
        {"merchant": scope.merchant_id, "since": question.since, "until": question.until},
    )
    return tuple(found.scalars())
