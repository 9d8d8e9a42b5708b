"""A handful of categories and brands, under GUIDs."""

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope

_CLOTHES = "0c7a1f7e-1111-4f0e-9a10-000000000001"
SHAWLS = "0c7a1f7e-1111-4f0e-9a10-000000000011"
TEA = "0c7a1f7e-1111-4f0e-9a10-000000000021"
_CATEGORIES: tuple[tuple[str, str | None, str, bool], ...] = (
    (_CLOTHES, None, "Giyim", False),
    (SHAWLS, _CLOTHES, "Şal & Fular", True),
    ("0c7a1f7e-1111-4f0e-9a10-000000000012", _CLOTHES, "Tişört", True),
    ("0c7a1f7e-1111-4f0e-9a10-000000000002", None, "Süpermarket", False),
    (TEA, "0c7a1f7e-1111-4f0e-9a10-000000000002", "Çay", True),
)
BRANDS = {
    "b0a0d000-2222-4f0e-9a10-000000000001": "Deneme Marka",
    "b0a0d000-2222-4f0e-9a10-000000000002": "İğne Oyası",
}
_COLOR = "a77a1b00-3333-4f0e-9a10-000000000001"
_MATERIAL = "a77a1b00-3333-4f0e-9a10-000000000002"
_VALUES = {
    _COLOR: {
        "a77a1b00-3333-4f0e-9a10-000000000101": "Kırmızı",
        "a77a1b00-3333-4f0e-9a10-000000000102": "Mavi",
        "a77a1b00-3333-4f0e-9a10-000000000103": "Yeşil",
    },
    _MATERIAL: {
        "a77a1b00-3333-4f0e-9a10-000000000201": "Pamuk",
        "a77a1b00-3333-4f0e-9a10-000000000202": "İpek",
    },
}
_ATTRIBUTES = ((_COLOR, "Renk", False, True), (_MATERIAL, "Materyal", True, False))
"""Id, name, required, tells variants apart."""
routes = Routes()


@routes.route("GET", "/category/getCategoryTree")
def tree(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every seller
    return envelope(
        [
            {"id": number, "parentId": parent, "name": name, "displayName": name, "leaf": is_leaf}
            for number, parent, name, is_leaf in _CATEGORIES
        ]
    )


@routes.route("GET", "/category/getCategoryWithAttributes")
def attributes(visit: Visit) -> Reply:
    wanted = visit.query("Id")
    name = next((one[2] for one in _CATEGORIES if one[0] == wanted and one[3]), None)
    if name is None:
        raise Refusal("Kategori bulunamadı.")
    rows = [
        {
            "id": number,
            "name": label,
            "displayName": label,
            "isRequired": is_required,
            "isVariantable": is_variant,
            "attributeValues": [{"id": one, "value": text} for one, text in _VALUES[number].items()],
        }
        for number, label, is_required, is_variant in _ATTRIBUTES
    ]
    return envelope({"id": wanted, "name": name, "displayName": name, "attributes": rows})


@routes.route("GET", "/brand/getBrands")
def brands(visit: Visit) -> Reply:
    wanted = visit.query("name").lower()
    size, page = int(visit.query("Size") or 100), int(visit.query("Page") or 1)
    found = [{"id": one, "name": name} for one, name in BRANDS.items() if wanted in name.lower()]
    return envelope(found[(page - 1) * size : page * size])


def category_name(number: str) -> str:
    return next((name for one, _, name, _ in _CATEGORIES if one == number), "")


def is_leaf(number: object) -> bool:
    return any(one == number and leaf for one, _, _, leaf in _CATEGORIES)


def answered(choices: list[Json]) -> list[Json]:
    names = {number: name for number, name, _, _ in _ATTRIBUTES}
    return [
        {
            "attributeName": names[one["attributeId"]],
            "attributeValue": _VALUES[one["attributeId"]][one["attributeValueId"]],
        }
        for one in choices
    ]


def fault(choices: list[Json]) -> str:
    """Why these answers to the attributes are refused; empty where they are not."""
    given = {one.get("attributeId"): one.get("attributeValueId") for one in choices}
    for number, name, is_required, _ in _ATTRIBUTES:
        if number in given and given[number] not in _VALUES[number]:
            return f"{name} değeri geçersiz."
        if is_required and number not in given:
            return f"{name} zorunludur."
    return "" if set(given) <= set(_VALUES) else "Özellik bulunamadı."
