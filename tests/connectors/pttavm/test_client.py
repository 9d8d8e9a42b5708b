"""PTT AVM's endpoints as they are called: method, host, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_CREDENTIALS = {"api_key": "anahtar", "access_token": "jeton"}
_SINCE, _UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 21, 12, tzinfo=UTC)
_API, _NUMBER = "/api/v1", "PTT-0BO6M672N-180925"
_TAKEN = {"trackingId": "t-1", "success": True, "message": None}
_PROFILES: dict[str, Any] = {"cargoProfiles": []}
_WAREHOUSES = {"data": [{"id": 12345, "name": "Ana depo"}], "error": False, "status": True}
_MADE = {"tracking_id": "l-1", "success": True, "error": False}
_READY = {"tracking_id": "l-1", "status": "completed", "error": ""}
_FILTERS = dict.fromkeys(("categoryId", "subCategoryId", "isActive", "isInStock", "merchantCategoryId"), "")
_DRAFT = ListingDraft(
    sku="ÇAY",
    barcode="868",
    group="ÇAY",
    title="Çay",
    description="",
    brand="Marka",
    brand_external_id=None,
    category_external_id="101",
    vat_rate=Decimal(1),
    price=Decimal(101),
    list_price=None,
    currency="TRY",
    quantity=5,
    images=(),
)


def _bare() -> list[Any]:
    """An order that has no barcode yet."""
    return [{**fixture(_HERE, "orders")[0], "barcodes": []}]


def _search(page: int) -> Asked:
    return Asked("GET", f"{_API}/products/search", {**_FILTERS, "searchPage": str(page)})


def _orders(start: str, end: str) -> Asked:
    query = {"startDate": start, "endDate": end, "isActiveOrders": "false"}
    return Asked("GET", f"{_API}/orders/search", query)


def _pushed(**item: object) -> Asked:
    return Asked("POST", f"{_API}/products/stock-prices", {}, {"items": [item]})


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_PROFILES],
        [Asked("GET", f"{_API}/shipping/cargo-profiles", {})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [fixture(_HERE, "products"), []],
        [_search(1), _search(2)],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [fixture(_HERE, "categories")],
        [Asked("GET", f"{_API}/categories/category-tree", {"parent_id": "0"})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [[]],
        [_orders("2026-10-20T15:00:00", "2026-11-22T15:00:00")],
    ),
    "fetch_package": (
        lambda c: c.fetch_package(_NUMBER),
        [fixture(_HERE, "orders")],
        [Asked("GET", f"{_API}/orders/{_NUMBER}", {})],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [[]],
        [_orders("2026-11-19T15:00:00", "2026-11-22T15:00:00")],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("868", None, 5)]),
        [_TAKEN],
        [_pushed(barcode="868", quantity=5)],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("868", None, Decimal(120), None, "TRY", Decimal(20))]),
        [_TAKEN],
        [
            _pushed(
                barcode="868",
                priceWithVAT=Decimal("120.00"),
                discount=0,
                priceWithoutVAT=Decimal("100.00"),
                vatRate=20,
            )
        ],
    ),
    "push_price_without_a_rate": (
        lambda c: c.push_price([PriceOffer("8680000000017", None, Decimal(110), None, "TRY")]),
        [fixture(_HERE, "products"), _TAKEN],
        [
            Asked("POST", f"{_API}/products/get-by-barcodes", {}, {"barcodes": ["8680000000017"]}),
            _pushed(
                barcode="8680000000017",
                priceWithVAT=Decimal("110.00"),
                discount=0,
                priceWithoutVAT=Decimal("100.00"),
                vatRate=10,
            ),
        ],
    ),
    "write_listings": (
        lambda c: c.write_listings([_DRAFT]),
        [[], _TAKEN],
        [
            Asked("POST", f"{_API}/products/get-by-barcodes", {}, {"barcodes": ["868"]}),
            Asked(
                "POST",
                f"{_API}/products/upsert",
                {},
                {
                    "items": [
                        {
                            "categoryId": 101,
                            "barcode": "868",
                            "name": "Çay",
                            "productCode": "ÇAY",
                            "longDescription": "",
                            "brand": "Marka",
                            "priceWithVat": Decimal("101.00"),
                            "priceWithoutVat": Decimal("100.00"),
                            "vatRate": 1,
                            "discount": 0,
                            "quantity": 5,
                            "active": True,
                            "images": [],
                        }
                    ]
                },
            ),
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("t-1"),
        [fixture(_HERE, "tracking_result")],
        [Asked("POST", f"{_API}/products/tracking-result/t-1", {})],
    ),
    "report_packed": (
        lambda c: c.report_status(_NUMBER, PackageStatus.PACKED, {"1266416": 2}),
        [_bare(), _WAREHOUSES, _MADE, _READY],
        [
            Asked("GET", f"{_API}/orders/{_NUMBER}", {}),
            Asked("POST", f"{_API}/get-warehouse", {}, {}),
            Asked(
                "POST",
                f"{_API}/create-barcode",
                {},
                {"orders": [{"order_id": _NUMBER, "warehouse_id": 12345}]},
            ),
            Asked("POST", f"{_API}/barcode-status", {}, {"tracking_id": "l-1"}),
        ],
    ),
}
_WRITES = {"push_stock", "push_price"}


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("pttavm", {}, _CREDENTIALS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = Provider([answer(one) for one in contents])

    operation(_connector(provider))

    assert provider.asked == asked


def test_parcels_have_a_host_of_their_own() -> None:
    operation, contents, _ = OPERATIONS["report_packed"]
    provider = Provider([answer(one) for one in contents])

    operation(_connector(provider))

    hosts = [request.url.host for request in provider.requests]
    assert hosts == ["integration-api.pttavm.com", *["shipment.pttavm.com"] * 3]
    assert [bool(request.headers.get("authorization")) for request in provider.requests] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([answer({"success": False, "message": "x"}, status)])

    with pytest.raises(expected):
        operation(_connector(provider))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


def test_barcode_whose_answer_is_lost_is_not_asked_for_again() -> None:
    operation, contents, _ = OPERATIONS["report_packed"]
    provider = Provider([answer(contents[0]), answer(contents[1]), httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    assert (raised.value.maybe_done, len(provider.requests)) == (True, 3)


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize(("name", "method"), [("fetch_categories", "POST"), ("fetch_batch", "GET")])
def test_other_method_is_tried_where_the_first_is_not_known(name: str, method: str, status: int) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = Provider([httpx.Response(status), answer(contents[0])])

    operation(_connector(provider))

    assert [one.method for one in provider.asked] == [asked[0].method, method]


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(Provider([answer(content)])))
