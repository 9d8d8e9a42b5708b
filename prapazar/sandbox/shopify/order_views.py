"""Orders as the API shows them, and as the REST shape that webhooks carry."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.shopify import orders, returns, search
from prapazar.sandbox.shopify.connection import connection, listed
from prapazar.sandbox.shopify.mall import Mall, gid, money, number_of
from prapazar.sandbox.shopify.shelves import Shelves

_SORTS = {
    "CREATED_AT": "createdMs",
    "UPDATED_AT": "updatedMs",
    "PROCESSED_AT": "createdMs",
    "ORDER_NUMBER": "number",
}
_ACTIONS = {
    "OPEN": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"),
    "IN_PROGRESS": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MARK_AS_OPEN"),
    "ON_HOLD": ("RELEASE_HOLD",),
    "SCHEDULED": ("MARK_AS_OPEN",),
}


class OrderViews:
    def __init__(self, mall: Mall, shop: Account, shelves: Shelves) -> None:
        self._mall = mall
        self._shop = shop
        self._shelves = shelves
        self.denied: list[str] = []
        """Fields about people that were asked for and withheld."""

    def queries(self) -> Json:
        return {
            "order": lambda given: self._by_id(given["id"]),
            "orders": self._all,
            "ordersCount": lambda given: {"count": len(self._found(given)), "precision": "EXACT"},
            "fulfillmentOrder": self._work_by_id,
        }

    def order(self, held: Json) -> Json:
        lines = held["lines"]
        goods = sum((orders.line_total(one) for one in lines), Decimal(0))
        discount = sum((decimal(one["discount"]) for one in lines), Decimal(0))
        taxes = sum((orders.tax(self._shop, one) for one in lines), Decimal(0))
        total = orders.total(self._shop, held)
        return {
            "__typename": "Order",
            "id": gid("Order", held["id"]),
            "legacyResourceId": str(held["id"]),
            "name": held["name"],
            "number": held["number"],
            "createdAt": self._mall.stamp(held["createdMs"]),
            "processedAt": self._mall.stamp(held["createdMs"]),
            "updatedAt": self._mall.stamp(held["updatedMs"]),
            "cancelledAt": None if held["cancelledMs"] is None else self._mall.stamp(held["cancelledMs"]),
            "cancelReason": held["cancelReason"],
            "confirmed": True,
            "test": False,
            "tags": [],
            "customAttributes": [],
            "sourceName": "web",
            "note": held["note"],
            "currencyCode": held["currency"],
            "presentmentCurrencyCode": held["currency"],
            "displayFinancialStatus": held["financial"],
            "displayFulfillmentStatus": orders.fulfillment_status(held),
            "fullyPaid": held["financial"] == "PAID",
            "unpaid": held["financial"] == "PENDING",
            "paymentGatewayNames": ["iyzico"],
            "taxesIncluded": self._shop.profile["taxes_included"],
            "subtotalPriceSet": self.bag(held, goods - discount),
            "totalPriceSet": self.bag(held, total),
            "currentTotalPriceSet": self.bag(held, total),
            "totalDiscountsSet": self.bag(held, discount),
            "totalShippingPriceSet": self.bag(held, decimal(held["shipping"])),
            "totalTaxSet": self.bag(held, taxes),
            "email": self._personal("email", held["email"]),
            "phone": self._personal("phone", held["phone"]),
            "billingAddress": self._personal("billingAddress", held["address"]),
            "shippingAddress": self._personal("shippingAddress", held["address"]),
            "returnStatus": returns.summary(held),
            "returns": lambda given: listed(
                held.get("returns", []), given, lambda one: returns.shown(self._mall, self, held, one)
            ),
            "lineItems": lambda given: listed(lines, given, lambda one: self.line(held, one)),
            "fulfillmentOrders": lambda given: listed(
                held["fulfillmentOrders"], given, lambda one: self.work(held, one)
            ),
            "fulfillments": lambda given: [
                self.fulfillment(held, one) for one in held["fulfillments"][: given.get("first")]
            ],
        }

    def line(self, held: Json, line: Json) -> Json:
        total, discount = orders.line_total(line), decimal(line["discount"])
        rate = decimal(self._shop.profile["tax_rate"])
        tax = {
            "title": "KDV",
            "rate": rate,
            "ratePercentage": rate * 100,
            "source": "Shopify",
            "priceSet": self.bag(held, orders.tax(self._shop, line)),
        }
        allocated = [{"allocatedAmountSet": self.bag(held, discount)}] if discount else []
        return {
            "__typename": "LineItem",
            "id": gid("LineItem", line["id"]),
            "name": " - ".join(filter(None, (line["title"], line["variantTitle"]))),
            "title": line["title"],
            "variantTitle": line["variantTitle"],
            "vendor": "Deneme Marka",
            "sku": line["sku"],
            "quantity": line["quantity"],
            "currentQuantity": line["quantity"] - line["removed"],
            "refundableQuantity": line["quantity"] - line["removed"],
            "unfulfilledQuantity": orders.remaining(held, line),
            "requiresShipping": True,
            "taxable": True,
            "customAttributes": [],
            "originalTotalSet": self.bag(held, total),
            "originalUnitPriceSet": self.bag(held, decimal(line["unitPrice"])),
            "totalDiscountSet": self.bag(held, discount),
            "discountedTotalSet": lambda given: self.bag(
                held, total - discount if given.get("withCodeDiscounts") else total
            ),
            "discountAllocations": allocated,
            "taxLines": [tax] if rate else [],
            "product": lambda _: self._held("product", line["productId"], self._shelves.product),
            "variant": lambda _: self._held("variant", line["variantId"], self._shelves.variant),
        }

    def work(self, held: Json, work: Json) -> Json:
        place = self._shelves.location(self._shop["location"][work["locationId"]])
        actions = [{"action": one, "externalUrl": None} for one in _ACTIONS.get(work["status"], ())]
        return {
            "__typename": "FulfillmentOrder",
            "id": gid("FulfillmentOrder", work["id"]),
            "orderId": gid("Order", held["id"]),
            "orderName": held["name"],
            "status": work["status"],
            "requestStatus": "UNSUBMITTED",
            "supportedActions": actions,
            "assignedLocation": {"name": place["name"], "location": place},
            "lineItems": lambda given: listed(work["lines"], given, lambda one: self._work_line(held, one)),
        }

    def fulfillment(self, held: Json, one: Json) -> Json:
        return {
            "id": gid("Fulfillment", one["id"]),
            "name": f"{held['name']}.{held['fulfillments'].index(one) + 1}",
            "status": one["status"],
            "displayStatus": one["displayStatus"],
            "createdAt": self._mall.stamp(one["createdMs"]),
            "updatedAt": self._mall.stamp(held["updatedMs"]),
            "deliveredAt": None,
            "totalQuantity": sum(row["quantity"] for row in one["lines"]),
            "trackingInfo": lambda given: one["tracking"][: given.get("first")],
            "fulfillmentLineItems": lambda given: listed(
                one["lines"], given, lambda row: self.sent_line(held, row)
            ),
        }

    def _work_line(self, held: Json, row: Json) -> Json:
        line = orders.line_of(held, row["lineId"])
        return {
            "id": gid("FulfillmentOrderLineItem", row["id"]),
            "inventoryItemId": gid("InventoryItem", line["itemId"]),
            "productTitle": line["title"],
            "sku": line["sku"],
            "totalQuantity": row["total"],
            "remainingQuantity": row["remaining"],
            "lineItem": lambda _: self.line(held, line),
            "variant": lambda _: self._held("variant", line["variantId"], self._shelves.variant),
        }

    def sent_line(self, held: Json, row: Json) -> Json:
        line = orders.line_of(held, row["lineId"])
        return {
            "id": gid("FulfillmentLineItem", row["id"]),
            "quantity": row["quantity"],
            "lineItem": lambda _: self.line(held, line),
        }

    def _held(self, drawer: str, number: object, show: Callable[[Json], Json]) -> Json | None:
        found = self._shop[drawer].get(str(number))
        return None if found is None else show(found)

    def _by_id(self, given: str) -> Json | None:
        return self._held("order", number_of(given, "Order"), self.order)

    def _work_by_id(self, given: Json) -> Json | None:
        number = number_of(given["id"], "FulfillmentOrder")
        for held in self._shop["order"].values():
            for work in held["fulfillmentOrders"]:
                if str(work["id"]) == number:
                    return self.work(held, work)
        return None

    def _all(self, given: Json) -> Json:
        name = _SORTS.get(given.get("sortKey") or "PROCESSED_AT", "id")
        return connection([([one[name], one["id"]], one) for one in self._found(given)], given, self.order)

    def _found(self, given: Json) -> list[Json]:
        query = given.get("query")
        return [one for one in self._shop["order"].values() if search.matches(query, _searched(one))]

    def _personal(self, name: str, value: object) -> Any:  # noqa: ANN401 - a field of any kind
        def told(_: Json) -> object:
            if not self._mall.rules.hides_people:
                return value
            self.denied.append(name)
            return None

        return told

    def bag(self, held: Json, amount: Decimal) -> Json:
        shown = {"amount": money(amount), "currencyCode": held["currency"]}
        return {"shopMoney": shown, "presentmentMoney": shown}


def _searched(held: Json) -> Json:
    """Moments are known to the second."""
    created, updated = (from_ms(held[name] // 1000 * 1000) for name in ("createdMs", "updatedMs"))
    state = "cancelled" if held["cancelledMs"] is not None else "open"
    return {
        "created_at": created,
        "processed_at": created,
        "updated_at": updated,
        "financial_status": held["financial"],
        "fulfillment_status": orders.fulfillment_status(held),
        "return_status": returns.summary(held),
        "status": [state, "any"],
        "name": [held["name"], str(held["number"])],
        "email": held["email"],
        "id": held["id"],
        "sku": [one["sku"] for one in held["lines"]],
    }
