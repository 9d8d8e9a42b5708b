"""The front doors of the pretend eBay: log-in, consent, and the API, which asks for the right token each time."""

from prapazar.sandbox.ebay import (
    finances,
    inquiries,
    inventory,
    login,
    messages,
    notifications,
    offers,
    orders,
    policies,
    postorder,
    signing,
    taxonomy,
)
from prapazar.sandbox.ebay.mall import SCOPE, Mall
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_ANY, _APPLICATION, _POST_ORDER = "any", "application", "post-order"
"""Who may enter, beside those with one scope: any token, the application's own, any user by another header."""
_HOSTED = "/apiz/"
"""Another host, with quotas of its own."""
_WINDOWS = ("inventory", "fulfillment", "account", "notification", "taxonomy")


class EbayGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (
            *(inventory, offers, policies, orders, taxonomy, notifications),
            *(postorder, inquiries, finances, messages),
        ):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path == login.TOKEN:
            found = self._mall.seller_of(login.basic(call)[0])
            return found.number if found else ""
        if call.path == login.AUTHORIZE:
            found = self._mall.seller_of(call.query.get("client_id", ""))
            return found.number if found else ""
        held = self._mall.holder(_token(call)[1])
        return held[0].number if held else ""

    def answer(self, call: Call) -> Reply:
        try:
            if call.path == login.TOKEN:
                return login.token(self._mall, call)
            if call.path == login.AUTHORIZE:
                return login.consent(self._mall, call)
            seller, token = self._entered(call)
            match = self._routes.match(call.method, call.path)
            if match is None:
                return Refusal(2002, "Resource not found", 404, domain="ACCESS").reply()
            self._check(call, seller, token, match.route.group)
            self._count(seller, call)
            return match.route.target(Visit(self._mall, seller, call, match.values, token))
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return Refusal(25709, f"Invalid value. {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.EXPIRED_TOKEN:
            return _unauthorized(1001, "Invalid access token").reply()
        if fault.kind is Kind.FORBIDDEN:
            return _denied().reply()
        if fault.kind is Kind.TOO_MANY:
            reply = _too_many().reply()
        else:
            status = 503 if fault.kind is Kind.UNAVAILABLE else 500
            text = "A system error has occurred."
            reply = Refusal(25001, text, status, category="APPLICATION").reply()
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _entered(self, call: Call) -> tuple[Account, Json]:
        scheme, token = _token(call)
        if not token:
            raise _unauthorized(1002, "Missing access token")
        wanted = "iaf" if call.path.startswith("/post-order/") else "bearer"
        if scheme != wanted:
            raise _unauthorized(1003, "Token type in the Authorization header is invalid")
        held = self._mall.holder(token)
        if held is None or held[1]["untilMs"] <= self._mall.ground.now_ms():
            raise _unauthorized(1001, "Invalid access token")
        return held

    def _check(self, call: Call, seller: Account, token: Json, group: str) -> None:
        is_user = token["kind"] == "user"
        if group == _APPLICATION:
            is_allowed = token["kind"] == "application"
        elif group == _ANY:
            is_allowed = True
        elif group == _POST_ORDER:
            is_allowed = is_user
        else:
            is_allowed = is_user and f"{SCOPE}/{group}" in token["scopes"]
        if not is_allowed:
            raise _denied()
        if group == "sell.finances" and self._mall.rules.signs_finances:
            signing.check(call, seller.profile, self._mall.ground.now_ms())

    def _count(self, seller: Account, call: Call) -> None:
        rules = self._mall.rules
        name = next((one for one in _WINDOWS if f"/{one}/v1/" in call.path), "")
        name = "" if call.path.startswith(_HOSTED) else name
        allowed = int(getattr(rules, f"{name}_calls", 0))
        windows = [(name, allowed, rules.quota_ms)] if allowed else []
        if windows and self._mall.ground.gate.enter(f"ebay/{seller.number}", windows):
            raise _too_many()


def _token(call: Call) -> tuple[str, str]:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return scheme.lower(), token


def _unauthorized(number: int, text: str) -> Refusal:
    return Refusal(number, text, 401, domain="OAuth")


def _denied() -> Refusal:
    return Refusal(1100, "Access denied", 403, domain="ACCESS")


def _too_many() -> Refusal:
    return Refusal(2001, "Too many requests", 429, domain="ACCESS")
