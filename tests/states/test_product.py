"""The product page's events: read, edit, add, refuse."""

import asyncio
from decimal import Decimal
from uuid import UUID

import pytest

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.queries import ProductFilter
from prapazar.foundation import db
from prapazar.states.product import ProductState
from tests.factories.tabs import Person, Tab, person

FACTS = {
    "name": "Rize Çayı",
    "brand": "Çaykur",
    "category": "Gıda > Çay",
    "vat_rate": "1",
    "status": "active",
}


@pytest.fixture
def who(database: str) -> Person:
    return person()


@pytest.fixture
def tea(who: Person) -> UUID:
    variant = VariantDraft("CAY", "8690000000500", sale_price=Decimal("99.90"), floor_price=Decimal(80))
    with db.transaction(who.scope) as session:
        return create_product(session, who.scope, ProductDraft("Çay", (variant,)))


def typed(state: ProductState, place: int = 0, **said: str) -> dict[str, str]:
    """The fields of one variant, named as the form names them."""
    key = state.variants[place]["key"]
    return {f"{name}-{key}": value for name, value in {"is_active": "on", **said}.items()}


def test_page_shows_the_product_as_a_form(who: Person, tea: UUID) -> None:
    async def look() -> ProductState:
        tab = Tab(who, f"/products/{tea}")
        state = await tab.state(ProductState)
        await tab.call(ProductState.load, state)
        return state

    state = asyncio.run(look())

    line = state.variants[0]
    assert (state.product["name"], state.product["vat_rate"], state.missing) == ("Çay", "20", False)
    assert (line["sku"], line["sale_price"], line["floor_price"], line["on_hand"]) == (
        "CAY",
        "99,90",
        "80,00",
        "0",
    )


def test_save_writes_and_shows_what_stands(who: Person, tea: UUID) -> None:
    async def edit() -> ProductState:
        tab = Tab(who, f"/products/{tea}/")
        state = await tab.state(ProductState)
        await tab.call(ProductState.load, state)
        await tab.call(ProductState.add_variant, state)
        first = typed(state, sku="CAY", barcode="8690000000500", sale_price="1.109,90", floor_price="80")
        second = typed(state, 1, sku="CAY-2", sale_price="50", cost="20")
        await tab.call(ProductState.save, state, {**FACTS, **first, **second})
        return state

    state = asyncio.run(edit())

    with db.transaction(who.scope) as session:
        found = queries.product(session, who.scope, tea)
    variants = [(v.sku, v.sale_price, v.floor_price, v.cost) for v in found.variants]
    assert (found.name, found.brand, found.vat_rate) == ("Rize Çayı", "Çaykur", Decimal(1))
    assert variants == [
        ("CAY", Decimal("1109.90"), Decimal(80), None),
        ("CAY-2", Decimal(50), None, Decimal(20)),
    ]
    assert ([line["sale_price"] for line in state.variants], state.errors) == (["1109,90", "50,00"], {})
    assert [entry["title"] for entry in state.history] == ["₺99,90 → ₺1.109,90"]


def test_refusal_stands_by_its_variant_and_keeps_what_was_typed(who: Person, tea: UUID) -> None:
    async def edit() -> ProductState:
        tab = Tab(who, f"/products/{tea}")
        state = await tab.state(ProductState)
        await tab.call(ProductState.load, state)
        values = {**FACTS, **typed(state, sku="CAY", sale_price="79", floor_price="80")}
        await tab.call(ProductState.save, state, values)
        return state

    state = asyncio.run(edit())

    with db.transaction(who.scope) as session:
        found = queries.product(session, who.scope, tea)
    line = state.variants[0]
    assert (line["error"], line["sale_price"], found.name) == (
        "Fiyat taban fiyatın ya da maliyetin altında.",
        "79",
        "Çay",
    )


def test_new_product_is_made_and_its_page_opened(who: Person) -> None:
    async def make() -> tuple[ProductState, object]:
        tab = Tab(who, "/products/new")
        state = await tab.state(ProductState)
        await tab.call(ProductState.begin, state)
        answer = await tab.call(ProductState.save, state, {**FACTS, **typed(state, sku="YENI", barcode="1")})
        return state, answer

    state, answer = asyncio.run(make())

    with db.transaction(who.scope) as session:
        rows = queries.page(session, who.scope, ProductFilter()).rows
    assert [(row.name, row.sku) for row in rows] == [("Rize Çayı", "YENI")]
    assert (state.errors, str(rows[0].id) in str(answer)) == ({}, True)


def test_product_of_another_merchant_is_missing(tea: UUID) -> None:
    stranger = person()

    async def look() -> ProductState:
        tab = Tab(stranger, f"/products/{tea}")
        state = await tab.state(ProductState)
        await tab.call(ProductState.load, state)
        return state

    state = asyncio.run(look())

    assert (state.missing, state.product) == (True, {})
