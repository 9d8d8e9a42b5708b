"""What comes after an order: cancellations by either side, and returns the seller decides about."""

from datetime import datetime

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay import finances, orders
from prapazar.sandbox.ebay.mall import Mall, money
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_ROOT = "/post-order/v2"
_SELLERS_REASONS = {"OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES"}
_MOST_ROWS = 200
_FIRST_RETURN, _FIRST_CANCELLATION = 5_000_100_001, 5_100_200_001
_GROUP = "post-order"
routes = Routes()


@routes.route("POST", f"{_ROOT}/cancellation", _GROUP)
def cancel(visit: Visit) -> Reply:
    """By the seller, of a whole order."""
    given = visit.body()
    order = _by_legacy(visit.seller, given.get("legacyOrderId"))
    if given.get("cancelReason") not in _SELLERS_REASONS:
        raise _refusal(1600, "Invalid cancel reason.")
    if order["orderFulfillmentStatus"] == "FULFILLED" or order["cancelStatus"]["cancelState"] == "CANCELED":
        raise _refusal(1601, "The order is not eligible to be cancelled.")
    filed = _filed(visit.mall, visit.seller, order, "SELLER", str(given["cancelReason"]))
    orders.cancel(visit.mall, visit.seller, order)
    return json_reply({"cancelId": filed["cancelId"]})


@routes.route("POST", f"{_ROOT}/cancellation/{{cancel}}/approve", _GROUP)
def approve_cancellation(visit: Visit) -> Reply:
    asked = _open_cancellation(visit)
    order = _by_legacy(visit.seller, asked["legacyOrderId"])
    orders.cancel(visit.mall, visit.seller, order)
    return _decided(visit, asked, order, "COMPLETED")


@routes.route("POST", f"{_ROOT}/cancellation/{{cancel}}/reject", _GROUP)
def reject_cancellation(visit: Visit) -> Reply:
    asked = _open_cancellation(visit)
    order = _by_legacy(visit.seller, asked["legacyOrderId"])
    order["cancelStatus"]["cancelState"] = "NONE_REQUESTED"
    return _decided(visit, asked, order, "REJECTED")


def _decided(visit: Visit, asked: Json, order: Json, state: str) -> Reply:
    asked["state"] = state
    for request in order["cancelStatus"]["cancelRequests"]:
        if request["cancelRequestId"] == asked["cancelId"]:
            request["cancelRequestState"] = state
    visit.mall.files.put(visit.seller, "cancellation", asked["cancelId"], asked)
    orders.touch(visit.mall, visit.seller, order)
    return json_reply({"status": "SUCCESS"})


@routes.route("GET", f"{_ROOT}/return/search", _GROUP)
def returns(visit: Visit) -> Reply:
    rows = [
        one
        for one in visit.seller["return"].values()
        if _is_asked(visit, one["creationInfo"]["creationDate"])
    ]
    return _page(visit, rows)


@routes.route("POST", f"{_ROOT}/return/{{return}}/decide", _GROUP)
def decide(visit: Visit) -> Reply:
    found = visit.seller["return"].get(visit.values["return"])
    if found is None:
        raise _refusal(1700, "Invalid return id.", 404)
    decision = visit.body().get("decision")
    if decision not in {"APPROVE", "DECLINE"}:
        raise _refusal(1701, "Invalid decision.")
    if found["status"] != "RETURN_REQUESTED":
        raise _refusal(1702, "The return is not waiting for a decision.")
    if decision == "DECLINE":
        _restate(found, "RETURN_REJECTED", "RETURN_REJECTED")
    elif visit.mall.rules.refunds_at_once:
        _restate(found, "CLOSED", "CLOSED")
        amount = found["sellerTotalRefund"]["estimatedRefundAmount"]
        found["sellerTotalRefund"]["actualRefundAmount"] = amount
        finances.book_refund(visit.mall, visit.seller, found["orderId"], decimal(str(amount["value"])))
    else:
        _restate(found, "ITEM_READY_TO_SHIP", "READY_FOR_SHIPPING")
    visit.mall.files.put(visit.seller, "return", found["returnId"], found)
    return json_reply({"returnId": found["returnId"], "status": "SUCCESS"})


