"""The front door of a carrier that speaks JSON: log-in, limit, route, and a refusal in the carrier's own shape."""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import Memory
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable

M = TypeVar("M", bound=Memory)
LOGIN = "login"
"""The group of routes that are open to whoever has no token yet."""
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Refused(Exception):
    """The carrier says no, in an answer of its own."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(slots=True)
class Visit(Generic[M]):
    """One request; at a log-in the account is whoever the route finds."""

    depot: M
    account: Account
    call: Call
    values: dict[str, str]

    @property
    def body(self) -> Json:
        return self.call.json_object()


Handler = Callable[[Visit[Any]], Reply]
Routes = RouteTable[Handler]


class ParcelGateway(ABC, Generic[M]):
    def __init__(self, depot: M, routes: Routes) -> None:
        self._depot = depot
        self._routes = routes

    @abstractmethod
    def holder(self, call: Call, *, also_expired: bool = False) -> Account | None:
        """Whose token, or at a log-in whose user, the request carries."""

    @abstractmethod
    def refusal(self, status: int, words: str) -> Reply:
        """An error answer as this carrier writes it."""

    @abstractmethod
    def log_in(self, call: Call) -> Reply: ...

    def account(self, call: Call) -> str:
        found = self.holder(call, also_expired=True)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        match = self._routes.match(call.method, call.path)
        try:
            if match is None:
                return self.refusal(404, "No such address")
            if match.route.group == LOGIN:
                return self.log_in(call)
            account = self.holder(call)
            if account is None:
                return self.refusal(401, "Unauthorized")
            self._count(account)
            return match.route.target(Visit(self._depot, account, call, match.values))
        except Refused as refused:
            return refused.reply
        except (NotJson, KeyError, TypeError, ValueError) as error:
            return self.refusal(400, f"Invalid request: {type(error).__name__} {error}")

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        known = {Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}
        reply = self.refusal(known.get(fault.kind, 500), "The service cannot be reached")
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _count(self, account: Account) -> None:
        rules, slug = self._depot.rules, self._depot.files.provider
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        if windows and self._depot.ground.gate.enter(f"{slug}/{account.number}", windows):
            raise Refused(self.refusal(429, "Too many requests"))


def basic(call: Call) -> tuple[str, str]:
    """User and password of a Basic log-in; empty where there is none."""
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (user, password) if scheme.lower() == "basic" else ("", "")


def bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
