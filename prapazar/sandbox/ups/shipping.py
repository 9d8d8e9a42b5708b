"""Shipping at the pretend UPS: create, void, label again, rates. All scalars are strings."""

import base64
from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.parcel_gateway import LOGIN, Refused, Routes
from prapazar.sandbox.parcel_gateway import Visit as AnyVisit
from prapazar.sandbox.ups.depot import Depot

Visit = AnyVisit[Depot]
routes = Routes()
_SERVICES = {"07": "UPS Express", "08": "UPS Expedited", "11": "UPS Standard", "65": "UPS Worldwide Saver"}
_PRICES = {"07": "1800", "08": "1300", "11": "900", "65": "1500"}
_LONGEST = {"Name": 35, "AttentionName": 35}
_LINE, _LINES, _CITY = 35, 3, 30
_COUNTRY, _TURKISH_CODE = 2, 5
_FORMATS = {"ZPL", "GIF", "PNG", "EPL", "SPL"}
_DONE = {"ResponseStatus": {"Code": "1", "Description": "Success"}, "TransactionReference": {}}


def errors(status: int, code: str, message: str) -> Reply:
    return json_reply({"response": {"errors": [{"code": code, "message": message}]}}, status)


def refused(code: str, message: str, status: int = 400) -> Refused:
    return Refused(errors(status, code, message))


@routes.route("POST", "/security/v1/oauth/token", LOGIN)
def token(_: Visit) -> Reply:
    return json_reply({})  # the front door answers log-ins itself


@routes.route("POST", "/api/shipments/v2409/ship")
def ship(visit: Visit) -> Reply:
    request = visit.body["ShipmentRequest"]
    asked = request["Shipment"]
    _check(visit, asked)
    if request["LabelSpecification"]["LabelImageFormat"]["Code"] not in _FORMATS:
        raise refused("120410", "Invalid label format")
    first = visit.depot.files.next_number("parcel", 1)
    packages = asked["Package"]
    shipper = visit.account.profile["shipper_number"]
    numbers = [f"1Z{shipper}03{first:08d}"]
    numbers += [f"1Z{shipper}03{visit.depot.files.next_number('parcel', 1):08d}" for _ in packages[1:]]
    [reference] = [one["Value"] for one in asked["ReferenceNumber"]][:1]
    kept: Json = {"reference": reference, "shipment": asked, "numbers": numbers, "activities": []}
    visit.depot.note(visit.account, kept, "M")
    results = [
        {
            "TrackingNumber": number,
            "ServiceOptionsCharges": _money("0.00"),
            "ShippingLabel": {
                "ImageFormat": {"Code": "ZPL", "Description": "ZPL"},
                "GraphicImage": _label(kept, number),
            },
        }
        for number in numbers
    ]
    is_bare = visit.depot.rules.package_results == "object" and len(results) == 1
    total = _money(_price(asked["Service"]["Code"], packages))
    return json_reply(
        {
            "ShipmentResponse": {
                "Response": _DONE,
                "ShipmentResults": {
                    "ShipmentCharges": {"TransportationCharges": total, "TotalCharges": total},
                    "BillingWeight": {"UnitOfMeasurement": {"Code": "KGS"}, "Weight": "1.0"},
                    "ShipmentIdentificationNumber": numbers[0],
                    "PackageResults": results[0] if is_bare else results,
                },
            }
        }
    )


@routes.route("DELETE", "/api/shipments/v2409/void/cancel/{number}")
def void(visit: Visit) -> Reply:
    kept = of_number(visit, visit.values["number"])
    if kept is None:
        raise refused("190102", "No shipment found within the allowed void period")
    current = kept["activities"][0]["type"]
    if current == "MV":
        raise refused("190117", "The shipment has already been voided")
    if current != "M":
        raise refused("190118", "The time for voiding has expired")
    visit.depot.note(visit.account, kept, "MV")
    status = {"Status": {"Code": "1", "Description": "Voided"}}
    return json_reply({"VoidShipmentResponse": {"Response": _DONE, "SummaryResult": status}})


