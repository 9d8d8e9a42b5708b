"""Tracking at the pretend UPS: by its number or the shipper's reference; both headers are required."""

from datetime import timedelta

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.parcel_gateway import Routes
from prapazar.sandbox.parcel_gateway import Visit as AnyVisit
from prapazar.sandbox.ups.depot import Depot
from prapazar.sandbox.ups.shipping import of_number, refused

Visit = AnyVisit[Depot]
routes = Routes()
_SHORTEST, _LONGEST = 7, 34
_MOST_ALERTS = 100
_OFFSET = timedelta(hours=3)


@routes.route("GET", "/api/track/v1/details/{number}")
def by_number(visit: Visit) -> Reply:
    number = visit.values["number"]
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise refused("TV1002", "Invalid inquiry number")
    return _answer(visit, number, of_number(visit, number))


@routes.route("GET", "/api/track/v1/reference/details/{reference}")
def by_reference(visit: Visit) -> Reply:
    reference = visit.values["reference"]
    return _answer(visit, reference, visit.account["order"].get(reference))


def _answer(visit: Visit, inquiry: str, kept: Json | None) -> Reply:
    for name in ("transid", "transactionsrc"):
        if not visit.call.headers.get(name):
            raise refused("TV0002" if name == "transid" else "TV0004", f"Missing {name}")
    if kept is None and visit.depot.rules.unknown_number == "404":
        raise refused("TW0001", "Tracking Information Not Found", 404)
    if kept is None:
        warning = {"code": "TW0001", "message": "Tracking Information Not Found"}
        shipment: Json = {"inquiryNumber": inquiry, "warnings": [warning]}
    else:
        packages = [_package(visit, kept, number) for number in kept["numbers"]]
        shipment = {"inquiryNumber": inquiry, "package": packages}
    return json_reply({"trackResponse": {"shipment": [shipment]}})


def _package(visit: Visit, kept: Json, number: str) -> Json:
    steps = [_activity(visit, one) for one in kept["activities"]]
    newest = kept["activities"][0]
    told: Json = {
        "trackingNumber": number,
        "activity": steps,
        "currentStatus": {"description": newest["code"], "code": newest["code"]},
        "packageCount": len(kept["numbers"]),
        "referenceNumber": [{"type": "SHIPMENT", "number": kept["reference"]}],
        "weight": {"unitOfMeasurement": "KGS", "weight": "1.00"},
    }
    if newest["type"] == "D":
        told["deliveryDate"] = [{"type": "DEL", "date": steps[0]["date"]}]
        told["deliveryInformation"] = {"receivedBy": "KOMSU", "location": "Front Desk"}
    return told


def _activity(visit: Visit, step: Json) -> Json:
    moment = from_ms(step["atMs"])
    local = moment + _OFFSET
    told = {
        "location": {"address": {"city": "Istanbul", "countryCode": "TR", "country": "TR"}, "slic": "0341"},
        "status": {
            "type": step["type"],
            "description": f"Activity {step['code']}",
            "code": step["code"],
            "statusCode": "003",
        },
        "date": f"{local:%Y%m%d}",
        "time": f"{local:%H%M%S}",
    }
    if visit.depot.rules.tells_gmt:
        told |= {"gmtDate": f"{moment:%Y%m%d}", "gmtOffset": "+03:00", "gmtTime": f"{moment:%H:%M:%S}"}
    return told


@routes.route("POST", "/api/track/v2/subscription/{kind}/package")
def subscribe(visit: Visit) -> Reply:
    """Of numbers this shipper has; where they are told to stands in the portal."""
    for name, code in (("transid", "VSS002"), ("transactionsrc", "VSS004")):
        if not visit.call.headers.get(name):
            raise refused(code, f"Missing {name}")
    if visit.values["kind"] not in {"standard", "enhanced"}:
        raise refused("VSS930", "Type is invalid. The Subscription request has been rejected.")
    numbers = visit.body.get("trackingNumberList") or []
    if not numbers:
        raise refused(
            "VSS200", "Tracking number list is required. The Subscription request has been rejected."
        )
    if len(numbers) > _MOST_ALERTS:
        raise refused("VSS220", "More than 100 numbers. The Subscription request has been rejected.")
    if not visit.body.get("locale"):
        raise refused("VSS300", "Locale is required. The Subscription request has been rejected.")
    known = [one for one in numbers if of_number(visit, one) is not None]
    if not known:
        raise refused("VSS210", "No valid tracking numbers. The Subscription request has been rejected.")
    for one in known:
        visit.depot.files.put(visit.account, "alert", one, {"number": one})
    others = [one for one in numbers if one not in known]
    return json_reply({"validTrackingNumbers": known, "invalidTrackingNumbers": others})
