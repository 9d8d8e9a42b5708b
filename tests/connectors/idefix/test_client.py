"""İdefix's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Asked, answer, fixture, telling

_HERE = Path(__file__).parent
_SETTINGS = {
    "vendor_id": "9001",
    "tracking_address": "https://kargo.example/?no={number}",
    "cargo_company": "Aras",
}
_CREDENTIALS = {"api_key": "anahtar", "api_secret": "gizli"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_NONE: dict[str, Any] = {"totalCount": 0, "items": []}
_TAKEN = {"batchRequestId": "b-1", "status": "created", "items": []}
_REASONS = [{"id": 11, "name": "Stok tükendi"}, {"id": 13, "name": "Diğer"}]
_ADDRESSES = [{"id": 302, "addressType": "shipping"}, {"id": 304, "addressType": "return"}]
_DRAFT = ListingDraft(
    sku="ŞAL-1",
    barcode="868",
    group="OYA-1",
    title="Şal",
    description="<p>Şal</p>",
    brand="Deneme Marka",
    brand_external_id=None,
    category_external_id="1012",
    vat_rate=Decimal(10),
    price=Decimal("129.90"),
    list_price=Decimal(150),
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/sal.jpg",),
    attributes=(AttributeChoice("21", "2101"), AttributeChoice("22", text="Yün")),
)
_PRODUCT = {
    "barcode": "868",
    "title": "Şal",
    "productMainId": "OYA-1",
    "brandId": 7001,
    "categoryId": 1012,
    "inventoryQuantity": 7,
    "vendorStockCode": "ŞAL-1",
    "description": "<p>Şal</p>",
    "price": Decimal("129.90"),
    "comparePrice": Decimal("150.00"),
    "vatRate": 10,
    "desi": 1,
    "weight": 1,
    "deliveryDuration": 2,
    "deliveryType": "regular",
    "cargoCompanyId": 5,
    "shipmentAddressId": 302,
    "returnAddressId": 304,
    "images": [{"url": "https://cdn.example.com/sal.jpg"}],
    "attributes": [
        {"attributeId": 21, "attributeValueId": 2101, "customAttributeValue": None},
        {"attributeId": 22, "attributeValueId": None, "customAttributeValue": "Yün"},
    ],
}
_CHANGED = {
    "startDate": "2026/09/21 03:00:00",
    "endDate": "2026/11/21 03:00:01",
    "lastUpdatedAt": "2026/11/20 03:00:00",
}
_SHIPMENT = "/oms/9001/9310001"


def _list(name: str, **query: str) -> Asked:
    return Asked("GET", f"/oms/9001/{name}", {"page": "1", "limit": "50", **query})


def _report(status: PackageStatus, **more: str) -> Callable[[Any], object]:
    return lambda c: c.report_status("9310001", status, {"21440001": 1}, **more)


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [fixture(_HERE, "pool")],
        [Asked("GET", "/pim/pool/9001/list", {"page": "1", "limit": "1"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [{"items": []}, {"products": []}],
        [
            Asked("GET", "/pim/catalog/9001/inventory/list", {"page": "1", "limit": "50"}),
            Asked("GET", "/pim/pool/9001/list", {"page": "1", "limit": "50"}),
        ],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [fixture(_HERE, "product_category")],
        [Asked("GET", "/pim/product-category", {})],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("1012"),
        [fixture(_HERE, "category_attribute")],
        [Asked("GET", "/pim/category-attribute/1012", {})],
    ),
    "write_listings": (
        lambda c: c.write_listings([_DRAFT]),
        [_ADDRESSES, [{"id": 5, "title": "Aras Kargo"}], [], {"id": 7001, "title": "Marka"}, _TAKEN],
        [
            Asked("GET", "/pim/vendor/9001/address", {}),
            Asked("GET", "/pim/cargo-company", {}),
            Asked("GET", "/pim/country/origin-country", {"name": "Türkiye"}),
            Asked("GET", "/pim/brand/by-name", {"title": "Deneme Marka"}),
            Asked("POST", "/pim/pool/9001/create", {}, {"products": [_PRODUCT]}),
        ],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [_NONE],
        [_list("list", **_CHANGED, sortByField="updatedAt", sortDirection="asc")],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("9310001"),
        [fixture(_HERE, "shipments")],
        [_list("list", ids="9310001")],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [_NONE],
        [
            Asked(
                "GET",
                "/oms/9001/list",
                {
                    "page": "1",
                    "limit": "1",
                    "startDate": "2026/11/20 03:00:00",
                    "endDate": "2026/11/21 02:59:59",
                },
            )
        ],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("868", None, 5)]),
        [_TAKEN],
        [
            Asked(
                "POST",
                "/pim/catalog/9001/inventory-upload",
                {},
                {"items": [{"barcode": "868", "inventoryQuantity": 5}]},
            )
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("868", None, Decimal("129.90"), Decimal(150), "TRY")]),
        [_TAKEN],
        [
            Asked(
                "POST",
                "/pim/catalog/9001/inventory-upload",
                {},
                {
                    "items": [
                        {"barcode": "868", "price": Decimal("129.90"), "comparePrice": Decimal("150.00")}
                    ]
                },
            )
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("b-1"),
        [fixture(_HERE, "inventory_result")],
        [Asked("GET", "/pim/catalog/9001/inventory-result/b-1", {})],
    ),
    "report_picking": (
        _report(PackageStatus.PICKING),
        [None],
        [Asked("POST", f"{_SHIPMENT}/update-shipment-status", {}, {"status": "picking"})],
    ),
    "report_packed": (
        _report(PackageStatus.PACKED, invoice_number="ABC2026000000001"),
        [None],
        [
            Asked(
                "POST",
                f"{_SHIPMENT}/update-shipment-status",
                {},
                {"status": "invoiced", "invoiceNumber": "ABC2026000000001"},
            )
        ],
    ),
    "report_shipped": (
        _report(PackageStatus.SHIPPED, carrier="Aras", tracking_number="726"),
        [None],
        [
            Asked(
                "POST",
                f"{_SHIPMENT}/update-tracking-number",
                {},
                {"trackingNumber": "726", "trackingUrl": "https://kargo.example/?no=726"},
            )
        ],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied("9310001", {"21440001": 1}, "out_of_stock"),
        [fixture(_HERE, "shipments"), _REASONS, None],
        [
            _list("list", ids="9310001"),
            Asked("GET", "/oms/9001/reasons/noship", {}),
            Asked("POST", f"{_SHIPMENT}/unsupplied", {}, {"items": [{"id": 21440001, "reasonId": 11}]}),
        ],
    ),
    "fetch_claims": (
        lambda c: list(c.fetch_claims(_SINCE, _UNTIL)),
        [_NONE],
        [_list("claim-list", **{**_CHANGED, "endDate": "2026/11/21 03:00:00"})],
    ),
    "approve_claim": (
        lambda c: c.approve_claim("410001", ["510001"]),
        [None],
        [Asked("POST", "/oms/9001/410001/claim-approve", {}, {"claimLineIds": ["510001"]})],
    ),
    "reject_claim": (
        lambda c: c.reject_claim("410001", ["510001"], "31", "Kullanılmış"),
        [None],
        [
            Asked(
                "POST",
                "/oms/9001/410001/claim-decline-request",
                {},
                {
                    "claimLines": [
                        {
                            "id": 510001,
                            "claimDeclineReasonId": 31,
                            "description": "Kullanılmış",
                            "images": [],
                        }
                    ]
                },
            )
        ],
    ),
    "fetch_claim_reasons": (
        lambda c: c.fetch_claim_reasons(),
        [[{"id": 31, "name": "Kullanılmış"}]],
        [Asked("GET", "/oms/claim-decline-reasons", {})],
    ),
    "fetch_questions": (
        lambda c: list(c.fetch_questions(_SINCE, _UNTIL)),
        [_NONE],
        [
            Asked(
                "GET",
                "/pim/vendor/9001/question/filter",
                {
                    "page": "1",
                    "limit": "50",
                    "startDate": "1795132800000",
                    "endDate": "1795219199999",
                    "sort": "newest",
                },
            )
        ],
    ),
    "answer_question": (
        lambda c: c.answer_question("88002", "Yıkanır."),
        [None],
        [Asked("POST", "/pim/vendor/9001/question/88002/answer", {}, {"answer_body": "Yıkanır."})],
    ),
}
_WRITES = {
    "push_stock",
    "push_price",
    "report_picking",
    "report_packed",
    "report_shipped",
    "approve_claim",
    "reject_claim",
    "answer_question",
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = telling(*contents)

    operation(provider.connector("idefix", _SETTINGS, _CREDENTIALS))

    assert provider.asked == asked


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = telling(answer({"message": "x"}, status))

    with pytest.raises(expected):
        operation(provider.connector("idefix", _SETTINGS, _CREDENTIALS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = telling(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(provider.connector("idefix", _SETTINGS, _CREDENTIALS))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - (_WRITES - {"push_stock", "push_price"})))
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}, {"items": {"x": 1}, "products": 7}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(telling(content).connector("idefix", _SETTINGS, _CREDENTIALS))


def test_key_and_secret_stand_together_in_one_header() -> None:
    provider = telling(fixture(_HERE, "pool"))

    provider.connector("idefix", _SETTINGS, _CREDENTIALS).test_credentials()

    [request] = provider.requests
    assert (request.url.host, request.headers["x-api-key"]) == (
        "merchantapi.idefix.com",
        "YW5haHRhcjpnaXpsaQ==",
    )
