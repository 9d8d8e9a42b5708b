"""The bench's screens: console, scenarios, traffic, sync and test mode, as their states."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from prapazar.domain.channels import takes
from prapazar.flows import console, sync_runs
from prapazar.foundation import db
from prapazar.states.channels import ChannelState
from prapazar.states.console import ConsoleState
from prapazar.states.syncing import SyncState
from prapazar.states.traffic import TrafficState
from prapazar.states.twins import TwinState
from tests.factories import catalog
from tests.factories.tabs import Person, Tab, person

_PACKAGE = {
    "_": "PackageRecord",
    "external_id": "11",
    "order_number": "A-1",
    "buyer_name": "Ayşe Yılmaz",
    "status": "new",
}


def _store(who: Person, environment: str = "sandbox") -> UUID:
    with db.transaction(who.scope) as session:
        made = catalog.connection(session, who.scope)
        session.connection().exec_driver_sql(
            'UPDATE connection SET environment = %s, settings = \'{"seller_id": "1"}\'', (environment,)
        )
    return made


def _keep(who: Person, store: UUID) -> UUID:
    with db.transaction(who.scope) as session:
        return takes.keep(
            session,
            who.scope,
            store,
            operation="order",
            content={"fields": {"package": "11"}, "exchanges": [], "records": [_PACKAGE]},
            records=1,
            parked=0,
            error=None,
            ids=["11", "A-1"],
        )


def test_console_lays_out_the_fields_of_the_operation(database: str, redis_server: str) -> None:
    who = person("integrator")
    store = _store(who)

    async def walk() -> list[tuple[str, bool, list[str]]]:
        tab = Tab(who, f"/channels/{store}/console")
        state = await tab.state(ConsoleState)
        await tab.call(ConsoleState.load, state)
        seen = [(state.operation, state.changes, [one["name"] for one in state.fields])]
        await tab.call(ConsoleState.choose, state, "push_stock")
        return [*seen, (state.operation, state.changes, [one["name"] for one in state.fields])]

    assert asyncio.run(walk()) == [
        ("orders", False, ["since", "until", "pages"]),
        ("push_stock", True, ["goods"]),
    ]


@pytest.mark.parametrize(
    ("environment", "typed", "runs"), [("sandbox", "", 1), ("live", "", 0), ("live", "name", 1)]
)
def test_change_is_shown_first_and_at_a_live_store_named(
    database: str, redis_server: str, environment: str, typed: str, runs: int
) -> None:
    who = person("integrator")
    store = _store(who, environment)

    async def walk() -> tuple[bool, str, int]:
        tab = Tab(who, f"/channels/{store}/console")
        state = await tab.state(ConsoleState)
        await tab.call(ConsoleState.load, state)
        await tab.call(ConsoleState.choose, state, "answer_question")
        await tab.call(ConsoleState.submit, state, {"question": "5", "text": "Evet, stokta."})
        shown = state.confirm_open, state.what
        await tab.call(ConsoleState.type_name, state, state.store["name"] if typed else "")
        await tab.call(ConsoleState.confirm, state)
        return (*shown, len(state.history))

    is_open, what, count = asyncio.run(walk())
    assert (is_open, count) == (True, runs)
    assert [line for line in ("5", "Evet, stokta.") if line not in what] == []


def test_wrong_field_is_told_where_it_is(database: str, redis_server: str) -> None:
    who = person("integrator")
    store = _store(who)

    async def walk() -> tuple[list[str], int]:
        tab = Tab(who, f"/channels/{store}/console")
        state = await tab.state(ConsoleState)
        await tab.call(ConsoleState.load, state)
        await tab.call(ConsoleState.choose, state, "order")
        await tab.call(ConsoleState.submit, state, {"package": ""})
        return list(state.faults), len(state.history)

    assert asyncio.run(walk()) == (["package"], 0)


def test_recordings_are_found_and_pages_go_on_from_the_last(database: str, redis_server: str) -> None:
    who = person("integrator")
    store = _store(who)
    with db.transaction(who.scope) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO traffic_entry (id, merchant_id, connection_id, at, operation, method, url, duration_ms,"
            " request, answer) SELECT gen_random_uuid(), merchant_id, id, now() - make_interval(secs => n),"
            " 'orders', 'GET', 'https://shop.test/' || n, 5, '', '' FROM connection, generate_series(1, 120) n"
        )
    _keep(who, store)

    async def walk() -> tuple[list[int], list[str], list[str]]:
        tab = Tab(who, f"/channels/{store}/traffic")
        state = await tab.state(TrafficState)
        await tab.call(TrafficState.load, state)
        sizes, seen = [len(state.rows)], {row["url"] for row in state.rows}
        while state.has_more:
            await tab.call(TrafficState.older, state)
            sizes.append(len(state.rows))
            seen |= {row["url"] for row in state.rows}
        await tab.call(TrafficState.show_view, state, "takes")
        await tab.call(TrafficState.set_filter, state, "search", "A-1")
        found = [row["records"] for row in state.takes]
        await tab.call(TrafficState.set_filter, state, "search", "A-2")
        return [*sizes, len(seen)], found, [row["id"] for row in state.takes]

    assert asyncio.run(walk()) == ([50, 50, 20, 120], ["1"], [])


def test_replay_hides_what_a_role_may_not_see(database: str) -> None:
    admin = person("admin")
    masked = replace(admin.scope, masks=frozenset({"buyer.name"}))

    assert console.shown_records(admin.scope, [_PACKAGE])[0]["buyer_name"] == "Ayşe Yılmaz"
    assert console.shown_records(masked, [_PACKAGE])[0]["buyer_name"] == "•••"


def test_sync_starts_follows_and_cancels(database: str, redis_server: str) -> None:
    who = person()
    store = _store(who)

    async def walk() -> list[object]:
        tab = Tab(who, "/channels/sync")
        state = await tab.state(SyncState)
        await tab.call(SyncState.load, state)
        chosen = list(state.chosen)
        await tab.call(SyncState.choose_kind, state, "products", False)
        await tab.call(SyncState.choose_kind, state, "stock", True)
        await tab.call(SyncState.start, state)
        seen = [chosen, [part["kind"] for part in state.parts], state.percent]
        await tab.call(SyncState.start, state)
        refused = state.problem != ""
        await tab.call(SyncState.cancel, state)
        return [*seen, refused, {part["tone"] for part in state.parts}, state.run["is_open"]]

    assert asyncio.run(walk()) == [
        [str(store)],
        ["Siparişleri al", "Bütün stokları gönder"],
        0,
        True,
        {"neutral"},
        "",
    ]
    assert sync_runs.step(UUID(int=0)) is True


def test_environments_are_those_of_the_channel(database: str) -> None:
    who = person()
    store = _store(who, "live")

    async def walk() -> tuple[list[tuple[str, str]], bool, list[str]]:
        tab = Tab(who, f"/channels/{store}")
        state = await tab.state(TwinState)
        await tab.call(TwinState.load, state)
        places = [(one["environment"], one["is_here"]) for one in state.places]
        await tab.call(TwinState.ask, state, "sandbox")
        return places, state.is_open, [one["default"] for one in state.fields if one["kind"] == "secret"]

    places, is_open, secrets = asyncio.run(walk())
    assert [place for place in places if place[1]] == [("live", "1")]
    assert ("sandbox", "") in places
    assert (is_open, set(secrets)) == (True, {""})


def test_test_store_is_told_quantities_once_somebody_says_so(database: str, redis_server: str) -> None:
    who = person()
    store = _store(who)
    with db.transaction(who.scope) as session:
        session.connection().exec_driver_sql("UPDATE connection SET is_test = true, sends_stock = false")

    async def walk() -> list[str]:
        tab = Tab(who, f"/channels/{store}")
        state = await tab.state(ChannelState)
        await tab.call(ChannelState.load, state)
        seen = [state.store["sends_stock"]]
        await tab.call(ChannelState.set_sends_stock, state, True)
        seen.append(state.store["sends_stock"])
        await tab.call(ChannelState.set_sends_stock, state, False)
        return [*seen, state.store["sends_stock"]]

    assert asyncio.run(walk()) == ["", "1", ""]
