"""Shopify's own Python library; its site is a setting, as private apps set it."""

import json
import sys
import urllib.error

import shopify

given = json.load(sys.stdin)
shopify.ShopifyResource.set_site(f"{given['address']}/admin/api/{given['version']}")
shopify.ShopifyResource.set_headers({"X-Shopify-Access-Token": given["token"]})


def ask(query, **variables):
    answer = json.loads(shopify.GraphQL().execute(query, variables))
    assert "errors" not in answer, answer
    return answer["data"]


shop = ask("query { shop { name currencyCode myshopifyDomain } }")["shop"]
variants = ask(
    """
    query All($first: Int!, $after: String) {
      productVariants(first: $first, after: $after) {
        nodes { id sku price inventoryQuantity inventoryItem { id } product { title } }
        pageInfo { hasNextPage endCursor }
      }
    }
    """,
    first=50,
    after=None,
)["productVariants"]
tea = next(one for one in variants["nodes"] if one["sku"] == "CAY-1")
pushed = ask(
    """
    mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
      inventorySetQuantities(input: $input) @idempotent(key: $key) {
        inventoryAdjustmentGroup { reason changes { name delta } }
        userErrors { field message code }
      }
    }
    """,
    input={
        "name": "available",
        "reason": "correction",
        "quantities": [
            {
                "inventoryItemId": tea["inventoryItem"]["id"],
                "locationId": given["location"],
                "quantity": 7,
                "changeFromQuantity": tea["inventoryQuantity"],
            }
        ],
    },
    key="5b6f1f3e-6a3c-4b7e-9f0a-1d2c3b4a5968",
)["inventorySetQuantities"]
orders = ask(
    """
    query Orders($wanted: String) {
      orders(first: 10, query: $wanted, sortKey: UPDATED_AT) {
        nodes {
          id name displayFulfillmentStatus
          totalPriceSet { shopMoney { amount currencyCode } }
          lineItems(first: 20) { nodes { sku quantity } }
          fulfillmentOrders(first: 5) { nodes { id status } }
        }
      }
    }
    """,
    wanted="status:open",
)["orders"]["nodes"]
shopify.ShopifyResource.set_headers({"X-Shopify-Access-Token": "shpat_wrong"})
try:
    ask("query { shop { name } }")
    refused = 200
except urllib.error.HTTPError as error:
    refused = error.code
[order] = orders
json.dump(
    {
        "shop": shop,
        "variants": sorted([one["sku"], one["product"]["title"]] for one in variants["nodes"]),
        "more": variants["pageInfo"]["hasNextPage"],
        "faults": pushed["userErrors"],
        "order": order["id"],
        "lines": order["lineItems"]["nodes"],
        "status": order["displayFulfillmentStatus"],
        "parts": [one["status"] for one in order["fulfillmentOrders"]["nodes"]],
        "refused": refused,
    },
    sys.stdout,
)
