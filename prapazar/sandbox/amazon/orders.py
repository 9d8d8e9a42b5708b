"""Orders of 2026-01-01: searched by their last change, read whole, moved by the levers."""

import base64
from decimal import Decimal

from prapazar.sandbox.amazon import events
from prapazar.sandbox.amazon.mall import FIRST_ORDER, Mall, channel_of
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, not_found
from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

STATUSES = (
    "PENDING_AVAILABILITY",
    "PENDING",
    "UNSHIPPED",
    "PARTIALLY_SHIPPED",
    "SHIPPED",
    "CANCELLED",
    "UNFULFILLABLE",
)
_MOST_ROWS = 100
_DAY_MS = 86_400_000
_ORDERS = "/orders/2026-01-01/orders"
routes = Routes()


@routes.route("GET", _ORDERS, "searchOrders")
def search(visit: Visit) -> Reply:
    rows, echoed, start = found(
        visit, ("createdAfter", "createdBefore"), ("lastUpdatedAfter", "lastUpdatedBefore")
    )
    size = int(visit.query("maxResultsPerPage") or _MOST_ROWS)
    if not 1 <= size <= _MOST_ROWS:
        raise Refusal("'maxResultsPerPage' must be between 1 and 100.")
    statuses, channels = visit.listed("fulfillmentStatuses"), visit.listed("fulfilledBy")
    rows = [
        one
        for one in rows
        if (not statuses or one["status"] in statuses) and (not channels or one["fulfilledBy"] in channels)
    ]
    page = rows[start : start + size]
    pagination = {"nextToken": closed(visit, start + size)} if start + size < len(rows) else {}
    included = visit.listed("includedData")
    return json_reply(
        {"orders": [view(visit, one, included) for one in page], "pagination": pagination, **echoed}
    )


@routes.route("GET", f"{_ORDERS}/{{order}}", "getOrder")
def read(visit: Visit) -> Reply:
    return json_reply({"order": view(visit, known(visit), visit.listed("includedData"))})


def known(visit: Visit) -> Json:
    number = visit.values["order"]
    order = visit.seller["order"].get(number)
    if [len(part) for part in number.split("-")] != [3, 7, 7]:
        raise Refusal(f"Invalid order id '{number}'.")
    if order is None:
        raise not_found("Order")
    return order


def found(visit: Visit, created: tuple[str, str], updated: tuple[str, str]) -> tuple[list[Json], Json, int]:
    """Orders of the window, oldest first, the end that was used, and where this page begins."""
    names = [pair for pair in (created, updated) if visit.query(pair[0])]
    if len(names) != 1:
        raise Refusal(f"Exactly one of {created[0]} and {updated[0]} is needed.")
    (after_name, before_name), field = names[0], "createdMs" if names[0] == created else "updatedMs"
    latest = visit.now_ms - visit.mall.rules.settled_ms
    after, before = visit.moment(after_name) or 0, visit.moment(before_name)
    if before is not None and (before < after or before > latest):
        raise Refusal(f"{before_name} must be after {after_name} and at least two minutes in the past.")
    end = latest if before is None else before
    rows = [one for one in visit.seller["order"].values() if after <= one[field] <= end]
    rows.sort(key=lambda one: (one[field], one["orderId"]))
    return rows, {before_name: iso(end)}, _opened(visit)


def closed(visit: Visit, place: int) -> str:
    return base64.urlsafe_b64encode(f"{place}/{visit.now_ms + _DAY_MS}".encode()).decode()


def _opened(visit: Visit) -> int:
    token = visit.query("paginationToken") or visit.query("NextToken")
    if not token:
        return 0
    try:
        place, _, until = base64.urlsafe_b64decode(token).decode().partition("/")
        if int(until) < visit.now_ms:
            raise Refusal("The pagination token has expired.")
        return int(place)
    except ValueError as cause:
        raise Refusal("The pagination token is not valid.") from cause


def new_order(
    mall: Mall, account: Account, sold: list[tuple[Json, int, Decimal]], buyer: Buyer, at: int
) -> Json:
    serial = mall.files.next_number("order", FIRST_ORDER)
    number = f"902-{serial:07}-{(serial * 7919) % 10_000_000:07}"
    items = [
        {
            "orderItemId": str(mall.files.next_number("line", 68_828_574_383_266)),
            "sku": item["sku"],
            "asin": item["asin"],
            "title": item["attributes"]["item_name"][0]["value"],
            "quantity": quantity,
            "unitPrice": price,
            "shipped": 0,
            "isCancelled": False,
        }
        for item, quantity, price in sold
    ]
    is_amazons = any(channel_of(item) != "DEFAULT" for item, _, _ in sold)
    order: Json = {
        "orderId": number,
        "createdMs": at,
        "updatedMs": at,
        "status": "UNSHIPPED",
        "fulfilledBy": "AMAZON" if is_amazons else "MERCHANT",
        "currency": mall.place(account).currency,
        "buyer": {
            "name": f"{buyer.first_name} {buyer.last_name}",
            "email": "abc123@marketplace.amazon.com.tr",
        },
        "address": {
            "name": f"{buyer.first_name} {buyer.last_name}",
            "addressLine1": f"{buyer.neighborhood} {buyer.address}",
            "city": buyer.city,
            "districtOrCounty": buyer.district,
            "postalCode": buyer.postal_code,
            "countryCode": "TR",
            "phone": buyer.phone,
        },
        "items": items,
        "packages": [],
    }
    mall.files.put(account, "order", number, order)
    events.order_changed(mall, account, order)
    return order


