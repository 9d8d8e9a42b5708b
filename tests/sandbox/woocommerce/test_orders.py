"""Orders, their stock, notes, refunds and tracking."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp
from prapazar.sandbox.woocommerce.models import Shop

pytestmark = pytest.mark.usefixtures("tea")
_API = "/woocommerce/wp-json/wc/v3"
_ORDERS = f"{_API}/orders"


def _stock(keeper: httpx.Client) -> int:
    return int(keeper.get("/_control/woocommerce/default/stock/CAY-1").json()["quantity"])


def _order(keeper: httpx.Client, quantity: int = 2, **fields: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    body = {"line_items": [{"product_id": 11, "quantity": quantity}], **fields}
    answer = keeper.post(_ORDERS, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_order_has_the_fields_of_the_real_shop(keeper: httpx.Client) -> None:
    made = _order(keeper, set_paid=True, billing={"first_name": "Ali", "state": "TR34", "country": "TR"})

    line = made.pop("line_items")[0]
    local, gmt = made["date_created"], made["date_created_gmt"]
    shop = "https://127.0.0.1:8124/woocommerce"
    empty = {
        "company": "",
        "address_1": "",
        "address_2": "",
        "city": "",
        "postcode": "",
        "phone": "",
        "last_name": "",
    }
    key = made["order_key"]
    assert made == {
        "id": 12,
        "parent_id": 0,
        "status": "processing",
        "currency": "TRY",
        "version": "10.0.2",
        "prices_include_tax": False,
        "date_created": local,
        "date_created_gmt": gmt,
        "date_modified": local,
        "date_modified_gmt": gmt,
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": "0.00",
        "shipping_tax": "0.00",
        "cart_tax": "0.00",
        "total": "79.80",
        "total_tax": "0.00",
        "customer_id": 0,
        "order_key": key,
        "billing": {**empty, "first_name": "Ali", "state": "TR34", "country": "TR", "email": ""},
        "shipping": {**empty, "first_name": "", "state": "", "country": ""},
        "payment_method": "",
        "payment_method_title": "",
        "transaction_id": "",
        "customer_ip_address": "",
        "customer_user_agent": "",
        "created_via": "rest-api",
        "customer_note": "",
        "date_completed": None,
        "date_completed_gmt": None,
        "date_paid": local,
        "date_paid_gmt": gmt,
        "cart_hash": "",
        "number": "12",
        "meta_data": [],
        "tax_lines": [],
        "shipping_lines": [],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
        "payment_url": f"{shop}/checkout/order-pay/12/?pay_for_order=true&key={key}",
        "is_editable": False,
        "needs_payment": False,
        "needs_processing": True,
        "currency_symbol": "₺",
        "_links": {
            "self": [{"href": f"{shop}/wp-json/wc/v3/orders/12"}],
            "collection": [{"href": f"{shop}/wp-json/wc/v3/orders"}],
        },
    }
    mark = {"key": "_reduced_stock", "value": "2", "display_key": "_reduced_stock", "display_value": "2"}
    assert line == {
        "id": 1,
        "name": "Çay",
        "product_id": 11,
        "variation_id": 0,
        "quantity": 2,
        "tax_class": "",
        "subtotal": "79.80",
        "subtotal_tax": "0.00",
        "total": "79.80",
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [{"id": 1, **mark}],
        "sku": "CAY-1",
        "global_unique_id": "",
        "price": 39.9,
        "image": {"id": "", "src": ""},
        "parent_name": None,
    }


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        (["pending"], 10),
        (["on-hold"], 8),
        (["processing"], 8),
        (["completed"], 8),
        (["processing", "completed"], 8),
        (["processing", "cancelled"], 10),
        (["processing", "cancelled", "processing"], 8),
        (["cancelled"], 10),
    ],
)
def test_stock_follows_the_status_once(keeper: httpx.Client, steps: list[str], left: int) -> None:
    number = _order(keeper)["id"]

    for status in steps:
        keeper.put(f"{_ORDERS}/{number}", json={"status": status})

    assert _stock(keeper) == left


def test_unknown_status_names_the_known_ones(keeper: httpx.Client) -> None:
    number = _order(keeper)["id"]

    answer = keeper.put(f"{_ORDERS}/{number}", json={"status": "shipped"})

    known = (
        "auto-draft, pending, processing, on-hold, completed, cancelled, refunded, failed, and checkout-draft"
    )
    assert (answer.status_code, answer.json()["data"]["params"]) == (
        400,
        {"status": f"status is not one of {known}."},
    )
    assert keeper.get(f"{_ORDERS}/{number}").json()["status"] == "pending"


def test_lines_are_changed_added_and_removed_by_id(keeper: httpx.Client) -> None:
    order = _order(keeper)
    line = order["line_items"][0]["id"]
    added = keeper.put(
        f"{_ORDERS}/{order['id']}",
        json={
            "line_items": [{"id": line, "quantity": 3}, {"sku": "CAY-1", "quantity": 1}],
            "shipping_lines": [{"method_id": "flat_rate", "method_title": "Kargo", "total": "20.00"}],
        },
    ).json()
    removed = keeper.put(
        f"{_ORDERS}/{order['id']}", json={"line_items": [{"id": line, "quantity": 0}]}
    ).json()

    assert ([one["quantity"] for one in added["line_items"]], added["total"]) == ([3, 1], "179.60")
    assert ([one["quantity"] for one in removed["line_items"]], removed["total"]) == ([1], "59.90")


def test_taxes_are_taken_out_of_the_price(keeper: httpx.Client, shop: Shop) -> None:
    shop.tax_percent = Decimal(20)

    order = _order(keeper, 1)

    line = order["line_items"][0]
    assert (line["total"], line["total_tax"], line["price"]) == ("33.25", "6.65", 33.25)
    assert (order["total"], order["total_tax"], order["tax_lines"][0]["tax_total"]) == (
        "39.90",
        "6.65",
        "6.65",
    )


def test_orders_are_filtered_by_status_and_customer(keeper: httpx.Client) -> None:
    first, second = _order(keeper)["id"], _order(keeper, status="processing")["id"]
    third = _order(keeper, status="completed")["id"]

    def found(**params: Any) -> list[int]:  # noqa: ANN401  query values of any kind
        return [
            one["id"]
            for one in keeper.get(_ORDERS, params={"orderby": "id", "order": "asc", **params}).json()
        ]

    assert found() == [first, second, third]
    assert found(status="processing,completed") == [second, third]
    assert found(**{"status[]": ["pending", "completed"]}) == [first, third]
    assert found(include=f"{third},{first}", orderby="include") == [third, first]
    assert found(customer=5) == []


def test_refund_gives_money_and_goods_back(keeper: httpx.Client) -> None:
    order = _order(keeper, set_paid=True)
    line = order["line_items"][0]["id"]
    path = f"{_ORDERS}/{order['id']}/refunds"

    refund = keeper.post(
        path, json={"amount": "39.90", "line_items": [{"id": line, "quantity": 1, "refund_total": 39.90}]}
    )

    held = keeper.get(f"{_ORDERS}/{order['id']}").json()
    lines = refund.json()["line_items"]
    assert (refund.status_code, refund.json()["amount"]) == (201, "39.90")
    assert [(one["quantity"], one["total"]) for one in lines] == [(-1, "-39.90")]
    assert (_stock(keeper), held["status"], held["refunds"]) == (
        9,
        "processing",
        [{"id": refund.json()["id"], "reason": "", "total": "-39.90"}],
    )
    assert [one["id"] for one in keeper.get(f"{_API}/refunds").json()] == [refund.json()["id"]]


def test_full_refund_moves_the_order_and_too_much_is_a_strange_500(keeper: httpx.Client) -> None:
    order = _order(keeper, set_paid=True)["id"]
    too_much = keeper.post(f"{_ORDERS}/{order}/refunds", json={"amount": "79.81"})
    before = keeper.get(f"{_ORDERS}/{order}").json()["status"]

    keeper.post(f"{_ORDERS}/{order}/refunds", json={"amount": "79.80"})

    assert (too_much.status_code, too_much.json()) == (
        500,
        {
            "code": "woocommerce_rest_cannot_create_order_refund",
            "message": "Invalid refund amount.",
            "data": 500,
        },
    )
    assert (before, keeper.get(f"{_ORDERS}/{order}").json()["status"]) == ("processing", "refunded")


def test_note_is_written_and_read(keeper: httpx.Client) -> None:
    order = _order(keeper)["id"]

    made = keeper.post(f"{_ORDERS}/{order}/notes", json={"note": "Kargoda", "customer_note": True})

    note = made.json()
    assert made.status_code == 201
    assert note == {
        "id": 1,
        "author": "WooCommerce",
        "date_created": note["date_created"],
        "date_created_gmt": note["date_created_gmt"],
        "note": "Kargoda",
        "customer_note": True,
        "_links": note["_links"],
    }
    assert keeper.get(f"{_ORDERS}/{order}/notes").json() == [note]


def test_tracking_plugin_keeps_its_entries_in_the_orders_meta(keeper: httpx.Client) -> None:
    order = _order(keeper)["id"]
    path = f"/woocommerce/wp-json/wc-shipment-tracking/v3/orders/{order}/shipment-trackings"

    made = keeper.post(path, json={"custom_tracking_provider": "Yurtiçi", "tracking_number": "725"})

    meta = keeper.get(f"{_ORDERS}/{order}").json()["meta_data"]
    assert (made.status_code, made.json()["tracking_provider"], made.json()["tracking_number"]) == (
        201,
        "Yurtiçi",
        "725",
    )
    assert [(one["key"], one["value"][0]["tracking_number"]) for one in meta] == [
        ("_wc_shipment_tracking_items", "725")
    ]


def test_unknown_order_is_told(keeper: httpx.Client) -> None:
    answer = keeper.get(f"{_ORDERS}/999")

    assert (answer.status_code, answer.json()) == (
        404,
        {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID.", "data": {"status": 404}},
    )


def test_sold_out_checkout_is_refused_and_changes_nothing(keeper: httpx.Client) -> None:
    body = {"lines": [{"sku": "CAY-1", "quantity": 6}, {"sku": "CAY-1", "quantity": 5}]}

    answer = keeper.post("/_control/woocommerce/default/orders", json=body)

    assert (answer.status_code, answer.json()["kind"], _stock(keeper)) == (409, "SoldOut", 10)
    assert keeper.get(_ORDERS).json() == []


def test_status_totals_count_all_statuses(keeper: httpx.Client, app: SandboxApp) -> None:
    _order(keeper)
    app.sandbox.ground.store.flush()

    totals = keeper.get(f"{_API}/reports/orders/totals").json()

    assert {one["slug"]: one["total"] for one in totals if one["total"]} == {"pending": 1}


def test_small_facts_of_the_shop(keeper: httpx.Client) -> None:
    status = keeper.get(f"{_API}/system_status").json()["environment"]
    currency = keeper.get(f"{_API}/data/currencies/current").json()
    states = keeper.get(f"{_API}/data/countries/tr").json()["states"]

    assert (status["version"], status["wp_version"]) == ("10.0.2", "6.8.8")
    assert (currency["code"], currency["name"], currency["symbol"]) == ("TRY", "Turkish lira", "₺")
    assert (len(states), states[33]) == (81, {"code": "TR34", "name": "İstanbul"})
