"""Pazarama's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Asked, Provider, answer, fixture, telling

_HERE = Path(__file__).parent
_CREDENTIALS = {"client_id": "müşteri", "client_secret": "gizli"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_LINE = "5516bd97-5344-4d22-a346-0f263c0f51ca"
_NONE: dict[str, Any] = {"data": [], "success": True}
_DONE: dict[str, Any] = {"data": None, "success": True}
_BATCH: dict[str, Any] = {"data": "7e618393-2fe4-459d-acf7-eb38bb1d72ce", "success": True}
_CARRIERS = {"data": [{"cargoCompanyId": "g-1", "cargoCompanyName": "Aras Kargo"}], "success": True}


def _orders(page: int, start: str, end: str) -> Asked:
    body = {"pageSize": 100, "pageNumber": page, "startDate": start, "endDate": end}
    return Asked("POST", "/order/getOrdersForApi", {}, body)


def _step(status: int, **more: str) -> Asked:
    item = {"orderItemId": _LINE, "status": status, "deliveryType": 1, **more}
    return Asked("PUT", "/order/updateOrderStatus", {}, {"orderNumber": 735071001, "item": item})


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [fixture(_HERE, "products")],
        [Asked("GET", "/product/products/approved", {"Size": "1"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [fixture(_HERE, "products")],
        [
            Asked("GET", "/product/products/approved", {"Size": "100"}),
            Asked("GET", "/product/products/unapproved", {"Size": "100"}),
        ],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [fixture(_HERE, "categories")],
        [Asked("GET", "/category/getCategoryTree", {})],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("k-2"),
        [fixture(_HERE, "attributes")],
        [Asked("GET", "/category/getCategoryWithAttributes", {"Id": "k-2"})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [_NONE],
        [_orders(1, "2026-10-21", "2026-11-18"), _orders(1, "2026-11-18", "2026-11-22")],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("735071001"),
        [fixture(_HERE, "orders")],
        [
            Asked(
                "POST",
                "/order/getOrdersForApi",
                {},
                {"pageSize": 100, "pageNumber": 1, "orderNumber": 735071001},
            )
        ],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [_NONE],
        [_orders(1, "2026-11-20", "2026-11-22")],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("868", None, 5)]),
        [_BATCH],
        [Asked("POST", "/product/updateStock-v2", {}, {"items": [{"code": "868", "stockCount": 5}]})],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("868", None, Decimal("129.90"), Decimal(150), "TRY")]),
        [_BATCH],
        [
            Asked(
                "POST",
                "/product/updatePrice-v2",
                {},
                {"items": [{"code": "868", "listPrice": Decimal("150.00"), "salePrice": Decimal("129.90")}]},
            )
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("b-1"),
        [fixture(_HERE, "projections")],
        [Asked("GET", "/listing-state/batch-id/b-1/lake-projections", {"page": "1", "pageSize": "3000"})],
    ),
    "report_picking": (
        lambda c: c.report_status("735071001", PackageStatus.PICKING, {_LINE: 2}),
        [_DONE],
        [_step(12)],
    ),
    "report_shipped": (
        lambda c: c.report_status(
            "735071001", PackageStatus.SHIPPED, {_LINE: 2}, carrier="Aras", tracking_number="726"
        ),
        [_CARRIERS, _DONE],
        [
            Asked("GET", "/sellerRegister/getSellerDelivery", {}),
            _step(5, shippingTrackingNumber="726", trackingUrl="", cargoCompanyId="g-1"),
        ],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied("735071001", {_LINE: 2}, "out_of_stock"),
        [fixture(_HERE, "orders"), _DONE],
        [
            Asked(
                "POST",
                "/order/getOrdersForApi",
                {},
                {"pageSize": 100, "pageNumber": 1, "orderNumber": 735071001},
            ),
            _step(13),
        ],
    ),
}
_WRITES = {"push_stock", "push_price", "report_picking"}


def _log_in(request: httpx.Request) -> httpx.Response | None:
    is_asked = request.url.path == "/connect/token"
    return answer({"access_token": "t-1", "expires_in": 3600}) if is_asked else None


def _provider(*answers: object) -> Provider:
    return telling(*answers, log_in=_log_in)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = _provider(*contents)

    operation(provider.connector("pazarama", {}, _CREDENTIALS))

    assert provider.asked == asked


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = _provider(answer({"data": None, "success": False, "message": "x"}, status))

    with pytest.raises(expected):
        operation(provider.connector("pazarama", {}, _CREDENTIALS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = _provider(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(provider.connector("pazarama", {}, _CREDENTIALS))

    found = (raised.value.maybe_done, len(provider.asked))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"report_picking"}))
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}, {"data": {"x": 1}, "success": True}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]
    if name == "report_shipped" and isinstance(content, dict) and "data" in content:
        pytest.skip("carriers are looked for at any depth; none is found, and that is told as such")

    with pytest.raises(UnexpectedAnswer):
        operation(_provider(content).connector("pazarama", {}, _CREDENTIALS))
