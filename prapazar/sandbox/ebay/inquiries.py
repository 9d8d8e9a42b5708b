"""Inquiries about goods that did not arrive, and payments that buyers dispute with their bank."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay import finances, orders
from prapazar.sandbox.ebay.mall import Mall, money
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_INQUIRY = "/post-order/v2/inquiry"
_DISPUTE = "/apiz/sell/fulfillment/v1/payment_dispute"
_POST_ORDER, _DISPUTES = "post-order", "sell.payment.dispute"
_OPEN = {"OPEN", "WAITING_SELLER_RESPONSE"}
_FIRST_INQUIRY, _FIRST_DISPUTE = 5_000_400_001, 5_300_500_001
_DUE_MS = 259_200_000
routes = Routes()


@routes.route("GET", f"{_INQUIRY}/search", _POST_ORDER)
def search(visit: Visit) -> Reply:
    """The offset counts pages from one."""
    limit, page = visit.whole("limit", 25, 200, 1604), max(1, visit.whole("offset", 1, 1_000_000, 1604))
    first, last = (visit.call.query.get(f"inquiry_creation_date_range_{one}", "") for one in ("from", "to"))
    found = [
        _summary(visit.mall, one)
        for one in visit.seller["inquiry"].values()
        if _lies(one["creationDate"]["value"], first, last)
    ]
    paging = {
        "limit": limit,
        "offset": page,
        "totalEntries": len(found),
        "totalPages": -(-len(found) // limit),
    }
    rows = found[(page - 1) * limit : page * limit]
    return json_reply({"members": rows, "paginationOutput": paging})


@routes.route("GET", f"{_INQUIRY}/{{inquiry}}", _POST_ORDER)
def one(visit: Visit) -> Reply:
    """Details stand deeper; what is told beside them is what the list tells."""
    found = visit.seller["inquiry"].get(visit.values["inquiry"])
    if found is None:
        raise _refusal(1902, "Invalid inquiry id.", 404)
    return json_reply({**_summary(visit.mall, found), "shipmentTrackingDetails": found.get("shipment")})


@routes.route("POST", f"{_INQUIRY}/{{inquiry}}/issue_refund", _POST_ORDER)
def issue_refund(visit: Visit) -> Reply:
    found = _inquiry(visit)
    _refund(visit.mall, visit.seller, found["orderId"], found["transactionId"], found["claimAmount"])
    _settle(visit, found, "CLOSED")
    return json_reply({"refundResult": {"refundStatus": "SUCCESS"}})


@routes.route("POST", f"{_INQUIRY}/{{inquiry}}/provide_shipment_info", _POST_ORDER)
def provide_shipment_info(visit: Visit) -> Reply:
    """With a number, or with words at least."""
    found, given = _inquiry(visit), visit.body()
    if given.get("shippedWithTracking") and not (
        given.get("trackingNumber") and given.get("shippingCarrierName")
    ):
        raise _refusal(1901, "Carrier and tracking number are required.")
    names = ("shippingCarrierName", "trackingNumber", "sellerComments", "shippedWithTracking")
    found["shipment"] = {name: given.get(name) for name in names}
    _settle(visit, found, "WAITING_BUYER_RESPONSE")
    return json_reply({})


@routes.route("GET", f"{_DISPUTE}_summary", _DISPUTES)
def disputes(visit: Visit) -> Reply:
    limit, offset = visit.whole("limit", 200, 200, 33002), visit.whole("offset", 0, 1_000_000, 33003)
    first, last = (visit.call.query.get(f"open_date_{one}", "") for one in ("from", "to"))
    if last and epoch_ms(datetime.fromisoformat(last)) > visit.now_ms:
        raise Refusal(
            33004, "The open_date_to value must not be in the future.", domain="API_PAYMENT_DISPUTE"
        )
    found = [one for one in visit.seller["dispute"].values() if _lies(one["openDate"], first, last)]
    names = ("amount", "buyerUsername", "closedDate", "openDate", "orderId", "paymentDisputeId")
    wanted = (*names, "paymentDisputeStatus", "reason", "respondByDate")
    rows = [{name: one[name] for name in wanted if name in one} for one in found[offset : offset + limit]]
    return json_reply(
        {"limit": limit, "offset": offset, "total": len(found), "paymentDisputeSummaries": rows}
    )


@routes.route("GET", f"{_DISPUTE}/{{dispute}}", _DISPUTES)
def dispute(visit: Visit) -> Reply:
    return json_reply(_dispute(visit))


@routes.route("POST", f"{_DISPUTE}/{{dispute}}/accept", _DISPUTES)
def accept(visit: Visit) -> Reply:
    """The money is the buyer's."""

    def lost(found: Json) -> None:
        _refund(
            visit.mall, visit.seller, found["orderId"], found["lineItems"][0]["lineItemId"], found["amount"]
        )
        found.update(paymentDisputeStatus="CLOSED", closedDate=visit.mall.stamp(), sellerResponse="ACCEPT")
        found["resolution"] = {"recoupAmount": found["amount"], "protectionStatus": "NOT_PROTECTED"}

    return _answered(visit, lost)


