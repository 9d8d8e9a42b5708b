"""Orders: found by filters, shown whole, and shipped line by line."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay import notifications
from prapazar.sandbox.ebay.mall import Mall, money
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_ROOT = "/sell/fulfillment/v1"
_SCOPE = "sell.fulfillment"
_MOST_ROWS, _MOST_IDS = 200, 50
_LONGEST = timedelta(days=2 * 365 + 1)
_DATES = ("creationdate", "lastmodifieddate")
_FILTER = re.compile(r"(\w+):(\[[^\]]*\]|\{[^}]*\})")
_STATUSES = {"NOT_STARTED", "IN_PROGRESS", "FULFILLED"}
FIRST_ORDER = 12_345
routes = Routes()


@routes.route("GET", f"{_ROOT}/order", _SCOPE)
def listed(visit: Visit) -> Reply:
    orders = list(visit.seller["order"].values())
    query = visit.call.query
    if query.get("orderIds"):
        wanted = query["orderIds"].split(",")
        if len(wanted) > _MOST_IDS:
            raise _refusal(30900, "Exceeded maximum number of order IDs (the current limit is 50)")
        found = [one for one in orders if one["orderId"] in wanted]
        return json_reply({"total": len(found), "offset": 0, "limit": 50, "orders": found})
    limit, offset = _paging(visit)
    found = [one for one in orders if _fits(visit, one, query.get("filter", ""))]
    found.sort(key=lambda one: (one["creationDate"], one["orderId"]), reverse=True)
    rows = found[offset : offset + limit]
    answer: Json = {"href": visit.call.path, "total": len(found), "limit": limit, "offset": offset}
    if offset + limit < len(found):
        answer["next"] = f"{visit.call.path}?limit={limit}&offset={offset + limit}"
    return json_reply({**answer, "orders": rows})


@routes.route("GET", f"{_ROOT}/order/{{order}}", _SCOPE)
def read(visit: Visit) -> Reply:
    return json_reply(_known(visit, 404))


@routes.route("GET", f"{_ROOT}/order/{{order}}/shipping_fulfillment", _SCOPE)
def fulfillments(visit: Visit) -> Reply:
    order = _known(visit, 400)
    found = [
        {name: value for name, value in one.items() if name != "orderId"}
        for one in visit.seller["fulfillment"].values()
        if one["orderId"] == order["orderId"]
    ]
    return json_reply({"fulfillments": found, "total": len(found)})


@routes.route("POST", f"{_ROOT}/order/{{order}}/shipping_fulfillment", _SCOPE)
def ship(visit: Visit) -> Reply:
    order, given = _known(visit, 400), visit.body()
    number = str(given.get("trackingNumber") or "")
    if (number and not re.fullmatch(r"[A-Za-z0-9]+", number)) or bool(number) != bool(
        given.get("shippingCarrierCode")
    ):
        raise _refusal(32300, "Invalid shipment tracking number or carrier")
    if order["orderPaymentStatus"] in {"PENDING", "FAILED"} or _state(order) == "CANCELED":
        raise _refusal(32600, "Invalid input data")
    lines = {one["lineItemId"]: one for one in order["lineItems"]}
    wanted = given.get("lineItems") or [
        {"lineItemId": one, "quantity": line["quantity"]} for one, line in lines.items()
    ]
    for one in wanted:
        if one["lineItemId"] not in lines:
            raise _refusal(32200, f"Invalid line item id: {one['lineItemId']}")
        _send(order, lines[one["lineItemId"]], one)
    key = number or "999"
    document = {
        "orderId": order["orderId"],
        "fulfillmentId": key,
        "shipmentTrackingNumber": number,
        "shippingCarrierCode": given.get("shippingCarrierCode", ""),
        "shippedDate": given.get("shippedDate") or visit.mall.stamp(),
        "lineItems": wanted,
    }
    visit.mall.files.put(visit.seller, "fulfillment", f"{order['orderId']}/{key}", document)
    place = f"{visit.mall.address}/ebay{_ROOT}/order/{order['orderId']}/shipping_fulfillment/{key}"
    order["fulfillmentHrefs"] = [*order["fulfillmentHrefs"], place]
    touch(visit.mall, visit.seller, order)
    notifications.announce(visit.mall, visit.seller, order, "ITEM_MARKED_SHIPPED")
    return Reply(201, b"", None, {"Location": place})


def _send(order: Json, line: Json, wanted: Json) -> None:
    done = int(order["shipped"].get(line["lineItemId"], 0)) + int(wanted.get("quantity") or line["quantity"])
    if done > line["quantity"]:
        raise Refusal(32600, "Invalid input data", 409, domain="API_FULFILLMENT")
    order["shipped"][line["lineItemId"]] = done
    line["lineItemFulfillmentStatus"] = "FULFILLED" if done == line["quantity"] else "IN_PROGRESS"
    states = {one["lineItemFulfillmentStatus"] for one in order["lineItems"]}
    order["orderFulfillmentStatus"] = states.pop() if len(states) == 1 else "IN_PROGRESS"


def new_order(
    mall: Mall, account: Account, sold: list[tuple[Json, int, Decimal]], buyer: Buyer, at_ms: int
) -> Json:
    number = mall.files.next_number("order", FIRST_ORDER)
    currency = sold[0][0]["pricingSummary"]["price"]["currency"]
    lines = [_line(mall, account, one, at_ms) for one in sold]
    goods = sum((decimal(one["lineItemCost"]["value"]) for one in lines), Decimal(0))
    address = {
        "fullName": f"{buyer.first_name} {buyer.last_name}",
        "contactAddress": {
            "addressLine1": buyer.address,
            "addressLine2": buyer.neighborhood,
            "city": buyer.city,
            "stateOrProvince": buyer.district,
            "postalCode": buyer.postal_code,
            "countryCode": "TR",
        },
        "primaryPhone": {"phoneNumber": buyer.phone},
        "email": buyer.email,
    }
    order: Json = {
        "orderId": f"{number % 27 + 1:02}-{number:05}-{(number * 7919) % 100_000:05}",
        "legacyOrderId": f"{110_500_000_000 + number}-{2_000_000 + number}",
        "creationDate": mall.stamp(at_ms),
        "lastModifiedDate": mall.stamp(at_ms),
        "orderFulfillmentStatus": "NOT_STARTED",
        "orderPaymentStatus": "PENDING" if mall.rules.unpaid else "PAID",
        "sellerId": account.profile["name"],
        "buyer": {"username": "alici_34", "buyerRegistrationAddress": address},
        "pricingSummary": {
            "priceSubtotal": money(goods, currency),
            "deliveryCost": money(Decimal(0), currency),
            "total": money(goods, currency),
        },
        "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
        "paymentSummary": {"totalDueSeller": money(goods, currency), "refunds": [], "payments": []},
        "fulfillmentStartInstructions": [
            {
                "fulfillmentInstructionsType": "SHIP_TO",
                "minEstimatedDeliveryDate": mall.stamp(at_ms + 432_000_000),
                "shippingStep": {"shippingCarrierCode": "", "shippingServiceCode": "", "shipTo": address},
            }
        ],
        "fulfillmentHrefs": [],
        "lineItems": lines,
        "salesRecordReference": str(number),
        "shipped": {},
    }
    if decimal(mall.rules.remits_tax):
        order["ebayCollectAndRemitTax"] = True
        for line in lines:
            tax = {"taxType": "STATE_SALES_TAX", "amount": money(decimal(mall.rules.remits_tax), currency)}
            line["ebayCollectAndRemitTaxes"] = [{**tax, "collectionMethod": "INVOICE"}]
    mall.files.put(account, "order", order["orderId"], order)
    for _ in lines:
        notifications.announce(mall, account, order, "ORDER_CONFIRMATION")
    return order


def move(mall: Mall, account: Account, order: Json, status: str) -> Json:
    """`PAID` and other states of payment, `FULFILLED`, or `CANCELED` with the goods back on the shelf."""
    if status == "CANCELED":
        cancel(mall, account, order)
    elif status in _STATUSES:
        order["orderFulfillmentStatus"] = status
        for line in order["lineItems"]:
            line["lineItemFulfillmentStatus"] = status
    else:
        order["orderPaymentStatus"] = status
    touch(mall, account, order)
    mall.ground.store.flush()
    return order


def cancel(mall: Mall, account: Account, order: Json) -> None:
    if _state(order) == "CANCELED":
        return
    order["cancelStatus"] = {
        **order["cancelStatus"],
        "cancelState": "CANCELED",
        "cancelledDate": mall.stamp(),
    }
    order["orderPaymentStatus"] = "FULLY_REFUNDED"
    for line in order["lineItems"]:
        for offer in mall.offers_of(account, line["sku"]):
            if offer["marketplaceId"] == line["listingMarketplaceId"]:
                put_back(mall, account, offer, line["quantity"], f"back {order['orderId']}")
    touch(mall, account, order)


def put_back(mall: Mall, account: Account, offer: Json, units: int, cause: str) -> None:
    """Into the item and the offer's own share; negative when units are sold."""
    has = account["item"][offer["sku"]]["availability"]["shipToLocationAvailability"]["quantity"]
    mall.set_quantity(account, offer["sku"], has + units)
    if offer.get("availableQuantity") is not None:
        offer["availableQuantity"] += units
        mall.files.put(account, "offer", offer["offerId"], offer)
    mall.show(account, offer, cause)


