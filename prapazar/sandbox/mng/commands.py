"""What changes at the pretend MNG: orders, the bar codes that make shipments of them, and both taken back."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.mng.mall import FIRST_INVOICE, FIRST_SHIPMENT
from prapazar.sandbox.mng.visit import Refusal, Routes, Visit
from prapazar.sandbox.provinces import PROVINCES

routes = Routes()
_CHOICES = {
    "shipmentServiceType": {1, 7, 8},
    "packagingType": {1, 2, 3, 4},
    "paymentType": {1, 2},
    "deliveryType": {1, 2},
    "isCOD": {0, 1},
    "smsPreference1": {0, 1},
    "smsPreference2": {0, 1},
    "smsPreference3": {0, 1},
}
"""paymentType 3, the platform pays, is not valid here."""
_WANTED = ("fullName", "address", "mobilePhoneNumber")


@routes.route("POST", "/mngapi/api/standardcmdapi/createOrder")
def create_order(visit: Visit) -> Reply:
    body = visit.call.json_object()
    order, pieces, recipient = body["order"], body["orderPieceList"], body["recipient"]
    reference = str(order["referenceId"])
    _check_order(order, reference)
    _check_pieces(pieces)
    city = _check_recipient(recipient)
    if reference in visit.account["order"]:
        raise Refusal(f"{reference} referans numarası ile daha önce sipariş oluşturulmuştur.")
    number = visit.mall.files.next_number("invoice", FIRST_INVOICE)
    kept: Json = {
        "order": {
            **order,
            "isTransformedToShipment": 0,
            "orderDate": visit.mall.ground.now_ms(),
            "shipmentId": "",
        },
        "orderPieceList": pieces,
        "recipient": {**recipient, "cityName": city},
        "shipment": None,
        "events": [],
    }
    visit.mall.keep(visit.account, kept)
    made = {
        "orderInvoiceId": str(number),
        "orderInvoiceDetailId": str(number * 10),
        "shipperBranchCode": "34001",
        "referenceId": reference,
    }
    return json_reply([made] if visit.mall.rules.create_answer == "array" else made)


@routes.route("POST", "/mngapi/api/barcodecmdapi/createbarcode")
def create_barcode(visit: Visit) -> Reply:
    body = visit.call.json_object()
    if not visit.mall.rules.ip_allowed:
        raise Refusal("203.0.113.7 IP adresi için tek barkod yetkiniz yoktur.", 500)
    kept = visit.order(str(body["referenceId"]))
    _check_pieces(body["orderPieceList"])
    if kept["shipment"] is None:
        _transform(visit, kept, body["orderPieceList"])
    elif visit.mall.rules.barcode_again == "refused":
        raise Refusal("Bu sipariş için barkod daha önce oluşturulmuştur.")
    shipment, pieces = kept["shipment"], kept["orderPieceList"]
    answer = {
        "referenceId": kept["order"]["referenceId"],
        "invoiceId": str(visit.mall.files.next_number("invoice", FIRST_INVOICE)),
        "shipmentId": shipment["shipmentId"],
        "barcodes": [
            {"pieceNumber": place, "value": _label(kept, place), "barcode": _code(shipment, place)}
            for place, _ in enumerate(pieces, 1)
        ],
    }
    return json_reply([answer])


@routes.route("PUT", "/mngapi/api/standardcmdapi/cancelorder/{reference}")
def cancel_order(visit: Visit) -> Reply:
    kept = visit.order(visit.values["reference"])
    if kept["shipment"] is not None:
        raise Refusal("Gönderiye dönüşmüş sipariş iptal edilemez.")
    visit.mall.files.drop(visit.account, "order", kept["order"]["referenceId"])
    visit.mall.ground.store.flush()
    return visit.done("Sipariş iptal edildi.")


@routes.route("PUT", "/mngapi/api/barcodecmdapi/cancelshipment")
def cancel_shipment(visit: Visit) -> Reply:
    body = visit.call.json_object()
    kept = visit.order(str(body["referenceId"]))
    shipment = kept["shipment"]
    if shipment is None or shipment["shipmentId"] != str(body["shipmentId"]):
        raise Refusal("Gönderi bulunamadı.")
    if shipment["shipmentStatusCode"] != 0:
        raise Refusal("Gönderi işlem gördüğü için iptal edilemez.")
    visit.mall.files.drop(visit.account, "order", kept["order"]["referenceId"])
    visit.mall.ground.store.flush()
    return visit.done("Gönderi iptal edildi.")


def _check_order(order: Json, reference: str) -> None:
    if not reference or reference != reference.upper():
        raise Refusal("referenceId büyük harf olmalıdır.", field="order.referenceId")
    if order["barcode"] != reference:
        raise Refusal("barcode referenceId ile aynı olmalıdır.", field="order.barcode")
    for name, allowed in _CHOICES.items():
        if order[name] not in allowed:
            raise Refusal(f"{name} geçersiz.", field=f"order.{name}")
    if bool(order["isCOD"]) != (decimal(order["codAmount"]) > 0):
        raise Refusal("codAmount geçersiz.", field="order.codAmount")


def _check_pieces(pieces: list[Json]) -> None:
    codes = [str(one["barcode"]) for one in pieces]
    if not codes or not all(codes) or len(set(codes)) != len(codes):
        raise Refusal("orderPieceList geçersiz.", field="orderPieceList.barcode")
    if any(type(one[name]) is not int or one[name] < 0 for one in pieces for name in ("desi", "kg")):
        raise Refusal("desi ve kg tam sayı olmalıdır.", field="orderPieceList.desi")


def _check_recipient(recipient: Json) -> str:
    """The city, by its plate or by its name."""
    for name in _WANTED:
        if not str(recipient[name]).strip():
            raise Refusal(f"{name} boş olamaz.", field=f"recipient.{name}")
    plate = recipient["cityCode"]
    if 1 <= plate <= len(PROVINCES):
        return PROVINCES[plate - 1]
    if plate == 0 and recipient["cityName"] in PROVINCES:
        return str(recipient["cityName"])
    raise Refusal("Şehir bulunmuyor.", field="recipient.cityName")


def _transform(visit: Visit, kept: Json, pieces: list[Json]) -> None:
    number = str(visit.mall.files.next_number("shipment", FIRST_SHIPMENT))
    kept["order"] |= {"isTransformedToShipment": 1, "shipmentId": number}
    kept["orderPieceList"] = pieces
    kept["shipment"] = {
        "shipmentId": number,
        "shipmentDateTime": visit.mall.ground.now_ms(),
        "shipmentStatusCode": 0,
        "isDelivered": 0,
        "deliveryDateTime": None,
        "deliveryTo": "",
    }
    visit.mall.keep(visit.account, kept)


def _code(shipment: Json, place: int) -> str:
    return f"{shipment['shipmentId']}{place:03d}"


def _label(kept: Json, place: int) -> str:
    recipient, code = kept["recipient"], _code(kept["shipment"], place)
    return (
        f"^XA^CI28^FO40,40^BCN,120,Y^FD{code}^FS^FO40,220^FD{recipient['fullName']}^FS"
        f"^FO40,260^FD{recipient['address']} {recipient['mobilePhoneNumber']}^FS^XZ"
    )
