"""An answered report as a table with words: what the screen, spreadsheets, paper and the API all show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from babel.dates import format_date

from prapazar.domain.reporting.reports import cubes, kinds
from prapazar.domain.reporting.reports.kinds import Measure, Unit
from prapazar.domain.reporting.reports.pivot import NONE, REST, Pivot, PivotRow
from prapazar.domain.reporting.reports.ranking import MOST, Ranking
from prapazar.flows import standing
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

Role = Literal["value", "before", "change", "share", "cell", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    unit: Unit | Literal["text"]
    role: Role = "value"


@dataclass(frozen=True, slots=True)
class Line:
    key: str
    label: str
    cells: tuple[Decimal | str | None, ...]
    goes_well: bool | None = None
    """Of the change, where one is shown; None where it is neither."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the head, as people read it."""

    label: str
    value: str
    change: str = ""
    goes_well: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    about: tuple[str, ...]
    notes: tuple[str, ...]
    """What the figures are made of, and of what they are not."""
    first: str
    """Heading of the rows' labels."""
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    total: Line
    currency: str
    measure: str
    """Label of what the chart draws."""
    unit: Unit
    chart: Literal["lines", "bars", "rows"]
    """`rows`: bars that lie, with room for their names."""
    series: tuple[tuple[str, tuple[Decimal | None, ...], bool], ...]
    """(label, one value for each row, whether it is what is compared with)."""
    figures: tuple[Figure, ...] = ()
    """The whole at a glance, what was asked for first."""

    @property
    def is_empty(self) -> bool:
        """Nothing happened at all: days and months have their rows nevertheless."""
        return not any(cell for line in self.rows for cell in line.cells)


def of_pivot(pivot: Pivot, locale: Locale) -> Table:
    asked = _asked(pivot)
    columns, lines, total = (_wide if pivot.columns else _long)(pivot, asked, locale)
    question = pivot.question
    return Table(
        title=say(locale, f"reports.{question.report}"),
        about=tuple(_about(pivot, asked, locale)),
        notes=tuple(_notes(pivot, locale)),
        first=say(locale, f"reports.d_{question.rows}"),
        columns=columns,
        rows=lines,
        total=total,
        currency=question.currency,
        measure=say(locale, f"reports.m_{asked.key}"),
        unit=asked.unit,
        chart=_chart(question.rows, len(pivot.rows)),
        series=_series(pivot, asked, locale),
        figures=_figures(pivot, asked, locale),
    )


def _chart(rows: str, count: int) -> Literal["lines", "bars", "rows"]:
    """Two or three months make no line, and what follows no order needs its names."""
    if rows in kinds.TIMES:
        return "lines" if count > _FEW_STEPS else "bars"
    return "bars" if rows == "age" else "rows"


_FEW_STEPS, _MOST_FIGURES = 3, 5


def _figures(pivot: Pivot, asked: Measure, locale: Locale) -> tuple[Figure, ...]:
    """The totals, each beside what it was."""
    question, total = pivot.question, pivot.total
    made = []
    for measure in (asked, *(one for one in pivot.measures if one is not asked)):
        value = total.values.get(measure.key)
        if value is None:
            continue
        before = total.before.get(measure.key) if question.compare else None
        moved = change(value, before)
        then = shown(before, measure.unit, question.currency, locale)
        made.append(
            Figure(
                say(locale, f"reports.m_{measure.key}"),
                shown(value, measure.unit, question.currency, locale),
                "" if moved is None else shown(moved, "percent", question.currency, locale, role="change"),
                measure.is_well(moved),
                "" if before is None else f"{say(locale, f'reports.then_{question.compare}')}: {then}",
            )
        )
    return tuple(made[:_MOST_FIGURES])


