"""Returns: asked for by buyers, decided by the seller; dates are days, pages hold twenty."""

from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11.mall import Mall
from prapazar.sandbox.n11.soap import Asked, Failure, Fields, Operations, paging

_ISTANBUL = ZoneInfo("Europe/Istanbul")
_ROWS = 20
_FIRST = 88_000_001
_REASONS = {"1": "Ürün kullanılmış", "2": "Ürünün parçası eksik", "3": "Diğer"}
_STATUSES = {"REQUESTED", "CANCELLED", "DENIED", "PENDING", "PENDED", "APPROVED", "MANUAL_REFUND", "ALL"}
operations = Operations()


@operations.operation("returnService", "ClaimReturnList")
def listed(asked: Asked) -> Fields:
    status = asked.text("searchData/status") or "REQUESTED"
    if status not in _STATUSES:
        status = "REQUESTED"
    start = _day(asked.text("searchData/period/startDate") or "01/01/2000")
    end = _day(asked.text("searchData/period/endDate") or "31/12/2999")
    found = [
        claim
        for claim in asked.seller["return"].values()
        if status in {"ALL", claim["status"]} and start <= _day(claim["requestDate"]) <= end
    ]
    page = int(asked.text("pagingData/currentPage") or 0)
    rows = found[page * _ROWS : (page + 1) * _ROWS]
    return {"pagingData": paging(page, _ROWS, len(found)), "claimReturnList": {"claimReturn": rows}}


@operations.operation("returnService", "ClaimReturnDenyReasonTypes")
def deny_reasons(asked: Asked) -> Fields:
    reasons = [{"id": number, "value": words} for number, words in _REASONS.items()]
    if asked.mall.rules.reasons_wrapped:
        return {"denyReasonTypeDataList": {"denyReasonTypeData": reasons}}
    return {"denyReasonTypeDataList": reasons}


@operations.operation("returnService", "ClaimReturnApprove")
def approve(asked: Asked) -> Fields:
    _decide(asked, _claim(asked), "APPROVED", "approvedDate")
    return {}


@operations.operation("returnService", "ClaimReturnDeny")
def deny(asked: Asked) -> Fields:
    if asked.text("denyReasonId") not in _REASONS or not asked.text("denyReasonNote"):
        raise Failure("SELLER_API.denyReason.invalid", "Ret sebebi ve açıklaması zorunludur.")
    number = asked.text("claimReturnId") or asked.text("claimCancelId")
    claim = asked.seller["return"].get(number)
    if claim is None:
        raise Failure("SELLER_API.claimReturn.notFound", "İade talebi bulunamadı.")
    _decide(asked, claim, "DENIED", "deniedDate")
    return {}


def open_return(mall: Mall, account: Account, order: str, key: str, quantity: int) -> Json:
    """A buyer gives units of a line back."""
    lines = [
        line
        for package in account["package"].values()
        if package["orderNumber"] == order and package["shipmentPackageStatus"] != "UnPacked"
        for line in package["lines"]
        if line["stockCode"] == key
    ]
    line, number = lines[0], str(mall.files.next_number("return", _FIRST))
    claim: Json = {
        "claimReturnId": number,
        "status": "REQUESTED",
        "executer": "BUYER",
        "sender": "SELLER",
        "returnReasonType": "Beden uymadı",
        "returnReasonDescription": "Küçük geldi",
        "orderNumber": order,
        "requestDate": _today(mall),
        "approvedDate": None,
        "deniedDate": None,
        "shipmentCompany": "Yurtiçi Kargo",
        "trackingNumber": f"77{number}",
        "productId": line["productId"],
        "skuId": line["productId"] + 1,
        "productName": line["productName"],
        "quantity": quantity,
        "unitPrice": line["price"],
        "finalPrice": line["price"] * quantity,
        "buyerName": "Şule Iğdırlıoğlu",
    }
    mall.files.put(account, "return", number, claim)
    mall.ground.store.flush()
    return claim


def _claim(asked: Asked) -> Json:
    """The documents name its number in two ways; rules say which one is taken."""
    wanted = asked.mall.rules.claim_field
    names = ("claimReturnId", "claimCancelId") if wanted == "any" else (wanted,)
    number = next((asked.text(name) for name in names if asked.text(name)), "")
    claim = asked.seller["return"].get(number)
    if claim is None:
        raise Failure("SELLER_API.claimReturn.notFound", "İade talebi bulunamadı.")
    return claim


def _decide(asked: Asked, claim: Json, status: str, date: str) -> None:
    if claim["status"] not in {"REQUESTED", "PENDED"}:
        raise Failure("SELLER_API.claimReturn.wrongStatus", "İade talebinin durumu uygun değil.")
    claim["status"], claim[date] = status, _today(asked.mall)
    asked.mall.files.put(asked.seller, "return", claim["claimReturnId"], claim)


def _today(mall: Mall) -> str:
    return from_ms(mall.ground.now_ms()).astimezone(_ISTANBUL).strftime("%d/%m/%Y")


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=_ISTANBUL)
