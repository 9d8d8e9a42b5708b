"""Brands, the category tree and attributes."""

from typing import Any

import httpx

from prapazar.sandbox.app import SandboxApp


def _nodes(rows: list[dict[str, Any]]) -> int:
    return sum(1 + _nodes(row["subCategories"]) for row in rows)


def test_category_tree_is_the_whole_real_one(seller: httpx.Client) -> None:
    tree = seller.get("/trendyol/integration/product/product-categories").json()["categories"]

    accessories = next(one for one in tree if one["id"] == 368)
    assert (len(tree), _nodes(tree)) == (15, 3830)
    assert accessories["subCategories"][0] == {
        "id": 387,
        "name": "Saat",
        "parentId": 368,
        "subCategories": [],
    }


def test_attributes_come_without_values_and_values_by_page(seller: httpx.Client) -> None:
    base = "/trendyol/integration/product/categories/411/attributes"
    attributes = seller.get(base).json()
    values = seller.get(f"{base}/343/values", params={"size": 2}).json()

    assert (attributes["id"], attributes["name"], attributes["categoryAttributes"][0]) == (
        411,
        "Casual Ayakkabı",
        {
            "categoryId": 411,
            "attribute": {"id": 338, "name": "Beden"},
            "required": True,
            "allowCustom": False,
            "varianter": True,
            "slicer": False,
            "allowMultipleAttributeValues": False,
        },
    )
    assert values == {
        "totalElements": 3,
        "totalPages": 2,
        "page": 0,
        "size": 2,
        "content": [
            {"attributeValueId": 4294, "attributeValue": "Erkek"},
            {"attributeValueId": 4295, "attributeValue": "Kadın / Kız"},
        ],
    }


def test_brand_is_found_by_a_part_of_its_name(seller: httpx.Client) -> None:
    found = seller.get("/trendyol/integration/product/brands/by-name", params={"name": "ege"}).json()

    assert found == [{"id": 1003, "name": "Ege Bahçesi"}]


def test_search_for_brands_may_want_the_very_name(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.exact_brand_search = True
    path = "/trendyol/integration/product/brands/by-name"

    found = [seller.get(path, params={"name": name}).json() for name in ("ege", "Ege Bahçesi")]

    assert found == [[], [{"id": 1003, "name": "Ege Bahçesi"}]]


def test_values_may_be_named_as_seen_live(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.value_names = "live"
    path = "/trendyol/integration/product/categories/411/attributes/343/values"

    assert seller.get(path).json()["content"][0] == {"id": 4294, "attributeValueName": "Erkek"}