def of_ranking(ranking: Ranking, locale: Locale, currency: str = "TRY") -> Table:
    unit: Unit = "count" if ranking.by == "units" else "money"
    measure = say(locale, f"reports.abc_{ranking.by}")
    columns = (
        Column("letter", say(locale, "reports.letter"), "text", "text"),
        Column("sku", "SKU", "text", "text"),
        Column("amount", measure, unit),
        Column("share", say(locale, "reports.share"), "percent"),
        Column("running", say(locale, "reports.running"), "percent"),
        Column("units", say(locale, "reports.m_units"), "count"),
        Column("stock", say(locale, "reports.on_hand"), "count"),
    )
    lines = tuple(
        Line(
            str(row.variant_id),
            row.name,
            (row.letter, row.sku, row.amount, row.share, row.running, Decimal(row.units), Decimal(row.stock)),
            link=f"/products/{row.product_id}",
        )
        for row in ranking.rows
    )
    whole = sum((one.amount for one in ranking.classes), Decimal(0))
    figures = tuple(
        Figure(
            say(locale, "reports.class_of", letter=one.letter),
            formats.percent(one.share, locale, places=1, fixed=True),
            note=say(locale, "reports.class_articles", articles=formats.number(one.articles, locale)),
        )
        for one in ranking.classes
    )
    cut = (
        [say(locale, "reports.abc_first", count=formats.number(len(ranking.rows), locale))]
        if len(ranking.rows) >= MOST
        else []
    )
    limits = say(
        locale,
        "reports.abc_limits",
        a=formats.percent(kinds.A_UP_TO, locale),
        b=formats.percent(kinds.B_UP_TO, locale),
    )
    left = (
        [say(locale, "reports.abc_left_out", count=formats.number(ranking.left_out, locale))]
        if ranking.left_out
        else []
    )
    span = f"{formats.date_of(ranking.since, locale)} – {formats.date_of(ranking.until, locale)}"
    return Table(
        title=say(locale, "reports.abc"),
        about=(f"{span} · {measure}",),
        notes=(limits, *cut, *left),
        first=say(locale, "reports.article"),
        columns=columns,
        rows=lines,
        total=Line("", say(locale, "reports.total"), ("", "", whole, None, None, None, None)),
        currency=currency,
        measure=measure,
        unit=unit,
        chart="rows",
        series=((measure, tuple(row.amount for row in ranking.rows), False),),
        figures=figures,
    )


def label(dimension: str, key: str, name: str, locale: Locale) -> str:
    """What a value of a dimension is called."""
    if key in {REST, NONE}:
        named = key == NONE and dimension in _NAMED_NONE
        return say(locale, f"reports.none_{dimension}" if named else f"reports.{key}")
    if dimension in kinds.TIMES:
        return time_label(dimension, date.fromisoformat(key), locale)
    return _named(dimension, key, name, locale)


def _named(dimension: str, key: str, name: str, locale: Locale) -> str:
    if dimension in {"age", "document", "work"}:
        return say(locale, f"reports.{dimension}_{key}")
    if dimension == "vat_rate":
        return formats.percent(Decimal(key) / 100, locale)
    if dimension == "carrier":
        return standing.channel_name(key)
    if dimension == "channel" and key == cubes.NOBODY:
        return say(locale, "reports.by_hand")
    if dimension in {"channel", "brand", "category", "warehouse", "person"}:
        return name or say(locale, "reports.gone")
    return name or key


_NAMED_NONE = {"brand", "category", "province", "reason"}


def time_label(unit: str, day: date, locale: Locale) -> str:
    tongue = "tr_TR" if locale == "tr" else "en_GB"
    if unit == "month":
        return format_date(day, "LLLL y", locale=tongue)
    if unit == "week":
        last = day + timedelta(days=6)
        pattern = "d MMM" if day.month != last.month else "d"
        return f"{format_date(day, pattern, locale=tongue)}–{format_date(last, 'd MMM y', locale=tongue)}"
    return format_date(day, "d MMM y EEE", locale=tongue)


