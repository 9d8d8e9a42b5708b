"""Trendyol's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parcels import LabelFormat
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from prapazar.connectors.trendyol.aftersales import OTHER_FINANCIALS, SETTLEMENTS
from prapazar.connectors.trendyol.webhooks import STATUSES
from tests.connectors.trendyol.drafts import NEW_ITEM, draft
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"seller_id": "1001"}
_CREDENTIALS = {"api_key": "anahtar", "api_secret": "gizli"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_WINDOW = {"startDate": "1795132800000", "endDate": "1795219199999", "orderByDirection": "ASC"}
_PRODUCTS = "/integration/product/sellers/1001/products"
_CLAIMS = "/integration/order/sellers/1001/claims"
_FINANCE = "/integration/finance/che/sellers/1001"
_SPAN = {"startDate": "1795132800000", "endDate": "1795219199999"}
_PACKAGE = "/integration/order/sellers/1001/shipment-packages/7"
_WEBHOOKS = "/integration/webhook/sellers/1001/webhooks"

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, object, list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        {"totalElements": 0, "content": []},
        [Asked("GET", f"{_PRODUCTS}/approved", {"page": "0", "size": "1"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        {"totalElements": 0, "content": []},
        [
            Asked("GET", f"{_PRODUCTS}/approved", {"page": "0", "size": "100"}),
            Asked("GET", f"{_PRODUCTS}/unapproved", {"page": "0", "size": "100"}),
        ],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        fixture(_HERE, "categories"),
        [Asked("GET", "/integration/product/product-categories", {})],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("411"),
        {"id": 411, "categoryAttributes": []},
        [Asked("GET", "/integration/product/categories/411/attributes", {})],
    ),
    "fetch_label": (
        lambda c: c.fetch_label("7260001", "7", LabelFormat.ZPL),
        {"data": [{"label": "^XA^XZ", "format": "ZPL"}]},
        [
            Asked("POST", "/integration/sellers/1001/common-label/7260001", {}, {"format": "ZPL"}),
            Asked("GET", "/integration/sellers/1001/common-label/7260001", {}),
        ],
    ),
    "write_listings": (
        lambda c: c.write_listings([draft()]),
        {"batchRequestId": "b-1"},
        [Asked("POST", "/integration/product/sellers/1001/v2/products", {}, {"items": [NEW_ITEM]})],
    ),
    "fetch_buyboxes": (
        lambda c: c.fetch_buyboxes(["869001", "869002"]),
        {"buyboxInfo": []},
        [
            Asked(
                "POST",
                "/integration/product/sellers/1001/products/buybox-information",
                {},
                {"barcodes": ["869001", "869002"]},
            )
        ],
    ),
    "fetch_claims": (
        lambda c: list(c.fetch_claims(_SINCE, _UNTIL)),
        fixture(_HERE, "claims"),
        [Asked("GET", _CLAIMS, {**_SPAN, "page": "0", "size": "200"})],
    ),
    "fetch_claim_reasons": (
        lambda c: c.fetch_claim_reasons(),
        [{"id": 451, "name": "Diğer"}],
        [Asked("GET", "/integration/order/claim-issue-reasons", {})],
    ),
    "approve_claim": (
        lambda c: c.approve_claim("c-1", ["u-1", "u-2"]),
        None,
        [
            Asked(
                "PUT",
                f"{_CLAIMS}/c-1/items/approve",
                {},
                {"claimLineItemIdList": ["u-1", "u-2"], "params": {}},
            )
        ],
    ),
    "reject_claim": (
        lambda c: c.reject_claim("c-1", ["u-1", "u-2"], "451", "Kullanılmış"),
        None,
        [
            Asked(
                "POST",
                f"{_CLAIMS}/c-1/issue",
                {"claimIssueReasonId": "451", "claimItemIdList": "u-1,u-2", "description": "Kullanılmış"},
            )
        ],
    ),
    "fetch_questions": (
        lambda c: list(c.fetch_questions(_SINCE, _UNTIL)),
        fixture(_HERE, "questions"),
        [
            Asked(
                "GET",
                "/integration/qna/sellers/1001/questions/filter",
                {**_SPAN, "page": "0", "size": "50", "orderByField": "CreatedDate"},
            )
        ],
    ),
    "answer_question": (
        lambda c: c.answer_question("100001", "Boyu 70 santimdir."),
        {"answerId": 1},
        [
            Asked(
                "POST",
                "/integration/qna/sellers/1001/questions/100001/answers",
                {},
                {"text": "Boyu 70 santimdir."},
            )
        ],
    ),
    "fetch_settlements": (
        lambda c: list(c.fetch_settlements(_SINCE, _UNTIL)),
        {"totalElements": 0, "content": []},
        [
            Asked(
                "GET", f"{_FINANCE}/{service}", {**_SPAN, "page": "0", "size": "1000", "transactionTypes": t}
            )
            for service, types in (("settlements", SETTLEMENTS), ("otherfinancials", OTHER_FINANCIALS))
            for t in types.values()
        ],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        fixture(_HERE, "packages"),
        [
            Asked(
                "GET",
                "/integration/order/sellers/1001/v2/orders",
                {**_WINDOW, "page": "0", "size": "200", "orderByField": "PackageLastModifiedDate"},
            )
        ],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("7"),
        fixture(_HERE, "packages"),
        [
            Asked(
                "GET",
                "/integration/order/sellers/1001/v2/orders",
                {"shipmentPackageIds": "7", "page": "0", "size": "200"},
            )
        ],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        fixture(_HERE, "packages"),
        [
            Asked(
                "GET",
                "/integration/order/sellers/1001/v2/orders",
                {**_WINDOW, "page": "0", "size": "1", "orderByField": "CreatedDate"},
            )
        ],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("868", None, 5)]),
        {"batchRequestId": "b-1"},
        [
            Asked(
                "POST",
                "/integration/inventory/sellers/1001/products/price-and-inventory",
                {},
                {"items": [{"barcode": "868", "quantity": 5}]},
            )
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("868", None, Decimal("129.90"), None, "TRY")]),
        {"batchRequestId": "b-1"},
        [
            Asked(
                "POST",
                "/integration/inventory/sellers/1001/products/price-and-inventory",
                {},
                {
                    "items": [
                        {"barcode": "868", "salePrice": Decimal("129.90"), "listPrice": Decimal("129.90")}
                    ]
                },
            )
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("b-1"),
        fixture(_HERE, "batch"),
        [Asked("GET", f"{_PRODUCTS}/batch-requests/b-1", {})],
    ),
    "report_status_picking": (
        lambda c: c.report_status("7", PackageStatus.PICKING, {"11": 2}),
        None,
        [
            Asked(
                "PUT",
                _PACKAGE,
                {},
                {"lines": [{"lineId": 11, "quantity": 2}], "params": {}, "status": "Picking"},
            )
        ],
    ),
    "report_status_packed": (
        lambda c: c.report_status("7", PackageStatus.PACKED, {"11": 2}, invoice_number="ABC2026000000001"),
        None,
        [
            Asked(
                "PUT",
                _PACKAGE,
                {},
                {
                    "lines": [{"lineId": 11, "quantity": 2}],
                    "params": {"invoiceNumber": "ABC2026000000001"},
                    "status": "Invoiced",
                },
            )
        ],
    ),
    "change_carrier": (
        lambda c: c.change_carrier("7", ["11"], "YKMP"),
        None,
        [Asked("PUT", f"{_PACKAGE}/cargo-providers", {}, {"cargoProvider": "YKMP"})],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied("7", {"11": 1}, "out_of_stock"),
        None,
        [
            Asked(
                "PUT",
                f"{_PACKAGE}/items/unsupplied",
                {},
                {"lines": [{"lineId": 11, "quantity": 1}], "reasonId": 500},
            )
        ],
    ),
    "register_webhook": (
        lambda c: c.register_webhook("https://us.test/hook", "s3cret"),
        {"id": "w-1"},
        [
            Asked(
                "POST",
                _WEBHOOKS,
                {},
                {
                    "url": "https://us.test/hook",
                    "authenticationType": "API_KEY",
                    "apiKey": "s3cret",
                    "subscribedStatuses": STATUSES,
                },
            )
        ],
    ),
    "remove_webhook": (lambda c: c.remove_webhook("w-1"), None, [Asked("DELETE", f"{_WEBHOOKS}/w-1", {})]),
}
_WRITES = {name for name, (_, _, asked) in OPERATIONS.items() if asked[0].method != "GET"} - {
    *("fetch_label", "fetch_buyboxes")
}
"""Asking for a label again makes the same one again."""


def _answered(content: object) -> httpx.Response:
    return httpx.Response(200) if content is None else answer(content)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, content, asked = OPERATIONS[name]
    provider = Provider([_answered(content)])

    operation(provider.connector("trendyol", _SETTINGS, _CREDENTIALS))

    assert provider.asked == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_logs_in_and_names_the_seller(name: str) -> None:
    operation, content, _ = OPERATIONS[name]
    provider = Provider([_answered(content)])

    operation(provider.connector("trendyol", _SETTINGS, _CREDENTIALS))

    sent = {(r.headers["authorization"], r.headers["user-agent"], r.url.host) for r in provider.requests}
    assert sent == {("Basic YW5haHRhcjpnaXpsaQ==", "1001 - PraPazar", "apigw.trendyol.com")}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (400, Rejected), (426, UnexpectedAnswer), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([answer({"errors": [{"key": "x", "message": "y"}]}, status)])

    with pytest.raises(expected):
        operation(provider.connector("trendyol", _SETTINGS, _CREDENTIALS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        operation(provider.connector("trendyol", _SETTINGS, _CREDENTIALS))

    assert (raised.value.maybe_done, len(provider.requests)) == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", [*sorted(set(OPERATIONS) - _WRITES), "push_stock", "register_webhook"])
@pytest.mark.parametrize("content", [[], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]
    if name == "fetch_batch" and content == {"renamed": 1}:
        pytest.skip("a batch nobody knows is answered without items too")
    if name == "fetch_claim_reasons" and content == []:
        pytest.skip("no reasons are a list too")
    provider = Provider([answer(content)])

    with pytest.raises(UnexpectedAnswer):
        operation(provider.connector("trendyol", _SETTINGS, _CREDENTIALS))
