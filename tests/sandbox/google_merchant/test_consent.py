"""The pretend Google's consent page, its codes with PKCE, and the refresh tokens made of them."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

_PAGE, _TOKEN = "/google_merchant/oauth/auth", "/google_merchant/oauth/token"
_BACK = "https://panel.example/connect/back"
_VERIFIER = "v" * 43
_CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(_VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def account(client: httpx.Client) -> dict[str, Any]:
    opened: dict[str, Any] = client.post(
        "/_control/google_merchant/accounts", json={"redirects": _BACK}
    ).json()
    return opened


def _asked(account: dict[str, Any], **changed: str) -> dict[str, str]:
    usual = {"response_type": "code", "scope": "https://www.googleapis.com/auth/content", "state": "s-1"}
    proof = {"code_challenge": _CHALLENGE, "code_challenge_method": "S256"}
    asked = {"client_id": account["client_id"], "redirect_uri": _BACK, "access_type": "offline"}
    return {**usual, **proof, **asked, "prompt": "consent", **changed}


def _granted(
    client: httpx.Client, account: dict[str, Any], decision: str = "allow", **changed: str
) -> dict[str, str]:
    answer = client.post(_PAGE, params=_asked(account, **changed), data={"decision": decision})
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, _BACK)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def _token(client: httpx.Client, account: dict[str, Any], code: str, **changed: str) -> httpx.Response:
    app = {name: account[name] for name in ("client_id", "client_secret")}
    form = {"grant_type": "authorization_code", "redirect_uri": _BACK, "code_verifier": _VERIFIER}
    return client.post(_TOKEN, data={**app, **form, "code": code, **changed})


def test_code_is_good_once_and_brings_tokens_that_open_the_api(
    client: httpx.Client, account: dict[str, Any]
) -> None:
    code = _granted(client, account)["code"]

    made = _token(client, account, code).json()

    app = {name: account[name] for name in ("client_id", "client_secret")}
    form = {**app, "grant_type": "refresh_token", "refresh_token": made["refresh_token"]}
    renewed = client.post(_TOKEN, data=form).json()["access_token"]
    path = f"/google_merchant/accounts/v1/accounts/{account['account']}"
    opened = [
        client.get(path, headers={"authorization": f"Bearer {token}"}).status_code
        for token in (made["access_token"], renewed)
    ]
    assert (opened, _token(client, account, code).json()["error"]) == ([200, 200], "invalid_grant")


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "w" * 43}, {"redirect_uri": "https://panel.example/"}, {"client_secret": "x"}]
)
def test_code_is_good_only_for_whoever_asked_for_it(
    client: httpx.Client, account: dict[str, Any], wrong: dict[str, str]
) -> None:
    code = _granted(client, account)["code"]

    assert _token(client, account, code, **wrong).status_code in {400, 401}


@pytest.mark.parametrize(
    ("changed", "brings"), [({"access_type": "online"}, False), ({"prompt": ""}, False), ({}, True)]
)
def test_refresh_token_comes_offline_and_again_where_consent_is_asked_anew(
    client: httpx.Client, account: dict[str, Any], changed: dict[str, str], *, brings: bool
) -> None:
    _token(client, account, _granted(client, account)["code"])

    again = _token(client, account, _granted(client, account, **changed)["code"]).json()

    assert ("refresh_token" in again) is brings


def test_no_is_led_back_and_strangers_are_led_nowhere(client: httpx.Client, account: dict[str, Any]) -> None:
    pages = [
        client.get(_PAGE, params=_asked(account, **wrong)).status_code
        for wrong in (
            {},
            {"client_id": "nobody"},
            {"redirect_uri": "https://other.example"},
            {"scope": "all"},
        )
    ]

    assert _granted(client, account, "deny") == {"error": "access_denied", "state": "s-1"}
    assert pages == [200, 401, 400, 400]
