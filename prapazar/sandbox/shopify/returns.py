"""Returns as buyers ask for them, as the API shows them, and how a merchant approves, declines and refunds them."""

from decimal import Decimal
from typing import Protocol

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError
from prapazar.sandbox.shopify import orders, payments
from prapazar.sandbox.shopify.connection import listed
from prapazar.sandbox.shopify.mall import Mall, gid, money, number_of
from prapazar.sandbox.shopify.shelves import user_error

REQUESTED, OPEN, CLOSED, DECLINED = "REQUESTED", "OPEN", "CLOSED", "DECLINED"
_REASONS = {"FINAL_SALE", "OTHER", "RETURN_PERIOD_ENDED"}
_SUMMARY = {REQUESTED: "RETURN_REQUESTED", OPEN: "IN_PROGRESS", CLOSED: "RETURNED"}


class Views(Protocol):
    """How orders, their parcels and their money are shown."""

    def order(self, held: Json) -> Json: ...

    def sent_line(self, held: Json, row: Json) -> Json: ...

    def bag(self, held: Json, amount: Decimal) -> Json: ...


class Returns:
    def __init__(self, mall: Mall, shop: Account, views: Views) -> None:
        self._mall = mall
        self._shop = shop
        self._views = views

    def queries(self) -> Json:
        return {"return": lambda given: self._one(given["id"])}

    def mutations(self) -> Json:
        return {
            "returnApproveRequest": lambda given: self._decided(given["input"], OPEN),
            "returnDeclineRequest": lambda given: self._decided(given["input"], DECLINED),
        }

    def _one(self, given: str) -> Json | None:
        found = _found(self._shop, number_of(given, "Return"))
        return None if found is None else shown(self._mall, self._views, *found)

    def _decided(self, given: Json, status: str) -> Json:
        found = _found(self._shop, number_of(given["id"], "Return"))
        if found is None:
            return _refused("Return does not exist.", "NOT_FOUND")
        held, one = found
        if one["status"] != REQUESTED:
            return _refused("Return is not in a requested state.", "INVALID_STATE")
        if status == DECLINED and given["declineReason"] not in _REASONS:
            return _refused("Decline reason is invalid.", "INVALID")
        one["status"] = status
        if status == OPEN:
            one["approvedMs"] = self._mall.ground.now_ms()
        else:
            one["decline"] = {"reason": given["declineReason"], "note": given.get("declineNote")}
        orders.keep(self._mall, self._shop, held, "ORDERS_UPDATED")
        return {"return": shown(self._mall, self._views, held, one), "userErrors": []}


def request(mall: Mall, shop: Account, held: Json, given: Json) -> Json:
    """What a buyer asks to give back of what was sent: `lines` of `sku` and `quantity`."""
    sent = {row["lineId"]: row for parcel in held["fulfillments"] for row in parcel["lines"]}
    rows = []
    for one in given["lines"]:
        line = next((line for line in held["lines"] if line["sku"] == one["sku"]), None)
        row = sent.get(line["id"]) if line else None
        if line is None or row is None or not 0 < one["quantity"] <= row["quantity"]:
            raise ControlError(409, "only what was sent can be given back")
        rows.append(
            {
                "id": mall.number(),
                "sentId": row["id"],
                "lineId": line["id"],
                "quantity": one["quantity"],
                "refunded": 0,
                "reason": str(one.get("reason") or "SIZE_TOO_SMALL"),
                "note": str(one.get("note") or ""),
            }
        )
    made: Json = {
        "id": mall.number(),
        "name": f"{held['name']}-R{len(held.setdefault('returns', [])) + 1}",
        "status": REQUESTED,
        "createdMs": mall.ground.now_ms(),
        "approvedMs": None,
        "closedMs": None,
        "decline": None,
        "lines": rows,
        "refunds": [],
        "tracking": given.get("tracking"),
    }
    held["returns"].append(made)
    orders.keep(mall, shop, held, "ORDERS_UPDATED")
    mall.ground.store.flush()
    return made


