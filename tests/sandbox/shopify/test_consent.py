"""The pretend Shopify's consent page, its codes, and refresh tokens that are good for one use."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

_PAGE = "/shopify/deneme-magaza/admin/oauth/authorize"
_TOKEN = "/shopify/deneme-magaza/admin/oauth/access_token"
_BACK = "https://panel.example/connect/back"


@pytest.fixture
def shop(client: httpx.Client) -> dict[str, Any]:
    accounts: list[dict[str, Any]] = client.get("/_control/accounts").json()
    return next(one for one in accounts if one["provider"] == "shopify")


def _asked(shop: dict[str, Any], **changed: str) -> dict[str, str]:
    usual = {"client_id": shop["client_id"], "scope": "read_orders,write_orders", "state": "s-1"}
    return {**usual, "redirect_uri": _BACK, **changed}


def _granted(client: httpx.Client, shop: dict[str, Any], decision: str = "allow") -> dict[str, str]:
    answer = client.post(_PAGE, params=_asked(shop), data={"decision": decision})
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, _BACK)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def _token(client: httpx.Client, shop: dict[str, Any], **form: str) -> httpx.Response:
    app = {name: str(shop[name]) for name in ("client_id", "client_secret")}
    return client.post(_TOKEN, data={**app, **form})


def test_page_is_a_form_with_two_answers(client: httpx.Client, shop: dict[str, Any]) -> None:
    page = client.get(_PAGE, params=_asked(shop))

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.findall(r'<button name="decision" value="(\w+)">', page.text) == ["allow", "deny"]
    assert "<li>read_orders</li><li>write_orders</li>" in page.text


@pytest.mark.parametrize(
    "wrong", [{"client_id": "nobody"}, {"redirect_uri": "javascript:alert(1)"}, {"scope": ""}]
)
def test_page_leads_nowhere_for_an_app_it_does_not_know(
    client: httpx.Client, shop: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = client.post(_PAGE, params=_asked(shop, **wrong), data={"decision": "allow"})

    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_page_leads_only_back_to_addresses_the_app_named(client: httpx.Client, shop: dict[str, Any]) -> None:
    client.patch("/_control/shopify/accounts/deneme-magaza", json={"redirects": "https://other.example/back"})

    assert client.get(_PAGE, params=_asked(shop)).status_code == 400


def test_denial_brings_no_code(client: httpx.Client, shop: dict[str, Any]) -> None:
    back = _granted(client, shop, "deny")

    assert (back["error"], back["state"], "code" in back) == ("access_denied", "s-1", False)


def test_code_is_good_for_once_and_for_a_while(client: httpx.Client, shop: dict[str, Any]) -> None:
    once, late = _granted(client, shop), _granted(client, shop)
    first, second = (_token(client, shop, code=once["code"]) for _ in range(2))
    client.post("/_control/clock", json={"advance_seconds": 301})

    expired = _token(client, shop, code=late["code"])

    assert sorted(first.json()) == ["access_token", "scope"]
    assert [one.status_code for one in (first, second, expired)] == [200, 400, 400]
    assert second.json()["error"] == "invalid_grant"


def test_lapsing_token_is_renewed_with_a_refresh_token_that_is_replaced(
    client: httpx.Client, shop: dict[str, Any]
) -> None:
    given = _token(client, shop, code=_granted(client, shop)["code"], expiring="1").json()
    form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    renewed, again = (_token(client, shop, **form) for _ in range(2))

    assert (given["expires_in"], given["refresh_token_expires_in"]) == (3600, 7_776_000)
    assert (renewed.status_code, again.status_code) == (200, 400)
    assert renewed.json()["refresh_token"] != given["refresh_token"]
