"""A question put to a report: span, rows, columns, filters; as plain values, and as an address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from prapazar.domain.reporting.reports import kinds
from prapazar.domain.reporting.reports.cubes import Cube, Grain
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown
from prapazar.domain.reporting.reports.kinds import Kind

Compare = Literal["", "before", "year"]
FILTERS: Final = ("channel", "province", "brand", "category", "carrier", "warehouse")
PERIODS: Final = (
    *("today", "yesterday", "last_7", "last_30", "last_90", "this_month", "last_month", "last_365"),
    *("this_year", "own"),
)
LONGEST_DAYS: Final = 366 * 3
COLUMN: Final = {
    "channel": "connection_id",
    "province": "province",
    "brand": "brand_id",
    "category": "category_id",
    "carrier": "carrier",
    "warehouse": "warehouse_id",
    "age": "age",
    "document": "document",
    "vat_rate": "vat_rate",
    "person": "user_id",
    "work": "what",
}
"""Of a cube, by dimension."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    report: str
    since: date
    until: date
    """Inclusive, as people say it."""
    rows: str
    columns: str = ""
    measure: str = ""
    compare: Compare = ""
    currency: str = "TRY"
    filters: Mapping[str, str] = field(default_factory=dict)
    period: str = "own"

    @property
    def kind(self) -> Kind:
        return kinds.KINDS[self.report]

    def dimensions(self) -> tuple[str, ...]:
        return tuple(one for one in (self.rows, self.columns) if one)

    def before(self) -> "Question":
        """The same of the span it is compared with."""
        if self.compare == "year":
            return replace(self, since=_year_back(self.since), until=_year_back(self.until), compare="")
        days = (self.until - self.since).days + 1
        if self.since.day == 1 and (self.until + timedelta(days=1)).day == 1:
            return replace(self, since=_months_back(self), until=self.since - timedelta(days=1), compare="")
        return replace(
            self, since=self.since - timedelta(days=days), until=self.since - timedelta(days=1), compare=""
        )


def read(report: str, said: Mapping[str, str], today: date) -> Question:
    """Of an address or a kept question; what it does not name is as the report begins. Raises what is wrong."""
    if report not in kinds.KINDS:
        raise ReportUnknown(report)
    kind = kinds.KINDS[report]
    period = said.get("period") or ("own" if said.get("since") else "last_30")
    if period not in PERIODS:
        raise QuestionInvalid("period")
    since, until = span(period, today) if period != "own" else own_span(said, today)
    rows = said.get("rows") or kind.rows
    columns = said.get("columns", "")
    measure = said.get("measure") or kind.measures[0].key
    compare = said.get("compare", "")
    if rows not in kind.dimensions:
        raise QuestionInvalid("rows")
    if columns and (columns not in kind.dimensions or columns == rows):
        raise QuestionInvalid("columns")
    if measure not in {one.key for one in kind.measures}:
        raise QuestionInvalid("measure")
    if compare not in ("", "before", "year"):
        raise QuestionInvalid("compare")
    filters = {name: said[name][:120] for name in FILTERS if said.get(name) and _takes(kind, name)}
    for name in ("channel", "brand", "category", "warehouse"):
        _must_be_id(name, filters.get(name))
    asked = Question(
        report=report,
        since=since,
        until=until,
        rows=rows,
        columns=columns,
        measure=measure,
        compare="" if kind.is_snapshot else compare,  # type: ignore[arg-type]  # just looked at
        currency=_currency(said.get("currency", "")),
        filters=filters,
        period=period,
    )
    source = cube(asked)
    if kind.sources and source is None:
        raise QuestionInvalid("columns")
    return asked if source is None or source.grain is Grain.DAY else _in_months(asked)


def said(question: Question) -> dict[str, str]:
    """As an address or a kept question says it; what goes without saying is left out."""
    kind = question.kind
    told = {
        "period": question.period,
        "since": question.since.isoformat() if question.period == "own" else "",
        "until": question.until.isoformat() if question.period == "own" else "",
        "rows": question.rows if question.rows != kind.rows else "",
        "columns": question.columns,
        "measure": question.measure if question.measure != kind.measures[0].key else "",
        "compare": question.compare,
        "currency": question.currency if question.currency != "TRY" else "",
        **question.filters,
    }
    return {name: value for name, value in told.items() if value}


def span(period: str, today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    if period.startswith("last_") and period != "last_month":
        return today - timedelta(days=int(period.removeprefix("last_")) - 1), today
    if period == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    if period == "this_month":
        return first, today
    if period == "last_month":
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if period == "this_year":
        return today.replace(month=1, day=1), today
    return today, today


def cube(question: Question) -> Cube | None:
    """The sums that know all it is asked by; None where no sums do."""
    wanted = {*question.dimensions(), *question.filters} - set(kinds.TIMES)
    columns = {COLUMN[one] for one in wanted if one in COLUMN}
    for one in question.kind.sources:
        if columns <= set(one.keys) and (one.grain is Grain.DAY or not _needs_days(question)):
            return one
    return None


def measures_of(question: Question) -> list[str]:
    """Those that the sums it is answered from can tell."""
    kind, source = question.kind, cube(question)
    is_first = not kind.sources or source is kind.sources[0]
    return [one.key for one in kind.measures if is_first or one.key not in kind.extra]


def _needs_days(question: Question) -> bool:
    return bool({"day", "week"} & set(question.dimensions()))


def _in_months(question: Question) -> Question:
    """Sums of months answer for whole months."""
    last = question.until.replace(day=28) + timedelta(days=4)
    return replace(
        question, since=question.since.replace(day=1), until=last.replace(day=1) - timedelta(days=1)
    )


def _takes(kind: Kind, name: str) -> bool:
    return name in kind.dimensions


def own_span(said: Mapping[str, str], today: date) -> tuple[date, date]:
    try:
        since = date.fromisoformat(said.get("since", ""))
        until = date.fromisoformat(said.get("until") or today.isoformat())
    except ValueError:
        raise QuestionInvalid("since") from None
    if since > until or (until - since).days > LONGEST_DAYS:
        raise QuestionInvalid("until")
    return since, until


def _must_be_id(name: str, value: str | None) -> None:
    if value is None or value == "none":
        return
    try:
        UUID(value)
    except ValueError:
        raise QuestionInvalid(name) from None


def _currency(written: str) -> str:
    if not written:
        return "TRY"
    if len(written) != 3 or not written.isalpha():  # noqa: PLR2004 - as ISO 4217 has it
        raise QuestionInvalid("currency")
    return written.upper()


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _months_back(question: Question) -> date:
    """As many whole months before."""
    months = (
        (question.until.year - question.since.year) * 12 + question.until.month - question.since.month + 1
    )
    count = question.since.year * 12 + question.since.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
