"""The front door of the pretend Çiçeksepeti: a key in a header, and a web page for whoever is kept out."""

from prapazar.sandbox.ciceksepeti import cancels, categories, content, orders, papers, products, questions
from prapazar.sandbox.ciceksepeti.mall import PROVIDER, Mall
from prapazar.sandbox.ciceksepeti.visit import BAD_KEY, Refusal, Routes, Visit
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account

_PREFIX = "/api/v1"
_HTML = b"<html><head><title>404 Not Found</title></head><body><h1>Page Not Available</h1></body></html>"
_WEB = "text/html; charset=utf-8"


class CiceksepetiGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (cancels, categories, content, orders, papers, products, questions):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        seller = self._mall.seller_of(call.headers.get("x-api-key", ""))
        return seller.number if seller else ""

    def answer(self, call: Call) -> Reply:
        """Paths are told in several spellings, so that all of them lead here."""
        try:
            return self._answered(call)
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"Geçersiz istek: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, _WEB)
        if fault.kind is Kind.FORBIDDEN:  # what callers from abroad see
            return Reply(403, _HTML, _WEB)
        if fault.kind is Kind.EXPIRED_TOKEN:
            return Refusal(BAD_KEY, 401).reply()
        status = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}.get(fault.kind, 500)
        return Refusal("Beklenmeyen bir hata oluştu.", status, fault.options.get("retry_after")).reply()

    def _answered(self, call: Call) -> Reply:
        seller = self._mall.seller_of(call.headers.get("x-api-key", ""))
        if seller is None:
            raise Refusal(BAD_KEY, self._mall.rules.key_status)
        path = call.path.lower()
        match = self._routes.match(call.method, path.removeprefix(_PREFIX))
        if match is None or not path.startswith(_PREFIX):
            raise Refusal("Not Found", 404)
        self._count(seller)
        return match.route.target(Visit(self._mall, seller, call, match.values))

    def _count(self, seller: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"{PROVIDER}/{seller.number}", windows):
            raise Refusal("Çok sık istek gönderildi.", 429)
