"""The front doors of the pretend Amazon: three regions, log-in, consent, document store, and the queue at AWS."""

import gzip
from urllib.parse import parse_qs, unquote

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon import (
    consent,
    definitions,
    feeds,
    finances,
    listings,
    login,
    messaging,
    notifications,
    orders,
    ordersv0,
    reports,
    sqs,
)
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.plans import PLANS
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, quota_exceeded, unauthorized
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account

REGIONS = ("eu", "na", "fe")
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_EXPIRED = "The access token you provided has expired."


class AmazonGateway:
    """The first part of the path stands for the host."""

    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._routes = Routes()
        for module in (
            definitions,
            feeds,
            finances,
            listings,
            messaging,
            notifications,
            orders,
            ordersv0,
            reports,
        ):
            self._routes.include(module.routes)

    def account(self, call: Call) -> str:
        host, _, rest = call.path.strip("/").partition("/")
        if host == "storage":
            return rest.partition("/")[0]
        if host == "lwa":
            return login.asker(self._mall, _form(call))
        if host == "sqs":
            reader = sqs.account(self._mall, call)
            return reader.number if reader else ""
        holder = self._mall.tokens.holder(call.headers.get("x-amz-access-token", ""), also_expired=True)
        return holder.number if holder else ""

    def answer(self, call: Call) -> Reply:
        host, _, rest = call.path.strip("/").partition("/")
        try:
            return self._host(host, rest, call)
        except Refusal as refusal:
            return refusal.reply()
        except (KeyError, TypeError, ValueError) as error:
            return Refusal(f"Request is not valid: {type(error).__name__}").reply()

    def _host(self, host: str, rest: str, call: Call) -> Reply:
        if host == "lwa":
            return login.answer(self._mall, call, rest, _form(call))
        if host == "sellercentral":
            return consent.answer(self._mall, call, rest)
        if host == "sqs":
            return sqs.answer(self._mall, call)
        if host == "storage":
            return self._storage(call, rest)
        return self._region(host, call)

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        refusal = {
            Kind.EXPIRED_TOKEN: unauthorized(_EXPIRED, self._mall.rules.expired_status),
            Kind.FORBIDDEN: unauthorized(""),
            Kind.TOO_MANY: quota_exceeded(),
            Kind.UNAVAILABLE: Refusal("Service is temporarily unavailable.", 503, "ServiceUnavailable"),
        }.get(fault.kind, Refusal("We encountered an internal error.", 500, "InternalFailure"))
        reply = refusal.reply()
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _region(self, host: str, call: Call) -> Reply:
        token = call.headers.get("x-amz-access-token", "")
        seller = self._mall.tokens.holder(token)
        if seller is None:
            is_old = self._mall.tokens.holder(token, also_expired=True) is not None
            details = (
                _EXPIRED if is_old else "The access token you provided is revoked, malformed or invalid."
            )
            raise unauthorized(details, self._mall.rules.expired_status)
        match = self._routes.match(call.method, _encoded(call, host))
        if host not in REGIONS or match is None:
            raise Refusal("Resource not found.", 404, "NotFound")
        if host != self._mall.place(seller).region:
            raise unauthorized("The seller does not sell in this region.")
        operation = match.route.group
        if (operation in notifications.GRANTLESS) != bool(seller["token"][token].get("grantless")):
            raise unauthorized("The access token is not of the kind this operation needs.")
        self.count(seller, operation)
        values = {name: unquote(value) for name, value in match.values.items()}
        reply = match.route.target(Visit(self._mall, seller, call, values, token))
        reply.headers.setdefault("x-amzn-RateLimit-Limit", f"{PLANS[operation].rate:g}")
        return reply

    def count(self, seller: Account, operation: str) -> None:
        rules, number = self._mall.rules, seller.number
        if rules.plans == "published" and not self._mall.buckets.take(number, operation):
            raise quota_exceeded()
        windows = [(operation, rules.window, rules.window_ms)]
        if rules.plans == "window" and self._mall.ground.gate.enter(f"amazon/{number}", windows):
            raise quota_exceeded()

    def _storage(self, call: Call, rest: str) -> Reply:
        """Signed addresses: no log-in, but the very content type that was announced."""
        number, _, key = rest.partition("/")
        account = self._mall.files.accounts.get(number)
        document = account["document"].get(key) if account else None
        if account is None or document is None or document["untilMs"] < self._mall.ground.now_ms():
            return _denied("Request has expired")
        if "x-amz-access-token" in call.headers or "authorization" in call.headers:
            return _denied("Only one auth mechanism allowed")
        if call.method == "PUT":
            if call.headers.get("content-type") != document["contentType"]:
                return _denied(
                    "The request signature we calculated does not match the signature you provided."
                )
            self._mall.files.put(account, "document", key, {**document, "text": call.body.decode()})
            return Reply(200, b"", None)
        body = str(document["text"]).encode()
        if document.get("gzip"):
            return Reply(200, gzip.compress(body), "application/octet-stream")
        return Reply(200, body, document["contentType"])


def _encoded(call: Call, host: str) -> str:
    """A SKU may hold a slash: the path is taken apart as it was sent."""
    _, _, rest = call.full_path.partition(f"/{host}/")
    return f"/{rest}"


def _denied(message: str) -> Reply:
    text = f'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>{message}</Message></Error>'
    return Reply(403, text.encode(), "application/xml")


def _form(call: Call) -> dict[str, str]:
    try:
        if call.headers.get("content-type", "").startswith("application/json"):
            return {name: str(value) for name, value in call.json_object().items()}
        return {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
    except (jsontext.NotJson, UnicodeDecodeError):
        return {}
