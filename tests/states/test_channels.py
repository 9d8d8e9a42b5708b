"""One store's screens as their states: what it is shown to do, and where its figures lead."""

import asyncio
from uuid import UUID

import pytest

from prapazar.flows.health import overview
from prapazar.foundation import db, routes
from prapazar.states.channels import ChannelState
from prapazar.states.health_rows import channel_shown
from prapazar.states.palette import PaletteState
from tests.factories import catalog as make
from tests.factories import feeds
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    return person()


def _shown(who: Person, connection_id: UUID, page: str) -> ChannelState:
    async def walk() -> ChannelState:
        tab = Tab(who, f"/channels/{connection_id}{page}")
        state = await tab.state(ChannelState)
        await tab.call(ChannelState.load, state)
        return state

    return asyncio.run(walk())


@pytest.mark.parametrize("page", ["", "/health", "/console"])
def test_every_page_of_a_store_has_its_head(who: Person, page: str) -> None:
    with db.transaction(who.scope) as session:
        store = make.connection(session, who.scope)

    state = _shown(who, store, page)

    assert (state.store["id"], state.missing, state.loading) == (str(store), False, False)
    assert [figure["href"] for figure in state.figures] == [
        routes.store_health(store),
        f"/orders?channel={store}",
        f"/products?channel={store}",
        "",
    ]


def test_carrier_is_not_said_to_have_no_order_yet(who: Person, redis_server: str) -> None:
    with db.transaction(who.scope) as session:
        carrier, store = make.connection(session, who.scope, "yurtici"), make.connection(session, who.scope)

    shown = [_shown(who, one, "").store for one in (carrier, store)]
    health = {
        row["id"]: [row[f"last_{what}"] for what in ("order", "stock", "price")]
        for row in (
            channel_shown(one, found, "en") for found in (overview(who.scope),) for one in found.channels
        )
    }

    assert [(one["listings"], one["last_order"]) for one in shown] == [("", ""), ("0", "Henüz yok")]
    assert health == {str(carrier): ["–"] * 3, str(store): ["Not yet"] * 3}


def test_file_of_a_feed_is_asked_nothing_and_has_no_orders(who: Person) -> None:
    store = feeds.connect(who.scope, "akakce")

    state = _shown(who, store, "")

    assert state.figures == []
    assert {
        name for name, is_so in state.store.items() if name.startswith(("does_", "is_feed")) and is_so
    } == {
        "does_stock",
        "does_jobs",
        "is_feed",
    }


def test_address_of_no_store_is_told(who: Person) -> None:
    state = _shown(who, UUID(int=7), "/settings")

    assert (state.missing, state.loading) == (True, False)


@pytest.mark.parametrize("words", ["dukkan", "AKAK"])
def test_palette_finds_a_store_by_its_name_or_its_channels(who: Person, words: str) -> None:
    store = feeds.connect(who.scope, "akakce")

    async def look() -> list[str]:
        tab = Tab(who, "/")
        state = await tab.state(PaletteState)
        await tab.call(PaletteState.look, state, words)
        return [hit["href"] for hit in state.hits]

    assert asyncio.run(look()) == [routes.channel(store)]
