"""The bundle's card: found, counted, saved, and an order that takes its parts."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders.actions import ManualLine, ManualOrder, create_manual
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import db
from prapazar.states.product_bundle import ProductBundleState as State
from tests.factories import catalog as make
from tests.factories.tabs import Person, Tab, person


@dataclass(frozen=True)
class Shop:
    who: Person
    product: UUID
    box: UUID
    tea: UUID
    cup: UUID


@pytest.fixture
def shop(database: str) -> Shop:
    del database
    who = person()
    with db.transaction(who.scope) as session:
        box = make.variant(session, who.scope, "KUTU", name="Hediye kutusu")
        tea = make.variant(session, who.scope, "CAY", name="Rize çayı")
        cup = make.variant(session, who.scope, "BARDAK", name="İnce belli bardak")
        set_on_hand(session, who.scope, [StockCount(tea, 11), StockCount(cup, 20)])
        session.execute(text("UPDATE variant SET cost = 12.50 WHERE id = :id"), {"id": tea})
        session.execute(text("UPDATE variant SET cost = 4 WHERE id = :id"), {"id": cup})
        for product in session.execute(text("SELECT id FROM product")).scalars().all():
            make.searchable(session, product)
        product = session.execute(
            text("SELECT product_id FROM variant WHERE id = :id"), {"id": box}
        ).scalar_one()
    return Shop(who, product, box, tea, cup)


def run(shop: Shop, steps: Callable[[Tab, State], Awaitable[None]]) -> State:
    async def main() -> State:
        tab = Tab(shop.who, f"/products/{shop.product}")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await steps(tab, state)
        return state

    return asyncio.run(main())


async def fill(tab: Tab, state: State, *parts: tuple[str, UUID, str]) -> None:
    for typed, variant_id, quantity in parts:
        await tab.call(State.set_search, state, typed)
        await tab.call(State.add, state, str(variant_id))
        await tab.call(State.set_quantity, state, str(variant_id), quantity)


def lines(state: State) -> list[tuple[str, str, str]]:
    return [(line["sku"], line["quantity"], line["makes"]) for line in state.lines]


@pytest.mark.parametrize("typed", ["rize", "CAY", "869CAY"])
def test_articles_are_found_by_name_sku_and_barcode_and_never_the_variant_itself(
    shop: Shop, typed: str
) -> None:
    async def steps(tab: Tab, state: State) -> None:
        await tab.call(State.set_search, state, typed)

    found = run(shop, steps).hits

    async def itself(tab: Tab, state: State) -> None:
        await tab.call(State.set_search, state, "kutu")

    assert [hit["sku"] for hit in found] == ["CAY"]
    assert run(shop, itself).hits == []


def test_saved_bundle_shows_how_many_there_are_why_and_what_one_costs(shop: Shop) -> None:
    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, "3"), ("bardak", shop.cup, "2"))
        assert (state.changed, state.available) == (True, "–")
        await tab.call(State.save, state)

    state = run(shop, steps)

    assert lines(state) == [("BARDAK", "2", "10 pakete yeter"), ("CAY", "3", "3 pakete yeter")]
    assert (state.available, state.why) == ("3", "En az Rize çayı var: 11 ÷ 3 = 3")
    assert (state.cost, state.changed, state.is_bundle) == ("₺45,50", False, True)


def test_order_of_a_saved_bundle_reserves_its_parts(shop: Shop) -> None:
    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, "3"), ("bardak", shop.cup, "2"))
        await tab.call(State.save, state)

    run(shop, steps)
    with db.transaction(shop.who.scope) as session:
        create_manual(
            session,
            shop.who.scope,
            ManualOrder(buyer_name="Ayşe Yılmaz", lines=[ManualLine(shop.box, 2, Decimal(100))]),
        )

    with db.transaction(shop.who.scope) as session:
        held = session.execute(
            text("SELECT v.sku, s.reserved FROM stock s JOIN variant v ON v.id = s.variant_id ORDER BY v.sku")
        ).all()

    async def nothing(_tab: Tab, _state: State) -> None:
        """Only look."""

    assert [tuple(row) for row in held] == [("BARDAK", 4), ("CAY", 6)]
    assert run(shop, nothing).available == "1"


@pytest.mark.parametrize("typed", ["0", "-1", "1,5", "çok", "1001", ""])
def test_quantity_that_is_none_is_said_at_its_line_and_nothing_is_kept(shop: Shop, typed: str) -> None:
    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, typed))
        await tab.call(State.save, state)

    state = run(shop, steps)

    with db.transaction(shop.who.scope) as session:
        kept = session.execute(text("SELECT count(*) FROM bundle_component")).scalar_one()
    assert ([line["fault"] for line in state.lines], kept, state.changed) == (
        ["Adet 1 ile 1000 arasında tam sayı olmalı."],
        0,
        True,
    )


def test_refusal_of_the_books_is_told_and_what_was_typed_stays(shop: Shop) -> None:
    with db.transaction(shop.who.scope) as session:
        set_on_hand(session, shop.who.scope, [StockCount(shop.box, 1)])

    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, "2"))
        await tab.call(State.save, state)

    state = run(shop, steps)

    assert state.fault.startswith("Varyantın kendi stoğu, rezervasyonu ya da açığı var.")
    assert (lines(state), state.changed) == ([("CAY", "2", "")], True)


def test_saved_empty_it_is_no_bundle_any_more_and_undo_brings_back_what_is_saved(shop: Shop) -> None:
    seen: list[list[tuple[str, str, str]]] = []

    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, "2"))
        await tab.call(State.save, state)
        await tab.call(State.remove, state, str(shop.tea))
        await tab.call(State.undo, state)
        seen.append(lines(state))
        await tab.call(State.remove, state, str(shop.tea))
        await tab.call(State.save, state)

    state = run(shop, steps)

    assert (seen, state.lines, state.is_bundle) == ([[("CAY", "2", "5 pakete yeter")]], [], False)


def test_news_of_the_stock_leave_a_search_and_the_inputs_as_they_stand(shop: Shop) -> None:
    seen: list[tuple[object, ...]] = []

    async def steps(tab: Tab, state: State) -> None:
        await fill(tab, state, ("rize", shop.tea, "2"))
        await tab.call(State.save, state)
        version = state.version
        await tab.call(State.set_search, state, "bardak")
        with db.transaction(shop.who.scope) as session:
            set_on_hand(session, shop.who.scope, [StockCount(shop.tea, 40)])
        await tab.call(State.news, state)
        seen.append((state.search, [hit["sku"] for hit in state.hits], state.version - version, lines(state)))
        with db.transaction(shop.who.scope) as session:
            session.execute(text("UPDATE bundle_component SET quantity = 4"))
        await tab.call(State.news, state)
        seen.append((state.search, [hit["sku"] for hit in state.hits], state.version - version, lines(state)))

    run(shop, steps)

    assert seen == [
        ("bardak", ["BARDAK"], 0, [("CAY", "2", "20 pakete yeter")]),
        ("bardak", ["BARDAK"], 1, [("CAY", "4", "10 pakete yeter")]),
    ]
