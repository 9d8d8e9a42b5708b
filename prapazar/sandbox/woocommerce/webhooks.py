"""Subscriptions to events of a shop."""

import re

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import batch, events, formats, listing, schema, views
from prapazar.sandbox.woocommerce.errors import ShopError, invalid_id, no_trash, not_in_enum
from prapazar.sandbox.woocommerce.models import Webhook
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_BASE = "/wc/v3/webhooks"
_STATUSES = ("active", "paused", "disabled")
_TOPIC = re.compile(r"(coupon|customer|order|product)\.(created|updated|deleted|restored)|action\.\w+")
_RULES: dict[str, schema.Rule] = {
    "name": "string",
    "status": _STATUSES,
    "topic": "string",
    "delivery_url": "string",
    "secret": "string",
}
_HOOKS = {
    "order.created": ["woocommerce_new_order"],
    "order.updated": ["woocommerce_update_order", "woocommerce_order_refunded"],
    "order.deleted": ["wp_trash_post"],
    "order.restored": ["untrashed_post"],
    "product.created": [
        "woocommerce_process_product_meta",
        "woocommerce_new_product",
        "woocommerce_new_product_variation",
    ],
    "product.updated": [
        "woocommerce_process_product_meta",
        "woocommerce_update_product",
        "woocommerce_update_product_variation",
    ],
    "product.deleted": ["wp_trash_post"],
    "product.restored": ["untrashed_post"],
}
routes = Routes()


@routes.route("GET", _BASE)
def webhooks(visit: Visit) -> Reply:
    status = visit.call.query.get("status") or "all"
    if status not in ("all", *_STATUSES):
        raise not_in_enum("status", ("all", *_STATUSES))
    rows = [one for one in visit.shop.webhooks.values() if status in ("all", one.status)]
    rows.sort(key=lambda one: one.webhook_id, reverse=visit.call.query.get("order", "desc") == "desc")
    return listing.answer(visit, rows, lambda one: _public(visit, one))


@routes.route("POST", _BASE)
def create(visit: Visit) -> Reply:
    return listing.one(visit, _create(visit, visit.body()), 201)


@routes.route("POST", f"{_BASE}/batch")
@routes.route("PUT", f"{_BASE}/batch")
@routes.route("PATCH", f"{_BASE}/batch")
def run_batch(visit: Visit) -> Reply:
    return batch.run(visit, _create, _update, _delete)


@routes.route("GET", f"{_BASE}/{{id}}")
def read(visit: Visit) -> Reply:
    return listing.one(visit, _public(visit, _known(visit, visit.number())))


@routes.route("PUT", f"{_BASE}/{{id}}")
@routes.route("PATCH", f"{_BASE}/{{id}}")
@routes.route("POST", f"{_BASE}/{{id}}")
def update(visit: Visit) -> Reply:
    return listing.one(visit, _update(visit, visit.number(), visit.body()))


@routes.route("DELETE", f"{_BASE}/{{id}}")
def delete(visit: Visit) -> Reply:
    number = _known(visit, visit.number()).webhook_id
    if not visit.is_forced():
        raise no_trash("Webhooks")
    return listing.one(visit, _delete(visit, number))


def _create(visit: Visit, given: Json) -> Json:
    request = schema.checked(given, _RULES)
    topic, url = request.get("topic", ""), request.get("delivery_url", "")
    _check(topic, url)
    now = visit.now_ms
    webhook = Webhook(
        webhook_id=visit.mall.next_number(visit.shop, "webhook", 1),
        name=request.get("name") or f"Webhook created on {formats.local(visit.shop, now)}",
        status=request.get("status", "active"),
        topic=topic,
        delivery_url=url,
        secret=request.get("secret") or visit.key.consumer_secret,
        created_ms=now,
        modified_ms=now,
    )
    visit.mall.keep_webhook(visit.shop, webhook)
    if webhook.status == "active":
        events.ping(visit.mall, visit.shop, webhook)
    return _public(visit, webhook)


def _update(visit: Visit, number: int, given: Json) -> Json:
    webhook, request = _known(visit, number), schema.checked(given, _RULES)
    _check(request.get("topic", webhook.topic), request.get("delivery_url", webhook.delivery_url))
    was_active, old_url = webhook.status == "active", webhook.delivery_url
    for name, value in request.items():
        setattr(webhook, name, value)
    webhook.modified_ms = visit.now_ms
    if webhook.status == "active" and not was_active:
        webhook.failures = 0
    visit.mall.keep_webhook(visit.shop, webhook)
    if webhook.status == "active" and (not was_active or webhook.delivery_url != old_url):
        events.ping(visit.mall, visit.shop, webhook)
    return _public(visit, webhook)


def _delete(visit: Visit, number: int) -> Json:
    webhook = _known(visit, number)
    visit.mall.drop_webhook(visit.shop, number)
    return _public(visit, webhook)


def _check(topic: str, url: str) -> None:
    if not _TOPIC.fullmatch(topic):
        message = "Webhook topic is required and must be valid."
        raise ShopError(400, "woocommerce_rest_shop_webhook_invalid_topic", message)
    if not url.startswith(("http://", "https://")):
        message = "Webhook delivery URL must be a valid URL starting with http:// or https://."
        raise ShopError(400, "woocommerce_rest_shop_webhook_invalid_delivery_url", message)


def _known(visit: Visit, number: int) -> Webhook:
    webhook = visit.shop.webhooks.get(number)
    if webhook is None:
        raise invalid_id("shop_webhook")
    return webhook


def _public(visit: Visit, webhook: Webhook) -> Json:
    """The secret is never told again."""
    resource, _, event = webhook.topic.partition(".")
    return {
        "id": webhook.webhook_id,
        "name": webhook.name,
        "status": webhook.status,
        "topic": webhook.topic,
        "resource": resource,
        "event": event,
        "hooks": [event] if resource == "action" else _HOOKS.get(webhook.topic, []),
        "delivery_url": webhook.delivery_url,
        **formats.stamps(visit.shop, "date_created", webhook.created_ms),
        **formats.stamps(visit.shop, "date_modified", webhook.modified_ms),
        "_links": views.links(f"{visit.address}/wp-json/wc/v3/webhooks", webhook.webhook_id),
    }
