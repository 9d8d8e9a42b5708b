"""Shipment packages: read in windows, accepted, split, and cancelled in part."""

from collections.abc import Sequence
from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11 import packing
from prapazar.sandbox.n11.answers import order_error
from prapazar.sandbox.n11.visit import Routes, Visit, slice_of

_MOST_ROWS = 100
_WINDOW_MS = 15 * 24 * 3_600_000
_FIRST_MS = 1_730_419_200_000
"""Orders from before November 2024 are not shown."""
_CANCEL_REASONS = {61, 62, 63, 64, 65}
routes = Routes()


@routes.route("GET", "/rest/delivery/v1/shipmentPackages", "orders")
def shipment_packages(visit: Visit) -> Reply:
    size = min(visit.integer("size", 20) or 20, _MOST_ROWS)
    page = visit.integer("page", 0)
    found = _found(visit)
    rows = [packing.shown(visit.mall.rules, one) for one in slice_of(found, page, size)]
    pages = -(-len(found) // size)
    count = len(rows) if visit.mall.rules.page_count_is_rows else pages
    return json_reply({"pageCount": count, "totalPages": pages, "page": page, "size": size, "content": rows})


def _found(visit: Visit) -> list[Json]:
    query = visit.call.query
    by_change = query.get("orderByField") == "true"
    clock = packing.modified_ms if by_change else packing.created_ms
    found = list(visit.seller["package"].values())
    if query.get("status"):
        found = [one for one in found if one["shipmentPackageStatus"] == query["status"]]
    if query.get("orderNumber"):
        found = [one for one in found if one["orderNumber"] == query["orderNumber"]]
    wanted = visit.call.listed("packageIds")
    if wanted:
        found = [one for one in found if one["id"] in wanted]
    if query.get("sender", "SELLER") == "N11":
        found = []
    window = _window(visit)
    if window is not None:
        start, end = window
        last = end if visit.mall.rules.end_is_within else end - 1
        found = [one for one in found if start <= clock(one) <= last]
    found = [one for one in found if packing.created_ms(one) >= _FIRST_MS]
    return sorted(found, key=clock, reverse=query.get("orderByDirection") == "DESC")


def _window(visit: Visit) -> tuple[int, int] | None:
    """Clamped without a word: a longer one keeps its end, one without an end lasts fifteen days."""
    start, end = visit.integer("startDate", 0), visit.integer("endDate", 0)
    if not start and not end:
        return None
    if not end:
        return start, start + _WINDOW_MS
    return max(start, end - _WINDOW_MS), end


@routes.route("PUT", "/rest/order/v1/update")
def update(visit: Visit) -> Reply:
    request = visit.body()
    if request.get("status") != "Picking" or not request.get("lines"):
        raise order_error(400, "invalidInput", "Yalnızca Picking statüsü gönderilebilir.")
    numbers = [str(line.get("lineId")) for line in request["lines"]]
    answers = [_accept(visit, number) for number in numbers]
    return json_reply({"content": answers})


def _accept(visit: Visit, number: str) -> Json:
    package = packing.with_line(visit.seller, number)
    reason = None
    if package is None:
        reason = "Sipariş kalemi bulunamadı."
    elif package["shipmentPackageStatus"] not in {"Created", "Picking"}:
        reason = "Sipariş kalemi onaylanamaz durumda."
    else:
        packing.restate(visit.mall, visit.seller, package, "Picking")
    line = int(number) if number.isdecimal() else 0
    return {"lineId": line, "status": "FAIL" if reason else "SUCCESS", "reasons": reason and [reason]}


@routes.route("POST", "/rest/delivery/v1/splitCombinePackage")
def split(visit: Visit) -> Reply:
    groups = [
        {str(number): None for number in group.get("orderLineIds", [])}
        for group in visit.body().get("splitGroups", [])
    ]
    package = _picked(visit, [number for group in groups for number in group])
    parts = [[(line, line["quantity"]) for line in _lines(package, group)] for group in groups]
    taken = {number for group in groups for number in group}
    rest = [(line, line["quantity"]) for line in package["lines"] if str(line["orderLineId"]) not in taken]
    packing.break_up(visit.mall, visit.seller, package, [*parts, rest] if rest else parts)
    return json_reply({"status": "success"})


@routes.route("POST", "/rest/delivery/v1/splitPackageByQuantity")
def split_by_quantity(visit: Visit) -> Reply:
    request = visit.body()
    wanted = [
        {str(one["orderLineId"]): int(one["quantities"]) for one in part.get("packageDetails", [])}
        for part in request.get("splitPackages") or []
    ]
    cancelled = request.get("cancelledItems") or []
    if any(one.get("cancelReasonId") not in _CANCEL_REASONS for one in cancelled):
        raise order_error(400, "invalidInput", "İptal nedeni geçersiz.")
    if visit.mall.rules.cancel_needs_split and not wanted:
        raise order_error(400, "invalidInput", "Bölme olmadan iptal yapılamaz.")
    dropped = {str(one["orderLineId"]): int(one["quantity"]) for one in cancelled}
    package = _picked(visit, [*dropped, *(number for part in wanted for number in part)])
    parts = [[(line, part[str(line["orderLineId"])]) for line in _lines(package, part)] for part in wanted]
    gone = [(line, dropped[str(line["orderLineId"])]) for line in _lines(package, dropped)]
    _check_units(package, [*parts, gone])
    packing.break_up(visit.mall, visit.seller, package, parts, gone)
    return json_reply({"status": "success"})


def _picked(visit: Visit, numbers: Sequence[str]) -> Json:
    packages = [packing.with_line(visit.seller, number) for number in numbers]
    if not packages or packages[0] is None or any(one is not packages[0] for one in packages):
        raise order_error(400, "invalidInput", "Sipariş kalemi bulunamadı.")
    if packages[0]["shipmentPackageStatus"] != "Picking":
        raise order_error(400, "invalidInput", "Yalnızca onaylanan paket bölünebilir.")
    return packages[0]


def _lines(package: Json, numbers: dict[str, int] | dict[str, None]) -> list[Json]:
    return [line for line in package["lines"] if str(line["orderLineId"]) in numbers]


def _check_units(package: Json, parts: Sequence[Sequence[tuple[Json, int]]]) -> None:
    for line in package["lines"]:
        units = sum(n for part in parts for one, n in part if one["orderLineId"] == line["orderLineId"])
        if units != Decimal(line["quantity"]):
            raise order_error(400, "invalidInput", "Adetler paketle uyuşmuyor.")
