"""Çiçeksepeti's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS, _CREDENTIALS = {"seller_id": "8001"}, {"api_key": "gizli"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_NONE: dict[str, Any] = {"orderListCount": 0, "pageCount": 0, "supplierOrderListWithBranch": []}
_BATCH = {"batchId": "cef33e24-2f49-4c7f-a745-a59f7d5ce90d"}
_API = "/api/v1"


def _orders(*, is_active: bool, **where: object) -> Asked:
    body = {"pageSize": 100, **where, "isOrderStatusActive": is_active, "page": 0}
    return Asked("POST", f"{_API}/Order/GetOrders", {}, body)


def _both(**where: object) -> list[Asked]:
    return [_orders(is_active=True, **where), _orders(is_active=False, **where)]


def _pushed(**item: object) -> list[Asked]:
    return [Asked("PUT", f"{_API}/Products/price-and-stock", {}, {"items": [{"stockCode": "SAL-1", **item}]})]


def _step(**item: object) -> list[Asked]:
    body = {"orderItems": [{"orderItemId": 88000001, **item}]}
    return [Asked("PUT", f"{_API}/Order/statusupdatewithsupplierintegration", {}, body)]


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, object, list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        fixture(_HERE, "products"),
        [Asked("GET", f"{_API}/Products", {"PageSize": "1", "Page": "1"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        fixture(_HERE, "products"),
        [Asked("GET", f"{_API}/Products", {"PageSize": "60", "Page": "1"})],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        fixture(_HERE, "categories"),
        [Asked("GET", f"{_API}/Categories", {})],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("12005"),
        fixture(_HERE, "attributes"),
        [Asked("GET", f"{_API}/Categories/12005/attributes", {})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        _NONE,
        _both(startDate="2026-11-07T21:00:00.000Z", endDate="2026-11-21T03:00:00.000Z"),
    ),
    "fetch_package": (
        lambda c: c.fetch_package("61000001"),
        fixture(_HERE, "orders"),
        _both(orderNo=61000001),
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        _NONE,
        _both(startDate="2026-11-19T21:00:00.000Z", endDate="2026-11-21T03:00:00.000Z"),
    ),
    "push_stock": (lambda c: c.push_stock([StockOffer("SAL-1", None, 5)]), _BATCH, _pushed(stockQuantity=5)),
    "push_price": (
        lambda c: c.push_price([PriceOffer("SAL-1", None, Decimal("129.90"), Decimal(150), "TRY")]),
        _BATCH,
        _pushed(salesPrice=Decimal("129.90"), listPrice=Decimal("150.00")),
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("b-1"),
        fixture(_HERE, "batch_status"),
        [Asked("GET", f"{_API}/Products/batch-status/b-1", {})],
    ),
    "change_carrier": (
        lambda c: c.change_carrier("61000001", ["88000001"], "43"),
        {"isSuccess": True, "message": ""},
        [
            Asked(
                "PUT",
                f"{_API}/Order/CargoCompany",
                {},
                {"items": [{"orderProductId": 88000001, "cargoId": 43}]},
            )
        ],
    ),
    "report_ready": (
        lambda c: c.report_status("61000001", PackageStatus.PACKED, {"88000001": 2, "88000002": 1}),
        {"isSuccess": True, "message": ""},
        [
            Asked(
                "PUT",
                f"{_API}/Order/readyforcargowithcsintegration",
                {},
                {"orderItemsGroup": [{"orderItemIds": [88000001, 88000002]}]},
            )
        ],
    ),
}
OWN: dict[str, tuple[Operation, object, list[Asked]]] = {
    "report_picking": (
        lambda c: c.report_status("61000001", PackageStatus.PICKING, {"88000001": 2}),
        {"isSuccess": True},
        _step(orderItemStatusId=2),
    ),
    "report_shipped": (
        lambda c: c.report_status(
            "61000001", PackageStatus.SHIPPED, {"88000001": 2}, carrier="Aras", tracking_number="726"
        ),
        {"isSuccess": True},
        _step(orderItemStatusId=5, cargoBusinessId=43, shipmentNumber="726", shipmentTrackingUrl=""),
    ),
}
_ALL = {**OPERATIONS, **OWN}
_WRITES = {"push_stock", "push_price", "change_carrier", "report_ready", "report_picking", "report_shipped"}


def _run(name: str, provider: Provider) -> None:
    settings = {**_SETTINGS, "cargo": "own"} if name in OWN else _SETTINGS
    _ALL[name][0](provider.connector("ciceksepeti", settings, _CREDENTIALS))


@pytest.mark.parametrize("name", _ALL)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    _, content, asked = _ALL[name]
    provider = Provider([answer(content)])

    _run(name, provider)

    assert provider.asked == asked
    assert {one.headers["x-api-key"] for one in provider.requests} == {"gizli"}
    assert {one.headers["user-agent"] for one in provider.requests} == {"8001-PraPazar"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", _ALL)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        _run(name, Provider([answer({"Message": "x"}, status)]))


@pytest.mark.parametrize("name", _ALL)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        _run(name, provider)

    assert raised.value.maybe_done is (name in _WRITES)
    assert (len(provider.requests) > 1) is (name not in _WRITES)


@pytest.mark.parametrize(
    "name", sorted(set(_ALL) - {"change_carrier", "report_ready", "report_picking", "report_shipped"})
)
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        _run(name, Provider([answer(content)]))
