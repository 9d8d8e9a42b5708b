"""What the pretend Yurtiçi Kargo answers about parcels, and how they are moved."""

from datetime import timedelta, timezone
from typing import Any

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.yurtici.office import Office
from prapazar.sandbox.yurtici.words import DONE, ERRORS, OPERATIONS, REJECTS, REPEATED

_TURKEY = timezone(timedelta(hours=3))
_WITHOUT_PAPER = ("NOP", "CNL", "ISC")
_BY_CARGO, _BY_INVOICE = 0, 1
_EVENTS = {"IND": ("IN", "Taşıma halinde"), "DLV": ("DLV", "Teslim edildi")}
_PRICE = ("71.17", "14.23", "85.40")
Fields = dict[str, Any]


def query(office: Office, account: Account, user: str, fields: Fields) -> Json:
    keys, kind = fields.get("keys") or [], fields.get("keyType")
    if not keys or kind not in {_BY_CARGO, _BY_INVOICE}:
        code = 82527 if keys else 82526
        return {"outFlag": "1", "outResult": ERRORS[code], "errCode": code, "count": 0}
    repeated = [key for key in keys if _is_repeated(office, user, kind, key)]
    if repeated and office.rules.repeat_answer == "whole":
        return {"outFlag": "1", "outResult": REPEATED, "count": 0}
    details: list[Json] = []
    for key in keys:
        if key in repeated:
            details.append({**_named(kind, key), "errCode": 936, "errMessage": REPEATED})
            continue
        found = [one for one in _known(office, account, kind, key) if one["user"] == user]
        details += [_detail(office, one, fields) for one in found]
        if not found and office.rules.unknown_key == "detail":
            details.append({**_named(kind, key), "errCode": 82519, "errMessage": ERRORS[82519]})
    return {
        "outFlag": "0",
        "outResult": DONE,
        "senderCustId": account.number,
        "count": len(details),
        "shippingDeliveryDetailVO": details,
    }


def carry(office: Office, account: Account, request: Json) -> list[Json]:
    """A branch moves all parcels of a shipment, or the one of `cargo`."""
    status = str(request["status"])
    moved = [
        one
        for one in office.parcels(account, str(request["reference"]))
        if request.get("cargo") in (None, one["sent"]["cargoKey"])
    ]
    for parcel in moved:
        parcel["status"] = status
        parcel["reject"] = request.get("reject")
        if status not in _WITHOUT_PAPER and "doc" not in parcel:
            parcel["doc"] = _paper_of(moved) or str(office.files.next_number("document", 100_200_300_400))
            parcel["paper_at"] = office.ground.now_ms()
        if status in _EVENTS:
            event, name = _EVENTS[status]
            day, hour = _moment(office.ground.now_ms())
            place = {"unitName": "ÇANKAYA", "cityName": "ANKARA", "townName": "ÇANKAYA"}
            row = {"eventId": event, "eventName": name, "eventDate": day, "eventTime": hour, **place}
            parcel["events"].append(row)
        if status == "DLV":
            parcel["delivered_at"] = office.ground.now_ms()
        office.keep(account, parcel)
    return moved


def _paper_of(parcels: list[Json]) -> str | None:
    """One waybill for all parcels of a shipment."""
    return next((str(one["doc"]) for one in parcels if "doc" in one), None)


def _is_repeated(office: Office, user: str, kind: int, key: str) -> bool:
    now = office.ground.now_ms()
    before = office.asked.get((user, kind, key))
    if before is not None and now - before < office.rules.repeat_ms:
        return True
    office.asked[user, kind, key] = now
    return False


def _named(kind: int, key: str) -> Json:
    return {"cargoKey" if kind == _BY_CARGO else "invoiceKey": key}


def _known(office: Office, account: Account, kind: int, key: str) -> list[Json]:
    if kind == _BY_INVOICE:
        return office.parcels(account, key)
    found = account["parcel"].get(key)
    return [] if found is None else [found]


def _detail(office: Office, parcel: Json, fields: Fields) -> Json:
    status, sent = parcel["status"], parcel["sent"]
    number, message = OPERATIONS.get(status, (None, status))
    return {
        "cargoKey": sent["cargoKey"],
        "invoiceKey": sent["invoiceKey"],
        "jobId": parcel["job"],
        "docId": parcel.get("doc"),
        "operationCode": number,
        "operationMessage": message,
        "operationStatus": status,
        "errCode": 0,
        "shippingDeliveryItemDetailVO": _item(office, parcel, fields) if "doc" in parcel else None,
    }


def _item(office: Office, parcel: Json, fields: Fields) -> Json:
    sent, doc = parcel["sent"], parcel["doc"]
    basic = {
        "cargoKey": sent["cargoKey"],
        "docId": doc,
        "trackingUrl": f"http://selfservis.yurticikargo.com/gonderi-sorgula?code={doc}",
    }
    if fields.get("onlyTracking"):
        return basic
    return {
        **basic,
        **_paper(office, parcel),
        "invDocCargoVOArray": parcel["events"] if fields.get("addHistoricalData") else [],
    }


def _paper(office: Office, parcel: Json) -> Json:
    sent = parcel["sent"]
    day, hour = _moment(parcel["paper_at"])
    price, vat, amount = (one.replace(".", ",") if office.rules.decimal_comma else one for one in _PRICE)
    desi, weight = (float(sent.get(name) or 0) for name in ("desi", "kg"))
    paper = {
        "documentDate": day,
        "documentTime": hour,
        "receiverCustName": sent["receiverCustName"],
        "receiverAddressTxt": sent["receiverAddress"],
        "totalPrice": price,
        "totalVat": vat,
        "totalAmount": amount,
        "totalDesi": str(desi),
        "totalKg": str(weight),
        "totalDesiKg": str(max(desi, weight)),
        "totalCargo": "1",
    }
    if parcel.get("reject") is not None:
        paper |= {
            "rejectStatus": parcel["reject"],
            "rejectStatusExplanation": REJECTS.get(parcel["reject"], "?"),
        }
    if "delivered_at" in parcel:
        day, hour = _moment(parcel["delivered_at"])
        taken = {"deliveryDate": day, "deliveryTime": hour, "receiverInfo": sent["receiverCustName"]}
        paper |= {**taken, "delEmpName": "Kurye Deneme", "deliveryUnitName": "ÇANKAYA"}
    return paper


def _moment(at_ms: int) -> tuple[str, str]:
    local = from_ms(at_ms).astimezone(_TURKEY)
    return f"{local:%Y%m%d}", f"{local:%H%M%S}"
