"""N11's listings, categories and attributes as our records, and drafts as its SKUs."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import (
    CategoryRecord,
    ListingRecord,
    ParkedRecord,
)
from prapazar.connectors.n11 import content
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw_listing(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a product
    return {**fixture(_HERE, "products")["content"][0], **changes}


def test_listings_are_mapped_whole() -> None:
    found = content.listings(fixture(_HERE, "products")["content"])

    assert found == [
        ListingRecord(
            external_id="ŞAL-1-M",
            external_parent_id="ŞAL-1",
            sku="ŞAL-1-M",
            barcode="8680000000017",
            title="Çiçekli Şal, İğne Oyalı",
            parent_title="Çiçekli Şal, İğne Oyalı",
            options={"Renk": "Mavi"},
            price=Decimal("129.90"),
            list_price=Decimal(150),
            quantity=7,
            is_active=True,
            brand="İğne Oyası",
            vat_rate=Decimal(10),
            description="<p>El işi</p>",
            images=("https://img.example/1.jpg",),
        ),
        ListingRecord(
            external_id="ŞAL-1-K",
            external_parent_id="ŞAL-1",
            sku="ŞAL-1-K",
            barcode=None,
            title="Çiçekli Şal, İğne Oyalı",
            parent_title="Çiçekli Şal, İğne Oyalı",
            options={"Renk": "Kırmızı"},
            price=Decimal("9.9"),
            list_price=Decimal("9.9"),
            quantity=0,
            is_active=False,
            vat_rate=Decimal(20),
            currency="EUR",
        ),
    ]


def test_single_product_has_no_options() -> None:
    [found] = content.listings([_raw_listing()])

    assert isinstance(found, ListingRecord)
    assert found.options == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currencyType": "GBP"}, "connector.unknown_currency"),
        ({"vatRate": 7}, "connector.unknown_tax"),
        ({"attributes": "?"}, "connector.odd_value"),
        ({"salePrice": None}, "connector.missing_field"),
    ],
)
def test_listing_nobody_can_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    parked, read = content.listings([_raw_listing(**changes), _raw_listing(stockCode="ŞAL-2")])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("ŞAL-1-M", code)
    assert isinstance(read, ListingRecord)


def test_categories_are_mapped_with_their_parents() -> None:
    assert list(content.categories(fixture(_HERE, "categories"))) == [
        CategoryRecord("1000", None, "Giyim & Ayakkabı", is_leaf=False),
        CategoryRecord("1000001", "1000", "Şal & Fular", is_leaf=True),
    ]


def test_attributes_are_mapped_without_the_brand() -> None:
    assert content.attributes(fixture(_HERE, "attributes")) == [
        AttributeRecord(
            external_id="2",
            name="Renk",
            is_required=True,
            allows_custom=False,
            is_variant=True,
            values=(AttributeValueRecord("9101", "Kırmızı"),),
        )
    ]


_DRAFT = ListingDraft(
    sku="ŞAL-1",
    barcode=None,
    group="ŞAL",
    title="Çiçekli Şal, İğne Oyalı",
    description="<p>El işi</p>",
    brand="İğne Oyası",
    brand_external_id=None,
    category_external_id="1000001",
    vat_rate=Decimal(10),
    price=Decimal("129.9"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=("https://img.example/1.jpg",),
    attributes=(AttributeChoice("2", "9101"), AttributeChoice("4", text="İpek")),
)


def test_draft_becomes_a_sku_with_the_brand_among_its_attributes() -> None:
    assert content.new_sku(_DRAFT, "Standart", 2) == {
        "title": "Çiçekli Şal, İğne Oyalı",
        "description": "<p>El işi</p>",
        "categoryId": 1000001,
        "currencyType": "TL",
        "productMainId": "ŞAL",
        "preparingDay": 2,
        "shipmentTemplate": "Standart",
        "stockCode": "ŞAL-1",
        "quantity": 7,
        "images": [{"url": "https://img.example/1.jpg", "order": 1}],
        "attributes": [
            {"id": 1, "valueId": None, "customValue": "İğne Oyası"},
            {"id": 2, "valueId": 9101, "customValue": None},
            {"id": 4, "valueId": None, "customValue": "İpek"},
        ],
        "salePrice": Decimal("129.90"),
        "listPrice": Decimal("129.90"),
        "vatRate": 10,
    }


def test_draft_in_a_category_that_is_no_number_is_refused() -> None:
    with pytest.raises(Rejected):
        content.new_sku(dataclasses.replace(_DRAFT, category_external_id="şal"), "Standart", 1)


def test_changed_draft_carries_no_stock_and_no_price() -> None:
    assert content.changed_sku(dataclasses.replace(_DRAFT, external_id="ŞAL-9")) == {
        "stockCode": "ŞAL-9",
        "description": "<p>El işi</p>",
        "vatRate": 10,
    }
