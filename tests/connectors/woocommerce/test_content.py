"""WooCommerce's categories and attributes as our records, and our drafts in the shop's words."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeChoice, AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import (
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    ParkedRecord,
)
from prapazar.connectors.woocommerce import content
from prapazar.connectors.woocommerce.content import ShopFacts
from tests.connectors.woocommerce.drafts import CARD, IMAGE, OFFER, draft
from tests.factories.provider import fixture

_HERE = Path(__file__).parent

_SIZE = AttributeRecord(
    "5", "Beden", False, True, True, True, (AttributeValueRecord("51", "M"), AttributeValueRecord("52", "L"))
)
_FABRIC = AttributeRecord("6", "Kumaş", False, True, True, True, ())
_FACTS = ShopFacts("TRY", with_tax=True, categories={"20"}, attributes={"5": _SIZE, "6": _FABRIC})


def test_simple_product_is_a_listing() -> None:
    assert content.products(fixture(_HERE, "products"), "TRY", with_tax=True) == [
        ListingRecord(
            external_id="39",
            external_parent_id=None,
            sku="ÇAY-1",
            barcode="8680000000024",
            title="Çay",
            parent_title="Çay",
            options={},
            price=Decimal("39.90"),
            list_price=Decimal("49.90"),
            quantity=12,
            is_active=True,
            brand="Çınar",
            category="İçecek",
            description="Demli",
            images=("https://dukkan.example.com/cay.jpg",),
            url="https://dukkan.example.com/cay",
        )
    ]


def test_variations_are_listings_under_their_product() -> None:
    parent = fixture(_HERE, "products")[1]

    assert content.variations(parent, fixture(_HERE, "variations"), "TRY", with_tax=True) == [
        ListingRecord(
            external_id="41",
            external_parent_id="40",
            sku="TS-M",
            barcode="8680000000017",
            title="Pamuklu Tişört, M",
            parent_title="Pamuklu Tişört",
            options={"Beden": "M"},
            price=Decimal("129.90"),
            list_price=Decimal("129.90"),
            quantity=4,
            is_active=True,
            images=("https://dukkan.example.com/m.jpg",),
            url="https://dukkan.example.com/ts?beden=m",
        ),
        ListingRecord(
            external_id="42",
            external_parent_id="40",
            sku="TS-L",
            barcode=None,
            title="Pamuklu Tişört, L",
            parent_title="Pamuklu Tişört",
            options={"Beden": "L"},
            price=None,
            list_price=None,
            quantity=9,
            is_active=False,
            images=("https://dukkan.example.com/ts.jpg",),
        ),
    ]


def test_product_of_a_plugins_type_is_parked() -> None:
    raw = {**fixture(_HERE, "products")[0], "type": "subscription"}

    assert content.products([raw], "TRY", with_tax=True) == [
        ParkedRecord("39", "woocommerce.unknown_type", "subscription", raw)
    ]


def test_prices_without_tax_are_not_read_as_ours() -> None:
    [found] = content.products(fixture(_HERE, "products"), "TRY", with_tax=False)

    assert isinstance(found, ListingRecord)
    assert (found.price, found.list_price) == (None, None)


def test_every_category_may_hold_products() -> None:
    raws = [{"id": 20, "name": "Giyim", "parent": 0}, {"id": 21, "name": "Şal", "parent": 20}]

    assert content.categories(raws) == [
        CategoryRecord("20", None, "Giyim", is_leaf=True),
        CategoryRecord("21", "20", "Şal", is_leaf=True),
    ]


def test_attribute_is_mapped_with_its_terms() -> None:
    terms = [{"id": 51, "name": "M"}, {"id": 52, "name": "L"}]

    assert content.attribute({"id": 5, "name": "Beden"}, terms) == _SIZE


def test_tax_class_is_known_by_its_rate_and_the_standard_one_goes_first() -> None:
    raws = [
        {"rate": "20.0000", "class": "tam"},
        {"rate": "20.0000", "class": "standard"},
        {"rate": "10.0000", "class": "indirimli"},
    ]

    assert content.tax_classes(raws) == {Decimal(20): "", Decimal(10): "indirimli"}


def test_page_of_a_product_is_told_whole() -> None:
    assert content.card(draft(), _FACTS) == CARD


def test_offer_of_a_new_listing_is_told_whole() -> None:
    assert content.offer(draft(), _FACTS) == OFFER


@pytest.mark.parametrize(
    ("changes", "prices"),
    [
        ({"list_price": None}, ("129.90", "")),
        ({"list_price": Decimal("100.00")}, ("129.90", "")),
    ],
)
def test_offer_without_a_higher_list_price_is_no_sale(
    changes: dict[str, Any], prices: tuple[str, str]
) -> None:
    found = content.offer(draft(**changes), _FACTS)

    assert (found["regular_price"], found["sale_price"]) == prices


def test_shop_that_keeps_prices_without_vat_is_told_them_so() -> None:
    found = content.offer(draft(price=Decimal("110.00"), list_price=None), ShopFacts("TRY", with_tax=False))

    assert found["regular_price"] == "100.0000"


@pytest.mark.parametrize("barcode", [None, "", "ABC-12"])
def test_barcode_the_shop_would_refuse_is_left_out(barcode: str | None) -> None:
    assert content.gtin(draft(barcode=barcode)) == {}


def test_tax_class_goes_by_the_rate() -> None:
    taxed = ShopFacts("TRY", with_tax=True, categories={"20"}, tax_classes={Decimal(10): "indirimli"})

    assert content.card(draft(), taxed)["tax_class"] == "indirimli"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"category_external_id": "99"}, "woocommerce.category_unknown", "category"),
        ({"vat_rate": Decimal(18)}, "woocommerce.vat_rate_unknown", "vat_rate"),
    ],
)
def test_page_the_shop_has_no_place_for_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    facts = ShopFacts("TRY", with_tax=True, categories={"20"}, tax_classes={Decimal(10): "indirimli"})

    with pytest.raises(Rejected) as raised:
        content.card(draft(**changes), facts)

    assert (raised.value.code, raised.value.field) == (code, field)


def test_offer_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        content.offer(draft(currency="EUR"), _FACTS)

    assert raised.value.code == "woocommerce.currency"


@pytest.mark.parametrize("choice", [AttributeChoice("9", text="x"), AttributeChoice("5", "99")])
def test_attribute_the_shop_does_not_have_is_refused(choice: AttributeChoice) -> None:
    with pytest.raises(Rejected) as raised:
        content.described(draft(attributes=(choice,)), _FACTS)

    assert raised.value.code == "woocommerce.attribute_unknown"


def test_attributes_of_a_product_hold_those_of_all_its_variants() -> None:
    fabric = AttributeChoice("6", text="Pamuk")
    drafts = [
        draft(options={"Beden": "M", "Boy": "Kısa"}, attributes=(AttributeChoice("5", "51"), fabric)),
        draft(options={"Beden": "L", "Boy": "Kısa"}, attributes=(AttributeChoice("5", "52"), fabric)),
    ]

    assert content.attribute_rows(drafts, _FACTS) == [
        {"id": 5, "visible": True, "variation": True, "options": ["M", "L"]},
        {"id": 6, "visible": True, "variation": False, "options": ["Pamuk"]},
        {"name": "Boy", "visible": True, "variation": True, "options": ["Kısa"]},
    ]


def test_attributes_a_product_has_already_stay() -> None:
    held = [
        {"id": 0, "name": "Yıkama", "variation": False, "options": ["30°"]},
        {"id": 5, "name": "Beden", "variation": True, "options": ["S"]},
        {"id": 6, "name": "Kumaş", "variation": False, "options": ["İpek"]},
    ]
    wanted = draft(options={"Beden": "M"}, attributes=(AttributeChoice("6", text="Pamuk"),))

    assert content.attribute_rows([wanted], _FACTS, held) == [
        {"name": "Yıkama", "visible": True, "variation": False, "options": ["30°"]},
        {"id": 5, "visible": True, "variation": True, "options": ["S", "M"]},
        {"id": 6, "visible": True, "variation": False, "options": ["Pamuk"]},
    ]


def test_picture_the_shop_has_from_us_is_not_downloaded_again() -> None:
    urls = ("https://cdn.example.com/a/on.jpg", "https://cdn.example.com/b/on.jpg")
    held = [{"id": 7, "name": IMAGE["name"], "src": "https://dukkan.example.com/wp-content/on.jpg"}]

    first, second = content.images(urls, held)

    assert (first, second["src"]) == ({"id": 7}, urls[1])


def test_variation_is_told_its_option_price_and_picture() -> None:
    found = content.new_variation(draft(options={"Beden": "M", "Boy": "Kısa"}), _FACTS, [])

    options = [{"id": 5, "option": "M"}, {"name": "Boy", "option": "Kısa"}]
    assert found == {**OFFER, "attributes": options, "image": IMAGE}


def test_change_of_a_variation_touches_neither_stock_nor_price() -> None:
    held = {"image": {"id": 8, "name": IMAGE["name"]}}

    assert content.variation_change(draft(external_id="41"), [], held) == {
        "id": 41,
        "global_unique_id": "8680000000017",
        "image": {"id": 8},
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"id": 5, "sku": "TS-M"}, ItemResult("TS-M", ItemState.ACCEPTED)),
        (
            {"id": 5, "sku": ""},
            ItemResult("TS-M", ItemState.REJECTED, "woocommerce.not_taken", "sku ''"),
        ),
        (
            {"id": 0, "error": {"code": "product_invalid_sku", "message": "Duplicated."}},
            ItemResult(
                "TS-M", ItemState.REJECTED, "woocommerce.sku_taken", "product_invalid_sku: Duplicated."
            ),
        ),
        (
            {"id": 0, "error": {"code": "db_error", "message": "No."}},
            ItemResult("TS-M", ItemState.REJECTED, "woocommerce.item_refused", "db_error: No."),
        ),
    ],
)
def test_result_of_a_listing_is_read_from_its_answer(answer: dict[str, Any], expected: ItemResult) -> None:
    assert content.result("TS-M", {"sku": "TS-M"}, answer) == expected
