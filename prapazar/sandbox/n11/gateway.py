"""The front door of the pretend N11: which family of addresses, whose key, how often."""

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.n11 import (
    answers,
    categories,
    invoice_service,
    order_service,
    orders,
    products,
    question_service,
    return_service,
    soap,
    tasks,
)
from prapazar.sandbox.n11.answers import ApiError, no_such_address, order_error, plain_refusal, product_error
from prapazar.sandbox.n11.mall import Mall
from prapazar.sandbox.n11.visit import Routes, Visit

_MINUTE_MS = 60_000
_CLOSED = {"productsellingservice", "productstockservice"}
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_TOO_MANY = "Too many requests"


class N11Gateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (categories, orders, products, tasks):
            self._routes.include(module.routes)
        self._operations = soap.Operations()
        for service in (invoice_service, order_service, question_service, return_service):
            self._operations.include(service.operations)

    def account(self, call: Call) -> str:
        key = call.headers.get("appkey") or (soap.app_key(call.body) if call.path.startswith("/ws/") else "")
        seller = self._mall.seller_of(key, None) if key else None
        return seller.number if seller else ""

    def answer(self, call: Call) -> Reply:
        try:
            if call.path.startswith("/ws/"):
                return self._soap(call)
            match = self._routes.match(call.method, call.path)
            if match is None:
                return no_such_address()
            seller = self._seller(call)
            self._count(seller, match.route.group)
            return match.route.target(Visit(self._mall, seller, call, match.values))
        except ApiError as error:
            return error.reply

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.FORBIDDEN:
            return plain_refusal().reply
        if fault.kind is Kind.UNAVAILABLE:
            return no_such_address()
        name, status = {
            Kind.EXPIRED_TOKEN: ("SellerApiUserUnauthorizedException", 401),
            Kind.TOO_MANY: ("TooManyRequestsException", 429),
        }.get(fault.kind, ("InternalServerException", 500))
        reply = product_error(status, name, "Apide işlem başarısız oldu.").reply
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _soap(self, call: Call) -> Reply:
        service = call.path.removeprefix("/ws/").strip("/").removesuffix(".wsdl")
        if service.lower() in _CLOSED or call.method != "POST":
            return Reply(405, b"Method Not Allowed", "text/plain")
        if not self._operations.knows(service):
            return no_such_address()
        return self._operations.answer(self._mall, service, call)

    def _seller(self, call: Call) -> Account:
        """The older category services ask for the key alone; a missing header is an error of theirs."""
        key, secret = call.headers.get("appkey"), call.headers.get("appsecret")
        if call.path.startswith("/cdn/"):
            seller = self._mall.seller_of(key or "", secret)
            if seller is None:
                raise plain_refusal()
            return seller
        if key is None or secret is None:
            raise product_error(500, "InternalServerException", "Required header is not present.")
        seller = self._mall.seller_of(key, secret)
        if seller is not None:
            return seller
        if call.path.startswith("/ms/"):
            message = "Apide doğrulama işlemi başarısız oldu."
            raise product_error(401, "SellerApiUserUnauthorizedException", message)
        if self._mall.rules.orders_status != 400:  # noqa: PLR2004 - the rule's own words
            raise plain_refusal()
        raise order_error(400, "SELLER_API.authenticationFailed", "Apide doğrulama işlemi başarısız oldu.")

    def _count(self, seller: Account, group: str) -> None:
        rules = self._mall.rules
        windows = [(group, rules.orders_per_minute, _MINUTE_MS)] if group == "orders" else []
        if rules.burst:
            windows.append(("burst", rules.burst, rules.burst_ms))
        if windows and self._mall.ground.gate.enter(f"n11/{seller.number}", windows):
            raise answers.order_error(429, "maxCallLimit.reached", _TOO_MANY)
