"""Bulk actions as the orders list offers them."""

import asyncio

import pytest

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.queries import WORKLISTS, worklists
from prapazar.foundation import db
from prapazar.states.order_runs import OrderRunState
from prapazar.states.orders import OrdersState
from tests.factories import catalog, orders
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    """Two new orders of 100 and 300 lira."""
    made = person()
    with db.transaction(made.scope) as session:
        channel = catalog.connection(session, made.scope)
        import_packages(
            session,
            made.scope,
            channel,
            [orders.package("A", orders.line("a")), orders.package("B", orders.line("b", 3))],
        )
    return made


def test_selected_orders_go_through_and_the_list_says_what_is_at_risk(who: Person) -> None:
    async def walk() -> tuple[OrdersState, OrderRunState, list[dict[str, str]]]:
        tab = Tab(who, "/orders")
        listed, runs = await tab.state(OrdersState), await tab.state(OrderRunState)
        await tab.call(OrdersState.load, listed)
        notes = [dict(listed.note)]
        await tab.call(OrdersState.select, listed, [row["id"] for row in listed.rows], True)
        await tab.call(OrderRunState.act, runs, "accept")
        await tab.call(OrdersState.select, listed, [listed.rows[0]["id"]], True)
        await tab.call(OrderRunState.act, runs, "accept")
        await tab.call(OrdersState.show_view, listed, "to_pack")
        return listed, runs, [*notes, dict(listed.note)]

    listed, runs, notes = asyncio.run(walk())

    assert (notes[0]["count"], notes[0]["money"]) == ("2 sipariş bekliyor", "₺400,00 riskte")
    assert notes[1] == {}
    assert [row["why"] for row in runs.results] == ["Durumu bu adıma uygun değil"]
    with db.transaction(who.scope) as session:
        found = worklists(session, who.scope)
    assert {name: found[name].count for name in WORKLISTS} == {
        **dict.fromkeys(WORKLISTS, 0),
        "to_pick": 2,
        "problem": 2,
    }
    assert listed.rows == []
