"""One report on the screen: what is asked, the chart and table that answer it, and what stands behind a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from prapazar.domain.access import views
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.reporting.reports import asking, drill, kinds, pivot, ranking, schedules
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown, ScheduleInvalid
from prapazar.domain.reporting.reports.schedules import Draft
from prapazar.flows import report_tables, reports
from prapazar.flows.report_tables import Table
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import report_figures
from prapazar.states.guard import allow
from prapazar.states.report_rows import behind_rows, choice_lists
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

SCREEN = "reports"
ASKED = (
    "period",
    "since",
    "until",
    "rows",
    "columns",
    "measure",
    "compare",
    "currency",
    "letter",
    *asking.FILTERS,
)
WIDEST = "last_365"
"""The longest of the ready periods."""
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Found:
    table: Table
    keys: tuple[str, ...]
    column_keys: tuple[str, ...]
    asked: dict[str, str]
    """As it is understood, with all that goes without saying."""
    query: dict[str, str]
    choices: dict[str, list[dict[str, str]]]
    as_of: str
    can_drill: bool


class ReportState(rx.State):
    key: str = ""
    title: str = ""
    about: str = ""
    notes: list[str] = []
    as_of: str = ""
    asked: dict[str, str] = dict.fromkeys(ASKED, "")
    choices: dict[str, list[dict[str, str]]] = {name: [] for name in ASKED}
    """Every name has its list, for the screen asks how long each is."""
    head: list[dict[str, str]] = []
    """{label, role}; the first is of the rows' names."""
    rows: list[list[str]] = []
    is_empty: bool = False
    """Days and months have their rows also where nothing happened."""
    tones: list[str] = []
    """Of a row's change: good, bad or nothing."""
    links: list[str] = []
    total: list[str] = []
    figure: dict[str, Any] = {}
    figure_height: int = 0
    compares: bool = False
    """The chart draws what is compared with, in grey."""
    legend: list[dict[str, str]] = []
    figures: list[dict[str, str]] = []
    """The whole at a glance, as `ui.kpi_row` takes it."""
    chart_label: str = ""
    address: str = ""
    problem: str = ""
    loading: bool = True
    can_drill: bool = False
    behind: list[dict[str, str]] = []
    behind_title: str = ""
    is_behind_open: bool = False
    dialog: str = ""
    """`save`, `schedule`, or "" while neither is open."""
    fault: dict[str, str] = {}
    rhythm: str = "daily"
    """As the dialog has it: only a weekly one asks for a day."""
    _keys: list[str] = []
    _column_keys: list[str] = []

    @rx.event
    @allow("reports.read")
    async def load(self) -> None:
        """Of the report the address names, asked as it says."""
        query = self.router.url.query_parameters
        self.key = self.router.url.path.rstrip("/").rpartition("/")[2][:20]
        self.asked = {name: str(query.get(name, ""))[:_LONGEST] for name in ASKED}
        self.is_behind_open, self.dialog, self.problem = False, "", ""
        self.loading, self.rows = True, []
        await self._show()

    @rx.event
    @allow("reports.read")
    async def news(self) -> None:
        if not self.loading:
            await self._show()

    @rx.event
    @allow("reports.read")
    async def ask(self, name: str, value: str) -> None:
        """One part of the question anew; a dimension cannot be rows and columns at once."""
        if name not in ASKED:
            return
        changed = self.asked | {name: str(value)[:_LONGEST]}
        if name in {"since", "until"}:
            changed["period"] = "own"
        if name == "period" and value == "own":
            changed |= {"since": self.asked["since"], "until": self.asked["until"]}
        if changed["rows"] and changed["rows"] == changed["columns"]:
            changed["columns"] = ""
        self.asked = changed
        await self._show()

    @rx.event
    @allow("reports.read")
    async def widen(self) -> None:
        """Out of an empty answer: the longest period, and no filter."""
        self.asked = self.asked | dict.fromkeys(asking.FILTERS, "") | {"period": WIDEST}
        await self._show()

    @rx.event
    @allow("reports.read")
    async def open_cell(self, row: int, column: int) -> rx.event.EventSpec | None:
        """The records behind it; of row -1 those of the whole."""
        return await self._open(row, column)

    async def _open(self, row: int, column: int) -> rx.event.EventSpec | None:
        """The first column is the whole row, as are those of measures."""
        if not (0 <= row < len(self._keys)) and row != -1:
            return None
        if row >= 0 and row < len(self.links) and self.links[row]:
            return rx.redirect(self.links[row])
        if not self.can_drill:
            return None
        cell = {} if row < 0 else {self.asked["rows"]: self._keys[row]}
        if self.asked["columns"] and 1 <= column <= len(self._column_keys):
            cell[self.asked["columns"]] = self._column_keys[column - 1]
        if pivot.REST in cell.values():
            return None
        scope = await current_scope(self)
        names = [self.rows[row][0]] if row >= 0 else [say(scope.locale, "reports.total")]
        if len(cell) > 1:
            names.append(self.head[column]["label"])
        self.behind = await in_thread(_behind, scope, self.key, dict(self.asked), cell)
        self.behind_title, self.is_behind_open = " · ".join(names), True
        return None

    @rx.event
    @allow("reports.read")
    async def open_point(self, points: list[dict[str, Any]]) -> rx.event.EventSpec | None:
        """Of the chart: what was pressed is the row of its number."""
        found = points[0] if points else {}
        place = found.get("pointIndex", found.get("pointNumber"))
        if not isinstance(place, int):
            return None
        column = int(found.get("curveNumber") or 0) + 1 if self.asked["columns"] else 0
        return await self._open(place, column)

    @rx.event
    @allow("reports.read")
    def close_behind(self, is_open: bool) -> None:
        self.is_behind_open = is_open is True

    @rx.event
    @allow("reports.read")
    def open_dialog(self, name: str) -> None:
        self.dialog, self.fault, self.rhythm = name if name in {"save", "schedule"} else "", {}, "daily"

    @rx.event
    @allow("reports.read")
    def close_dialog(self, is_open: bool) -> None:
        if not is_open:
            self.dialog = ""

    @rx.event
    @allow("reports.read")
    async def save(self, values: dict[str, Any]) -> None:
        scope = await current_scope(self)
        query = {**self._query(), "report": self.key}
        shared = bool(values.get("is_shared"))
        try:
            await in_thread(_save, scope, str(values.get("name", "")), query, shared)
        except AccessInvalid as error:
            self.fault = {error.field: say(scope.locale, error.code)}
            return
        self.dialog = ""
        await toast(self, "success", say(scope.locale, "reports.saved"))

    @rx.event
    @allow("reports.write")
    def set_rhythm(self, rhythm: str) -> None:
        self.rhythm = rhythm if rhythm in schedules.RHYTHMS else "daily"

    @rx.event
    @allow("reports.write")
    async def schedule(self, values: dict[str, Any]) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_schedule, scope, self.key, self._query(), {k: str(v) for k, v in values.items()})
        except ScheduleInvalid as error:
            self.fault = {error.field: say(scope.locale, error.code)}
            return
        self.dialog = ""
        await toast(self, "success", say(scope.locale, "reports.scheduled"))

    def _query(self) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if value}

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(_look, scope, self.key, self._query())
        except (ReportUnknown, QuestionInvalid) as error:
            field = getattr(error, "field", "")
            code = "reports.invalid" if field else "reports.unknown"
            self.problem, self.loading = say(scope.locale, code, field=field), False
            return
        table = found.table
        self.problem, self.loading = "", False
        self.title, self.about, self.notes = table.title, table.about[0], [*table.about[1:], *table.notes]
        self.as_of = found.as_of
        self.choices = {name: found.choices.get(name, []) for name in ASKED}
        self.asked = dict.fromkeys(ASKED, "") | found.asked
        self.head = [{"label": table.first, "role": "first"}] + [
            {"label": one.label, "role": one.role} for one in table.columns
        ]
        self._keys, self._column_keys = list(found.keys), list(found.column_keys)
        self.is_empty = table.is_empty
        self.rows = [
            [line.label, *cells]
            for line, cells in zip(
                table.rows, report_tables.lines_of(table, scope.locale, table.rows), strict=True
            )
        ]
        self.total = [table.total.label, *report_tables.lines_of(table, scope.locale, [table.total])[0]]
        self.tones = [
            "" if one.goes_well is None else "good" if one.goes_well else "bad" for one in table.rows
        ]
        self.links = [one.link for one in table.rows]
        self.figure = report_figures.figure(table, scope.locale)
        self.figure_height = report_figures.height(table)
        self.compares = any(grey for _, _, grey in table.series)
        self.legend = report_figures.legend(table)
        self.figures = report_figures.totals(table)
        self.chart_label = say(scope.locale, "reports.chart_of", measure=table.measure)
        self.can_drill = found.can_drill
        self.address = urlencode(found.query)


