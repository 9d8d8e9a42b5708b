"""What PTT AVM sells as our records, and our drafts as new products."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import CategoryRecord, ListingRecord
from prapazar.connectors.pttavm import content
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    usual: dict[str, Any] = {
        "sku": "ŞAL-1",
        "barcode": "8680000000017",
        "group": "ŞAL",
        "title": "Çiçekli Şal",
        "description": "<p>El işi</p>",
        "brand": "İğne Oyası",
        "brand_external_id": None,
        "category_external_id": "101",
        "vat_rate": Decimal(10),
        "price": Decimal("129.95"),
        "list_price": Decimal(150),
        "currency": "TRY",
        "quantity": 7,
        "images": ("https://img.example/1.jpg",),
        "desi": Decimal(2),
    }
    return ListingDraft(**{**usual, **changes})


def test_product_and_each_variant_are_listings() -> None:
    plain, red, blue = content.listings(fixture(_HERE, "products"))

    assert plain == ListingRecord(
        external_id="8680000000017",
        external_parent_id=None,
        sku="ŞAL-1",
        barcode="8680000000017",
        title="Çiçekli Şal, İğne Oyalı",
        parent_title="Çiçekli Şal, İğne Oyalı",
        options={},
        price=Decimal("129.95"),
        list_price=None,
        quantity=7,
        is_active=True,
        category="101",
        vat_rate=Decimal(10),
        description="<p>El işi</p>",
        images=("https://img.example/1.jpg", "https://img.example/2.jpg"),
        desi=Decimal("1.5"),
    )
    shown = [
        (one.external_id, one.external_parent_id, one.options, one.list_price, one.quantity, one.is_active)
        for one in (red, blue)
        if isinstance(one, ListingRecord)
    ]
    assert shown == [
        (
            "8680000000031",
            "8680000000024",
            {"Seçenek 1": "Kırmızı", "Seçenek 2": "M"},
            Decimal(100),
            3,
            False,
        ),
        ("8680000000048", "8680000000024", {"Seçenek 1": "Mavi"}, Decimal("150.5"), 6, False),
    ]


def test_price_of_a_product_with_a_discount_is_not_guessed() -> None:
    _, red, _ = content.listings(fixture(_HERE, "products"))

    assert isinstance(red, ListingRecord)
    assert (red.price, red.list_price) == (None, Decimal(100))


def test_categories_are_taken_off_the_tree() -> None:
    assert list(content.categories(fixture(_HERE, "categories"))) == [
        CategoryRecord("10", None, "Giyim", is_leaf=False),
        CategoryRecord("101", "10", "Şal & Fular", is_leaf=True),
    ]


def test_new_product_is_written_whole() -> None:
    assert content.new_product(_draft()) == {
        "categoryId": 101,
        "barcode": "8680000000017",
        "name": "Çiçekli Şal",
        "productCode": "ŞAL-1",
        "longDescription": "<p>El işi</p>",
        "brand": "İğne Oyası",
        "priceWithVat": Decimal("129.95"),
        "priceWithoutVat": Decimal("118.14"),
        "vatRate": 10,
        "discount": 0,
        "quantity": 7,
        "active": True,
        "images": [{"url": "https://img.example/1.jpg"}],
        "desi": Decimal(2),
    }


def test_variant_is_a_product_of_its_own_named_by_its_options() -> None:
    draft = _draft(barcode=None, options={"Renk": "Mavi", "Beden": "M"}, quantity=20_000, desi=None)

    product = content.new_product(draft)

    shown = (product["name"], product["barcode"], product["quantity"], "desi" in product)
    assert shown == ("Çiçekli Şal Mavi M", "ŞAL-1", 9999, False)


@pytest.mark.parametrize(
    ("changes", "known", "expected"),
    [
        ({}, [], None),
        ({}, ["8680000000017"], ("8680000000017", "pttavm.already_listed")),
        ({"external_id": "868"}, [], ("868", "pttavm.content_fixed")),
        ({"vat_rate": Decimal(18)}, [], ("8680000000017", "pttavm.vat_rate")),
    ],
)
def test_draft_that_could_do_harm_is_refused_by_us(
    changes: dict[str, Any], known: list[str], expected: tuple[str, str] | None
) -> None:
    fault = content.draft_fault(_draft(**changes), known)

    assert ((fault.external_id, fault.code) if fault else None) == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"currency": "EUR"}, "pttavm.currency"), ({"category_external_id": "şal"}, "pttavm.not_found")],
)
def test_draft_nobody_could_sell_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as raised:
        content.new_product(_draft(**changes))

    assert raised.value.code == code
