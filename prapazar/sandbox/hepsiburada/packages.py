"""What a merchant does with lines and packages: pack, unpack, split, cancel, ship by a carrier of their own."""

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.hepsiburada import trade, views
from prapazar.sandbox.hepsiburada.errors import bare, not_found
from prapazar.sandbox.hepsiburada.orders import PACKAGES
from prapazar.sandbox.hepsiburada.visit import Routes, Visit, cased
from prapazar.sandbox.jsontext import Json

_LINES = "/oms-external/lineitems/merchantid/{merchant}"
_ONE = f"{PACKAGES}/packagenumber/{{package}}"
_OUT_OF_STOCK = 83
_LONGEST_NAME = 200
routes = Routes()


@routes.route("GET", _ONE)
def tracking(visit: Visit) -> Reply:
    return json_reply(cased(visit, views.tracking(visit.market, package_of(visit))))


@routes.route("POST", PACKAGES)
def pack(visit: Visit) -> Reply:
    body, merchant = visit.body(), visit.merchant
    asked = body.get("lineItemRequests") or []
    lines = [line_of(visit, str(one.get("id"))) for one in asked]
    if not lines:
        raise bare(400, "LineItemRequestsCannotBeEmpty")
    for line, one in zip(lines, asked, strict=True):
        if line["state"] not in views.ON_THE_WAY:
            raise bare(409, "LineItemIsNotPackageable")
        if one.get("quantity") != line["quantity"]:
            raise bare(400, "QuantityMustBeWholeLine")
    if len({_companions(visit, line) for line in lines}) > 1:
        raise bare(400, "LineItemsCannotBeInSamePackage")
    package = trade.pack(
        visit.market, merchant, lines, cargo=body.get("cargoCompany"), deci=body.get("deci") or 1
    )
    return json_reply({"packageNumber": package["packageNumber"], "barcode": package["barcode"]}, 201)


@routes.route("GET", f"{_LINES}/packageablewith/lineitemid/{{line}}")
def packageable_with(visit: Visit) -> Reply:
    line = line_of(visit, visit.values["line"])
    mates = [
        {"lineItemId": one["id"], "orderNumber": one["orderNumber"], "quantity": one["quantity"]}
        for one in visit.merchant.lines.values()
        if one["id"] != line["id"]
        and one["state"] in views.ON_THE_WAY
        and _companions(visit, one) == _companions(visit, line)
    ]
    return json_reply({"lineItems": mates})


@routes.route("POST", f"{_ONE}/unpack")
def unpack(visit: Visit) -> Reply:
    trade.unpack(visit.market, visit.merchant, _still_here(visit))
    return empty_reply()


@routes.route("POST", f"{_ONE}/split")
def split(visit: Visit) -> Reply:
    """Some lines go on in packages of their own, some units are cancelled; nothing may be left over."""
    package, body = _still_here(visit), visit.body()
    lines = {one["id"]: one for one in visit.merchant.lines_in(package["packageNumber"])}
    dropped = {str(one["orderLineId"]): int(one["quantity"]) for one in body.get("cancelledItems") or []}
    groups = [
        {str(one["orderLineId"]): int(one["quantity"]) for one in detail["lines"]}
        for detail in body.get("packageDetails") or []
    ]
    told: dict[str, int] = {}
    for group in (dropped, *groups):
        for one, quantity in group.items():
            told[one] = told.get(one, 0) + quantity
    if told != {one: line["quantity"] for one, line in lines.items()} or not groups:
        raise bare(400, "SplitQuantitiesDoNotMatch")
    trade.unpack(visit.market, visit.merchant, package)
    for one, quantity in dropped.items():
        _drop(visit, lines[one], quantity)
    for group in groups:
        parts = [_part(visit, lines[one], quantity) for one, quantity in group.items()]
        trade.pack(visit.market, visit.merchant, parts)
    return empty_reply()


