"""`etsy-python`: its environment's three addresses are set; consent is given at the pretend Etsy's own page."""

import datetime as dt
import json
import os
import sys
from urllib.parse import parse_qs, urlsplit

import requests

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # its OAuth library refuses http, even to this machine

from etsy_python.v3.auth.OAuth import EtsyOAuth
from etsy_python.v3.common.Env import environment
from etsy_python.v3.enums.Listing import Includes, State, WhenMade, WhoMade
from etsy_python.v3.exceptions.RequestException import RequestException
from etsy_python.v3.models.Listing import (
    CreateDraftListingRequest,
    UpdateListingInventoryRequest,
    UpdateListingRequest,
)
from etsy_python.v3.models.Product import Product
from etsy_python.v3.models.Receipt import CreateReceiptShipmentRequest
from etsy_python.v3.resources.Listing import ListingResource
from etsy_python.v3.resources.ListingInventory import ListingInventoryResource
from etsy_python.v3.resources.Receipt import ReceiptResource
from etsy_python.v3.resources.Session import EtsyClient
from etsy_python.v3.resources.Shop import ShopResource
from etsy_python.v3.resources.Taxonomy import SellerTaxonomyResource
from etsy_python.v3.resources.User import UserResource

given = json.load(sys.stdin)
environment.authorization_url = f"{given['address']}/oauth/connect"
environment.token_url = f"{given['address']}/v3/public/oauth/token"
environment.request_url = f"{given['address']}/v3/application"
WAY_BACK = "https://magaza.example/donus"
SCOPES = ["shops_r", "listings_r", "listings_w", "listings_d", "transactions_r", "transactions_w"]


def consent():
    asking = EtsyOAuth(given["keystring"], WAY_BACK, SCOPES)
    page, state = asking.get_auth_code()
    answer = requests.post(page, data={"decision": "allow"}, allow_redirects=False, timeout=30)
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    asking.set_authorisation_code(back["code"][0], back["state"][0])
    return asking.get_access_token(), state


def client(key, access, refresh):
    until = dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=3600)
    return EtsyClient(key, access, refresh, until)


def sent(products):
    """As the documents want it: what is only told is left out, money becomes a number."""
    return [
        Product(
            one["sku"],
            [
                {name: value[name] for name in ("property_id", "property_name", "value_ids", "values")}
                for value in one["property_values"]
            ],
            [
                {
                    "price": 41.5,
                    "quantity": 7,
                    "is_enabled": offering["is_enabled"],
                    "readiness_state_id": offering["readiness_state_id"],
                }
                for offering in one["offerings"]
            ],
        )
        for one in products
    ]


token, _ = consent()
renewed = client(given["keystring"], token["access_token"], token["refresh_token"]).update_token()
shop = client(f"{given['keystring']}:{given['secret']}", renewed[0], renewed[1])
me = UserResource(shop).get_me().message
number = me["shop_id"]
named = ShopResource(shop).get_shop(number).message
listings, inventory, receipts = ListingResource(shop), ListingInventoryResource(shop), ReceiptResource(shop)
first = listings.get_listings_by_shop(number, limit=1, includes=[Includes.INVENTORY])
second = listings.get_listings_by_shop(number, limit=1, offset=1)
[tea] = [
    one
    for one in listings.get_listings_by_shop(number, includes=[Includes.INVENTORY]).message["results"]
    if one["inventory"]["products"][0]["sku"] == "CAY-1"
]
matrix = inventory.get_listing_inventory(tea["listing_id"]).message
written = inventory.update_listing_inventory(
    tea["listing_id"], UpdateListingInventoryRequest(sent(matrix["products"]))
).message["products"][0]
draft = listings.create_draft_listing(
    number,
    CreateDraftListingRequest(
        quantity=3,
        title="Şal, ipek",
        description="İğne oyalı",
        price=129.9,
        who_made=WhoMade.I_DID,
        when_made=WhenMade.MADE_TO_ORDER,
        taxonomy_id=given["taxonomy"],
        shipping_profile_id=given["shipping_profile"],
        return_policy_id=given["return_policy"],
        readiness_state_id=given["readiness_state"],
        tags=["şal", "ipek"],
    ),
)
changed = listings.update_listing(
    number, draft.message["listing_id"], UpdateListingRequest(title="Şal, yün", tags=["yün"])
).message
try:
    listings.create_draft_listing(
        number,
        CreateDraftListingRequest(
            quantity=3,
            title="Şal",
            description="Şal",
            price=129.9,
            who_made=WhoMade.I_DID,
            when_made=WhenMade.MADE_TO_ORDER,
            taxonomy_id=given["taxonomy"],
        ),
    )
    fault = ""
except RequestException as refusal:
    fault = f"{refusal.code} {refusal.error}"
drafts = listings.get_listings_by_shop(number, state=State.DRAFT).message
deleted = listings.delete_listing(draft.message["listing_id"]).code
[order] = receipts.get_shop_receipts(number, was_paid=True, was_shipped=False).message["results"]
shipped = receipts.create_receipt_shipment(
    number, order["receipt_id"], CreateReceiptShipmentRequest("TR123", "other", send_bcc=False)
).message
nodes = SellerTaxonomyResource(shop).get_seller_taxonomy_nodes().message["results"]
try:
    UserResource(client("wrong", renewed[0], renewed[1])).get_me()
    refused = 200
except RequestException as refusal:
    refused = refusal.code
json.dump(
    {
        "user": me["user_id"] == int(renewed[0].partition(".")[0]),
        "shop": named["shop_name"],
        "count": first.message["count"],
        "pages": [len(first.message["results"]), len(second.message["results"])],
        "limits": first.rate_limits.limit_per_second,
        "written": {
            "sku": written["sku"],
            "stock": written["offerings"][0]["quantity"],
            "price": written["offerings"][0]["price"],
        },
        "draft": [draft.code, draft.message["state"], draft.message["title"], draft.message["tags"]],
        "changed": [changed["title"], changed["tags"]],
        "drafts": [one["title"] for one in drafts["results"]],
        "fault": fault,
        "deleted": deleted,
        "order": order["receipt_id"],
        "lines": [{"sku": one["sku"], "units": one["quantity"]} for one in order["transactions"]],
        "shipped": [shipped["is_shipped"], shipped["shipments"][0]["tracking_code"]],
        "categories": [one["name"] for one in nodes],
        "refused": refused,
    },
    sys.stdout,
)
