"""What was cancelled or given back, item by item, and how the seller takes returned goods in and decides."""

from datetime import timedelta

from prapazar.sandbox.ciceksepeti.mall import Mall
from prapazar.sandbox.ciceksepeti.orders import (
    AT_SUPPLIER,
    COMING_BACK,
    DELIVERED,
    GIVEN_BACK,
    NEW,
    RETURN_STARTED,
    item_of,
    known,
    moment,
    restate,
)
from prapazar.sandbox.ciceksepeti.visit import WRONG_STATUS, Refusal, Routes, Visit
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError

RETURN, EXCHANGE = 1, 2
_CANCELLED, _RETURNED, _SENT_BACK = 1, 2, 3
_APPROVE, _REJECT = 1, 3
_LONGEST = timedelta(days=31)
_MOST_ROWS = 100
_FINAL = "İade Sonuçlandı"
routes = Routes()


@routes.route("POST", "/order/getcanceledorders")
def listed(visit: Visit) -> Reply:
    """By the day of the order, or of the cancellation."""
    visit.admit("returns", visit.mall.rules.cargo_gap_ms)
    request = visit.body()
    size, page = int(request["pageSize"]), int(request["page"])
    if not 0 < size <= _MOST_ROWS:
        raise Refusal("pageSize en fazla 100 olabilir.")
    wanted = request.get("orderItemStatusId")
    rows = [
        _shown(order, item, kind)
        for order, item, kind in _within(visit, request)
        if wanted in {None, item["orderItemStatusId"]}
    ]
    return visit.answer({"orderItemList": rows[page * size : (page + 1) * size]})


@routes.route("POST", "/order/refundprocessstartreceivedprocess")
def received(visit: Visit) -> Reply:
    """The goods of a return that has begun are back at the seller's."""
    visit.admit("received", visit.mall.rules.cargo_gap_ms)
    numbers = visit.body().get("orderItemIds")
    if not isinstance(numbers, list) or not numbers:
        raise Refusal("orderItemIds zorunludur.")
    found = [known(visit, number) for number in numbers]
    if any(item["orderItemStatusId"] != RETURN_STARTED for _, item in found):
        raise Refusal(WRONG_STATUS)
    for order, item in found:
        restate(visit.mall, visit.seller, order, [item], AT_SUPPLIER)
    return visit.answer({"isSuccess": True, "message": ""})


@routes.route("POST", "/order/cancelevaluation")
def evaluated(visit: Visit) -> Reply:
    """An exchange that is approved is to be sent anew, under the number the item has; what is refused goes back."""
    visit.admit("evaluation", visit.mall.rules.cargo_gap_ms)
    request = visit.body()
    order, item = known(visit, request.get("orderItemId"))
    if item["orderItemStatusId"] != AT_SUPPLIER:
        raise Refusal(WRONG_STATUS)
    if request.get("process") not in {_APPROVE, _REJECT}:
        raise Refusal("process geçersiz.")
    if request["process"] == _REJECT:
        item["cancelType"] = _SENT_BACK
        restate(visit.mall, visit.seller, order, [item], visit.mall.rules.refused_status)
    elif item.get("cancelReason") == EXCHANGE:
        restate(visit.mall, visit.seller, order, [item], NEW)
    else:
        restate(visit.mall, visit.seller, order, [item], GIVEN_BACK)
    return visit.answer({"isSuccess": True, "message": ""})


def claim(mall: Mall, account: Account, number: object, reason: int, status: int) -> Json:
    """The buyer gives a delivered item back, all of its units."""
    found = item_of(account, number)
    if found is None:
        raise ControlError(404, f"no item {number}")
    order, item = found
    if item["orderItemStatusId"] != DELIVERED or status not in COMING_BACK:
        raise ControlError(409, "only what was delivered can be given back")
    item["cancelReason"] = reason
    restate(mall, account, order, [item], status)
    mall.ground.store.flush()
    return item


def _within(visit: Visit, request: Json) -> list[tuple[Json, Json, int]]:
    is_by_order = bool(request.get("startDate"))
    names = ("startDate", "endDate") if is_by_order else ("cancellationStartDate", "cancellationEndDate")
    start, end = (moment(request.get(name), visit.mall.rules) for name in names)
    if end - start > _LONGEST:
        raise Refusal("Tarih aralığı 1 aydan uzun olamaz.")
    period = range(epoch_ms(start), epoch_ms(end) + 1)
    return [
        (order, item, kind)
        for order in visit.seller["order"].values()
        for item in order["items"]
        if (kind := _kind(item))
        and (order["placedMs"] if is_by_order else item.get("cancelledMs", item["modifiedMs"])) in period
    ]


def _kind(item: Json) -> int:
    """0 for an item that nobody wanted to give back."""
    if not item["isOrderStatusActive"]:
        return _CANCELLED
    if item.get("cancelledMs") is None:
        return 0
    return int(item.get("cancelType") or _RETURNED)


def _shown(order: Json, item: Json, kind: int) -> Json:
    is_open = item["orderItemStatusId"] in COMING_BACK - {GIVEN_BACK}
    words = item["orderProductStatus"] if is_open else _FINAL
    return {
        "orderId": order["orderId"],
        "orderItemId": item["orderItemId"],
        "customerName": order["person"]["senderName"],
        "price": item["totalPrice"],
        "orderItemStatus": item["orderProductStatus"],
        "cancelReasonId": None if kind == _CANCELLED else item.get("cancelReason") or RETURN,
        "subCancelReasonId": None,
        "orderItemCancelStatus": "İptal" if kind == _CANCELLED else words,
        "cargoCompany": item["cargoCompany"],
        "shipmentNumber": item["cargoNumber"],
        "partialNumber": item["partialNumber"],
        "variantName": "",
        "supplierProductVariantCode": item["code"],
        "productCode": item["productCode"],
        "supplierProductCode": item["code"],
        "cancelType": kind,
    }
