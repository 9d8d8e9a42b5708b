"""The part of a channel's screen about the file it fetches."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from prapazar.flows import feeds
from prapazar.foundation import db
from prapazar.states.feed import FeedState
from tests.factories import catalog as make
from tests.factories import feeds as made
from tests.factories.tabs import Person, Tab, person

Walk = Callable[[Tab, FeedState], Awaitable[object]]


@pytest.fixture
def who(database: str) -> Person:
    """Twenty-nine articles: one whole, one without a picture, the others never counted."""
    someone = person()
    with db.transaction(someone.scope) as session:
        made.complete(session, someone.scope, make.variant(session, someone.scope, "TAM"))
        made.complete(session, someone.scope, make.variant(session, someone.scope, "RESIMSIZ"), images=[])
        for number in range(27):
            make.variant(session, someone.scope, f"BOS{number:02}", name="Şişe")
    return someone


def _walked(who: Person, connection_id: UUID, *steps: Walk) -> FeedState:
    async def walk() -> FeedState:
        tab = Tab(who, f"/channels/{connection_id}")
        state = await tab.state(FeedState)
        await tab.call(FeedState.load, state)
        for step in steps:
            await step(tab, state)
        return state

    return asyncio.run(walk())


def test_screen_shows_address_figures_and_what_was_left_out(who: Person) -> None:
    connection_id = made.connect(who.scope, "akakce")
    feeds.look(connection_id)

    state = _walked(who, connection_id, lambda tab, state: tab.call(FeedState.turn, state, 1))

    assert state.feed["address"].endswith(".xml")
    assert (state.feed["state"], state.feed["written"], state.feed["left_out"]) == ("Hazır", "1", "28")
    assert (state.page_label, len(state.rows), state.has_next) == ("26-28 / 28", 3, False)
    assert [(run["result"], run["written"]) for run in state.runs] == [("Değişti", "1")]


def test_search_finds_an_article_and_links_to_it(who: Person) -> None:
    connection_id = made.connect(who.scope, "akakce")
    feeds.look(connection_id)

    state = _walked(who, connection_id, lambda tab, state: tab.call(FeedState.find, state, "resimsiz"))

    [row] = state.rows
    assert (row["sku"], row["cause"], row["state"]) == ("RESIMSIZ", "Eksik: görsel.", "Dışarıda")
    assert row["href"].startswith("/products/")


def test_file_is_asked_for_and_its_address_renewed(who: Person) -> None:
    connection_id = made.connect(who.scope, "cimri")
    feeds.look(connection_id)
    before = _walked(who, connection_id).feed["address"]

    state = _walked(
        who,
        connection_id,
        lambda tab, state: tab.call(FeedState.write_now, state),
        lambda tab, state: tab.call(FeedState.renew, state),
    )

    assert state.feed["state"] == "Sırada"
    assert state.feed["address"] != before


def test_settings_are_checked_and_kept(who: Person) -> None:
    connection_id = made.connect(who.scope, "google_feed")
    feeds.look(connection_id)
    wrong = {"shop_url": "magaza", "format": "tsv"}
    right = {"shop_url": "https://yeni.example", "format": "tsv"}

    refused = _walked(who, connection_id, lambda tab, state: tab.call(FeedState.save, state, wrong))
    kept = _walked(who, connection_id, lambda tab, state: tab.call(FeedState.save, state, right))

    assert list(refused.faults) == ["shop_url"]
    assert {one["name"]: one["value"] for one in kept.fields}["shop_url"] == "https://yeni.example"
    assert kept.feed["address"].endswith(".tsv")


def test_categories_are_mapped(who: Person) -> None:
    connection_id = made.connect(who.scope, "google_feed")

    state = _walked(
        who, connection_id, lambda tab, state: tab.call(FeedState.save_categories, state, {"c0": "2073"})
    )

    assert [(one["path"], one["count"], one["name"]) for one in state.categories] == [
        ("Gıda > Çay", "2", "2073")
    ]


def test_channel_without_a_file_shows_nothing(who: Person) -> None:
    with db.transaction(who.scope) as session:
        connection_id = make.connection(session, who.scope)

    assert _walked(who, connection_id).feed == {}
