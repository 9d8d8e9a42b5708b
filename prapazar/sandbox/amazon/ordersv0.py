"""What still lives in version 0 of the orders alone: telling that a package was shipped."""

from prapazar.sandbox.amazon import orders
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply
from prapazar.sandbox.jsontext import Json

_NEEDED = ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems")
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
