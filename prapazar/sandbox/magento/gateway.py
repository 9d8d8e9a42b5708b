"""The front door of the pretend Magento: store views in the path, signed calls, bulk routes beside the plain ones."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.magento import admin, bulk, catalog, inventory, orders, signing
from prapazar.sandbox.magento.mall import STORES, Mall
from prapazar.sandbox.magento.visit import Refusal, Routes, Visit

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_NO_ROUTE = "Request does not match any route."
_BULK = "/async/bulk"


class MagentoGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (catalog, inventory, orders, bulk):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        shop = signing.claimed(self._mall, call)
        return shop.number if shop else ""

    def answer(self, call: Call) -> Reply:
        try:
            return self._answer(call)
        except signing.Stranger as stranger:
            return stranger.reply
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            return Refusal(f"Invalid request: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.EXPIRED_TOKEN:
            return signing.not_allowed("Magento_Catalog::products").reply()
        status = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503, Kind.FORBIDDEN: 403}.get(fault.kind, 500)
        message = "Internal Error. Details are available in Magento log file. Report ID: webapi-65a0"
        reply = json_reply({"message": message}, status)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _answer(self, call: Call) -> Reply:
        store, path = _parted(call.path)
        if path == admin.TOKEN and call.method == "POST":
            return admin.sign_in(self._mall, call)
        is_bulk = path.startswith(_BULK)
        match = self._routes.match(call.method, path.removeprefix(_BULK))
        if match is None:
            raise Refusal(_NO_ROUTE, 404)
        shop = signing.authenticate(self._mall, call, match.route.group)
        if store not in STORES:
            raise Refusal("The store that was requested wasn't found. Verify the store and try again.", 404)
        visit = Visit(self._mall, shop, call, store, match.values)
        if is_bulk and call.method != "GET":
            return bulk.accept(visit, match.route.target, f"async.{match.route.template}")
        return match.route.target(visit)


def _parted(path: str) -> tuple[str, str]:
    """`/rest/all/V1/products` is the store view `all`; without one it is the default."""
    rest = path.removeprefix("/rest")
    if rest == path:
        raise Refusal(_NO_ROUTE, 404)
    first, _, further = rest.lstrip("/").partition("/")
    return ("default", rest) if first in {"V1", "async"} else (first, f"/{further}")
