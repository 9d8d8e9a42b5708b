"""What pretend message providers share: accounts, messages filed by number, levers, and how often one may ask."""

from abc import abstractmethod
from typing import Any, Protocol

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError
from prapazar.sandbox.service_desk import ServiceDesk

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Counted(Protocol):
    burst: int
    """Requests in `burst_ms`; 0: as many as one likes."""
    burst_ms: int


class Office:
    def __init__(self, ground: Ground, provider: str, rules: Any) -> None:  # noqa: ANN401 - each provider's own dataclass
        self.ground = ground
        self.provider = provider
        self.rules = rules
        self.files = Filing(ground, provider, ("message",))

    def by_profile(self, **wanted: str) -> Account | None:
        for account in self.files.accounts.values():
            if all(account.profile.get(name) == value for name, value in wanted.items()):
                return account
        return None

    def keep(self, account: Account, message: Json) -> None:
        self.files.put(account, "message", message["id"], message)

    def sent_to(self, account: Account, number: str) -> list[Json]:
        return [one for one in account["message"].values() if one["to"] == number]

    def is_crowded(self, account: Account) -> bool:
        rules: Counted = self.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        gate = self.ground.gate
        return bool(windows) and gate.enter(f"{self.provider}/{account.number}", windows) > 0


class MessageDesk(ServiceDesk[Office]):
    first_account = 500001

    @abstractmethod
    def profile(self, number: str, request: Json) -> Json:
        """What a new account has."""

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        account = self._files.open(number, self.profile(number, request))
        self._mall.ground.store.flush()
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`kept`: the messages to a number; `carry`: the network moves one; `credits`, `refuse`: see the profile."""
        found = self._files.account(account)
        if deed == "kept":
            return {"messages": self._mall.sent_to(found, str(request["to"]))}
        if deed == "carry":
            message = found["message"].get(str(request["id"]))
            if message is None:
                raise ControlError(404, f"no message {request['id']}")
            message["status"] = request["status"]
            self._mall.keep(found, message)
            self.told(found, message)
            return message
        if deed == "credits":
            return self.change_account(account, {"credits": int(request["left"])})
        if deed == "refuse":
            refusing = [*found.profile["refusing"], str(request["to"])]
            return self.change_account(account, {"refusing": refusing})
        raise ControlError(404, f"no deed {deed}")

    def told(self, account: Account, message: Json) -> None:
        """A provider that tells by itself does it here."""


def broken(fault: Fault, body: Json) -> Reply:
    """`body`: how the provider says that something went wrong on its side."""
    if fault.kind is Kind.HTML:
        return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
    known = {Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}
    reply = json_reply(body, known.get(fault.kind, 500))
    if "retry_after" in fault.options:
        reply.headers["Retry-After"] = str(fault.options["retry_after"])
    return reply
