"""A bar of an hour or a day leads to the orders it counts, and to no cancelled one."""

import asyncio
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.states.home_parts import Drawn
from prapazar.states.home_widgets import drawn
from prapazar.states.orders import OrdersState
from tests.factories import catalog, orders
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _sold(who: Person, at: datetime) -> None:
    """Two at this moment and a cancelled one; one more an hour later, an hour before and a day before."""
    hour = timedelta(hours=1)
    moments = {"a": at, "b": at, "c": at, "ahead": at + hour, "hour": at - hour, "day": at - 24 * hour}
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        packages = [
            orders.package(
                name,
                orders.line("?"),
                ordered_at=moment,
                status=OrderStatus.CANCELLED if name == "c" else OrderStatus.NEW,
            )
            for name, moment in moments.items()
        ]
        import_packages(session, who.scope, shop, packages)


def _behind(who: Person, href: str) -> tuple[list[str], list[str]]:
    """The orders of the list it leads to, and what the list says it is narrowed by."""

    async def opened() -> tuple[list[str], list[str]]:
        tab = Tab(who, href)
        state = await tab.state(OrdersState)
        await tab.call(OrdersState.load, state)
        return sorted(row["number"] for row in state.rows), [chip["key"] for chip in state.chips]

    return asyncio.run(opened())


def _bar(part: Drawn, period: str) -> dict[str, str | int | float]:
    [point] = [one for one in part.points if parse_qs(urlsplit(str(one["href"])).query)["period"] == [period]]
    return point


def test_bar_of_an_hour_opens_the_orders_of_that_hour() -> None:
    who, at = person(), now()
    _sold(who, at)
    here = at.astimezone(ISTANBUL)

    bar = _bar(drawn(who.scope, "hours"), f"{here:%Y-%m-%dT%H}")

    assert bar["trendyol"] == 2
    assert _behind(who, str(bar["href"])) == (["o-a", "o-b"], ["period", "sold"])


def test_bar_of_a_day_opens_the_orders_of_that_day() -> None:
    who, at = person(), now()
    _sold(who, at)
    yesterday = (at - timedelta(days=1)).astimezone(ISTANBUL).date()

    bar = _bar(drawn(who.scope, "week"), yesterday.isoformat())

    numbers, _ = _behind(who, str(bar["href"]))
    assert bar["now"] == 100.0 * len(numbers)
    assert "o-day" in numbers
