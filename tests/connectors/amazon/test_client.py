"""Amazon's operations as they are called: host, method, address, query and body."""

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
_SETTINGS = {"marketplace": "TR", "seller_id": "A1EXAMPLE"}
_CREDENTIALS = {"client_id": "müşteri", "client_secret": "gizli", "refresh_token": "Atzr|1"}
_PLACE = {"marketplaceIds": "A33AVAJ2PDY3EV"}
_SINCE, _UNTIL = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 10, 21, tzinfo=UTC)
_ITEMS = "/listings/2021-08-01/items/A1EXAMPLE"
_SPOKEN = {**_PLACE, "issueLocale": "tr_TR"}
_TAKEN = {"sku": "SAL-1", "status": "ACCEPTED", "submissionId": "1", "issues": []}
_PARTS = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES,TAX"
_ORDER = "/orders/2026-01-01/orders/902-1845936-5435065"
_SEARCH = {
    **_PLACE,
    "includedData": "summaries,attributes,offers,fulfillmentAvailability,relationships",
    "sortBy": "createdDate",
    "sortOrder": "ASC",
    "pageSize": "20",
}
_ORDERS = {**_PLACE, "fulfilledBy": "MERCHANT", "includedData": _PARTS, "maxResultsPerPage": "100"}


def _patched(name: str, value: object) -> Asked:
    patches = [{"op": "merge", "path": f"/attributes/{name}", "value": [value]}]
    body = {"productType": "PRODUCT", "patches": patches}
    return Asked("PATCH", f"{_ITEMS}/SAL/1", _SPOKEN, body)


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[Asked]]] = {
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [{"numberOfResults": 1, "items": [fixture(_HERE, "listing")]}],
        [Asked("GET", _ITEMS, _SEARCH)],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [{"productTypes": [{"name": "SCARF", "displayName": "Şal"}]}],
        [Asked("GET", "/definitions/2020-09-01/productTypes", {**_PLACE, "locale": "tr_TR"})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [
            {"orders": [fixture(_HERE, "order")], "pagination": {"nextToken": "p-2"}},
            {"orders": [], "pagination": {}},
        ],
        [
            Asked(
                "GET",
                "/orders/2026-01-01/orders",
                {
                    "lastUpdatedAfter": "2026-10-20T00:00:00.000Z",
                    "lastUpdatedBefore": "2026-10-21T00:00:00.000Z",
                    **_ORDERS,
                    **token,
                },
            )
            for token in ({}, {"paginationToken": "p-2"})
        ],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [{"orders": []}],
        [
            Asked(
                "GET",
                "/orders/2026-01-01/orders",
                {
                    "createdAfter": "2026-10-20T00:00:00.000Z",
                    "createdBefore": "2026-10-21T00:00:00.000Z",
                    **_ORDERS,
                },
            )
        ],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("SAL/1", None, 4)]),
        [_TAKEN],
        [_patched("fulfillment_availability", {"fulfillment_channel_code": "DEFAULT", "quantity": 4})],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("SAL/1", None, Decimal("149.9"), None, "TRY")]),
        [_TAKEN],
        [
            _patched(
                "purchasable_offer",
                {
                    "marketplace_id": "A33AVAJ2PDY3EV",
                    "currency": "TRY",
                    "audience": "ALL",
                    "our_price": [{"schedule": [{"value_with_tax": Decimal("149.9")}]}],
                },
            )
        ],
    ),
    "fetch_settlements": (
        lambda c: list(c.fetch_settlements(_SINCE, _UNTIL)),
        [{"payload": {"transactions": [], "nextToken": "p-2"}}, {"payload": {"transactions": []}}],
        [
            Asked(
                "GET",
                "/finances/2024-06-19/transactions",
                {
                    "postedAfter": "2026-10-20T00:00:00.000Z",
                    "postedBefore": "2026-10-21T00:00:00.000Z",
                    "marketplaceId": "A33AVAJ2PDY3EV",
                    **token,
                },
            )
            for token in ({}, {"nextToken": "p-2"})
        ],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("feed:50001"),
        [{"processingStatus": "IN_QUEUE"}],
        [Asked("GET", "/feeds/2021-06-30/feeds/50001", {})],
    ),
}
_WRITES = {"push_stock", "push_price"}


