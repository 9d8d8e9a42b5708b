"""The front doors of the pretend Etsy: its consent page, its token address, and the API behind key and token."""

from urllib.parse import parse_qs

from prapazar.sandbox.etsy import inventory, ledger, listings, receipts, shops
from prapazar.sandbox.etsy.consent import Consent
from prapazar.sandbox.etsy.mall import PROVIDER, Mall
from prapazar.sandbox.etsy.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account

_PAGE = "/oauth/connect"
_TOKEN = "/v3/public/oauth/token"  # noqa: S105 - a path
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class EtsyGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._consent = Consent(mall)
        self._routes = Routes()
        for module in (inventory, ledger, listings, receipts, shops):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path == _TOKEN:
            given = parse_qs(call.body.decode("utf-8", "replace"))
            shop = self._mall.shop_of_key(given.get("client_id", [""])[-1])
        elif call.path == _PAGE:
            shop = self._mall.shop_of_key(call.query.get("client_id", ""))
        else:
            shop = self._mall.holder(_bearer(call)) or self._mall.shop_of_key(_key(call)[0])
        return shop.number if shop else ""

    def answer(self, call: Call) -> Reply:
        if call.path == _PAGE:
            return self._consent.page(call)
        if call.path == _TOKEN:
            return self._consent.token(call) if call.method == "POST" else Reply(405, b"", None)
        try:
            return self._answered(call)
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"Invalid request: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.EXPIRED_TOKEN:
            return Refusal("invalid_token", 401, "access token is expired").reply()
        known = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503, Kind.FORBIDDEN: 403}
        reply = Refusal("An error occurred.", known.get(fault.kind, 500)).reply()
        if "retry_after" in fault.options:
            reply.headers["retry-after"] = str(fault.options["retry_after"])
        return reply

    def _answered(self, call: Call) -> Reply:
        self._check_key(call)
        match = self._routes.match(call.method, call.path)
        if match is None:
            return json_reply({"error": "Resource not found"}, 404)
        shop, scopes = self._session(call, match.route.group)
        left = self._count(shop)
        reply = match.route.target(Visit(self._mall, shop, call, match.values, scopes))
        reply.headers |= left
        return reply

    def _check_key(self, call: Call) -> None:
        keystring, secret = _key(call)
        app, form = self._mall.shop_of_key(keystring), self._mall.rules.key_form
        if app is None or (form == "keystring" and secret):
            raise Refusal("Invalid API key.", 403)
        if form == "combined" and not secret:
            raise Refusal("Shared secret is required in x-api-key header.", 403)
        if secret and secret != app.profile["shared_secret"]:
            raise Refusal("Invalid API key.", 403)

    def _session(self, call: Call, scope: str) -> tuple[Account, frozenset[str]]:
        """The route's group is the scope it needs; none: the key alone does."""
        token = _bearer(call)
        shop = self._mall.holder(token)
        if shop is None:
            app = self._mall.shop_of_key(_key(call)[0])
            if scope or token or app is None:
                raise Refusal("invalid_token", 401, "access token is invalid")
            return app, frozenset()
        held = shop["access"][token]
        if held["until"] <= self._mall.now:
            raise Refusal("invalid_token", 401, "access token is expired")
        scopes = frozenset(held["scope"].split())
        if scope and scope not in scopes:
            raise Refusal("insufficient_scope", 403, f"access token lacks {scope}")
        return shop, scopes

    def _count(self, shop: Account) -> dict[str, str]:
        rules = self._mall.rules
        windows = [
            ("second", rules.per_second, rules.second_ms),
            ("day", rules.per_day, rules.day_ms),
        ]
        gate, place = self._mall.ground.gate, f"{PROVIDER}/{shop.number}"
        if wait_ms := gate.enter(place, windows):
            raise Refusal("Too many requests.", 429, wait=-(-wait_ms // 1000))
        second, day = gate.left(place, windows)
        return {
            "x-limit-per-second": str(rules.per_second),
            "x-remaining-this-second": str(second),
            "x-limit-per-day": str(rules.per_day),
            "x-remaining-today": str(day),
        }


def _key(call: Call) -> tuple[str, str]:
    keystring, _, secret = call.headers.get("x-api-key", "").partition(":")
    return keystring, secret


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
