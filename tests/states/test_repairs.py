"""The repair queue as a list: one view for each kind of trouble."""

import asyncio

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.actions.park import park
from prapazar.domain.orders.enums import RepairKind
from prapazar.foundation import db, routes
from prapazar.states.repairs import RepairsState
from tests.factories import catalog, orders
from tests.factories.tabs import Tab, person


def test_queue_is_parted_by_what_is_wrong(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        packages = [orders.package(name, orders.line(name)) for name in "abc"]
        import_packages(session, who.scope, shop, packages)

    async def walk() -> list[tuple[int, str, str]]:
        tab = Tab(who, "/repairs?view=unmapped_line")
        state = await tab.state(RepairsState)
        await tab.call(RepairsState.load, state)
        seen = [(len(state.rows), state.view, state.total_label)]
        await tab.call(RepairsState.show_view, state, "report")
        seen.append((len(state.rows), state.view, state.total_label))
        await tab.call(RepairsState.show_view, state, "all")
        counts = {view["value"]: view["count"] for view in state.views if view["count"]}
        return [*seen, (len(state.rows), str(counts), state.range_label)]

    assert asyncio.run(walk()) == [
        (3, "unmapped_line", "3"),
        (0, "report", "0"),
        (3, "{'unmapped_line': '3'}", "1–3 / 3"),
    ]


def test_unknown_word_leads_to_where_it_is_explained(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        for number, code in (("1", "connector.unknown_status"), ("2", "connector.missing_field")):
            park(
                session,
                who.scope,
                shop,
                RepairKind.UNREADABLE,
                number,
                code=code,
                values={"detail": "Teleported"},
            )

    async def walk() -> dict[str, str]:
        tab = Tab(who, "/repairs?view=unreadable")
        state = await tab.state(RepairsState)
        await tab.call(RepairsState.load, state)
        return {row["order"]: row["map"] for row in state.rows}

    assert asyncio.run(walk()) == {"1": routes.mappings(shop, "status"), "2": ""}
