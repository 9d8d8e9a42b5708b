"""What the pretend MNG tells of orders and shipments, and how a shipment moves on."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.mng.mall import Mall
from prapazar.sandbox.mng.visit import Refusal, Routes, Visit
from prapazar.sandbox.provider import ControlError
from prapazar.sandbox.provinces import PROVINCES

routes = Routes()
_QUERY = "/mngapi/api/standardqueryapi"
_WORDS = {
    0: "Hareket yok",
    1: "Sipariş kargoya verildi",
    2: "Transfer aşamasında",
    3: "Gönderi teslim birimine ulaştı",
    4: "Gönderi teslimat adresine yönlendirildi",
    5: "Teslim edildi",
    6: "Teslim edilemedi",
    7: "İade",
    8: "Destek gerekiyor",
}
_DELIVERED, _COMING_BACK = 5, 7
_TAX = decimal("1.2")


@routes.route("GET", f"{_QUERY}/getorder/{{reference}}")
def get_order(visit: Visit) -> Reply:
    kept = _asked(visit)
    if kept is None:
        return json_reply([])
    order = {**kept["order"], "orderDate": visit.mall.told(kept["order"]["orderDate"])}
    return json_reply([{**_people(kept), "order": order, "orderPieceList": kept["orderPieceList"]}])


@routes.route("GET", f"{_QUERY}/getshipmentstatus/{{reference}}")
def get_status(visit: Visit) -> Reply:
    kept = _shipped(visit)
    if kept is None:
        return json_reply([])
    shipment = kept["shipment"]
    return json_reply(
        {
            "referenceId": kept["order"]["referenceId"],
            "shipmentId": shipment["shipmentId"],
            "shipmentStatusCode": shipment["shipmentStatusCode"],
            "isDelivered": shipment["isDelivered"],
            "trackingUrl": f"https://kargotakip.dhlecommerce.com.tr/?takipNo={shipment['shipmentId']}",
        }
    )


@routes.route("GET", f"{_QUERY}/getshipment/{{reference}}")
def get_shipment(visit: Visit) -> Reply:
    kept = _shipped(visit)
    if kept is None:
        return json_reply([])
    final = decimal(visit.mall.rules.cost)
    total = round(final / _TAX, 2)
    pieces = kept["orderPieceList"]
    order = {name: kept["order"][name] for name in ("referenceId", "paymentType", "isCOD", "codAmount")}
    shipment = {
        **order,
        **kept["shipment"],
        "pieceCount": len(pieces),
        "totalKg": sum(one["kg"] for one in pieces),
        "totalDesi": sum(one["desi"] for one in pieces),
        "totalKgDesi": sum(max(one["desi"], one["kg"]) for one in pieces),
        "total": total,
        "kdv": final - total,
        "finalTotal": final,
        "shipmentDateTime": visit.mall.told(kept["shipment"]["shipmentDateTime"]),
        "deliveryDateTime": _moment(visit.mall, kept["shipment"]["deliveryDateTime"]),
    }
    return json_reply([{**_people(kept), "shipment": shipment, "shipmentPieceList": pieces}])


@routes.route("GET", f"{_QUERY}/trackshipment/{{reference}}")
def track(visit: Visit) -> Reply:
    """Everything is text."""
    kept = _shipped(visit)
    if kept is None:
        return json_reply([])
    shipment = kept["shipment"]
    shown = {
        "referenceId": kept["order"]["referenceId"],
        "shipmentId": shipment["shipmentId"],
        "locationAddress": "Merkez Mah. No: 5",
        "locationPhone": "2125550000",
        "deliveryDateTime": _moment(visit.mall, shipment["deliveryDateTime"]) or "",
        "deliveryTo": shipment["deliveryTo"],
        "pieceTotal": str(len(kept["orderPieceList"])),
    }
    return json_reply(
        [
            {
                **shown,
                **event["told"],
                "eventSequence": str(place),
                "eventDateTime": visit.mall.told(event["at"]),
            }
            for place, event in enumerate(kept["events"], 1)
        ]
    )


@routes.route("GET", "/mngapi/api/cbsinfoapi/getcities")
def cities(_visit: Visit) -> Reply:
    return json_reply([{"code": str(plate), "name": name} for plate, name in enumerate(PROVINCES, 1)])


def move(mall: Mall, account: Account, request: Json) -> Json:
    """A courier moves a shipment: `word` is the status code; `back` says that the sender has it again."""
    kept = account["order"].get(str(request["reference"]))
    if kept is None or kept["shipment"] is None:
        raise ControlError(404, f"no shipment {request['reference']}")
    word, now = str(request["word"]), mall.ground.now_ms()
    code = int(word) if word.isdigit() else word
    shipment = kept["shipment"]
    shipment["shipmentStatusCode"] = code
    if code == _DELIVERED or (code == _COMING_BACK and request.get("back")):
        shipment |= {"isDelivered": 1, "deliveryDateTime": now, "deliveryTo": "Komşu Hanım"}
    if code != 0:
        text = _WORDS.get(code, word) if isinstance(code, int) else word
        told = {"eventStatus": text, "location": "Kavacık Şube", "description": text}
        kept["events"].append({"at": now, "told": told})
    mall.keep(account, kept)
    return {"moved": request["reference"]}


def _asked(visit: Visit) -> Json | None:
    """None: an empty answer."""
    try:
        return visit.order(visit.values["reference"])
    except Refusal:
        if visit.mall.rules.unknown_reference == "empty":
            return None
        raise


def _shipped(visit: Visit) -> Json | None:
    """An order without a bar code is no shipment."""
    kept = _asked(visit)
    if kept is not None and kept["shipment"] is None:
        if visit.mall.rules.unknown_reference == "empty":
            return None
        status = 400 if visit.mall.rules.unknown_reference == "400" else 404
        raise Refusal("Gönderi bulunamadı.", status)
    return kept


def _people(kept: Json) -> Json:
    return {"shipper": {"fullName": "Deneme Ticaret Ltd. Şti."}, "recipient": kept["recipient"]}


def _moment(mall: Mall, moment_ms: int | None) -> str | None:
    return None if moment_ms is None else mall.told(moment_ms)
