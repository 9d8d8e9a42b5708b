"""Up to a hundred creations, updates and deletions in one request; each fails alone."""

from collections.abc import Callable

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce.errors import ShopError
from prapazar.sandbox.woocommerce.visit import Visit

_MOST = 100
Create = Callable[[Visit, Json], Json]
Update = Callable[[Visit, int, Json], Json]
Delete = Callable[[Visit, int], Json]


def run(visit: Visit, create: Create, update: Update, delete: Delete) -> Reply:
    request = visit.body()
    creates, updates, deletes = (request.get(name) or [] for name in ("create", "update", "delete"))
    if len(creates) + len(updates) + len(deletes) > _MOST:
        raise ShopError(
            413,
            "woocommerce_rest_request_entity_too_large",
            f"Unable to accept more than {_MOST} items for this request.",
        )
    answer: Json = {}
    if creates:
        answer["create"] = [_tried(0, create, visit, one) for one in creates]
    if updates:
        answer["update"] = [
            _tried(_id(one.get("id")), update, visit, _id(one.get("id")), one) for one in updates
        ]
    if deletes:
        answer["delete"] = [_tried(_id(one), delete, visit, _id(one)) for one in deletes]
    return json_reply(answer)


def _tried(number: int, deed: Callable[..., Json], *arguments: object) -> Json:
    """The thing, or in the same place its error."""
    try:
        return deed(*arguments)
    except ShopError as error:
        return {"id": number, "error": error.body()}


def _id(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0
