"""Parts of a home about stores and their channels: health, rates, causes of failures, limits and calls."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.channels.health import queries as health
from prapazar.domain.reporting import performance as reports
from prapazar.domain.reporting import targets as wishes
from prapazar.domain.reporting.performance import Measure
from prapazar.flows import health as overviews
from prapazar.flows import performance as standards
from prapazar.flows import standing
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.call_names import call_label
from prapazar.states.channels import error_sentence
from prapazar.states.home_parts import Drawn, Point, line
from prapazar.states.performance_rows import bound_said

_SHOWN = 6
_DAYS = 30
_HOURS = 24
_SCARCE, _SPENT = 20, 5
"""Percent of a limit that is left."""


def store_health(session: Session, scope: Scope) -> Drawn:
    """The troubled first; what is well says since when it was last heard of."""
    locale = scope.locale
    rows = []
    for row in health.standings(session, scope):
        failing = row.last_error or row.job_error
        if row.status != "active":
            state, tone = row.status, "bad" if row.status == "broken" else "neutral"
        elif failing:
            state, tone = "failing", "bad"
        else:
            state, tone = ("silent", "bad") if row.silent_since else ("good", "good")
        sub = error_sentence(failing, locale) if failing else standing.channel_name(row.connector)
        seen = formats.ago(row.last_order_at, locale) if row.last_order_at else ""
        rows.append(
            line(
                row.id,
                row.name,
                sub=sub,
                badge=say(locale, f"health.{state}"),
                tone=tone,
                subend=say(locale, "homes.last_order", ago=seen) if seen else "",
                connector=row.connector,
                href=routes.store_health(row.id),
            )
        )
    rows.sort(key=lambda one: {"bad": 0, "wait": 1, "neutral": 2}.get(one["tone"], 3))
    return Drawn(rows[:_SHOWN], href=routes.CHANNEL_HEALTH)


def performance(session: Session, scope: Scope) -> Drawn:
    """Late shipments of thirty days, store by store, against what the channel allows."""
    locale = scope.locale
    rows = []
    wanted = wishes.targets(session, scope)
    for row in reports.stores(session, scope, now() - timedelta(days=_DAYS)):
        late, cancelled = row.total.rate(Measure.LATE), row.total.rate(Measure.CANCELLED)
        if not standing.sells(row.connector) or (late is None and cancelled is None):
            continue
        target = wanted.get(row.connection_id, {}).get(Measure.LATE)
        known = standards.bounds(row.connector, Measure.LATE, target)
        sub = ""
        if cancelled is not None:
            share = formats.percent(cancelled, locale, places=1)
            sub = say(locale, "performance.cancelled_said", share=share)
        rows.append(
            line(
                row.connection_id,
                row.name,
                sub=sub,
                connector=row.connector,
                badge=say(locale, "performance.late_said", share=formats.percent(late, locale, places=1))
                if late is not None
                else "",
                tone=standards.judged(late, Measure.LATE, known)[0],
                subend=" · ".join(bound_said(one, locale) for one in known),
                href=routes.with_query(
                    routes.PERFORMANCE, store=str(row.connection_id), measure=Measure.LATE.value
                ),
            )
        )
    return Drawn(rows, href=routes.PERFORMANCE)


def causes(session: Session, scope: Scope) -> Drawn:
    """What failed in a day, by store and cause."""
    locale = scope.locale
    found = health.causes(session, scope, now() - timedelta(hours=_HOURS), limit=_SHOWN)
    rows = [
        line(
            f"{row.connection_id}{row.source}{row.code}",
            error_sentence(row.code, locale),
            sub=" · ".join(part for part in (row.name, call_label(locale, row.operation)) if part),
            badge=say(locale, "homes.times", count=formats.number(row.count, locale)),
            tone="bad",
            subend=formats.ago(row.last_at, locale),
            connector=row.connector,
            href=routes.store_health(row.connection_id),
        )
        for row in found
    ]
    return Drawn(rows, href=routes.CHANNEL_HEALTH)


def limits(_: Session, scope: Scope) -> Drawn:
    """Of each store the limit with the least left this moment."""
    locale = scope.locale
    rows = []
    for one in overviews.overview(scope).channels:
        row, scarcest = one.row, one.scarcest
        if scarcest is None:
            continue
        free = 0 if scarcest.held else scarcest.free
        rows.append(
            line(
                row.id,
                row.name,
                connector=row.connector,
                sub=say(
                    locale,
                    "homes.limit_rule",
                    requests=formats.number(scarcest.requests, locale),
                    span=formats.duration(timedelta(seconds=scarcest.seconds), locale),
                ),
                meter=Decimal(free) / 100,
                tone="bad" if free <= _SPENT else "wait" if free <= _SCARCE else "good",
                end=say(locale, "homes.limit_left", share=formats.percent(Decimal(free) / 100, locale)),
                href=routes.store_health(row.id),
            )
        )
    rows.sort(key=lambda one: int(one["meter"]))
    return Drawn(rows[:_SHOWN], href=routes.CHANNEL_HEALTH)


def calls(session: Session, scope: Scope) -> Drawn:
    """Requests to channels by the hour, the failed ones apart."""
    locale, until = scope.locale, now()
    since = until - timedelta(hours=_HOURS - 1)
    good: dict[int, int] = defaultdict(int)
    bad: dict[int, int] = defaultdict(int)
    for row in health.hours(session, scope, since):
        (bad if row.is_error else good)[row.hour.astimezone(ISTANBUL).hour] += row.calls
    first = since.astimezone(ISTANBUL)
    points: list[Point] = [
        {
            "label": f"{hour:%H}",
            "good": good[hour.hour],
            "bad": bad[hour.hour],
            "href": routes.with_query(routes.CHANNEL_HEALTH, hour=f"{hour:%Y-%m-%dT%H}"),
        }
        for hour in (first + timedelta(hours=place) for place in range(_HOURS))
    ]
    series = [
        {"key": "good", "label": say(locale, "homes.calls_good"), "place": "0"},
        {"key": "bad", "label": say(locale, "homes.calls_bad"), "place": "bad"},
    ]
    errors, every = sum(bad.values()), sum(good.values()) + sum(bad.values())
    note = say(
        locale,
        "homes.calls_note",
        calls=formats.number(every, locale),
        errors=formats.number(errors, locale),
    )
    return Drawn([], points, series, routes.CHANNEL_HEALTH, note)
