"""The list of what was cancelled or is on its way back, item by item."""

from datetime import timedelta

from prapazar.sandbox.ciceksepeti.orders import GIVEN_BACK, moment
from prapazar.sandbox.ciceksepeti.visit import Refusal, Routes, Visit
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json

_CANCEL, _RETURN = 1, 2
_COMING_BACK = {GIVEN_BACK, 20, 21, 22, 23}
_LONGEST = timedelta(days=31)
_MOST_ROWS = 100
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
        if (kind := _kind(item)) and (order["placedMs"] if is_by_order else item["modifiedMs"]) in period
    ]


def _kind(item: Json) -> int:
    """0 for an item that is sold still."""
    if not item["isOrderStatusActive"]:
        return _CANCEL
    return _RETURN if item["orderItemStatusId"] in _COMING_BACK else 0


def _shown(order: Json, item: Json, kind: int) -> Json:
    return {
        "orderId": order["orderId"],
        "orderItemId": item["orderItemId"],
        "customerName": order["person"]["senderName"],
        "price": item["totalPrice"],
        "orderItemStatus": item["orderProductStatus"],
        "cancelReasonId": 1 if kind == _RETURN else None,
        "subCancelReasonId": None,
        "orderItemCancelStatus": item["orderProductStatus"] if kind == _RETURN else "İptal",
        "cargoCompany": item["cargoCompany"],
        "shipmentNumber": item["cargoNumber"],
        "partialNumber": item["partialNumber"],
        "variantName": "",
        "supplierProductVariantCode": item["code"],
        "productCode": item["productCode"],
        "supplierProductCode": item["code"],
        "cancelType": kind,
    }
