"""Shipments at the pretend Kolay Gelsin: saved, cancelled, asked for."""

from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.kolay_gelsin.depot import EVENTS, Depot
from prapazar.sandbox.parcel_gateway import Refused, Routes
from prapazar.sandbox.parcel_gateway import Visit as AnyVisit
from prapazar.sandbox.provinces import PROVINCES

Visit = AnyVisit[Depot]
routes = Routes()
_PERSON = 1
_CREATED, _STOPPED = 1, 31
_FOUND = (
    ("ShipmentIdList", "ShipmentId"),
    ("CustomerSpecificCodeList", "CustomerSpecificCode"),
)


def _result(payload: object) -> Reply:
    return json_reply({"ResultCode": 200, "ResultMessage": "Success", "Payload": payload})


def _refused(visit: Visit, message: str, code: str = "500.0") -> Refused:
    told = {"ResultCode": Decimal(code), "ResultMessage": message, "Payload": None}
    return Refused(json_reply(told, visit.depot.rules.refusal_status))


@routes.route("POST", "/api/request/GetCorporateCustomerCargoEventTypes")
def event_types(_: Visit) -> Reply:
    told = [{"CargoEventType": one, "EventCustomerDescription": words} for one, words in EVENTS.items()]
    return _result({"CargoEventTypeList": told})


@routes.route("POST", "/api/request/SaveIntegrationShipmentV2")
def save(visit: Visit) -> Reply:
    body = visit.body
    code = str(body["CustomerSpecificCode"])
    _check(visit, body)
    number = visit.depot.files.next_number("shipment", 880_000_001)
    items = [
        {
            "ShipmentItemId": number * 10 + at,
            "ShipmentItemLabel": f"<html><body><p>{_name(body)}</p><p>{item['CustomerBarcode']}</p></body></html>",
            "CustomerBarcode": item["CustomerBarcode"],
        }
        for at, item in enumerate(body["ShipmentItemList"], 1)
    ]
    kept: Json = {
        "key": f"{code}#{number}" if code in visit.account["order"] else code,
        "ShipmentId": number,
        "CustomerSpecificCode": code,
        "barcodes": [item["CustomerBarcode"] for item in body["ShipmentItemList"]],
        "asked": body,
        "events": [],
    }
    visit.depot.note(visit.account, kept, _CREATED)
    return _result(
        {
            "ShipmentId": number,
            "CustomerSpecificCode": code,
            "ShipmentTrackingLink": f"https://esube.kolaygelsin.com/shipments?trackingId={number}",
            "ShipmentItemLabelList": items,
        }
    )


def _name(body: Json) -> str:
    to = body["Recipient"]
    return to.get("RecipientTitle") or f"{to['RecipientName']} {to['RecipientSurname']}"


def _check(visit: Visit, body: Json) -> None:
    sender, to = body["SenderCustomer"], body["Recipient"]
    profile = visit.account.profile
    if str(sender["CustomerId"]) != profile["customer_id"]:
        raise _refused(visit, "CustomerNotFound")
    if str(sender["Address"]["AddressId"]) != profile["address_id"]:
        raise _refused(visit, "Adres müşteriye ait değil", "404.1")
    is_person = to["RecipientType"] == _PERSON
    named = to.get("RecipientName") and to.get("RecipientSurname") if is_person else to.get("RecipientTitle")
    if not named or not to["Address"]["AddressText"]:
        raise _refused(visit, "ErrorSavingReceiver")
    city = to["Address"]["CityId"]
    if not isinstance(city, int) or not 1 <= city <= len(PROVINCES):
        raise _refused(visit, "CityNotFound")
    if "Nowhere" in to["Address"]["AddressText"]:
        raise _refused(visit, "GeoCodeFail")
    if body["PackageType"] not in {1, 2}:
        raise _refused(visit, "MoveOptionNotFound")
    if not body["ShipmentItemList"]:
        raise _refused(visit, "SomethingWentWrong")
    if body.get("SenderInvoiceAmount") and not profile["collects"]:
        raise _refused(visit, "Tahsilatlı kargo yapılamaz.")


@routes.route("POST", "/api/request/CancelPickupAndDelivery")
def cancel(visit: Visit) -> Reply:
    number = visit.body["ShipmentId"]
    kept = next((one for one in visit.account["order"].values() if one["ShipmentId"] == number), None)
    if kept is None:
        raise _refused(visit, "ShipmentNotFound")
    visit.depot.note(visit.account, kept, _STOPPED)  # what has been collected is sent back
    return _result(None)


@routes.route("POST", "/api/request/GetCorporateShipmentsStatus")
def status(visit: Visit) -> Reply:
    body = visit.body
    if not any(body.get(name) for name in (*(asked for asked, _ in _FOUND), "CustomerBarcodeList")):
        raise _refused(visit, "Parametrelerin hepsi boş olamaz")
    found = [
        one
        for one in visit.account["order"].values()
        if any(one[name] in body.get(asked, []) for asked, name in _FOUND)
        or set(one["barcodes"]) & set(body.get("CustomerBarcodeList", []))
    ]
    only_last = slice(-1, None) if body.get("OnlyLatestEvents") else slice(None)
    told = [_told(visit, one, barcode, only_last) for one in found for barcode in one["barcodes"]]
    return _result({"ShipmentModelList": told} if visit.depot.rules.in_model else told)


def _told(visit: Visit, one: Json, barcode: str, steps: slice) -> Json:
    row = {
        "ShipmentId": one["ShipmentId"],
        "CustomerBarcode": barcode,
        "CargoEventLogModelList": one["events"][steps],
    }
    return (
        {**row, "CustomerSpecificCode": one["CustomerSpecificCode"]} if visit.depot.rules.names_code else row
    )
