"""The front door of the pretend Graph API: tokens, the application's proof, its way of saying no."""

import hashlib
import hmac
import json
import math
import re

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.meta import items
from prapazar.sandbox.meta.mall import Mall
from prapazar.sandbox.meta.visit import INVALID, PERMISSION, TOKEN, Refusal, Routes, Visit, refused

_HTML = (
    b"<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>"
)
_VERSION = re.compile(r"v[1-9]\d?\.\d")
"""Of which several are answered at any time."""
_BATCH_CALLS = 80014
_MINUTE = 60


class MetaGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        self._routes.include(items.routes)

    def account(self, call: Call) -> str:
        holder = self._mall.holder(_token(call))
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        try:
            reply = self._admitted(call)
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"(#100) {type(error).__name__}").reply()
        reply.headers["X-Business-Use-Case-Usage"] = _usage(self.account(call), 0)
        return reply

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.EXPIRED_TOKEN:
            return refused("Error validating access token: Session has expired", TOKEN, 400)
        if fault.kind is Kind.FORBIDDEN:
            return refused("(#200) Permissions error", PERMISSION, 403)
        if fault.kind is Kind.TOO_MANY:
            return _throttled(float(fault.options.get("retry_after", _MINUTE)))
        if fault.kind is Kind.UNAVAILABLE:
            return refused("Service temporarily unavailable", 2, 503, is_transient=True)
        return refused("An unknown error occurred", 1, 500, is_transient=True)

    def _admitted(self, call: Call) -> Reply:
        seller = self._mall.holder(_token(call))
        if seller is None:
            raise Refusal("Invalid OAuth access token - Cannot parse access token", TOKEN)
        self._check_proof(call, seller)
        self._count(seller)
        match = self._routes.match(call.method, call.path)
        known = self._mall.files.accounts
        if match is None or not _VERSION.fullmatch(match.values["version"]):
            raise Refusal("(#100) Unsupported request: the object does not exist", INVALID)
        if match.values.get("catalog", seller.number) not in known:
            raise Refusal("(#100) Unsupported request: the object does not exist", INVALID)
        asked = match.values.get("catalog") or match.values["node"]
        if asked in known and asked != seller.number:
            raise Refusal("(#200) Missing permission for this catalog", PERMISSION, 403)
        return match.route.target(Visit(self._mall, seller, call, match.values))

    def _check_proof(self, call: Call, seller: Account) -> None:
        secret, token = seller.profile["app_secret"], seller.profile["access_token"]
        given = call.query.get("appsecret_proof", "")
        expected = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if given != expected and (given or self._mall.rules.needs_proof):
            raise Refusal("API calls from the server require an appsecret_proof argument", INVALID)

    def _count(self, seller: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"meta/{seller.number}", windows):
            raise Refusal("(#80009) There have been too many calls to this catalog account.", 80009)


def _throttled(seconds: float) -> Reply:
    """Whole minutes stand in the usage; less is told by the plain header."""
    reply = refused("(#80014) There have been too many calls for the batch uploads.", _BATCH_CALLS, 400)
    reply.headers["X-Business-Use-Case-Usage"] = _usage("0", math.ceil(seconds / _MINUTE))
    if seconds < _MINUTE:
        reply.headers["Retry-After"] = str(int(seconds))
    return reply


def _usage(catalog: str, minutes: int) -> str:
    use = {"type": "catalog_batch", "call_count": 100 if minutes else 1, "total_cputime": 1, "total_time": 1}
    return json.dumps({catalog: [{**use, "estimated_time_to_regain_access": minutes}]})


def _token(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else call.query.get("access_token", "")
