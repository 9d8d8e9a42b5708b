"""The front doors of the pretend PTT AVM: keys in headers, and a log-in of its own for parcels."""

import base64
import binascii
from uuid import UUID

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.pttavm import cargo, categories, orders, products, pushes, soap, upserts
from prapazar.sandbox.pttavm.mall import Mall
from prapazar.sandbox.pttavm.soap_service import service
from prapazar.sandbox.pttavm.visit import Refusal, Routes, Visit

_PARCELS = "/shipment/"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class PttavmGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (cargo, categories, orders, products, pushes, upserts):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path.startswith(soap.PATH):
            owner = self._mall.holder("soap_user", soap.user(call.body))
            return owner.number if owner else ""
        user, _ = _basic(call)
        found = (
            self._mall.holder("api_key", call.headers.get("api-key", ""))
            or self._mall.holder("cargo_user", user)
            or self._mall.holder("api_key", user)
        )
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        try:
            if call.path.startswith(soap.PATH):
                return self._by_soap(call)
            is_parcel = call.path.startswith(_PARCELS)
            seller = self._at_the_parcels(call) if is_parcel else self._by_keys(call)
            if seller is None:
                return json_reply({"success": False, "message": "Yetkisiz erişim."}, 401)
            if not is_parcel:
                self._check_correlation(call)
            match = self._routes.match(call.method, call.path)
            if match is None:
                return Reply(405 if self._routes.methods(call.path) else 404, b"", None)
            self._count(seller)
            return match.route.target(Visit(self._mall, seller, call, match.values))
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return Refusal(f"Geçersiz istek: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        statuses = {
            Kind.TOO_MANY: 429,
            Kind.UNAVAILABLE: 503,
            Kind.EXPIRED_TOKEN: 401,
            Kind.FORBIDDEN: 403,
        }
        reply = Refusal("Beklenmeyen bir hata oluştu.", statuses.get(fault.kind, 500)).reply()
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _by_soap(self, call: Call) -> Reply:
        if call.method == "GET":
            address = f"{call.scheme}://{call.host}/pttavm{soap.PATH}"
            is_asked = "wsdl" in call.query_text.lower()
            return service.wsdl(address) if is_asked else Reply(404, b"", None)
        return service.answer(self._mall, call, self._count)

    def _by_keys(self, call: Call) -> Account | None:
        found = self._mall.holder("api_key", call.headers.get("api-key", ""))
        fits = found is not None and found.profile["access_token"] == call.headers.get("access-token")
        return found if fits else None

    def _at_the_parcels(self, call: Call) -> Account | None:
        login, (user, password) = self._mall.rules.cargo_login, _basic(call)
        if login == "headers":
            return self._by_keys(call)
        names = ("cargo_user", "cargo_password") if login == "own" else ("api_key", "access_token")
        found = self._mall.holder(names[0], user)
        return found if found is not None and found.profile[names[1]] == password else None

    def _check_correlation(self, call: Call) -> None:
        """A fresh UUID with every call."""
        given = call.headers.get("x-correlation-id", "")
        try:
            UUID(given)
        except ValueError as cause:
            raise Refusal("X-Correlation-Id zorunludur.") from cause
        if given in self._mall.seen_calls:
            raise Refusal("X-Correlation-Id daha önce kullanıldı.")
        self._mall.seen_calls.append(given)

    def _count(self, seller: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"pttavm/{seller.number}", windows):
            raise Refusal("Çok sık istek gönderildi.", 429)


def _basic(call: Call) -> tuple[str, str]:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
