"""The route of the Shipment Tracking plugin; core WooCommerce has no tracking field."""

import hashlib

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import order_lines, order_writes, orders
from prapazar.sandbox.woocommerce.errors import ShopError, missing_param, no_route
from prapazar.sandbox.woocommerce.models import Order
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_META = "_wc_shipment_tracking_items"
_BASES = (
    "/wc-shipment-tracking/v3/orders/{order}/shipment-trackings",
    "/wc/v3/orders/{order}/shipment-trackings",
)
routes = Routes()


def listed(visit: Visit) -> Reply:
    return json_reply([_public(one) for one in _held(_order(visit))])


def add(visit: Visit) -> Reply:
    order, request = _order(visit), visit.body()
    if not request.get("tracking_number"):
        raise missing_param("tracking_number")
    now = visit.now_ms
    seed = f"{order.order_id}/{request['tracking_number']}/{now}"
    entry: Json = {
        "tracking_provider": str(request.get("tracking_provider") or ""),
        "custom_tracking_provider": str(request.get("custom_tracking_provider") or ""),
        "custom_tracking_link": str(request.get("custom_tracking_link") or ""),
        "tracking_number": str(request["tracking_number"]),
        "date_shipped": str(request.get("date_shipped") or now // 1000),
        "tracking_id": hashlib.sha256(seed.encode()).hexdigest()[:32],
    }
    _write(visit, order, [*_held(order), entry])
    return json_reply(_public(entry), 201)


def remove(visit: Visit) -> Reply:
    order = _order(visit)
    entries = _held(order)
    gone = next((one for one in entries if one["tracking_id"] == visit.values["tracking"]), None)
    if gone is None:
        raise ShopError(
            404, "woocommerce_rest_order_shipment_tracking_invalid_id", "Invalid shipment tracking ID."
        )
    _write(visit, order, [one for one in entries if one is not gone])
    return json_reply(_public(gone))


for _base in _BASES:
    routes.add("GET", _base, listed)
    routes.add("POST", _base, add)
    routes.add("DELETE", f"{_base}/{{tracking}}", remove)


def _order(visit: Visit) -> Order:
    if not visit.shop.shipment_tracking:
        raise no_route()
    return orders.known(visit, visit.number("order"))


def _held(order: Order) -> list[Json]:
    return next((entry["value"] for entry in order.body()["meta_data"] if entry["key"] == _META), [])


def _write(visit: Visit, order: Order, entries: list[Json]) -> None:
    body = order.body()
    change = [{"key": _META, "value": entries}]
    body["meta_data"] = order_lines.merge_meta(visit.mall, visit.shop, body["meta_data"], change)
    order_writes.rewrite(visit, order, body)


def _public(entry: Json) -> Json:
    return {
        "tracking_id": entry["tracking_id"],
        "tracking_provider": entry["custom_tracking_provider"] or entry["tracking_provider"],
        "tracking_link": entry["custom_tracking_link"],
        "tracking_number": entry["tracking_number"],
        "date_shipped": entry["date_shipped"],
    }
