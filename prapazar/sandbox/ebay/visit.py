"""One request of a known seller, and the list of errors every refusal comes as."""

from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.ebay.mall import Mall
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable


def failure(number: int, message: str, domain: str = "API_INVENTORY", category: str = "REQUEST") -> Json:
    return {
        "errorId": number,
        "domain": domain,
        "category": category,
        "message": message,
        "longMessage": message,
    }


class Refusal(Exception):
    """What the provider says no to."""

    def __init__(
        self,
        number: int,
        message: str,
        status: int = 400,
        *,
        domain: str = "API_INVENTORY",
        category: str = "REQUEST",
    ) -> None:
        super().__init__(message)
        self.failure = failure(number, message, domain, category)
        self.status = status

    def reply(self) -> Reply:
        return json_reply({"errors": [self.failure]}, self.status)


@dataclass(slots=True)
class Visit:
    mall: Mall
    seller: Account
    call: Call
    values: dict[str, str]
    token: Json

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()

    def body(self) -> Json:
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal(25709, "Invalid value for body.") from cause

    def requests(self, most: int) -> list[Json]:
        found = self.body().get("requests")
        if not isinstance(found, list) or not found:
            raise Refusal(25709, "Invalid value for requests.")
        if len(found) > most:
            raise Refusal(25709, f"Invalid value for requests. No more than {most} are allowed.")
        return found

    def whole(self, name: str, usual: int, most: int, number: int) -> int:
        """A paging value of the query."""
        given = self.call.query.get(name, str(usual))
        if not given.isdecimal() or int(given) > most:
            raise Refusal(number, f"Invalid {name}: {given}")
        return int(given)

    def language(self) -> str:
        given = self.call.headers.get("content-language", "")
        if not given:
            raise Refusal(25709, "Invalid value for header Content-Language.")
        return given


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]
