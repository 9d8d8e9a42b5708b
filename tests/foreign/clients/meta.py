"""Meta's own business SDK; its session's `GRAPH` is set, nothing else."""

import json
import sys
import time

from facebook_business.adobjects.productcatalog import ProductCatalog
from facebook_business.adobjects.productitem import ProductItem
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

given = json.load(sys.stdin)
FacebookSession.GRAPH = given["address"]


def catalog(token):
    api = FacebookAdsApi.init("4711", given["secret"], token, crash_log=False)
    return ProductCatalog(given["catalog"], api=api)


shop = catalog(given["token"])
named = shop.api_get(fields=["name", "vertical", "product_count"])
sent = shop.create_items_batch(
    params={
        "item_type": "PRODUCT_ITEM",
        "allow_upsert": True,
        "requests": [
            {
                "method": "CREATE",
                "data": {
                    "id": "CAY-1",
                    "title": "Çay & Şeker",
                    "description": "Rize çayı, 1000 gr",
                    "availability": "in stock",
                    "condition": "new",
                    "price": "39.90 TRY",
                    "link": "https://magaza.example/p/CAY-1",
                    "image_link": "https://magaza.example/p/CAY-1.jpg",
                    "brand": "Rize",
                    "quantity_to_sell_on_facebook": 7,
                },
            },
            {
                "method": "UPDATE",
                "data": {"id": "SAL-1", "price": "99.90 TRY", "availability": "out of stock"},
            },
            {"method": "UPDATE", "data": {"id": "SAL-1", "link": "magaza"}},
            {"method": "DELETE", "data": {"id": "YOK-1"}},
        ],
    }
)


def finished(handle):
    for _ in range(100):
        [state] = shop.get_check_batch_request_status(
            params={"handle": handle, "load_ids_of_invalid_requests": True}
        )
        if state["status"] == "finished":
            return state
        time.sleep(0.05)
    raise AssertionError("the batch never ended")


state = finished(sent["handles"][0])
fields = ["id", "retailer_id", "name", "price", "availability", "review_status"]
items = shop.get_products(fields=fields, params={"limit": 1})
listed = list(items)
[tea] = shop.get_products(fields=fields, params={"filter": {"retailer_id": {"eq": "CAY-1"}}})
one = ProductItem(tea["id"], api=shop.get_api_assured()).api_get(fields=["retailer_id", "price"])
try:
    catalog("wrong").api_get()
    refused = 0
except FacebookRequestError as error:
    refused = error.api_error_code()
json.dump(
    {
        "catalog": [named["name"], named["vertical"], named["product_count"]],
        "refused_at_once": [one["retailer_id"] for one in sent["validation_status"]],
        "refused_later": [state["errors_total_count"], state["ids_of_invalid_requests"]],
        "listed": sorted(
            [one["retailer_id"], one["name"], one["price"], one["availability"]] for one in listed
        ),
        "one": [one["retailer_id"], one["price"]],
        "version": FacebookAdsApi.API_VERSION,
        "refused": refused,
    },
    sys.stdout,
)
