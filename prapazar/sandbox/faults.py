"""Things that go wrong on purpose, switched on and off while the sandbox runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from itertools import count
from random import Random

from prapazar.sandbox.jsontext import Json

WEBHOOK = "WEBHOOK"
"""The method name under which webhook deliveries are matched; their path is the topic or status."""


class Kind(StrEnum):
    TOO_MANY = "429"
    FORBIDDEN = "403"
    EXPIRED_TOKEN = "401"  # noqa: S105  a status, not a secret
    BROKEN = "500"
    UNAVAILABLE = "503"
    TIMEOUT = "timeout"
    SLOW = "slow"
    CUT_OFF = "cut_off"
    HTML = "html"
    HALF_PAGE = "half_page"
    RENAMED_FIELD = "renamed_field"
    UNKNOWN_STATUS = "unknown_status"
    LOST_ANSWER = "lost_answer"
    """The request is carried out, then the connection breaks: the client cannot know."""
    HUNG_ANSWER = "hung_answer"
    """The request is carried out, then nothing is said until the client gives up."""
    SAYS = "says"
    """Nothing is carried out and `body` is answered, word for word, with `status` and `content_type`."""
    DUPLICATE_WEBHOOK = "duplicate_webhook"
    REORDERED_WEBHOOK = "reordered_webhook"
    LOST_WEBHOOK = "lost_webhook"


@dataclass(slots=True)
class Fault:
    number: int
    kind: Kind
    provider: str = "*"
    account: str = "*"
    method: str = "*"
    path: str = "*"
    """Shell pattern over the path after the provider's prefix, or over a webhook's topic."""
    action: str = "*"
    """The same over `SOAPAction`: all operations of a SOAP service have one path."""
    remaining: int | None = None
    """How often it still strikes; unset: until cleared."""
    probability: float = 1.0
    options: Json = field(default_factory=dict)

    def fits(self, provider: str, account: str, method: str, path: str, action: str = "") -> bool:
        return (
            self.remaining != 0
            and fnmatchcase(provider, self.provider)
            and fnmatchcase(account, self.account)
            and fnmatchcase(method, self.method)
            and fnmatchcase(path, self.path)
            and fnmatchcase(action, self.action)
        )

    def described(self) -> Json:
        return {
            "id": self.number,
            "kind": self.kind.value,
            "provider": self.provider,
            "account": self.account,
            "method": self.method,
            "path": self.path,
            "action": self.action,
            "remaining": self.remaining,
            "probability": self.probability,
            "options": self.options,
        }


class FaultBoard:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._numbers = count(1)
        self._dice = Random(20_260_914)  # noqa: S311  repeatable dice are the point

    def add(
        self,
        kind: Kind,
        *,
        provider: str = "*",
        account: str = "*",
        method: str = "*",
        path: str = "*",
        action: str = "*",
        times: int | None = None,
        probability: float = 1.0,
        options: Json | None = None,
    ) -> Fault:
        fault = Fault(
            next(self._numbers),
            kind,
            provider,
            account,
            method,
            path,
            action,
            times,
            probability,
            options or {},
        )
        self._faults.append(fault)
        return fault

    def clear(self, number: int | None = None, provider: str | None = None) -> int:
        kept = [
            fault
            for fault in self._faults
            if (number is not None and fault.number != number)
            or (provider is not None and fault.provider != provider)
        ]
        cleared = len(self._faults) - len(kept)
        self._faults = kept
        return cleared

    def listed(self) -> list[Json]:
        return [fault.described() for fault in self._faults]

    def strike(
        self,
        provider: str,
        account: str,
        method: str,
        path: str,
        kinds: Sequence[Kind] | None = None,
        *,
        action: str = "",
    ) -> Fault | None:
        """The first fault that fits and whose dice say so; its count goes down."""
        for fault in self._faults:
            if kinds is not None and fault.kind not in kinds:
                continue
            if not fault.fits(provider, account, method, path, action):
                continue
            if fault.probability < 1 and self._dice.random() >= fault.probability:
                continue
            if fault.remaining is not None:
                fault.remaining -= 1
            return fault
        return None


WEBHOOK_KINDS = (Kind.DUPLICATE_WEBHOOK, Kind.REORDERED_WEBHOOK, Kind.LOST_WEBHOOK)
REQUEST_KINDS = tuple(kind for kind in Kind if kind not in WEBHOOK_KINDS)
