"""What Amazon tells of by itself: notifications, written into the queue of whoever subscribed to their type."""

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.visit import iso
from prapazar.sandbox.faults import WEBHOOK, WEBHOOK_KINDS, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

ORDERS, OFFERS, FEEDS, STATUSES = (
    "ORDER_CHANGE",
    "ANY_OFFER_CHANGED",
    "FEED_PROCESSING_FINISHED",
    "LISTINGS_ITEM_STATUS_CHANGE",
)
VERSIONS = {ORDERS: "1.0", OFFERS: "1.0", FEEDS: "2020-09-04", STATUSES: "1.0"}
BY_BUS = (STATUSES,)
"""Told to an event bus alone; a rule of the seller's leads from there into a queue."""
_OLDER = {
    "PENDING_AVAILABILITY": "PendingAvailability",
    "PENDING": "Pending",
    "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped",
    "SHIPPED": "Shipped",
    "CANCELLED": "Canceled",
    "UNFULFILLABLE": "Unfulfillable",
}


def order_changed(mall: Mall, account: Account, order: Json) -> None:
    """Statuses are told in the words of the older interface."""
    shipped = sum(one["shipped"] for one in order["items"])
    units = sum(one["quantity"] for one in order["items"])
    told = {
        "NotificationLevel": "OrderLevel",
        "SellerId": account.number,
        "AmazonOrderId": order["orderId"],
        "OrderChangeType": "OrderStatusChange",
        "OrderChangeTrigger": {"TimeOfOrderChange": iso(order["updatedMs"]), "ChangeReason": "Status"},
        "Summary": {
            "MarketplaceId": account.profile["marketplace"],
            "OrderStatus": _OLDER[order["status"]],
            "PurchaseDate": iso(order["createdMs"]),
            "DestinationPostalCode": order["address"]["postalCode"],
            "FulfillmentType": "AFN" if order["fulfilledBy"] == "AMAZON" else "MFN",
            "OrderType": "StandardOrder",
            "NumberOfItemsShipped": shipped,
            "NumberOfItemsUnshipped": units - shipped,
            "OrderItems": [
                {
                    "OrderItemId": one["orderItemId"],
                    "SellerSKU": one["sku"],
                    "SupplySourceId": None,
                    "Quantity": one["quantity"],
                    "QuantityShipped": one["shipped"],
                }
                for one in order["items"]
            ],
        },
    }
    _tell(mall, account, ORDERS, {"OrderChangeNotification": told})


def offer_changed(mall: Mall, account: Account, item: Json, price: str) -> None:
    """Another seller asks a new price for the same article."""
    currency = mall.place(account).currency
    offer = {
        "SellerId": "ARIVAL00000001",
        "SubCondition": "new",
        "ListingPrice": {"Amount": jsontext.decimal(price), "CurrencyCode": currency},
        "Shipping": {"Amount": 0, "CurrencyCode": currency},
        "IsFulfilledByAmazon": False,
    }
    trigger = {
        "MarketplaceId": account.profile["marketplace"],
        "ASIN": item["asin"],
        "ItemCondition": "new",
        "TimeOfOfferChange": iso(mall.ground.now_ms()),
        "OfferChangeType": "External",
    }
    told = {"SellerId": account.number, "OfferChangeTrigger": trigger, "Summary": {}, "Offers": [offer]}
    _tell(mall, account, OFFERS, {"AnyOfferChangedNotification": told})


def status_changed(mall: Mall, account: Account, item: Json) -> None:
    told = {
        "SellerId": account.number,
        "MarketplaceId": account.profile["marketplace"],
        "Asin": item["asin"],
        "Sku": item["sku"],
        "CreatedDate": iso(item["createdMs"]),
        "Status": ["BUYABLE", "DISCOVERABLE"],
    }
    _tell(mall, account, STATUSES, told)


def feed_finished(mall: Mall, account: Account, feed: Json) -> None:
    told = {
        "sellerId": account.number,
        "accountId": f"amzn1.merchant.o.{account.number}",
        "feedId": feed["feedId"],
        "feedType": feed["feedType"],
        "processingStatus": feed["processingStatus"],
        **({"resultFeedDocumentId": feed["result"]} if "result" in feed else {}),
    }
    _tell(mall, account, FEEDS, {"feedProcessingFinishedNotification": told})


def _tell(mall: Mall, account: Account, kind: str, payload: Json) -> None:
    """Told at least once, in no order: the faults of webhooks strike here too."""
    subscription = account["subscription"].get(kind)
    if subscription is None:
        return
    body = jsontext.dump(_enveloped(mall, account, kind, payload, subscription))
    fault = mall.ground.faults.strike("amazon", account.number, WEBHOOK, kind, WEBHOOK_KINDS)
    if fault is not None and fault.kind is Kind.LOST_WEBHOOK:
        return
    for _ in range(2 if fault is not None and fault.kind is Kind.DUPLICATE_WEBHOOK else 1):
        put(mall, account, body)


def _enveloped(mall: Mall, account: Account, kind: str, payload: Json, subscription: Json) -> Json:
    """In two casings, by the type; what comes by the event bus has its wrapping around it."""
    at = iso(mall.ground.now_ms())
    told: Json = {
        "NotificationVersion": VERSIONS[kind],
        "NotificationType": kind,
        "PayloadVersion": VERSIONS[kind],
        "EventTime": at,
        "Payload": payload,
        "NotificationMetadata": {
            "ApplicationId": account.profile["application_id"],
            "SubscriptionId": subscription["subscriptionId"],
            "PublishTime": at,
            "NotificationId": mall.files.guid("notification"),
        },
    }
    if kind == FEEDS:
        told = _camel(told)
        told["notificationMetadata"] = _camel(told["notificationMetadata"])
    if kind not in BY_BUS:
        return told
    return {
        "version": "0",
        "id": mall.files.guid("event"),
        "detail-type": kind,
        "source": f"aws.partner/sellingpartnerapi.amazon.com/{account.profile['queue'][:12]}/app",
        "account": account.profile["queue"][:12],
        "time": at,
        "region": account.profile["queue_region"],
        "resources": [],
        "detail": told,
    }


def _camel(told: Json) -> Json:
    return {f"{name[0].lower()}{name[1:]}": value for name, value in told.items()}


def put(mall: Mall, account: Account, body: str) -> str:
    """A message lies in the seller's queue."""
    number = mall.files.guid("message")
    now = mall.ground.now_ms()
    message: Json = {
        "id": number,
        "body": body,
        "sentMs": now,
        "visibleMs": now,
        "receives": 0,
        "receipt": "",
    }
    mall.files.put(account, "message", number, message)
    return number


def reveal(mall: Mall, account: Account) -> int:
    """As if the time had passed for which messages that were read are hidden."""
    for number, message in account["message"].items():
        mall.files.put(account, "message", number, {**message, "visibleMs": mall.ground.now_ms()})
    return len(account["message"])
