"""Amounts as people write them, and the dialog that takes them."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from prapazar.foundation import db
from prapazar.states.goals import GoalsState, money_of
from tests.factories import catalog
from tests.factories.tabs import Tab, person


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("250000", "250000"),
        ("250.000", "250000"),
        ("1,250,000", "1250000"),
        ("₺ 250.000,50", "250000.50"),
        ("250,000.50", "250000.50"),
        ("99,5 TL", "99.5"),
    ],
)
def test_amount_is_read_as_it_is_written(text: str, amount: str) -> None:
    assert money_of(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "çok", "1.2.3,4,5", "NaN", "Infinity"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert money_of(text) is None


@pytest.mark.usefixtures("database", "redis_server")
def test_goals_are_saved_together_or_not_at_all() -> None:
    async def day() -> list[Any]:
        who = person()
        with db.transaction(who.scope) as session:
            shop = str(catalog.connection(session, who.scope))
            catalog.connection(session, who.scope, "yurtici")
        tab = Tab(who, "/")
        goals = await tab.state(GoalsState)
        await tab.call(GoalsState.begin, goals)
        names = [one["connector"] for one in goals.stores]
        await tab.call(GoalsState.save, goals, {shop: "çok"})
        refused = (goals.is_open, bool(goals.stores[0]["fault"]), goals.stores[0]["goal"])
        await tab.call(GoalsState.save, goals, {shop: "250.000"})
        saved = goals.is_open
        await tab.call(GoalsState.begin, goals)
        return [names, refused, saved, goals.stores[0]["goal"]]

    assert asyncio.run(day()) == [["trendyol"], (True, True, "çok"), False, "250.000"]