def open_return(mall: Mall, account: Account, order: Json, sku: str, quantity: int) -> Json:
    line = next(one for one in order["lineItems"] if one["sku"] == sku)
    number = str(mall.files.next_number("return", _FIRST_RETURN))
    paid = decimal(line["lineItemCost"]["value"]) / line["quantity"] * quantity
    currency = line["lineItemCost"]["currency"]
    document: Json = {
        "returnId": number,
        "orderId": order["orderId"],
        "buyerLoginName": order["buyer"]["username"],
        "sellerLoginName": account.profile["name"],
        "currentType": "MONEY_BACK",
        "state": "RETURN_REQUESTED",
        "status": "RETURN_REQUESTED",
        "creationInfo": {
            "item": {
                "itemId": line["legacyItemId"],
                "transactionId": line["lineItemId"],
                "returnQuantity": quantity,
            },
            "type": "MONEY_BACK",
            "reasonType": "SNAD",
            "reason": "NOT_AS_DESCRIBED",
            "comments": {"content": "Rengi farklı."},
            "creationDate": {"value": mall.stamp()},
        },
        "sellerTotalRefund": {"estimatedRefundAmount": money(paid, currency)},
        "sellerResponseDue": {
            "activityDue": "SELLER_APPROVE_REQUEST",
            "respondByDate": {"value": mall.stamp(mall.ground.now_ms() + 259_200_000)},
        },
        "sellerAvailableOptions": [{"actionType": "SELLER_APPROVE_REQUEST"}],
    }
    mall.files.put(account, "return", number, document)
    mall.ground.store.flush()
    return document


def ask_cancellation(mall: Mall, account: Account, order: Json) -> Json:
    """A buyer changed their mind."""
    asked = _filed(mall, account, order, "BUYER", "BUYER_CANCEL_ORDER")
    order["cancelStatus"]["cancelState"] = "IN_PROGRESS"
    orders.touch(mall, account, order)
    mall.ground.store.flush()
    return asked


def _filed(mall: Mall, account: Account, order: Json, who: str, reason: str) -> Json:
    number = str(mall.files.next_number("cancellation", _FIRST_CANCELLATION))
    state = "REQUESTED" if who == "BUYER" else "COMPLETED"
    request = {
        "cancelRequestId": number,
        "cancelInitiator": who,
        "cancelReason": reason,
        "cancelRequestedDate": mall.stamp(),
        "cancelRequestState": state,
    }
    order["cancelStatus"]["cancelRequests"] = [*order["cancelStatus"]["cancelRequests"], request]
    document = {"cancelId": number, "legacyOrderId": order["legacyOrderId"], "state": state}
    mall.files.put(account, "cancellation", number, document)
    return document


def _open_cancellation(visit: Visit) -> Json:
    found = visit.seller["cancellation"].get(visit.values["cancel"])
    if found is None:
        raise _refusal(1602, "Invalid cancel id.", 404)
    if found["state"] != "REQUESTED":
        raise _refusal(1603, "The cancellation is not waiting for a decision.")
    return found


def _page(visit: Visit, found: list[Json]) -> Reply:
    """Here the offset counts pages from one."""
    limit = visit.whole("limit", 25, _MOST_ROWS, 1604)
    page = max(1, visit.whole("offset", 1, 1_000_000, 1604))
    paging = {
        "limit": limit,
        "offset": page,
        "totalEntries": len(found),
        "totalPages": -(-len(found) // limit),
    }
    rows = found[(page - 1) * limit : page * limit]
    return json_reply({"members": rows, "total": len(found), "paginationOutput": paging})


def _is_asked(visit: Visit, at: Json) -> bool:
    moment = epoch_ms(datetime.fromisoformat(at["value"]))
    first, last = (visit.call.query.get(f"creation_date_range_{one}", "") for one in ("from", "to"))
    is_late = bool(first) and moment < epoch_ms(datetime.fromisoformat(first))
    return not is_late and not (last and moment > epoch_ms(datetime.fromisoformat(last)))


def _by_legacy(account: Account, number: object) -> Json:
    for order in account["order"].values():
        if number in {order["legacyOrderId"], order["orderId"]}:
            return order
    raise _refusal(1605, "Invalid order id.", 404)


def _restate(document: Json, state: str, status: str) -> None:
    document.update(state=state, status=status)
    document["sellerAvailableOptions"] = []


def _refusal(number: int, text: str, status: int = 400) -> Refusal:
    return Refusal(number, text, status, domain="returnErrorDomain")
