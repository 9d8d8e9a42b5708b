"""The last requests the sandbox received, for looking at what a client really sent."""

from collections import deque
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.jsontext import Json

_SIZE = 2000
_BODY_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Received:
    provider: str
    account: str
    method: str
    path: str
    query: str
    body: bytes
    user_agent: str
    status: int
    fault: str | None
    at_ms: int

    def described(self) -> Json:
        return {
            "provider": self.provider,
            "account": self.account,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body": self.body.decode(errors="replace"),
            "userAgent": self.user_agent,
            "status": self.status,
            "fault": self.fault,
            "at": self.at_ms,
        }


class Journal:
    def __init__(self) -> None:
        self._received: deque[Received] = deque(maxlen=_SIZE)
        self.total = 0

    def add(
        self, provider: str, account: str, call: Call, status: int, fault: str | None, at_ms: int
    ) -> None:
        self.total += 1
        self._received.append(
            Received(
                provider,
                account,
                call.method,
                call.path,
                call.query_text,
                call.body[:_BODY_KEPT],
                call.headers.get("user-agent", ""),
                status,
                fault,
                at_ms,
            )
        )

    def listed(self, provider: str | None = None, account: str | None = None) -> list[Json]:
        return [
            received.described()
            for received in self._received
            if provider in (None, received.provider) and account in (None, received.account)
        ]

    def clear(self) -> None:
        self._received.clear()
        self.total = 0
