"""The front door of all its hosts: agent, credentials, limits, then the handler."""

import base64
import binascii
import hmac

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.hepsiburada import (
    buybox,
    carriers,
    catalog,
    claims,
    errors,
    finance,
    listings,
    orders,
    packages,
    questions,
)
from prapazar.sandbox.hepsiburada.errors import Refusal
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.hepsiburada.visit import Handler, Routes, Visit
from prapazar.sandbox.routing import Match

_MODULES = (buybox, carriers, catalog, claims, finance, listings, orders, packages, questions)
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_STATUS = {Kind.FORBIDDEN: 403, Kind.EXPIRED_TOKEN: 401, Kind.BROKEN: 500, Kind.UNAVAILABLE: 503}
_QUESTIONS, _LISTINGS = "api-asktoseller-merchant", "listing-external"


class HepsiburadaGateway:
    def __init__(self, market: Market) -> None:
        self._market = market
        self._routes = Routes()
        for module in _MODULES:
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        user, _ = _credentials(call)
        return user if user in self._market.merchants else ""

    def answer(self, call: Call) -> Reply:
        try:
            return self._answer(call)
        except Refusal as refusal:
            return refusal.reply

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        wait = fault.options.get("retry_after")
        if fault.kind is Kind.TOO_MANY:
            headers = {"X-RateLimit-Remaining": "0"}
            return Reply(429, b"", None, headers | ({"X-RateLimit-Reset": str(wait)} if wait else {}))
        return Reply(_STATUS[fault.kind], b"", None, {"Retry-After": str(wait)} if wait else {})

    def _answer(self, call: Call) -> Reply:
        host = call.path.split("/")[1]
        merchant = self._merchant(call, host)
        match = self._matched("GET" if call.method == "HEAD" else call.method, call.path, host)
        if match is None:
            return self._lost(call)
        named = match.values.get("merchant", merchant.merchant_id)
        if named.lower() != merchant.merchant_id:
            raise errors.unauthorized(host)
        if host == _QUESTIONS and call.headers.get("merchantid", "").lower() != merchant.merchant_id:
            raise errors.question(401, "merchantId header is required", "merchantId", 401)
        self._let_through(merchant, host)
        catalog.ripen(self._market, merchant)
        return match.route.target(Visit(self._market, merchant, call, match.values))

    def _merchant(self, call: Call, host: str) -> Merchant:
        """Every decoration of the agent's name is refused like a wrong key."""
        user, key = _credentials(call)
        merchant = self._market.merchants.get(user.lower())
        if (
            merchant is None
            or merchant.expired
            or not hmac.compare_digest(merchant.service_key.encode(), key.encode())
            or call.headers.get("user-agent") != merchant.user_agent
        ):
            raise errors.unauthorized(host)
        return merchant

    def _let_through(self, merchant: Merchant, host: str) -> None:
        rules = self._market.rules
        allowed = {
            "listing-external": (rules.listing_requests, rules.listing_ms),
            "oms-external": (rules.orders_requests, rules.orders_ms),
            "mpop": (rules.catalog_requests, rules.catalog_ms),
        }.get(host)
        if not rules.limits_on or allowed is None:
            return
        wait = self._market.ground.gate.enter(merchant.merchant_id, [(f"hepsiburada/{host}", *allowed)])
        if wait:
            raise errors.throttled(host, wait / 1000)

    def _matched(self, method: str, path: str, host: str) -> Match[Handler] | None:
        """Only the listings want `merchantid` letter by letter; the others take either spelling of that word."""
        found = self._routes.match(method, path)
        if found is None and host != _LISTINGS:
            for word, other in (("/merchantId/", "/merchantid/"), ("/merchantid/", "/merchantId/")):
                found = found or self._routes.match(method, path.replace(word, other, 1))
        return found

    def _lost(self, call: Call) -> Reply:
        if "/merchantId/" in call.path and "/listings/" in call.path:
            return errors.bare(400, "Bad Request").reply
        methods = self._routes.methods(call.path)
        if methods:
            return Reply(405, b"", None, {"Allow": ", ".join(methods)})
        return Reply(404, b"", None)


def _credentials(call: Call) -> tuple[str, str]:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(packed.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    user, _, key = text.partition(":")
    return user, key
