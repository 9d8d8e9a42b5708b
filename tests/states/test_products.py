"""The product list's events, as a logged-in person's tab sends them."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied
from prapazar.states.products import ProductsState
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    """Three teas of one brand and a coffee."""
    made = person()
    with db.transaction(made.scope) as session:
        for number in range(3):
            variant = VariantDraft(f"CAY-{number}", sale_price=Decimal(100), floor_price=Decimal(95))
            create_product(session, made.scope, ProductDraft(f"Çay {number}", (variant,), brand="Çaykur"))
        create_product(session, made.scope, ProductDraft("Kahve", (VariantDraft("KHV"),)))
    return made


def test_load_takes_filters_from_the_address(who: Person) -> None:
    async def look() -> ProductsState:
        tab = Tab(who, "/products?search=%C3%A7ay&view=active")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        await tab.call(ProductsState.sort_by, state, "name")
        return state

    state = asyncio.run(look())

    assert [(row["name"], row["price"], row["brand"]) for row in state.rows] == [
        (f"Çay {number}", "₺100,00", "Çaykur") for number in range(3)
    ]
    assert (state.view, state.total_label, state.range_label, state.chips, state.address) == (
        "active",
        "3",
        "1–3 / 3",
        [{"key": "search", "label": "Arama: çay"}],
        "view=active&search=%C3%A7ay&sort=name",
    )


def test_bulk_edit_of_all_that_match_reports_what_stayed(who: Person) -> None:
    async def edit() -> ProductsState:
        tab = Tab(who, "/products?search=cay")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        await tab.call(ProductsState.select, state, [state.rows[0]["id"]], True)
        await tab.call(ProductsState.select_all, state)
        await tab.call(ProductsState.bulk_edit, state, {"vat_rate": "1", "percent": "-4", "brand": ""})
        return state

    state = asyncio.run(edit())

    with db.transaction(who.scope) as session:
        vat = session.execute(text("SELECT name, vat_rate FROM product ORDER BY folded_name")).all()
        prices = session.execute(
            text("SELECT DISTINCT sale_price FROM variant WHERE sku LIKE 'CAY%'")
        ).scalars()
        found = list(prices)
    assert [tuple(row) for row in vat] == [
        *[(f"Çay {n}", Decimal(1)) for n in range(3)],
        ("Kahve", Decimal(20)),
    ]
    assert (found, state.selected, state.every, state.errors) == ([Decimal(96)], [], False, {})


def test_wrong_number_stays_in_the_dialog(who: Person) -> None:
    async def edit() -> ProductsState:
        tab = Tab(who, "/products")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        await tab.call(ProductsState.ask_bulk, state, True)
        await tab.call(ProductsState.select, state, [row["id"] for row in state.rows], True)
        await tab.call(ProductsState.bulk_edit, state, {"percent": "on"})
        return state

    state = asyncio.run(edit())

    assert (state.bulk_open, state.errors) == (True, {"percent": "Sayı değil. Örnek: 1.234,50"})


def test_archived_products_leave_the_list_and_come_back(who: Person) -> None:
    async def walk() -> tuple[list[str], list[str], list[str]]:
        tab = Tab(who, "/products")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        coffee = [row["id"] for row in state.rows if row["name"] == "Kahve"]
        await tab.call(ProductsState.select, state, coffee, True)
        await tab.call(ProductsState.archive, state)
        left = sorted(row["name"] for row in state.rows)
        await tab.call(ProductsState.show_view, state, "archived")
        archived = [row["name"] for row in state.rows]
        await tab.call(ProductsState.select, state, coffee, True)
        await tab.call(ProductsState.restore, state)
        return left, archived, [row["name"] for row in state.rows]

    assert asyncio.run(walk()) == (["Çay 0", "Çay 1", "Çay 2"], ["Kahve"], [])


@pytest.mark.usefixtures("database")
def test_clerk_without_the_right_changes_nothing() -> None:
    who = person("operator")
    with db.transaction(who.scope) as session:
        create_product(session, who.scope, ProductDraft("Kahve", (VariantDraft("KHV"),)))

    async def edit() -> None:
        tab = Tab(who, "/products")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        await tab.call(ProductsState.select, state, [state.rows[0]["id"]], True)
        await tab.call(ProductsState.bulk_edit, state, {"vat_rate": "1"})

    with pytest.raises(PermissionDenied):
        asyncio.run(edit())

    with db.transaction(who.scope) as session:
        assert session.execute(text("SELECT vat_rate FROM product")).scalars().all() == [Decimal(20)]
