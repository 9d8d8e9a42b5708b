"""Consent and tokens: the page a seller agrees on, and what codes and refresh tokens are exchanged for."""

import base64
import binascii
from html import escape
from urllib.parse import parse_qs, urlencode

from prapazar.sandbox.ebay.mall import SCOPE, SCOPES, Mall
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

TOKEN = "/identity/v1/oauth2/token"  # noqa: S105 - a path
AUTHORIZE = "/auth/oauth2/authorize"
_REFRESH_SECONDS = 47_304_000
"""18 months; a refresh token is never replaced."""


def basic(call: Call) -> tuple[str, str]:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, secret


def token(mall: Mall, call: Call) -> Reply:
    form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
    client_id, secret = basic(call)
    seller = mall.seller_of(client_id)
    if call.method != "POST" or seller is None or seller.profile["client_secret"] != secret:
        return _refused("invalid_client", "client authentication failed", 401)
    scopes = form.get("scope", "").split()
    if form.get("grant_type") == "client_credentials":
        if scopes != [SCOPE]:
            return _refused("invalid_scope", "The requested scope is invalid, unknown, malformed")
        return _given(mall, seller, "application", "Application Access Token", scopes)
    if form.get("grant_type") == "refresh_token":
        return _refreshed(mall, seller, form.get("refresh_token", ""), scopes)
    if form.get("grant_type") == "authorization_code":
        return _exchanged(mall, seller, form)
    return _refused("unsupported_grant_type", "grant type in request is not supported")


def consent(mall: Mall, call: Call) -> Reply:
    """GET shows the page; agreeing on it is a POST, which leads back to the application."""
    asked = {**call.query, **{name: one[-1] for name, one in parse_qs(call.body.decode()).items()}}
    seller = mall.seller_of(asked.get("client_id", ""))
    scopes = asked.get("scope", "").split()
    is_fine = (
        seller is not None
        and asked.get("redirect_uri") == seller.profile["ru_name"]
        and asked.get("response_type") == "code"
        and bool(scopes)
        and set(scopes) <= {SCOPE, *SCOPES}
    )
    if seller is None or not is_fine:
        return _page("<p>invalid_request: the input to a request is invalid</p>", 400)
    if call.method == "GET":
        return _page(_form(seller, asked))
    target = seller.profile["accept_url"]
    if not target:
        return _page("<p>The RuName has no accept URL.</p>", 400)
    if asked.get("decision") != "agree":
        answer = {"error": "access_denied", "state": asked.get("state", "")}
    else:
        code = mall.give(seller, "code", mall.rules.code_seconds, scopes)
        answer = {"state": asked.get("state", ""), "code": code, "expires_in": str(mall.rules.code_seconds)}
    mark = "&" if "?" in target else "?"
    return Reply(302, b"", None, {"Location": f"{target}{mark}{urlencode(answer)}"})


def _form(seller: Account, asked: Json) -> str:
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(asked.get(name, "")))}">'
        for name in ("client_id", "redirect_uri", "response_type", "scope", "state")
    )
    scopes = "".join(f"<li>{escape(one)}</li>" for one in asked["scope"].split())
    return (
        f"<h1>Grant application access to {escape(seller.profile['name'])}</h1><ul>{scopes}</ul>"
        f'<form method="post" action="">{kept}'
        '<button name="decision" value="agree">Agree and Continue</button>'
        '<button name="decision" value="decline">Not now</button></form>'
    )


def _page(inner: str, status: int = 200) -> Reply:
    text = f'<!doctype html><html lang="en"><head><title>eBay</title></head><body>{inner}</body></html>'
    return Reply(status, text.encode(), "text/html; charset=utf-8")


def _refreshed(mall: Mall, seller: Account, given: str, scopes: list[str]) -> Reply:
    held = seller["token"].get(given, {})
    is_pasted = given == seller.profile["refresh_token"]
    is_live = held.get("kind") == "refresh" and held["untilMs"] > mall.ground.now_ms()
    if not (is_pasted or is_live):
        text = "the provided authorization refresh token is invalid or was issued to another client"
        return _refused("invalid_grant", text)
    agreed = [SCOPE, *SCOPES] if is_pasted else held["scopes"]
    if not set(scopes) <= set(agreed):
        return _refused("invalid_scope", "The requested scope exceeds the scope granted by the owner")
    return _given(mall, seller, "user", "User Access Token", scopes or agreed)


def _exchanged(mall: Mall, seller: Account, form: dict[str, str]) -> Reply:
    """A code is good once, for five minutes, and for the RuName it was asked with."""
    code = form.get("code", "")
    held = seller["token"].get(code, {})
    is_good = held.get("kind") == "code" and held["untilMs"] > mall.ground.now_ms()
    if not is_good or form.get("redirect_uri") != seller.profile["ru_name"]:
        return _refused("invalid_grant", "the provided authorization grant code is invalid or was expired")
    mall.files.drop(seller, "token", code)
    refresh = mall.give(seller, "refresh", _REFRESH_SECONDS, held["scopes"])
    more = {"refresh_token": refresh, "refresh_token_expires_in": _REFRESH_SECONDS}
    return _given(mall, seller, "user", "User Access Token", held["scopes"], more)


def _given(
    mall: Mall, seller: Account, kind: str, words: str, scopes: list[str], more: Json | None = None
) -> Reply:
    seconds = mall.rules.token_seconds
    given = mall.give(seller, kind, seconds, scopes)
    return json_reply({"access_token": given, "expires_in": seconds, "token_type": words, **(more or {})})


def _refused(error: str, words: str, status: int = 400) -> Reply:
    return json_reply({"error": error, "error_description": words}, status)
