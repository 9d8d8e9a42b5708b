"""The front door of the pretend MNG: the gateway's keys, the customer's token, and how often."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.mng import commands, queries
from prapazar.sandbox.mng.mall import PROVIDER, Mall
from prapazar.sandbox.mng.visit import Refusal, Routes, Visit

_TOKEN = "/mngapi/api/token"  # noqa: S105 - an address
_WITHOUT_TOKEN = "/mngapi/api/cbsinfoapi/"  # noqa: S105 - an address
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class MngGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (commands, queries):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        found = self._mall.by_key(call.headers.get("x-ibm-client-id", ""), None)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        headers = call.headers
        customer = self._mall.by_key(
            headers.get("x-ibm-client-id", ""), headers.get("x-ibm-client-secret", "")
        )
        if customer is None:
            return _gateway(401, "Unauthorized", "Invalid client id or secret.")
        try:
            return self._served(call, customer)
        except Refusal as refusal:
            return refusal.reply(self._mall.rules.error_shape)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            return Refusal(f"Geçersiz istek: {type(error).__name__}").reply(self._mall.rules.error_shape)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status, message = {
            Kind.EXPIRED_TOKEN: (401, "Unauthorized"),
            Kind.FORBIDDEN: (403, "Forbidden"),
            Kind.TOO_MANY: (429, "Too Many Requests"),
            Kind.UNAVAILABLE: (503, "Service Unavailable"),
        }.get(fault.kind, (500, "Internal Server Error"))
        reply = _gateway(status, message, "")
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _served(self, call: Call, customer: Account) -> Reply:
        if call.path == _TOKEN and call.method == "POST":
            return self._token(call, customer)
        if not call.path.startswith(_WITHOUT_TOKEN):
            scheme, _, token = call.headers.get("authorization", "").partition(" ")
            holder = self._mall.tokens.holder(token) if scheme == "Bearer" else None
            if holder is None or holder.number != customer.number:
                raise Refusal("Token geçersiz veya süresi dolmuş.", 401)
        match = self._routes.match(call.method, call.path)
        if match is None:
            return _gateway(404, "Not Found", "No resources match requested URI")
        self._count(customer)
        return match.route.target(Visit(self._mall, customer, call, match.values))

    def _token(self, call: Call, customer: Account) -> Reply:
        body = call.json_object()
        wanted = {"customerNumber": customer.number, "password": customer.profile["password"]}
        if {name: body.get(name) for name in wanted} != wanted or body.get("identityType") != 1:
            raise Refusal("Kullanıcı adı veya şifre hatalı.", 401)
        return json_reply(self._mall.give_token(customer))

    def _count(self, customer: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"{PROVIDER}/{customer.number}", windows):
            raise Refusal("Rate Limit exceeded", 429)


def _gateway(status: int, message: str, more: str) -> Reply:
    """As IBM's gateway answers by itself."""
    body = {"httpCode": str(status), "httpMessage": message, "moreInformation": more}
    return json_reply(body, status)
