"""One request of a known shop, the forms it may send, and how it is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs

from prapazar.sandbox.etsy.mall import Mall
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable

_EARLIEST = 946_684_800
_MOST_ROWS = 100
_FORM = "application/x-www-form-urlencoded"


class Refusal(Exception):
    """What the provider says no to."""

    def __init__(self, message: str, status: int = 400, description: str = "", wait: int = 0) -> None:
        """`wait` in seconds, for who asks too often."""
        super().__init__(message)
        self.message = message
        self.status = status
        self.description = description
        self.headers = {"retry-after": str(wait)} if wait else {}

    def reply(self) -> Reply:
        more = {"error_description": self.description} if self.description else {}
        return json_reply({"error": self.message, **more}, self.status, dict(self.headers))


@dataclass(slots=True)
class Visit:
    mall: Mall
    shop: Account
    call: Call
    values: dict[str, str]
    scopes: frozenset[str] = frozenset()

    def number(self, name: str) -> int:
        return int(self.values[name])

    def own_shop(self) -> None:
        if self.values["shop_id"] != self.shop.number:
            raise Refusal("User does not own this shop.", 403)

    def form(self) -> dict[str, list[str]]:
        """Listings and receipts are written as forms; a list is `name[]=a&name[]=b`, or `name=a,b`.

        The documents know forms alone, but Etsy reads JSON too: clients that people trade with send nothing else.
        """
        content_type = self.call.headers.get("content-type", "")
        if content_type.startswith("application/json"):
            return {name: _texts(value) for name, value in self.json().items()}
        if not content_type.startswith(_FORM):
            raise Refusal("Content-Type must be application/x-www-form-urlencoded.")
        given = parse_qs(self.call.body.decode(), keep_blank_values=True, strict_parsing=bool(self.call.body))
        return {name.removesuffix("[]"): values for name, values in given.items()}

    def json(self) -> Json:
        if not self.call.headers.get("content-type", "").startswith("application/json"):
            raise Refusal("Content-Type must be application/json.")
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal("Malformed JSON.") from cause

    def query_number(self, name: str, usual: int, most: int | None = None) -> int:
        given = self.call.query.get(name, str(usual))
        if not given.isdecimal() or (most is not None and not 1 <= int(given) <= most):
            raise Refusal(f"Invalid value for {name}.")
        return int(given)

    def query_time(self, name: str) -> int | None:
        given = self.call.query.get(name)
        if given is None:
            return None
        if not given.isdecimal() or int(given) < _EARLIEST:
            raise Refusal(f"Invalid value for {name}: expected an integer of at least {_EARLIEST}.")
        return int(given)

    def query_choice(self, name: str, usual: str, allowed: Iterable[str]) -> str:
        given = self.call.query.get(name, usual)
        if given not in allowed:
            raise Refusal(f"Invalid value for {name}.")
        return given

    def query_flag(self, name: str) -> bool | None:
        given = self.call.query.get(name)
        return None if given is None else given.lower() in {"true", "1"}

    def page(self, rows: list[Json]) -> Reply:
        limit = self.query_number("limit", 25, _MOST_ROWS)
        offset = self.query_number("offset", 0)
        return json_reply({"count": len(rows), "results": rows[offset : offset + limit]})


def _texts(value: object) -> list[str]:
    """What the same value would be in a form."""
    if isinstance(value, list):
        return [_texts(one)[0] for one in value] or [""]
    if isinstance(value, bool):
        return [str(value).lower()]
    return ["" if value is None else str(value)]


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]
ASCENDING = frozenset({"asc", "ascending", "up"})
ORDERS = ASCENDING | {"desc", "descending", "down"}
