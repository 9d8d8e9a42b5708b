"""Routing rules, as a person writes, changes and deletes them."""

import asyncio
from typing import Any

from prapazar.foundation import routes
from prapazar.states.routing import RoutingState
from tests.factories.tabs import Tab, person


def test_rule_is_written_changed_and_deleted_after_asking(database: str) -> None:
    who = person()

    async def walk() -> list[Any]:
        tab = Tab(who, routes.ROUTING)
        state = await tab.state(RoutingState)
        await tab.call(RoutingState.add_place, state, {"name": "İzmir"})
        place = next(row["id"] for row in state.places if row["name"] == "İzmir")
        await tab.call(RoutingState.edit, state, "")
        wanted = {"name": "Ege", "place": place, "provinces": "İzmr"}
        await tab.call(RoutingState.save, state, wanted)
        seen: list[Any] = [(state.is_editing, state.faults["provinces"], state.rows)]
        await tab.call(RoutingState.save, state, {**wanted, "provinces": "İzmir, Aydın"})
        seen.append((state.is_editing, [(row["name"], row["wishes"]) for row in state.rows]))
        rule = state.rows[0]["id"]
        await tab.call(RoutingState.edit, state, rule)
        seen.append((state.editing["name"], state.editing["provinces"]))
        await tab.call(RoutingState.save, state, {"name": "Her yer", "place": place})
        seen.append([(row["id"] == rule, row["name"], row["wishes"]) for row in state.rows])
        await tab.call(RoutingState.ask_remove, state, rule)
        asked = dict(state.removing)
        await tab.call(RoutingState.remove, state)
        return [*seen, asked["name"], state.rows]

    assert asyncio.run(walk()) == [
        (True, "Böyle bir il yok: İzmr", []),
        (False, [("Ege", "İzmir · Aydın")]),
        ("Ege", "İzmir, Aydın"),
        [(True, "Her yer", "Her sipariş")],
        "Her yer",
        [],
    ]
