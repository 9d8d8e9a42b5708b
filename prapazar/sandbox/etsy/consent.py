"""The page on which a merchant lets an app into the pretend Etsy shop, and the tokens its codes are made into."""

import base64
import hashlib
import hmac
import html
import re
from secrets import token_hex
from urllib.parse import parse_qs, urlencode, urlsplit

from prapazar.sandbox.courier import is_loopback
from prapazar.sandbox.etsy.mall import Mall
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson

_SCOPES = {
    *(f"{name}_{mode}" for name in ("address", "cart", "favorites", "profile", "recommend") for mode in "rw"),
    *("billing_r", "email_r", "feedback_r", "listings_r", "listings_w", "listings_d"),
    *("shops_r", "shops_w", "transactions_r", "transactions_w"),
}
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_PAGE = """<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Etsy</title><style>body{{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}}
li,b{{overflow-wrap:anywhere}}
button{{font:inherit;padding:.5rem 1.2rem;margin-right:.6rem}}</style></head><body>{body}</body></html>"""
_ASKING = """<h1>{shop}</h1><p>Bu uygulama dükkânınıza erişmek istiyor (This app asks for access): <b>{app}</b></p>
<ul>{scopes}</ul><form method="post">
<button name="decision" value="allow">İzin ver · Allow</button>
<button name="decision" value="deny">Reddet · Deny</button></form>
<p><small>Deneme Etsy (pretend Etsy)</small></p>"""


class Consent:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall

    def page(self, call: Call) -> Reply:
        """Asked by GET; the answer to its form is a POST to the same address."""
        asked = call.query
        shop = self._mall.shop_of_key(asked.get("client_id", ""))
        if shop is None or not _leads_back(shop, asked.get("redirect_uri", "")):
            words = "The application that is requesting authentication is not recognized, or its redirect URL is not."
            return _html(f"<h1>Etsy</h1><p>{words}</p>", 400)
        fault = _fault(asked)
        if fault:
            told = {"error": "invalid_request", "error_description": fault}
            return _onward(asked["redirect_uri"], {**told, "state": asked.get("state", "")})
        if call.method != "POST":
            return self._asking(shop, asked)
        chosen = parse_qs(call.body.decode("utf-8", "replace")).get("decision", [""])[-1]
        if chosen != "allow":
            told = {"error": "access_denied", "error_description": "The user denied the request"}
            return _onward(asked["redirect_uri"], {**told, "state": asked["state"]})
        return _onward(asked["redirect_uri"], {"code": self._code(shop, asked), "state": asked["state"]})

    def token(self, call: Call) -> Reply:
        """As a form or as JSON; there is no secret in it."""
        given = _given(call)
        shop = self._mall.shop_of_key(given.get("client_id", ""))
        if shop is None:
            return _invalid("invalid_client", "client_id is unknown", 401)
        if given.get("grant_type") == "refresh_token":
            return self._refreshed(shop, given.get("refresh_token", ""))
        if given.get("grant_type") != "authorization_code":
            return _invalid("unsupported_grant_type", "grant_type is not supported")
        held = self._take(shop, "code", given.get("code", ""))
        if held is None or held["redirect_uri"] != given.get("redirect_uri"):
            return _invalid("invalid_grant", "code is invalid, expired or already used")
        if not _proves(given.get("code_verifier", ""), held["challenge"]):
            return _invalid("invalid_grant", "code_verifier is invalid")
        return json_reply(self._mall.give_tokens(shop, held["scope"]))

    def _refreshed(self, shop: Account, token: str) -> Reply:
        held = shop["refresh"].get(token)
        if self._mall.rules.rotates:
            held = self._take(shop, "refresh", token)
        if held is None or held["until"] <= self._mall.now:
            return _invalid("invalid_grant", "refresh token is invalid, expired or already used")
        return json_reply(self._mall.give_tokens(shop, held["scope"]))

    def _code(self, shop: Account, asked: dict[str, str]) -> str:
        code = token_hex(24)
        held = {
            "until": self._mall.now + self._mall.rules.code_seconds,
            "scope": asked["scope"],
            "redirect_uri": asked["redirect_uri"],
            "challenge": asked["code_challenge"],
        }
        self._mall.files.put(shop, "code", code, held)
        return code

    def _take(self, shop: Account, kind: str, key: str) -> Json | None:
        """Good for once, and for a while."""
        held = shop[kind].get(key)
        if held is None:
            return None
        self._mall.files.drop(shop, kind, key)
        return held if held["until"] > self._mall.now else None

    def _asking(self, shop: Account, asked: dict[str, str]) -> Reply:
        scopes = "".join(f"<li>{html.escape(one)}</li>" for one in asked["scope"].split())
        body = _ASKING.format(
            shop=html.escape(str(shop.profile["shop_name"])),
            app=html.escape(asked["client_id"]),
            scopes=scopes,
        )
        return _html(body)


def _leads_back(shop: Account, address: str) -> bool:
    """Only https, exactly as registered; addresses of this machine need no https, and nothing registered is any."""
    listed = [one for one in str(shop.profile["redirects"]).split(",") if one]
    is_safe = urlsplit(address).scheme == "https" or (
        urlsplit(address).scheme == "http" and is_loopback(address)
    )
    return is_safe and (not listed or address in listed)


def _fault(asked: dict[str, str]) -> str:
    scopes = set(asked.get("scope", "").split())
    checks = {
        "response_type must be code": asked.get("response_type") == "code",
        "scope is missing or unknown": bool(scopes) and scopes <= _SCOPES,
        "state is missing": bool(asked.get("state")),
        "code_challenge_method must be S256": asked.get("code_challenge_method") == "S256",
        "code_challenge is missing": bool(asked.get("code_challenge")),
    }
    return next((words for words, is_fine in checks.items() if not is_fine), "")


def _proves(verifier: str, challenge: str) -> bool:
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(made, challenge)


def _given(call: Call) -> dict[str, str]:
    if call.headers.get("content-type", "").startswith("application/json"):
        try:
            return {name: str(value) for name, value in call.json_object().items()}
        except NotJson:
            return {}
    return {name: values[-1] for name, values in parse_qs(call.body.decode("utf-8", "replace")).items()}


def _onward(address: str, query: dict[str, str]) -> Reply:
    sign = "&" if urlsplit(address).query else "?"
    return Reply(302, content_type=None, headers={"Location": f"{address}{sign}{urlencode(query)}"})


def _html(body: str, status: int = 200) -> Reply:
    return Reply(status, _PAGE.format(body=body).encode(), "text/html; charset=utf-8")


def _invalid(error: str, words: str, status: int = 400) -> Reply:
    return json_reply({"error": error, "error_description": words}, status)
