"""Webhooks of a shop: the unsigned ping, the signed events, and switching off after failures."""

import base64
import functools
import hashlib
import hmac
from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import order_text, views
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import PROVIDER, Article, Order, Shop, Webhook

_AGENT = "WooCommerce/10.0.2 Hookshot (WordPress/6.8.8)"
_TIMEOUT = timedelta(seconds=60)
_TAKEN = frozenset({*range(200, 300), 301, 302})


def announce_order(mall: Mall, shop: Shop, order: Order, event: str) -> None:
    """A new order is heard twice, as created and as updated, with the same body."""
    body = order_text.answered(order.text, order.order_id, order.customer_id, mall.address(shop))
    if event == "deleted":
        body = jsontext.dump({"id": order.order_id})
    _send_topic(mall, shop, f"order.{event}", body)
    if event == "created":
        _send_topic(mall, shop, "order.updated", body)


def announce_article(mall: Mall, shop: Shop, article: Article, event: str) -> None:
    if not any(
        hook.status == "active" and hook.topic == f"product.{event}" for hook in shop.webhooks.values()
    ):
        return
    body: Json = {"id": article.article_id}
    if event != "deleted":
        show = views.variation if article.is_variation else views.product
        body = show(shop, article, mall.address(shop), mall.ground.now_ms())
    _send_topic(mall, shop, f"product.{event}", jsontext.dump(body))


def announce_thing(mall: Mall, shop: Shop, kind: str, thing: Json, event: str) -> None:
    """Customers and coupons."""
    body = {"id": thing["id"]} if event == "deleted" else thing
    _send_topic(mall, shop, f"{kind}.{event}", jsontext.dump(body))


def announce_action(mall: Mall, shop: Shop, hook: str, argument: object) -> None:
    _send_topic(mall, shop, f"action.{hook}", jsontext.dump({"action": hook, "arg": argument}))


def ping(mall: Mall, shop: Shop, webhook: Webhook) -> None:
    """On activation the shop tries the address with a form, without any signature or X-WC header."""
    headers = {"content-type": "application/x-www-form-urlencoded", "user-agent": _AGENT}
    _send(mall, shop, webhook, f"webhook_id={webhook.webhook_id}".encode(), headers)


def signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def _send_topic(mall: Mall, shop: Shop, topic: str, text: str) -> None:
    for webhook in shop.webhooks.values():
        if webhook.status == "active" and webhook.topic == topic:
            body = text.encode()
            _send(mall, shop, webhook, body, _headers(mall, shop, webhook, body))


def _headers(mall: Mall, shop: Shop, webhook: Webhook, body: bytes) -> dict[str, str]:
    resource, _, event = webhook.topic.partition(".")
    second = mall.ground.now_ms() // 1000
    # Two events within one second share the id: real shops hash the webhook and the second only.
    delivery = hashlib.sha256(f"{webhook.webhook_id}{second}".encode()).hexdigest()[:32]
    return {
        "content-type": "application/json",
        "user-agent": _AGENT,
        "x-wc-webhook-source": f"{mall.address(shop)}/",
        "x-wc-webhook-topic": webhook.topic,
        "x-wc-webhook-resource": resource,
        "x-wc-webhook-event": event,
        "x-wc-webhook-signature": signature(webhook.secret, body),
        "x-wc-webhook-id": str(webhook.webhook_id),
        "x-wc-webhook-delivery-id": delivery,
    }


def _send(mall: Mall, shop: Shop, webhook: Webhook, body: bytes, headers: dict[str, str]) -> None:
    mall.ground.courier.send(
        Parcel(
            provider=PROVIDER,
            account=shop.slug,
            webhook=str(webhook.webhook_id),
            topic=webhook.topic,
            url=webhook.delivery_url,
            body=body,
            headers=headers,
            timeout=_TIMEOUT,
            settle=functools.partial(_settle, mall, shop, webhook),
        )
    )


def _settle(mall: Mall, shop: Shop, webhook: Webhook, status: int | None) -> None:
    """Never tried again; more than five refusals in a row switch the webhook off."""
    if shop.webhooks.get(webhook.webhook_id) is not webhook:
        return
    if status in _TAKEN:
        if webhook.failures == 0:
            return
        webhook.failures = 0
    else:
        webhook.failures += 1
        if webhook.failures > mall.rules.webhook_failures:
            webhook.status = "disabled"
    mall.keep_webhook(shop, webhook)
    mall.ground.store.flush()
