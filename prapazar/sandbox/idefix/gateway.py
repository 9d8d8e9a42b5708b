"""The front door of the pretend İdefix: whose key it is, whose number stands in the address, and how often."""

import base64
import binascii

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.idefix import claims, creation, matching, products, questions, reference, shipments
from prapazar.sandbox.idefix.mall import Mall
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class IdefixGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (claims, creation, matching, products, questions, reference, shipments):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        api_key, _ = _pair(call)
        found = self._mall.vendor_of(api_key, None)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        try:
            return self._served(call)
        except Refusal as refusal:
            return self._told(refusal)
        except (KeyError, TypeError, ValueError) as error:
            return Refusal("DATA_PARSE_ERROR", f"Geçersiz istek: {type(error).__name__}").reply()

    def _served(self, call: Call) -> Reply:
        vendor = self._vendor(call)
        match = self._routes.match(call.method, call.path)
        if match is None:
            raise Refusal("NOT_FOUND", f"Cannot {call.method} {call.path}", 404)
        self._count(vendor)
        if match.values.get("vendor", vendor.number) != vendor.number:
            raise Refusal("VENDOR_ACCESS_DENIED", status=403)
        return match.route.target(Visit(self._mall, vendor, call, match.values))

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        code, status = {
            Kind.EXPIRED_TOKEN: ("VENDOR_TOKEN_NOT_EXIST", 401),
            Kind.FORBIDDEN: ("VENDOR_ACCESS_DENIED", 403),
            Kind.TOO_MANY: ("TOO_MANY_REQUESTS", 429),
            Kind.UNAVAILABLE: ("SERVICE_UNAVAILABLE", 503),
        }.get(fault.kind, ("INTERNAL_SERVER_ERROR", 500))
        reply = Refusal(code, status=status).reply()
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _vendor(self, call: Call) -> Account:
        api_key, secret = _pair(call)
        if secret is None:
            raise Refusal("VENDOR_TOKEN_NOT_FORMATED", status=401)
        vendor = self._mall.vendor_of(api_key, secret)
        if vendor is None:
            raise Refusal("VENDOR_TOKEN_NOT_EXIST", status=401)
        return vendor

    def _count(self, vendor: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"idefix/{vendor.number}", windows):
            raise Refusal("TOO_MANY_REQUESTS", status=429)

    def _told(self, refusal: Refusal) -> Reply:
        reply = refusal.reply()
        if refusal.status == 429:  # noqa: PLR2004 - the status is its own name
            reply.headers["X-Api-Call-Limit"] = f"{self._mall.rules.burst}/{self._mall.rules.burst}"
            reply.headers["Retry-After"] = f"{self._mall.rules.burst_ms / 1000:.1f}"
        return reply


def _pair(call: Call) -> tuple[str, str | None]:
    """No secret: the header is not in their form."""
    try:
        told = base64.b64decode(call.headers.get("x-api-key", ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", None
    api_key, mark, secret = told.partition(":")
    return api_key, secret if mark else None
