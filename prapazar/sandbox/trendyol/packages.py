"""What a seller does with a package: pick, invoice, hand over, or say it cannot be supplied."""

from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, empty_reply
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.trendyol import events, packing, reference, trade
from prapazar.sandbox.trendyol.errors import ApiError, bad_request, not_found
from prapazar.sandbox.trendyol.models import Package
from prapazar.sandbox.trendyol.visit import Routes, Visit

SELLER = "/integration/order/sellers/{seller}"
BASE = f"{SELLER}/shipment-packages/{{package}}"
_NEXT = {"Picking": ("Created", "Verified"), "Invoiced": ("Picking",)}
_STILL_HERE = ("Created", "Verified", "Picking", "Invoiced")
_REASONS = (500, 501, 502, 504, 505, 506)
_CARGO_PAUSE_MS = to_ms(timedelta(minutes=5))
_DAY_MS = to_ms(timedelta(days=1))
_MOST_EXTENSION = 3
routes = Routes()


@routes.route("PUT", BASE, "package-status")
def change_status(visit: Visit) -> Reply:
    package, request = known(visit), visit.body()
    status = request.get("status")
    if status not in _NEXT:
        raise bad_request("status.invalid", "status must be Picking or Invoiced.")
    body = package.body()
    _check_lines(body, request.get("lines"))
    if package.status not in _NEXT[status]:
        raise bad_request(
            "status.transition.invalid", f"{package.status} durumundan {status} durumuna geçilemez."
        )
    number = (request.get("params") or {}).get("invoiceNumber")
    if status == "Invoiced" and number:
        body["invoiceNumber"], body["invoiceStatus"] = number, "Received"
    restate(visit, body, status)
    return empty_reply()


@routes.route("PUT", f"{BASE}/items/unsupplied", "package-change")
def unsupplied(visit: Visit) -> Reply:
    """All lines: the package ends as UnSupplied. Some: it breaks, and the rest goes on in a new one."""
    package, request = _open(visit), visit.body()
    if request.get("reasonId") not in _REASONS:
        raise bad_request("reasonId.invalid", f"reasonId must be one of {', '.join(map(str, _REASONS))}.")
    body = package.body()
    missing = _check_lines(body, request.get("lines"))
    if all(missing.get(line["lineId"], 0) >= line["quantity"] for line in body["lines"]):
        for line in body["lines"]:
            line.update(_cancelled(request["reasonId"]))
        restate(visit, body, "UnSupplied")
    else:
        _break_off(visit, body, missing, request["reasonId"])
    return empty_reply()


@routes.route("PUT", f"{BASE}/box-info", "package-change")
def box_info(visit: Visit) -> Reply:
    package, request = _open(visit), visit.body()
    if not isinstance(request.get("boxQuantity"), int) or request["boxQuantity"] < 1:
        raise bad_request("boxQuantity.invalid", "boxQuantity must be at least 1.")
    keep(visit, {**package.body(), "cargoDeci": jsontext.decimal(request.get("deci", 1))})
    return empty_reply()


@routes.route("PUT", f"{BASE}/cargo-providers", "package-change")
def cargo_provider(visit: Visit) -> Reply:
    package, code = _open(visit), str(visit.body().get("cargoProvider") or "")
    if code not in reference.CHANGEABLE_CARGO:
        raise bad_request("cargoProvider.invalid", "cargoProvider is not known.")
    last = visit.seller.cargo_changes.get(package.package_id)
    if last is not None and last + _CARGO_PAUSE_MS > visit.now_ms:
        raise bad_request("cargoProvider.too.often", "Kargo firması 5 dakikada bir değiştirilebilir.")
    visit.seller.cargo_changes[package.package_id] = visit.now_ms
    keep(visit, {**package.body(), **packing.cargo_fields(visit.market, code)})
    return empty_reply()


@routes.route("PUT", f"{BASE}/warehouse", "alternative-delivery")
def warehouse(visit: Visit) -> Reply:
    package, number = _open(visit), visit.body().get("warehouseId")
    if not isinstance(number, int):
        raise bad_request("warehouseId.invalid", "warehouseId must be a number.")
    keep(visit, {**package.body(), "warehouseId": number})
    return empty_reply()


