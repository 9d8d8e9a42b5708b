"""Etsy's endpoints as they are called: method, address, query and body; log-in and pauses."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.connectors.etsy.shop import CREDENTIALS, ME, SETTINGS, TOKEN, asked, page, recorded, shop
from tests.factories.provider import Provider, answer

_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_WINDOW = "1795132800", "1795219199"
_SHOP = "/shops/12000001"
_RED = "1500000001-200.9"
_LISTED = "includes=Inventory%2CImages&limit=100&offset=0&sort_on=created&sort_order=asc"
Operation = Callable[[Any], object]


def _written(quantity: int, price: str) -> str:
    """Both products, whole, without what may only be read."""
    products = [
        f'{{"sku":"{sku}","property_values":[{{"property_id":200,"property_name":"Primary color",'
        f'"scale_id":null,"value_ids":[{value}],"values":["{name}"]}}],"offerings":[{{"price":{cost},'
        f'"quantity":{units},"is_enabled":true,"readiness_state_id":93000001}}]}}'
        for sku, value, name, cost, units in (
            ("SAL-KIRMIZI", 9, "Red", price, quantity),
            ("SAL-SIYAH", 1, "Black", "1299.95", 0),
        )
    ]
    by_price = "[]" if price == "1299.95" else "[200]"
    return (
        f'{{"products":[{",".join(products)}],"price_on_property":{by_price},"quantity_on_property":[200],'
        '"sku_on_property":[200],"readiness_state_on_property":[]}'
    )


def _receipts(field: str, limit: int, sort_on: str) -> str:
    window = f"min_{field}={_WINDOW[0]}&max_{field}={_WINDOW[1]}"
    return f"{window}&limit={limit}&offset=0&sort_on={sort_on}&sort_order=asc&legacy=false"


OPERATIONS: dict[str, tuple[Operation, list[object], list[tuple[str, str, str, str]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [{"shop_name": "Şalcı", "currency_code": "TRY", "listing_active_count": 4}],
        [("GET", _SHOP, "", "")],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [page()],
        [
            ("GET", f"{_SHOP}/listings", f"state={state}&{_LISTED}", "")
            for state in ("active", "inactive", "sold_out", "draft", "expired")
        ],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [recorded("taxonomy")],
        [("GET", "/seller-taxonomy/nodes", "", "")],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("1101"),
        [recorded("properties")],
        [("GET", "/seller-taxonomy/nodes/1101/properties", "", "")],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [recorded("receipts")],
        [("GET", f"{_SHOP}/receipts", _receipts("last_modified", 100, "updated"), "")],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("3021745515"),
        [recorded("receipts")["results"][0]],
        [("GET", f"{_SHOP}/receipts/3021745515", "legacy=false", "")],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [page(count=3)],
        [("GET", f"{_SHOP}/receipts", _receipts("created", 1, "created"), "")],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer(_RED, None, 3)]),
        [recorded("inventory")],
        [
            ("GET", "/listings/1500000001/inventory", "includes=Listing", ""),
            ("PUT", "/listings/1500000001/inventory", "", _written(3, "1299.95")),
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer(_RED, None, Decimal("1349.9"), None, "TRY")]),
        [{"shop_name": "Şalcı", "currency_code": "TRY", "listing_active_count": 4}, recorded("inventory")],
        [
            ("GET", _SHOP, "", ""),
            ("GET", "/listings/1500000001/inventory", "includes=Listing", ""),
            ("PUT", "/listings/1500000001/inventory", "", _written(4, "1349.90")),
        ],
    ),
    "report_status": (
        lambda c: c.report_status(
            "3021745515", PackageStatus.SHIPPED, {}, carrier="Aras Kargo", tracking_number="726 1"
        ),
        [recorded("receipts")["results"][0], page([{"name": "aras-kargo"}])],
        [
            ("GET", f"{_SHOP}/receipts/3021745515", "legacy=false", ""),
            ("GET", "/shipping-carriers", "origin_country_iso=TR", ""),
            (
                "POST",
                f"{_SHOP}/receipts/3021745515/tracking",
                "legacy=false",
                '{"tracking_code":"726 1","carrier_name":"aras-kargo"}',
            ),
        ],
    ),
    "fetch_settlements": (
        lambda c: list(c.fetch_settlements(_SINCE, _UNTIL)),
        [recorded("ledger"), page([{"payment_id": 3021745522, "receipt_id": 3021745515}])],
        [
            (
                "GET",
                f"{_SHOP}/payment-account/ledger-entries",
                f"min_created={_WINDOW[0]}&max_created={_WINDOW[1]}&limit=100&offset=0",
                "",
            ),
            ("GET", f"{_SHOP}/payment-account/ledger-entries/payments", "ledger_entry_ids=20000001", ""),
        ],
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_asks_in_etsys_words(name: str) -> None:
    work, answers, expected = OPERATIONS[name]
    connector, provider = shop(*answers)

    work(connector)

    assert asked(provider) == expected


def test_key_goes_with_the_token_and_the_refresh_token_with_the_app_alone() -> None:
    provider = Provider([answer(TOKEN), answer(ME), answer({"shop_name": "x", "currency_code": "TRY"})])
    connector = provider.connector("etsy", SETTINGS, CREDENTIALS)

    connector.client.me()

    token, call = provider.requests
    assert str(token.url) == "https://openapi.etsy.com/v3/public/oauth/token"
    assert token.content == b"grant_type=refresh_token&client_id=ks1&refresh_token=50000001.r-1"
    assert "x-api-key" not in token.headers
    assert call.headers["authorization"] == "Bearer 50000001.a-1"
    assert call.headers["x-api-key"] == "ks1:gizli"


def test_nothing_left_for_the_second_is_waited_for() -> None:
    connector, provider = shop(answer(ME, headers={"x-remaining-this-second": "0"}), ME)

    connector.client.me()
    connector.client.me()

    assert sum(provider.slept) >= 1


def test_nothing_left_for_the_day_ends_the_work() -> None:
    connector, _ = shop(answer(ME, headers={"x-remaining-today": "0"}), ME)
    connector.client.me()

    with pytest.raises(RateLimited):
        connector.client.me()