def touch(mall: Mall, account: Account, order: Json) -> None:
    order["lastModifiedDate"] = mall.stamp()
    mall.files.put(account, "order", order["orderId"], order)


def _line(mall: Mall, account: Account, sold: tuple[Json, int, Decimal], at_ms: int) -> Json:
    offer, quantity, price = sold
    currency = offer["pricingSummary"]["price"]["currency"]
    cost = money(price * quantity, currency)
    return {
        "lineItemId": str(mall.files.next_number("line", 10_010_000_001)),
        "legacyItemId": offer["listing"]["listingId"],
        "sku": offer["sku"],
        "title": account["item"][offer["sku"]]["product"]["title"],
        "quantity": quantity,
        "soldFormat": "FIXED_PRICE",
        "listingMarketplaceId": offer["marketplaceId"],
        "purchaseMarketplaceId": offer["marketplaceId"],
        "lineItemFulfillmentStatus": "NOT_STARTED",
        "lineItemCost": cost,
        "total": cost,
        "deliveryCost": {"shippingCost": money(Decimal(0), currency)},
        "taxes": [],
        "appliedPromotions": [],
        "lineItemFulfillmentInstructions": {"shipByDate": mall.stamp(at_ms + 259_200_000)},
    }


def _known(visit: Visit, status: int) -> Json:
    order = visit.seller["order"].get(visit.values["order"])
    if order is None:
        text = f"Invalid order ID: {visit.values['order']}"
        raise Refusal(32100, text, status, domain="API_FULFILLMENT")
    return order


