"""`prestapyt`, which its makers ported from PrestaShop's own PHP library; its constructor takes the address."""

import json
import sys

from prestapyt import PrestaShopAuthenticationError, PrestaShopWebServiceDict, PrestaShopWebServiceError

given = json.load(sys.stdin)
shop = PrestaShopWebServiceDict(given["address"], given["key"])


def fault(deed, kind):
    try:
        deed()
    except kind as refusal:
        return [refusal.error_code, refusal.ps_error_code]
    return []


resources = shop.get("")["api"]
products = shop.search("products")
[found] = shop.search("products", {"filter[reference]": "[CAY-1]"})
tea = shop.get("products", found)["product"]
full = shop.get("products", options={"display": "full", "filter[reference]": "[CAY-1]"})["products"][
    "product"
]
[place] = shop.search("stock_availables", {"filter[id_product]": f"[{found}]"})
stock = shop.get("stock_availables", place)
stock["stock_available"]["quantity"] = "7"
pushed = shop.edit("stock_availables", stock)["prestashop"]["stock_available"]
priced = {name: value for name, value in tea.items() if name not in given["read_only"]} | {
    "price": "34.583333"
}
shop.edit("products", {"product": priced})
blank = shop.get("products", options={"schema": "blank"})
blank["product"] = {
    name: value
    for name, value in blank["product"].items()
    if name not in ("id", "associations", *given["read_only"])
}
blank["product"] |= {"reference": "SAL-1", "price": "100.00", "active": "1"}
for name, words in (("name", "Şal & Atkı"), ("link_rewrite", "sal")):
    blank["product"][name]["language"]["value"] = words
made = shop.add("products", blank)["prestashop"]["product"]
cheapest = shop.search("products", {"sort": "[price_ASC]", "limit": "1"})
[waiting] = shop.search("orders", {"filter[current_state]": "[2]", "sort": "[id_DESC]"})
order = shop.get("orders", waiting)["order"]
[carrier] = shop.search("order_carriers", {"filter[id_order]": f"[{waiting}]"})
parcel = shop.get("order_carriers", carrier)
parcel["order_carrier"]["tracking_number"] = "TR123"
shop.edit("order_carriers", parcel)
history = shop.get("order_histories", options={"schema": "blank"})
history["order_history"] = {"id_order": str(waiting), "id_order_state": given["shipped"]}
shop.add("order_histories", history)
after = shop.get("orders", waiting)["order"]
rows = order["associations"]["order_rows"]["order_row"]
stranger = PrestaShopWebServiceDict(given["address"], "X" * 32)
json.dump(
    {
        "resources": "products" in resources and resources["products"]["attrs"]["get"],
        "products": len(products),
        "product": [tea["reference"], tea["name"]["language"]["value"], tea["price"]],
        "full": [full["reference"], full["id"] == str(found)],
        "stock": pushed["quantity"],
        "made": [made["reference"], made["name"]["language"]["value"]],
        "cheapest": cheapest == [found],
        "deleted": shop.delete("products", made["id"]),
        "order": [order["id"], order["current_state"], rows["product_reference"], rows["product_quantity"]],
        "after": [after["current_state"], after["shipping_number"]],
        "head": "psws-version" in {name.lower() for name in shop.head("products")},
        "unknown": fault(lambda: shop.get("urunler"), PrestaShopWebServiceError),
        "unfiltered": fault(
            lambda: shop.search("orders", {"filter[date_upd]": ">[2026-01-01]"}), PrestaShopWebServiceError
        ),
        "refused": fault(lambda: stranger.get("products"), PrestaShopAuthenticationError),
    },
    sys.stdout,
)
