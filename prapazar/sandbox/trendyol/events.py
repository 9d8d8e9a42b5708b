"""Telling a seller's webhooks that a package reached a status."""

import functools
from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.trendyol import aliases
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import PROVIDER, Package, Seller, Webhook

SUBSCRIBABLE = {
    "Created": "CREATED",
    "Picking": "PICKING",
    "Invoiced": "INVOICED",
    "Shipped": "SHIPPED",
    "Cancelled": "CANCELLED",
    "Delivered": "DELIVERED",
    "UnDelivered": "UNDELIVERED",
    "Returned": "RETURNED",
    "UnSupplied": "UNSUPPLIED",
    "Awaiting": "AWAITING",
    "UnPacked": "UNPACKED",
    "AtCollectionPoint": "AT_COLLECTION_POINT",
    "Verified": "VERIFIED",
}
_GONE = timedelta(seconds=15)
_OK = range(200, 300)


def announce(market: Market, seller: Seller, package: Package) -> None:
    topic = SUBSCRIBABLE.get(package.status)
    for webhook in seller.webhooks.values():
        if webhook.active and topic in webhook.statuses:
            market.ground.courier.send(_parcel(market, seller, webhook, package, topic or ""))


def _parcel(market: Market, seller: Seller, webhook: Webhook, package: Package, topic: str) -> Parcel:
    headers = {"content-type": "application/json"}
    auth = ("", "")
    if webhook.authentication_type == "API_KEY":
        headers["x-api-key"] = webhook.api_key
    else:
        auth = (webhook.username, webhook.password)
    return Parcel(
        provider=PROVIDER,
        account=seller.account,
        webhook=webhook.webhook_id,
        topic=topic,
        url=webhook.url,
        body=_body(market, package).encode(),
        headers=headers,
        auth=auth,
        timeout=_GONE,
        settle=functools.partial(_settle, market, seller, webhook),
    )


def _body(market: Market, package: Package) -> str:
    text = aliases.rename(package.text, market.rules.webhook_names)
    if not market.rules.webhook_envelope:
        return text
    envelope = jsontext.dump({"totalElements": 1, "totalPages": 1, "page": 0, "size": 1, "content": []})
    return envelope.replace('"content":[]', f'"content":[{text}]')


def _settle(market: Market, seller: Seller, webhook: Webhook, status: int | None) -> timedelta | None:
    """Again after five minutes; after too many refusals the webhook is set PASSIVE."""
    if seller.webhooks.get(webhook.webhook_id) is not webhook:
        return None
    if status is not None and status in _OK:
        webhook.failures = 0
        return None
    webhook.failures += 1
    if webhook.failures >= market.rules.webhook_attempts:
        webhook.active = False
        webhook.modified_ms = market.ground.now_ms()
    market.keep_webhook(seller, webhook)
    market.ground.store.flush()
    return timedelta(milliseconds=market.rules.retry_ms) if webhook.active else None
