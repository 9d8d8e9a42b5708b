"""The front door of the shops: which shop, which route, which key, then the handler."""

from dataclasses import replace

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.woocommerce import (
    auth,
    consent,
    orders,
    products,
    refunds,
    shop_info,
    things,
    tracking,
    variations,
    webhooks,
)
from prapazar.sandbox.woocommerce.errors import AUTHENTICATION, ShopError, no_route
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import DEFAULT_SHOP, PROVIDER, Shop
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_MODULES = (orders, products, refunds, shop_info, things, tracking, variations, webhooks)
_NAMESPACES = ["wc/v3", "wc-shipment-tracking/v3"]
_MINUTE_MS = 60_000
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_BUSY = (
    b"<html><head><title>429 Too Many Requests</title></head><body><h1>Too Many Requests</h1></body></html>"
)
_CRITICAL = ShopError(
    500,
    "internal_server_error",
    "<p>There has been a critical error on this website.</p>",
)
_BROKEN = {
    Kind.FORBIDDEN: ShopError(403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    Kind.EXPIRED_TOKEN: ShopError(401, AUTHENTICATION, "Consumer key is invalid."),
    Kind.BROKEN: _CRITICAL,
}


class WooCommerceGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in _MODULES:
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        first = call.path.strip("/").partition("/")[0]
        return first if first in self._mall.shops else DEFAULT_SHOP

    def answer(self, call: Call) -> Reply:
        try:
            reply = self._answer(call)
        except ShopError as error:
            reply = error.reply()
        if reply.content_type and reply.content_type.startswith("application/json"):
            reply.content_type = "application/json; charset=UTF-8"
        return reply

    def broken(self, fault: Fault) -> Reply:
        """Limits and outages come from the host in front of the shop, so they speak HTML."""
        if fault.kind is Kind.TOO_MANY:
            after = {"Retry-After": str(fault.options.get("retry_after", 1))}
            return Reply(429, _BUSY, "text/html; charset=utf-8", after)
        if fault.kind is Kind.UNAVAILABLE:
            after = {"Retry-After": str(fault.options.get("retry_after", 1))}
            return Reply(
                503, _HTML.replace(b"502 Bad Gateway", b"503 Service Unavailable"), "text/html", after
            )
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        return _BROKEN[fault.kind].reply()

    def _answer(self, call: Call) -> Reply:
        shop = self._mall.shop(self.account(call))
        inside = call.path
        if shop.slug != DEFAULT_SHOP or inside.startswith(f"/{DEFAULT_SHOP}/"):
            inside = "/" + inside.strip("/").partition("/")[2]
        self._mall.base = f"{call.scheme}://{call.host}/{PROVIDER}"
        page = consent.answer(self._mall, shop, replace(call, path=inside.rstrip("/")))
        if page is not None:
            return page
        route = _route(call, inside)
        if route is None:
            return Reply(404, b"<html><body>Page not found</body></html>", "text/html; charset=utf-8")
        if self._is_over_limit(shop):
            return self.broken(Fault(0, Kind.TOO_MANY))
        if call.method == "OPTIONS":
            return self._options(route)
        return self._rest(shop, call, route)

    def _rest(self, shop: Shop, call: Call, route: str) -> Reply:
        if route in ("/", ""):
            return json_reply(_index(self._mall, shop))
        method = "GET" if call.method == "HEAD" else call.method
        match = self._routes.match(method, route)
        if match is None or not _ids_are_digits(match.values, match.route.template):
            raise no_route()
        key = auth.authenticate(self._mall, shop, call, match.route.template)
        return match.route.target(Visit(self._mall, shop, key, call, match.values))

    def _options(self, route: str) -> Reply:
        methods = self._routes.methods(route)
        if not methods:
            raise no_route()
        body = {
            "namespace": "wc/v3",
            "methods": methods,
            "endpoints": [{"methods": [one]} for one in methods],
        }
        return json_reply(body, headers={"Allow": ", ".join(methods)})

    def _is_over_limit(self, shop: Shop) -> bool:
        allowed = self._mall.rules.requests_per_minute
        if not allowed:
            return False
        rules = [("host", allowed, _MINUTE_MS)]
        return self._mall.ground.gate.enter(f"{PROVIDER}/{shop.slug}", rules) > 0


def _route(call: Call, inside: str) -> str | None:
    """Pretty links, or everything through `rest_route`; None for pages that are no REST."""
    if inside == "/wp-json" or inside.startswith("/wp-json/"):
        return inside.removeprefix("/wp-json").rstrip("/")
    if "rest_route" in call.query and inside in ("", "/", "/index.php"):
        return call.query["rest_route"].rstrip("/")
    return None


def _ids_are_digits(values: dict[str, str], template: str) -> bool:
    """WordPress matches ids as digits; words there are unknown routes."""
    open_words = {"code", "group", "tracking"}
    if "/payment_gateways/" in template or "/settings/" in template:
        open_words.add("id")
    return all(value.isdecimal() for name, value in values.items() if name not in open_words)


def _index(mall: Mall, shop: Shop) -> dict[str, object]:
    address = mall.address(shop)
    return {
        "name": shop.name,
        "description": "",
        "url": address,
        "home": address,
        "gmt_offset": str(shop.utc_offset_minutes // 60),
        "timezone_string": "Europe/Istanbul",
        "namespaces": _NAMESPACES,
        "authentication": {},
        "routes": {},
    }
