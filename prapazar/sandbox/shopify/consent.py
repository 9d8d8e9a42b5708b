"""The page on which a merchant lets an app into the pretend shop, the codes it gives, and the tokens made of them."""

import hashlib
import hmac
import html
from secrets import token_hex
from urllib.parse import parse_qs, urlencode, urlsplit

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.mall import Mall

_NEVER_MS = 2**52
_REFRESH_SECONDS = 90 * 86_400
_PAGE = """<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}}
li{{overflow-wrap:anywhere}}
button{{font:inherit;padding:.5rem 1.2rem;margin-right:.6rem}}</style></head><body>{body}</body></html>"""
_ASKING = """<h1>{shop}</h1><p>Bu uygulama mağazanıza erişmek istiyor (This app asks for access): <b>{app}</b></p>
<ul>{scopes}</ul><form method="post">
<button name="decision" value="allow">İzin ver · Allow</button>
<button name="decision" value="deny">Reddet · Deny</button></form>
<p><small>Deneme Shopify (pretend Shopify)</small></p>"""


class Consent:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall

    def page(self, shop: Account, call: Call) -> Reply:
        """Asked by GET; the answer to its form is a POST to the same address."""
        asked = call.query
        fault = self._fault(shop, asked)
        if fault:
            body = f"<h1>Oauth error invalid_request</h1><p>{html.escape(fault)}</p>"
            return _html("Oauth error", body, 400)
        if call.method != "POST":
            return self._asking(shop, asked)
        chosen = parse_qs(call.body.decode("utf-8", "replace")).get("decision", [""])[-1]
        if chosen != "allow":
            refused = {"error": "access_denied", "error_description": "The merchant denied the request"}
            return _onward(asked["redirect_uri"], {**refused, "state": asked.get("state", "")})
        return _onward(asked["redirect_uri"], self._granted(shop, asked))

    def token(self, shop: Account, form: Json) -> Reply:
        """For a code or a refresh token; whose client it is was checked before."""
        if form.get("grant_type") == "refresh_token":
            kept = self._take(shop, "refresh", str(form.get("refresh_token") or ""))
            return self._lapsing(shop, kept["scope"]) if kept else _invalid("refresh_token")
        kept = self._take(shop, "code", str(form.get("code") or ""))
        if kept is None:
            return _invalid("code")
        if str(form.get("expiring")) == "1" and self._mall.rules.expiring_tokens:
            return self._lapsing(shop, kept["scope"])
        token = self._mall.give_token(shop, _NEVER_MS)
        return json_reply({"access_token": token, "scope": kept["scope"]})

    def forget_refresh_tokens(self, shop: Account) -> int:
        """As when the merchant takes the app off the shop."""
        held = list(shop["refresh"])
        for one in held:
            self._mall.files.drop(shop, "refresh", one)
        return len(held)

    def _fault(self, shop: Account, asked: dict[str, str]) -> str:
        if asked.get("client_id") != shop.profile["client_id"]:
            return "Could not find Shopify API application with this api_key"
        back = asked.get("redirect_uri", "")
        listed = [one for one in str(shop.profile["redirects"]).split(",") if one]
        if urlsplit(back).scheme not in {"http", "https"} or (listed and back not in listed):
            return "The redirect_uri is not whitelisted"
        return "" if asked.get("scope") else "scope is missing"

    def _asking(self, shop: Account, asked: dict[str, str]) -> Reply:
        scopes = "".join(f"<li>{html.escape(one)}</li>" for one in asked["scope"].split(","))
        body = _ASKING.format(
            shop=html.escape(str(shop.profile["name"])), app=html.escape(asked["client_id"]), scopes=scopes
        )
        return _html("Shopify", body)

    def _granted(self, shop: Account, asked: dict[str, str]) -> dict[str, str]:
        """Signed with the app's secret: sorted pairs, joined as they are, in hex."""
        code = token_hex(16)
        now_ms = self._mall.ground.now_ms()
        until = now_ms + self._mall.rules.code_seconds * 1000
        self._mall.files.put(shop, "code", code, {"untilMs": until, "scope": asked["scope"]})
        told = {
            "code": code,
            "host": f"{shop.number}-admin",
            "shop": f"{self._mall.rules.granted_shop or shop.number}.myshopify.com",
            "state": asked.get("state", ""),
            "timestamp": str(now_ms // 1000),
        }
        text = "&".join(f"{name}={value}" for name, value in sorted(told.items()))
        secret = str(shop.profile["client_secret"]).encode()
        return {**told, "hmac": hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()}

    def _take(self, shop: Account, kind: str, key: str) -> Json | None:
        """Good for once, and for a while."""
        held = shop[kind].get(key)
        if held is None:
            return None
        self._mall.files.drop(shop, kind, key)
        return held if held["untilMs"] > self._mall.ground.now_ms() else None

    def _lapsing(self, shop: Account, scope: str) -> Reply:
        seconds = self._mall.rules.granted_seconds
        now_ms = self._mall.ground.now_ms()
        refresh = f"shprt_{token_hex(16)}"
        until = now_ms + _REFRESH_SECONDS * 1000
        self._mall.files.put(shop, "refresh", refresh, {"untilMs": until, "scope": scope})
        token = self._mall.give_token(shop, now_ms + seconds * 1000)
        made = {"access_token": token, "scope": scope, "expires_in": seconds}
        return json_reply({**made, "refresh_token": refresh, "refresh_token_expires_in": _REFRESH_SECONDS})


def _onward(address: str, query: dict[str, str]) -> Reply:
    sign = "&" if urlsplit(address).query else "?"
    return Reply(302, content_type=None, headers={"Location": f"{address}{sign}{urlencode(query)}"})


def _html(title: str, body: str, status: int = 200) -> Reply:
    page = _PAGE.format(title=html.escape(title), body=body)
    return Reply(status, page.encode(), "text/html; charset=utf-8")


def _invalid(what: str) -> Reply:
    words = {
        "error": "invalid_grant",
        "error_description": f"The {what} is invalid, expired or already used.",
    }
    return json_reply(words, 400)
