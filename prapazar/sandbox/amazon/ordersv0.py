"""Orders of version 0: told without people unless a restricted token is shown, and the only way to tell a shipment."""

from decimal import Decimal

from prapazar.sandbox.amazon import orders
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, payload, unauthorized
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal

_NEEDED = ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems")
_ELEMENTS = {"buyerInfo", "shippingAddress", "buyerTaxInformation"}
_WINDOWS = (("CreatedAfter", "CreatedBefore"), ("LastUpdatedAfter", "LastUpdatedBefore"))
_MOST_ROWS = 100
_STATUSES = {
    "PENDING_AVAILABILITY": "PendingAvailability",
    "PENDING": "Pending",
    "UNSHIPPED": "Unshipped",
    "PARTIALLY_SHIPPED": "PartiallyShipped",
    "SHIPPED": "Shipped",
    "CANCELLED": "Canceled",
    "UNFULFILLABLE": "Unfulfillable",
}
routes = Routes()


@routes.route("POST", "/orders/v0/orders/{order}/shipmentConfirmation", "confirmShipment")
def confirm(visit: Visit) -> Reply:
    order, body = orders.known(visit), visit.body()
    visit.check_marketplace([str(body.get("marketplaceId") or "")])
    detail = body.get("packageDetail") or {}
    for name in _NEEDED:
        if not detail.get(name):
            raise Refusal(f"'{name}' is required.")
    reference = str(detail["packageReferenceId"])
    if not reference.isdigit() or int(reference) <= 0:
        raise Refusal("'packageReferenceId' must be a positive number.")
    if detail["carrierCode"] == "Other" and not detail.get("carrierName"):
        raise Refusal("'carrierName' is required when the carrier code is Other.")
    if order["fulfilledBy"] != "MERCHANT":
        raise Refusal("The order is fulfilled by Amazon.")
    if order["status"] not in ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"):
        raise Refusal(f"The order is {order['status']}.")
    _ship(visit, order, detail, reference)
    return empty_reply(204)


def _ship(visit: Visit, order: Json, detail: Json, reference: str) -> None:
    """The same reference again edits the package."""
    others = [one for one in order["packages"] if one["reference"] != reference]
    package = {
        "reference": reference,
        "atMs": visit.now_ms,
        "status": "SHIPPED",
        "carrier": detail.get("carrierName") or detail["carrierCode"],
        "tracking": detail["trackingNumber"],
        "shipDate": detail["shipDate"],
        "items": [
            {"orderItemId": one["orderItemId"], "quantity": one["quantity"]} for one in detail["orderItems"]
        ],
    }
    packages = [*others, package]
    shipped = {item["orderItemId"]: _units(packages, item["orderItemId"]) for item in order["items"]}
    if any(shipped[item["orderItemId"]] > item["quantity"] for item in order["items"]):
        raise Refusal("More units than were ordered.")
    order["packages"] = packages
    for item in order["items"]:
        item["shipped"] = shipped[item["orderItemId"]]
    open_units = sum(one["quantity"] - one["shipped"] for one in order["items"] if not one["isCancelled"])
    order["status"] = "PARTIALLY_SHIPPED" if open_units else "SHIPPED"
    orders.keep(visit.mall, visit.seller, order)


def _units(packages: list[Json], line: str) -> int:
    rows = [one for package in packages for one in package["items"]]
    return sum(int(one["quantity"]) for one in rows if one["orderItemId"] == line)


@routes.route("POST", "/tokens/2021-03-01/restrictedDataToken", "createRestrictedDataToken")
def restricted_token(visit: Visit) -> Reply:
    resources = visit.body().get("restrictedResources")
    if not isinstance(resources, list) or not resources:
        raise Refusal("'restrictedResources' is required.")
    for one in resources:
        if not set(one.get("dataElements") or ()) <= _ELEMENTS or not str(one.get("path")).startswith(
            "/orders/v0/"
        ):
            raise Refusal("The restricted resource is not known.")
    allowed = [[one["method"], one["path"], list(one.get("dataElements") or ())] for one in resources]
    token = visit.mall.give_token(visit.seller, allowed)
    return json_reply({"restrictedDataToken": token, "expiresIn": visit.mall.rules.token_seconds})


