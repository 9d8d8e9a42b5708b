"""Products and variations over REST."""

from typing import Any

import httpx
import pytest

_BASE = "/woocommerce/wp-json/wc/v3/products"


def _create(keeper: httpx.Client, **fields: Any) -> dict[str, Any]:  # noqa: ANN401  any field may be given
    answer = keeper.post(_BASE, json={"name": "Çay", "regular_price": "39.90", **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_product_has_the_fields_of_the_real_shop(keeper: httpx.Client) -> None:
    made = _create(keeper, sku="CAY-1", manage_stock=True, stock_quantity=5, weight="1")

    local, gmt = made["date_created"], made["date_created_gmt"]
    shop = "https://127.0.0.1:8124/woocommerce"
    assert keeper.get(f"{_BASE}/{made['id']}").json() == made
    assert made == {
        "id": 11,
        "name": "Çay",
        "slug": "cay",
        "permalink": f"{shop}/product/cay/",
        "date_created": local,
        "date_created_gmt": gmt,
        "date_modified": local,
        "date_modified_gmt": gmt,
        "type": "simple",
        "status": "publish",
        "featured": False,
        "catalog_visibility": "visible",
        "description": "",
        "short_description": "",
        "sku": "CAY-1",
        "global_unique_id": "",
        "price": "39.90",
        "regular_price": "39.90",
        "sale_price": "",
        "date_on_sale_from": None,
        "date_on_sale_from_gmt": None,
        "date_on_sale_to": None,
        "date_on_sale_to_gmt": None,
        "price_html": made["price_html"],
        "on_sale": False,
        "purchasable": True,
        "total_sales": 0,
        "virtual": False,
        "downloadable": False,
        "downloads": [],
        "download_limit": -1,
        "download_expiry": -1,
        "external_url": "",
        "button_text": "",
        "tax_status": "taxable",
        "tax_class": "",
        "manage_stock": True,
        "stock_quantity": 5,
        "backorders": "no",
        "backorders_allowed": False,
        "backordered": False,
        "low_stock_amount": None,
        "stock_status": "instock",
        "sold_individually": False,
        "weight": "1",
        "dimensions": {"length": "", "width": "", "height": ""},
        "shipping_required": True,
        "shipping_taxable": True,
        "shipping_class": "",
        "shipping_class_id": 0,
        "reviews_allowed": True,
        "average_rating": "0.00",
        "rating_count": 0,
        "upsell_ids": [],
        "cross_sell_ids": [],
        "parent_id": 0,
        "purchase_note": "",
        "categories": [],
        "brands": [],
        "tags": [],
        "images": [],
        "attributes": [],
        "default_attributes": [],
        "variations": [],
        "grouped_products": [],
        "menu_order": 0,
        "related_ids": [],
        "meta_data": [],
        "has_options": False,
        "post_password": "",
        "_links": {
            "self": [{"href": f"{shop}/wp-json/wc/v3/products/11"}],
            "collection": [{"href": f"{shop}/wp-json/wc/v3/products"}],
        },
    }


def test_stock_status_follows_the_quantity(keeper: httpx.Client) -> None:
    number = _create(keeper, manage_stock=True, stock_quantity=0)["id"]
    empty = keeper.get(f"{_BASE}/{number}").json()["stock_status"]

    waiting = keeper.put(f"{_BASE}/{number}", json={"backorders": "notify"}).json()["stock_status"]
    filled = keeper.put(f"{_BASE}/{number}", json={"stock_quantity": 1}).json()["stock_status"]

    assert (empty, waiting, filled) == ("outofstock", "onbackorder", "instock")


def test_pages_carry_counts_and_links(keeper: httpx.Client) -> None:
    for number in range(5):
        _create(keeper, sku=f"S{number}")

    page = keeper.get(
        _BASE, params={"per_page": 2, "page": 2, "orderby": "id", "order": "asc", "_fields": "sku"}
    )
    beyond = keeper.get(_BASE, params={"page": 9})

    base = "https://127.0.0.1:8124/woocommerce/wp-json/wc/v3/products?per_page=2&orderby=id&order=asc&_fields=sku&page="
    assert page.json() == [{"sku": "S2"}, {"sku": "S3"}]
    assert (page.headers["x-wp-total"], page.headers["x-wp-totalpages"]) == ("5", "3")
    assert page.headers["link"] == f'<{base}1>; rel="prev", <{base}3>; rel="next"'
    assert (beyond.status_code, beyond.json()) == (200, [])


def test_too_large_page_is_refused_in_wordpress_words(keeper: httpx.Client) -> None:
    answer = keeper.get(_BASE, params={"per_page": 101})

    message = "per_page must be between 1 (inclusive) and 100 (inclusive)"
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "code": "rest_invalid_param",
            "message": "Invalid parameter(s): per_page",
            "data": {
                "status": 400,
                "params": {"per_page": message},
                "details": {"per_page": {"code": "rest_out_of_bounds", "message": message, "data": None}},
            },
        },
    )


def test_duplicate_sku_is_refused_with_its_owner(keeper: httpx.Client) -> None:
    number = _create(keeper, sku="KUPA-1")["id"]

    answer = keeper.post(_BASE, json={"name": "Kupa", "sku": "KUPA-1"})

    assert (answer.status_code, answer.json()) == (
        400,
        {
            "code": "product_invalid_sku",
            "message": "Invalid or duplicated SKU.",
            "data": {"status": 400, "resource_id": number, "unique_sku": "KUPA-1-1"},
        },
    )


