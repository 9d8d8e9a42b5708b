"""Claims: the bare list, by status, and the merchant's yes or no."""

import base64
from decimal import Decimal

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.hepsiburada import money_book
from prapazar.sandbox.hepsiburada.errors import bare, not_found
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.hepsiburada.visit import Routes, Visit, zulu
from prapazar.sandbox.jsontext import Json

STATUSES = (
    "NewRequest", "Accepted", "AwaitingAction", "InDispute", "Rejected", "Refunded", "Cancelled",
    "AwaitingPreApproval",
)  # fmt: skip
_BASE = "/oms-external/claims/merchantId/{merchant}"
_ONE = "/oms-external/claims/number/{claim}"
_FIRST = 10_000_001
_DAYS_TO_DECIDE_MS = 2 * 24 * 3600 * 1000
_MOST = 100
routes = Routes()


def open_claim(
    market: Market,
    merchant: Merchant,
    line: Json,
    quantity: int,
    *,
    kind: str = "Return",
    status: str = "AwaitingAction",
) -> Json:
    number = str(market.next_number("claim", _FIRST))
    claim: Json = {
        "number": number,
        "status": status,
        "claimType": kind,
        "claimMs": market.now_ms,
        "statusMs": market.now_ms,
        "lineItemId": line["id"],
        "quantity": quantity,
        "explanation": "Vazgeçtim",
        "finalizedWith": None,
        "refundMs": None,
        "merchantRejectionStatement": None,
    }
    market.keep("claims", merchant, number, claim)
    return claim


def move_claim(market: Market, merchant: Merchant, claim: Json, status: str) -> None:
    claim["status"], claim["statusMs"] = status, market.now_ms
    market.keep("claims", merchant, claim["number"], claim)


@routes.route("GET", _BASE)
def every(visit: Visit) -> Reply:
    return _listed(visit, list(visit.merchant.claims.values()))


@routes.route("GET", f"{_BASE}/status/{{status}}")
def by_status(visit: Visit) -> Reply:
    if visit.values["status"] not in STATUSES:
        raise bare(400, "Wrong Claim Status")
    span = visit.span_ms("statusBeginDate", "statusEndDate")
    rows = [
        one
        for one in visit.merchant.claims.values()
        if one["status"] == visit.values["status"] and (span is None or span[0] <= one["statusMs"] < span[1])
    ]
    return _listed(visit, rows)


@routes.route("POST", f"{_ONE}/accept")
def accept(visit: Visit) -> Reply:
    claim, body = _waiting(visit), visit.body()
    if body.get("FinalizedWith") not in (None, "Refund", "Change"):
        raise bare(400, "InvalidFinalizedWith")
    claim["finalizedWith"], claim["refundMs"] = body.get("FinalizedWith") or "Refund", visit.now_ms
    line = visit.merchant.lines[claim["lineItemId"]]
    money_book.refund(visit.market, visit.merchant, line, claim["quantity"])
    move_claim(visit.market, visit.merchant, claim, "Accepted")
    return empty_reply(204)


@routes.route("POST", f"{_ONE}/reject")
def reject(visit: Visit) -> Reply:
    claim, body = _waiting(visit), visit.body()
    if not body.get("ClaimRejectionReason"):
        raise bare(400, "ClaimRejectionReasonCannotBeEmpty")
    claim["reports"] = [_picture(one) for one in body.get("Reports") or []]
    claim["merchantRejectionStatement"] = body.get("MerchantStatement")
    move_claim(visit.market, visit.merchant, claim, "Rejected")
    return empty_reply(204)


@routes.route("POST", f"{_ONE}/preapprovalconfirm")
def confirm(visit: Visit) -> Reply:
    claim = _claim(visit)
    if claim["status"] != "AwaitingPreApproval":
        raise bare(409, "ClaimStatusIsNotAvailable")
    move_claim(visit.market, visit.merchant, claim, "AwaitingAction")
    return empty_reply(204)


def _picture(told: object) -> int:
    """How many bytes it has."""
    try:
        content = base64.b64decode(str(told), validate=True)
    except ValueError as cause:
        raise bare(400, "InvalidReport") from cause
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        raise bare(400, "InvalidReport")
    return len(content)


def shown(merchant: Merchant, claim: Json) -> Json:
    """Some of its fields begin with capitals, some do not."""
    line = merchant.lines[claim["lineItemId"]]
    total: Decimal = line["unitPrice"] * claim["quantity"]
    order = merchant.orders[line["orderNumber"]]
    return {
        "id": f"claim-{claim['number']}",
        "number": claim["number"],
        "status": claim["status"],
        "claimType": claim["claimType"],
        "claimDate": zulu(claim["claimMs"]),
        "orderNumber": line["orderNumber"],
        "orderDate": zulu(order["orderedMs"]),
        "customerName": f"{order['buyer']['first_name']} {order['buyer']['last_name']}",
        "sku": line["sku"],
        "quantity": claim["quantity"],
        "explanation": claim["explanation"],
        "priceAmount": line["unitPrice"],
        "priceCurrency": "TRY",
        "totalPriceAmount": total,
        "refundAmount": total if claim["refundMs"] else None,
        "refundCurrency": "TRY",
        "refundDate": zulu(claim["refundMs"]),
        "merchantRejectionStatement": claim["merchantRejectionStatement"],
        "finalizedWith": claim["finalizedWith"],
        "IsRenewProductTransferAccepted": False,
        "lineItemId": claim["lineItemId"],
        "AwaitingActionExpireDate": zulu(claim["claimMs"] + _DAYS_TO_DECIDE_MS),
        "MerchantSku": line["merchantSku"],
        "Reason": "ChangedMind",
        "RequestedProduct": None,
        "Reports": [
            {
                "ImageUrl": f"https://images.example/claims/{claim['number']}-{place}.jpg",
                "ReportedBy": "Merchant",
            }
            for place, _ in enumerate(claim.get("reports") or [], 1)
        ]
        or None,
        "Deliveries": [
            {
                "DeliveryCode": f"I{claim['number']}",
                "Status": "InTransit",
                "Direction": "CustomerToMerchant",
                "CreatedDate": zulu(claim["claimMs"]),
                "PackageNumber": None,
                "TrackingNumber": f"HJI{claim['number']}",
                "CargoCompany": {"TypeCode": "HX", "Alias": "HepsiJet", "Name": "HepsiJet"},
            }
        ],
        "tags": [],
    }


def _listed(visit: Visit, rows: list[Json]) -> Reply:
    offset, limit = visit.number("offset", 0), visit.number("limit", None, most=_MOST, least=1)
    span = visit.span_ms("beginDate", "endDate")
    kept = [one for one in rows if span is None or span[0] <= one["claimMs"] < span[1]]
    page = [shown(visit.merchant, one) for one in kept[offset : offset + limit]]
    headers = {"X-Total-Count": str(len(kept)), "X-Limit": str(limit), "X-Offset": str(offset)}
    return json_reply(page, headers=headers)


def _claim(visit: Visit) -> Json:
    claim = visit.merchant.claims.get(visit.values["claim"])
    if claim is None:
        raise not_found("ClaimNotFound")
    return claim


def _waiting(visit: Visit) -> Json:
    claim = _claim(visit)
    if claim["status"] != "AwaitingAction":
        raise bare(409, "ClaimStatusIsNotAvailable")
    return claim