@routes.route("GET", "/orders/v0/orders", "getOrders")
def listed(visit: Visit) -> Reply:
    visit.check_marketplace(visit.listed("MarketplaceIds"))
    elements = _elements(visit, "/orders/v0/orders")
    rows, echoed, start = orders.found(visit, *_WINDOWS)
    size = int(visit.query("MaxResultsPerPage") or _MOST_ROWS)
    if not 1 <= size <= _MOST_ROWS:
        raise Refusal("'MaxResultsPerPage' must be between 1 and 100.")
    statuses, channels = visit.listed("OrderStatuses"), visit.listed("FulfillmentChannels")
    shown = [_view(visit, one, elements) for one in rows]
    shown = [
        one
        for one in shown
        if (not statuses or one["OrderStatus"] in statuses)
        and (not channels or one["FulfillmentChannel"] in channels)
    ]
    token = {"NextToken": orders.closed(visit, start + size)} if start + size < len(shown) else {}
    return payload({"Orders": shown[start : start + size], **token, **echoed})


@routes.route("GET", "/orders/v0/orders/{order}", "getOrder")
def read(visit: Visit) -> Reply:
    order = orders.known(visit)
    elements = _elements(visit, "/orders/v0/orders/{orderId}", f"/orders/v0/orders/{order['orderId']}")
    return payload(_view(visit, order, elements))


@routes.route("GET", "/orders/v0/orders/{order}/orderItems", "getOrderItems")
def items(visit: Visit) -> Reply:
    order = orders.known(visit)
    path = "/orders/v0/orders/{orderId}/orderItems"
    _elements(visit, path, path.replace("{orderId}", order["orderId"]))
    is_pending = order["status"].startswith("PENDING")
    rows = []
    for one in order["items"]:
        worth = _money(order, decimal(one["unitPrice"]) * one["quantity"])
        rows.append(
            {
                "ASIN": one["asin"],
                "SellerSKU": one["sku"],
                "OrderItemId": one["orderItemId"],
                "Title": one["title"],
                "QuantityOrdered": 0 if one["isCancelled"] else one["quantity"],
                "QuantityShipped": one["shipped"],
                "IsGift": "false",
                **({} if is_pending else {"ItemPrice": worth}),
            }
        )
    return payload({"OrderItems": rows, "AmazonOrderId": order["orderId"]})


def _elements(visit: Visit, *paths: str) -> set[str]:
    """What of people this token may see here; a plain token sees nothing, and is not refused."""
    allowed = visit.seller["token"][visit.token].get("allowed")
    if allowed is None:
        return set()
    here = [elements for method, path, elements in allowed if method == visit.call.method and path in paths]
    if not here:
        raise unauthorized("The restricted data token does not cover this resource.")
    return {element for elements in here for element in elements}


def _view(visit: Visit, order: Json, elements: set[str]) -> Json:
    is_pending = order["status"].startswith("PENDING")
    shown: Json = {
        "AmazonOrderId": order["orderId"],
        "PurchaseDate": iso(order["createdMs"]),
        "LastUpdateDate": iso(order["updatedMs"]),
        "OrderStatus": _STATUSES[order["status"]],
        "FulfillmentChannel": "MFN" if order["fulfilledBy"] == "MERCHANT" else "AFN",
        "MarketplaceId": visit.marketplace,
        "NumberOfItemsShipped": sum(one["shipped"] for one in order["items"]),
        "NumberOfItemsUnshipped": sum(one["quantity"] - one["shipped"] for one in order["items"]),
        "OrderType": "StandardOrder",
    }
    if not is_pending:
        shown["OrderTotal"] = _money(order, orders.total(order))
    if "buyerInfo" in elements:
        shown["BuyerInfo"] = {"BuyerName": order["buyer"]["name"], "BuyerEmail": order["buyer"]["email"]}
    if "shippingAddress" in elements and not is_pending:
        place = order["address"]
        shown["ShippingAddress"] = {
            "Name": place["name"],
            "AddressLine1": place["addressLine1"],
            "City": place["city"],
            "District": place["districtOrCounty"],
            "PostalCode": place["postalCode"],
            "CountryCode": place["countryCode"],
            "Phone": place["phone"],
        }
    return shown


def _money(order: Json, value: Decimal) -> Json:
    return {"CurrencyCode": order["currency"], "Amount": f"{value:.2f}"}
