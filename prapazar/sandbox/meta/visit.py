"""One request at a catalogue, and the shape of every refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.meta.mall import Mall
from prapazar.sandbox.routing import RouteTable

TOKEN, PERMISSION, INVALID = 190, 200, 100


class Refusal(Exception):
    """What the provider says no to; its own number says what it means, the HTTP status hardly anything."""

    def __init__(self, message: str, code: int = INVALID, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.code, self.status = message, code, status

    def reply(self) -> Reply:
        return refused(self.message, self.code, self.status)


@dataclass(slots=True)
class Visit:
    mall: Mall
    seller: Account
    call: Call
    values: dict[str, str]

    def query(self, name: str) -> str:
        return self.call.query.get(name, "")

    def body(self) -> Json:
        """Parameters come as JSON or as a form."""
        if "form" in self.call.headers.get("content-type", ""):
            return dict(parse_qsl(self.call.body.decode()))
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal("(#100) Invalid JSON") from cause


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def refused(message: str, code: int, status: int, *, is_transient: bool = False) -> Reply:
    error: Json = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        "is_transient": is_transient,
        "fbtrace_id": "AxyzSandbox",
    }
    return json_reply({"error": error}, status)