def _provider(*contents: object) -> Provider:
    """Log-ins are answered on the way."""
    told = [one if isinstance(one, httpx.Response | Exception) else answer(one) for one in contents]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.host == "api.amazon.com":
            return answer({"access_token": "Atza|1", "token_type": "bearer", "expires_in": 3600})
        found = told.pop(0) if len(told) > 1 else told[0]
        if isinstance(found, Exception):
            raise found
        return found

    return Provider([serve])


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - what this connector can do
    return provider.connector("amazon", {**_SETTINGS, **settings}, _CREDENTIALS)


def _asked(provider: Provider) -> list[Asked]:
    calls = [request for request in provider.requests if request.url.host != "api.amazon.com"]
    return Provider(requests=calls).asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = _provider(*contents)

    operation(_connector(provider))

    assert _asked(provider) == asked


def test_shipment_is_told_by_the_older_interface() -> None:
    order = fixture(_HERE, "order")
    provider = _provider({"order": order}, httpx.Response(204))

    _connector(provider).report_status(
        order["orderId"],
        PackageStatus.SHIPPED,
        {"68828574383266": 2},
        carrier="Aras Kargo",
        tracking_number="726-2",
    )

    read, told = _asked(provider)
    shipped = told.body["packageDetail"].pop("shipDate")
    assert read == Asked("GET", _ORDER, {"includedData": _PARTS})
    assert told == Asked(
        "POST",
        "/orders/v0/orders/902-1845936-5435065/shipmentConfirmation",
        {},
        {
            "marketplaceId": "A33AVAJ2PDY3EV",
            "packageDetail": {
                "packageReferenceId": "2",
                "carrierCode": "Other",
                "carrierName": "Aras Kargo",
                "trackingNumber": "726-2",
                "orderItems": [{"orderItemId": "68828574383266", "quantity": 2}],
            },
        },
    )
    assert datetime.fromisoformat(shipped).tzinfo is not None


def test_slash_of_a_sku_is_encoded() -> None:
    provider = _provider(_TAKEN)

    _connector(provider).push_stock([StockOffer("Şal/1 %", None, 4)])

    assert provider.requests[-1].url.raw_path.startswith(f"{_ITEMS}/%C5%9Eal%2F1%20%25?".encode())


@pytest.mark.parametrize(
    ("marketplace", "host"),
    [
        ("TR", "sellingpartnerapi-eu.amazon.com"),
        ("AE", "sellingpartnerapi-eu.amazon.com"),
        ("US", "sellingpartnerapi-na.amazon.com"),
        ("BR", "sellingpartnerapi-na.amazon.com"),
        ("JP", "sellingpartnerapi-fe.amazon.com"),
        ("SG", "sellingpartnerapi-fe.amazon.com"),
    ],
)
def test_marketplace_decides_the_host(marketplace: str, host: str) -> None:
    provider = _provider({"productTypes": []})

    _connector(provider, marketplace=marketplace).fetch_categories()

    login, call = provider.requests
    assert (str(login.url), call.url.host) == ("https://api.amazon.com/auth/o2/token", host)
    assert login.content == (
        b"grant_type=refresh_token&client_id=m%C3%BC%C5%9Fteri&client_secret=gizli&refresh_token=Atzr%7C1"
    )
    assert call.headers["x-amz-access-token"] == "Atza|1"
    assert datetime.strptime(call.headers["x-amz-date"], "%Y%m%dT%H%M%S%z").tzinfo is not None


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - _WRITES))
def test_reading_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = _provider(answer({"errors": [{"code": "X", "message": "x"}]}, status))

    with pytest.raises(expected):
        operation(_connector(provider))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = _provider(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    found = (raised.value.maybe_done, len(_asked(provider)))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(_provider(content)))
