"""Google's own clients of the Merchant API against the pretend one: only endpoint and token address are ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("google-shopping-merchant-products")


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    server.pull("PATCH", "/google_merchant/rules", {"processing_ms": 0})
    opened = server.pull("POST", "/google_merchant/accounts", {"name": "yabanci"})
    account = opened["account"]
    scarf = {
        "offerId": "SAL-1",
        "title": "Şal",
        "price": {"amountMicros": "129900000", "currencyCode": "TRY"},
        "sellOnGoogleQuantity": "5",
    }
    server.pull("POST", f"/google_merchant/{account}/products", [scarf])
    user = {name: opened[name] for name in ("client_id", "client_secret", "refresh_token")}
    address = f"{server.address}/google_merchant"
    said: dict[str, Any] = strangers.talk(
        "google_merchant", {"address": address, "account": account, "user": user}
    )
    return said


def test_client_signs_in_and_keeps_a_source(told: dict[str, Any]) -> None:
    assert told["source"] == "yabancı"
    assert "yabancı" in told["sources"]


def test_client_sends_and_lists_products(told: dict[str, Any]) -> None:
    assert told["sent"] == "CAY-1"
    assert told["listed"] == ["CAY-1", "SAL-1"]
    assert told["tea"] == ["Çay", 39_900_000]


def test_client_pushes_availability_and_price(told: dict[str, Any]) -> None:
    assert told["changed"] == "CAY-1"
    assert told["after"] == ["OUT_OF_STOCK", 41_500_000, "Çay"]


def test_client_is_told_what_is_not_there(told: dict[str, Any]) -> None:
    assert told["missing"] is True
