"""How stores do by what channels judge them for, and what lies behind one of the rates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import reflex as rx

from prapazar.domain.reporting import performance as reports
from prapazar.domain.reporting import targets as wishes
from prapazar.domain.reporting.performance import DAYS, PAGE, BehindRow, Counts, Measure, StoreRow
from prapazar.domain.reporting.targets import Targets
from prapazar.flows import performance as standards
from prapazar.flows import standing
from prapazar.flows.performance import Bound
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states import performance_rows as rows
from prapazar.states.guard import allow
from prapazar.states.home_parts import Point
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread

FIRST = "30"
_PERIODS = tuple(str(days) for days in DAYS)
_DAILY = 30


class PerformanceState(rx.State):
    period: str = FIRST
    stores: list[dict[str, str]] = []
    """{id, connector, name}."""
    figures: dict[str, list[dict[str, str]]] = {}
    """By store: its rates, each with the channel's limit where it publishes one."""
    loading: bool = True
    store: str = ""
    measure: str = ""
    chosen: str = ""
    """What is looked behind, in words."""
    fact: str = ""
    """Where the limit comes from."""
    source: str = ""
    target: str = ""
    """What the merchant asks of this rate, in words."""
    boxes: str = ""
    """Where the lost boxes of the chosen store are listed, while its buy-box share is looked behind."""
    trend: list[Point] = []
    behind: list[dict[str, str]] = []
    may_look: bool = True
    page: int = 0
    has_next: bool = False
    _ends: list[str] = []

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.period = period if (period := str(asked.get("period", ""))) in _PERIODS else FIRST
        self.store = next((str(one) for one in uuids([str(asked.get("store", ""))])), "")
        measure = str(asked.get("measure", ""))
        self.measure = measure if measure in {one.value for one in Measure} else ""
        self.page, self._ends = 0, []
        await self._show()

    @rx.event
    @allow("channels.read")
    async def set_period(self, period: str) -> None:
        self.period = period if period in _PERIODS else FIRST
        self.page, self._ends = 0, []
        await self._show()

    @rx.event
    @allow("channels.read")
    async def look_again(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def turn(self, step: int) -> None:
        if step > 0 and self.has_next:
            self.page += 1
        elif step < 0 and self.page:
            self.page -= 1
        self._ends = self._ends[: self.page]
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        since = _since(int(self.period))
        found, targets = await in_thread(_stores, scope, since)
        shown = [row for row in found if standing.sells(row.connector)]
        self.stores = [
            {"id": str(row.connection_id), "connector": row.connector, "name": row.name} for row in shown
        ]
        self.figures = {
            str(row.connection_id): rows.figures(
                row, targets.get(row.connection_id, {}), self.period, scope.locale
            )
            for row in shown
        }
        one = next((row for row in shown if str(row.connection_id) == self.store), None)
        self.behind, self.trend, self.chosen = [], [], ""
        self.fact = self.source = self.target = self.boxes = ""
        if one is not None and self.measure:
            measure = Measure(self.measure)
            await self._look_behind(
                scope, one, measure, since, targets.get(one.connection_id, {}).get(measure)
            )
        self.loading = False

    async def _look_behind(
        self, scope: Scope, row: StoreRow, measure: Measure, since: datetime, target: Decimal | None
    ) -> None:
        locale = scope.locale
        standard = standards.limit(row.connector, measure)
        self.chosen = f"{row.name} · {say(locale, f'performance.{measure.value}')}"
        if standard is not None:
            self.fact = say(
                locale,
                "performance.fact_most" if standard.allows_itself else "performance.fact",
                share=formats.percent(standard.below, locale, places=1),
                days=standard.days,
                at=formats.date_of(standard.since, locale),
            )
            self.source = standard.source
        if target is not None:
            self.target = rows.target_said(measure, target, locale)
        if measure is Measure.BUYBOX:
            self.boxes = routes.with_query(routes.BUYBOXES, view="lost", connection=str(row.connection_id))
        known = standards.bounds(row.connector, measure, target)
        self.trend = trend(row.days, measure, since, now(), known, locale)
        self.may_look = reports.may_look_behind(scope, measure)
        if not self.may_look or self.boxes:
            return
        after = _cursor(self._ends[self.page - 1]) if self.page else None
        found = await in_thread(_behind, scope, row.connection_id, measure, since, after)
        self.has_next = len(found) > PAGE
        if self.has_next:
            self._ends = [*self._ends[: self.page], f"{found[PAGE - 1].at.isoformat()}~{found[PAGE - 1].id}"]
        self.behind = [rows.behind_shown(one, measure, locale) for one in found[:PAGE]]


def trend(
    days: Mapping[date, Counts],
    measure: Measure,
    since: datetime,
    until: datetime,
    known: Sequence[Bound],
    locale: Locale,
) -> list[Point]:
    """The rate in percent, by day, or by seven days where the span is long; a day without anything has no point."""
    first, last = since.astimezone(ISTANBUL).date(), until.astimezone(ISTANBUL).date()
    whole = (last - first).days + 1
    step = 1 if whole <= _DAILY + 1 else 7
    points: list[Point] = []
    for begin in range(0, whole, step):
        span = [first + timedelta(days=begin + place) for place in range(step)]
        rate = reports.summed(days[day] for day in span if day in days).rate(measure)
        point: Point = {"label": formats.date_of(span[0], locale).rsplit(" ", 1)[0]}
        if rate is not None:
            point["rate"] = float(round(rate * 100, 1))
        for bound in known:
            point["target" if bound.is_own else "limit"] = float(bound.share * 100)
        points.append(point)
    return points


def _since(days: int) -> datetime:
    """From midnight on, so that the days of the chart are whole."""
    midnight = now().astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days - 1)


def _stores(scope: Scope, since: datetime) -> tuple[list[StoreRow], Targets]:
    with db.transaction(scope) as session:
        return reports.stores(session, scope, since), wishes.targets(session, scope)


def _behind(
    scope: Scope, store: UUID, measure: Measure, since: datetime, after: tuple[datetime, UUID] | None
) -> list[BehindRow]:
    with db.transaction(scope) as session:
        return reports.behind(session, scope, store, measure, since=since, after=after, limit=PAGE + 1)


def _cursor(end: str) -> tuple[datetime, UUID]:
    at, _, key = end.partition("~")
    return datetime.fromisoformat(at), UUID(key)