@routes.route("POST", f"{_DISPUTE}/{{dispute}}/contest", _DISPUTES)
def contest(visit: Visit) -> Reply:
    def fought(found: Json) -> None:
        needs_address = found["reason"] == "SIGNIFICANTLY_NOT_AS_DESCRIBED"
        if needs_address and not visit.body().get("returnAddress"):
            raise Refusal(33012, "A return address is required.", domain="API_PAYMENT_DISPUTE")
        found.update(paymentDisputeStatus="OPEN", sellerResponse="CONTEST", note=visit.body().get("note"))

    return _answered(visit, fought)


def ask(mall: Mall, account: Account, order: Json, sku: str) -> Json:
    """A buyer waits for a parcel."""
    line, number = _line(order, sku), str(mall.files.next_number("inquiry", _FIRST_INQUIRY))
    document: Json = {
        "inquiryId": number,
        "orderId": order["orderId"],
        "buyer": order["buyer"]["username"],
        "seller": account.profile["name"],
        "itemId": line["legacyItemId"],
        "transactionId": line["lineItemId"],
        "claimAmount": line["lineItemCost"],
        "creationDate": {"value": mall.stamp()},
        "lastModifiedDate": {"value": mall.stamp()},
        "respondByDate": {"value": mall.stamp(mall.ground.now_ms() + _DUE_MS)},
        "inquiryStatusEnum": "WAITING_SELLER_RESPONSE",
    }
    mall.files.put(account, "inquiry", number, document)
    return document


def open_dispute(mall: Mall, account: Account, order: Json, sku: str, reason: str) -> Json:
    line, number = _line(order, sku), str(mall.files.next_number("dispute", _FIRST_DISPUTE))
    document: Json = {
        "paymentDisputeId": number,
        "paymentDisputeStatus": "ACTION_NEEDED",
        "orderId": order["orderId"],
        "buyerUsername": order["buyer"]["username"],
        "reason": reason,
        "amount": line["lineItemCost"],
        "openDate": mall.stamp(),
        "respondByDate": mall.stamp(mall.ground.now_ms() + _DUE_MS),
        "availableChoices": ["CONTEST", "ACCEPT"],
        "lineItems": [{"itemId": line["legacyItemId"], "lineItemId": line["lineItemId"]}],
        "revision": 1,
    }
    mall.files.put(account, "dispute", number, document)
    return document


def _answered(visit: Visit, answer: Callable[[Json], None]) -> Reply:
    """A dispute changes under the seller's eyes: whoever answers an older state is refused."""
    found = _dispute(visit)
    if found["paymentDisputeStatus"] != "ACTION_NEEDED":
        raise Refusal(
            33010, "The payment dispute is not open for a response.", 409, domain="API_PAYMENT_DISPUTE"
        )
    if visit.body().get("revision") != found["revision"]:
        raise Refusal(33011, "The revision is out of date.", 409, domain="API_PAYMENT_DISPUTE")
    answer(found)
    found["revision"] += 1
    visit.mall.files.put(visit.seller, "dispute", found["paymentDisputeId"], found)
    return empty_reply(204)


def _refund(mall: Mall, account: Account, number: str, line: str, amount: Json) -> None:
    order = account["order"][number]
    for one in order["lineItems"]:
        if one["lineItemId"] == line:
            one["refunds"] = [{"refundDate": mall.stamp(), "amount": amount}]
    refunded = [bool(one.get("refunds")) for one in order["lineItems"]]
    order["orderPaymentStatus"] = "FULLY_REFUNDED" if all(refunded) else "PARTIALLY_REFUNDED"
    orders.touch(mall, account, order)
    finances.book_refund(mall, account, number, decimal(str(amount["value"])))


def _settle(visit: Visit, found: Json, status: str) -> None:
    found.update(inquiryStatusEnum=status, lastModifiedDate={"value": visit.mall.stamp()})
    visit.mall.files.put(visit.seller, "inquiry", found["inquiryId"], found)


def _summary(mall: Mall, found: Json) -> Json:
    hidden = {"shipment"} if mall.rules.inquiry_order else {"shipment", "orderId"}
    amount = money(Decimal(str(found["claimAmount"]["value"])), found["claimAmount"]["currency"])
    return {**{name: one for name, one in found.items() if name not in hidden}, "claimAmount": amount}


def _inquiry(visit: Visit) -> Json:
    found = visit.seller["inquiry"].get(visit.values["inquiry"])
    if found is None:
        raise _refusal(1902, "Invalid inquiry id.", 404)
    if found["inquiryStatusEnum"] not in _OPEN:
        raise _refusal(1903, "The inquiry is not waiting for the seller.")
    return found


def _dispute(visit: Visit) -> Json:
    found = visit.seller["dispute"].get(visit.values["dispute"])
    if found is None:
        raise Refusal(33001, "Payment dispute not found.", 404, domain="API_PAYMENT_DISPUTE")
    return found


def _line(order: Json, sku: str) -> Json:
    found: Json = next(one for one in order["lineItems"] if one["sku"] == sku)
    return found


def _lies(at: str, first: str, last: str) -> bool:
    moment = epoch_ms(datetime.fromisoformat(at))
    is_late = bool(first) and moment < epoch_ms(datetime.fromisoformat(first))
    return not is_late and not (last and moment > epoch_ms(datetime.fromisoformat(last)))


def _refusal(number: int, text: str, status: int = 400) -> Refusal:
    return Refusal(number, text, status, domain="inquiryErrorDomain")
