"""The front door of the pretend iyzico: signed calls, refusals within a good status, and the buyer's page."""

from collections.abc import Callable
from decimal import InvalidOperation

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.iyzico import forms, page, payments
from prapazar.sandbox.iyzico.forms import Refusal, Visit, failure
from prapazar.sandbox.iyzico.till import Till, authorization, is_signed
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_PAGE = "/cpp"


class IyzicoGateway:
    def __init__(self, till: Till) -> None:
        self._till = till
        self._routes: RouteTable[Callable[[Visit], Reply]] = RouteTable()
        for module in (forms, payments):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path == _PAGE:
            found = self._till.of_token(call.query.get("token", ""))
            return found[0].number if found else ""
        account = self._till.by_key(authorization(call).get("apiKey", ""))
        return account.number if account else ""

    def answer(self, call: Call) -> Reply:
        if call.path == _PAGE:
            return page.answer(self._till, call)
        try:
            match = self._routes.match(call.method, call.path)
            if match is None:
                return Reply(404, b"", None)
            body = call.json() or {}
            account = self._signer(call)
            self._count(account)
            return match.route.target(Visit(self._till, account, call, body))
        except Refusal as refusal:
            return failure(refusal, self._till.ground.now_ms(), _conversation(call))
        except (NotJson, InvalidOperation, KeyError, TypeError, ValueError) as error:
            odd = Refusal("11", f"Geçersiz istek: {type(error).__name__}")
            return failure(odd, self._till.ground.now_ms(), _conversation(call))

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        known = {Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}
        reply = json_reply({"message": "Service unavailable"}, known.get(fault.kind, 500))
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _signer(self, call: Call) -> Account:
        given = authorization(call)
        account = self._till.by_key(given.get("apiKey", ""))
        if account is None:
            raise Refusal("1001", "api bilgileri bulunamadı")
        if not is_signed(account, call, given):
            raise Refusal("1000", "Geçersiz imza")
        if account.profile["trouble"]:
            self._till.open_account(account.number, {**account.profile, "trouble": False})
            raise Refusal("100001", "Sistem hatası", "SYSTEM_ERROR")
        return account

    def _count(self, account: Account) -> None:
        rules = self._till.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._till.ground.gate.enter(f"iyzico/{account.number}", windows):
            raise Refusal("", "Too many requests", status=429)


def _conversation(call: Call) -> Json:
    try:
        body = call.json()
    except NotJson:
        return {}
    return body if isinstance(body, dict) else {}
