"""The front door of the pretend Yurtiçi Kargo: one SOAP address, log-ins within the body."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.soap_service import SoapRefused, SoapRequest, SoapService
from prapazar.sandbox.yurtici import returns, shipments, tracking
from prapazar.sandbox.yurtici.office import Office
from prapazar.sandbox.yurtici.words import NO_ADDRESS, NO_LANGUAGE, NO_LOGIN

PATH = "/KOPSWebServices/ShippingOrderDispatcherServices"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_USER = re.compile(rb"<(?:\w+:)?wsUserName[^>]*>([^<]*)</")
_OPERATION = re.compile(rb"<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)")
_LANGUAGE = re.compile(rb"<(userLanguage|wsLanguage)>[^<]+</")
_LANGUAGES = {
    "createShipment": "userLanguage",
    "cancelShipment": "userLanguage",
    "queryShipment": "wsLanguage",
    "saveReturnShipmentCode": "wsLanguage",
}
Work = Callable[[Office, Account, str, dict[str, Any]], Json]
_WORK: dict[str, tuple[str, Work]] = {
    "createShipment": ("ShippingOrderResultVO", shipments.create),
    "cancelShipment": ("ShippingOrderResultVO", shipments.cancel),
    "queryShipment": ("ShippingDeliveryVO", tracking.query),
    "saveReturnShipmentCode": ("ExtendedBaseResultVO", returns.save),
}
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


class YurticiGateway:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._service = SoapService(Path(__file__).with_name("dispatcher.wsdl").read_text(encoding="utf-8"))

    def account(self, call: Call) -> str:
        found = _USER.search(call.body)
        holder = self._office.holder(found[1].decode(errors="replace")) if found else None
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        if call.path != PATH:
            return Reply(404, b"", None)
        if call.method == "GET":
            address = f"{call.scheme}://{call.host}/yurtici{PATH}"
            is_asked = "wsdl" in call.query_text.lower()
            return self._service.described(address) if is_asked else Reply(405, b"", None)
        if self._is_too_often(call):
            return self._refused("Çok sık istek gönderildi.", 429)
        try:
            if lacking := self._without_language(call):
                return lacking
            return self._done(self._service.opened(call))
        except SoapRefused as refusal:
            return self._service.refused(refusal)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.BROKEN:
            return self._service.refused(SoapRefused("Beklenmeyen bir hata oluştu.", code="Server"))
        statuses = {Kind.TOO_MANY: 429, Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403}
        reply = Reply(statuses.get(fault.kind, 503), _HTML, "text/html; charset=utf-8")
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _done(self, request: SoapRequest) -> Reply:
        element, work = _WORK[request.operation]
        user = request.fields.get("wsUserName") or ""
        account = self._office.holder(user)
        if account is None or account.profile["users"][user]["password"] != request.fields.get("wsPassword"):
            return self._refusal(request, "1", NO_LOGIN)
        if not account.profile["listed"]:
            if self._office.rules.ip_refusal == "403":
                return Reply(403, _HTML, "text/html; charset=utf-8")
            return self._refusal(request, "1", NO_ADDRESS.format(address="127.0.0.1"))
        trouble = account.profile.get("trouble")
        if trouble:
            return self._refusal(request, "2", trouble)
        return self._service.answer(request, {element: work(self._office, account, user, request.fields)})

    def _without_language(self, call: Call) -> Reply | None:
        """The field of the other operations does not count: it is passed over, and then there is none."""
        found, given = _OPERATION.search(call.body), _LANGUAGE.search(call.body)
        operation = found[1].decode() if found else ""
        wanted = _LANGUAGES.get(operation)
        if wanted is None or (given and given[1].decode() == wanted):
            return None
        return self._refusal(SoapRequest(operation, {}, _ENVELOPE), "2", NO_LANGUAGE)

    def _refusal(self, request: SoapRequest, flag: str, words: str) -> Reply:
        element, _ = _WORK[request.operation]
        return self._service.answer(request, {element: {"outFlag": flag, "outResult": words}})

    def _is_too_often(self, call: Call) -> bool:
        rules, account = self._office.rules, self.account(call)
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst and account else []
        return bool(windows) and self._office.ground.gate.enter(f"yurtici/{account}", windows) > 0

    def _refused(self, words: str, status: int) -> Reply:
        return Reply(status, words.encode(), "text/plain; charset=utf-8")
