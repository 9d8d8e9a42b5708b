"""The matching screen's events: accept, choose, create, ignore, one by one and all at once."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.listings.actions.match import match_by_code
from prapazar.domain.listings.actions.take_in import take_in
from prapazar.domain.listings.enums import ListingStatus
from prapazar.domain.listings.records import IncomingListing
from prapazar.flows import catalog
from prapazar.foundation import db
from prapazar.states.matching import MatchingState
from tests.factories import catalog as make
from tests.factories.tabs import Person, Tab, person

Walk = Callable[[Tab, MatchingState], Awaitable[None]]


def listing(code: str, title: str) -> IncomingListing:
    return IncomingListing(
        external_id=code,
        external_parent_id=None,
        sku=None,
        barcode=code,
        title=title,
        status=ListingStatus.ACTIVE,
        price=None,
        quantity=3,
        url=None,
        image=None,
        raw={},
    )


@pytest.fixture
def who(database: str) -> Person:
    """One listing like a product of ours, two like nothing we have."""
    made = person()
    with db.transaction(made.scope) as session:
        variant = VariantDraft("CAY", "1")
        create_product(session, made.scope, ProductDraft("Rize Turist Çayı", (variant,)))
        channel = make.connection(session, made.scope)
        listings = [
            listing("A", "Rize turist çayı"),
            listing("B", "Masa Lambası"),
            listing("C", "Deniz Tuzu"),
        ]
        taken = take_in(session, made.scope, channel, listings)
        match_by_code(session, made.scope, taken.created)
    return made


def walked(who: Person, steps: Walk, path: str = "/products/matching") -> MatchingState:
    async def walk() -> MatchingState:
        tab = Tab(who, path)
        state = await tab.state(MatchingState)
        await tab.call(MatchingState.load, state)
        await steps(tab, state)
        return state

    return asyncio.run(walk())


def matches(who: Person) -> dict[str, str]:
    with db.transaction(who.scope) as session:
        rows = session.execute(text("SELECT external_id, match FROM listing"))
        return {row.external_id: row.match for row in rows}


async def nothing(_tab: Tab, _state: MatchingState) -> None:
    """Only look."""


def test_screen_opens_with_suggestions_beside_their_product(who: Person) -> None:
    state = walked(who, nothing)

    assert [(row["title"], row["suggested"], row["suggested_codes"]) for row in state.rows] == [
        ("Rize turist çayı", "Rize Turist Çayı", "CAY · 1")
    ]
    assert {view["value"]: view["count"] for view in state.views} == {
        "suggested": "1",
        "unmatched": "2",
        "matched": "",
        "ignored": "",
    }


def test_accepting_the_last_suggestion_leaves_none(who: Person) -> None:
    async def accept(tab: Tab, state: MatchingState) -> None:
        await tab.call(MatchingState.accept, state, state.rows[0]["id"])

    state = walked(who, accept)

    assert (state.rows, matches(who)) == ([], {"A": "matched", "B": "unmatched", "C": "unmatched"})


def test_product_is_found_and_chosen_by_hand(who: Person) -> None:
    async def choose(tab: Tab, state: MatchingState) -> None:
        lamp = next(row for row in state.rows if row["title"] == "Masa Lambası")
        await tab.call(MatchingState.ask_choose, state, lamp["id"])
        await tab.call(MatchingState.set_typed, state, "turist")
        await tab.call(MatchingState.choose, state, state.hits[0]["id"])

    state = walked(who, choose, "/products/matching?view=unmatched")

    assert ([row["title"] for row in state.rows], matches(who)["B"]) == (["Deniz Tuzu"], "matched")


def test_selected_ones_are_ignored_and_brought_back(who: Person) -> None:
    async def ignore(tab: Tab, state: MatchingState) -> None:
        await tab.call(MatchingState.select, state, [row["id"] for row in state.rows], True)
        await tab.call(MatchingState.ignore, state)
        await tab.call(MatchingState.show_view, state, "ignored")
        await tab.call(MatchingState.heed, state, state.rows[0]["id"])

    state = walked(who, ignore, "/products/matching?view=unmatched")

    assert ([row["title"] for row in state.rows], matches(who)) == (
        ["Deniz Tuzu"],
        {"A": "suggested", "B": "unmatched", "C": "ignored"},
    )


def test_all_unmatched_become_products_a_slice_an_event(who: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    real = catalog.adopt_some
    monkeypatch.setattr(catalog, "adopt_some", partial(real, most=1))

    async def create(tab: Tab, state: MatchingState) -> None:
        await tab.call(MatchingState.ask_all, state, True)
        assert await tab.call(MatchingState.do_all, state) is not None
        assert [row["title"] for row in state.rows] == ["Deniz Tuzu"]
        assert await tab.call(MatchingState.do_all, state) is not None
        assert await tab.call(MatchingState.do_all, state) is None

    state = walked(who, create, "/products/matching?view=unmatched")

    with db.transaction(who.scope) as session:
        names = session.execute(text("SELECT name FROM product ORDER BY folded_name")).scalars().all()
    assert (state.rows, state.all_open, names) == (
        [],
        False,
        ["Deniz Tuzu", "Masa Lambası", "Rize Turist Çayı"],
    )
    assert matches(who) == {"A": "suggested", "B": "matched", "C": "matched"}


def test_listing_of_another_merchant_is_not_touched(who: Person) -> None:
    with db.transaction(who.scope) as session:
        theirs: UUID = session.execute(text("SELECT id FROM listing WHERE external_id = 'A'")).scalar_one()

    async def accept(tab: Tab, state: MatchingState) -> None:
        await tab.call(MatchingState.accept, state, str(theirs))

    walked(person(), accept)

    assert matches(who)["A"] == "suggested"
