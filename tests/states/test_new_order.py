"""The events of entering an order by hand: what is wrong stands by its field, and nothing typed is lost."""

import asyncio
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.foundation import db
from prapazar.states.new_order import NewOrderState
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    return person()


@pytest.fixture
def tea(who: Person) -> UUID:
    variant = VariantDraft("CAY", "8690000000500", sale_price=Decimal("99.90"), floor_price=Decimal(80))
    with db.transaction(who.scope) as session:
        return create_product(session, who.scope, ProductDraft("Çay", (variant,)))


def orders(who: Person) -> int:
    with db.transaction(who.scope) as session:
        return int(session.execute(text("SELECT count(*) FROM purchase_order")).scalar_one())


async def begun(who: Person) -> tuple[Tab, NewOrderState]:
    tab = Tab(who, "/orders/new")
    state = await tab.state(NewOrderState)
    await tab.call(NewOrderState.load, state)
    await tab.call(NewOrderState.set_search, state, "çay")
    return tab, state


def test_empty_order_names_every_field_that_lacks(who: Person) -> None:
    async def save() -> NewOrderState:
        tab = Tab(who, "/orders/new")
        state = await tab.state(NewOrderState)
        await tab.call(NewOrderState.load, state)
        await tab.call(NewOrderState.save, state, {})
        return state

    state = asyncio.run(save())

    assert state.faults == {"buyer_name": "Bu alanı doldurun.", "lines": "En az bir ürün ekleyin."}
    assert orders(who) == 0


def test_line_that_is_no_number_says_so_and_keeps_what_was_typed(who: Person, tea: UUID) -> None:
    async def type_in() -> NewOrderState:
        tab, state = await begun(who)
        hit = state.hits[0]["id"]
        await tab.call(NewOrderState.add, state, hit)
        await tab.call(NewOrderState.set_price, state, hit, "çok")
        await tab.call(NewOrderState.save, state, {"buyer_name": "Ayşe"})
        return state

    state = asyncio.run(type_in())

    line = state.lines[0]
    assert (line["price"], line["fault_in"], line["fault"]) == (
        "çok",
        "price",
        "Fiyatı sayıyla yazın, örneğin 149,90.",
    )
    assert (orders(who), state.kept) == (0, False)


def test_saved_order_leaves_nothing_to_lose(who: Person, tea: UUID) -> None:
    async def save() -> NewOrderState:
        tab, state = await begun(who)
        await tab.call(NewOrderState.add, state, state.hits[0]["id"])
        await tab.call(NewOrderState.save, state, {"buyer_name": "Ayşe Yılmaz"})
        return state

    state = asyncio.run(save())

    assert (orders(who), state.kept) == (1, True)
