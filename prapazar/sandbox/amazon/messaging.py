"""Messages to buyers: of a fixed set of types, about one order, never an answer and never read back."""

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, unauthorized
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_ORDER = "/messaging/v1/orders/{order}"
_LONGEST = {
    "confirmCustomizationDetails": 800,
    "confirmDeliveryDetails": 2000,
    "confirmOrderDetails": 2000,
    "unexpectedProblem": 2000,
}
"""Letters, of the types that are a text."""
_BY_DOCUMENT = ("legalDisclosure", "warranty")
_SHIPPED = ("SHIPPED", "PARTIALLY_SHIPPED")
routes = Routes()


@routes.route("GET", _ORDER, "getMessagingActionsForOrder")
def actions(visit: Visit) -> Reply:
    """In the hypertext language HAL."""
    order = _known(visit)
    here, query = f"/messaging/v1/orders/{order['orderId']}", f"?marketplaceIds={visit.marketplace}"
    names = _allowed(visit, order)
    links = [{"href": f"{here}/messages/{name}{query}", "name": name} for name in names]
    links.append({"href": f"{here}/attributes{query}", "name": "attributes"})
    embedded = [
        {
            "_links": {
                "schema": {"href": f"{here}/messages/{name}/schema", "name": name},
                "self": {"href": f"{here}/messages/{name}{query}", "name": name},
            }
        }
        for name in names
    ]
    return _hal(
        {"_links": {"actions": links, "self": {"href": here + query}}, "_embedded": {"actions": embedded}}
    )


@routes.route("GET", f"{_ORDER}/attributes", "GetAttributes")
def attributes(visit: Visit) -> Reply:
    _known(visit)
    return _hal({"buyer": {"locale": visit.place.language.replace("_", "-")}})


@routes.route("POST", f"{_ORDER}/messages/{{kind}}", "createMessage")
def create(visit: Visit) -> Reply:
    order, kind = _known(visit), visit.values["kind"]
    if kind not in _allowed(visit, order):
        raise unauthorized("The message type is not available for the order.")
    text = visit.body().get("text")
    if kind in _BY_DOCUMENT or not isinstance(text, str) or not 1 <= len(text) <= _LONGEST[kind]:
        raise Refusal("'text' or 'attachments' is not valid.")
    if "<" in text or "@" in text:
        raise Refusal("'text' must not contain HTML or email addresses.")
    number = visit.mall.secret("letter")[:16]
    letter: Json = {"order": order["orderId"], "kind": kind, "text": text, "atMs": visit.now_ms}
    visit.mall.files.put(visit.seller, "letter", number, letter)
    return _hal({}, 201)


def _known(visit: Visit) -> Json:
    visit.check_marketplace(visit.listed("marketplaceIds"))
    order = visit.seller["order"].get(visit.values["order"])
    if order is None:
        raise Refusal("Invalid Input")
    return order


def _allowed(visit: Visit, order: Json) -> list[str]:
    """What an order allows hangs on where it stands, and on what was written already."""
    if order["status"] == "CANCELLED" or order["status"].startswith("PENDING"):
        return []
    written = [one["kind"] for one in visit.seller["letter"].values() if one["order"] == order["orderId"]]
    before_shipping = {"confirmOrderDetails", "confirmCustomizationDetails"}
    return [
        name
        for name in (*_LONGEST, *_BY_DOCUMENT)
        if not (name in before_shipping and order["status"] in _SHIPPED)
        and written.count(name) < visit.mall.rules.most_letters
    ]


def _hal(body: Json, status: int = 200) -> Reply:
    return Reply(status, jsontext.dump(body).encode(), "application/hal+json")


def written(account: Account, order: str) -> Json:
    """What the buyer of an order has got."""
    found = [one for one in account["letter"].values() if one["order"] == order]
    return {"letters": [{"kind": one["kind"], "text": one["text"]} for one in found]}
