"""What a merchant does with an order: send parts of it, correct the tracking number, take units out, cancel it."""

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify import orders
from prapazar.sandbox.shopify.mall import Mall, gid, number_of
from prapazar.sandbox.shopify.order_views import OrderViews
from prapazar.sandbox.shopify.shelves import user_error

_SENDS_FROM = ("OPEN", "IN_PROGRESS")


class Fulfilling:
    def __init__(self, mall: Mall, shop: Account, views: OrderViews) -> None:
        self._mall = mall
        self._shop = shop
        self._views = views

    def mutations(self) -> Json:
        return {
            "fulfillmentCreate": lambda given: self._send(given["fulfillment"]),
            "fulfillmentTrackingInfoUpdate": self._track,
            "fulfillmentEventCreate": lambda given: self._event(given["fulfillmentEvent"]),
            "orderCancel": self._cancel,
            "refundCreate": lambda given: self._refund(given["input"]),
        }

    def _send(self, given: Json) -> Json:
        order, found, fault = self._asked(given["lineItemsByFulfillmentOrder"])
        if order is None or fault:
            return {"fulfillment": None, "userErrors": [fault]}
        sent: list[Json] = []
        for work, units in found:
            for row in work["lines"]:
                if not units[row["id"]]:
                    continue
                row["remaining"] -= units[row["id"]]
                sent.append(
                    {"id": self._mall.number(), "lineId": row["lineId"], "quantity": units[row["id"]]}
                )
                self._take_out(work, orders.line_of(order, row["lineId"]), units[row["id"]])
            is_done = not any(row["remaining"] for row in work["lines"])
            work["status"] = "CLOSED" if is_done else "IN_PROGRESS"
        made: Json = {
            "id": self._mall.number(),
            "createdMs": self._mall.ground.now_ms(),
            "status": "SUCCESS",
            "displayStatus": "FULFILLED",
            "tracking": _tracking(given.get("trackingInfo") or {}),
            "lines": sent,
        }
        order["fulfillments"].append(made)
        is_whole = orders.fulfillment_status(order) == "FULFILLED"
        topic = "ORDERS_FULFILLED" if is_whole else "ORDERS_PARTIALLY_FULFILLED"
        orders.keep(self._mall, self._shop, order, topic)
        return {"fulfillment": self._views.fulfillment(order, made), "userErrors": []}

    def _asked(self, given: list[Json]) -> tuple[Json | None, list[tuple[Json, dict[int, int]]], Json | None]:
        """The order, and of each fulfillment order the units by line; all of one order and location."""
        found: list[tuple[Json, dict[int, int]]] = []
        owners: dict[int, Json] = {}
        for one in given:
            held, work = self._work(one["fulfillmentOrderId"])
            if held is None or work is None:
                return None, [], user_error(["fulfillment"], "Fulfillment order does not exist.")
            if work["status"] not in _SENDS_FROM:
                text = (
                    f"Fulfillment order {work['id']} has an unfulfillable status= {work['status'].lower()}."
                )
                return None, [], user_error(["fulfillment"], text)
            units = _units(work, one.get("fulfillmentOrderLineItems"))
            if units is None:
                text = "Invalid fulfillment order line item quantity requested."
                return None, [], user_error(["fulfillment"], text)
            owners[held["id"]] = held
            found.append((work, units))
        if len(owners) != 1 or len({work["locationId"] for work, _ in found}) != 1:
            text = "All fulfillment orders must be of the same order and assigned to the same location."
            return None, [], user_error(["fulfillment"], text)
        return next(iter(owners.values())), found, None

    def _work(self, given: str) -> tuple[Json | None, Json | None]:
        number = number_of(given, "FulfillmentOrder")
        for held in self._shop["order"].values():
            for work in held["fulfillmentOrders"]:
                if str(work["id"]) == number:
                    return held, work
        return None, None

    def _take_out(self, work: Json, line: Json, units: int) -> None:
        variant = self._shop["variant"].get(str(line["variantId"]))
        if variant is not None:
            variant["levels"][work["locationId"]]["committed"] -= units
            self._mall.files.put(self._shop, "variant", str(variant["id"]), variant)

    def _fulfillment(self, given: str) -> tuple[Json | None, Json | None]:
        number = number_of(given, "Fulfillment")
        for held in self._shop["order"].values():
            for one in held["fulfillments"]:
                if str(one["id"]) == number:
                    return held, one
        return None, None

    def _track(self, given: Json) -> Json:
        held, one = self._fulfillment(given["fulfillmentId"])
        if held is None or one is None:
            return {
                "fulfillment": None,
                "userErrors": [user_error(["fulfillmentId"], "Fulfillment does not exist.")],
            }
        one["tracking"] = _tracking(given["trackingInfoInput"])
        orders.keep(self._mall, self._shop, held, "ORDERS_UPDATED")
        return {"fulfillment": self._views.fulfillment(held, one), "userErrors": []}

    def _event(self, given: Json) -> Json:
        held, one = self._fulfillment(given["fulfillmentId"])
        if held is None or one is None:
            fault = user_error(["fulfillmentEvent", "fulfillmentId"], "Fulfillment does not exist.")
            return {"fulfillmentEvent": None, "userErrors": [fault]}
        one["displayStatus"] = given["status"]
        orders.keep(self._mall, self._shop, held, "ORDERS_UPDATED")
        event = {"id": gid("FulfillmentEvent", self._mall.number()), "status": given["status"]}
        return {"fulfillmentEvent": event, "userErrors": []}

    def _cancel(self, given: Json) -> Json:
        held = self._shop["order"].get(number_of(given["orderId"], "Order"))
        fault = None
        if held is None:
            fault = user_error(["orderId"], "Order does not exist", "NOT_FOUND")
        elif held["cancelledMs"] is not None:
            fault = user_error(["orderId"], "Order has already been cancelled", "INVALID")
        elif held["fulfillments"]:
            fault = user_error(["orderId"], "Cannot cancel an order that has fulfillments", "INVALID")
        if fault or held is None:
            return {"job": None, "orderCancelUserErrors": [fault], "userErrors": [fault]}
        job: Json = {
            "id": self._mall.number(),
            "orderId": held["id"],
            "reason": given["reason"],
            "restock": given["restock"],
            "dueMs": self._mall.ground.now_ms() + self._mall.rules.cancel_ms,
        }
        self._mall.files.put(self._shop, "job", str(job["id"]), job)
        finish_jobs(self._mall, self._shop)
        shown = {"id": gid("Job", job["id"]), "done": str(job["id"]) not in self._shop["job"]}
        return {"job": shown, "orderCancelUserErrors": [], "userErrors": []}

    def _refund(self, given: Json) -> Json:
        """Takes units out of an order; money is given back by transactions, which nobody asks for here."""
        held = self._shop["order"].get(number_of(given["orderId"], "Order"))
        if held is None:
            return _no_refund(["orderId"], "Order does not exist")
        rows = given.get("refundLineItems") or []
        lines = {str(one["id"]): one for one in held["lines"]}
        for row in rows:
            line = lines.get(number_of(row["lineItemId"], "LineItem"))
            if line is None or not 0 < row["quantity"] <= line["quantity"] - line["removed"]:
                return _no_refund(["refundLineItems"], "Refund quantity exceeds what can be refunded")
            if row.get("restockType") in ("CANCEL", "RETURN") and not row.get("locationId"):
                return _no_refund(["refundLineItems"], "A location is needed to restock")
        for row in rows:
            line = lines[number_of(row["lineItemId"], "LineItem")]
            self._remove(held, line, row["quantity"], restock=row.get("restockType") == "CANCEL")
        orders.keep(self._mall, self._shop, held, "ORDERS_UPDATED")
        refund = {"id": gid("Refund", self._mall.number()), "note": given.get("note")}
        return {"order": self._views.order(held), "refund": refund, "userErrors": []}

    def _remove(self, held: Json, line: Json, units: int, *, restock: bool) -> None:
        """What waits to be sent goes first."""
        for work in held["fulfillmentOrders"]:
            for row in work["lines"]:
                if row["lineId"] == line["id"] and work["status"] in orders.OPEN:
                    taken = min(units, row["remaining"])
                    orders.release(self._mall, self._shop, held, work, row, taken, restock=restock)
                    units -= taken
            if work["status"] in orders.OPEN and not any(row["remaining"] for row in work["lines"]):
                work["status"] = "CLOSED"
        line["removed"] += units


