"""The front door of a pretend PrestaShop: the key by Basic or in the address, rights by resource and method."""

import base64
import binascii
import re
from dataclasses import replace

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.prestashop import forms, images, reading, schemas, writing
from prapazar.sandbox.prestashop.mall import Mall
from prapazar.sandbox.prestashop.tables import TABLES
from prapazar.sandbox.prestashop.visit import Refusal, Visit

_KEY = re.compile(r"[A-Za-z0-9]{32}")
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_HEADERS = {"PSWS-Version": "8.2.0", "Execution-Time": "0.012"}
_HANDLERS = {
    "POST": writing.create,
    "PUT": writing.replace,
    "PATCH": writing.change,
    "DELETE": writing.delete,
}


class PrestashopGateway:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall

    def account(self, call: Call) -> str:
        slug = call.path.strip("/").partition("/")[0]
        return slug if slug in self._mall.files.accounts else ""

    def answer(self, call: Call) -> Reply:
        shop, as_json = self._mall.files.accounts.get(self.account(call)), _wants_json(call)
        parts = [part for part in call.path.split("/") if part]  # web servers take `//` for `/`
        if shop is None or len(parts) < 2 or parts[1] != "api":  # noqa: PLR2004  shop and api
            return Reply(404, _HTML, "text/html; charset=utf-8")
        asked = replace(call, method="GET") if call.method == "HEAD" else call
        reply = self._answered(shop, asked, parts, as_json=as_json)
        reply.headers |= _HEADERS
        return reply

    def _answered(self, shop: Account, call: Call, parts: list[str], *, as_json: bool) -> Reply:
        try:
            refused = self._door(shop, call)
            if refused is not None:
                return refused
            resource, number = [*parts[2:4], "", ""][:2]
            visit = Visit(self._mall, shop, call, resource, number, as_json)
            reply = self._routed(visit, parts[3:]) if resource else schemas.resources(visit)
            is_row = bool(reply.body) and call.method in {"POST", "PUT", "PATCH"} and resource in TABLES
            has_display = as_json and "display" in call.query
            return forms.as_list(reply, resource) if is_row and has_display else reply
        except Refusal as refusal:
            first = self._mall.rules.key_order
            faults = [(refusal.code, refusal.message)]
            return forms.errors(faults, refusal.status, as_json=as_json, first=first)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            return forms.errors([(46, f"Unable to save resource: {error}")], 500, as_json=as_json)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        statuses = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503, Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403}
        status = statuses.get(fault.kind, 500)
        codes = {503: (22, "The PrestaShop webservice is disabled."), 401: (21, "No permission for this key")}
        code, message = codes.get(status, (46, "Unable to save resource"))
        reply = forms.errors([(code, message)], status, as_json=False)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _door(self, shop: Account, call: Call) -> Reply | None:
        key, rules = _key(call), self._mall.rules
        if key is None:
            reply = Reply(401, b"Please enter the authentication key as the login.", "text/plain")
            reply.headers["WWW-Authenticate"] = 'Basic realm="Welcome to PrestaShop Webservice"'
            return reply
        if not key:
            raise Refusal(17, "Authentication key is empty", 401)
        if not _KEY.fullmatch(key):
            raise Refusal(18, "Invalid authentication key format", 401)
        if key != shop.profile["key"]:
            faults = [
                (20, "Authentication key is not active"),
                (21, "No permission for this authentication key"),
            ]
            return forms.errors(faults, 401, as_json=_wants_json(call))
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._mall.ground.gate.enter(f"prestashop/{shop.number}", windows):
            raise Refusal(46, "Too many requests", 429)
        return None

    def _routed(self, visit: Visit, inner: list[str]) -> Reply:
        method = visit.call.query.get("ps_method") or visit.call.method
        wanted = visit.call.query.get("id_shop", "1")
        if visit.resource not in {*TABLES, images.KIND}:
            raise Refusal(27, f'Resource of type "{visit.resource}" does not exists. Did you mean: "orders"?')
        rights = visit.shop.profile["rights"].get(visit.resource)
        if rights is not None and not rights:
            raise Refusal(26, f'Resource of type "{visit.resource}" is not allowed with this key', 401)
        if wanted != "1":
            raise Refusal(132, "Bad id_shop", 403)
        is_known = method in {"GET", *_HANDLERS} and (method != "PATCH" or self._mall.rules.has_patch)
        if not is_known:
            raise Refusal(23, f"Method {method} is not valid", 405)
        if visit.resource != images.KIND and not _takes(visit.resource, method):
            raise Refusal(101, f"Method {method} is not allowed for the resource {visit.resource}", 405)
        if rights is not None and method not in rights:
            raise Refusal(25, f"Method {method} is not allowed for the resource {visit.resource}", 405)
        if visit.resource == images.KIND:
            return images.manage(visit, inner, method)
        if method == "GET":
            return reading.one(visit) if visit.number else reading.many(visit)
        return _HANDLERS[method](visit)


def _takes(resource: str, method: str) -> bool:
    """Where a row can be replaced, a part of it can be too."""
    return ("PUT" if method == "PATCH" else method) in TABLES[resource].methods


def _wants_json(call: Call) -> bool:
    asked = (
        call.query.get("output_format", ""),
        call.headers.get("output-format", ""),
        call.headers.get("io-format", ""),
    )
    return any(one.upper() == "JSON" for one in asked)


def _key(call: Call) -> str | None:
    if "ws_key" in call.query:
        return call.query["ws_key"]
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(packed, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
