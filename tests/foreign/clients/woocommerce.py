"""The official Python client of the WooCommerce REST API; its constructor takes the address of the shop."""

import json
import sys

from woocommerce import API

given = json.load(sys.stdin)
shop = API(given["address"], given["key"], given["secret"], version="wc/v3", timeout=30)
stranger = API(given["address"], given["key"], "cs_wrong", version="wc/v3", timeout=30)


def sold(answer):
    return [{"sku": line["sku"], "quantity": line["quantity"]} for line in answer["line_items"]]


[tea] = shop.get("products", params={"sku": "CAY-1"}).json()
found = shop.get("products", params={"search": "Çay & Şeker", "per_page": 10, "_fields": "sku,name"})
stock = shop.put(f"products/{tea['id']}", {"stock_quantity": 7, "regular_price": "41.50"}).json()
batch = {"update": [{"id": tea["id"], "stock_quantity": 6}]}
many = shop.post("products/batch", batch).json()
waiting = shop.get("orders", params={"status": "processing"})
[order] = waiting.json()
done = shop.put(f"orders/{order['id']}", {"status": "completed"}).json()
note = shop.post(f"orders/{order['id']}/notes", {"note": "Kargoya verildi: Yurtiçi 123"}).json()
json.dump(
    {
        "product": {"sku": tea["sku"], "name": tea["name"], "stock": tea["stock_quantity"]},
        "found": found.json(),
        "pages": {name: found.headers[name] for name in ("x-wp-total", "x-wp-totalpages")},
        "stock": {"stock": stock["stock_quantity"], "price": stock["regular_price"]},
        "batch": [one["stock_quantity"] for one in many["update"]],
        "order": {"status": order["status"], "lines": sold(order), "currency": order["currency"]},
        "completed": done["status"],
        "note": note["note"],
        "refused": stranger.get("orders").status_code,
    },
    sys.stdout,
)
