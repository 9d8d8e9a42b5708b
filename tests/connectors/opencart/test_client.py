"""The shop's endpoints as they are called: route, query, body and signature of every operation."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SINCE, _UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 21, 12, 0, 0, 1, tzinfo=UTC)
_SHOP = {"name": "Dükkân", "version": "4.1.0.3", "currency": "TRY", "products": 2}
_OK = {"data": [{"product_id": "40", "product_option_value_id": "", "result": "ok"}]}
_DONE = {"success": "Success: You have modified orders!"}
_LOGIN = {"success": "…", "api_token": "oturum26"}


def _connector(provider: Provider, version: str = "4.1") -> Any:  # noqa: ANN401 - the connector under test
    settings = {"shop_url": "https://magaza.example/dukkan", "username": "PraPazar", "version": version}
    return provider.connector("opencart", settings, {"api_key": "anahtar"})


def _served(*answers: object) -> Provider:
    return Provider([one if isinstance(one, httpx.Response) else answer(one) for one in answers])


def _routes(provider: Provider) -> list[tuple[str, dict[str, str]]]:
    """What was asked, without what every call of the core API carries."""
    usual = {"username", "time", "signature", "store_id", "language", "currency"}
    return [
        (one.method, {name: value for name, value in one.url.params.items() if name not in usual})
        for one in provider.requests
    ]


def _bridge(name: str, **params: str) -> dict[str, str]:
    return {"route": f"extension/prapazar/api/{name}", **params}


_WINDOW = {"page": "1", "limit": "100", "modified_since": "1795176000", "modified_until": "1795262401"}
_ADDED = {"page": "1", "limit": "1", "added_since": "1795176000", "added_until": "1795262401"}
Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[tuple[str, dict[str, str]]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_SHOP, {"error": "API call not found"}],
        [("GET", _bridge("shop")), ("POST", {"route": "api/order", "call": "prapazar_check"})],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [fixture(_HERE, "products")],
        [("GET", _bridge("products", page="1", limit="100"))],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [{"data": []}],
        [("GET", _bridge("categories"))],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [fixture(_HERE, "orders")],
        [("GET", _bridge("orders", **_WINDOW))],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("1001"),
        [fixture(_HERE, "orders")],
        [("GET", _bridge("orders", order_id="1001"))],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [{"total": 3, "data": []}],
        [("GET", _bridge("orders", **_ADDED))],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("40", None, 5)]),
        [_OK],
        [("POST", _bridge("stock"))],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("40", None, Decimal(120), None, "TRY")]),
        [_SHOP, _OK],
        [("GET", _bridge("shop")), ("POST", _bridge("price"))],
    ),
    "report_status": (
        lambda c: c.report_status("1001", PackageStatus.SHIPPED, {"5": 2}, tracking_number="726"),
        [fixture(_HERE, "orders"), _DONE],
        [
            ("GET", _bridge("orders", order_id="1001")),
            ("POST", {"route": "api/order", "call": "history_add"}),
        ],
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_asks_for(name: str) -> None:
    operation, answers, asked = OPERATIONS[name]
    provider = _served(*answers)

    operation(_connector(provider))

    assert _routes(provider) == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_gets_something_else_is_unexpected_or_refused(name: str) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(_served({"success": 1})))


def test_bridge_signature_covers_method_query_body_and_time() -> None:
    provider = _served(_OK)

    _connector(provider).push_stock([StockOffer("40", None, 0)])

    [request] = provider.requests
    query = "route=extension%2Fprapazar%2Fapi%2Fstock"
    assert request.url.query.decode() == query
    content = hashlib.sha256(b'{"items":[{"product_id":"40","quantity":0}]}').hexdigest()
    text = f"POST\n{query}\n{content}\n{request.headers['x-prapazar-time']}\n"
    wanted = base64.b64encode(hmac.digest(b"anahtar", text.encode(), "sha256")).decode()
    assert request.headers["x-prapazar-signature"] == wanted


def test_core_signature_is_the_shops_own_and_encoded_twice() -> None:
    provider = _served(fixture(_HERE, "orders"), _DONE)

    _connector(provider).report_status("1001", PackageStatus.SHIPPED, {"5": 2}, tracking_number="7 26")

    request = provider.requests[1]
    asked = request.url.params
    body = hashlib.md5(request.content).hexdigest()  # noqa: S324 - the shop asks for MD5
    lines = ("api/order", "history_add", "PraPazar", "magaza.example", "/dukkan/", "0", "en-gb", "TRY", body)
    text = "".join(f"{line}\n" for line in (*lines, asked["time"]))
    plain = base64.b64encode(hmac.digest(b"anahtar", text.encode(), "sha1")).decode()
    assert asked["signature"] == plain.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert dict(parse_qsl(request.content.decode(), keep_blank_values=True)) == {
        "order_id": "1001",
        "order_status_id": "3",
        "comment": "Siparişiniz kargoya verildi. Takip numarası: 7 26",
        "notify": "1",
        "override": "0",
    }


@pytest.mark.parametrize(("version", "separator"), [("4.0.2", "."), ("4.0.0", "|")])
def test_older_shop_is_told_within_a_session(version: str, separator: str) -> None:
    provider = _served(fixture(_HERE, "orders"), _LOGIN, _DONE)

    _connector(provider, version).report_status("1001", PackageStatus.SHIPPED, {"5": 2})

    login, told = provider.requests[1:]
    assert login.url.params["route"] == "api/account/login"
    assert dict(parse_qsl(login.content.decode())) == {"username": "PraPazar", "key": "anahtar"}
    assert told.url.params["route"] == f"api/sale/order{separator}addHistory"
    assert told.headers["cookie"] == "OCSESSID=oturum26"


def test_answer_for_another_item_is_no_result() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector(_served(_OK)).push_stock([StockOffer("41", None, 5)])


def test_shop_without_the_bridge_says_so() -> None:
    missing = httpx.Response(404, text="<html><h1>Page Not Found!</h1></html>")

    with pytest.raises(Rejected) as raised:
        list(_connector(_served(missing)).fetch_listings())

    assert raised.value.code == "opencart.bridge_missing"