@routes.route("PUT", f"{BASE}/extended-agreed-delivery-date", "package-change")
def extend(visit: Visit) -> Reply:
    package, days = _open(visit), visit.body().get("extendedDayCount")
    if not isinstance(days, int) or not 1 <= days <= _MOST_EXTENSION:
        raise bad_request("extendedDayCount.invalid", "extendedDayCount must be 1, 2 or 3.")
    body = package.body()
    body["agreedDeliveryDate"] += days * _DAY_MS
    keep(visit, body)
    return empty_reply()


@routes.route("PUT", f"{BASE}/alternative-delivery", "alternative-delivery")
def alternative_delivery(visit: Visit) -> Reply:
    """The seller brings it: digital goods are delivered at once, others are on their way."""
    package, request = _open(visit), visit.body()
    body = package.body()
    if (request.get("params") or {}).get("digitalCode"):
        restate(visit, body, "Delivered")
        return empty_reply()
    if not request.get("trackingInfo"):
        raise bad_request("trackingInfo.empty", "trackingInfo is required.")
    number = packing.next_tracking_number(visit.market, packing.ALTERNATIVE)
    link = "" if request.get("isPhoneNumber") else str(request["trackingInfo"])
    body.update(cargoTrackingNumber=number, cargoTrackingLink=link, cargoProviderName="Alternatif Teslimat")
    restate(visit, body, "Shipped")
    return empty_reply()


@routes.route("PUT", f"{BASE}/delivered-by-service", "package-change")
def delivered_by_service(visit: Visit) -> Reply:
    restate(visit, {**known(visit).body(), "deliveredByService": True}, "Delivered")
    return empty_reply()


@routes.route("PUT", f"{BASE}/manual-deliver", "manual-deliver")
@routes.route("PUT", f"{BASE}/manual-invoice-delivery", "manual-deliver")
def manual_deliver(visit: Visit) -> Reply:
    restate(visit, known(visit).body(), "Delivered")
    return empty_reply()


@routes.route("PUT", f"{SELLER}/manual-deliver/{{tracking}}", "manual-deliver")
@routes.route("PUT", f"{SELLER}/manual-invoice-delivery/{{tracking}}", "manual-deliver")
def manual_deliver_by_tracking(visit: Visit) -> Reply:
    restate(visit, by_tracking(visit).body(), "Delivered")
    return empty_reply()


@routes.route("PUT", f"{BASE}/manual-return", "manual-deliver")
def manual_return(visit: Visit) -> Reply:
    restate(visit, known(visit).body(), "Returned")
    return empty_reply()


@routes.route("PUT", f"{SELLER}/manual-return/{{tracking}}", "manual-deliver")
def manual_return_by_tracking(visit: Visit) -> Reply:
    restate(visit, by_tracking(visit).body(), "Returned")
    return empty_reply()


@routes.route("PUT", f"{BASE}/labor-costs", "package-change")
def labor_costs(visit: Visit) -> Reply:
    package = known(visit)
    try:
        costs = visit.call.json()
    except NotJson as cause:
        raise bad_request("request.body.invalid", "JSON parse error.") from cause
    body = package.body()
    lines = {line["lineId"]: line for line in body["lines"]}
    if not isinstance(costs, list) or any(cost.get("orderLineId") not in lines for cost in costs):
        raise bad_request("orderLineId.invalid", "orderLineId does not belong to the package.")
    for cost in costs:
        lines[cost["orderLineId"]]["laborCost"] = jsontext.decimal(cost["laborCostPerItem"])
    keep(visit, body)
    return empty_reply()


@routes.route("PUT", f"{BASE}/update-tracking-number", "package-status")
def tracking_number(visit: Visit) -> Reply:
    package, number = _open(visit), str(visit.body().get("trackingNumber") or "")
    if not number:
        raise bad_request("trackingNumber.empty", "trackingNumber is required.")
    value = int(number) if number.isdecimal() else number
    keep(visit, {**package.body(), "cargoTrackingNumber": value, "cargoSenderNumber": number})
    return empty_reply()