def test_price_as_a_number_is_refused_and_changes_nothing(keeper: httpx.Client) -> None:
    number = _create(keeper)["id"]

    answer = keeper.put(f"{_BASE}/{number}", json={"regular_price": 12, "stock_quantity": "x"})

    assert (answer.status_code, answer.json()["data"]["params"]) == (
        400,
        {
            "regular_price": "regular_price is not of type string.",
            "stock_quantity": "stock_quantity is not of type integer,null.",
        },
    )
    assert keeper.get(f"{_BASE}/{number}").json()["regular_price"] == "39.90"


def test_search_by_sku_finds_variations(keeper: httpx.Client) -> None:
    attribute = {"name": "Beden", "variation": True, "options": ["S", "M"]}
    parent = _create(keeper, type="variable", attributes=[attribute])["id"]
    options = [{"name": "Beden", "option": "S"}]
    variation = keeper.post(
        f"{_BASE}/{parent}/variations", json={"sku": "TS-S", "regular_price": "9.00", "attributes": options}
    ).json()

    found = keeper.get(_BASE, params={"sku": "TS-S"}).json()

    assert [(one["id"], one["type"], one["parent_id"], one["name"]) for one in found] == [
        (variation["id"], "variation", parent, "Çay - S")
    ]
    assert [one["id"] for one in keeper.get(_BASE).json()] == [parent]
    assert keeper.get(f"{_BASE}/{parent}").json()["price"] == "9.00"


def test_variation_can_follow_its_parents_stock(keeper: httpx.Client) -> None:
    parent = _create(keeper, type="variable", manage_stock=True, stock_quantity=7)["id"]

    variation = keeper.post(f"{_BASE}/{parent}/variations", json={"manage_stock": "parent"}).json()

    assert (variation["manage_stock"], variation["stock_quantity"]) == ("parent", 7)


def test_variation_needs_force_to_go(keeper: httpx.Client) -> None:
    parent = _create(keeper, type="variable")["id"]
    number = keeper.post(f"{_BASE}/{parent}/variations", json={}).json()["id"]
    path = f"{_BASE}/{parent}/variations/{number}"

    gentle = keeper.delete(path)
    forced = keeper.delete(path, params={"force": "true"})

    assert (gentle.status_code, gentle.json()["code"]) == (501, "woocommerce_rest_trash_not_supported")
    assert (forced.status_code, keeper.get(path).status_code) == (200, 404)


def test_batch_fails_item_by_item_with_200(keeper: httpx.Client) -> None:
    number = _create(keeper, sku="A", manage_stock=True, stock_quantity=1)["id"]
    request = {
        "create": [{"name": "B", "sku": "A"}],
        "update": [{"id": number, "stock_quantity": 8}, {"id": 999, "stock_quantity": 1}],
        "delete": [998],
    }

    answer = keeper.post(f"{_BASE}/batch", json=request)

    body = answer.json()
    invalid = {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}
    assert answer.status_code == 200
    assert (body["create"][0]["id"], body["create"][0]["error"]["code"]) == (0, "product_invalid_sku")
    assert (body["update"][0]["id"], body["update"][0]["stock_quantity"]) == (number, 8)
    assert body["update"][1] == {"id": 999, "error": {**invalid, "data": {"status": 400}}}
    assert body["delete"] == [{"id": 998, "error": {**invalid, "data": {"status": 404}}}]


def test_batch_takes_100_items_in_all(keeper: httpx.Client) -> None:
    request = {"update": [{"id": 1}] * 60, "delete": [1] * 41}

    answer = keeper.post(f"{_BASE}/batch", json=request)

    assert (answer.status_code, answer.json()) == (
        413,
        {
            "code": "woocommerce_rest_request_entity_too_large",
            "message": "Unable to accept more than 100 items for this request.",
            "data": {"status": 413},
        },
    )


@pytest.mark.parametrize("path", ["/nothing", "/products/abc", "/products/1/nothing"])
def test_unknown_route_is_told(keeper: httpx.Client, path: str) -> None:
    answer = keeper.get(f"/woocommerce/wp-json/wc/v3{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "rest_no_route")


def test_trashed_product_leaves_the_list(keeper: httpx.Client) -> None:
    number = _create(keeper)["id"]

    gone = keeper.delete(f"{_BASE}/{number}").json()["status"]

    trash = [one["id"] for one in keeper.get(_BASE, params={"status": "trash"}).json()]
    assert (gone, keeper.get(_BASE).json(), trash) == ("trash", [], [number])


def test_modified_after_reads_shop_time_or_gmt(keeper: httpx.Client) -> None:
    made = _create(keeper)
    keeper.post("/_control/clock", json={"advance_seconds": 10})
    changed = _create(keeper)

    def found(**params: str) -> list[int]:
        return [one["id"] for one in keeper.get(_BASE, params=params).json()]

    assert found(modified_after=made["date_modified"]) == [changed["id"]]
    assert found(modified_after=made["date_modified_gmt"], dates_are_gmt="true") == [changed["id"]]
    assert found(modified_before=changed["date_modified"]) == [made["id"]]