def _look(scope: Scope, report: str, said: Mapping[str, str]) -> _Found:
    with db.transaction(scope) as session:
        if report == kinds.ABC:
            ranked = reports.ranked(session, scope, said)
            asked = {
                "period": said.get("period") or "last_90",
                "measure": ranked.by,
                "letter": said.get("letter", ""),
            }
            asked |= {"since": ranked.since.isoformat(), "until": ranked.until.isoformat()}
            table = report_tables.of_ranking(ranked, scope.locale)
            query = {name: value for name, value in said.items() if value}
            choices = choice_lists(session, scope, None, ranking.may_see(scope, "profit"))
            as_of = report_tables.as_of(ranked.summed_at, scope.locale)
            return _Found(table, tuple(one.key for one in table.rows), (), asked, query, choices, as_of, True)
        question = asking.read(report, said, _today())
        answered = pivot.answer(session, scope, question)
        table = report_tables.of_pivot(answered, scope.locale)
        asked = {
            "period": question.period,
            "since": question.since.isoformat(),
            "until": question.until.isoformat(),
            "rows": question.rows,
            "columns": question.columns,
            "measure": next(
                (one.key for one in answered.measures if one.key == question.measure),
                answered.measures[0].key,
            ),
            "compare": question.compare,
            "currency": question.currency,
            **question.filters,
        }
        as_of = report_tables.as_of(answered.summed_at, scope.locale) or say(
            scope.locale, "reports.as_of_now"
        )
        return _Found(
            table,
            tuple(row.key for row in answered.rows),
            tuple(key for key, _ in answered.columns),
            asked,
            asking.said(question),
            choice_lists(session, scope, answered, can_profit=False),
            as_of,
            all(drill.can_drill(question, one) for one in question.dimensions()),
        )


