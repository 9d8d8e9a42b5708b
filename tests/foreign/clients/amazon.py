"""`python-amazon-sp-api`: the marketplace carries the endpoint, the class of the log-in its scheme and host."""

import gzip
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from sp_api.api import (
    Feeds,
    ListingsItems,
    Messaging,
    Notifications,
    Orders,
    ProductTypeDefinitions,
    Reports,
    Sellers,
)
from sp_api.auth import AccessTokenClient
from sp_api.base import SellingApiException
from sp_api.base.marketplaces import Marketplaces

given = json.load(sys.stdin)


class LogIn(AccessTokenClient):
    scheme, host = given["login"].split("//")
    scheme += "//"


marketplace = SimpleNamespace(
    endpoint=given["address"],
    marketplace_id=Marketplaces.TR.marketplace_id,
    region=Marketplaces.TR.region,
)
credentials = {name: given[name] for name in ("refresh_token", "lwa_app_id", "lwa_client_secret")}


def client(kind, **options):
    return kind(marketplace=marketplace, credentials=credentials, auth_token_client_class=LogIn, **options)


seller, place = given["seller"], Marketplaces.TR.marketplace_id
[shop] = client(Sellers).get_marketplace_participation().payload
kinds = client(ProductTypeDefinitions).search_definitions_product_types(keywords="SCARF").payload
listings = client(ListingsItems, version="2021-08-01")
found = listings.search_listings_items(
    seller, marketplaceIds=place, includedData="summaries,offers", pageSize=20
)
stock = {
    "op": "replace",
    "path": "/attributes/fulfillment_availability",
    "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 7}],
}
patched = listings.patch_listings_item(
    seller, "ŞAL 1/A", marketplaceIds=[place], body={"productType": "SCARF", "patches": [stock]}
)
try:
    listings.get_listings_item(seller, "YOK", marketplaceIds=place)
    missing = ""
except SellingApiException as error:
    missing = error.code
messages = [
    {"messageId": 1, "sku": "CAY-1", "operationType": "PATCH", "productType": "SCARF", "patches": [stock]}
]
feed = {
    "header": {"sellerId": seller, "version": "2.0", "issueLocale": "tr_TR"},
    "messages": messages,
}
feeds = client(Feeds)
_, sent = feeds.submit_feed(
    "JSON_LISTINGS_FEED", io.StringIO(json.dumps(feed)), "application/json; charset=UTF-8"
)
for _ in range(50):
    state = feeds.get_feed(sent.payload["feedId"]).payload
    if state["processingStatus"] == "DONE":
        break
report = feeds.get_feed_result_document(state["resultFeedDocumentId"])
if isinstance(report, bytes):
    report = gzip.decompress(report).decode()
since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
old = client(Orders, version="v0")
[order] = old.get_orders(LastUpdatedAfter=since, MarketplaceIds=[place]).payload["Orders"]
items = old.get_order_items(order["AmazonOrderId"]).payload["OrderItems"]
new = client(Orders, version="2026-01-01")
[same] = new.search_orders(lastUpdatedAfter=since, marketplaceIds=[place]).payload["orders"]
package = {
    "packageReferenceId": "1",
    "carrierCode": "Other",
    "carrierName": "Yurtiçi Kargo",
    "shippingMethod": "Standart",
    "trackingNumber": "123456789",
    "shipDate": datetime.now(UTC).isoformat(),
    "orderItems": [{"orderItemId": one["OrderItemId"], "quantity": one["QuantityOrdered"]} for one in items],
}
notifications = client(Notifications)
destination = notifications.create_destination("kuyruk", arn=given["queue"]).payload
notifications.create_subscription("ORDER_CHANGE", destination_id=destination["destinationId"])
subscription = notifications.get_subscription("ORDER_CHANGE").payload
messaging = client(Messaging)
actions = messaging.get_messaging_actions_for_order(order["AmazonOrderId"], marketplaceIds=[place]).payload[
    "_links"
]["actions"]
messaging.create_confirm_order_details(order["AmazonOrderId"], body={"text": "Renk mavi mi?"})
reports = client(Reports)
asked = reports.create_report(
    reportType="GET_XML_RETURNS_DATA_BY_RETURN_DATE", dataStartTime=since, marketplaceIds=[place]
).payload
made = reports.get_report(asked["reportId"]).payload
returns = reports.get_report_document(made["reportDocumentId"], download=True, character_code="UTF-8")
old.confirm_shipment(order["AmazonOrderId"], marketplaceId=place, packageDetail=package)
json.dump(
    {
        "shop": shop["marketplace"]["id"],
        "kinds": [one["name"] for one in kinds["productTypes"]],
        "listings": sorted(one["sku"] for one in found.payload["items"]),
        "patched": patched.payload["status"],
        "missing": missing,
        "feed": json.loads(report)["summary"],
        "order": order["AmazonOrderId"],
        "same": same["orderId"],
        "items": [{"sku": one["SellerSKU"], "units": one["QuantityOrdered"]} for one in items],
        "subscribed": subscription["destinationId"] == destination["destinationId"],
        "actions": [one["name"] for one in actions],
        "returns": returns.payload["document"].count("<amazon_rma_id>"),
        "shipped": old.get_order(order["AmazonOrderId"]).payload["OrderStatus"],
    },
    sys.stdout,
)
