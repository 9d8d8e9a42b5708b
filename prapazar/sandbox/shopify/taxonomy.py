"""A corner of Shopify's product taxonomy: its categories, and what each asks for."""

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.connection import listed
from prapazar.sandbox.shopify.mall import gid, number_of

_NAMES = {
    "aa": "Apparel & Accessories",
    "aa-1": "Clothing",
    "aa-1-1": "Activewear",
    "aa-1-1-1": "Activewear Pants",
    "aa-1-1-2": "Activewear Sweatshirts & Hoodies",
    "aa-2": "Clothing Accessories",
    "aa-2-17": "Scarves & Shawls",
    "hg": "Home & Garden",
    "hg-11": "Kitchen & Dining",
    "hg-11-9": "Old Kitchenware",
}
_ARCHIVED = {"hg-11-9"}
_CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "1": ("Color", {"3": "Blue", "11": "Red", "8": "Green"}),
    "22": ("Fabric", {"49": "Cotton", "52": "Silk"}),
}
_MEASURES = {"907": ("Length", ("cm", "in"))}
_ASKED = {"aa-1-1-1": ("1", "22"), "aa-1-1-2": ("1", "22", "907", "4001"), "aa-2-17": ("1", "907")}
"""What is neither a list nor a measure has an id and nothing else."""


def queries() -> Json:
    return {"taxonomy": {"categories": _categories}}


def node(given: str) -> Json | None:
    if (number := number_of(given, "TaxonomyCategory")) in _NAMES:
        return _category(number)
    if (number := number_of(given, "TaxonomyChoiceListAttribute")) in _CHOICES:
        return _attribute(number)
    return None


def _categories(given: Json) -> Json:
    """The top of the tree, unless something else is asked for."""
    return listed([one for one in _NAMES if _is_meant(one, given)], given, _category)


def _is_meant(number: str, given: Json) -> bool:
    above = {name: number_of(str(given.get(name) or ""), "TaxonomyCategory") for name in given}
    if given.get("descendantsOf"):
        return number.startswith(f"{above['descendantsOf']}-")
    if given.get("childrenOf"):
        return _parent(number) == above["childrenOf"]
    if given.get("siblingsOf"):
        return number != above["siblingsOf"] and _parent(number) == _parent(above["siblingsOf"])
    if given.get("search"):
        return str(given["search"]).lower() in _full_name(number).lower()
    return not _parent(number)


def _category(number: str) -> Json:
    parent, children = _parent(number), [one for one in _NAMES if _parent(one) == number]
    return {
        "__typename": "TaxonomyCategory",
        "id": gid("TaxonomyCategory", number),
        "name": _NAMES[number],
        "fullName": _full_name(number),
        "level": number.count("-") + 1,
        "isRoot": not parent,
        "isLeaf": not children,
        "isArchived": number in _ARCHIVED,
        "parentId": gid("TaxonomyCategory", parent) if parent else None,
        "childrenIds": [gid("TaxonomyCategory", one) for one in children],
        "ancestorIds": [gid("TaxonomyCategory", one) for one in _ancestors(number)],
        "attributes": lambda given: listed(_ASKED.get(number, ()), given, _attribute),
    }


def _attribute(number: str) -> Json:
    if number in _MEASURES:
        name, units = _MEASURES[number]
        options = [{"key": "units", "value": f"[{', '.join(units)}]"}]
        kind = "TaxonomyMeasurementAttribute"
        return {"__typename": kind, "id": gid(kind, number), "name": name, "options": options}
    if number not in _CHOICES:
        return {"__typename": "TaxonomyAttribute", "id": gid("TaxonomyAttribute", number)}
    name, values = _CHOICES[number]
    rows = [{"id": gid("TaxonomyValue", one), "name": words} for one, words in values.items()]
    return {
        "__typename": "TaxonomyChoiceListAttribute",
        "id": gid("TaxonomyChoiceListAttribute", number),
        "name": name,
        "values": lambda given: listed(rows, given, lambda row: row),
    }


def _parent(number: str) -> str:
    return number.rpartition("-")[0]


def _ancestors(number: str) -> list[str]:
    parent = _parent(number)
    return [parent, *_ancestors(parent)] if parent else []


def _full_name(number: str) -> str:
    return " > ".join(_NAMES[one] for one in [*reversed(_ancestors(number)), number])
