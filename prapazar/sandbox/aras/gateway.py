"""The front doors of the pretend Aras Kargo: a shipping service (ASMX) and a query service (WCF)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prapazar.sandbox.aras import orders, queries
from prapazar.sandbox.aras.branch import Branch
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.soap_service import SoapRefused, SoapRequest, SoapService

SHIPPING = "/shipping/arascargoservice.asmx"
QUERY = "/query/ArasCargoIntegrationService.svc"
_ACTIONS = {
    SHIPPING: "http://tempuri.org/",
    QUERY: "http://tempuri.org/IArasCargoIntegrationService/",
}
_FILES = {SHIPPING: "shipping.wsdl", QUERY: "query.wsdl"}
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_USER = re.compile(rb"(?:<(?:\w+:)?userName>|&lt;UserName&gt;|<UserName>)([^<&]*)[<&]")
Work = Callable[[Branch, Account, dict[str, Any]], Json]
_WORK: dict[str, Work] = {
    "SetOrder": orders.set_orders,
    "GetOrder": orders.by_day,
    "GetOrderWithIntegrationCode": orders.by_code,
    "CancelDispatch": orders.cancel,
}


class ArasGateway:
    def __init__(self, branch: Branch) -> None:
        self._branch = branch
        here = Path(__file__).parent
        self._services = {
            path: SoapService((here / name).read_text(encoding="utf-8")) for path, name in _FILES.items()
        }

    def account(self, call: Call) -> str:
        found = _USER.search(call.body)
        holder = self._branch.holder(found[1].decode(errors="replace")) if found else None
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        service = self._services.get(call.path)
        if service is None:
            return Reply(404, b"", None)
        if call.method == "GET":
            address = f"{call.scheme}://{call.host}/aras{call.path}"
            is_asked = "wsdl" in call.query_text.lower()
            return service.described(address) if is_asked else Reply(405, b"", None)
        if self._is_too_often(call):
            return Reply(429, b"Too many requests", "text/plain; charset=utf-8")
        try:
            request = service.opened(call)
            self._check_action(call, request)
            return service.answer(request, self._result(request))
        except SoapRefused as refusal:
            return service.refused(refusal)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.BROKEN:
            refusal = SoapRefused("Server was unable to process request.", code="Server")
            return self._services[SHIPPING].refused(refusal)
        statuses = {Kind.TOO_MANY: 429, Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403}
        reply = Reply(statuses.get(fault.kind, 503), _HTML, "text/html; charset=utf-8")
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _check_action(self, call: Call, request: SoapRequest) -> None:
        given = call.headers.get("soapaction", "").strip('"')
        if given != f"{_ACTIONS[call.path]}{request.operation}":
            raise SoapRefused(f"Server did not recognize the value of HTTP Header SOAPAction: {given}.")

    def _result(self, request: SoapRequest) -> Json:
        fields, name = request.fields, f"{request.operation}Result"
        if request.operation == "GetQueryJSON":
            return {name: self._queried(fields)}
        account = self._branch.holder(fields.get("userName") or "")
        if account is None or account.profile["password"] != fields.get("password"):
            return {name: self._unknown(request)}
        return {name: _WORK[request.operation](self._branch, account, fields)}

    def _unknown(self, request: SoapRequest) -> Json:
        """Rows are simply none for whoever may not see them."""
        if request.operation == "SetOrder":
            return orders.wrong_login(request.fields)
        if request.operation == "CancelDispatch":
            return {"ResultCode": "-2", "ResultMessage": orders.MESSAGES[orders.WRONG_LOGIN]}
        return {"Order": []}

    def _queried(self, fields: dict[str, Any]) -> str:
        login = queries.read(fields.get("loginInfo"))
        account = self._branch.holder(login.get("UserName", ""))
        names = {"UserName": "query_user", "Password": "query_password", "CustomerCode": "customer_code"}
        if account is None or any(login.get(name) != account.profile[kept] for name, kept in names.items()):
            return queries.NO_LOGIN
        return queries.answer(self._branch, account, queries.read(fields.get("queryInfo")))

    def _is_too_often(self, call: Call) -> bool:
        rules, account = self._branch.rules, self.account(call)
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst and account else []
        gate = f"aras/{account}{call.path}"
        return bool(windows) and self._branch.ground.gate.enter(gate, windows) > 0
