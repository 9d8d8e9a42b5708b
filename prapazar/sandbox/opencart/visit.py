"""One request of a shop, and how it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.opencart.mall import Mall

FORBIDDEN = "You do not have permission to access this page."


class Refusal(Exception):
    """The bridge says no: a status, a code for programs and a sentence."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def reply(self) -> Reply:
        return json_reply({"error": {"code": self.code, "message": self.message}}, self.status)


@dataclass(slots=True)
class Visit:
    mall: Mall
    shop: Account
    call: Call

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.call.body.decode(), keep_blank_values=True))

    def number(self, name: str, usual: int) -> int:
        given = self.call.query.get(name, "")
        return int(given) if given else usual


def permission() -> Reply:
    """JSON, but called text/html."""
    reply = json_reply({"error": FORBIDDEN}, 403)
    reply.content_type = "text/html; charset=utf-8"
    return reply


Handler = Callable[[Visit], Reply]
