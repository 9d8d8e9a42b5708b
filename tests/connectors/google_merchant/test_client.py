"""Google's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Unavailable
from prapazar.connector_kit.records import PriceOffer, StockOffer
from tests.factories.drafts import draft
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"account_id": "770", "link_template": "https://m.example/{sku}"}
_CREDENTIALS = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
_SOURCE = "accounts/770/dataSources/1"
_SOURCES = {"dataSources": [{"name": _SOURCE, "input": "API", "primaryProductDataSource": {}}]}
_WRITTEN = {"name": "x", "product": "accounts/770/products/tr~TR~SAL-1"}
_LISTED = Asked("GET", "/datasources/v1/accounts/770/dataSources", {"pageSize": "1000"})
_INPUTS = "/products/v1/accounts/770/productInputs"
_CONTENT = {
    "title": "Çiçekli Şal",
    "description": "<p>İğne oyası</p>",
    "link": "https://m.example/SAL-1",
    "imageLink": "https://c.example/1.jpg",
    "additionalImageLinks": ["https://c.example/2.jpg"],
    "brand": "Oya",
    "itemGroupId": "SAL",
    "googleProductCategory": "2073",
    "gtins": ["8690000000012"],
}
_STOCK = {"availability": "IN_STOCK", "sellOnGoogleQuantity": "7"}
_PRICES = {
    "price": {"amountMicros": "1500100000", "currencyCode": "TRY"},
    "salePrice": {"amountMicros": "1299050000", "currencyCode": "TRY"},
}


def _patched(names: str, attributes: dict[str, Any]) -> Asked:
    mask = ",".join(f"productAttributes.{name}" for name in names.split())
    query = {"dataSource": _SOURCE, "updateMask": mask}
    return Asked("PATCH", f"{_INPUTS}/tr~TR~SAL-1", query, {"productAttributes": attributes})


OPERATIONS: dict[str, tuple[Callable[[Any], object], list[object], list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [{"name": "accounts/770", "accountName": "Mağaza"}],
        [Asked("GET", "/accounts/v1/accounts/770", {})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [fixture(_HERE, "products")],
        [Asked("GET", "/products/v1/accounts/770/products", {"pageSize": "250"})],
    ),
    "write_new": (
        lambda c: c.write_listings([draft()]),
        [_SOURCES, _WRITTEN],
        [
            _LISTED,
            Asked(
                "POST",
                f"{_INPUTS}:insert",
                {"dataSource": _SOURCE},
                {
                    "offerId": "SAL-1",
                    "contentLanguage": "tr",
                    "feedLabel": "TR",
                    "productAttributes": {**_CONTENT, **_STOCK, **_PRICES, "condition": "NEW"},
                },
            ),
        ],
    ),
    "write_known": (
        lambda c: c.write_listings([draft(external_id="tr~TR~SAL-1")]),
        [_SOURCES, _WRITTEN],
        [
            _LISTED,
            _patched(
                "title description link imageLink additionalImageLinks brand gtins mpn itemGroupId"
                " googleProductCategory",
                _CONTENT,
            ),
        ],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("tr~TR~SAL-1", None, 7)]),
        [_SOURCES, _WRITTEN],
        [_LISTED, _patched("availability sellOnGoogleQuantity", _STOCK)],
    ),
    "push_price": (
        lambda c: c.push_price(
            [PriceOffer("tr~TR~SAL-1", None, Decimal("1299.05"), Decimal("1500.10"), "TRY")]
        ),
        [_SOURCES, _WRITTEN],
        [_LISTED, _patched("price salePrice", _PRICES)],
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch('{"tr~TR~SAL-1":"SAL-1"}'),
        [fixture(_HERE, "products")["products"][0]],
        [Asked("GET", "/products/v1/accounts/770/products/tr~TR~SAL-1", {})],
    ),
}


def _provider(*answers: object) -> Provider:
    """The log-in answers by itself; the others in turn."""
    told = [one if isinstance(one, httpx.Response | Exception) else answer(one) for one in answers]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return answer({"access_token": "t-1", "expires_in": 3599})
        found = told.pop(0) if len(told) > 1 else told[0]
        if isinstance(found, Exception):
            raise found
        return found

    return Provider([serve])


def _asked(provider: Provider) -> list[Asked]:
    return [
        Asked(
            request.method,
            request.url.path,
            dict(request.url.params),
            parsing.load_json(request.content) if request.content else None,
        )
        for request in provider.requests
        if request.url.path != "/token"
    ]


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = _provider(*contents)

    operation(provider.connector("google_merchant", _SETTINGS, _CREDENTIALS))

    assert _asked(provider) == asked
    assert provider.requests[-1].headers["authorization"] == "Bearer t-1"


@pytest.mark.parametrize(
    ("status", "expected"), [(401, AuthFailed), (403, AuthFailed), (429, RateLimited), (500, Unavailable)]
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    provider = _provider(answer({"error": {"code": status, "message": "x"}}, status))

    with pytest.raises(expected):
        OPERATIONS[name][0](provider.connector("google_merchant", _SETTINGS, _CREDENTIALS))


@pytest.mark.parametrize("name", ["write_new", "push_stock", "push_price"])
def test_write_that_runs_into_a_time_out_is_sent_once(name: str) -> None:
    provider = _provider(_SOURCES, httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        OPERATIONS[name][0](provider.connector("google_merchant", _SETTINGS, _CREDENTIALS))

    assert (raised.value.maybe_done, len(_asked(provider))) == (True, 2)
