"""How the desk did: first answers, broken promises, by person, by reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import reflex as rx

from prapazar.domain.support import queries_feedback, statistics
from prapazar.domain.support.queries_feedback import Average, FeedbackFilter
from prapazar.domain.support.statistics import PERIODS, Part, Totals
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

_FIRST = "30"
_DAILY = 30


@dataclass(frozen=True, slots=True)
class _Found:
    totals: Totals
    rating: Average
    times: list[tuple[datetime, int, int]]
    people: list[Part]
    reasons: list[Part]


class TicketStatisticsState(rx.State):
    period: str = _FIRST
    figures: list[dict[str, str]] = []
    times: list[dict[str, str | int]] = []
    people: list[dict[str, str]] = []
    reasons: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow("tickets.read")
    async def load(self) -> None:
        asked = str(self.router.url.query_parameters.get("period", ""))
        self.period = asked if asked in PERIODS else self.period
        await self._show()

    @rx.event
    @allow("tickets.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("tickets.read")
    async def set_period(self, period: str) -> None:
        self.period = period if period in PERIODS else _FIRST
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope, PERIODS[self.period])
        locale, totals = scope.locale, found.totals
        figures = {
            "opened": (formats.number(totals.opened, locale), "all"),
            "solved": (formats.number(totals.solved, locale), "done"),
            "first": (_span(totals.first_seconds, locale), "all"),
            "broken_rate": (_rate(totals.broken, totals.opened, locale), "breached"),
            "reopened": (formats.number(totals.reopened, locale), "all"),
        }
        self.figures = [
            _figure(say(locale, f"tickets.stats_{name}"), value, routes.with_query(routes.TICKETS, view=view))
            for name, (value, view) in figures.items()
        ]
        rated = formats.number(found.rating.rating, locale, places=1) if found.rating.count else "–"
        self.figures.append(_figure(say(locale, "tickets.stats_rating"), rated, routes.FEEDBACK))
        self.times = [
            {"label": formats.day(at, locale), "opened": opened, "solved": solved}
            for at, opened, solved in found.times
        ]
        self.people = [
            _part(
                one,
                one.name or say(locale, "tickets.nobody"),
                found.people,
                routes.with_query(routes.TICKETS, view="all", assignee=one.key)
                if one.key
                else routes.with_query(routes.TICKETS, view="unassigned"),
                locale,
            )
            for one in found.people
        ]
        self.reasons = [
            _part(
                one,
                say(locale, f"tickets.reason_{one.key}") if one.key else say(locale, "tickets.no_reason"),
                found.reasons,
                routes.with_query(routes.TICKETS, view="all", reason=one.key),
                locale,
            )
            for one in found.reasons
        ]
        self.loading = False


def _read(scope: Scope, days: int) -> _Found:
    until = now()
    since = until - timedelta(days=days)
    with db.transaction(scope) as session:
        return _Found(
            statistics.totals(session, scope, since),
            queries_feedback.average(session, scope, FeedbackFilter()),
            statistics.over_time(session, scope, since, until, "day" if days <= _DAILY else "week"),
            statistics.by_person(session, scope, since),
            statistics.by_reason(session, scope, since),
        )


def _figure(label: str, value: str, href: str) -> dict[str, str]:
    return dict.fromkeys(("change", "tone", "note", "points"), "") | {
        "label": label,
        "value": value,
        "href": href,
    }


def _part(one: Part, name: str, whole: Sequence[Part], href: str, locale: Locale) -> dict[str, str]:
    total = sum(part.opened for part in whole)
    share = Decimal(one.opened) / total if total else Decimal(0)
    return {
        "id": one.key or "-",
        "name": name,
        "href": href,
        "share": str(round(share * 100)),
        "share_said": formats.percent(share, locale),
        "opened": formats.number(one.opened, locale),
        "solved": formats.number(one.solved, locale),
        "broken": _rate(one.broken, one.opened, locale),
        "first": _span(one.first_seconds, locale),
    }


def _rate(part: int, whole: int, locale: Locale) -> str:
    return formats.percent(Decimal(part) / whole, locale, places=1) if whole else "–"


def _span(seconds: Decimal | None, locale: Locale) -> str:
    return "–" if seconds is None else formats.duration(timedelta(seconds=int(seconds)), locale)
