"""Profiles of delivery, and the host of parcels: warehouses, and the barcodes PTT gives to orders."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm.mall import Mall
from prapazar.sandbox.pttavm.orders import TO_SHIP
from prapazar.sandbox.pttavm.visit import Routes, Visit

_FIRST_BARCODE = 2_710_282_936_468
routes = Routes()


@routes.route("GET", "/api/v1/shipping/cargo-profiles")
def profiles(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every seller
    found = [{"id": 1, "name": "Standart", "description": None, "type": "birincil"}]
    return json_reply({"cargoProfiles": found})


@routes.route("POST", "/shipment/api/v1/get-warehouse")
def warehouses(visit: Visit) -> Reply:
    found = visit.seller.profile["warehouses"]
    return json_reply({"data": found, "error": False, "msg": None, "status": True})


@routes.route("POST", "/shipment/api/v1/create-barcode")
def create(visit: Visit) -> Reply:
    """Taken at once; whether it worked is told later."""
    wanted = visit.body().get("orders")
    if not isinstance(wanted, list) or not wanted:
        return _unfit("orders alanı zorunludur.")
    known = {one["id"] for one in visit.seller.profile["warehouses"]}
    places: dict[object, object] = {}
    for one in wanted:
        if one.get("order_id") not in visit.seller["order"] or one.get("warehouse_id") not in known:
            return _unfit("Sipariş veya depo bulunamadı.")
        if places.setdefault(one["order_id"], one["warehouse_id"]) != one["warehouse_id"]:
            return _unfit("Sipariş numaraları aynı olup depo numaraları farklı olamaz.")
    number = visit.mall.files.guid("label").replace("-", "")
    done = visit.now_ms + visit.mall.rules.label_ms
    visit.mall.files.put(visit.seller, "label", number, {"doneMs": done, "orders": list(places)})
    for order in places:
        _label(visit.mall, visit, visit.seller["order"][str(order)])
    return json_reply(
        {
            "tracking_id": number,
            "count": len(places),
            "code": 200,
            "success": True,
            "message": "",
            "error": False,
        }
    )


@routes.route("POST", "/shipment/api/v1/barcode-status")
def status(visit: Visit) -> Reply:
    number = str(visit.body().get("tracking_id"))
    work = visit.seller["label"].get(number)
    if work is None:
        return _unfit("tracking_id bulunamadı.")
    orders = [visit.seller["order"][one] for one in work["orders"]]
    unfit = [one["siparisNo"] for one in orders if one["label"] is None]
    word, error = ("error", f"{unfit[0]} kargo aşamasında değil.") if unfit else ("completed", "")
    if work["doneMs"] > visit.now_ms:
        word, error = "pending", ""
    rows = [{"order_id": one["siparisNo"], "barcodes": [one["label"]]} for one in orders if one["label"]]
    data = rows if word == "completed" else []
    return json_reply({"tracking_id": number, "status": word, "data": data, "error": error})


def _label(mall: Mall, visit: Visit, order: Json) -> None:
    """An order that has one keeps it."""
    if order["label"] is None and any(line["siparisDurumu"] == TO_SHIP for line in order["lines"]):
        order["label"] = str(mall.files.next_number("barcode", _FIRST_BARCODE))
        mall.files.put(visit.seller, "order", order["siparisNo"], order)


def _unfit(message: str) -> Reply:
    return json_reply({"success": False, "code": 422, "message": message, "error": True}, 422)
