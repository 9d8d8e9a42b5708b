"""The one door of a pretend OpenCart: `index.php`, where `route` says who is asked."""

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import NotJson
from prapazar.sandbox.opencart import bridge, core
from prapazar.sandbox.opencart.mall import Mall
from prapazar.sandbox.opencart.visit import Handler, Refusal, Visit, permission

_BRIDGE = "extension/prapazar/api/"
_NOT_FOUND = b"<html><head><title>Page Not Found!</title></head><body><h1>Page Not Found!</h1></body></html>"
_HOME = b"<html><head><title>Your Store</title></head><body><h1>Your Store</h1></body></html>"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_CORE: dict[str, dict[str, Handler]] = {
    "4.1": {"api/order": core.signed_call},
    "4.0.2": {
        "api/account/login": core.login,
        "api/sale/order.addHistory": core.add_history_by_session,
    },
    "4.0.0": {
        "api/account/login": core.login,
        "api/sale/order|addHistory": core.add_history_by_session,
    },
}


class OpencartGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall

    def account(self, call: Call) -> str:
        slug = call.path.strip("/").partition("/")[0]
        return slug if slug in self._mall.files.accounts else ""

    def answer(self, call: Call) -> Reply:
        shop = self._mall.files.accounts.get(self.account(call))
        if shop is None or call.path != f"/{shop.number}/index.php":
            return _page(404, _NOT_FOUND)
        visit = Visit(self._mall, shop, call)
        try:
            self._count(shop)
            return self._routed(visit, call.query.get("route", ""))
        except Refusal as refusal:
            return refusal.reply()
        except (NotJson, KeyError, TypeError, ValueError, ArithmeticError) as error:
            return Refusal("request", type(error).__name__).reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return _page(int(fault.options.get("status", 502)), _HTML)
        if fault.kind is Kind.FORBIDDEN:
            return permission()
        statuses = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503, Kind.EXPIRED_TOKEN: 401}
        reply = _page(statuses.get(fault.kind, 500), b"<html><body><h1>Error</h1></body></html>")
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _routed(self, visit: Visit, route: str) -> Reply:
        known = _CORE[visit.shop.profile["version"]]
        if route in known and visit.call.method in {"POST", "GET"}:
            return known[route](visit)
        if route in {"", "common/home"}:
            return _page(200, _HOME)
        if route.startswith("api/"):
            return permission()
        target = bridge.ROUTES.get((visit.call.method, route.removeprefix(_BRIDGE)))
        if target is None or not route.startswith(_BRIDGE) or not visit.shop.profile["has_bridge"]:
            return _page(404, _NOT_FOUND)
        bridge.check(visit)
        return target(visit)

    def _count(self, shop: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"opencart/{shop.number}", windows):
            raise Refusal("burst", "Too many requests.", 429)


def _page(status: int, body: bytes) -> Reply:
    return Reply(status, body, "text/html; charset=utf-8")