def finish_jobs(mall: Mall, shop: Account, *, is_due: bool = False) -> int:
    """Those whose time has come, or all of them."""
    done = 0
    for number, job in list(shop["job"].items()):
        if is_due or job["dueMs"] <= mall.ground.now_ms():
            mall.files.drop(shop, "job", number)
            order = shop["order"][str(job["orderId"])]
            orders.cancel(mall, shop, order, job["reason"], restock=job["restock"])
            done += 1
    return done


def _units(work: Json, given: list[Json] | None) -> dict[int, int] | None:
    """All that is left, unless lines are named; None where they cannot be had."""
    if not given:
        return {row["id"]: row["remaining"] for row in work["lines"]}
    asked = {number_of(one["id"], "FulfillmentOrderLineItem"): one["quantity"] for one in given}
    known = {str(row["id"]): row["remaining"] for row in work["lines"]}
    if any(not 0 < units <= known.get(number, 0) for number, units in asked.items()):
        return None
    return {row["id"]: asked.get(str(row["id"]), 0) for row in work["lines"]}


def _tracking(given: Json) -> list[Json]:
    numbers = given.get("numbers") or ([given["number"]] if given.get("number") else [])
    urls = given.get("urls") or ([given["url"]] if given.get("url") else [])
    company = given.get("company")
    return [
        {"company": company, "number": one, "url": urls[place] if place < len(urls) else None}
        for place, one in enumerate(numbers)
    ]


def _no_refund(field: list[str], message: str) -> Json:
    return {"order": None, "refund": None, "userErrors": [user_error(field, message)]}
