"""The pretend Etsy's consent page, its codes with PKCE, and refresh tokens that are good for one use."""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

_PAGE = "/etsy/oauth/connect"
_TOKEN = "/etsy/v3/public/oauth/token"
_ME = "/etsy/v3/application/users/me"
_BACK = "https://panel.example/connect/back"
_VERIFIER = "v" * 43
_CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(_VERIFIER.encode()).digest()).decode().rstrip("=")
_KEY = {"x-api-key": "sandboxkeystring:sandboxsecret"}


def _asked(**changed: str) -> dict[str, str]:
    usual = {"response_type": "code", "client_id": "sandboxkeystring", "scope": "shops_r listings_r"}
    proof = {"code_challenge": _CHALLENGE, "code_challenge_method": "S256"}
    return {**usual, "redirect_uri": _BACK, "state": "s-1", **proof, **changed}


def _granted(client: httpx.Client, decision: str = "allow", **changed: str) -> dict[str, str]:
    answer = client.post(_PAGE, params=_asked(**changed), data={"decision": decision})
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, _BACK)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def _token(client: httpx.Client, code: str, **changed: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "client_id": "sandboxkeystring", "redirect_uri": _BACK}
    return client.post(_TOKEN, data={**form, "code": code, "code_verifier": _VERIFIER, **changed})


def _renewed(client: httpx.Client, token: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": "sandboxkeystring", "refresh_token": token}
    return client.post(_TOKEN, json=form)


def test_page_is_a_form_with_two_answers(client: httpx.Client) -> None:
    page = client.get(_PAGE, params=_asked())

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.findall(r'<button name="decision" value="(\w+)">', page.text) == ["allow", "deny"]
    assert "<li>shops_r</li><li>listings_r</li>" in page.text


@pytest.mark.parametrize(
    "wrong",
    [{"client_id": "nobody"}, {"redirect_uri": "javascript:x"}, {"redirect_uri": "http://panel.example"}],
)
def test_page_leads_nowhere_for_an_app_it_does_not_know(client: httpx.Client, wrong: dict[str, str]) -> None:
    answer = client.post(_PAGE, params=_asked(**wrong), data={"decision": "allow"})

    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_page_leads_only_back_to_addresses_the_app_named(client: httpx.Client) -> None:
    client.patch("/_control/etsy/accounts/12000001", json={"redirects": "https://other.example/back"})

    assert client.get(_PAGE, params=_asked()).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [{"code_challenge_method": "plain"}, {"code_challenge": ""}, {"scope": "everything"}, {"scope": ""}],
)
def test_page_asks_for_a_proof_and_scopes_it_knows(client: httpx.Client, wrong: dict[str, str]) -> None:
    assert _granted(client, **wrong)["error"] == "invalid_request"


def test_denial_brings_no_code(client: httpx.Client) -> None:
    back = _granted(client, "deny")

    assert (back["error"], back["state"], "code" in back) == ("access_denied", "s-1", False)


def test_token_begins_with_the_users_number_and_opens_the_api(client: httpx.Client) -> None:
    made = _token(client, _granted(client)["code"]).json()

    answer = client.get(_ME, headers={**_KEY, "authorization": f"Bearer {made['access_token']}"})

    assert (made["token_type"], made["expires_in"]) == ("Bearer", 3600)
    assert made["access_token"].startswith("62000001.")
    assert answer.json() == {"user_id": 62000001, "shop_id": 12000001}
    assert answer.headers["x-remaining-today"] == "99999"


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "w" * 43}, {"code_verifier": "v"}, {"redirect_uri": "https://other.example"}]
)
def test_code_is_nothing_without_its_proof(client: httpx.Client, wrong: dict[str, str]) -> None:
    answer = _token(client, _granted(client)["code"], **wrong)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_code_is_good_for_once_and_for_a_while(client: httpx.Client) -> None:
    once, late = _granted(client)["code"], _granted(client)["code"]
    first, second = (_token(client, once) for _ in range(2))
    client.post("/_control/clock", json={"advance_seconds": 601})

    assert (first.status_code, second.status_code, _token(client, late).status_code) == (200, 400, 400)


def test_refresh_token_is_replaced_by_each_use(client: httpx.Client) -> None:
    made: dict[str, Any] = _token(client, _granted(client)["code"]).json()

    newer = _renewed(client, made["refresh_token"])
    again = _renewed(client, made["refresh_token"])

    assert (newer.status_code, again.status_code, again.json()["error"]) == (200, 400, "invalid_grant")
    assert _renewed(client, newer.json()["refresh_token"]).status_code == 200


def test_access_token_lasts_an_hour_and_a_refresh_token_ninety_days(client: httpx.Client) -> None:
    made = _token(client, _granted(client)["code"]).json()
    client.post("/_control/clock", json={"advance_seconds": 3600})
    answer = client.get(_ME, headers={**_KEY, "authorization": f"Bearer {made['access_token']}"})

    client.post("/_control/clock", json={"advance_seconds": 90 * 86_400})

    assert (answer.status_code, answer.json()["error_description"]) == (401, "access token is expired")
    assert _renewed(client, made["refresh_token"]).status_code == 400
