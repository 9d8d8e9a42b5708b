"""The front doors of the pretend Pazarama: the log-in that hands out tokens, and the API that asks for one."""

import base64
import binascii
from urllib.parse import parse_qs

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.pazarama import categories, orders, products, questions, refunds
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope

_LOGIN = "/login/connect/token"
_SCOPE = "merchantgatewayapi.fullaccess"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class PazaramaGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (categories, orders, products, questions, refunds):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path == _LOGIN:
            client_id, _ = _basic(call)
            found = (
                one for one in self._mall.files.accounts.values() if one.profile["client_id"] == client_id
            )
            return next((one.number for one in found), "")
        holder = self._mall.tokens.holder(_bearer(call), also_expired=True)
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        try:
            if call.path == _LOGIN:
                return self._token(call)
            seller = self._mall.tokens.holder(_bearer(call))
            if seller is None:
                return _unauthorized()
            match = self._routes.match(call.method, call.path)
            if match is None:
                return Reply(404, b"", None)
            self._count(seller)
            return match.route.target(Visit(self._mall, seller, call, match.values))
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"Geçersiz istek: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        if fault.kind is Kind.EXPIRED_TOKEN:
            return _unauthorized()
        if fault.kind is Kind.FORBIDDEN:
            return Reply(403, b"", None)
        status = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}.get(fault.kind, 500)
        reply = envelope(None, message="Beklenmeyen bir hata oluştu.", code="error", status=status)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _token(self, call: Call) -> Reply:
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        seller = self._mall.seller_of(*_basic(call))
        wanted = {"grant_type": "client_credentials", "scope": _SCOPE}
        if call.method != "POST" or seller is None or form != wanted:
            return envelope(None, message="Token bulunamadı veya geçersiz", code="invalid_token", status=400)
        token, seconds = self._mall.give_token(seller), self._mall.rules.token_seconds
        if self._mall.rules.login_answer == "data":
            return envelope({"accessToken": token, "expiresIn": seconds, "tokenType": "Bearer"})
        return json_reply(
            {"access_token": token, "expires_in": seconds, "token_type": "Bearer", "scope": _SCOPE}
        )

    def _count(self, seller: Account) -> None:
        rules = self._mall.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"pazarama/{seller.number}", windows):
            raise Refusal("Çok sık istek gönderildi.", 429, "TooManyRequests")


def _unauthorized() -> Reply:
    return Reply(401, b"", None, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _basic(call: Call) -> tuple[str, str]:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return client_id, secret