@routes.route("POST", "/api/labels/v1/recovery")
def recover(visit: Visit) -> Reply:
    request = visit.body["LabelRecoveryRequest"]
    kept = of_number(visit, request["TrackingNumber"])
    if kept is None:
        raise refused("300012", "No label found")
    form = request["LabelSpecification"]["LabelImageFormat"]["Code"]
    if form not in _FORMATS:
        raise refused("300022", "Invalid label format")
    results = [
        {
            "TrackingNumber": number,
            "LabelImage": {"LabelImageFormat": {"Code": form}, "GraphicImage": _label(kept, number)},
        }
        for number in kept["numbers"]
    ]
    is_bare = visit.depot.rules.package_results == "object" and len(results) == 1
    response = {"Response": _DONE, "ShipmentIdentificationNumber": kept["numbers"][0]}
    return json_reply(
        {"LabelRecoveryResponse": {**response, "LabelResults": results[0] if is_bare else results}}
    )


@routes.route("POST", "/api/rating/v2409/{option}")
def rate(visit: Visit) -> Reply:
    asked = visit.body["RateRequest"]["Shipment"]
    _check(visit, asked)
    if visit.values["option"] not in {"Rate", "Shop"}:
        raise refused("110002", "Invalid request option")
    codes = list(_SERVICES) if visit.values["option"] == "Shop" else [asked["Service"]["Code"]]
    rated = [
        {
            "Service": {"Code": code, "Description": ""},
            "TotalCharges": _money(_price(code, asked["Package"])),
            **({"GuaranteedDelivery": {"BusinessDaysInTransit": "2"}} if code == "07" else {}),
        }
        for code in codes
    ]
    return json_reply({"RateResponse": {"Response": _DONE, "RatedShipment": rated}})


def of_number(visit: Visit, number: str) -> Json | None:
    shelf = visit.account["order"].values()
    return next((one for one in shelf if number in one["numbers"]), None)


def _check(visit: Visit, asked: Json) -> None:
    shipper = visit.account.profile["shipper_number"]
    if asked["Shipper"]["ShipperNumber"] != shipper:
        raise refused("120124", "Missing or invalid shipper number")
    for party in ("Shipper", "ShipTo", "ShipFrom"):
        _check_party(party, asked[party])
    if asked.get("Service", {"Code": "11"})["Code"] not in _SERVICES:
        raise refused("111210", "The requested service is unavailable between the selected locations.")
    for package in asked["Package"]:
        if Decimal(package["PackageWeight"]["Weight"]) <= 0:
            raise refused("120502", "Package weight must be greater than zero")


def _check_party(party: str, told: Json) -> None:
    address = told["Address"]
    texts = [*told.values(), *address.values(), *address["AddressLine"]]
    if any(isinstance(one, int | float | Decimal) for one in texts):
        raise refused("9130003", "All values are strings")
    if not told["Name"] or any(len(told.get(name, "")) > most for name, most in _LONGEST.items()):
        raise refused("120202" if party == "ShipTo" else "120102", f"Missing or invalid {party} name")
    if not 1 <= len(address["AddressLine"]) <= _LINES or any(
        len(line) > _LINE for line in address["AddressLine"]
    ):
        raise refused("120206", "Missing or invalid ship to address line")
    if not address["City"] or len(address["City"]) > _CITY:
        raise refused("120205", "Missing or invalid ship to City")
    if len(address["CountryCode"]) != _COUNTRY:
        raise refused("120209", "Missing or invalid ship to country code")
    if address["CountryCode"] == "TR" and len(address.get("PostalCode", "")) != _TURKISH_CODE:
        raise refused("120207", "Missing or invalid ship to postal code")


def _price(code: str, packages: list[Json]) -> str:
    weight = sum(
        max(
            Decimal(one["PackageWeight"]["Weight"]),
            Decimal(one["Dimensions"]["Length"])
            * Decimal(one["Dimensions"]["Width"])
            * Decimal(one["Dimensions"]["Height"])
            / 5000,
        )
        for one in packages
    )
    return f"{Decimal(_PRICES[code]) + weight * 40:.2f}"


def _money(value: str) -> Json:
    return {"CurrencyCode": "TRY", "MonetaryValue": value}


def _label(kept: Json, number: str) -> str:
    name = kept["shipment"]["ShipTo"]["Name"]
    return base64.b64encode(
        f"^XA^CI28^FO40,40^FD{name}^FS^FO40,120^BCN,160^FD{number}^FS^XZ".encode()
    ).decode()
