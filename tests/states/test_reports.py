"""A report as a person asks it: its head, its chart, and what its dialog keeps."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.reporting.reports import schedules, summing
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.states.reports import ReportState
from tests.factories import catalog, orders
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def test_head_tells_each_total_beside_what_it_was() -> None:
    who = person()
    _sold(who.scope)

    async def look() -> list[Any]:
        tab = Tab(who, routes.report("sales", "rows=channel&period=last_30&compare=before"))
        state = await tab.state(ReportState)
        await tab.call(ReportState.load, state)
        told = [
            (one["label"], one["value"], one["change"], one["tone"], one["note"]) for one in state.figures
        ]
        return [told[:2], state.compares, [one["orientation"] for one in state.figure["data"]]]

    assert asyncio.run(look()) == [
        [
            ("Ürün satışı", "₺300,00", "+%200,0", "good", "Önceki dönem: ₺100,00"),
            ("Adet", "3", "+%200,0", "good", "Önceki dönem: 1"),
        ],
        True,
        ["h", "h"],
    ]


def test_months_without_anything_are_said_to_be_empty_and_few_of_them_make_no_line() -> None:
    who = person()
    _sold(who.scope)

    async def look(query: str) -> tuple[bool, list[str]]:
        tab = Tab(who, routes.report("sales", query))
        state = await tab.state(ReportState)
        await tab.call(ReportState.load, state)
        return state.is_empty, [one["type"] for one in state.figure.get("data", [])]

    assert asyncio.run(look("rows=month&period=own&since=2020-01-01&until=2020-03-31")) == (True, [])
    assert asyncio.run(look("rows=month&period=last_30")) == (False, ["bar"])
    assert asyncio.run(look("rows=day&period=last_30")) == (False, ["scatter"])


def test_only_a_weekly_report_is_sent_on_a_day_of_the_week() -> None:
    who = person()
    filled = {"name": "Her sabah", "hour": "8", "form": "pdf", "people": "a@example.com"}

    async def plan(rhythm: str) -> dict[str, str]:
        tab = Tab(who, routes.report("sales"))
        state = await tab.state(ReportState)
        await tab.call(ReportState.load, state)
        await tab.call(ReportState.set_rhythm, state, rhythm)
        day = {"weekday": "4"} if state.rhythm == "weekly" else {}
        await tab.call(ReportState.schedule, state, {**filled, **day, "rhythm": rhythm})
        return state.fault

    faults = [asyncio.run(plan(rhythm)) for rhythm in ("daily", "weekly")]

    with db.transaction(who.scope) as session:
        kept = {(one.rhythm, one.weekday) for one in schedules.listed(session, who.scope)}
    assert (faults, kept) == ([{}, {}], {("daily", 0), ("weekly", 4)})


def _sold(scope: Scope) -> None:
    """Three units now, one in the month before."""
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        catalog.variant(session, scope, "A")
        bought = [
            orders.package("1", orders.line("869A", 3), ordered_at=now()),
            orders.package("2", orders.line("869A", 1), ordered_at=now() - timedelta(days=40)),
        ]
        import_packages(session, scope, shop, bought)
        summing.sum_marked(session, scope)
