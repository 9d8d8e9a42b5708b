"""The publishing screen's events: from the product list to a channel, with what is missing on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.queries import Selection
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.mappings import actions as mappings
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.states.product import ProductState
from prapazar.states.products import ProductsState
from prapazar.states.publishing import PublishingState
from tests.factories import catalog as make
from tests.factories.tabs import Person, Tab, person

Walk = Callable[[Tab, PublishingState], Awaitable[None]]


@pytest.fixture
def who(database: str) -> Person:
    """A product that is complete for the channel, and one that is not."""
    made = person()
    with db.transaction(made.scope) as session:
        channel = make.connection(session, made.scope)
        make.connection(session, made.scope, "gittigidiyor")
        channels.replace_categories(session, made.scope, channel, [("9", None, "Şal", True)])
        channels.replace_attributes(session, made.scope, channel, "9", [])
        whole = VariantDraft("TAM", "1", sale_price=Decimal(10), floor_price=Decimal(5))
        draft = ProductDraft(
            "Tam", (whole,), brand="Oya", category="Şal", description="x", images=("https://x/1",)
        )
        create_product(session, made.scope, draft)
        create_product(
            session, made.scope, ProductDraft("Yarım", (VariantDraft("YARIM", "2"),), category="Şal")
        )
        mappings.accept(session, made.scope, channel, MappingKind.CATEGORY)
        for variant_id in list(session.execute(text("SELECT id FROM variant")).scalars()):
            stock.set_on_hand(session, made.scope, [StockCount(variant_id, 3)])
    return made


def products(who: Person) -> tuple[UUID, ...]:
    with db.transaction(who.scope) as session:
        return tuple(session.execute(text("SELECT id FROM product ORDER BY name")).scalars())


def run_of(who: Person) -> UUID:
    with db.transaction(who.scope) as session:
        return publish_runs.choose(session, who.scope, Selection(ids=products(who)))


def walked(who: Person, steps: Walk, query: str) -> PublishingState:
    async def walk() -> PublishingState:
        tab = Tab(who, f"/products/publishing{query}")
        state = await tab.state(PublishingState)
        await tab.call(PublishingState.load, state)
        await steps(tab, state)
        return state

    return asyncio.run(walk())


async def _choose(tab: Tab, state: PublishingState) -> None:
    await tab.call(PublishingState.choose_channel, state, state.channels[0]["value"])


def test_only_channels_that_take_products_are_offered(who: Person) -> None:
    async def nothing(_tab: Tab, _state: PublishingState) -> None:
        """Only look."""

    state = walked(who, nothing, f"?run={run_of(who)}")

    assert [one["label"] for one in state.channels] == ["trendyol mağazası"]
    assert (state.phase, state.send_label, len(state.rows)) == ("draft", "", 2)


def test_check_names_what_is_missing_and_offers_to_send_the_rest(who: Person) -> None:
    state = walked(who, _choose, f"?run={run_of(who)}")

    assert state.send_label == "1 ürünü gönder"
    assert [(row["sku"], row["state"], row["said"]) for row in state.rows] == [
        ("TAM", "Hazır", ""),
        ("YARIM", "Eksik", "Marka yok · Görsel yok · Açıklama yok · Satış fiyatı yok"),
    ]
    assert {(gap["text"], gap["href"]) for gap in state.gaps} == {
        ("Marka yok", ""),
        ("Görsel yok", ""),
        ("Açıklama yok", ""),
        ("Satış fiyatı yok", ""),
    }


def test_sending_queues_what_is_complete_and_cancelling_takes_it_back(who: Person) -> None:
    waiting: list[int] = []

    def count() -> None:
        with db.transaction(who.scope) as session:
            question = text("SELECT count(*) FROM outbox WHERE topic = :topic")
            waiting.append(session.execute(question, {"topic": Topic.PUSH_CONTENT.value}).scalar_one())

    async def send_and_cancel(tab: Tab, state: PublishingState) -> None:
        await _choose(tab, state)
        await tab.call(PublishingState.send, state)
        count()
        await tab.call(PublishingState.cancel, state)
        count()

    state = walked(who, send_and_cancel, f"?run={run_of(who)}")

    assert (waiting, state.phase) == ([1, 0], "done")
    assert {row["sku"]: row["state"] for row in state.rows} == {
        "TAM": "Gönderilmedi",
        "YARIM": "Eksik",
    }


def test_selected_products_and_an_open_product_become_a_run(who: Person) -> None:
    async def press() -> None:
        tab = Tab(who, "/products")
        state = await tab.state(ProductsState)
        await tab.call(ProductsState.load, state)
        await tab.call(ProductsState.select_all, state)
        await tab.call(ProductsState.publish, state)
        tab = Tab(who, f"/products/{products(who)[0]}")
        page = await tab.state(ProductState)
        await tab.call(ProductState.load, page)
        await tab.call(ProductState.publish, page)

    asyncio.run(press())

    with db.transaction(who.scope) as session:
        counts = session.execute(
            text("SELECT count(*) FROM publish_item GROUP BY run_id ORDER BY 1")
        ).scalars()
        assert list(counts) == [1, 2]


def test_run_of_another_merchant_is_missing(who: Person) -> None:
    stranger = person()

    async def look() -> bool:
        tab = Tab(stranger, f"/products/publishing?run={run_of(who)}")
        state = await tab.state(PublishingState)
        await tab.call(PublishingState.load, state)
        return state.missing

    assert asyncio.run(look())