def known(visit: Visit) -> Package:
    try:
        return visit.package()
    except ApiError as error:
        if visit.market.rules.unknown_package_401:
            raise ApiError(401, error.exception, error.key, error.message) from error
        raise


def by_tracking(visit: Visit) -> Package:
    wanted = visit.values["tracking"]
    for package in visit.seller.packages.values():
        if str(package.body()["cargoTrackingNumber"]) == wanted:
            return package
    raise not_found("shipment.package.not.found", "Shipment package not found.")


def keep(visit: Visit, body: Json) -> Package:
    body["lastModifiedDate"] = max(visit.now_ms, body["lastModifiedDate"])
    package = Package.from_body(body)
    visit.market.keep_package(visit.seller, package)
    return package


def restate(visit: Visit, body: Json, status: str) -> Package:
    for line in body["lines"]:
        if line["orderLineItemStatusName"] not in {"Cancelled", "UnSupplied"} or status == "UnSupplied":
            line["orderLineItemStatusName"] = status
    package = trade.restate(visit.market, body, status)
    visit.market.keep_package(visit.seller, package)
    events.announce(visit.market, visit.seller, package)
    return package


def successor(visit: Visit, old: Json, lines: list[Json], created_by: str) -> Package:
    """A new package of the same order: new number, new cargo number, pointing back to the old one."""
    now = visit.now_ms
    number = packing.next_package_id(visit.market)
    body = {
        **old,
        "shipmentPackageId": number,
        "shipmentNumber": number,
        **packing.amounts(lines),
        **packing.cargo_fields(visit.market, packing.cargo_code(old["cargoProviderName"])),
        "lines": lines,
        "packageHistories": [{"createdDate": now, "status": "Created"}],
        "status": "Created",
        "shipmentPackageStatus": "Created",
        "lastModifiedDate": now,
        "createdBy": created_by,
        "originPackageIds": [old["shipmentPackageId"]],
    }
    for line in lines:
        line["orderLineItemStatusName"] = "Created"
    package = Package.from_body(body)
    visit.market.keep_package(visit.seller, package)
    events.announce(visit.market, visit.seller, package)
    return package


def with_quantity(line: Json, quantity: int) -> Json:
    """A line over fewer units keeps as many of its per-unit details."""
    return {**line, "quantity": quantity, "discountDetails": line["discountDetails"][:quantity]}


def _open(visit: Visit) -> Package:
    package = known(visit)
    if package.status not in _STILL_HERE:
        raise bad_request("status.invalid", f"{package.status} durumundaki paket değiştirilemez.")
    return package


def _check_lines(body: Json, given: object) -> dict[int, int]:
    """Line id -> quantity; every line must belong to the package and have that many units."""
    held = {line["lineId"]: line["quantity"] for line in body["lines"]}
    if not isinstance(given, list) or not given:
        raise bad_request("lines.empty", "lines alanı boş olamaz.")
    wanted: dict[int, int] = {}
    for line in given:
        number, quantity = line.get("lineId"), line.get("quantity")
        if isinstance(number, str) and number.isdecimal():
            number = int(number)  # a reader of JSON takes numbers in quotes, and clients send them
        if number not in held:
            raise bad_request("lineId.invalid", f"{number} does not belong to the package.")
        if not isinstance(quantity, int) or not 0 < quantity <= held[number]:
            raise bad_request("quantity.invalid", f"{number} has {held[number]} units.")
        wanted[number] = quantity
    return wanted


def _break_off(visit: Visit, body: Json, missing: dict[int, int], reason: int) -> None:
    gone = [
        with_quantity(line, missing[line["lineId"]]) for line in body["lines"] if line["lineId"] in missing
    ]
    rest = [
        with_quantity(line, left)
        for line in body["lines"]
        if (left := line["quantity"] - missing.get(line["lineId"], 0)) > 0
    ]
    for line in gone:
        line.update(_cancelled(reason))
    ended = {**body, "lines": gone, **packing.amounts(gone)}
    restate(visit, ended, "UnSupplied")
    successor(visit, body, rest, "cancel")


def _cancelled(reason: int) -> Json:
    return {"cancelledBy": "Seller", "cancelReason": "Stok tükendi", "cancelReasonCode": str(reason)}
