"""One request of a known seller, and the two envelopes answers come in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from prapazar.sandbox.amazon.mall import Mall, Place
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable


class Refusal(Exception):
    """What the provider says no to."""

    def __init__(
        self, message: str, status: int = 400, code: str = "InvalidInput", details: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.details = details

    def reply(self) -> Reply:
        fault = {"code": self.code, "message": self.message, "details": self.details}
        return json_reply({"errors": [fault]}, self.status, {"x-amzn-ErrorType": self.code})


def quota_exceeded() -> Refusal:
    """Without a word on how long to wait."""
    return Refusal("You exceeded your quota for the requested resource.", 429, "QuotaExceeded")


def unauthorized(details: str, status: int = 403) -> Refusal:
    return Refusal("Access to requested resource is denied.", status, "Unauthorized", details)


def not_found(what: str) -> Refusal:
    return Refusal(f"{what} not found.", 404, "NOT_FOUND")


@dataclass(slots=True)
class Visit:
    mall: Mall
    seller: Account
    call: Call
    values: dict[str, str]
    token: str = ""
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        self.place = self.mall.place(self.seller)

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()

    @property
    def marketplace(self) -> str:
        return str(self.seller.profile["marketplace"])

    def body(self) -> Json:
        if not self.call.headers.get("content-type", "").startswith("application/json"):
            raise Refusal("Unsupported media type.", 415, "UnsupportedMediaType")
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal("Request has malformed body.") from cause

    def query(self, name: str) -> str:
        return self.call.query.get(name, "")

    def listed(self, name: str) -> list[str]:
        """Lists are joined by commas."""
        return [part for part in self.query(name).split(",") if part]

    def check_marketplace(self, given: list[str]) -> None:
        if not given:
            raise Refusal("'marketplaceIds' is missing.", code="MissingRequiredParameter")
        if any(one != self.marketplace for one in given):
            raise unauthorized("The seller is not registered in the marketplace.")

    def moment(self, name: str) -> int | None:
        given = self.query(name)
        if not given:
            return None
        try:
            read = datetime.fromisoformat(given)
        except ValueError as cause:
            raise Refusal(f"'{name}' is no date-time.") from cause
        return epoch_ms(read if read.tzinfo else read.replace(tzinfo=UTC))


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def iso(at_ms: int) -> str:
    return from_ms(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def payload(value: object, status: int = 200) -> Reply:
    """The envelope of the older interfaces."""
    return json_reply({"payload": value}, status)


def issue(code: str, message: str, names: list[str], severity: str = "ERROR") -> Json:
    return {
        "code": code,
        "message": message,
        "severity": severity,
        "attributeNames": names,
        "categories": ["INVALID_ATTRIBUTE"],
    }
