"""A handful of categories with what they ask for; the brand is attribute 1 like any other."""

from collections.abc import Iterator

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11.answers import product_error
from prapazar.sandbox.n11.visit import Routes, Visit

BRAND = 1
_TREE: dict[int, tuple[str, dict[int, str]]] = {
    1000: ("Giyim & Ayakkabı", {1000001: "Şal & Fular", 1000002: "Tişört", 1000003: "Ayakkabı"}),
    1001: ("Ev & Yaşam", {1001001: "Nevresim Takımı", 1001002: "Bardak & Kupa"}),
    1002: ("Süpermarket", {1002001: "Çay", 1002002: "Kahve"}),
}
_BRANDS = {9001: "PraPazar", 9002: "Deneme Marka", 9003: "İğne Oyası"}
_COLORS = {9101: "Kırmızı", 9102: "Mavi", 9103: "Yeşil"}
_SIZES = {9201: "S", 9202: "M", 9203: "L"}
_ATTRIBUTES: tuple[tuple[int, str, bool, bool, bool, dict[int, str]], ...] = (
    (BRAND, "Marka", True, False, True, _BRANDS),
    (2, "Renk", False, True, False, _COLORS),
    (3, "Beden", False, True, False, _SIZES),
    (4, "Materyal", False, False, True, {}),
)
"""Id, name, mandatory, variant, custom value, values."""
routes = Routes()


@routes.route("GET", "/cdn/categories")
def tree(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every seller
    return json_reply(
        [
            {
                "id": number,
                "name": name,
                "subCategories": [
                    {"id": leaf, "name": title, "subCategories": None} for leaf, title in leaves.items()
                ],
            }
            for number, (name, leaves) in _TREE.items()
        ]
    )


@routes.route("GET", "/cdn/category/{id}/attribute")
def attributes(visit: Visit) -> Reply:
    number = int(visit.values["id"]) if visit.values["id"].isdecimal() else 0
    names = {leaf: title for _, leaves in _TREE.values() for leaf, title in leaves.items()}
    if number not in names:
        raise product_error(404, "CategoryNotFoundException", "Kategori bulunamadı.")
    return json_reply({"id": number, "name": names[number], "categoryAttributes": list(_described(number))})


def is_leaf(number: int) -> bool:
    return any(number in leaves for _, leaves in _TREE.values())


def answered(choice: Json) -> Json:
    """A choice as the product shows it."""
    number, name, *_, values = next(one for one in _ATTRIBUTES if one[0] == choice["id"])
    value = values.get(choice.get("valueId") or 0) or choice.get("customValue")
    return {"attributeId": number, "attributeName": name, "attributeValue": value}


def faults(category: int, choices: list[Json]) -> list[str]:  # noqa: ARG001 - all leaves here ask the same
    given = {choice["id"]: choice for choice in choices}
    found = [f"Özellik bulunamadı: {one}" for one in given if one not in {a[0] for a in _ATTRIBUTES}]
    for number, name, is_mandatory, _, is_custom, values in _ATTRIBUTES:
        choice = given.get(number)
        if choice is None:
            found += [f"{name} zorunludur."] if is_mandatory else []
        elif choice.get("valueId") not in values and not (is_custom and choice.get("customValue")):
            found.append(f"{name} değeri geçersiz.")
    return found


def _described(category: int) -> Iterator[Json]:
    for order, (number, name, is_mandatory, is_variant, is_custom, values) in enumerate(_ATTRIBUTES):
        yield {
            "attributeId": number,
            "categoryId": category,
            "attributeName": name,
            "isMandatory": is_mandatory,
            "isVariant": is_variant,
            "isSlicer": False,
            "isCustomValue": is_custom,
            "isN11Grouping": False,
            "attributeOrder": order,
            "attributeValues": [{"id": one, "value": text} for one, text in values.items()],
        }
