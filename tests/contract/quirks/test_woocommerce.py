"""What only WooCommerce does, seen in its simulator."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.oauth1 import OAuth1
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from tests.factories.answers import states
from tests.factories.stages import Article, Stage, WooCommerceStage

_KEY = "8690000000017"


@pytest.fixture
def woocommerce(stage: Stage) -> WooCommerceStage:
    if not isinstance(stage, WooCommerceStage):
        pytest.skip("a quirk of WooCommerce's")
    return stage


@pytest.fixture
def variable(woocommerce: WooCommerceStage) -> dict[str, Any]:
    """A product with two sizes, made by the shopkeeper over the API."""
    keys = woocommerce.credentials
    api = f"{woocommerce.settings['shop_url']}/wp-json/wc/v3"
    sizes = {"name": "Beden", "variation": True, "visible": True, "options": ["M", "L"]}
    with httpx.Client(auth=OAuth1(keys["consumer_key"], keys["consumer_secret"]), trust_env=False) as shop:
        parent = shop.post(
            f"{api}/products", json={"name": "Tişört", "type": "variable", "attributes": [sizes]}
        )
        for size in ("M", "L"):
            variation = {
                "sku": f"TS-{size}",
                "regular_price": "99.90",
                "manage_stock": True,
                "stock_quantity": 3,
                "attributes": [{"name": "Beden", "option": size}],
            }
            shop.post(f"{api}/products/{parent.json()['id']}/variations", json=variation).raise_for_status()
    made: dict[str, Any] = parent.json()
    return made


def test_variations_are_listings_that_can_be_pushed(
    woocommerce: WooCommerceStage, variable: dict[str, Any]
) -> None:
    woocommerce.seed([Article(_KEY)])
    connector = woocommerce.connector()

    found = {
        one.sku: one for page in connector.fetch_listings() for one in page if isinstance(one, ListingRecord)
    }
    ids = {sku: (one.external_id, one.external_parent_id) for sku, one in found.items()}
    stock = connector.push_stock([StockOffer(*ids[sku], quantity=8) for sku in ("TS-M", _KEY, "TS-L")])
    price = connector.push_price([PriceOffer(*ids["TS-M"], Decimal("89.90"), Decimal("99.90"), "TRY")])

    assert set(found) == {_KEY, "TS-L", "TS-M"}
    assert (found["TS-M"].external_parent_id, found["TS-M"].options) == (str(variable["id"]), {"Beden": "M"})
    assert {item.state for item in (*stock.items, *price.items)} == {ItemState.ACCEPTED}
    assert [woocommerce.shelf(sku)["quantity"] for sku in ("TS-M", "TS-L", _KEY)] == [8, 8, 8]
    assert woocommerce.shelf("TS-M")["price"] == "89.90"


def _draft(stage: WooCommerceStage, **changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    key = str(changes.get("sku", _KEY))
    draft = ListingDraft(
        sku=key,
        barcode=key if key.isdecimal() else None,
        group="SAL",
        title="Çiçekli Şal",
        description="<p>İnce</p>",
        brand="Deneme Marka",
        brand_external_id=None,
        category_external_id=stage.category(),
        vat_rate=Decimal(10),
        price=Decimal("110.00"),
        list_price=None,
        currency="TRY",
        quantity=7,
        images=("https://cdn.example.com/1.jpg",),
    )
    return dataclasses.replace(draft, **changes)


def _written(stage: WooCommerceStage, drafts: Sequence[ListingDraft]) -> dict[str, ItemState]:
    connector = stage.connector()
    return states(connector, connector.write_listings(drafts))


def _listings(stage: WooCommerceStage) -> dict[str | None, ListingRecord]:
    found = [one for page in stage.connector().fetch_listings() for one in page]
    return {one.sku: one for one in found if isinstance(one, ListingRecord)}


def test_full_batch_of_new_listings_is_taken(woocommerce: WooCommerceStage) -> None:
    size = woocommerce.connector().listing_batch_size
    drafts = [
        _draft(woocommerce, sku=f"S-{number}", group=f"G{number // 2}", options={"Boy": f"{number % 2}"})
        for number in range(size)
    ]

    answers = _written(woocommerce, drafts)

    assert list(answers.values()) == [ItemState.ACCEPTED] * size
    assert len(_listings(woocommerce)) == size


def test_batch_of_more_than_a_hundred_is_refused_there(woocommerce: WooCommerceStage) -> None:
    drafts = [_draft(woocommerce, sku=f"S-{number}", group=f"G{number}") for number in range(101)]

    with pytest.raises(Rejected):
        woocommerce.connector().write_listings(drafts)


def test_sku_of_another_product_is_refused(woocommerce: WooCommerceStage) -> None:
    woocommerce.seed([Article(_KEY)])
    connector = woocommerce.connector()

    [answer] = connector.write_listings([_draft(woocommerce)]).items

    assert (answer.state, answer.code) == (ItemState.REJECTED, "woocommerce.sku_taken")


def test_product_made_before_the_answer_was_lost_is_finished_and_not_made_again(
    woocommerce: WooCommerceStage,
) -> None:
    drafts = [_draft(woocommerce, sku=f"SAL-{one}", options={"Boy": one}) for one in ("Kısa", "Uzun")]
    woocommerce.fault("500", path="*/variations/batch", times=1)
    with pytest.raises(Unavailable) as raised:
        woocommerce.connector().write_listings(drafts)

    answers = _written(woocommerce, drafts)

    products = woocommerce.shop("GET", "/products")
    assert raised.value.maybe_done
    assert set(answers.values()) == {ItemState.ACCEPTED}
    assert [(one["type"], one["sku"], len(one["variations"])) for one in products] == [("variable", "SAL", 2)]


def test_variant_joins_the_product_that_is_there(woocommerce: WooCommerceStage) -> None:
    _written(woocommerce, [_draft(woocommerce, sku="SAL-K", options={"Boy": "Kısa"})])
    parent = _listings(woocommerce)["SAL-K"].external_parent_id

    _written(
        woocommerce,
        [_draft(woocommerce, sku="SAL-U", options={"Boy": "Uzun"}, external_parent_id=parent)],
    )

    found = _listings(woocommerce)
    [boy] = woocommerce.shop("GET", f"/products/{parent}")["attributes"]
    assert {sku: (one.external_parent_id, one.options) for sku, one in found.items()} == {
        "SAL-K": (parent, {"Boy": "Kısa"}),
        "SAL-U": (parent, {"Boy": "Uzun"}),
    }
    assert (boy["id"], boy["options"]) == (0, ["Kısa", "Uzun"])


def test_picture_is_downloaded_once(woocommerce: WooCommerceStage) -> None:
    _written(woocommerce, [_draft(woocommerce)])
    number = _listings(woocommerce)[_KEY].external_id
    [before] = woocommerce.shop("GET", f"/products/{number}")["images"]
    more = ("https://cdn.example.com/2.jpg", "https://cdn.example.com/1.jpg")

    _written(woocommerce, [_draft(woocommerce, external_id=number, images=more)])

    new, old = woocommerce.shop("GET", f"/products/{number}")["images"]
    assert (old["id"], new["src"]) == (before["id"], more[0])


def test_unknown_category_would_fall_away_and_is_refused(woocommerce: WooCommerceStage) -> None:
    [answer] = (
        woocommerce.connector().write_listings([_draft(woocommerce, category_external_id="999999")]).items
    )

    assert (answer.state, answer.code) == (ItemState.REJECTED, "woocommerce.category_unknown")
    assert woocommerce.shop("GET", "/products") == []


def test_tax_class_is_found_by_the_rate(woocommerce: WooCommerceStage) -> None:
    for rate, name in (("20.0000", "standard"), ("10.0000", "indirimli")):
        woocommerce.shop("POST", "/taxes", {"country": "TR", "rate": rate, "class": name})
    connector = woocommerce.connector()

    drafts = [_draft(woocommerce), _draft(woocommerce, sku="X", group="X", vat_rate=Decimal(18))]
    found = {one.external_id: one.code for one in connector.write_listings(drafts).items}

    [product] = woocommerce.shop("GET", "/products")
    assert (product["tax_class"], found) == ("indirimli", {_KEY: None, "X": "woocommerce.vat_rate_unknown"})


def test_shop_that_keeps_prices_without_vat_is_told_them_so(woocommerce: WooCommerceStage) -> None:
    woocommerce.settings["prices_with_tax"] = "no"

    _written(woocommerce, [_draft(woocommerce)])

    assert Decimal(woocommerce.shelf(_KEY)["price"]) == Decimal(100)


def test_taxed_order_adds_up_to_what_the_buyer_pays(woocommerce: WooCommerceStage) -> None:
    woocommerce.server.pull("PATCH", f"/woocommerce/accounts/{woocommerce.account}", {"tax_percent": "20"})
    woocommerce.seed([Article(_KEY, price=Decimal("129.90"))])
    number = woocommerce.package_id(woocommerce.order((_KEY, 3)))

    [package] = woocommerce.connector().fetch_package(number)

    assert package.total == sum(line.total for line in package.lines)
    assert [line.vat_rate for line in package.lines] == [Decimal(20)]


def test_shipped_order_told_twice_is_told_once(woocommerce: WooCommerceStage) -> None:
    woocommerce.seed([Article(_KEY)])
    number = woocommerce.package_id(woocommerce.order((_KEY, 1)))
    connector = woocommerce.connector()

    for _ in range(2):
        connector.report_status(number, PackageStatus.SHIPPED, {}, carrier="Aras", tracking_number="726")

    [package] = connector.fetch_package(number)
    notes = [note for note in connector.client.order_notes(number) if note["customer_note"]]
    assert (package.carrier, package.tracking_number, len(notes)) == ("Aras", "726", 1)


def _refund(woocommerce: WooCommerceStage, order: dict[str, Any], units: int, amount: str) -> None:
    """By the shopkeeper, over the shop's own API."""
    keys = woocommerce.credentials
    address = f"{woocommerce.settings['shop_url']}/wp-json/wc/v3/orders/{order['id']}/refunds"
    line = {"id": order["line_items"][0]["id"], "quantity": units, "refund_total": amount}
    with httpx.Client(auth=OAuth1(keys["consumer_key"], keys["consumer_secret"]), trust_env=False) as shop:
        shop.post(address, json={"amount": amount, "line_items": [line]}).raise_for_status()


