"""Claims, one line for each unit, approved at once or declined by way of İdefix."""

from collections.abc import Sequence

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.idefix.mall import FIRST_CLAIM, FIRST_CLAIM_LINE, Mall
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json

WAITING = "waiting_vendor_approve"
_REASONS = {31: "Ürün kullanılmış", 32: "Ürün eksik"}
_HIDDEN = {"createdMs", "updatedMs"}
routes = Routes()


@routes.route("GET", "/oms/{vendor}/claim-list")
def listed(visit: Visit) -> Reply:
    query = visit.call.query
    ids = visit.call.listed("ids")
    found = [
        _shown(one)
        for one in visit.seller["claim"].values()
        if (not ids or str(one["id"]) in ids)
        and query.get("orderNumber", one["orderNumber"]) == one["orderNumber"]
        and visit.in_period(one["createdMs"], one["updatedMs"])
    ]
    return visit.paged(found)


@routes.route("GET", "/oms/claim-decline-reasons")
def reasons(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every vendor
    return json_reply([{"id": one, "name": name} for one, name in _REASONS.items()])


@routes.route("POST", "/oms/{vendor}/{claim}/claim-approve")
def approve(visit: Visit) -> Reply:
    claim = _known(visit)
    _decide(visit, claim, [str(one) for one in visit.body().get("claimLineIds") or []], "approved")
    return json_reply({})


@routes.route("POST", "/oms/{vendor}/{claim}/claim-decline-request")
def decline(visit: Visit) -> Reply:
    claim, lines = _known(visit), visit.rows("claimLines", 1000)
    if any(one.get("claimDeclineReasonId") not in _REASONS for one in lines):
        raise Refusal("CLAIM_DECLINE_REASON_NOT_FOUND")
    _decide(visit, claim, [str(one.get("id")) for one in lines], "vendor_decline_request")
    return json_reply({})


def new_claim(mall: Mall, account: Account, items: Sequence[Json], shipment: Json) -> Json:
    number, now = mall.files.next_number("claim", FIRST_CLAIM), mall.ground.now_ms()
    claim: Json = {
        "id": number,
        "customerId": shipment["customerId"],
        "customerName": shipment["customerContactName"],
        "vendorTitle": account.profile["name"],
        "createdMs": now,
        "updatedMs": now,
        "orderCreatedAt": iso(shipment["createdMs"]),
        "orderNumber": shipment["orderNumber"],
        "cargoKey": f"IDR{number}",
        "cargoTrackingNumber": None,
        "cargoTrackingUrl": None,
        "cargoCompanyName": "Aras Kargo",
        "cargoTypeName": "return",
        "items": [_line(mall, one) for one in items],
    }
    mall.files.put(account, "claim", str(number), claim)
    mall.ground.store.flush()
    return claim


def _line(mall: Mall, item: Json) -> Json:
    return {
        "id": mall.files.next_number("claim_line", FIRST_CLAIM_LINE),
        "orderLineId": item["id"],
        "state": WAITING,
        "stateName": "Onay bekliyor",
        "productName": item["productName"],
        "productImage": "https://cdn.example/{size}/1.jpg",
        "productCode": item["merchantSku"],
        "barcode": item["barcode"],
        "erpId": None,
        "productPrice": item["price"],
        "discountedTotalPrice": item["discountedTotalPrice"],
        "totalPrice": item["price"],
        "note": None,
        "customerNote": "Rengi beğenmedim",
        "vendorNote": None,
        "platformReason": None,
        "customerReason": "Beklentimi karşılamadı",
        "vendorReason": None,
    }


def _shown(claim: Json) -> Json:
    rest = {name: value for name, value in claim.items() if name not in _HIDDEN}
    return {**rest, "createdAt": iso(claim["createdMs"])}


def _known(visit: Visit) -> Json:
    claim = visit.seller["claim"].get(visit.values["claim"])
    if claim is None:
        raise Refusal("CLAIM_NOT_FOUND", "İade bulunamadı.", 404)
    return claim


def _decide(visit: Visit, claim: Json, lines: Sequence[str], state: str) -> None:
    chosen = [one for one in claim["items"] if str(one["id"]) in lines]
    if not chosen or len(chosen) != len(set(lines)):
        raise Refusal("CLAIM_LINE_NOT_FOUND", status=404)
    if any(one["state"] != WAITING for one in chosen):
        raise Refusal("CLAIM_STATE_NOT_AVAILABLE")
    for one in chosen:
        one["state"] = state
    claim["updatedMs"] = visit.now_ms
    visit.mall.files.put(visit.seller, "claim", str(claim["id"]), claim)