def shown(
    value: Decimal | str | None, unit: str, currency: str, locale: Locale, *, role: str = "value"
) -> str:
    """As people read it; nothing where there is nothing."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if role == "change" or unit == "percent":
        return formats.percent(value, locale, places=1, sign=role == "change", fixed=True)
    if unit == "money":
        return formats.money(value, currency, locale)
    if unit == "hours":
        return formats.number(value, locale, places=1)
    return formats.number(value, locale, places=0)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """As a share of what was; None where nothing was."""
    if now is None or before is None or not before:
        return None
    return (now - before) / abs(before)


def _asked(pivot: Pivot) -> Measure:
    return next((one for one in pivot.measures if one.key == pivot.question.measure), pivot.measures[0])


def _long(pivot: Pivot, asked: Measure, locale: Locale) -> tuple[tuple[Column, ...], tuple[Line, ...], Line]:
    """A row for each value, a column for each measure, the one asked for first."""
    others = [one for one in pivot.measures if one is not asked]
    columns = [Column(asked.key, say(locale, f"reports.m_{asked.key}"), asked.unit)]
    if pivot.question.compare:
        columns += [
            Column("before", say(locale, f"reports.then_{pivot.question.compare}"), asked.unit, "before"),
            Column("difference", say(locale, "reports.difference"), asked.unit, "before"),
            Column("change", say(locale, "reports.change"), "percent", "change"),
        ]
    columns += [Column(one.key, say(locale, f"reports.m_{one.key}"), one.unit) for one in others]

    def line(row: PivotRow, said: str) -> Line:
        cells: list[Decimal | str | None] = [row.values.get(asked.key)]
        well = None
        if pivot.question.compare:
            now, before = row.values.get(asked.key), row.before.get(asked.key)
            moved = change(now, before)
            difference = (
                None if now is None and before is None else (now or Decimal(0)) - (before or Decimal(0))
            )
            cells += [before, difference, moved]
            well = asked.is_well(moved)
        cells += [row.values.get(one.key) for one in others]
        return Line(row.key, said, tuple(cells), well)

    rows = tuple(line(row, label(pivot.question.rows, row.key, row.label, locale)) for row in pivot.rows)
    return tuple(columns), rows, line(pivot.total, say(locale, "reports.total"))


def _wide(pivot: Pivot, asked: Measure, locale: Locale) -> tuple[tuple[Column, ...], tuple[Line, ...], Line]:
    """One measure in a grid, with the sums of rows and columns."""
    question = pivot.question
    columns = [
        *(
            Column(key, label(question.columns, key, name, locale), asked.unit, "cell")
            for key, name in pivot.columns
        ),
        Column("total", say(locale, "reports.total"), asked.unit),
    ]
    if question.compare:
        columns.append(Column("change", say(locale, "reports.change"), "percent", "change"))

    def line(row: PivotRow, said: str) -> Line:
        now = row.values.get(asked.key)
        cells: list[Decimal | str | None] = [*row.cells, now]
        well = None
        if question.compare:
            moved = change(now, row.before.get(asked.key))
            cells.append(moved)
            well = asked.is_well(moved)
        return Line(row.key, said, tuple(cells), well)

    rows = tuple(line(row, label(question.rows, row.key, row.label, locale)) for row in pivot.rows)
    return tuple(columns), rows, line(pivot.total, say(locale, "reports.total"))


_MOST_SERIES = 5


def _series(
    pivot: Pivot, asked: Measure, locale: Locale
) -> tuple[tuple[str, tuple[Decimal | None, ...], bool], ...]:
    question = pivot.question
    if pivot.columns and asked.unit in {"money", "count"}:
        drawn = [
            (label(question.columns, key, name, locale), tuple(row.cells[place] for row in pivot.rows), False)
            for place, (key, name) in enumerate(pivot.columns)
        ]
        if len(drawn) <= _MOST_SERIES:
            return tuple(drawn)
        kept, others = drawn[: _MOST_SERIES - 1], drawn[_MOST_SERIES - 1 :]
        rest = tuple(
            sum((one[1][place] or Decimal(0) for one in others), Decimal(0))
            for place in range(len(pivot.rows))
        )
        return (*kept, (say(locale, "reports.rest"), rest, False))
    now = (
        say(locale, f"reports.m_{asked.key}"),
        tuple(row.values.get(asked.key) for row in pivot.rows),
        False,
    )
    if not question.compare:
        return (now,)
    then = tuple(row.before.get(asked.key) for row in pivot.rows)
    return (now, (say(locale, f"reports.then_{question.compare}"), then, True))


def _about(pivot: Pivot, asked: Measure, locale: Locale) -> list[str]:
    question = pivot.question
    if question.kind.is_snapshot:
        span = say(locale, "reports.on_day", day=formats.date_of(question.until, locale))
    else:
        span = f"{formats.date_of(question.since, locale)} – {formats.date_of(question.until, locale)}"
    by = say(locale, f"reports.d_{question.rows}")
    if question.columns:
        by = f"{by} × {say(locale, f'reports.d_{question.columns}')}"
    said = [f"{span} · {say(locale, f'reports.m_{asked.key}')} · {by}"]
    if question.compare:
        before = question.before()
        then = f"{formats.date_of(before.since, locale)} – {formats.date_of(before.until, locale)}"
        said.append(say(locale, "reports.compared_with", span=then))
    return said


def _notes(pivot: Pivot, locale: Locale) -> list[str]:
    said = [say(locale, f"reports.{pivot.question.report}_note")]
    said += [
        say(
            locale,
            f"reports.known_{key}",
            known=formats.number(known, locale),
            of=formats.number(of, locale),
        )
        for key, known, of in pivot.coverage
        if of
    ]
    if len(pivot.currencies) > 1:
        said.append(
            say(
                locale,
                "reports.other_currencies",
                currency=pivot.question.currency,
                others=", ".join(one for one in pivot.currencies if one != pivot.question.currency),
            )
        )
    return said


def as_of(summed_at: datetime | None, locale: Locale) -> str:
    return say(locale, "reports.as_of", at=formats.short(summed_at, locale)) if summed_at else ""


def lines_of(table: Table, locale: Locale, rows: Sequence[Line]) -> list[list[str]]:
    """The rows' cells in words."""
    return [
        [
            shown(cell, column.unit, table.currency, locale, role=column.role)
            for column, cell in zip(table.columns, line.cells, strict=True)
        ]
        for line in rows
    ]
