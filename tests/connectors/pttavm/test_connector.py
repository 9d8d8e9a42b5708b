"""PTT AVM fulfilling the contract: periods, pages without a size, prices, barcodes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ItemState,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_NUMBER = "PTT-0BO6M672N-180925"
_TAKEN = {"trackingId": "t-1", "success": True}


def _served(*answers: object) -> Provider:
    return Provider([one if isinstance(one, httpx.Response) else answer(one) for one in answers])


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("pttavm", settings, {"api_key": "anahtar", "access_token": "jeton"})


def _order(number: str, told: str = "2026-11-21T14:00:00", **changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "orders")[0], "siparisNo": number, "islemTarihi": told, **changes}


def _bare() -> list[dict[str, Any]]:
    return [_order(_NUMBER, barcodes=[])]


def _warehouses(*numbers: int) -> dict[str, Any]:
    return {"data": [{"id": number, "name": "Depo"} for number in numbers], "error": False, "status": True}


def _writes(provider: Provider) -> list[str]:
    return [one.url.path for one in provider.requests if one.url.path.endswith(("create-barcode", "prices"))]


def test_credentials_test_tells_no_count() -> None:
    assert _connector(_served({"cargoProfiles": []})).test_credentials() == AccountRecord("PTT AVM")


def test_long_period_is_asked_for_in_parts_side_by_side() -> None:
    provider = _served([])

    list(_connector(provider).fetch_packages(_NOON - timedelta(days=20), _NOON))

    spans = [(one.url.params["startDate"], one.url.params["endDate"]) for one in provider.requests]
    assert spans == [
        ("2026-10-01T15:00:00", "2026-11-09T15:00:00"),
        ("2026-11-09T15:00:00", "2026-11-22T15:00:00"),
    ]


def test_order_at_the_border_of_two_parts_comes_once() -> None:
    provider = _served([_order("PTT-1"), _order("PTT-2")], [_order("PTT-2"), _order("PTT-3")])

    pages = list(_connector(provider).fetch_packages(_NOON - timedelta(days=20), _NOON))

    assert [[one.external_id for one in page] for page in pages] == [["PTT-1", "PTT-2"], ["PTT-3"]]


def test_order_from_after_the_window_is_left_for_the_next() -> None:
    provider = _served([_order("PTT-1", "2026-11-21T14:59:59"), _order("PTT-2", "2026-11-21T15:00:00")])

    [page] = _connector(provider).fetch_packages(_NOON - timedelta(days=1), _NOON)

    assert [one.external_id for one in page] == ["PTT-1"]


def test_count_is_of_the_window_to_the_second() -> None:
    orders = [
        _order("PTT-1", "2026-11-21T13:59:59"),
        _order("PTT-2", "2026-11-21T14:00:00"),
        _order("PTT-3", siparisUrunler=[]),
        _order("PTT-4", "2026-11-20T14:00:00", siparisUrunler=[]),
        _order("PTT-5", "dün"),
    ]

    assert _connector(_served(orders)).count_packages(_NOON - timedelta(hours=1), _NOON) == 3


@pytest.mark.parametrize("beyond", [[], fixture(_HERE, "products")])
def test_products_are_read_to_a_page_without_anything_new(beyond: list[Any]) -> None:
    further = [{**fixture(_HERE, "products")[0], "urunId": 9, "barkod": "869"}]
    provider = _served(fixture(_HERE, "products"), further, beyond)

    pages = list(_connector(provider).fetch_listings())

    assert [[one.external_id for one in page] for page in pages] == [
        ["8680000000017", "8680000000031", "8680000000048"],
        ["869"],
    ]
    assert len(provider.requests) == 3


@pytest.mark.parametrize("told", [httpx.Response(404), []])
def test_order_nobody_knows_is_no_order(told: object) -> None:
    assert _connector(_served(told)).fetch_package("PTT-1") == []


def test_push_hands_out_the_batch() -> None:
    found = _connector(_served(_TAKEN)).push_stock([StockOffer("868", None, 1)])

    assert found == PushResult(batch_external_id="t-1")


def test_push_without_a_number_is_no_success() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector(_served({"trackingId": None, "success": True})).push_stock([StockOffer("868", None, 1)])


def test_price_of_a_variant_is_refused_and_the_others_go() -> None:
    provider = _served(_TAKEN)
    good = PriceOffer("868", None, Decimal(9), None, "TRY", Decimal(20))

    found = _connector(provider).push_price(
        [good, PriceOffer("869", "867", Decimal(9), None, "TRY", Decimal(20))]
    )

    [refused] = found.items
    assert (refused.external_id, refused.state, refused.code, found.batch_external_id) == (
        "869",
        ItemState.REJECTED,
        "pttavm.variant_price",
        "t-1",
    )
    assert [item["barcode"] for item in provider.asked[0].body["items"]] == ["868"]


def test_nothing_is_sent_where_every_price_is_refused() -> None:
    provider = _served(_TAKEN)

    found = _connector(provider).push_price([PriceOffer("869", "867", Decimal(9), None, "TRY")])

    assert (found.batch_external_id, len(found.items), provider.requests) == (None, 1, [])


def test_batch_nobody_knows_is_final_and_says_nothing() -> None:
    answered = _connector(_served(httpx.Response(404))).fetch_batch("t-1")

    assert answered == BatchAnswer(is_final=True, items=())


def test_order_that_has_a_barcode_is_not_asked_for_another() -> None:
    provider = _served(fixture(_HERE, "orders"))

    _connector(provider).report_status(_NUMBER, PackageStatus.PACKED, {"1266416": 2})

    assert [one.url.path for one in provider.requests] == [f"/api/v1/orders/{_NUMBER}"]


@pytest.mark.parametrize(("known", "setting", "expected"), [((1, 2), "2", 2), ((7,), "", 7), ((7,), "7", 7)])
def test_barcode_is_for_the_set_warehouse_or_the_only_one(
    known: tuple[int, ...], setting: str, expected: int
) -> None:
    made = {"tracking_id": "l-1", "success": True, "error": False}
    provider = _served(_bare(), _warehouses(*known), made, {"status": "pending", "error": ""})

    _connector(provider, warehouse_id=setting).report_status(_NUMBER, PackageStatus.PACKED, {})

    assert provider.asked[2].body == {"orders": [{"order_id": _NUMBER, "warehouse_id": expected}]}


@pytest.mark.parametrize(("known", "setting"), [((1, 2), ""), ((), ""), ((1,), "3")])
def test_warehouse_is_never_guessed(known: tuple[int, ...], setting: str) -> None:
    provider = _served(_bare(), _warehouses(*known))

    with pytest.raises(Rejected) as raised:
        _connector(provider, warehouse_id=setting).report_status(_NUMBER, PackageStatus.PACKED, {})

    assert (raised.value.code, raised.value.field) == ("pttavm.warehouse_needed", "warehouse_id")
    assert _writes(provider) == []


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda c: c.report_status(_NUMBER, PackageStatus.PICKING, {}), "connector.step_unknown"),
        (lambda c: c.report_status(_NUMBER, PackageStatus.SHIPPED, {}), "connector.step_unknown"),
        (lambda c: c.report_unsupplied(_NUMBER, {"1": 2}, "out_of_stock"), "pttavm.cancel_in_panel"),
    ],
)
def test_what_cannot_be_told_is_refused_without_a_call(operation: Any, code: str) -> None:  # noqa: ANN401 - any call
    provider = _served(_bare())

    with pytest.raises(Rejected) as raised:
        operation(_connector(provider))

    assert (raised.value.code, provider.requests) == (code, [])


def test_order_that_is_gone_or_unreadable_gets_no_barcode() -> None:
    gone, unread = _served([]), _served([_order(_NUMBER, islemTarihi="dün")])

    with pytest.raises(Rejected) as missing:
        _connector(gone).report_status(_NUMBER, PackageStatus.PACKED, {})
    with pytest.raises(UnexpectedAnswer) as unknown:
        _connector(unread).report_status(_NUMBER, PackageStatus.PACKED, {})

    assert (missing.value.code, unknown.value.code) == ("pttavm.not_found", "connector.odd_value")
    assert _writes(gone) == _writes(unread) == []
