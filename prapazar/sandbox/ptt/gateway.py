"""The front door of the pretend PTT: which service, described or asked, and how often."""

import re

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.ptt.counter import TRACKING, UPLOAD, tracked, uploaded
from prapazar.sandbox.ptt.office import PROVIDER, Office
from prapazar.sandbox.soap_service import SoapRefused

_SERVICES = {
    "/PttVeriYukleme/services/Sorgu": (UPLOAD, uploaded),
    "/GonderiTakipV2/services/Sorgu": (TRACKING, tracked),
}
_CUSTOMER = re.compile(rb"<(?:\w+:)?(?:musteriId|kullanici)(?:\s[^>]*)?>(\d+)<")
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class PttGateway:
    def __init__(self, office: Office) -> None:
        self._office = office

    def account(self, call: Call) -> str:
        found = _CUSTOMER.search(call.body)
        number = found[1].decode() if found else ""
        return number if number in self._office.files.accounts else ""

    def answer(self, call: Call) -> Reply:
        known = _SERVICES.get(call.path)
        if known is None:
            return Reply(404, b"", None)
        service, answered = known
        if call.method == "GET":
            return service.described(f"{call.scheme}://{call.host}/{PROVIDER}{call.path}")
        rules = self._office.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._office.ground.gate.enter(f"{PROVIDER}/{self.account(call)}", windows):
            return service.refused(SoapRefused("Too many requests", code="Server"), status=429)
        try:
            return answered(self._office, service.opened(call))
        except SoapRefused as refusal:
            return service.refused(refusal, status=rules.fault_status)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status = {
            Kind.EXPIRED_TOKEN: 401,
            Kind.FORBIDDEN: 403,
            Kind.TOO_MANY: 429,
            Kind.UNAVAILABLE: 503,
        }.get(fault.kind, 500)
        reply = UPLOAD.refused(SoapRefused("Beklenmeyen hata", code="Server"), status=status)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply
