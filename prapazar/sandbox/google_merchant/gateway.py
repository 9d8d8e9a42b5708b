"""The front doors of the pretend Google: where tokens are given for signed claims, and the API that asks for one."""

import base64
import json
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.google_merchant import accounts, consent, inventories, products
from prapazar.sandbox.google_merchant.mall import Mall
from prapazar.sandbox.google_merchant.visit import Refusal, Routes, Visit, refused
from prapazar.sandbox.jsontext import Json

_TOKEN = "/oauth/token"  # noqa: S105 - an address
_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPE = "https://www.googleapis.com/auth/content"
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_HOUR = 3600
_HTML = b"<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>"


class GoogleGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._consent = consent.Consent(mall)
        self._routes = Routes()
        for module in (accounts, inventories, products):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        if call.path == consent.PATH:
            holder = self._consent.of_client(call.query.get("client_id", ""))
        elif call.path == _TOKEN:
            holder = self._asker(_form(call))
        else:
            holder = self._mall.tokens.holder(_bearer(call), also_expired=True)
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        try:
            if call.path == consent.PATH and call.method in {"GET", "POST"}:
                return self._consent.page(call)
            return self._token(call) if call.path == _TOKEN else self._admitted(call)
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"Invalid request: {type(error).__name__}").reply()

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status = {Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}
        reply = refused("Injected fault.", status.get(fault.kind, 500))
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _admitted(self, call: Call) -> Reply:
        seller = self._mall.tokens.holder(_bearer(call))
        if seller is None:
            raise Refusal("Request had invalid authentication credentials.", 401)
        match = self._routes.match(call.method, call.path)
        if match is None:
            raise Refusal("Method not found.", 404)
        if match.values["a"] != seller.number:
            raise Refusal("The caller does not have access to the account.", 403)
        if not seller.profile["is_registered"] and not call.path.endswith(":registerGcp"):
            raise Refusal("GCP project with id sandbox is not registered.", 403, "GCP_NOT_REGISTERED")
        rules = self._mall.rules
        windows = [("minute", rules.minute_quota, 60_000)]
        if rules.burst:
            windows.append(("burst", rules.burst, rules.burst_ms))
        if self._mall.ground.gate.enter(f"google/{seller.number}", windows):
            raise Refusal("Quota exceeded for quota group per minute.", 429)
        return match.route.target(Visit(self._mall, seller, call, match.values))

    def _token(self, call: Call) -> Reply:
        form = _form(call)
        if form.get("grant_type") == "authorization_code":
            return self._consent.exchanged(form)
        if form.get("grant_type") == "refresh_token":
            seller = self._of_refresh(form)
        else:
            seller = self._of_issuer(form) if form.get("grant_type") == _JWT_BEARER else None
            if seller is not None and not self._is_signed(seller, form["assertion"]):
                seller = None
        if seller is None:
            return json_reply({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, 400)
        seconds = self._mall.rules.token_seconds
        return json_reply(
            {"access_token": self._mall.give_token(seller), "expires_in": seconds, "token_type": "Bearer"}
        )

    def _asker(self, form: dict[str, str]) -> Account | None:
        if "refresh_token" in form:
            return self._of_refresh(form)
        return self._consent.of_client(form.get("client_id", "")) if "code" in form else self._of_issuer(form)

    def _of_refresh(self, form: dict[str, str]) -> Account | None:
        """Typed in once, or granted on the consent page."""
        seller, token = self._consent.of_client(form.get("client_id", "")), form.get("refresh_token", "")
        if seller is None or seller.profile["client_secret"] != form.get("client_secret"):
            return None
        return seller if token == seller.profile["refresh_token"] or token in seller["refresh"] else None

    def _of_issuer(self, form: dict[str, str]) -> Account | None:
        try:
            issuer = _claims(form["assertion"])["iss"]
        except (KeyError, ValueError):
            return None
        found = (one for one in self._mall.files.accounts.values() if one.profile["client_email"] == issuer)
        return next(found, None)

    def _is_signed(self, seller: Account, assertion: str) -> bool:
        """RS256 by the account's key, for this audience and scope, and not for longer than an hour."""
        signed, _, signature = assertion.rpartition(".")
        header, claims = json.loads(_opened(signed.partition(".")[0])), _claims(assertion)
        key = serialization.load_pem_public_key(seller.profile["public_key"].encode())
        if not isinstance(key, rsa.RSAPublicKey) or header.get("alg") != "RS256":
            return False
        try:
            key.verify(_opened(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        now = self._mall.ground.now_ms() / 1000
        is_timely = claims["iat"] - _HOUR < now < claims["exp"] <= claims["iat"] + _HOUR
        return (claims["aud"], claims["scope"]) == (_AUDIENCE, _SCOPE) and is_timely


def _form(call: Call) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}


def _claims(assertion: str) -> Json:
    claims: Json = json.loads(_opened(assertion.split(".")[1]) if assertion.count(".") == 2 else "")  # noqa: PLR2004 - header, claims, signature
    return claims


def _opened(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
