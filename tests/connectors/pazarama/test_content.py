"""Pazarama's listings, categories and attributes as our records, and drafts as its products."""

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
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
)
from prapazar.connectors.pazarama import content
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def test_listing_is_mapped_whole() -> None:
    assert content.listings(fixture(_HERE, "products")["data"]["sellerProducts"], is_active=True) == [
        ListingRecord(
            external_id="8680000000017",
            external_parent_id="ŞAL",
            sku="ŞAL-1",
            barcode="8680000000017",
            title="Çiçekli Şal, İğne Oyalı",
            parent_title="Çiçekli Şal, İğne Oyalı",
            options={"Renk": "Mavi"},
            price=Decimal("129.95"),
            list_price=Decimal(150),
            quantity=7,
            is_active=True,
            brand="İğne Oyası",
            category="Şal & Fular",
            vat_rate=Decimal(10),
            description="<p>El işi</p>",
            images=("https://img.example/1.jpg", "https://img.example/2.jpg"),
        )
    ]


def test_categories_are_mapped_with_their_parents() -> None:
    told = fixture(_HERE, "categories")["data"]
    silent = [{name: value for name, value in row.items() if name != "leaf"} for row in told]
    expected = [
        CategoryRecord("k-1", None, "Giyim", is_leaf=False),
        CategoryRecord("k-2", "k-1", "Şal & Fular", is_leaf=True),
    ]

    assert [list(content.categories(rows)) for rows in (told, silent)] == [expected, expected]


def test_attributes_take_values_only() -> None:
    assert content.attributes(fixture(_HERE, "attributes")["data"]) == [
        AttributeRecord(
            external_id="a-1",
            name="Renk",
            is_required=True,
            allows_custom=False,
            is_variant=True,
            values=(AttributeValueRecord("v-1", "Mavi"),),
        )
    ]


_DRAFT = ListingDraft(
    sku="ŞAL-1",
    barcode="8680000000017",
    group="ŞAL",
    title="Çiçekli Şal, İğne Oyalı",
    description="<p>El işi</p>",
    brand="İğne Oyası",
    brand_external_id=None,
    category_external_id="k-2",
    vat_rate=Decimal(10),
    price=Decimal("129.9"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=("https://img.example/1.jpg",),
    attributes=(AttributeChoice("a-1", "v-1"),),
    desi=Decimal("1.2"),
)


def test_draft_becomes_a_product() -> None:
    assert content.new_product(_DRAFT, "b-1") == {
        "Name": "Çiçekli Şal, İğne Oyalı",
        "DisplayName": "Çiçekli Şal, İğne Oyalı",
        "Description": "<p>El işi</p>",
        "BrandId": "b-1",
        "Desi": 2,
        "Code": "8680000000017",
        "GroupCode": "ŞAL",
        "StockCount": 7,
        "StockCode": "ŞAL-1",
        "VatRate": 10,
        "ListPrice": Decimal("129.90"),
        "SalePrice": Decimal("129.90"),
        "CategoryId": "k-2",
        "CurrencyType": "TRY",
        "images": [{"imageUrl": "https://img.example/1.jpg"}],
        "attributes": [{"attributeId": "a-1", "attributeValueId": "v-1"}],
        "deliveries": [],
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"barcode": None}, "pazarama.barcode_needed"),
        ({"currency": "EUR"}, "pazarama.currency"),
        ({"attributes": (AttributeChoice("a-1", text="Lacivert"),)}, "pazarama.value_needed"),
    ],
)
def test_draft_pazarama_cannot_take_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as raised:
        content.new_product(dataclasses.replace(_DRAFT, **changes), "b-1")

    assert raised.value.code == code


def test_brand_is_known_in_other_letters_and_an_unknown_one_refused() -> None:
    known = [{"id": "b-1", "name": "Oyalı"}, {"id": "b-2", "name": "İĞNE OYASI"}]

    assert content.brand(known, "İğne Oyası") == "b-2"
    with pytest.raises(Rejected) as raised:
        content.brand(known, "Oya")
    assert raised.value.code == "pazarama.brand_unknown"


_REFUSED = {"productCode": "868", "errorReason": "Marka bulunamadı."}


_REFUSED_ITEM = ItemResult("868", ItemState.REJECTED, "pazarama.item_refused", "Marka bulunamadı.")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"status": 1, "failedProducts": []}, BatchAnswer(is_final=False, items=())),
        (
            {"status": 2, "failedProducts": [_REFUSED], "batchResult": [{"productCode": "869"}]},
            BatchAnswer(is_final=True, items=(_REFUSED_ITEM, ItemResult("869", ItemState.ACCEPTED))),
        ),
        (
            {"status": 2, "failedProducts": [_REFUSED]},
            BatchAnswer(is_final=True, items=(_REFUSED_ITEM,), unnamed=ItemState.ACCEPTED),
        ),
        ({"status": 3, "failedProducts": None}, BatchAnswer(is_final=True, items=())),
    ],
)
def test_creation_is_answered_for_those_it_names_and_for_the_others(
    raw: dict[str, Any], expected: BatchAnswer
) -> None:
    assert content.listing_batch(raw) == expected


def test_creation_in_a_state_nobody_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        content.listing_batch({"status": 9})
