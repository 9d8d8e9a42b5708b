"""The dialog of targets: percentages as people write them, kept together or not at all, and shown on the screen."""

import asyncio
from typing import Any

import pytest

from prapazar.foundation import db, routes
from prapazar.states.performance import PerformanceState
from prapazar.states.performance_targets import PerformanceTargetsState as State
from tests.factories import catalog
from tests.factories.tabs import Tab, person


@pytest.mark.usefixtures("database", "redis_server")
def test_targets_are_saved_together_and_shown_beside_the_rate() -> None:
    async def day() -> list[Any]:
        who = person()
        with db.transaction(who.scope) as session:
            shop = str(catalog.connection(session, who.scope, "amazon"))
        tab = Tab(who, routes.PERFORMANCE)
        dialog, screen = await tab.state(State), await tab.state(PerformanceState)
        await tab.call(State.begin, dialog, shop, "amazon", "Amazon")
        names = [one["id"] for one in dialog.measures]
        await tab.call(State.save, dialog, {"late": "çok", "returned": "5"})
        refused = (dialog.is_open, [one["id"] for one in dialog.measures if one["fault"]])
        await tab.call(State.save, dialog, {"late": "%2,5", "returned": ""})
        saved = dialog.is_open
        await tab.call(State.begin, dialog, shop, "amazon", "Amazon")
        await tab.call(PerformanceState.load, screen)
        late, *_, box = screen.figures[shop]
        return [names, refused, saved, dialog.measures[0]["share"], late["note"], box["note"]]

    assert asyncio.run(day()) == [
        ["late", "cancelled", "defect", "returned", "unanswered"],
        (True, ["late"]),
        False,
        "2,5",
        "sınır %4 · hedef %2,5",
        "kanal bunu bildirmiyor",
    ]
