"""Subscriptions to package statuses."""

import uuid

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import events
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.models import Webhook
from prapazar.sandbox.trendyol.visit import Routes, Visit

_MOST = 15
_FORBIDDEN = ("trendyol", "dolap", "localhost")
_AUTHENTICATIONS = ("BASIC_AUTHENTICATION", "API_KEY")
_ALL = list(events.SUBSCRIBABLE.values())
_PATHS = ("/integration/webhook/sellers/{seller}/webhooks", "/integration/sellers/{seller}/webhooks")
"""The documented path, and the one a well-known client uses."""
routes = Routes()


def create(visit: Visit) -> Reply:
    if len(visit.seller.webhooks) >= _MOST:
        raise bad_request("webhook.limit", f"En fazla {_MOST} webhook oluşturulabilir.")
    webhook = _read(visit, visit.body(), str(uuid.uuid4()), visit.now_ms)
    visit.market.keep_webhook(visit.seller, webhook)
    return json_reply({"id": webhook.webhook_id})


def listing(visit: Visit) -> Reply:
    return json_reply([_public(one) for one in visit.seller.webhooks.values()])


def update(visit: Visit) -> Reply:
    held = _known(visit)
    webhook = _read(visit, visit.body(), held.webhook_id, held.created_ms)
    webhook.active, webhook.modified_ms = held.active, visit.now_ms
    visit.market.keep_webhook(visit.seller, webhook)
    return empty_reply()


def delete(visit: Visit) -> Reply:
    visit.market.drop_webhook(visit.seller, _known(visit).webhook_id)
    return empty_reply()


def activate(visit: Visit) -> Reply:
    return _switch(visit, is_active=True)


def deactivate(visit: Visit) -> Reply:
    return _switch(visit, is_active=False)


for _path in _PATHS:
    routes.add("POST", _path, create)
    routes.add("GET", _path, listing)
    routes.add("PUT", f"{_path}/{{webhook}}", update)
    routes.add("DELETE", f"{_path}/{{webhook}}", delete)
    routes.add("PUT", f"{_path}/{{webhook}}/activate", activate)
    routes.add("PUT", f"{_path}/{{webhook}}/deactivate", deactivate)


def _switch(visit: Visit, *, is_active: bool) -> Reply:
    webhook = _known(visit)
    webhook.active, webhook.failures, webhook.modified_ms = is_active, 0, visit.now_ms
    visit.market.keep_webhook(visit.seller, webhook)
    return empty_reply()


def _known(visit: Visit) -> Webhook:
    webhook = visit.seller.webhooks.get(visit.values["webhook"])
    if webhook is None:
        raise not_found("webhook.not.found", "Webhook not found.")
    return webhook


def _read(visit: Visit, request: Json, webhook_id: str, created_ms: int) -> Webhook:
    url = str(request.get("url") or "")
    if not url.startswith(("http://", "https://")) or any(word in url.casefold() for word in _FORBIDDEN):
        raise bad_request("webhook.url.invalid", "url is not valid.")
    authentication = request.get("authenticationType") or _AUTHENTICATIONS[0]
    if authentication not in _AUTHENTICATIONS:
        raise bad_request("authenticationType.invalid", f"must be one of {', '.join(_AUTHENTICATIONS)}.")
    if authentication == "API_KEY" and not request.get("apiKey"):
        raise bad_request("apiKey.empty", "apiKey is required.")
    statuses = request.get("subscribedStatuses") or _ALL
    if not isinstance(statuses, list) or any(one not in _ALL for one in statuses):
        raise bad_request("subscribedStatuses.invalid", f"must be among {', '.join(_ALL)}.")
    return Webhook(
        webhook_id,
        url,
        authentication,
        str(request.get("username") or ""),
        str(request.get("password") or ""),
        str(request.get("apiKey") or ""),
        list(statuses),
        created_ms,
        visit.now_ms,
    )


def _public(webhook: Webhook) -> Json:
    return {
        "id": webhook.webhook_id,
        "createdDate": webhook.created_ms,
        "lastModifiedDate": webhook.modified_ms,
        "url": webhook.url,
        "username": webhook.username,
        "authenticationType": webhook.authentication_type,
        "status": "ACTIVE" if webhook.active else "PASSIVE",
        "subscribedStatuses": webhook.statuses,
    }
