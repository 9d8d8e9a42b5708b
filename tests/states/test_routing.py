"""Routing rules, as a person writes, changes and deletes them."""

import asyncio
from typing import Any

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db, routes
from prapazar.states.routing import RoutingState
from tests.factories import catalog, orders
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


def test_trying_the_rules_says_which_supplier_has_too_few(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        channel, cup = catalog.connection(session, who.scope), catalog.variant(session, who.scope, "BARDAK")
        import_packages(
            session, who.scope, channel, [orders.package("P1", orders.line("869BARDAK", 2), order="A1")]
        )
        supplier = routing.add_place(session, who.scope, "Ege Toptan", is_supplier=True)
        routing.add_rule(session, who.scope, routing.Draft("Hepsi", supplier))
        stock.set_on_hand(session, who.scope, [StockCount(cup, 1)], warehouse_id=supplier)

    async def walk() -> tuple[str, str]:
        tab = Tab(who, routes.ROUTING)
        state = await tab.state(RoutingState)
        await tab.call(RoutingState.attempt, state, {"number": "A1"})
        return state.tried, state.tried_tone

    assert asyncio.run(walk()) == (
        "Ege Toptan atlandı: BARDAK için 1 adet var, 2 gerekiyor. Hiçbir kural uymaz: varsayılan depo gönderir.",
        "info",
    )
