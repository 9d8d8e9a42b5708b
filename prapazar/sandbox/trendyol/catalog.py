"""Brands, the category tree, attributes, locations and carriers, as the API answers them."""

from functools import cache

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, json_reply, text_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference
from prapazar.sandbox.trendyol.errors import not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BRAND_PAGE = 1000
_VALUE_NAMES = {"spec": ("attributeValueId", "attributeValue"), "live": ("id", "attributeValueName")}
routes = Routes()


@routes.route("GET", "/integration/product/brands", "reference")
def brands(visit: Visit) -> Reply:
    """A smaller size is raised to 1000, as seen live."""
    page, size = visit.integer("page", 0), max(_BRAND_PAGE, visit.integer("size", _BRAND_PAGE))
    listed = visit.market.brands.listed()
    return json_reply(
        {
            "brands": page_of(listed, page, size),
            "totalPages": page_count(len(listed), size),
            "totalElements": len(listed),
        }
    )


@routes.route("GET", "/integration/product/brands/by-name", "reference")
def brands_by_name(visit: Visit) -> Reply:
    return json_reply(
        visit.market.brands.by_name(
            visit.call.query.get("name", ""), is_exact=visit.market.rules.exact_brand_search
        )
    )


@routes.route("POST", "/integration/product/sellers/{seller}/brands", "product-write")
def request_brand(visit: Visit) -> Reply:
    name = str(visit.body().get("name") or visit.body().get("brandName") or "")
    return json_reply({"id": visit.market.brands.id_of(name), "name": name})


@routes.route("GET", "/integration/product/product-categories", "reference")
def categories(_visit: Visit) -> Reply:
    return text_reply(_tree())


@routes.route("GET", "/integration/product/categories/{category}/attributes", "product-read")
def attributes(visit: Visit) -> Reply:
    category = _leaf(visit)
    return json_reply(
        _described(category, [one.described(category) for one in reference.attributes(category)])
    )


@routes.route("GET", "/integration/product/product-categories/{category}/attributes", "product-read")
def attributes_v1(visit: Visit) -> Reply:
    """The retiring answer brings the values along."""
    category = _leaf(visit)
    rows = [
        {
            **one.described(category),
            "attributeValues": [{"id": number, "name": name} for number, name in one.values],
        }
        for one in reference.attributes(category)
    ]
    return json_reply(_described(category, rows))


@routes.route(
    "GET", "/integration/product/categories/{category}/attributes/{attribute}/values", "product-read"
)
def attribute_values(visit: Visit) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", 1000, most=1000, least=1)
    attribute = reference.attribute(_leaf(visit), visit.path_number("attribute"))
    if attribute is None:
        raise not_found("attribute.not.found", "Attribute not found.")
    identity, word = _VALUE_NAMES[visit.market.rules.value_names]
    rows = [{identity: number, word: name} for number, name in attribute.values]
    return json_reply(
        {
            "totalElements": len(rows),
            "totalPages": page_count(len(rows), size),
            "page": page,
            "size": size,
            "content": page_of(rows, page, size),
        }
    )


@routes.route("GET", "/integration/member/countries", "reference")
def countries(_visit: Visit) -> Reply:
    return json_reply({"countries": [{"id": 1, "code": "TR", "name": "Türkiye"}]})


@cache
def _tree() -> str:
    tops = [one.tree() for one in reference.categories().values() if one.parent_id is None]
    return jsontext.dump({"categories": tops})


def _leaf(visit: Visit) -> int:
    category = visit.path_number("category")
    if category not in reference.categories():
        raise not_found("category.not.found", "Category not found.")
    return category


def _described(category: int, rows: list[Json]) -> Json:
    name = reference.category_name(category)
    return {"id": category, "name": name, "displayName": name, "categoryAttributes": rows}
