"""Magento's endpoints as they are called: method, address, query and body."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from prapazar.connectors.magento.client import among, search
from prapazar.connectors.magento.schemas import Filter
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"shop_url": "https://magaza.example.com", "store_code": "tr"}
_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
_CREDENTIALS = {name: f"{name}-ş" for name in _KEYS}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, 0, 1, tzinfo=UTC)
_BASE = "/rest/tr/V1"
_NONE = {"items": None, "total_count": 0}
_KNOWN = {"items": [{"sku": "A"}], "total_count": 1}
_VIEWS = [{"id": 3, "code": "tr"}]
_PRICE = PriceOffer("A", None, Decimal("9.90"), None, "TRY")


def _order_page() -> dict[str, Any]:
    found: dict[str, Any] = fixture(_HERE, "orders")
    return found


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[tuple[str, str]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_NONE, [{"code": "tr", "base_currency_code": "TRY"}]],
        [("GET", f"{_BASE}/products"), ("GET", f"{_BASE}/store/storeConfigs")],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [_order_page()],
        [("GET", f"{_BASE}/orders")],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("12"),
        [_order_page()["items"][0]],
        [("GET", f"{_BASE}/orders/12")],
    ),
    "count_packages": (lambda c: c.count_packages(_SINCE, _UNTIL), [_NONE], [("GET", f"{_BASE}/orders")]),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("A", None, 7)]),
        [_KNOWN, _NONE, []],
        [
            ("GET", f"{_BASE}/products"),
            ("GET", f"{_BASE}/orders"),
            ("POST", f"{_BASE}/inventory/source-items"),
        ],
    ),
    "push_price": (
        lambda c: c.push_price([_PRICE]),
        [_VIEWS, [], []],
        [
            ("GET", f"{_BASE}/store/storeViews"),
            ("POST", f"{_BASE}/products/base-prices"),
            ("POST", f"{_BASE}/products/special-price-information"),
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("u-1"),
        [{"operations_list": []}],
        [("GET", f"{_BASE}/bulk/u-1/detailed-status")],
    ),
    "report_status": (
        lambda c: c.report_status("12", PackageStatus.SHIPPED, {"31": 2}, tracking_number="72"),
        [_order_page()["items"][0], "1"],
        [("GET", f"{_BASE}/orders/12"), ("POST", f"{_BASE}/order/12/ship")],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [{"id": 2, "name": "Kök", "children_data": []}],
        [("GET", f"{_BASE}/categories")],
    ),
}


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("magento", {**_SETTINGS, **settings}, _CREDENTIALS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoints_in_turn(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = Provider([answer(one) for one in contents])

    operation(_connector(provider))

    assert [(one.method, one.path) for one in provider.asked] == asked
    assert {one.headers["authorization"][:6] for one in provider.requests} == {"OAuth "}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(expected):
        operation(_connector(Provider([answer({"message": "x"}, status)])))


@pytest.mark.parametrize("name", ["push_stock", "push_price", "report_status"])
def test_write_that_runs_into_a_time_out_is_not_repeated(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    before = [method for method, _ in asked].index("POST")
    provider = Provider([*(answer(one) for one in contents[:before]), httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    assert (raised.value.maybe_done, len(provider.requests)) == (True, before + 1)


def test_orders_are_searched_by_whole_seconds_of_utc() -> None:
    provider = Provider([answer(_NONE)])

    list(_connector(provider).fetch_packages(_SINCE, _UNTIL))

    window = (
        (Filter("updated_at", "2026-11-20 00:00:00", "gteq"),),
        (Filter("updated_at", "2026-11-21 00:00:01", "lt"),),
    )
    assert provider.asked == [Asked("GET", f"{_BASE}/orders", search(window, 1, 100, "updated_at"))]


def test_shipment_names_its_source_and_no_items_where_all_leave() -> None:
    provider = Provider([answer(fixture(_HERE, "orders")["items"][0]), answer("1")])

    _connector(provider, source_code="depo").report_status(
        "12", PackageStatus.SHIPPED, {"31": 2}, carrier="Aras", tracking_number="72"
    )

    assert provider.asked[1].body == {
        "notify": True,
        "tracks": [{"track_number": "72", "title": "Aras", "carrier_code": "custom"}],
        "arguments": {"extension_attributes": {"source_code": "depo"}},
    }


def test_queue_takes_one_operation_for_each_item() -> None:
    provider = Provider([answer(_KNOWN), answer(_NONE), answer({"bulk_uuid": "u-1"}, 202)])

    pushed = _connector(provider, async_bulk="yes").push_stock([StockOffer("A", None, 7)])

    item = {"sku": "A", "source_code": "default", "quantity": 7, "status": 1}
    path = "/rest/tr/async/bulk/V1/inventory/source-items"
    assert provider.asked[2] == Asked("POST", path, {}, [{"sourceItems": [item]}])
    assert (pushed.items, pushed.batch_external_id) == ((), "u-1")


def test_value_with_a_comma_is_searched_by_itself() -> None:
    assert among("sku", ["A", "B,C", "D"]) == (Filter("sku", "A,D", "in"), Filter("sku", "B,C", "eq"))