def _state(order: Json) -> str:
    return str(order["cancelStatus"]["cancelState"])


def _paging(visit: Visit) -> tuple[int, int]:
    try:
        limit = visit.whole("limit", 50, _MOST_ROWS, 31100)
        offset = visit.whole("offset", 0, 1_000_000, 31000)
    except Refusal as refusal:
        refusal.failure["domain"] = "API_FULFILLMENT"
        raise
    return limit, offset


def _fits(visit: Visit, order: Json, text: str) -> bool:
    for name, value in _FILTER.findall(text):
        inner = value[1:-1]
        if name in _DATES:
            start, end = _range(visit, inner)
            at = epoch_ms(_moment(order["creationDate" if name == "creationdate" else "lastModifiedDate"]))
            if not start <= at <= end:
                return False
        elif name == "orderfulfillmentstatus":
            wanted = set(inner.split("|"))
            if not wanted <= _STATUSES:
                raise _refusal(30800, f"Invalid filter value {inner} for filter {name}")
            if order["orderFulfillmentStatus"] not in wanted:
                return False
        else:
            raise _refusal(30700, f"Invalid filter name: {name}")
    return True


def _range(visit: Visit, text: str) -> tuple[int, int]:
    """Both ends belong to it; an open end reaches until now."""
    first, _, last = text.partition("..")
    if not first:
        raise _refusal(30820, "Start date is missing")
    start = epoch_ms(_moment(first))
    end = epoch_ms(_moment(last)) if last else visit.now_ms
    if start > visit.now_ms or end > visit.now_ms:
        raise _refusal(30850, "Start and end dates can't be in the future")
    if start > end:
        raise _refusal(30840, "Start date should be before end date")
    if end - start > _LONGEST // timedelta(milliseconds=1):
        raise _refusal(30830, "Time range between start date and end date must be within '2' years.")
    return start, end


def _moment(text: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text):
        raise _refusal(30810, "Invalid date format")
    return datetime.fromisoformat(text)


def _refusal(number: int, text: str) -> Refusal:
    return Refusal(number, text, domain="API_FULFILLMENT")
