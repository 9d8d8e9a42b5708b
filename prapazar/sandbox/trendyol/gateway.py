"""The front door: user agent, path, credentials, limits, then the handler."""

import base64
import binascii
import hmac

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.trendyol import (
    addresses,
    batches,
    catalog,
    claim_writes,
    claims,
    errors,
    finance,
    inventory,
    invoices,
    labels,
    orders,
    packages,
    product_reads,
    product_updates,
    products,
    questions,
    quotas,
    splits,
    stage,
    webhooks,
)
from prapazar.sandbox.trendyol.errors import ApiError
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Seller
from prapazar.sandbox.trendyol.visit import Routes, Visit

_MODULES = (
    addresses,
    batches,
    catalog,
    claim_writes,
    claims,
    finance,
    inventory,
    invoices,
    labels,
    orders,
    packages,
    product_reads,
    product_updates,
    products,
    questions,
    splits,
    stage,
    webhooks,
)
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_BROKEN = {
    Kind.TOO_MANY: errors.too_many(),
    Kind.FORBIDDEN: ApiError(403, "ForbiddenException", "forbidden", "Forbidden."),
    Kind.EXPIRED_TOKEN: errors.unauthorized(),
    Kind.BROKEN: ApiError(500, errors.SYSTEM, "internal.server.error", "Internal server error."),
    Kind.UNAVAILABLE: ApiError(503, errors.SYSTEM, "service.unavailable", "Service unavailable."),
}


class TrendyolGateway:
    def __init__(self, market: Market) -> None:
        self._market = market
        self._routes = Routes()
        for module in _MODULES:
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        parts = call.path.split("/")
        if "sellers" in parts[:-1]:
            return parts[parts.index("sellers") + 1]
        key, _ = _credentials(call)
        return next((one.account for one in self._market.sellers.values() if one.api_key == key), "")

    def answer(self, call: Call) -> Reply:
        try:
            return self._answer(call)
        except ApiError as error:
            return error.reply(self._market.ground.now_ms())

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        headers = {}
        if "retry_after" in fault.options:
            headers["Retry-After"] = str(fault.options["retry_after"])
        return _BROKEN[fault.kind].reply(self._market.ground.now_ms(), headers)

    def _answer(self, call: Call) -> Reply:
        if not call.headers.get("user-agent", "").strip():
            raise errors.user_agent_missing()
        match = self._routes.match("GET" if call.method == "HEAD" else call.method, call.path)
        if match is None:
            return self._lost(call)
        seller = self._seller(call, match.values.get("seller"))
        endpoint = f"{match.route.method} {match.route.template}"
        group = match.route.group
        if quotas.wait_ms(self._market.ground.gate, self._market.rules, seller.account, group, endpoint):
            raise errors.too_many()
        return match.route.target(Visit(self._market, seller, call, match.values))

    def _seller(self, call: Call, seller_id: str | None) -> Seller:
        key, secret = _credentials(call)
        wanted = seller_id or call.headers.get("sellerid")
        for seller in self._market.sellers.values():
            if wanted is not None and seller.account != wanted:
                continue
            if _same(seller.api_key, key) and _same(seller.api_secret, secret) and not seller.expired:
                return seller
        raise errors.unauthorized()

    def _lost(self, call: Call) -> Reply:
        allowed = self._routes.methods(call.path)
        now = self._market.ground.now_ms()
        if allowed:
            error = ApiError(405, "MethodNotAllowedException", "method.not.allowed", "Method not allowed.")
            return error.reply(now, {"Allow": ", ".join(allowed)})
        return json_reply({"timestamp": now, "status": 404, "error": "Not Found", "path": call.path}, 404)


def _credentials(call: Call) -> tuple[str, str]:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(packed.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    key, _, secret = text.partition(":")
    return key, secret


def _same(known: str, given: str) -> bool:
    return hmac.compare_digest(known.encode(), given.encode())
