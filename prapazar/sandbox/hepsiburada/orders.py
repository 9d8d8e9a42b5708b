"""The order feeds: lines that wait to be packed, cancelled ones, one order, packages and what became of them."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.hepsiburada import views
from prapazar.sandbox.hepsiburada.errors import bare, not_found
from prapazar.sandbox.hepsiburada.visit import MONTH_MS, Routes, Visit, cased, enveloped, local
from prapazar.sandbox.jsontext import Json

ORDERS = "/oms-external/orders/merchantid/{merchant}"
PACKAGES = "/oms-external/packages/merchantid/{merchant}"
_DAY_MS = 24 * 3600 * 1000
_HOUR_MS = 3600 * 1000
routes = Routes()


@routes.route("GET", ORDERS)
def open_lines(visit: Visit) -> Reply:
    """Paid and not packed; by when the line was added."""
    offset, limit = visit.number("offset", 0), visit.number("limit", None, most=100, least=1)
    span, merchant = visit.span_ms("begindate", "enddate"), visit.merchant
    rows = [
        one
        for one in merchant.lines.values()
        if one["state"] in views.ON_THE_WAY
        and (span is None or span[0] <= merchant.orders[one["orderNumber"]]["orderedMs"] < span[1])
    ]
    page = rows[offset : offset + limit]
    shown = {one["id"]: views.line(visit.market, merchant, one) for one in page}
    return enveloped(visit, [shown.get(one["id"], {}) for one in rows], offset, limit)


@routes.route("GET", f"{ORDERS}/cancelled")
def cancelled_lines(visit: Visit) -> Reply:
    visit.refuse_dates()
    rows = [
        (
            one["cancelledMs"],
            {
                "lineItemId": one["id"],
                "orderNumber": one["orderNumber"],
                "sku": one["sku"],
                "merchantSku": one["merchantSku"],
                "quantity": one["quantity"],
                "cancelDate": local(one["cancelledMs"]),
                "cancelledBy": one["cancelledBy"],
                "cancelReasonCode": one["cancelReasonCode"],
                "merchantId": visit.merchant.merchant_id,
            },
        )
        for one in visit.merchant.lines.values()
        if one["state"] == "Cancelled"
    ]
    return _recent(visit, rows)


@routes.route("GET", f"{ORDERS}/paymentawaiting")
def awaiting(visit: Visit) -> Reply:
    return enveloped(visit, [], visit.number("offset", 0), visit.number("limit", 50, most=50, least=1))


@routes.route("GET", f"{ORDERS}/ordernumber/{{order}}")
def detail(visit: Visit) -> Reply:
    order = visit.merchant.orders.get(visit.values["order"])
    if order is None:
        raise not_found("Order not found")
    return json_reply(cased(visit, views.order_detail(visit.market, visit.merchant, order)))


@routes.route("GET", PACKAGES)
def waiting_packages(visit: Visit) -> Reply:
    """Ready to be handed over; a bare array, the count in the headers."""
    offset, limit = visit.number("Offset", 0), visit.number("limit", 10, most=10, least=1)
    span = visit.span_ms("begindate", "enddate")
    if hours := visit.number("timespan", 0):
        span = visit.now_ms - hours * _HOUR_MS, visit.now_ms + 1
    elif span is not None and span[1] - span[0] > _DAY_MS:
        raise bare(400, "date range can not exceed 24 hours")
    rows = [
        one
        for one in visit.merchant.packages.values()
        if one["state"] == "Packed" and (span is None or span[0] <= one["createdMs"] < span[1])
    ]
    page = [views.package(visit.market, visit.merchant, one) for one in rows[offset : offset + limit]]
    headers = {}
    if visit.market.rules.paging_headers:
        headers = {"TotalCount": str(len(rows)), "PageCount": str(-(-len(rows) // limit))}
        headers |= {"Limit": str(limit), "Offset": str(offset)}
    return json_reply(cased(visit, page), headers=headers)


@routes.route("GET", f"{PACKAGES}/shipped")
def shipped(visit: Visit) -> Reply:
    return _thin(visit, "InTransit", "shippedMs", "ShippedDate")


@routes.route("GET", f"{PACKAGES}/delivered")
def delivered(visit: Visit) -> Reply:
    return _thin(visit, "Delivered", "deliveredMs", "DeliveredDate")


@routes.route("GET", f"{PACKAGES}/undelivered")
def undelivered(visit: Visit) -> Reply:
    return _thin(visit, "UnDelivered", "undeliveredMs", "UndeliveredDate")


@routes.route("GET", f"{PACKAGES}/status/unpacked")
def unpacked(visit: Visit) -> Reply:
    offset, limit = visit.number("Offset", 0), visit.number("limit", 10, most=10, least=1)
    rows = [
        {
            "packageNumber": one["packageNumber"],
            "barcode": one["barcode"],
            "unpackedDate": local(one["unpackedMs"]),
        }
        for one in visit.merchant.packages.values()
        if one["state"] == "Unpacked"
    ]
    return enveloped(visit, rows[::-1] if visit.market.rules.newest_first else rows, offset, limit)


@routes.route("GET", f"{PACKAGES}/missing-invoice")
def missing_invoice(visit: Visit) -> Reply:
    rows = [
        {
            "packageNumber": one["packageNumber"],
            "status": views.package_word(visit.market, one["state"]),
            "orderNumbers": views.thin(visit.merchant, one)["OrderNumbers"],
        }
        for one in visit.merchant.packages.values()
        if one["lineIds"] and "invoice" not in one
    ]
    return enveloped(visit, rows, visit.number("offset", 0), visit.number("limit", 50, most=50, least=1))


def _thin(visit: Visit, state: str, stamp: str, name: str) -> Reply:
    visit.refuse_dates()
    rows = [
        (one[stamp], views.thin(visit.merchant, one, **{name: local(one[stamp])}))
        for one in visit.merchant.packages.values()
        if one["state"] == state
    ]
    return _recent(visit, rows)


def _recent(visit: Visit, rows: list[tuple[int, Json]]) -> Reply:
    """Of the last month."""
    offset, limit = visit.number("offset", 0), visit.number("limit", 50, most=50, least=1)
    kept = [row for row in rows if row[0] > visit.now_ms - MONTH_MS]
    kept.sort(key=lambda row: row[0], reverse=visit.market.rules.newest_first)
    return enveloped(visit, [body for _, body in kept], offset, limit)
