"""A handful of categories and what they ask for."""

from prapazar.sandbox.ciceksepeti.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json

_CATEGORIES: tuple[tuple[int, int | None, str], ...] = (
    (12000, None, "Giyim"),
    (12005, 12000, "Şal & Fular"),
    (12006, 12000, "Tişört"),
    (13000, None, "Gurme"),
    (13001, 13000, "Çay"),
)
_ATTRIBUTES: tuple[tuple[int, str, bool, bool, str, dict[int, str]], ...] = (
    (2361, "Renk", False, True, "Variant Özelliği", {901: "Kırmızı", 902: "Mavi", 903: "Yeşil"}),
    (2362, "Materyal", True, False, "Ürün Özelliği", {911: "Pamuk", 912: "İpek"}),
    (2363, "Üzerine yazılacak isim", False, False, "Kişiselleştirilebilir Özellik", {921: "İsim"}),
)
"""Id, name, required, tells variants apart, type, values."""
routes = Routes()


@routes.route("GET", "/categories")
def tree(visit: Visit) -> Reply:
    return visit.answer({"categories": _beneath(None)})


@routes.route("GET", "/categories/{category}/attributes")
def attributes(visit: Visit) -> Reply:
    number = int(visit.values["category"])
    if not is_leaf(number):
        raise Refusal("Category not found!")
    rows = [
        {
            "attributeId": one,
            "attributeName": name,
            "required": is_required,
            "varianter": is_variant,
            "type": kind,
            "attributeValues": [{"id": value, "name": label} for value, label in values.items()],
        }
        for one, name, is_required, is_variant, kind, values in _ATTRIBUTES
    ]
    return visit.answer(
        {"categoryId": number, "categoryName": category_name(number), "categoryAttributes": rows}
    )


def _beneath(parent: int | None) -> list[Json]:
    return [
        {"id": number, "name": name, "parentCategoryId": above, "subCategories": _beneath(number)}
        for number, above, name in _CATEGORIES
        if above == parent
    ]


def category_name(number: object) -> str:
    return next((name for one, _, name in _CATEGORIES if one == number), "")


def is_leaf(number: object) -> bool:
    is_known = any(one == number for one, _, _ in _CATEGORIES)
    return is_known and all(above != number for _, above, _ in _CATEGORIES)


def fault(choices: list[Json]) -> str:
    """Why these answers to the attributes are refused; empty where they are not."""
    given = {one.get("Id"): one.get("ValueId") for one in choices}
    known = {one: values for one, _, _, _, _, values in _ATTRIBUTES}
    for one, name, is_required, _, _, values in _ATTRIBUTES:
        if is_required and one not in given:
            return f"{name} zorunludur."
        if one in given and given[one] not in values:
            return f"{name} değeri geçersiz."
    return "" if set(given) <= set(known) else "Özellik bulunamadı."
