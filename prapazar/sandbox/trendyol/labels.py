"""Common labels for parcels that travel on the marketplace's own contracts."""

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import packages
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_PATH = "/integration/sellers/{seller}/common-label/{tracking}"
_READY = ("Picking", "Invoiced", "Shipped")
routes = Routes()


@routes.route("POST", _PATH, "common-label")
def request_label(visit: Visit) -> Reply:
    package, request = packages.by_tracking(visit), visit.body()
    if request.get("format") != "ZPL":
        raise bad_request("format.invalid", "format must be ZPL.")
    if package.status not in _READY:
        raise bad_request("status.invalid", "Etiket Picking veya Invoiced durumundan sonra alınabilir.")
    boxes = int(request.get("boxQuantity", 1))
    rows = [_label(package.body(), box, boxes) for box in range(1, boxes + 1)]
    made = visit.seller.labels.get(
        visit.values["tracking"], {"readyMs": visit.now_ms + visit.market.rules.label_ms}
    )
    visit.seller.labels[visit.values["tracking"]] = {"rows": rows, "readyMs": made["readyMs"]}
    return empty_reply()


@routes.route("GET", _PATH, "common-label")
def read_label(visit: Visit) -> Reply:
    label = visit.seller.labels.get(visit.values["tracking"])
    if label is None or label["readyMs"] > visit.now_ms:
        raise not_found("label.not.found", "Label not found.")
    return json_reply({visit.market.rules.label_answer: label["rows"]})


@routes.route("GET", "/integration/tex/compensation/sellers/{seller}/tickets")
def compensation_tickets(_visit: Visit) -> Reply:
    return json_reply({"totalElements": 0, "totalPages": 0, "page": 0, "size": 50, "content": []})


def _label(body: Json, box: int, boxes: int) -> Json:
    number = body["cargoTrackingNumber"]
    receiver = body["shipmentAddress"]["fullName"]
    zpl = (
        "^XA^CI28^PW800^LL800"
        f"^FO40,40^A0N,40,40^FD{body['cargoProviderName']}^FS"
        f"^FO40,110^BY3^BCN,160,Y,N,N^FD{number}^FS"
        f"^FO40,340^A0N,32,32^FD{receiver}^FS"
        f"^FO40,390^A0N,28,28^FD{body['shipmentAddress']['fullAddress']}^FS"
        f"^FO40,460^A0N,28,28^FD{body['orderNumber']} {box}/{boxes}^FS^XZ"
    )
    return {"label": zpl, "format": "ZPL"}
