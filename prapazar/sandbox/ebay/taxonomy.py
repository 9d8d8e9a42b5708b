"""A small category tree, and the aspects its leaves ask for."""

from prapazar.sandbox.ebay.mall import CURRENCIES
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

_ROOT = "/commerce/taxonomy/v1"
_TREES = {"EBAY_US": "0", "EBAY_GB": "3", "EBAY_DE": "77"}
SHAWLS = "45238"
_CATEGORIES = (
    (
        "11450",
        "Clothing, Shoes & Accessories",
        (("4251", "Women's Accessories", ((SHAWLS, "Scarves & Wraps", ()),)),),
    ),
    ("625", "Cameras & Photo", ()),
)
_COLORS = ("Rot", "Blau", "Grün")
_ASPECTS = (
    ("Marke", "FREE_TEXT", True, False, "SINGLE", ()),
    ("Farbe", "FREE_TEXT", True, True, "SINGLE", _COLORS),
    ("Material", "SELECTION_ONLY", False, False, "MULTI", ("Baumwolle", "Seide")),
)
"""Name, mode, required, tells variants apart, how many, values."""
routes = Routes()


@routes.route("GET", f"{_ROOT}/get_default_category_tree_id", "application")
def tree_id(visit: Visit) -> Reply:
    marketplace = visit.call.query.get("marketplace_id", "")
    if marketplace not in CURRENCIES:
        raise Refusal(62009, "Invalid marketplace.", domain="API_TAXONOMY")
    return json_reply({"categoryTreeId": _TREES.get(marketplace, "0"), "categoryTreeVersion": "137"})


@routes.route("GET", f"{_ROOT}/category_tree/{{tree}}", "application")
def tree(visit: Visit) -> Reply:
    _check_tree(visit)
    root = ("0", "Root", _CATEGORIES)
    return json_reply(
        {
            "categoryTreeId": visit.values["tree"],
            "categoryTreeVersion": "137",
            "rootCategoryNode": _node(root, 0),
        }
    )


@routes.route("GET", f"{_ROOT}/category_tree/{{tree}}/get_item_aspects_for_category", "application")
def aspects(visit: Visit) -> Reply:
    _check_tree(visit)
    if not is_leaf(visit.call.query.get("category_id")):
        raise Refusal(62005, "The specified category ID does not exist.", domain="API_TAXONOMY")
    return json_reply({"aspects": [_aspect(*one) for one in _ASPECTS]})


def is_leaf(number: object) -> bool:
    return number in {SHAWLS, "625"}


def missing(given: Json) -> str:
    """The first required aspect that is not answered."""
    return next((name for name, _, needed, *_ in _ASPECTS if needed and not given.get(name)), "")


def _check_tree(visit: Visit) -> None:
    if visit.values["tree"] not in {"0", *_TREES.values()}:
        raise Refusal(62004, "The category tree ID does not exist.", 404, domain="API_TAXONOMY")


def _node(category: tuple[str, str, tuple], level: int) -> Json:  # type: ignore[type-arg]
    number, name, children = category
    node: Json = {
        "category": {"categoryId": number, "categoryName": name},
        "categoryTreeNodeLevel": level,
    }
    if children:
        return {**node, "childCategoryTreeNodes": [_node(one, level + 1) for one in children]}
    return {**node, "leafCategoryTreeNode": True}


def _aspect(
    name: str, mode: str, needed: bool, varies: bool, cardinality: str, values: tuple[str, ...]
) -> Json:
    return {
        "localizedAspectName": name,
        "aspectConstraint": {
            "aspectDataType": "STRING",
            "itemToAspectCardinality": cardinality,
            "aspectMode": mode,
            "aspectRequired": needed,
            "aspectEnabledForVariations": varies,
        },
        "aspectValues": [{"localizedValue": one} for one in values],
    }
