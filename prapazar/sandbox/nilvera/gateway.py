"""The front door of the pretend Nilvera: an API key in `Authorization: Bearer`."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.nilvera import general, invoices
from prapazar.sandbox.nilvera.visit import Refusal, Routes, Visit

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class NilveraGateway:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._routes = Routes()
        for module in (general, invoices):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        found = self._holder(call)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        try:
            seller = self._holder(call)
            if seller is None:
                return Reply(401, b"", None)
            match = self._routes.match(call.method, call.path)
            if match is None:
                return Reply(405 if self._routes.methods(call.path) else 404, b"", None)
            self._count(seller)
            return match.route.target(Visit(self._office, seller, call, match.values))
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(400, 400, f"Geçersiz istek: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind in {Kind.EXPIRED_TOKEN, Kind.FORBIDDEN}:
            return Reply(int(fault.kind.value), b"", None)
        status = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}.get(fault.kind, 500)
        reply = json_reply({"Message": "Beklenmeyen bir hata oluştu.", "Errors": None}, status)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _holder(self, call: Call) -> Account | None:
        scheme, _, key = call.headers.get("authorization", "").partition(" ")
        return self._office.by_profile(api_key=key) if scheme.lower() == "bearer" else None

    def _count(self, seller: Account) -> None:
        rules = self._office.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._office.ground.gate.enter(f"nilvera/{seller.number}", windows):
            raise Refusal(429, 429, "Çok sık istek gönderildi.")