def refund(mall: Mall, shop: Account, number: str) -> Json:
    """The goods are back: the money is given back, and the return is done."""
    found = _found(shop, number)
    if found is None or found[1]["status"] != OPEN:
        raise ControlError(409, "only an open return can be refunded")
    held, one = found
    value = sum((_value(held, row) for row in one["lines"]), Decimal(0))
    for row in one["lines"]:
        row["refunded"] = row["quantity"]
    made = {"id": mall.number(), "createdMs": mall.ground.now_ms(), "value": money(value)}
    one["refunds"].append(made)
    one.update(status=CLOSED, closedMs=mall.ground.now_ms())
    payments.book(mall, shop, "REFUND", -value, Decimal(0), held)
    orders.keep(mall, shop, held, "ORDERS_UPDATED")
    mall.ground.store.flush()
    return one


def summary(held: Json) -> str:
    """Of all of an order's returns; those that came to nothing count for nothing."""
    states = {one["status"] for one in held.get("returns", [])}
    return next((word for status, word in _SUMMARY.items() if status in states), "NO_RETURN")


def shown(mall: Mall, views: Views, held: Json, one: Json) -> Json:
    def stamp(name: str) -> str | None:
        return None if one[name] is None else mall.stamp(one[name])

    return {
        "__typename": "Return",
        "id": gid("Return", one["id"]),
        "name": one["name"],
        "status": one["status"],
        "createdAt": mall.stamp(one["createdMs"]),
        "requestApprovedAt": stamp("approvedMs"),
        "closedAt": stamp("closedMs"),
        "decline": one["decline"],
        "totalQuantity": sum(row["quantity"] for row in one["lines"]),
        "order": lambda _: views.order(held),
        "returnLineItems": lambda given: listed(one["lines"], given, lambda row: _line(views, held, row)),
        "refunds": lambda given: listed(one["refunds"], given, lambda row: _refund(mall, views, held, row)),
        "reverseFulfillmentOrders": lambda given: listed([one], given, _reverse),
    }


def _line(views: Views, held: Json, row: Json) -> Json:
    words = row["reason"].replace("_", " ").capitalize()
    sent = {"id": row["sentId"], "lineId": row["lineId"], "quantity": row["quantity"]}
    return {
        "__typename": "ReturnLineItem",
        "id": gid("ReturnLineItem", row["id"]),
        "quantity": row["quantity"],
        "refundedQuantity": row["refunded"],
        "returnReason": row["reason"],
        "returnReasonDefinition": {
            "id": gid("ReturnReasonDefinition", 1),
            "handle": row["reason"].lower().replace("_", "-"),
            "name": words,
            "deleted": False,
        },
        "returnReasonNote": "",
        "customerNote": row["note"] or None,
        "fulfillmentLineItem": lambda _: views.sent_line(held, sent),
        "withCodeDiscountedTotalPriceSet": views.bag(held, _value(held, row)),
    }


def _reverse(one: Json) -> Json:
    parcels = [one] if one["tracking"] else []
    return {
        "id": gid("ReverseFulfillmentOrder", one["id"]),
        "status": "CLOSED" if one["status"] == CLOSED else "OPEN",
        "reverseDeliveries": lambda given: listed(parcels, given, _parcel),
    }


def _parcel(one: Json) -> Json:
    told = {"carrierName": one["tracking"]["company"], "number": one["tracking"]["number"], "url": None}
    shipped = {"__typename": "ReverseDeliveryShippingDeliverable", "tracking": told}
    return {"id": gid("ReverseDelivery", one["id"]), "deliverable": shipped}


def _refund(mall: Mall, views: Views, held: Json, row: Json) -> Json:
    return {
        "id": gid("Refund", row["id"]),
        "legacyResourceId": str(row["id"]),
        "createdAt": mall.stamp(row["createdMs"]),
        "note": None,
        "totalRefundedSet": views.bag(held, decimal(row["value"])),
    }


def _value(held: Json, row: Json) -> Decimal:
    """What was paid for these units."""
    line = orders.line_of(held, row["lineId"])
    paid = orders.line_total(line) - decimal(line["discount"])
    return (paid * int(row["quantity"]) / int(line["quantity"])).quantize(Decimal("0.01"))


def _found(shop: Account, number: str) -> tuple[Json, Json] | None:
    for held in shop["order"].values():
        for one in held.get("returns", []):
            if str(one["id"]) == number:
                return held, one
    return None


def _refused(message: str, code: str) -> Json:
    return {"return": None, "userErrors": [user_error(["input", "id"], message, code)]}
