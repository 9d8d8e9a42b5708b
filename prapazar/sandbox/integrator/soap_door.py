"""The front door of integrators that speak SOAP: WSDL files, one log-in for all operations, refusals as faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.soap_service import SoapRefused, SoapRequest, SoapService

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Visit:
    office: Office
    seller: Account
    fields: dict[str, Any]
    """Of the operation, as the WSDL types them."""


Handler = Callable[[Visit], object]


@dataclass(frozen=True, slots=True)
class Counter:
    """One WSDL and what stands behind its operations."""

    service: SoapService
    handlers: Mapping[str, Handler]


def counter(wsdl: Path, handlers: Mapping[str, Handler]) -> Counter:
    return Counter(SoapService(wsdl.read_text(encoding="utf-8")), handlers)


LogIn = Callable[[Office, Call, SoapRequest], Account | None]
Refuse = Callable[[SoapRequest], object]
"""What the operation's answer looks like to somebody who is not let in; raises SoapRefused where it is a fault."""


@dataclass
class SoapDoor:
    office: Office
    counters: Mapping[str, Counter]
    """By path."""
    log_in: LogIn
    refuse: Refuse
    shaped: Callable[[str, object], object] = lambda _, value: value
    """Where what a handler says stands in the answer of its operation."""

    def account(self, call: Call) -> str:
        counter = self.counters.get(call.path)
        if counter is None or call.method != "POST":
            return ""
        try:
            found = self.log_in(self.office, call, counter.service.opened(call))
        except SoapRefused:
            return ""
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        counter = self.counters.get(call.path)
        if counter is None:
            return Reply(404, b"", None)
        service = counter.service
        if call.method == "GET":
            slug = self.office.files.provider
            address = f"{call.scheme}://{call.host}/{slug}{call.path}"
            return service.described(address) if "wsdl" in call.query_text.lower() else Reply(404, b"", None)
        try:
            request = service.opened(call)
        except SoapRefused as refusal:
            return service.refused(refusal)
        try:
            return self._served(counter, call, request)
        except SoapRefused as refusal:
            return service.refused(refusal, request.space)

    def _served(self, counter: Counter, call: Call, request: SoapRequest) -> Reply:
        seller = self.log_in(self.office, call, request)
        if seller is None:
            return counter.service.answer(request, self.shaped(request.operation, self.refuse(request)))
        if self._is_too_many(seller):
            return Reply(429, b"", None)
        visit = Visit(self.office, seller, request.fields)
        said = counter.handlers[request.operation](visit)
        return counter.service.answer(request, self.shaped(request.operation, said))

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status = int(fault.kind.value) if fault.kind.value.isdecimal() else 500
        if fault.kind is not Kind.BROKEN:
            waits = fault.options.get("retry_after")
            return Reply(status, b"", None, {} if waits is None else {"Retry-After": str(waits)})
        service = next(iter(self.counters.values())).service
        return service.refused(SoapRefused("Beklenmeyen bir hata oluştu.", code="Server"))

    def _is_too_many(self, seller: Account) -> bool:
        rules = self.office.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        place = f"{self.office.files.provider}/{seller.number}"
        return bool(windows and self.office.ground.gate.enter(place, windows))
