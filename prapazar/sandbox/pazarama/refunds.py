"""Returns and cancellations: asked for by buyers, decided by the seller, told in Turkish dates."""

from datetime import datetime, timedelta

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.pazarama.orders import ISTANBUL
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope, money

_MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip
WAITING, APPROVED, REJECTED = 1, 2, 3
_NAMES = {1: "Onay Bekliyor", 2: "Tedarikçi Tarafından Onaylandı", 3: "Tedarikçi Tarafından Reddedildi"}
_REJECT_TYPES = range(1, 13)
_MOST_ROWS = 100
_FIRST_REFUND = 564_213
routes = Routes()


@routes.route("POST", "/order/getRefund")
def returns(visit: Visit) -> Reply:
    return _listed(visit, "return")


@routes.route("POST", "/order/api/cancel/items")
def cancellations(visit: Visit) -> Reply:
    return _listed(visit, "cancel")


@routes.route("POST", "/order/updateRefund")
def update_return(visit: Visit) -> Reply:
    request = {name.lower(): value for name, value in visit.body().items()}
    if request.get("status") == REJECTED and request.get("refundrejecttype") not in _REJECT_TYPES:
        raise Refusal("Ret sebebi zorunludur.", code="ORD5")
    return _decided(visit, "return", request)


@routes.route("PUT", "/order/api/cancel")
def update_cancellation(visit: Visit) -> Reply:
    return _decided(visit, "cancel", {name.lower(): value for name, value in visit.body().items()})


def open_refund(mall: Mall, account: Account, kind: str, order: str, code: str, quantity: int) -> Json:
    """A buyer wants to give units back, or not to have them sent."""
    known = account["order"][order]
    item = next(one for one in known["items"] if one["product"]["code"] == code)
    now, number = mall.ground.now_ms(), mall.files.guid("refund")
    amount = decimal(item["salePrice"]["value"]) * quantity
    refund: Json = {
        "kind": kind,
        "askedMs": now,
        "refundId": number,
        "orderNumber": known["orderNumber"],
        "orderDate": _told(known["placedMs"]),
        "refundNumber": mall.files.next_number("refund_number", _FIRST_REFUND),
        "refundType": "Yanlış adres seçtim" if kind == "cancel" else "Ürünün parçası eksik",
        "refundStatus": WAITING,
        "refundStatusName": _NAMES[WAITING],
        "paymentType": "Banka/Kredi Kartı",
        "refundDate": _told(now),
        "totalAmount": money(amount),
        "refundAmount": money(amount),
        "customerId": known["customerId"],
        "customerName": known["customerName"],
        "customerEmail": known["customerEmail"],
        "productName": item["product"]["name"],
        "productCode": code,
        "productStockCode": item["product"]["stockCode"],
        "shipmentCompanyName": "MNG" if kind == "return" else None,
        "shipmentCode": 54895647251356 if kind == "return" else None,
        "description": "deneme",
        "quantity": quantity,
    }
    mall.files.put(account, "refund", number, refund)
    mall.ground.store.flush()
    return refund


def _listed(visit: Visit, kind: str) -> Reply:
    request = visit.body()
    start, end = (_day(request.get(name)) for name in ("requestStartDate", "requestEndDate"))
    found = [
        refund
        for refund in visit.seller["refund"].values()
        if refund["kind"] == kind
        and (request.get("refundStatus") in {None, refund["refundStatus"]})
        and start <= from_ms(refund["askedMs"]) < end + timedelta(days=1)
    ]
    size = min(int(request.get("pageSize") or 10), _MOST_ROWS)
    page = int(request.get("pageNumber") or 1)
    rows = [
        {name: value for name, value in one.items() if name not in {"kind", "askedMs"}}
        for one in found[(page - 1) * size : page * size]
    ]
    paging = {
        "pageSize": size,
        "pageIndex": page,
        "totalCount": len(found),
        "totalPages": -(-len(found) // size),
    }
    return envelope({"responsePage": paging, "pageReport": {}, "refundList": rows})


def _decided(visit: Visit, kind: str, request: Json) -> Reply:
    refund = visit.seller["refund"].get(str(request.get("refundid")))
    if refund is None or refund["kind"] != kind:
        raise Refusal("Talep bulunamadı.", code="ORD404")
    if request.get("status") not in {APPROVED, REJECTED}:
        raise Refusal("Statü geçersiz.", code="ORD6")
    if refund["refundStatus"] != WAITING:
        raise Refusal("Talep daha önce sonuçlandırılmış.", code="ORD7")
    refund["refundStatus"] = request["status"]
    refund["refundStatusName"] = _NAMES[request["status"]]
    visit.mall.files.put(visit.seller, "refund", refund["refundId"], refund)
    return envelope({"refundId": refund["refundId"], "refundStatus": refund["refundStatusName"]})


def _told(moment_ms: int) -> str:
    """As `6 Ekim 2021 14:53`."""
    moment = from_ms(moment_ms).astimezone(ISTANBUL)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M}"


def _day(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=ISTANBUL)
    except ValueError as cause:
        raise Refusal("Tarih biçimi geçersiz.", code="ORD4") from cause
