"""`my-magento`: signs in as an administrator. It cuts the port off an address, so its `BASE_URL` is set instead."""

import json
import sys

from magento import Client
from magento.exceptions import AuthenticationError

given = json.load(sys.stdin)


def client(password):
    made = Client(
        "localhost", given["user"], password, user_agent="Mozilla/5.0", log_level="ERROR", login=False
    )
    made.BASE_URL = f"{given['address']}/rest/V1/"
    return made


shop = client(given["password"])
signed_in = shop.authenticate()
try:
    client("wrong").authenticate()
    refused = False
except AuthenticationError:
    refused = True
tea = shop.products.by_sku("CAY-1")
before = tea.stock
pushed = tea.update_stock(7)
priced = tea.update_price(41.5)
cheap = shop.products.add_criteria("price", 100, "lt").execute()
[order] = [shop.orders.by_number(given["order"])]
since = shop.orders.since("2020-01-01").execute()
json.dump(
    {
        "signed_in": signed_in,
        "refused": refused,
        "product": {"sku": tea.sku, "name": tea.name, "before": before},
        "pushed": [pushed, tea.stock, priced, tea.price],
        "cheap": cheap.sku,
        "order": {
            "number": order.number,
            "items": [{"sku": one.sku, "units": one.qty_ordered} for one in order.items],
            "to": order.shipping_address["country_id"],
        },
        "since": since.number,
        "category": shop.categories.get_root().name,
        "attribute": shop.product_attributes.by_code("color").frontend_input,
    },
    sys.stdout,
)
