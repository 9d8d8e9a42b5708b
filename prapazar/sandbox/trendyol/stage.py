"""Test orders, as the stage offers them: place one, move it, send it back."""

from collections.abc import Mapping
from decimal import Decimal

from prapazar.sandbox import jsontext
from prapazar.sandbox.baskets import BasketLine, Buyer, Refused
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import claim_book, packages, trade
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_BASE = "/integration/test/order"
_STATUSES = ("Picking", "Invoiced", "Shipped", "AtCollectionPoint", "Delivered", "UnDelivered", "Returned")
routes = Routes()


@routes.route("POST", f"{_BASE}/orders/core")
def place(visit: Visit) -> Reply:
    request = visit.body()
    basket = [_line(visit, one) for one in visit.items("lines")]
    try:
        package = trade.place_order(visit.market, visit.seller.seller_id, basket, _buyer(request))
    except Refused as refusal:
        raise bad_request("order.refused", str(refusal)) from refusal
    body = package.body()
    body["commercial"] = bool(request.get("commercial"))
    body["micro"] = bool(request.get("microRegion"))
    packages.keep(visit, body)
    return json_reply({"orderNumber": package.order_number})


@routes.route("PUT", f"{_BASE}/sellers/{{seller}}/shipment-packages/{{package}}/status")
def move(visit: Visit) -> Reply:
    package, status = packages.known(visit), str(visit.body().get("status") or "")
    if status not in _STATUSES:
        raise bad_request("status.invalid", f"status must be one of {', '.join(_STATUSES)}.")
    packages.restate(visit, package.body(), status)
    return empty_reply()


@routes.route("PUT", f"{_BASE}/sellers/{{seller}}/claims/waiting-in-action")
def send_back(visit: Visit) -> Reply:
    package = visit.seller.packages.get(int(visit.body().get("shipmentPackageId") or 0))
    if package is None:
        raise not_found("shipment.package.not.found", "Shipment package not found.")
    held = [
        one for one in visit.seller.claims.values() if one["orderShipmentPackageId"] == package.package_id
    ]
    if not held:
        wanted = [(line["barcode"], line["quantity"], "") for line in package.body()["lines"]]
        claim = claim_book.open_claim(visit.market, visit.seller, package.order_number, wanted)
        held = [claim] if claim else []
    for claim in held:
        claim_book.move_claim(visit.market, visit.seller, claim, "WaitingInAction")
    return empty_reply()


def _line(visit: Visit, line: Json) -> BasketLine:
    barcode = str(line.get("barcode") or "")
    product = visit.seller.products.get(barcode)
    percent = jsontext.decimal(line.get("discountPercentage", 0))
    price = None
    if product is not None and percent:
        price = (product.sale_price * (100 - percent) / 100).quantize(Decimal("0.01"))
    return BasketLine(barcode, int(line.get("quantity", 1)), price)


def _buyer(request: Json) -> Buyer:
    customer: Mapping[str, str] = request.get("customer") or {}
    address: Mapping[str, str] = request.get("shippingAddress") or {}
    return Buyer(
        first_name=customer.get("customerFirstName") or address.get("shippingFirstName") or "Deneme",
        last_name=customer.get("customerLastName") or address.get("shippingLastName") or "Müşteri",
        address=address.get("addressText") or "Deneme Sokak No: 1",
        city=address.get("city") or "İstanbul",
        district=address.get("district") or "Kadıköy",
        neighborhood=address.get("neighborhood") or "Caferağa",
        postal_code=address.get("postalCode") or "34710",
    )
