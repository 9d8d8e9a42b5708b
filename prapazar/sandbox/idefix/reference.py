"""Categories as a tree, what they ask for, brands, addresses and carriers."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit
from prapazar.sandbox.jsontext import Json

SHAWLS, TEA, BRAND = 1012, 1021, 7001
_TREE: tuple[tuple[int, int, str], ...] = (
    (1010, 0, "Giyim"),
    (1011, 1010, "Tişört"),
    (SHAWLS, 1010, "Şal & Fular"),
    (1020, 0, "Süpermarket"),
    (TEA, 1020, "Çay"),
)
BRANDS = {BRAND: "Deneme Marka", 7002: "İğne Oyası"}
COLOR, MATERIAL = 21, 22
ATTRIBUTES: tuple[Json, ...] = (
    {
        "attributeId": COLOR,
        "attributeTitle": "Renk",
        "allowCustom": False,
        "required": True,
        "isVariant": True,
        "isSlicer": True,
        "attributeValues": [{"id": 2101, "name": "Kırmızı"}, {"id": 2102, "name": "Mavi"}],
    },
    {
        "attributeId": MATERIAL,
        "attributeTitle": "Materyal",
        "allowCustom": True,
        "required": False,
        "isVariant": False,
        "isSlicer": False,
        "attributeValues": [{"id": 2201, "name": "Pamuk"}, {"id": 2202, "name": "İpek"}],
    },
)
ADDRESSES: tuple[Json, ...] = (
    {"id": 301, "addressType": "invoice", "cityText": "İstanbul", "isDefault": True},
    {"id": 302, "addressType": "shipping", "cityText": "İstanbul", "isDefault": True},
    {"id": 303, "addressType": "return", "cityText": "Ankara", "isDefault": False},
    {"id": 304, "addressType": "return", "cityText": "İstanbul", "isDefault": True},
)
CARRIERS: tuple[Json, ...] = ({"id": 5, "title": "Aras Kargo"}, {"id": 6, "title": "Yurtiçi Kargo"})
routes = Routes()


@routes.route("GET", "/pim/product-category")
def categories(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every vendor
    return json_reply(_below(0))


@routes.route("GET", "/pim/category-attribute/{category}")
def attributes(visit: Visit) -> Reply:
    number = int(visit.values["category"])
    if not is_leaf(number):
        raise Refusal("CATEGORY_NOT_FOUND", "Kategori bulunamadı.", 404)
    name = next(name for one, _, name in _TREE if one == number)
    return json_reply({"id": number, "name": name, "categoryAttributes": ATTRIBUTES})


@routes.route("GET", "/pim/brand/search-by-name")
def brands(visit: Visit) -> Reply:
    wanted = visit.call.query.get("title", "").lower()
    found = [_brand(one, title) for one, title in BRANDS.items() if wanted in title.lower()]
    if not found:
        raise Refusal("BRAND_NOT_FOUND", "Marka bulunamadı.", 404)
    return json_reply(found)


@routes.route("GET", "/pim/brand/by-name")
def brand(visit: Visit) -> Reply:
    wanted = visit.call.query.get("title", "")
    number = next((one for one, title in BRANDS.items() if title == wanted), None)
    if number is None:
        raise Refusal("BRAND_NOT_FOUND", "Marka bulunamadı.", 404)
    return json_reply(_brand(number, wanted))


@routes.route("GET", "/pim/brand/{brand}")
def brand_by_id(visit: Visit) -> Reply:
    number = int(visit.values["brand"])
    if number not in BRANDS:
        raise Refusal("BRAND_NOT_FOUND", "Marka bulunamadı.", 404)
    return json_reply(_brand(number, BRANDS[number]))


@routes.route("GET", "/pim/vendor/{vendor}/address")
def addresses(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every vendor
    return json_reply(ADDRESSES)


@routes.route("GET", "/pim/cargo-company")
def carriers(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every vendor
    return json_reply(CARRIERS)


@routes.route("GET", "/pim/country/origin-country")
def countries(visit: Visit) -> Reply:
    wanted = visit.call.query.get("name", "")
    return json_reply([{"id": 792, "name": "Türkiye"}] if wanted in "Türkiye" else [])


def is_leaf(number: object) -> bool:
    parents = {parent for _, parent, _ in _TREE}
    return any(one == number and one not in parents for one, _, _ in _TREE)


def _below(parent: int) -> list[Json]:
    names = {one: name for one, _, name in _TREE}
    return [
        {
            "id": one,
            "parentId": above,
            "name": name,
            "topCategory": names.get(above, name),
            "subs": _below(one),
        }
        for one, above, name in _TREE
        if above == parent
    ]


def _brand(number: int, title: str) -> Json:
    return {"id": number, "title": title, "slug": title.lower(), "exclusiveBrand": False, "logo": None}
