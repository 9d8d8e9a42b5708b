"""Amazon's notifications: it calls no address, it writes into a queue of the seller's at AWS."""

from collections.abc import Iterator, Mapping
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import load_json, mapping, optional, required, text
from prapazar.connector_kit.records import QueueMessage, WebhookDelivery, WebhookEvent
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.signing import digest
from prapazar.connector_kit.sqs import Message
from prapazar.connectors.amazon import errors
from prapazar.connectors.amazon.client import AmazonClient
from prapazar.connectors.amazon.schemas import Marketplace

_ORDERS, _OFFERS, _FEEDS, _STATUSES = (
    "ORDER_CHANGE",
    "ANY_OFFER_CHANGED",
    "FEED_PROCESSING_FINISHED",
    "LISTINGS_ITEM_STATUS_CHANGE",
)
_VERSIONS = {_ORDERS: "1.0", _OFFERS: "1.0", _FEEDS: "2020-09-04", _STATUSES: "1.0"}
_KINDS = {_ORDERS: "orders", _OFFERS: "offers", _FEEDS: "batches", _STATUSES: "products"}
_USUAL = (_ORDERS, _FEEDS)
_NAME = "PraPazar"
Inner = Mapping[str, Any]


class Notifications:
    """Whom Amazon tells of what. The destination is the app's, the subscription one seller's at one app."""

    def __init__(self, client: AmazonClient, setup: Setup, place: Marketplace) -> None:
        queue = str(setup.settings.get("queue") or "")
        self._client = client
        self._place = place
        self._region = queue_region(setup)
        self._owner, _, self._queue = queue.partition("/")
        self._kinds = tuple(_VERSIONS) if setup.settings.get("queue_events") == "all" else _USUAL

    def subscribe(self) -> str:
        """Answers `type=id` of each; one that is there already for the same queue is as good."""
        with errors.beside_orders():
            return ",".join(f"{kind}={self._subscribed(kind)}" for kind in self._kinds)

    def unsubscribe(self, external_id: str) -> None:
        """The destination stays: other sellers of the same app may be told by it."""
        for one in external_id.split(","):
            kind, _, number = one.partition("=")
            try:
                with errors.beside_orders():
                    self._client.delete_subscription(kind, number)
            except Rejected as error:
                if not errors.is_missing(error):
                    raise

    def _subscribed(self, kind: str) -> str:
        destination = self._destination(kind)
        body: dict[str, object] = {"payloadVersion": _VERSIONS[kind], "destinationId": destination}
        if kind == _OFFERS:
            event_filter = {"eventFilterType": kind, "marketplaceIds": [self._place.id]}
            body["processingDirective"] = {"eventFilter": event_filter}
        try:
            return text(required(self._client.create_subscription(kind, body), "subscriptionId"))
        except Rejected as error:
            if error.code != errors.CONFLICT:
                raise
        found = self._client.subscription(kind)
        if text(required(found, "destinationId")) != destination:
            raise Rejected(kind, code="amazon.subscribed_elsewhere", field="queue")
        return text(required(found, "subscriptionId"))

    def _destination(self, kind: str) -> str:
        """Events of listings go to an event bus of the same account, from which a rule leads into the queue."""
        if kind == _STATUSES:
            bus = {"region": self._region, "accountId": self._owner}
            name, wanted = "eventBridge", bus
        else:
            name, wanted = "sqs", {"arn": f"arn:aws:sqs:{self._region}:{self._owner}:{self._queue}"}
        for one in self._client.destinations():
            resource = mapping(required(one, "resource"), "resource").get(name) or {}
            if wanted.items() <= resource.items():
                return text(required(one, "destinationId"))
        made = self._client.create_destination(f"{_NAME}-{self._queue}"[:256], {name: wanted})
        return text(required(made, "destinationId"))


def queue_region(setup: Setup) -> str:
    return str(setup.settings.get("queue_region") or setup.manifest.field("queue_region").default)


def message(raw: Message, seller_id: str, place: Marketplace) -> QueueMessage:
    """What cannot be read is kept all the same, under its own digest."""
    delivery = WebhookDelivery({}, raw.body.encode())
    try:
        told = _told(delivery)
        kind = text(_named(told, "notificationType"))
        meta = mapping(_named(told, "notificationMetadata"), "notificationMetadata")
        event = WebhookEvent(text(_named(meta, "notificationId")), _KINDS.get(kind, "other"))
        inner = _inner(told)
    except UnexpectedAnswer:
        return QueueMessage(raw.receipt, delivery, WebhookEvent(digest(delivery.body), "other"))
    sellers = {text(one) for one in _values(inner, "sellerid")}
    places = {text(one) for one in _values(inner, "marketplaceid")}
    is_ours = sellers <= {seller_id, ""} and places <= {place.id, ""}
    return QueueMessage(raw.receipt, delivery, event if is_ours else None)


def order_id(delivery: WebhookDelivery) -> str:
    change = _inner(_told(delivery))
    return text(required(change, "AmazonOrderId", "amazonOrderId"))


def _told(delivery: WebhookDelivery) -> Inner:
    """An event bus puts its own wrapping around."""
    try:
        told = mapping(load_json(delivery.body), "notification")
    except ValueError as error:
        raise UnexpectedAnswer("a message that is no JSON", code="connector.broken_answer") from error
    return mapping(told["detail"], "detail") if "detail" in told else told


def _inner(told: Inner) -> Inner:
    """What the payload is about: most have one more envelope, `<Type>Notification`."""
    payload = mapping(_named(told, "payload"), "payload")
    inside = [value for name, value in payload.items() if name.endswith("Notification")]
    return mapping(inside[0], "payload") if len(inside) == 1 else payload


def _named(told: Inner, name: str) -> Any:  # noqa: ANN401 - the caller knows its type
    """Most types have names in PascalCase, those of feeds and reports in camelCase."""
    return required(told, name, f"{name[0].upper()}{name[1:]}")


def _values(inner: Inner, name: str) -> Iterator[object]:
    """Of the notification itself and its summary or trigger; not of the offers of others within."""
    for key, value in inner.items():
        if key.casefold() == name:
            yield value
        elif key in ("Summary", "OfferChangeTrigger") and isinstance(value, Mapping):
            found = optional(value, "MarketplaceId") if name == "marketplaceid" else None
            if found is not None:
                yield found