def test_units_refunded_before_shipping_are_cancelled(woocommerce: WooCommerceStage) -> None:
    woocommerce.seed([Article(_KEY, price=Decimal("100.00"))])
    order = woocommerce.order((_KEY, 3))
    connector = woocommerce.connector()

    _refund(woocommerce, order, 1, "100.00")

    [package] = connector.fetch_package(woocommerce.package_id(order))
    assert isinstance(package, PackageRecord)
    assert package.status is PackageStatus.NEW
    assert [(line.quantity, line.cancelled_quantity) for line in package.lines] == [(3, 1)]


def test_shop_with_plain_permalinks_lists_sells_and_takes_stock(woocommerce: WooCommerceStage) -> None:
    woocommerce.settings = {**woocommerce.settings, "permalinks": "plain"}
    woocommerce.seed([Article(_KEY)])
    order = woocommerce.order((_KEY, 2))
    connector = woocommerce.connector()

    [listing] = [one for page in connector.fetch_listings() for one in page]
    pushed = connector.push_stock([StockOffer(listing.external_id, None, 7)])
    [package] = connector.fetch_package(woocommerce.package_id(order))

    assert [item.state for item in pushed.items] == [ItemState.ACCEPTED]
    assert woocommerce.shelf(_KEY)["quantity"] == 7
    assert (package.external_id, package.lines[0].quantity) == (woocommerce.package_id(order), 2)
