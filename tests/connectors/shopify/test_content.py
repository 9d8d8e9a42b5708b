"""Shopify's variants as our listings, and our offers as Shopify's."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.records import ItemState, ListingRecord, ParkedRecord, PriceOffer, StockOffer
from prapazar.connectors.shopify import content
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _variant(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    [variant] = fixture(_HERE, "listings")["data"]["productVariants"]["nodes"]
    return {**variant, **changes}


def test_variant_is_a_listing() -> None:
    assert content.listings([_variant()], "TRY") == [
        ListingRecord(
            external_id="44-99",
            external_parent_id="33",
            sku="SAL-MAVI",
            barcode="8690000000017",
            title="Oyalı Şal, Mavi",
            parent_title="Oyalı Şal",
            options={"Renk": "Mavi"},
            price=Decimal("129.90"),
            list_price=Decimal("149.90"),
            quantity=7,
            is_active=True,
            brand="Deneme Marka",
            category="Şal",
            description="<p>İğne oyası</p>",
            currency="TRY",
        )
    ]


def test_only_form_of_a_product_has_no_option() -> None:
    raw = _variant(title="Default Title", selectedOptions=[{"name": "Title", "value": "Default Title"}])

    [found] = content.listings([raw], "TRY")

    assert isinstance(found, ListingRecord)
    assert (found.title, found.options) == ("Oyalı Şal", {})


@pytest.mark.parametrize("item", [{"tracked": False}, {"tracked": True, "inventoryLevel": None}])
def test_quantity_nobody_counts_here_is_unknown(item: dict[str, Any]) -> None:
    [found] = content.listings([_variant(inventoryItem={"legacyResourceId": "99", **item})], "TRY")

    assert isinstance(found, ListingRecord)
    assert found.quantity is None


def test_listing_of_an_unknown_status_is_parked() -> None:
    raw = _variant(product={**_variant()["product"], "status": "HAUNTED"})

    [found] = content.listings([raw], "TRY")

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("44", "connector.unknown_status")


def test_offers_are_written_by_item_and_by_variant() -> None:
    stock = content.quantity(StockOffer("44-99", "33", 5), "gid://shopify/Location/1")
    price = content.variant_price(PriceOffer("44-99", "33", Decimal("1E+2"), Decimal(150), "TRY"))
    alone = content.variant_price(PriceOffer("44-99", "33", Decimal(100), Decimal(100), "TRY"))

    assert stock == {
        "inventoryItemId": "gid://shopify/InventoryItem/99",
        "locationId": "gid://shopify/Location/1",
        "quantity": 5,
        "changeFromQuantity": None,
    }
    assert price == {"id": "gid://shopify/ProductVariant/44", "price": "100", "compareAtPrice": "150"}
    assert alone["compareAtPrice"] is None


def test_price_the_answer_does_not_show_is_not_taken() -> None:
    offers = [PriceOffer(f"{number}-9", "33", Decimal(100), None, "TRY") for number in (1, 2, 3)]
    sent = [content.variant_price(one) for one in offers]
    shown = [
        {"id": "gid://shopify/ProductVariant/1", "price": "100.00", "compareAtPrice": None},
        {"id": "gid://shopify/ProductVariant/2", "price": "90.00", "compareAtPrice": None},
    ]
    failure = {"field": ["variants", "2", "price"], "message": "no", "code": "NEGATIVE_PRICE_VALUE"}

    found = content.price_results(offers, sent, {"productVariants": shown, "userErrors": [failure]})

    assert [(one.state, one.code) for one in found] == [
        (ItemState.ACCEPTED, None),
        (ItemState.REJECTED, "shopify.not_taken"),
        (ItemState.REJECTED, "shopify.item_refused"),
    ]


def test_recorded_answer_can_be_replayed() -> None:
    [found] = content.READERS["products"](fixture(_HERE, "listings"))

    assert isinstance(found, ListingRecord)
