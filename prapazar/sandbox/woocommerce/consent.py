"""The page on which a shopkeeper lets an app in, and the keys it gets then."""

from datetime import timedelta
from html import escape
from urllib.parse import urlencode, urlsplit

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel, is_loopback
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import trade
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import PROVIDER, Shop

PATH = "/wc-auth/v1/authorize"
GRANT = "/wc-auth/v1/access_granted"
_NEEDED = ("app_name", "user_id", "return_url", "callback_url", "scope")
_SCOPES = {
    "read": "View coupons, customers, orders, products and webhooks",
    "write": "Create coupons, customers, orders, products and webhooks",
    "read_write": "View and manage coupons, customers, orders, products and webhooks",
}
_HTML = "text/html; charset=utf-8"


def answer(mall: Mall, shop: Shop, call: Call) -> Reply | None:
    """None when the path is none of the consent pages."""
    if call.path not in (PATH, GRANT):
        return None
    asked = call.query
    problem = _problem(asked)
    if problem:
        return _page("Error", f"<p>Error: {escape(problem)}.</p>", 401)
    if call.path == PATH:
        return _ask(mall, shop, asked)
    return _grant(mall, shop, asked)


def _problem(asked: dict[str, str]) -> str | None:
    for name in _NEEDED:
        if not asked.get(name):
            return f"Missing parameter {name}"
    if asked["scope"] not in _SCOPES:
        return f"Invalid scope {asked['scope']}"
    for name in ("return_url", "callback_url"):
        if urlsplit(asked[name]).scheme not in ("http", "https"):
            return f"The {name} is not a valid URL"
    callback = asked["callback_url"]
    # A client under test has no certificate: on loopback http is let through.
    if urlsplit(callback).scheme != "https" and not is_loopback(callback):
        return "The callback_url needs to be over SSL"
    return None


def _ask(mall: Mall, shop: Shop, asked: dict[str, str]) -> Reply:
    kept = {name: asked[name] for name in _NEEDED}
    yes = f"{mall.address(shop)}{GRANT}?{urlencode(kept)}"
    no = _returned(asked, is_granted=False)
    return _page(
        "Application authentication request",
        f"<h1>{escape(asked['app_name'])} would like to connect to your store</h1>"
        f"<p>This will give it {escape(asked['scope'])} access: {escape(_SCOPES[asked['scope']])}.</p>"
        f'<p><a class="wc-auth-approve" href="{escape(yes)}">Approve</a> '
        f'<a class="wc-auth-deny" href="{escape(no)}">Deny</a></p>',
    )


def _grant(mall: Mall, shop: Shop, asked: dict[str, str]) -> Reply:
    key = trade.new_key(mall, shop, asked["scope"])
    key.description = f"{asked['app_name']} - API"
    mall.keep_key(shop, key)
    body: Json = {
        "key_id": key.key_id,
        "user_id": asked["user_id"],
        "consumer_key": key.consumer_key,
        "consumer_secret": key.consumer_secret,
        "key_permissions": key.permission,
    }
    mall.ground.courier.send(
        Parcel(
            provider=PROVIDER,
            account=shop.slug,
            webhook=f"consent-{key.key_id}",
            topic="consent",
            url=asked["callback_url"],
            body=jsontext.dump(body).encode(),
            headers={"content-type": "application/json;charset=UTF-8"},
            timeout=timedelta(seconds=60),
            settle=lambda _status: None,
        )
    )
    return Reply(302, b"", None, {"Location": _returned(asked, is_granted=True)})


def _returned(asked: dict[str, str], *, is_granted: bool) -> str:
    base = asked["return_url"]
    joint = "&" if "?" in base else "?"
    answer = urlencode({"success": "1" if is_granted else "0", "user_id": asked["user_id"]})
    return f"{base}{joint}{answer}"


def _page(title: str, content: str, status: int = 200) -> Reply:
    html = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{content}</body></html>"
    return Reply(status, html.encode(), _HTML)
