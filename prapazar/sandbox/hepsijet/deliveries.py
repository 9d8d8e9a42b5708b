"""Deliveries at the pretend HepsiJet: taken, deleted, labelled, tracked in two ways."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.hepsijet.depot import Depot
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.parcel_gateway import LOGIN, Refused, Routes
from prapazar.sandbox.parcel_gateway import Visit as AnyVisit
from prapazar.sandbox.provinces import PROVINCES

Visit = AnyVisit[Depot]
routes = Routes()
_PRODUCTS = {"HX_STD", "HX_ND", "HX_SD", "HX_XL"}
_DELIVERY_TYPES = {"RETAIL", "MARKET_PLACE", "RETURNED", "EXPRESS"}
_OPEN = {"NEO", "NEO_COLLECT"}
_GONE = {"DELETED", "CANCELLED"}


def envelope(data: object, *, status: str = "OK", message: str | None = None) -> Reply:
    """Business errors come with a good HTTP status."""
    return json_reply({"status": status, "message": message, "data": data})


def fail(message: str) -> Refused:
    return Refused(envelope(None, status="FAIL", message=message))


@routes.route("GET", "/auth/getToken", LOGIN)
def token(_: Visit) -> Reply:
    return envelope(None)  # the front door answers log-ins itself


@routes.route("GET", "/settlement/cities")
def cities(_: Visit) -> Reply:
    return envelope([{"id": plate, "name": name} for plate, name in enumerate(PROVINCES, 1)])


@routes.route("POST", "/delivery/sendDeliveryOrderEnhanced")
def send(visit: Visit) -> Reply:
    body = visit.body
    company, delivery = body["company"], body["delivery"]
    number = str(delivery["customerDeliveryNo"])
    _check(visit, company, body["currentXDock"], delivery, number)
    kept = {
        "customerDeliveryNo": number,
        "delivery": delivery,
        "amounts": body.get("deliveryAmountList") or [],
        "transactions": [],
        "details": [],
    }
    visit.depot.note(visit.account, kept, "NEO")
    return envelope({"customerDeliveryNo": number, "zplBarcodeDTOList": _labels(kept)})


def _check(visit: Visit, company: Json, dock: Json, delivery: Json, number: str) -> None:
    profile = visit.account.profile
    if company["abbreviationCode"] != profile["company_code"]:
        raise fail("Firma bilgisi hatalı.")
    if dock["abbreviationCode"] != profile["xdock_code"]:
        raise fail("XDock bulunamadı.")
    if delivery["senderAddress"]["companyAddressId"] != profile["address_id"]:
        raise fail("Gönderici adresi bulunamadı.")
    if not number.startswith(profile["prefix"]):
        raise fail("Gönderi numarası firmaya ait değil.")
    if number in visit.account["order"]:
        raise fail("Bu gönderi numarası daha önce kullanılmış.")
    if delivery["deliveryType"] not in _DELIVERY_TYPES or delivery["product"]["productCode"] not in _PRODUCTS:
        raise fail("Ürün veya teslimat tipi geçersiz.")
    address = delivery["recipientAddress"]
    if address["city"]["name"] not in PROVINCES:
        raise fail("Alıcı şehri geçersiz.")
    if not address["town"]["name"] or not address["addressLine1"] or not delivery["recipientPersonPhone1"]:
        raise fail("Alıcı adresi veya telefonu eksik.")
    if int(delivery["totalParcels"]) < 1:
        raise fail("Parça sayısı geçersiz.")


def _labels(kept: Json) -> list[Json]:
    delivery = kept["delivery"]
    total = int(delivery["totalParcels"])
    receiver = f"{delivery['receiver']['firstName']} {delivery['receiver']['lastName']}"
    return [
        {
            "zplBarcode": f"^XA^CI28^FO40,40^FD{receiver}^FS^FO40,120^BCN,160^FD{kept['customerDeliveryNo']}^FS"
            f"^FO40,320^FD{parcel}/{total}^FS^XZ",
            "parcelNo": parcel,
            "totalParcels": total,
            "receiver": receiver,
            "receiverCity": delivery["recipientAddress"]["city"]["name"],
            "desiSize": str(delivery["desi"]),
        }
        for parcel in range(1, total + 1)
    ]


@routes.route("POST", "/rest/delivery/deleteDeliveryOrder/{number}")
def delete(visit: Visit) -> Reply:
    kept = _found(visit, visit.values["number"])
    if not visit.body.get("deleteReason"):
        raise fail("Silme nedeni zorunludur.")
    if kept["deliveryStatus"] in _GONE:
        raise fail("Gönderi daha önce silinmiş.")
    if kept["deliveryStatus"] not in _OPEN:
        raise fail("İşlem görmüş gönderi silinemez.")
    visit.depot.note(visit.account, kept, "DELETED")
    return envelope(None)


@routes.route("GET", "/rest/delivery/generateZplBarcode/{number}")
def zpl(visit: Visit) -> Reply:
    labels = _labels(_found(visit, visit.values["number"]))
    is_one = visit.depot.rules.zpl_answer == "object" and len(labels) == 1
    return envelope(labels[0] if is_one else labels)


@routes.route("POST", "/rest/deliveryTransaction/getDeliveryTracking")
def tracking(visit: Visit) -> Reply:
    wanted = [str(one["customerDeliveryNo"]) for one in visit.body["deliveries"]]
    return envelope([_tracked(visit, kept) for kept in _known(visit, wanted)])


@routes.route("POST", "/rest/delivery/integration/track")
def track(visit: Visit) -> Reply:
    return envelope([_followed(visit, kept) for kept in _known(visit, visit.body["barcodes"])])


def _tracked(visit: Visit, kept: Json) -> Json:
    steps = [
        {
            "deliveryStatus": one["status"],
            "location": "Ankara XDock",
            "operationStatus": "IN_XDOCK",
            "transaction": one["status"].replace("_", " ").title(),
            "transactionDateTime": visit.depot.moment(one["atMs"]),
            "transactionType": "UPDATE_DELIVERY_STATUS",
        }
        for one in kept["transactions"]
    ]
    return {
        "barcode": kept["customerDeliveryNo"],
        "customerDeliveryNo": kept["customerDeliveryNo"],
        "deliveryStatus": kept["deliveryStatus"],
        "operationStatus": "IN_XDOCK",
        "lastTransaction": steps[-1]["transaction"],
        "receiver": kept["delivery"]["recipientPerson"],
        "transactions": steps,
    }


def _followed(visit: Visit, kept: Json) -> Json:
    person = kept["delivery"]["recipientPerson"]
    details = [
        {
            "integrationStatus": one["status"],
            "deliveredPerson": person if one["status"] == "DELIVERED" else None,
            "nonDeliveryReason": "Adreste bulunamadı" if one["status"] == "FAILED_ATTEMPT" else None,
            "transactionDate": visit.depot.moment(one["atMs"]),
            "transactionLocation": "Ankara XDock",
        }
        for one in kept["details"]
    ]
    number = kept["customerDeliveryNo"]
    return {"barcode": number, "trackingUrl": f"https://takip.hepsijet.com/{number}", "details": details}


def _known(visit: Visit, numbers: list[str]) -> list[Json]:
    shelf = visit.account["order"]
    if visit.depot.rules.unknown_number == "fail" and any(number not in shelf for number in numbers):
        raise fail("Gönderi bulunamadı.")
    return [shelf[number] for number in numbers if number in shelf]


def _found(visit: Visit, number: str) -> Json:
    kept = visit.account["order"].get(number)
    if kept is None:
        raise fail("Gönderi bulunamadı.")
    return kept
