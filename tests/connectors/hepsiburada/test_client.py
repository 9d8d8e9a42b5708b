"""Hepsiburada's endpoints as they are called: host, method, path, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.connectors.hepsiburada.site import (
    BOXES,
    CATALOG,
    CLAIMS,
    FIRST,
    LINES,
    LISTINGS,
    MERCHANT,
    OFFERS,
    ORDER,
    ORDERS,
    PACKAGES,
    SECOND,
    connector,
    site,
)
from tests.factories.provider import Asked, Provider, answer

_SINCE, _UNTIL = datetime(2026, 11, 20, 8, 30, 15, tzinfo=UTC), datetime(2026, 11, 20, 9, 30, 15, tzinfo=UTC)
_LISTING, _OMS = "listing-external.hepsiburada.com", "oms-external.hepsiburada.com"
_CATALOG, _FINANCE = "mpop.hepsiburada.com", "mpfinance-external.hepsiburada.com"
_QUESTIONS = "api-asktoseller-merchant.hepsiburada.com"
_DETAIL = Asked("GET", f"{ORDERS}/ordernumber/{ORDER}", {})
_THIN = {"offset": "0", "limit": "50"}
_STATUSES = (
    "NewRequest",
    "AwaitingPreApproval",
    "AwaitingAction",
    "InDispute",
    "Accepted",
    "Refunded",
    "Rejected",
    "Cancelled",
)
_FEEDS = [
    Asked(
        "GET",
        ORDERS,
        {"offset": "0", "limit": "100", "begindate": "2026-11-20 11:30", "enddate": "2026-11-20 12:31"},
    ),
    Asked("GET", f"{PACKAGES}/status/unpacked", {"Offset": "0", "limit": "10"}),
    Asked(
        "GET",
        PACKAGES,
        {"Offset": "0", "limit": "10", "begindate": "2026-11-20 11:30", "enddate": "2026-11-20 12:31"},
    ),
    Asked("GET", f"{PACKAGES}/shipped", _THIN),
    Asked("GET", f"{PACKAGES}/delivered", _THIN),
    Asked("GET", f"{PACKAGES}/undelivered", _THIN),
    Asked("GET", f"{ORDERS}/cancelled", _THIN),
]
Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, str, list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        _LISTING,
        [Asked("GET", LISTINGS, {"offset": "0", "limit": "1"})],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        _CATALOG,
        [
            Asked(
                "GET",
                f"{CATALOG}/categories/get-all-categories",
                {
                    "page": "0",
                    "size": "2000",
                    "leaf": "true",
                    "status": "ACTIVE",
                    "available": "true",
                    "version": "1",
                },
            )
        ],
    ),
    "fetch_packages": (lambda c: list(c.fetch_packages(_SINCE, _UNTIL)), _OMS, _FEEDS),
    "fetch_package": (lambda c: c.fetch_package(ORDER), _OMS, [_DETAIL]),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("HBV1", None, 5)]),
        _LISTING,
        [Asked("POST", f"{LISTINGS}/stock-uploads", {}, [{"hepsiburadaSku": "HBV1", "availableStock": 5}])],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("HBV1", None, Decimal("129.90"), Decimal("149.90"), "TRY")]),
        _LISTING,
        [
            Asked(
                "POST",
                f"{LISTINGS}/price-uploads",
                {},
                [{"hepsiburadaSku": "HBV1", "price": Decimal("129.90")}],
            )
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("stock:u-1"),
        _LISTING,
        [Asked("GET", f"{LISTINGS}/stock-uploads/id/u-1", {})],
    ),
    "report_status_packed": (
        lambda c: c.report_status(ORDER, PackageStatus.PACKED, {FIRST: 2, SECOND: 1}),
        _OMS,
        [
            _DETAIL,
            Asked("GET", f"{LINES}/packageablewith/lineitemid/{FIRST}", {}),
            Asked(
                "POST",
                PACKAGES,
                {},
                {
                    "lineItemRequests": [{"id": FIRST, "quantity": 2}, {"id": SECOND, "quantity": 1}],
                    "parcelQuantity": 1,
                    "deci": 3,
                },
            ),
        ],
    ),
    "fetch_carriers": (
        lambda c: c.fetch_carriers(ORDER, [FIRST, SECOND]),
        _OMS,
        [_DETAIL, *(Asked("GET", f"{OFFERS}/orderlineid/{line}", {}) for line in (FIRST, SECOND))],
    ),
    "change_carrier": (
        lambda c: c.change_carrier(ORDER, [FIRST, SECOND], "ARAS"),
        _OMS,
        [
            _DETAIL,
            *(
                Asked(
                    "PUT",
                    f"{LINES}/orderlineid/{line}/cargocompany",
                    {},
                    {"CargoCompanyShortName": "ARAS"},
                )
                for line in (FIRST, SECOND)
            ),
        ],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied(ORDER, {FIRST: 2}, "out_of_stock"),
        _OMS,
        [_DETAIL, Asked("POST", f"{LINES}/id/{FIRST}/cancelbymerchant", {}, {"reasonId": 83})],
    ),
    "fetch_buyboxes": (
        lambda c: c.fetch_buyboxes(["HBV0001", "HBV0002"]),
        _LISTING,
        [Asked("GET", BOXES, {"skuList": "HBV0001,HBV0002"})],
    ),
    "fetch_claims": (
        lambda c: list(c.fetch_claims(_SINCE, _UNTIL)),
        _OMS,
        [
            Asked(
                "GET",
                f"{CLAIMS}/status/{status}",
                {
                    "offset": "0",
                    "limit": "100",
                    "statusBeginDate": "2026-11-20 11:30",
                    "statusEndDate": "2026-11-20 12:31",
                },
            )
            for status in _STATUSES
        ],
    ),
    "approve_claim": (
        lambda c: c.approve_claim("10000001", ["10000001"]),
        _OMS,
        [Asked("POST", "/claims/number/10000001/accept", {})],
    ),
    "reject_claim": (
        lambda c: c.reject_claim("10000001", ["10000001"], "StockProblem", "Stok yok"),
        _OMS,
        [
            Asked(
                "POST",
                "/claims/number/10000001/reject",
                {},
                {
                    "ClaimRejectionReason": "StockProblem",
                    "MerchantStatement": "Stok yok",
                    "Reports": [],
                    "UploadedReportsUrls": [],
                },
            )
        ],
    ),
    "fetch_questions": (
        lambda c: list(c.fetch_questions(_SINCE, _UNTIL)),
        _QUESTIONS,
        [
            Asked(
                "GET",
                "/api/v1.0/issues",
                {
                    "status": str(status),
                    "page": "1",
                    "size": "50",
                    "sortBy": "0",
                    "desc": "false",
                    "minCreatedAt": "2026-11-20T05:30:15+00:00",
                    "maxCreatedAt": "2026-11-20T12:30:15+00:00",
                },
            )
            for status in (1, 2, 3, 4)
        ],
    ),
    "fetch_settlements": (
        lambda c: list(c.fetch_settlements(_SINCE, _UNTIL)),
        _FINANCE,
        [
            Asked(
                "GET",
                f"/transactions/merchantid/{MERCHANT}",
                {
                    "Offset": "0",
                    "Limit": "100",
                    "RecordDateStart": "2026-11-20T11:30:15+03:00",
                    "RecordDateEnd": "2026-11-20T12:30:15+03:00",
                },
            )
        ],
    ),
}
_WRITES = {"push_stock", "push_price", "approve_claim", "reject_claim"}
_READS = set(OPERATIONS) - _WRITES


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, _, asked = OPERATIONS[name]
    provider = site()

    operation(connector(provider))

    assert provider.asked == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_logs_in_at_its_own_host(name: str) -> None:
    operation, host, _ = OPERATIONS[name]
    provider = site()

    operation(connector(provider))

    sent = {
        (r.headers["authorization"], r.headers["user-agent"], r.headers["merchantid"], r.url.host)
        for r in provider.requests
    }
    packed = "OGYxZDJjM2ItNGE1OS00ZTZmLTlhN2ItMGMxZDJlM2Y0YTViOmdpemxpYW5haHRhcg=="
    assert sent == {(f"Basic {packed}", "acme_dev", MERCHANT, host)}


def test_older_account_logs_in_with_its_own_name() -> None:
    provider = site()
    settings = {"merchant_id": MERCHANT, "user_agent": "acme_dev", "username": "acme"}

    provider.connector("hepsiburada", settings, {"service_key": "x"}).test_credentials()

    assert provider.requests[0].headers["authorization"] == "Basic YWNtZTp4"


def test_listings_are_the_offers_with_their_cards() -> None:
    provider = site()

    list(connector(provider).fetch_listings())

    assert provider.asked == [
        Asked("GET", f"{CATALOG}/products/all-products-of-merchant/{MERCHANT}", {"page": "0", "size": "100"}),
        Asked("GET", LISTINGS, {"offset": "0", "limit": "100"}),
    ]


def test_attributes_are_asked_for_their_values_one_by_one() -> None:
    provider = site()

    connector(provider).fetch_attributes("18021982")

    category = f"{CATALOG}/categories/18021982"
    assert [(asked.path, asked.query) for asked in provider.asked] == [
        (f"{category}/attributes", {}),
        *(
            (f"{category}/attribute/{one}/values", {"page": "0", "size": "1000"})
            for one in ("00000MU", "renk_variant_property", "ebatlar_variant_property")
        ),
    ]


def draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    given: dict[str, Any] = {
        "sku": "SAL-1",
        "barcode": "8680000000031",
        "group": "SAL",
        "title": "İğne Oyalı Şal",
        "description": "<p>Şal</p>",
        "brand": "Anadolu",
        "brand_external_id": None,
        "category_external_id": "18021982",
        "vat_rate": Decimal(10),
        "price": Decimal("129.5"),
        "list_price": None,
        "currency": "TRY",
        "quantity": 7,
        "images": ("https://cdn.example.com/1.jpg",),
    }
    return ListingDraft(**{**given, **changes})


def _file(request: httpx.Request) -> tuple[str, str]:
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    head, _, rest = request.content.decode().partition("\r\n\r\n")
    assert kind == "multipart/form-data"
    assert head.startswith(f"--{boundary}\r\n")
    return head.splitlines()[1], rest.removesuffix(f"\r\n--{boundary}--\r\n")


def test_new_product_travels_as_a_file() -> None:
    provider = site()

    pushed = connector(provider).write_listings([draft()])

    [request] = provider.requests
    place, content = _file(request)
    assert pushed.batch_external_id == "import:t-1"
    assert request.url.path == f"{CATALOG}/products/import"
    assert place == 'Content-Disposition: form-data; name="file"; filename="products.json"'
    assert '"price":"129,50"' in content


def test_new_and_changed_products_are_one_batch() -> None:
    provider = site()
    conn = connector(provider)

    pushed = conn.write_listings([draft(), draft(external_id="HBV00000100001")])

    assert pushed.batch_external_id == "import:t-1+ticket:t-2"
    assert [request.url.path for request in provider.requests] == [
        f"{CATALOG}/products/import",
        "/ticket-api/api/integrator/import",
    ]


def test_answer_to_a_question_travels_as_a_form() -> None:
    provider = site()

    connector(provider).answer_question("500001", "Boyu 180 santim.")

    [request] = provider.requests
    assert request.url.path == "/api/v1.0/issues/500001/answer"
    assert _file(request) == ('Content-Disposition: form-data; name="Answer"', "Boyu 180 santim.")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, AuthFailed),
        (400, Rejected),
        (403, RateLimited),
        (415, UnexpectedAnswer),
        (429, RateLimited),
        (500, Unavailable),
    ],
)
@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"fetch_batch"}))
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([answer("refused", status)])

    with pytest.raises(expected):
        operation(connector(provider))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(connector(provider))

    assert (raised.value.maybe_done, len(provider.requests)) == ((True, 1) if name in _WRITES else (False, 3))


_ODD: list[object] = [{"a": []}, "x", {"renamed": 1}]
_PARKED = {"fetch_package", "report_unsupplied", "report_status_packed", "change_carrier", "fetch_carriers"}
"""They ask for one order, and an object without lines is an order that cannot be read."""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (name, odd)
        for name in sorted(_READS)
        for odd in _ODD
        if not (name in _PARKED and isinstance(odd, dict))
    ],
)
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([answer(content)])

    with pytest.raises(UnexpectedAnswer):
        operation(connector(provider))


def test_order_without_lines_is_parked() -> None:
    [found] = connector(Provider([answer({"orderNumber": ORDER})])).fetch_package(ORDER)

    assert (found.external_id, found.code) == (ORDER, "connector.missing_field")