def keep(mall: Mall, account: Account, order: Json) -> Json:
    order["updatedMs"] = mall.ground.now_ms()
    mall.files.put(account, "order", order["orderId"], order)
    events.order_changed(mall, account, order)
    return order


def move(mall: Mall, account: Account, number: str, status: str) -> Json:
    order = account["order"][number]
    if status == "CANCELLED":
        return cancel(mall, account, order, {one["orderItemId"] for one in order["items"]}, by="BUYER")
    if status in ("DELIVERED", "UNDELIVERABLE"):
        for package in order["packages"]:
            package["status"] = status
        return keep(mall, account, order)
    if status not in STATUSES:
        raise ValueError(status)
    order["status"] = status
    if status == "SHIPPED":
        for item in order["items"]:
            item["shipped"] = item["quantity"]
    return keep(mall, account, order)


def cancel(mall: Mall, account: Account, order: Json, lines: set[str], by: str = "SELLER") -> Json:
    for item in order["items"]:
        if item["orderItemId"] in lines:
            item["isCancelled"], item["by"] = True, by
    if all(item["isCancelled"] for item in order["items"]):
        order["status"] = "CANCELLED"
    return keep(mall, account, order)


def view(visit: Visit, order: Json, included: list[str]) -> Json:
    """Who bought is told to those who ask for it and hold the role."""
    is_pending = order["status"].startswith("PENDING")
    shown: Json = {
        "orderId": order["orderId"],
        "createdTime": iso(order["createdMs"]),
        "lastUpdatedTime": iso(order["updatedMs"]),
        "programs": [],
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": visit.marketplace,
            "marketplaceName": f"Amazon.{visit.place.country.lower()}",
        },
        "orderItems": [_item(order, one, included, is_pending=is_pending) for one in order["items"]],
    }
    if "BUYER" in included:
        shown["buyer"] = {"buyerName": order["buyer"]["name"], "buyerEmail": order["buyer"]["email"]}
    if "RECIPIENT" in included and not is_pending:
        shown["recipient"] = {"deliveryAddress": order["address"]}
    if "PROCEEDS" in included and not is_pending:
        shown["proceeds"] = {"grandTotal": money(order, total(order)), "breakdowns": []}
    if "FULFILLMENT" in included:
        due = {
            "earliestDateTime": iso(order["createdMs"]),
            "latestDateTime": iso(order["createdMs"] + 2 * _DAY_MS),
        }
        shown["fulfillment"] = {
            "fulfillmentStatus": order["status"],
            "fulfilledBy": order["fulfilledBy"],
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": due,
        }
    if "PACKAGES" in included:
        shown["packages"] = [_package(one) for one in order["packages"]]
    return shown


def _item(order: Json, item: Json, included: list[str], *, is_pending: bool) -> Json:
    worth = decimal(item["unitPrice"]) * item["quantity"]
    shown: Json = {
        "orderItemId": item["orderItemId"],
        "quantityOrdered": item["quantity"],
        "product": {"asin": item["asin"], "title": item["title"], "sellerSku": item["sku"]},
    }
    if not is_pending:
        shown["product"]["price"] = {"unitPrice": money(order, decimal(item["unitPrice"]))}
    if "PROCEEDS" in included and not is_pending:
        shown["proceeds"] = {
            "proceedsTotal": money(order, worth),
            "breakdowns": [{"type": "ITEM", "subtotal": money(order, worth)}],
        }
    if "CANCELLATION" in included and item["isCancelled"]:
        shown["cancellation"] = {
            "cancellationExecution": {"cancelledBy": item["by"], "cancelReason": "OTHER"}
        }
    if "FULFILLMENT" in included:
        left = 0 if item["isCancelled"] else item["quantity"] - item["shipped"]
        shown["fulfillment"] = {"quantityFulfilled": item["shipped"], "quantityUnfulfilled": left}
    return shown


def _package(package: Json) -> Json:
    return {
        "packageReferenceId": package["reference"],
        "createdTime": iso(package["atMs"]),
        "packageStatus": {"status": package["status"]},
        "carrier": package["carrier"],
        "shipTime": package["shipDate"],
        "trackingNumber": package["tracking"],
        "packageItems": package["items"],
    }


def total(order: Json) -> Decimal:
    return sum(
        (decimal(one["unitPrice"]) * one["quantity"] for one in order["items"] if not one["isCancelled"]),
        Decimal(0),
    )


def money(order: Json, value: Decimal) -> Json:
    return {"amount": f"{value:.2f}", "currencyCode": order["currency"]}
