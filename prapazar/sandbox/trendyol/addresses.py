"""Where a seller ships from, what cities there are, and which addresses may call."""

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provinces import PROVINCES
from prapazar.sandbox.trendyol.errors import ApiError, bad_request, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_MOST_ADDRESSES = 7
_DAY_MS = 24 * 60 * 60_000
routes = Routes()
_DOMESTIC = "/integration/member/countries/domestic/TR/cities"


@routes.route("GET", "/integration/sellers/{seller}/addresses", "addresses")
def addresses(visit: Visit) -> Reply:
    first = visit.seller.seller_id * 10
    shipment = _address(first + 1, "Shipment")
    invoice = _address(first + 2, "Invoice")
    returning = _address(first + 3, "Returning")
    return json_reply(
        {
            "supplierAddresses": [shipment, invoice, returning],
            "defaultShipmentAddress": shipment,
            "defaultInvoiceAddress": invoice,
            "defaultReturningAddress": returning,
        }
    )


@routes.route("GET", _DOMESTIC)
def cities(_visit: Visit) -> Reply:
    rows = [{"id": plate, "code": plate, "name": name} for plate, name in enumerate(PROVINCES, 1)]
    return json_reply({"cities": rows})


@routes.route("GET", f"{_DOMESTIC}/{{city}}/districts")
def districts(visit: Visit) -> Reply:
    city = visit.path_number("city")
    if not 1 <= city <= len(PROVINCES):
        raise not_found("city.not.found", "City not found.")
    return json_reply({"districts": [{"id": city * 100 + 1, "code": city * 100 + 1, "name": "Merkez"}]})


@routes.route("GET", f"{_DOMESTIC}/{{city}}/districts/{{district}}/neighborhoods")
def neighborhoods(visit: Visit) -> Reply:
    number = visit.path_number("city") * 10_000 + 1
    return json_reply({"neighborhoods": [{"id": number, "code": number, "name": "Merkez"}]})


@routes.route("GET", "/integration/product/sellers/{seller}/ip-whitelists")
def list_whitelist(visit: Visit) -> Reply:
    return json_reply({"ipWhitelists": [_public(one) for one in visit.seller.ip_whitelist if one["active"]]})


@routes.route("POST", "/integration/product/sellers/{seller}/ip-whitelists")
def add_to_whitelist(visit: Visit) -> Reply:
    body = visit.body()
    address = str(body.get("ip") or body.get("ipAddress") or "")
    if len(address.split(".")) != 4:  # noqa: PLR2004  four numbers make an IPv4 address
        raise bad_request("ip.invalid", "A valid IPv4 address is required.")
    entries, now = visit.seller.ip_whitelist, visit.now_ms
    today = [one for one in entries if one["createdDate"] > now - _DAY_MS]
    if sum(1 for one in entries if one["active"]) >= _MOST_ADDRESSES or len(today) >= _MOST_ADDRESSES:
        raise ApiError(429, "TooManyRequestsException", "ip.whitelist.limit", "IP whitelist limit exceeded.")
    entry = {"id": len(entries) + 1, "ip": address, "createdDate": now, "active": True}
    entries.append(entry)
    return json_reply(_public(entry), 201)


@routes.route("DELETE", "/integration/product/sellers/{seller}/ip-whitelists")
@routes.route("DELETE", "/integration/product/sellers/{seller}/ip-whitelists/{ip}")
def remove_from_whitelist(visit: Visit) -> Reply:
    wanted = visit.values.get("ip") or visit.call.query.get("ip") or str(visit.body().get("ip", ""))
    for entry in visit.seller.ip_whitelist:
        if entry["active"] and wanted in (entry["ip"], str(entry["id"])):
            entry["active"] = False
            return empty_reply(204)
    raise not_found("ip.not.found", "IP address not found.")


def _public(entry: Json) -> Json:
    return {"id": entry["id"], "ip": entry["ip"], "createdDate": entry["createdDate"]}


def _address(number: int, kind: str) -> Json:
    return {
        "id": number,
        "addressType": kind,
        "country": "Türkiye",
        "city": "İstanbul",
        "cityCode": 34,
        "district": "Ümraniye",
        "districtId": 3401,
        "postCode": "34760",
        "address": "Deneme Depo No: 1",
        "fullAddress": "Deneme Depo No: 1 Ümraniye İstanbul",
        "shipmentAddress": kind == "Shipment",
        "returningAddress": kind == "Returning",
        "invoiceAddress": kind == "Invoice",
        "default": True,
    }
