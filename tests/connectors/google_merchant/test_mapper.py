"""Between Google's shapes and our records."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.records import ItemResult, ItemState, ListingRecord, ParkedRecord, PriceOffer
from prapazar.connectors.google_merchant import mapper
from tests.factories.drafts import draft
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_OURS = {"amountMicros": "1234050000", "currencyCode": "TRY"}


def _product(**told: object) -> dict[str, Any]:
    raw: dict[str, Any] = fixture(_HERE, "products")["products"][0]
    return {**raw, "productAttributes": {**raw["productAttributes"], **told}}


def _reviewed(*places: dict[str, list[str]], issues: list[dict[str, str]] | None = None) -> dict[str, Any]:
    statuses = [{"reportingContext": "SHOPPING_ADS", **place} for place in places]
    return {**_product(), "productStatus": {"destinationStatuses": statuses, "itemLevelIssues": issues or []}}


def test_product_is_our_listing() -> None:
    assert mapper.listings([_product()]) == [
        ListingRecord(
            external_id="tr~TR~SAL-1",
            external_parent_id="SAL",
            sku="SAL-1",
            barcode="8690000000012",
            title="Çiçekli Şal",
            parent_title="Çiçekli Şal",
            options={"color": "Kırmızı"},
            price=Decimal("1299.05"),
            list_price=Decimal("1500.10"),
            quantity=7,
            is_active=True,
            brand="Oya",
            category="2073",
            description="İğne oyası",
            images=("https://c.example/1.jpg", "https://c.example/2.jpg"),
            currency="TRY",
            url="https://m.example/SAL-1",
        )
    ]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"availability": "SOMETIMES"}, "connector.unknown_status"),
        ({"price": {"amountMicros": "çok", "currencyCode": "TRY"}}, "connector.odd_value"),
        ({"price": None}, "connector.missing_field"),
    ],
)
def test_product_nobody_understands_is_parked_alone(told: dict[str, object], code: str) -> None:
    found = mapper.listings([_product(**told), _product()])

    assert isinstance(found[0], ParkedRecord)
    assert (found[0].external_id, found[0].code, type(found[1])) == ("SAL-1", code, ListingRecord)


@pytest.mark.parametrize(
    ("list_price", "expected"),
    [
        (
            Decimal("1500.1"),
            {"price": {"amountMicros": "1500100000", "currencyCode": "TRY"}, "salePrice": _OURS},
        ),
        (Decimal("1234.05"), {"price": _OURS}),
        (None, {"price": _OURS}),
    ],
)
def test_lower_price_is_the_sale_price(list_price: Decimal | None, expected: dict[str, Any]) -> None:
    assert mapper.prices(PriceOffer("A", None, Decimal("1234.05"), list_price, "TRY")) == expected


def test_barcode_with_a_wrong_check_digit_is_no_gtin() -> None:
    right, wrong = (mapper.content(draft(barcode=code), "") for code in ("8690000000012", "8690000000017"))

    assert (right.get("gtins"), right.get("mpn")) == (["8690000000012"], None)
    assert (wrong.get("gtins"), wrong.get("mpn")) == (None, "8690000000017")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (_reviewed({"approvedCountries": ["TR"]}), ItemResult("A", ItemState.ACCEPTED)),
        (_reviewed({"pendingCountries": ["TR"]}), ItemResult("A", ItemState.ACCEPTED)),
        (
            _reviewed({"disapprovedCountries": ["TR"]}, {"approvedCountries": ["TR"]}),
            ItemResult("A", ItemState.ACCEPTED),
        ),
        (
            _reviewed(
                {"disapprovedCountries": ["TR"]},
                issues=[
                    {"code": "image", "severity": "DISAPPROVED", "description": "Görsel bozuk"},
                    {"code": "gtin", "severity": "DEMOTED", "description": "GTIN yok"},
                ],
            ),
            ItemResult("A", ItemState.REJECTED, "google_merchant.disapproved", "Görsel bozuk"),
        ),
    ],
)
def test_product_is_rejected_only_where_no_destination_takes_it(
    raw: dict[str, Any], expected: ItemResult
) -> None:
    assert mapper.verdict("A", raw) == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([{"name": "s/1", "input": "FILE", "primaryProductDataSource": {}}], None),
        ([{"name": "s/1", "input": "API", "supplementalProductDataSource": {}}], None),
        ([{"name": "s/1", "input": "API", "primaryProductDataSource": {"feedLabel": "DE"}}], None),
        ([{"name": "s/1", "input": "API", "primaryProductDataSource": {}}], "s/1"),
        (
            [
                {
                    "name": "s/2",
                    "input": "API",
                    "primaryProductDataSource": {"feedLabel": "TR", "contentLanguage": "tr"},
                }
            ],
            "s/2",
        ),
    ],
)
def test_data_source_is_one_that_takes_our_writes(
    sources: list[dict[str, Any]], expected: str | None
) -> None:
    assert mapper.source({"dataSources": sources, "nextPageToken": ""}, "tr", "TR")[0] == expected
