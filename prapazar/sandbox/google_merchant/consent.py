"""Google's consent page, the codes it gives, and the refresh tokens made of them."""

import base64
import hashlib
import hmac
import html
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

from prapazar.sandbox.courier import is_loopback
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.google_merchant.mall import Mall
from prapazar.sandbox.jsontext import Json

PATH = "/oauth/auth"
SCOPE = "https://www.googleapis.com/auth/content"
_CODE_MS = 600_000
_PAGE = """<!doctype html>
<html lang="tr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Google</title><style>body{{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}}
li,b{{overflow-wrap:anywhere}}
button{{font:inherit;padding:.5rem 1.2rem;margin-right:.6rem}}</style></head><body>{body}</body></html>"""
_ASKING = """<h1>{name}</h1><p>Bu uygulama Google Hesabınıza erişmek istiyor (wants access to your Google Account):
<b>{app}</b></p><ul>{scopes}</ul><form method="post">
<button name="decision" value="allow">İzin ver · Allow</button>
<button name="decision" value="deny">İptal · Cancel</button></form>
<p><small>Deneme Google (pretend Google)</small></p>"""


class Consent:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall

    def page(self, call: Call) -> Reply:
        """Asked by GET; the answer to its form is a POST to the same address."""
        asked = call.query
        seller = self.of_client(asked.get("client_id", ""))
        if seller is None:
            return _refused("invalid_client", 401)
        if not _leads_back(seller, asked.get("redirect_uri", "")):
            return _refused("redirect_uri_mismatch")
        if fault := _fault(asked):
            return _refused(fault)
        if call.method != "POST":
            return self._asking(seller, asked)
        chosen = parse_qs(call.body.decode("utf-8", "replace")).get("decision", [""])[-1]
        told = {"state": asked["state"]} if asked.get("state") else {}
        if chosen != "allow":
            return _onward(asked["redirect_uri"], {"error": "access_denied", **told})
        told |= {"code": self._code(seller, asked), "scope": asked["scope"]}
        return _onward(asked["redirect_uri"], told)

    def of_client(self, client_id: str) -> Account | None:
        found = (one for one in self._mall.files.accounts.values() if one.profile["client_id"] == client_id)
        return next(found, None) if client_id else None

    def exchanged(self, form: dict[str, str]) -> Reply:
        """A refresh token comes with offline access alone, and again only where consent was asked for anew."""
        seller = self.of_client(form.get("client_id", ""))
        if seller is None or form.get("client_secret") != seller.profile["client_secret"]:
            return _invalid("invalid_client", "The OAuth client was not found.", 401)
        held = seller["code"].get(form.get("code", ""))
        if held is None:
            return _invalid("invalid_grant", "Malformed auth code.")
        self._mall.files.drop(seller, "code", form["code"])
        is_good = held["untilMs"] > self._mall.ground.now_ms() and _proves(form, held["challenge"])
        if not is_good or form.get("redirect_uri") != held["redirect"]:
            return _invalid("invalid_grant", "Bad Request")
        answer: Json = {
            "access_token": self._mall.give_token(seller),
            "expires_in": self._mall.rules.token_seconds,
            "scope": held["scope"],
            "token_type": "Bearer",
        }
        is_first = not seller["refresh"]
        if held["is_offline"] and (is_first or held["asks_anew"]):
            answer["refresh_token"] = f"1//{token_urlsafe(32)}"
            self._mall.files.put(seller, "refresh", answer["refresh_token"], {"scope": held["scope"]})
        return json_reply(answer)

    def _code(self, seller: Account, asked: dict[str, str]) -> str:
        code = f"4/{token_urlsafe(32)}"
        held = {
            "untilMs": self._mall.ground.now_ms() + _CODE_MS,
            "scope": asked["scope"],
            "redirect": asked["redirect_uri"],
            "challenge": asked.get("code_challenge", ""),
            "is_offline": asked.get("access_type") == "offline",
            "asks_anew": asked.get("prompt") == "consent",
        }
        self._mall.files.put(seller, "code", code, held)
        return code

    def _asking(self, seller: Account, asked: dict[str, str]) -> Reply:
        scopes = "".join(f"<li>{html.escape(one)}</li>" for one in asked["scope"].split())
        name, app = html.escape(str(seller.profile["name"])), html.escape(asked["client_id"])
        return _html(_ASKING.format(name=name, app=app, scopes=scopes))


def _leads_back(seller: Account, address: str) -> bool:
    """As registered; https, unless it is this machine."""
    listed = [one for one in str(seller.profile.get("redirects", "")).split(",") if one]
    scheme = urlsplit(address).scheme
    is_safe = scheme == "https" or (scheme == "http" and is_loopback(address))
    return is_safe and (not listed or address in listed)


def _fault(asked: dict[str, str]) -> str:
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if asked.get("scope", "").split() != [SCOPE]:
        return "invalid_scope"
    is_odd = bool(asked.get("code_challenge")) and asked.get("code_challenge_method") != "S256"
    return "invalid_request" if is_odd else ""


def _proves(form: dict[str, str], challenge: str) -> bool:
    if not challenge:
        return True
    made = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(made).decode().rstrip("="), challenge)


def _onward(address: str, query: dict[str, str]) -> Reply:
    sign = "&" if urlsplit(address).query else "?"
    return Reply(302, content_type=None, headers={"Location": f"{address}{sign}{urlencode(query)}"})


def _refused(error: str, status: int = 400) -> Reply:
    return _html(f"<h1>Access blocked</h1><p>Error {status}: {error}</p>", status)


def _html(body: str, status: int = 200) -> Reply:
    return Reply(status, _PAGE.format(body=body).encode(), "text/html; charset=utf-8")


def _invalid(error: str, words: str, status: int = 400) -> Reply:
    return json_reply({"error": error, "error_description": words}, status)