@routes.route("POST", f"{_LINES}/id/{{line}}/cancelbymerchant")
def cancel(visit: Visit) -> Reply:
    line = line_of(visit, visit.values["line"])
    if visit.body().get("reasonId") != _OUT_OF_STOCK:
        raise bare(400, "InvalidReasonId")
    if line["state"] not in views.ON_THE_WAY:
        raise bare(409, "LineItemIsNotCancellable")
    trade.cancel(visit.market, visit.merchant, line, "Merchant", "MerchantCanNotBeSupplied")
    return empty_reply()


@routes.route("POST", f"{_ONE}/intransit")
def in_transit(visit: Visit) -> Reply:
    package, body = _of_own_cargo(visit, {"Packed"}), visit.body()
    code = str(body.get("trackingNumber") or "")
    if not code or len(code) > _LONGEST_NAME:
        raise bare(400, "TrackingNumberCannotBeEmpty")
    package["trackingUrl"] = body.get("trackingUrl")
    trade.ship(visit.market, visit.merchant, package, code)
    return empty_reply()


@routes.route("POST", f"{_ONE}/deliver")
def deliver(visit: Visit) -> Reply:
    trade.deliver(visit.market, visit.merchant, _of_own_cargo(visit, {"InTransit"}))
    return empty_reply()


@routes.route("POST", f"{_ONE}/undeliver")
def undeliver(visit: Visit) -> Reply:
    package, reason = _of_own_cargo(visit, {"InTransit"}), str(visit.body().get("undeliveredReason") or "")
    trade.undeliver(visit.market, visit.merchant, package, reason)
    return empty_reply()


@routes.route("PUT", f"{_ONE}/invoice")
def invoice(visit: Visit) -> Reply:
    package, body = package_of(visit), visit.body()
    if not body.get("invoiceLink"):
        raise bare(400, "InvoiceLinkCannotBeEmpty")
    package["invoice"] = body
    visit.market.keep("packages", visit.merchant, package["packageNumber"], package)
    return empty_reply()


def _drop(visit: Visit, line: Json, quantity: int) -> None:
    """Part of a line becomes a cancelled line of its own."""
    part = _part(visit, line, quantity)
    trade.cancel(visit.market, visit.merchant, part, "Merchant", "MerchantCanNotBeSupplied")


def _part(visit: Visit, line: Json, quantity: int) -> Json:
    """The line itself, or so many of its units as a line of their own."""
    if quantity == line["quantity"]:
        return line
    number = f"{line['id'][:-4]}{visit.market.next_number('split', 1):04}"
    part = {**line, "id": number, "quantity": quantity}
    line["quantity"] -= quantity
    visit.market.keep("lines", visit.merchant, line["id"], line)
    order = visit.merchant.orders[line["orderNumber"]]
    order["lineIds"].append(number)
    visit.market.keep("orders", visit.merchant, line["orderNumber"], order)
    visit.market.keep("lines", visit.merchant, number, part)
    return part


def _companions(visit: Visit, line: Json) -> tuple[str, str, str]:
    """Lines travel together when buyer, place and carrier are the same."""
    order = visit.merchant.orders[line["orderNumber"]]
    return order["customerId"], order["addressId"], order["cargo"]


def line_of(visit: Visit, number: str) -> Json:
    line = visit.merchant.lines.get(number)
    if line is None:
        raise not_found("LineItemNotFound")
    return line


def package_of(visit: Visit) -> Json:
    package = visit.merchant.packages.get(visit.values["package"])
    if package is None:
        raise not_found("PackageNotFound")
    return package


def _still_here(visit: Visit) -> Json:
    package = package_of(visit)
    if package["state"] != "Packed":
        raise bare(409, "PackageStatusIsNotAvailable")
    return package


def _of_own_cargo(visit: Visit, states: set[str]) -> Json:
    """Contracted carriers tell it themselves."""
    package = package_of(visit)
    if package["cargo"] != views.OWN_CARGO:
        raise bare(400, "PackageIsNotMerchantCargo")
    if package["state"] not in states:
        raise bare(409, "PackageStatusIsNotAvailable")
    return package
