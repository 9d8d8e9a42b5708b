"""`ebay-rest` knows eBay's hosts by heart, so its requests are led elsewhere on their way out."""

import json
import sys
from urllib.parse import urlsplit

import requests
import urllib3

given = json.load(sys.stdin)


def led(url):
    """Any host of eBay is the one address of the simulator."""
    parts = urlsplit(url)
    assert parts.hostname.endswith("ebay.com"), url
    return f"{given['address']}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class Adapter(requests.adapters.HTTPAdapter):
    def send(self, request, **options):
        request.url = led(request.url)
        return super().send(request, **options)


class Pool(urllib3.PoolManager):
    def urlopen(self, method, url, redirect=True, **options):
        return super().urlopen(method, led(url), redirect, **options)


requests.sessions.HTTPAdapter = Adapter
urllib3.PoolManager = Pool

from ebay_rest import API, Error  # noqa: E402 - after its way out was bent

ebay = API(
    application={
        "app_id": given["client_id"],
        "cert_id": given["client_secret"],
        "dev_id": "",
        "redirect_uri": given["ru_name"],
    },
    user={
        "email_or_username": "seller",
        "password": "none",
        "scopes": given["scopes"],
        "refresh_token": given["refresh_token"],
        "refresh_token_expiry": "2030-01-01T00:00:00.000Z",
    },
    header={
        "accept_language": "de-DE",
        "content_language": "de-DE",
        "country": "DE",
        "currency": "EUR",
        "marketplace_id": "EBAY_DE",
    },
)


def records(pages):
    return [one["record"] for one in pages if "record" in one]


items = records(ebay.sell_inventory_get_inventory_items())
tea = ebay.sell_inventory_get_inventory_item(sku="CAY-1")
[offer] = records(ebay.sell_inventory_get_offers(sku="CAY-1"))
change = {
    "sku": "CAY-1",
    "shipToLocationAvailability": {"quantity": 7},
    "offers": [
        {
            "offerId": offer["offer_id"],
            "availableQuantity": 7,
            "price": {"currency": "EUR", "value": "41.50"},
        }
    ],
}
pushed = ebay.sell_inventory_bulk_update_price_quantity(
    body={"requests": [change]}, content_type="application/json"
)
[order] = records(ebay.sell_fulfillment_get_orders())
[line] = order["line_items"]
ebay.sell_fulfillment_create_shipping_fulfillment(
    body={
        "lineItems": [{"lineItemId": line["line_item_id"], "quantity": line["quantity"]}],
        "shippedDate": order["creation_date"],
        "shippingCarrierCode": "DHL",
        "trackingNumber": "123456789",
    },
    content_type="application/json",
    order_id=order["order_id"],
)
places = records(ebay.sell_inventory_get_inventory_locations())
tree = ebay.commerce_taxonomy_get_default_category_tree_id(marketplace_id="EBAY_DE")
try:
    ebay.sell_inventory_get_inventory_item(sku="YOK")
    missing = ""
except Error as error:
    missing = error.reason
json.dump(
    {
        "items": sorted(one["sku"] for one in items),
        "title": tea["product"]["title"],
        "pushed": [one["status_code"] for one in pushed["responses"]],
        "order": order["order_id"],
        "line": {"sku": line["sku"], "units": line["quantity"]},
        "shipped": ebay.sell_fulfillment_get_order(order_id=order["order_id"])["order_fulfillment_status"],
        "places": [one["merchant_location_key"] for one in places],
        "tree": tree["category_tree_id"],
        "missing": missing,
    },
    sys.stdout,
)
