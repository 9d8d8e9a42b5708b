"""One signed request to a shop, and the errors it answers with."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.magento import criteria
from prapazar.sandbox.magento.mall import Mall
from prapazar.sandbox.routing import RouteTable

_CAPITAL = re.compile(r"(?<=\w)[A-Z]")
_MOST_ENTITIES, _MOST_ROWS, _USUAL_ROWS = 20, 300, 20


class Refusal(Exception):
    """Messages keep their placeholders; whoever shows them fills them in."""

    def __init__(self, message: str, status: int = 400, parameters: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.parameters = parameters

    def reply(self) -> Reply:
        body: Json = {"message": self.message}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return json_reply(body, self.status)


@dataclass(slots=True)
class Visit:
    mall: Mall
    shop: Account
    call: Call
    store: str
    values: dict[str, str]
    sent: Json | None = None
    """The body of one operation of a bulk request, where there is one."""

    @property
    def now(self) -> str:
        return self.mall.now()

    def body(self) -> Json:
        if self.sent is not None:
            return self.sent
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise Refusal("Decoding error: Syntax error") from cause

    def wrapped(self, name: str) -> Json:
        found = self._argument(name)
        if not isinstance(found, dict):
            raise missing(name)
        return found

    def listed(self, name: str) -> list[Json]:
        found = self._argument(name)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise missing(name)
        if self.mall.rules.input_limits and len(found) > _MOST_ENTITIES and self.sent is None:
            message = 'Maximum items of type "%type" is %max'
            raise Refusal(message, parameters={"type": name, "max": _MOST_ENTITIES})
        return found

    def _argument(self, name: str) -> object:
        """Of the service behind the route: `stockItem`, or `stock_item`."""
        body = self.body()
        return body.get(name, body.get(_CAPITAL.sub(r"_\g<0>", name).lower()))

    def page(self, rows: list[Json]) -> Reply:
        """The searched page; a page past the end is the last one again."""
        limited = self.mall.rules.input_limits
        asked = criteria.read(self.call.pairs)
        if asked is None:
            raise missing("searchCriteria")
        size = asked.size or (_USUAL_ROWS if limited else 0)
        if limited and size > _MOST_ROWS:
            raise Refusal("Maximum SearchCriteria pageSize is %max", parameters={"max": _MOST_ROWS})
        found = criteria.sorted_rows([one for one in rows if asked.fits(one)], asked.sort)
        last = max(1, -(-len(found) // size)) if size else 1
        start = (min(max(asked.page, 1), last) - 1) * size
        answer = {
            "items": found[start : start + size] if size else found,
            "search_criteria": asked.echo(),
            "total_count": len(found),
        }
        return self.reply(answer)

    def reply(self, answer: object) -> Reply:
        fields = self.call.query.get("fields")
        return json_reply(criteria.pruned(answer, fields) if fields else answer)


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def missing(name: str) -> Refusal:
    return Refusal('"%fieldName" is required. Enter and try again.', parameters={"fieldName": name})


def no_entity() -> Refusal:
    return Refusal("The entity that was requested doesn't exist. Verify the entity and try again.", 404)
