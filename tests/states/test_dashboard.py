"""The home: moving, hiding and resizing parts; and the chart of the day's hours."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from prapazar.domain.reporting.dashboard import ChannelDay, HourCell
from prapazar.flows import homes
from prapazar.foundation.scope import PermissionDenied
from prapazar.states.dashboard import UNDO, DashboardState
from prapazar.states.home_parts import Drawn
from prapazar.states.home_sales import chart_hours, chart_series, goal_tone
from prapazar.states.toast import ToastState
from tests.factories.tabs import Tab, person


def _channel(connector: str, orders: int) -> ChannelDay:
    return ChannelDay(uuid4(), connector, connector, "active", None, orders, Decimal(0), 0)


def _cells(sold: dict[str, int]) -> list[HourCell]:
    return [HourCell(9, connector, connector, orders) for connector, orders in sold.items()]


def test_chart_names_the_merchants_channels_alone() -> None:
    stores = [_channel("woocommerce", 1), _channel("trendyol", 3), _channel("yurtici", 0)]

    series = chart_series(stores, _cells({"trendyol": 3, "woocommerce": 1}), "en")

    assert [(one["key"], one["label"], one["place"]) for one in series] == [
        ("trendyol", "Trendyol", "0"),
        ("woocommerce", "WooCommerce", "1"),
    ]


def test_what_sold_by_hand_or_least_stands_together() -> None:
    names = ("hepsiburada", "n11", "pazarama", "trendyol", "woocommerce")
    sold = {name: 10 - place for place, name in enumerate(names)} | {"manual": 2}
    cells = _cells(sold)

    series = chart_series([_channel(name, sold[name]) for name in names], cells, "tr")
    nine = chart_hours(cells, [one["key"] for one in series], date(2026, 11, 22))[9]

    assert [one["key"] for one in series] == ["hepsiburada", "n11", "pazarama", "trendyol", "rest"]
    assert (series[-1]["label"], nine["hepsiburada"], nine["rest"]) == ("Diğer", 10, 6 + 2)
    assert nine["href"] == "/orders?period=2026-11-22T09&sold=1"


@pytest.mark.parametrize(
    ("share", "tone"), [("0.5", "good"), ("0.49", "wait"), ("0.4", "wait"), ("0.39", "bad")]
)
def test_goal_is_red_only_where_it_lies_clearly_behind(share: str, tone: str) -> None:
    assert goal_tone(Decimal(share), Decimal("0.5")) == tone


@pytest.mark.usefixtures("database", "redis_server")
def test_home_is_arranged_and_found_so_again() -> None:
    async def day() -> list[Any]:
        who = person("operator")
        tab = Tab(who, "/")
        home, said = await tab.state(DashboardState), await tab.state(ToastState)
        await _load(home)
        begun = _shown(home)
        await tab.call(DashboardState.move, home, "tasks", "0")
        await tab.call(DashboardState.shift, home, "tasks", 1)
        await tab.call(DashboardState.resize, home, "tasks", 3)
        await tab.call(DashboardState.hide, home, "hours")
        for wrong in ("nothing", "sales"):
            await tab.call(DashboardState.hide, home, wrong)
            await tab.call(DashboardState.move, home, wrong, "x")
        other = await Tab(who, "/").state(DashboardState)
        await _load(other)
        return [begun, _shown(home), _shown(other), said.t["link"]]

    begun, arranged, again, link = asyncio.run(day())

    assert begun[:3] == [("late_clock", "2"), ("worklists", "1"), ("hours", "2")]
    assert arranged[:3] == [("late_clock", "2"), ("tasks", "3"), ("worklists", "1")]
    assert again == arranged
    assert ("hours", "2") not in arranged
    assert link == f"{UNDO}hours"


@pytest.mark.usefixtures("database", "redis_server")
def test_part_that_fails_or_may_not_be_seen_leaves_the_others_whole() -> None:
    async def day() -> list[tuple[str, str]]:
        home = await Tab(person("operator"), "/").state(DashboardState)
        await _load(home)
        outcomes: dict[str, Drawn | Exception] = {
            "late_clock": ValueError("broken"),
            "worklists": Drawn([{"id": "new"}]),
            "hours": Drawn([], [{"label": "00", "href": "/orders", "trendyol": 0}]),
            "next_due": PermissionDenied("orders.read"),
            "gone": Drawn([{"id": "1"}]),
        }
        for key, outcome in outcomes.items():
            task: asyncio.Future[Drawn] = asyncio.get_running_loop().create_future()
            if isinstance(outcome, Drawn):
                task.set_result(outcome)
            else:
                task.set_exception(outcome)
            home._put(key, task)  # noqa: SLF001 - as above
        return [(one["key"], one["status"]) for one in home.widgets]

    assert asyncio.run(day())[:4] == [
        ("late_clock", "failed"),
        ("worklists", "ready"),
        ("hours", "empty"),
        ("claims_due", "loading"),
    ]


async def _load(home: DashboardState) -> None:
    """What `load` does before it reads the parts; a test has no socket a background event could write to."""
    row = await home._row()  # noqa: SLF001 - as above
    home._arrange(homes.places(row), row.locale)  # noqa: SLF001 - as above


def _shown(home: DashboardState) -> list[tuple[str, str]]:
    return [(one["key"], one["size"]) for one in home.widgets]
