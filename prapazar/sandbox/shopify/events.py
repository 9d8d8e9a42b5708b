"""Webhooks: subscriptions, and signed deliveries in the REST shape."""

import base64
import functools
import hmac
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel, is_loopback
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.shopify.connection import listed
from prapazar.sandbox.shopify.mall import PROVIDER, Mall, gid, money, number_of
from prapazar.sandbox.shopify.shelves import user_error

_PATIENCE = timedelta(seconds=5)
_TRIES = 8
_AGAIN = timedelta(minutes=30)
"""Eight more tries within four hours."""


class Subscriptions:
    def __init__(self, mall: Mall, shop: Account, version: str) -> None:
        self._mall = mall
        self._shop = shop
        self._version = version

    def queries(self) -> Json:
        return {"webhookSubscriptions": self._all}

    def mutations(self) -> Json:
        return {"webhookSubscriptionCreate": self._create, "webhookSubscriptionDelete": self._delete}

    def _all(self, given: Json) -> Json:
        topics, uri = given.get("topics"), given.get("uri")
        rows = [
            one
            for one in self._shop["webhook"].values()
            if (not topics or one["topic"] in topics) and uri in (None, one["uri"])
        ]
        return listed(rows, given, _shown)

    def _create(self, given: Json) -> Json:
        wanted = given["webhookSubscription"]
        uri = str(wanted.get("uri") or wanted.get("callbackUrl") or "")
        fault = self._fault(given["topic"], uri)
        if fault:
            return {"webhookSubscription": None, "userErrors": [fault]}
        held: Json = {
            "id": self._mall.number(),
            "topic": given["topic"],
            "uri": uri,
            "name": wanted.get("name"),
            "format": wanted.get("format") or "JSON",
            "includeFields": wanted.get("includeFields") or [],
            "createdAt": self._mall.stamp(),
            "updatedAt": self._mall.stamp(),
            "version": self._version,
            "failures": 0,
        }
        self._mall.files.put(self._shop, "webhook", str(held["id"]), held)
        return {"webhookSubscription": _shown(held), "userErrors": []}

    def _fault(self, topic: str, uri: str) -> Json | None:
        if not (uri.startswith("https://") or is_loopback(uri)):  # the sandbox itself reaches nothing else
            return user_error(["webhookSubscription", "uri"], "Address protocol http:// is not supported")
        if any((one["topic"], one["uri"]) == (topic, uri) for one in self._shop["webhook"].values()):
            text = "Address for this topic has already been taken"
            return user_error(["webhookSubscription", "uri"], text)
        return None

    def _delete(self, given: Json) -> Json:
        number = number_of(given["id"], "WebhookSubscription")
        if number not in self._shop["webhook"]:
            fault = user_error(["id"], "Webhook subscription does not exist")
            return {"deletedWebhookSubscriptionId": None, "userErrors": [fault]}
        self._mall.files.drop(self._shop, "webhook", number)
        return {"deletedWebhookSubscriptionId": given["id"], "userErrors": []}


def announce(mall: Mall, shop: Account, order: Json, topic: str) -> None:
    """A new, paid or cancelled order is heard as an update, too: two deliveries of one event."""
    event = str(UUID(int=mall.number(), version=4))
    for held in list(shop["webhook"].values()):
        if held["topic"] in (topic, "ORDERS_UPDATED"):
            _send(mall, shop, held, rest_order(mall, order), event)


def _send(mall: Mall, shop: Account, held: Json, document: Json, event: str) -> None:
    body = jsontext.dump(document).encode()
    resource, _, happened = held["topic"].lower().partition("_")
    signed = hmac.digest(shop.profile["client_secret"].encode(), body, "sha256")
    headers = {
        "content-type": "application/json",
        "user-agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": f"{resource}/{happened}",
        "X-Shopify-Hmac-SHA256": base64.b64encode(signed).decode(),
        "X-Shopify-Shop-Domain": f"{shop.number}.myshopify.com",
        "X-Shopify-API-Version": held["version"],
        "X-Shopify-Webhook-Id": str(UUID(int=mall.number(), version=4)),
        "X-Shopify-Event-Id": event,
        "X-Shopify-Triggered-At": mall.stamp(),
    }
    if held["name"] and mall.rules.webhook_name:
        headers["X-Shopify-Name"] = held["name"]
    parcel = Parcel(
        provider=PROVIDER,
        account=shop.number,
        webhook=str(held["id"]),
        topic=headers["X-Shopify-Topic"],
        url=held["uri"],
        body=body,
        headers=headers,
        timeout=_PATIENCE,
        settle=lambda _: None,
    )
    parcel.settle = functools.partial(_settle, mall, shop, held, parcel)
    mall.ground.courier.send(parcel)


def _settle(mall: Mall, shop: Account, held: Json, parcel: Parcel, status: int | None) -> timedelta | None:
    """Tried eight times more; a subscription that fails so often in a row is deleted."""
    number = str(held["id"])
    if shop["webhook"].get(number) is not held:
        return None
    is_taken = status is not None and 200 <= status < 300  # noqa: PLR2004 - what counts as taken
    held["failures"] = 0 if is_taken else held["failures"] + 1
    if held["failures"] > _TRIES:
        mall.files.drop(shop, "webhook", number)
    else:
        mall.files.put(shop, "webhook", number, held)
    mall.ground.store.flush()
    return None if is_taken or parcel.attempt > _TRIES else _AGAIN


def rest_order(mall: Mall, order: Json) -> Json:
    """The shape of the older API, which webhooks still carry."""
    goods = sum((decimal(one["unitPrice"]) * one["quantity"] for one in order["lines"]), Decimal(0))
    discount = sum((decimal(one["discount"]) for one in order["lines"]), Decimal(0))
    address = {
        "first_name": order["address"]["firstName"],
        "last_name": order["address"]["lastName"],
        **{
            name: order["address"][name]
            for name in ("name", "company", "address1", "address2", "city", "zip")
        },
        "province": None,
        "country": "Turkey",
        "country_code": "TR",
        "phone": order["phone"],
    }
    cancelled = order["cancelledMs"]
    return {
        "id": order["id"],
        "admin_graphql_api_id": gid("Order", order["id"]),
        "name": order["name"],
        "order_number": order["number"],
        "created_at": mall.stamp(order["createdMs"]),
        "updated_at": mall.stamp(order["updatedMs"]),
        "cancelled_at": None if cancelled is None else mall.stamp(cancelled),
        "cancel_reason": order["cancelReason"] and order["cancelReason"].lower(),
        "currency": order["currency"],
        "email": order["email"],
        "financial_status": order["financial"].lower(),
        "fulfillment_status": None if not order["fulfillments"] else "fulfilled",
        "subtotal_price": money(goods - discount),
        "total_price": money(goods - discount + decimal(order["shipping"])),
        "total_discounts": money(discount),
        "billing_address": address,
        "shipping_address": address,
        "line_items": [
            {
                "id": one["id"],
                "admin_graphql_api_id": gid("LineItem", one["id"]),
                "product_id": one["productId"],
                "variant_id": one["variantId"],
                "sku": one["sku"],
                "title": one["title"],
                "variant_title": one["variantTitle"],
                "quantity": one["quantity"],
                "price": one["unitPrice"],
                "total_discount": one["discount"],
            }
            for one in order["lines"]
        ],
        "note": order["note"],
    }


def _shown(held: Json) -> Json:
    return {
        **held,
        "__typename": "WebhookSubscription",
        "id": gid("WebhookSubscription", held["id"]),
        "legacyResourceId": str(held["id"]),
    }
