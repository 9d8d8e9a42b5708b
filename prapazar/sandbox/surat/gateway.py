"""The front door of the pretend Sürat: one address, described or asked, and how often."""

import re

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.soap_service import SoapRefused
from prapazar.sandbox.surat.branch import PROVIDER, Branch
from prapazar.sandbox.surat.counter import SERVICE, answered

_PATH = "/services.asmx"
_CUSTOMER = re.compile(rb"<(?:\w+:)?(?:KullaniciAdi|CariKodu)(?:\s[^>]*)?>(\d+)<")
_HTML = b"<html><head><title>Runtime Error</title></head><body><h1>Server Error</h1></body></html>"


class SuratGateway:
    def __init__(self, branch: Branch) -> None:
        self._branch = branch

    def account(self, call: Call) -> str:
        found = _CUSTOMER.search(call.body)
        number = found[1].decode() if found else ""
        return number if number in self._branch.files.accounts else ""

    def answer(self, call: Call) -> Reply:
        if call.path != _PATH:
            return Reply(404, _HTML, "text/html; charset=utf-8")
        if call.method == "GET":
            return SERVICE.described(f"{call.scheme}://{call.host}/{PROVIDER}{_PATH}")
        rules = self._branch.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._branch.ground.gate.enter(f"{PROVIDER}/{self.account(call)}", windows):
            return SERVICE.refused(SoapRefused("Too many requests", code="Server"), status=429)
        try:
            return answered(self._branch, SERVICE.opened(call))
        except SoapRefused as refusal:
            return SERVICE.refused(refusal, status=rules.fault_status)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status = {
            Kind.EXPIRED_TOKEN: 401,
            Kind.FORBIDDEN: 403,
            Kind.TOO_MANY: 429,
            Kind.UNAVAILABLE: 503,
        }.get(fault.kind, 500)
        reply = SERVICE.refused(
            SoapRefused("Server was unable to process request.", code="Server"), status=status
        )
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply
