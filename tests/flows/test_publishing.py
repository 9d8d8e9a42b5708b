"""Products on their way to a channel: what is missing is told, what is complete arrives, once, whatever happens."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.records import ListingRecord
from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.queries import Selection
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings import queries_publishing as queries
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.queries import keys
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.flows import catalog, connections, listings, mappings, publishing
from prapazar.foundation import db
from tests.factories.market import Market, Shop, attempt
from tests.factories.stages.hepsiburada import HepsiburadaStage

_PICTURE = "https://cdn.example.com/sal.jpg"
_KEYS = ("8690000000918", "8690000000925")


@pytest.fixture(params=["trendyol", "hepsiburada"])
def shop(request: pytest.FixtureRequest, market: Market) -> Shop:
    if request.param == "trendyol":
        return market.seller
    return market.join(HepsiburadaStage(market.server, market.seller.stage.account + "hb"))


def _product(market: Market, brand: str, sizes: tuple[str, ...] = ("S", "M")) -> UUID:
    """Variants by size, with everything a marketplace wants, counted."""
    variants = tuple(
        VariantDraft(
            key,
            key,
            name=size,
            options={"Beden": size},
            sale_price=Decimal(130),
            floor_price=Decimal(90),
            desi=Decimal(2),
        )
        for key, size in zip(_KEYS, sizes, strict=True)
    )
    draft = ProductDraft(
        "Çiçekli Şal", variants, code="OYA-1", description="<p>İğne oyası</p>", brand=brand, category="Giyim > Şal",
        vat_rate=Decimal(10), images=(_PICTURE,),
    )  # fmt: skip
    with db.transaction(market.scope) as session:
        product_id = create_product(session, market.scope, draft)
        ids = session.execute(
            text("SELECT id FROM variant WHERE product_id = :id"), {"id": product_id}
        ).scalars()
        for variant_id in ids:
            stock.set_on_hand(session, market.scope, [StockCount(variant_id, 7)])
    return product_id


def _mapped(market: Market, shop: Shop) -> None:
    """Category by hand, what it asks for by worker, each required answer fixed but the size."""
    with db.transaction(market.scope) as session:
        mappings.ask_categories(session, market.scope, shop.connection_id)
    mappings.learn(shop.connection_id)
    with db.transaction(market.scope) as session:
        found = keys(session, shop.connection_id, MappingKind.CATEGORY)
        category = next(one for one in found if one.label == "Giyim > Şal")
        choice = Choice("", category.key, shop.stage.category())
        mappings.map_keys(session, market.scope, shop.connection_id, MappingKind.CATEGORY, [choice])
    mappings.learn(shop.connection_id)
    with db.transaction(market.scope) as session:
        asked = session.execute(
            text(
                "SELECT external_id, choices FROM channel_attribute WHERE is_required AND name <> 'Beden'"
                " AND connection_id = :id"
            ),
            {"id": shop.connection_id},
        ).all()
        fixed = [Choice(shop.stage.category(), row.external_id, _first(row.choices)) for row in asked]
        mappings.map_keys(session, market.scope, shop.connection_id, MappingKind.ATTRIBUTE, fixed)


def _first(choices: list[dict[str, str]]) -> str:
    return f"value:{choices[0]['id']}" if choices else "text:Deneme"


def _chosen(market: Market, shop: Shop, product_id: UUID) -> UUID:
    with db.transaction(market.scope) as session:
        run_id = publish_runs.choose(session, market.scope, Selection(ids=(product_id,)))
        publish_runs.choose_channel(session, market.scope, run_id, shop.connection_id)
    publishing.check(market.scope, run_id)
    return run_id


def _sent(market: Market, run_id: UUID) -> int:
    with db.transaction(market.scope) as session:
        return publish_runs.send(session, market.scope, run_id)


def _states(market: Market, run_id: UUID) -> list[str]:
    found = market.rows("SELECT state FROM publish_item WHERE run_id = :id ORDER BY state", id=run_id)
    return [row[0] for row in found]


def _worked(market: Market, shop: Shop) -> None:
    """As relay and workers would, until nothing is due."""
    for _ in range(3):
        attempt(partial(publishing.push, shop.connection_id))
        attempt(partial(listings.poll_batches, shop.connection_id))
        market.make_due()


def _there(shop: Shop) -> dict[str | None, ListingRecord]:
    pages = shop.stage.unhurried().fetch_listings()
    return {one.sku: one for page in pages for one in page if isinstance(one, ListingRecord)}


def test_complete_product_is_listed_and_then_known_as_ours(market: Market, shop: Shop) -> None:
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    run_id = _chosen(market, shop, product_id)

    sent = _sent(market, run_id)
    _worked(market, shop)
    for key in _KEYS:
        shop.stage.approve(key)
    catalog.import_listings(shop.connection_id)

    found = _there(shop)
    assert (sent, _states(market, run_id)) == (2, ["accepted", "accepted"])
    assert [(found[key].parent_title, found[key].options["Beden"]) for key in _KEYS] == [
        ("Çiçekli Şal", "S"),
        ("Çiçekli Şal", "M"),
    ]
    assert [(found[key].price, found[key].quantity) for key in _KEYS] == [(Decimal("130.00"), 7)] * 2
    matched = market.rows(
        "SELECT count(*) FROM listing l JOIN variant v ON v.id = l.variant_id WHERE v.product_id = :id"
        " AND l.connection_id = :shop AND l.match = 'matched'",
        id=product_id,
        shop=shop.connection_id,
    )
    assert (matched[0][0], market.waiting(shop, Topic.PUSH_CONTENT)) == (2, [])
    with db.transaction(market.scope) as session:
        assert queries.run(session, market.scope, run_id).finished_at is not None


def test_changed_text_of_a_listing_is_told_and_price_and_stock_are_not(market: Market, shop: Shop) -> None:
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    _sent(market, _chosen(market, shop, product_id))
    _worked(market, shop)
    for key in _KEYS:
        shop.stage.approve(key)
    catalog.import_listings(shop.connection_id)
    market.rows("UPDATE product SET description = '<p>Yeni</p>' WHERE id = :id RETURNING id", id=product_id)
    market.rows("UPDATE variant SET sale_price = 999 WHERE product_id = :id RETURNING id", id=product_id)

    run_id = _chosen(market, shop, product_id)
    _sent(market, run_id)
    _worked(market, shop)

    found = _there(shop)
    assert _states(market, run_id) == ["accepted", "accepted"]
    assert [(found[key].description, found[key].price) for key in _KEYS] == [
        ("<p>Yeni</p>", Decimal("130.00"))
    ] * 2


def test_what_is_missing_is_told_and_nothing_leaves(market: Market) -> None:
    shop = market.seller
    with db.transaction(market.scope) as session:
        bare = ProductDraft("Çıplak", (VariantDraft("C1"),), category="Hırdavat")
        product_id = create_product(session, market.scope, bare)

    run_id = _chosen(market, shop, product_id)
    sent = _sent(market, run_id)
    _worked(market, shop)

    with db.transaction(market.scope) as session:
        [item] = queries.items(session, market.scope, run_id)
        gaps = queries.gaps(session, market.scope, run_id)
    assert (sent, item.state, "C1" in _there(shop)) == (0, "incomplete", False)
    assert {(gap.code, gap.name, gap.place) for gap in gaps} == {
        ("barcode_missing", "", ""),
        ("brand_missing", "", ""),
        ("image_missing", "", ""),
        ("description_missing", "", ""),
        ("price_missing", "", ""),
        ("stock_uncounted", "", ""),
        ("category_unmapped", "Hırdavat", "category"),
    }


def test_refused_article_says_so_in_the_channel_s_words_and_the_other_is_listed(market: Market) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    market.rows("UPDATE variant SET barcode = '%%/&' WHERE sku = :sku RETURNING id", sku=_KEYS[0])

    run_id = _chosen(market, shop, product_id)
    _sent(market, run_id)
    _worked(market, shop)

    refused = market.rows(
        "SELECT code, message FROM publish_item WHERE run_id = :id AND state = 'rejected'", id=run_id
    )
    assert _states(market, run_id) == ["accepted", "rejected"]
    assert all(refused[0])


@pytest.mark.parametrize("kind", ["429", "503", "lost_answer", "timeout"])
def test_fault_on_the_way_lists_everything_once_in_the_end(market: Market, kind: str) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    run_id = _chosen(market, shop, product_id)
    market.trouble(shop, kind, method="POST", path="*/products*", times=1)

    _sent(market, run_id)
    _worked(market, shop)
    market.clear_faults()
    _worked(market, shop)
    for key in _KEYS:
        shop.stage.approve(key)
    catalog.import_listings(shop.connection_id)

    assert _states(market, run_id) == ["accepted", "accepted"]
    assert {key for key in _there(shop) if key in _KEYS} == set(_KEYS)


def test_process_that_dies_after_the_call_is_followed_by_one_that_lists_once(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    run_id = _chosen(market, shop, product_id)
    _sent(market, run_id)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_answered", die)
        with pytest.raises(KeyboardInterrupt):
            publishing.push(shop.connection_id)
    between = _states(market, run_id)
    market.rows(
        "UPDATE outbox SET claimed_until = now() - interval '1 s' WHERE claimed_until IS NOT NULL RETURNING id"
    )
    _worked(market, shop)
    for key in _KEYS:
        shop.stage.approve(key)
    before = _states(market, run_id)
    catalog.import_listings(shop.connection_id)

    assert (between, before, _states(market, run_id)) == (
        ["sent", "sent"],
        ["unknown", "unknown"],
        ["accepted", "accepted"],
    )
    assert {key for key in _there(shop) if key in _KEYS} == set(_KEYS)


def test_cancelled_run_sends_nothing_more(market: Market) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    run_id = _chosen(market, shop, product_id)
    _sent(market, run_id)

    with db.transaction(market.scope) as session:
        gone = publish_runs.cancel(session, market.scope, run_id)
    _worked(market, shop)

    assert (gone, _states(market, run_id)) == (2, ["cancelled", "cancelled"])
    assert set(_KEYS) & set(_there(shop)) == set()
    assert market.waiting(shop, Topic.PUSH_CONTENT) == []


def test_newer_run_takes_the_place_of_one_that_waits(market: Market) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    first, second = (_chosen(market, shop, product_id) for _ in range(2))

    _sent(market, first)
    _sent(market, second)
    _worked(market, shop)

    assert (_states(market, first), _states(market, second)) == (["cancelled"] * 2, ["accepted"] * 2)
    with db.transaction(market.scope) as session:
        assert queries.run(session, market.scope, first).finished_at is not None


def test_content_gives_way_to_stock(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = market.seller
    product_id = _product(market, shop.stage.brand[0])
    _mapped(market, shop)
    run_id = _chosen(market, shop, product_id)
    build = connections.build

    def build_small(*account: Any, **listening: Any) -> Any:  # noqa: ANN401 - as the flow does
        connector: Any = build(*account, **listening)
        connector.listing_batch_size = 1
        return connector

    monkeypatch.setattr(connections, "build", build_small)
    _sent(market, run_id)
    market.count(next(iter(market.variants)), 33)

    sent: list[int] = []
    steps: list[Callable[[], int]] = [
        partial(publishing.push, shop.connection_id),
        partial(listings.push, shop.connection_id, Topic.PUSH_STOCK),
        partial(publishing.push, shop.connection_id),
    ]
    sent += [step() for step in steps]

    assert sent == [1, 1, 1]
