"""Trendyol's categories and attributes as our records, and our drafts as its items."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeChoice, AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import (
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    ParkedRecord,
)
from prapazar.connectors.trendyol import content, mapper
from tests.connectors.trendyol.drafts import NEW_ITEM, draft
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_VALUES = [AttributeValueRecord("6980", "XS"), AttributeValueRecord("6981", "Ş")]


def test_approved_product_is_one_listing_for_each_variant() -> None:
    medium, large = content.approved(fixture(_HERE, "approved_products")["content"])

    assert medium == ListingRecord(
        external_id="8680000000017",
        external_parent_id="TS-1",
        sku="TS-MAVİ-M",
        barcode="8680000000017",
        title="Pamuklu Tişört, Mavi / M",
        parent_title="Pamuklu Tişört",
        options={"Renk": "Mavi", "Beden": "M"},
        price=Decimal("129.9"),
        list_price=Decimal("159.90"),
        quantity=7,
        is_active=True,
        brand="Çınar",
        category="Tişört",
        vat_rate=Decimal(10),
        description="<p>Yumuşak</p>",
        images=("https://cdn.example.com/ts-1.jpg",),
        desi=Decimal("1.5"),
        url="https://www.trendyol.com/p-70000001",
    )
    assert isinstance(large, ListingRecord)
    assert (large.external_id, large.is_active) == ("8680000000018", False)


def test_variant_that_cannot_be_read_is_parked_alone() -> None:
    card = fixture(_HERE, "approved_products")["content"][0]
    card["variants"][1]["vatRate"] = 7

    good, parked = content.approved([card])

    assert isinstance(good, ListingRecord)
    raw = {"content": card, "variant": card["variants"][1]}
    assert parked == ParkedRecord("8680000000018", "connector.unknown_tax", "7", raw)


def test_unapproved_product_is_an_inactive_listing() -> None:
    assert content.unapproved(fixture(_HERE, "unapproved_products")["content"]) == [
        ListingRecord(
            external_id="8680000000055",
            external_parent_id="KUPA",
            sku="KUPA-2",
            barcode="8680000000055",
            title="Kupa",
            parent_title="Kupa",
            options={},
            price=Decimal(80),
            list_price=Decimal(80),
            quantity=3,
            is_active=False,
            brand="Çınar",
            category="Mutfak",
            vat_rate=Decimal(20),
            images=("https://cdn.example.com/k.jpg",),
        )
    ]


def test_category_tree_is_flat_with_parents_and_leaves() -> None:
    found = sorted(content.categories(fixture(_HERE, "categories")), key=lambda one: one.external_id)

    assert found == [
        CategoryRecord("403", None, "Giyim", is_leaf=False),
        CategoryRecord("411", "403", "Tişört", is_leaf=True),
        CategoryRecord("412", "403", "Gömlek", is_leaf=True),
        CategoryRecord("500", None, "Gıda", is_leaf=True),
    ]


def test_attributes_are_mapped_with_their_flags() -> None:
    found = content.attributes(fixture(_HERE, "attributes"), {"338": _VALUES})

    assert found == [
        AttributeRecord("338", "Beden", True, False, True, False, tuple(_VALUES)),
        AttributeRecord("47", "Renk", False, True, True, False, ()),
        AttributeRecord("2", "Sezon", False, False, False, True, ()),
    ]


@pytest.mark.parametrize(
    ("number", "name"), [("attributeValueId", "attributeValue"), ("id", "attributeValueName")]
)
def test_values_are_named_in_two_ways(number: str, name: str) -> None:
    assert content.attribute_values([{number: 6980, name: "XS"}, {number: 6981, name: "Ş"}]) == _VALUES


@pytest.mark.parametrize(
    ("name", "found"),
    [("Işık", 2), ("IŞIK", 2), ("ışık", 2), ("İnci", 4), ("inci", 4), ("ınci", None), ("Işı", None)],
)
def test_brand_is_found_by_its_name_in_any_turkish_case(name: str, found: int | None) -> None:
    rows = [{"id": 1, "name": "Işıkçı"}, {"id": 2, "name": "Işık"}, {"id": 4, "name": "İNCİ"}]

    assert content.brand_id(rows, name) == found


def test_brand_of_the_very_name_comes_first() -> None:
    assert content.brand_id([{"id": 1, "name": "ege"}, {"id": 2, "name": "Ege"}], "Ege") == 2


def test_new_product_is_told_whole() -> None:
    assert content.new_product(draft(), 1001, "TR") == NEW_ITEM


def test_new_product_is_told_within_trendyols_bounds() -> None:
    images = tuple(f"https://cdn.example.com/{number}.jpg" for number in range(10))
    wide = draft(images=images, quantity=90_000, list_price=Decimal("1.00"), desi=None)

    item = content.new_product(wide, 1001, "TR")

    assert len(item["images"]) == 8
    assert (item["quantity"], item["listPrice"]) == (20_000, Decimal("129.90"))
    assert "dimensionalWeight" not in item


def test_several_values_of_an_attribute_are_one_entry() -> None:
    several = draft(attributes=(AttributeChoice("2", "22"), AttributeChoice("2", "23")))

    assert content.new_product(several, 1001, "TR")["attributes"] == [
        {"attributeId": 2, "attributeValueIds": [22, 23]}
    ]


@pytest.mark.parametrize(
    ("changes", "brand", "code", "field"),
    [
        ({"currency": "EUR"}, 1001, "trendyol.currency", "currency"),
        ({}, None, "trendyol.brand_unknown", "brand"),
        ({"barcode": None}, 1001, "trendyol.barcode_needed", "barcode"),
        ({"category_external_id": "tişört"}, 1001, "trendyol.rejected", "category"),
    ],
)
def test_draft_that_could_only_be_refused_is_refused_here(
    changes: dict[str, Any], brand: int | None, code: str, field: str
) -> None:
    with pytest.raises(Rejected) as raised:
        content.new_product(draft(**changes), brand, "TR")

    assert (raised.value.code, raised.value.field) == (code, field)


def test_content_of_a_card_leaves_out_what_tells_variants_apart() -> None:
    assert content.content_update(draft(), 70, {"338"}) == {
        "contentId": 70,
        "title": "Pamuklu Tişört",
        "description": "<p>İnce</p>",
        "images": [{"url": "https://cdn.example.com/1.jpg"}],
        "attributes": [{"attributeId": 47, "attributeValue": "MAVİ"}],
    }


def test_content_without_attributes_leaves_them_as_they_are() -> None:
    assert "attributes" not in content.content_update(draft(), 70, {"338", "47"})


def test_update_of_a_variant_touches_neither_stock_nor_price() -> None:
    assert content.variant_update(draft(external_id="868")) == {
        "barcode": "868",
        "stockCode": "TS-M",
        "vatRate": 10,
        "dimensionalWeight": Decimal("1.5"),
    }


def test_unapproved_product_is_told_whole_but_for_stock_and_price() -> None:
    kept = {name: value for name, value in NEW_ITEM.items() if name not in _OFFER}

    assert content.unapproved_update(draft(), 1001, "TR") == kept


_OFFER = {"quantity", "salePrice", "listPrice"}


def test_batch_of_new_products_is_answered_by_sku() -> None:
    raw = {
        "batchRequestType": "ProductV2OnBoarding",
        "itemCount": 1,
        "items": [{"requestItem": {"product": NEW_ITEM, "barcode": "868"}, "status": "SUCCESS"}],
    }

    assert mapper.batch_answer(raw) == BatchAnswer(True, (ItemResult("TS-M", ItemState.ACCEPTED),))


def test_item_is_accepted_when_all_its_batches_took_it() -> None:
    cards = BatchAnswer(True, (ItemResult("content:70", ItemState.ACCEPTED),))
    refused = ItemResult("868", ItemState.REJECTED, "trendyol.item_refused", "Görsel")
    first = BatchAnswer(True, (ItemResult("868", ItemState.ACCEPTED), ItemResult("869", ItemState.ACCEPTED)))
    second = BatchAnswer(False, (refused, ItemResult("869", ItemState.PENDING)))

    assert content.joined([cards, first, second]) == BatchAnswer(
        False, (refused, ItemResult("869", ItemState.PENDING))
    )


def test_batch_that_is_forgotten_leaves_only_refusals_sure() -> None:
    gone = BatchAnswer(True, ())
    refused = ItemResult("868", ItemState.REJECTED, "trendyol.item_refused")
    other = BatchAnswer(True, (refused, ItemResult("869", ItemState.ACCEPTED)))

    assert content.joined([gone, other]) == BatchAnswer(True, (refused,))
