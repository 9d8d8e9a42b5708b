"""One request of a known account, and errors in the form of AIP-193."""

from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.google_merchant.mall import Mall
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class Refusal(Exception):
    def __init__(self, message: str, status: int = 400, reason: str = "") -> None:
        super().__init__(message)
        self.message, self.status, self.reason = message, status, reason

    def reply(self) -> Reply:
        return refused(self.message, self.status, self.reason)


@dataclass(slots=True)
class Visit:
    mall: Mall
    seller: Account
    call: Call
    values: dict[str, str]

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()

    def query(self, name: str) -> str:
        return self.call.query.get(name, "")

    def body(self) -> Json:
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal("Invalid JSON payload received.") from cause

    def page(self, rows: list[Json], usual: int, most: int) -> tuple[list[Json], Json]:
        """The rows of the page asked for, and the token of the next one where there is one."""
        size = min(int(self.query("pageSize") or usual), most)
        start = int(self.query("pageToken") or 0)
        more: Json = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
        return rows[start : start + size], more


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def refused(message: str, status: int, reason: str = "") -> Reply:
    error: Json = {"code": status, "message": message, "status": STATUSES.get(status, "UNKNOWN")}
    if reason:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}
        error["details"] = [{**info, "domain": "merchantapi.googleapis.com", "metadata": {}}]
    return json_reply({"error": error}, status)
