"""eBay's endpoints as they are called: method, host, address, and the token each of them wants."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, StockOffer
from tests.factories.provider import Provider, answer

_SETTINGS = {"client_id": "PraPazar-PRD", "marketplaces": "EBAY_DE", "alert_email": "a@example.com"}
_CREDENTIALS = {"client_secret": "gizli", "refresh_token": "v^1.1#yenile"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_ITEMS = {"inventoryItems": [], "total": 0}
_ORDERS: dict[str, Any] = {"orders": [], "total": 0}
_OFFERS = {"offers": [{"offerId": "9", "sku": "ŞAL 1", "marketplaceId": "EBAY_DE", "status": "PUBLISHED"}]}
_PUSHED = {"responses": [{"sku": "ŞAL 1", "offerId": "9", "statusCode": 200}]}
_INVENTORY, _FULFILLMENT, _POST = "/sell/inventory/v1", "/sell/fulfillment/v1", "/post-order/v2"
_API, _APIZ = "api.ebay.com", "apiz.ebay.com"
_DAY = "[2026-11-20T00:00:00.000Z..2026-11-20T23:59:59.999Z]"
_USER, _APPLICATION, _IAF = "Bearer user-1", "Bearer application-1", "IAF user-1"

Call = tuple[str, str, str, str]
Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[Call]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_ITEMS],
        [("GET", _API, f"{_INVENTORY}/inventory_item?limit=1&offset=0", _USER)],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("EBAY_DE:45238"),
        [{"categoryTreeId": "77"}, {"aspects": []}],
        [
            (
                "GET",
                _API,
                "/commerce/taxonomy/v1/get_default_category_tree_id?marketplace_id=EBAY_DE",
                _APPLICATION,
            ),
            (
                "GET",
                _API,
                "/commerce/taxonomy/v1/category_tree/77/get_item_aspects_for_category?category_id=45238",
                _APPLICATION,
            ),
        ],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [_ORDERS],
        [("GET", _API, f"{_FULFILLMENT}/order?filter=lastmodifieddate:{_DAY}&limit=200&offset=0", _USER)],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [_ORDERS],
        [("GET", _API, f"{_FULFILLMENT}/order?filter=creationdate:{_DAY}&limit=1&offset=0", _USER)],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("EBAY_DE:ŞAL 1", None, 4)]),
        [_OFFERS, _PUSHED],
        [
            ("GET", _API, f"{_INVENTORY}/offer?sku=ŞAL 1&format=FIXED_PRICE", _USER),
            ("POST", _API, f"{_INVENTORY}/bulk_update_price_quantity", _USER),
        ],
    ),
    "report_shipped": (
        lambda c: c.report_status("06-1", PackageStatus.SHIPPED, {"10": 1}, tracking_number="1Z9"),
        [{"fulfillments": []}, httpx.Response(201)],
        [
            ("GET", _API, f"{_FULFILLMENT}/order/06-1/shipping_fulfillment", _USER),
            ("POST", _API, f"{_FULFILLMENT}/order/06-1/shipping_fulfillment", _USER),
        ],
    ),
    "approve_return": (
        lambda c: c.approve_claim("5000", []),
        [{}],
        [("POST", _API, f"{_POST}/return/5000/decide", _IAF)],
    ),
    "approve_cancellation": (
        lambda c: c.approve_claim("cancel:5100", []),
        [{}],
        [("POST", _API, f"{_POST}/cancellation/5100/approve", _IAF)],
    ),
    "fetch_settlements": (
        lambda c: list(c.fetch_settlements(_SINCE, _UNTIL)),
        [httpx.Response(204)],
        [
            (
                "GET",
                _APIZ,
                f"/sell/finances/v1/transaction?filter=transactionDate:{_DAY}&limit=100&offset=0",
                _USER,
            ),
            ("GET", _APIZ, f"/sell/finances/v1/payout?filter=payoutDate:{_DAY}&limit=100&offset=0", _USER),
        ],
    ),
}
_WRITES = {"approve_return", "approve_cancellation"}


def _provider(*answers: object) -> Provider:
    """The log-in answers by itself; the others in turn."""
    told = [one if isinstance(one, httpx.Response | Exception) else answer(one) for one in answers]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth2/token"):
            [grant] = parse_qs(request.content.decode())["grant_type"]
            who = "user" if grant == "refresh_token" else "application"
            return answer({"access_token": f"{who}-1", "expires_in": 7200})
        found = told.pop(0) if len(told) > 1 else told[0]
        if isinstance(found, Exception):
            raise found
        return found

    return Provider([serve])


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ebay", _SETTINGS, _CREDENTIALS)


def _calls(provider: Provider) -> list[Call]:
    return [
        (one.method, one.url.host, _address(one), one.headers["authorization"])
        for one in provider.requests
        if not one.url.path.endswith("/oauth2/token")
    ]


def _address(request: httpx.Request) -> str:
    query = "&".join(f"{name}={value}" for name, value in request.url.params.items())
    return f"{request.url.path}?{query}" if query else request.url.path


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_token(name: str) -> None:
    operation, contents, calls = OPERATIONS[name]
    provider = _provider(*contents)

    operation(_connector(provider))

    assert _calls(provider) == calls


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    failure = {"errors": [{"errorId": 25002, "message": "x"}]}

    with pytest.raises(expected):
        operation(_connector(_provider(answer(failure, status))))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = _provider(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    found = (raised.value.maybe_done, len(_calls(provider)))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - _WRITES))
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(_provider(content)))


def test_keyset_and_refresh_token_go_where_ebay_wants_them() -> None:
    provider = _provider(_ITEMS)

    _connector(provider).test_credentials()

    login = provider.requests[0]
    form = {name: one[0] for name, one in parse_qs(login.content.decode()).items()}
    assert form == {"grant_type": "refresh_token", "refresh_token": "v^1.1#yenile"}
    assert login.headers["authorization"] == "Basic UHJhUGF6YXItUFJEOmdpemxp"


def test_sku_with_a_slash_stays_one_part_of_its_address() -> None:
    provider = _provider({"sku": "A/B"})

    _connector(provider).client.item("A/B")

    assert provider.requests[-1].url.raw_path == b"/sell/inventory/v1/inventory_item/A%2FB"


def test_content_says_its_language() -> None:
    provider = _provider(httpx.Response(204))

    _connector(provider).client.put_item("A", {"condition": "NEW"}, "de-DE")

    sent = provider.requests[-1]
    assert (sent.headers["content-language"], parsing.load_json(sent.content)) == (
        "de-DE",
        {"condition": "NEW"},
    )
