"""OpenCart fulfilling the contract: what is told to the shop, and what is left alone."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SHOP = {"name": "Dükkân", "version": "4.1.0.3", "currency": "TRY", "products": 2}


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    usual = {"shop_url": "https://magaza.example", "username": "PraPazar"}
    return provider.connector("opencart", {**usual, **settings}, {"api_key": "anahtar"})


def _served(*answers: object) -> Provider:
    return Provider([answer(one) for one in answers])


def _orders(**changes: object) -> dict[str, Any]:
    return {"total": 1, "data": [{**fixture(_HERE, "orders")["data"][0], **changes}]}


def test_credentials_test_tells_whose_shop_it_is() -> None:
    found = _connector(_served(_SHOP, {"error": "API call not found"})).test_credentials()

    assert found == AccountRecord("Dükkân", "OpenCart 4.1.0.3, TRY", 2)


def test_older_shop_that_lets_nobody_in_is_no_good_account() -> None:
    refused = {"error": "Warning: Your IP 10.0.0.1 is not allowed to access this API!"}

    with pytest.raises(AuthFailed) as raised:
        _connector(_served(_SHOP, refused), version="4.0.2").test_credentials()

    assert raised.value.code == "opencart.no_permission"


def test_each_item_of_a_push_is_answered() -> None:
    results = [("40", "", "ok"), ("41", "17", "not_found"), ("42", "", "weird")]
    rows = [{"product_id": p, "product_option_value_id": o, "result": r} for p, o, r in results]
    offers = [StockOffer(one, None, 1) for one in ("40", "41:17", "42")]

    found = _connector(_served({"data": rows})).push_stock(offers)

    assert found == PushResult(
        (
            ItemResult("40", ItemState.ACCEPTED),
            ItemResult("41:17", ItemState.REJECTED, "opencart.not_found", "not_found"),
            ItemResult("42", ItemState.REJECTED, "opencart.item_refused", "weird"),
        )
    )


def test_price_that_the_shop_cannot_take_is_not_sent() -> None:
    provider = _served(_SHOP)
    offers = [
        PriceOffer("41:17", "41", Decimal(10), None, "TRY"),
        PriceOffer("40", None, Decimal(10), None, "EUR"),
    ]

    found = _connector(provider).push_price(offers)

    assert [one.code for one in found.items] == ["opencart.option_price", "opencart.currency"]
    assert [one.method for one in provider.requests] == ["GET"]


@pytest.mark.parametrize("status", ["3", "5"])
def test_order_that_left_is_not_told_again(status: str) -> None:
    provider = _served(_orders(order_status_id=status))

    _connector(provider).report_status("1001", PackageStatus.SHIPPED, {})

    assert [one.method for one in provider.requests] == ["GET"]


def test_step_the_shop_does_not_have_is_unknown() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_served({})).report_status("1001", PackageStatus.PACKED, {})

    assert raised.value.code == "connector.step_unknown"


def test_part_that_cannot_be_supplied_is_a_note_beside_the_status_there_is() -> None:
    provider = _served(_orders(), {"success": "…"})

    _connector(provider).report_unsupplied("1001", {"5": 1}, "out_of_stock")

    body = provider.requests[1].content.decode()
    assert body.startswith("order_id=1001&order_status_id=2&comment=PraPazar%3A+1+x+Ti%C5%9F%C3%B6rt%2C+M")
    assert body.endswith("&notify=0&override=0")


def test_reason_nobody_knows_is_refused_before_anything_is_written() -> None:
    provider = _served(_orders())

    with pytest.raises(Rejected) as raised:
        _connector(provider).report_unsupplied("1001", {"5": 2}, "mood")

    assert (raised.value.code, len(provider.requests)) == ("connector.reason_unknown", 1)