def _behind(scope: Scope, report: str, asked: dict[str, str], cell: dict[str, str]) -> list[dict[str, str]]:
    question = asking.read(report, {name: value for name, value in asked.items() if value}, _today())
    with db.transaction(scope) as session:
        found = drill.behind(session, scope, question, cell)
    return behind_rows(found, scope, question.currency)


def _save(scope: Scope, name: str, query: dict[str, str], is_shared: bool) -> None:
    with db.transaction(scope) as session:
        made = views.save_view(session, scope, SCREEN, name, query)
        views.share_view(session, scope, made, is_shared=is_shared and scope.can(views.SHARING))


def _schedule(scope: Scope, report: str, query: dict[str, str], values: dict[str, str]) -> None:
    def whole(name: str) -> int:
        found = values.get(name, "")
        return int(found) if found.isdecimal() else -1

    draft = Draft(
        name=values.get("name", ""),
        report=report,
        query=query,
        rhythm=values.get("rhythm", ""),
        weekday=whole("weekday") if values.get("rhythm") == "weekly" else 0,
        hour=whole("hour"),
        form=values.get("form", ""),
        people=values.get("people", "").replace(";", ",").replace("\n", ",").split(","),
    )
    with db.transaction(scope) as session:
        schedules.add(session, scope, draft)


def _today() -> date:
    return now().astimezone(ISTANBUL).date()
