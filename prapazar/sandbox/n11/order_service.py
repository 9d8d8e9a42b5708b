"""The older order operations: accept, reject, and ship with a carrier of the seller's own."""

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11 import packing
from prapazar.sandbox.n11.soap import Asked, Failure, Fields, Operations

_CARRIERS = {"344": "Yurtiçi Kargo", "345": "MNG Kargo", "342": "Aras Kargo", "381": "PTT Kargo"}
operations = Operations()


@operations.operation("orderService", "OrderItemAccept")
def accept(asked: Asked) -> Fields:
    for package in _packages(asked, {"Created", "Picking"}):
        packing.restate(asked.mall, asked.seller, package, "Picking")
    return {"orderItemList": _listed(asked)}


@operations.operation("orderService", "OrderItemReject")
def reject(asked: Asked) -> Fields:
    """Whole lines, before they are accepted."""
    if asked.text("rejectReasonType") not in {"OUT_OF_STOCK", "OTHER"} or not asked.text("rejectReason"):
        raise Failure("SELLER_API.rejectReason.invalid", "Ret sebebi geçersiz.")
    wanted = set(_numbers(asked))
    for package in _packages(asked, {"Created"}):
        gone = [(one, one["quantity"]) for one in package["lines"] if str(one["orderLineId"]) in wanted]
        if len(gone) == len(package["lines"]):
            packing.put_back(asked.mall, asked.seller, gone, f"rejected {package['orderNumber']}")
            packing.restate(asked.mall, asked.seller, package, "UnSupplied")
            continue
        rest = [(one, one["quantity"]) for one in package["lines"] if str(one["orderLineId"]) not in wanted]
        packing.break_up(asked.mall, asked.seller, package, [rest], gone)
    return {"orderItemList": _listed(asked)}


@operations.operation("orderService", "MakeOrderItemShipment")
def ship(asked: Asked) -> Fields:
    packages = _packages(asked, {"Picking"})
    for item in asked.element.findall("orderItemList/orderItem"):
        carrier = item.findtext("shipmentInfo/shipmentCompany/id") or ""
        if carrier not in _CARRIERS:
            raise Failure("SELLER_API.shipmentCompany.notFound", "Kargo firması bulunamadı.")
        if (item.findtext("shipmentInfo/shipmentMethod") or "") not in {"1", "2"}:
            raise Failure("SELLER_API.shipmentMethod.invalid", "Gönderim şekli geçersiz.")
        for package in packages:
            package["cargoProviderName"] = _CARRIERS[carrier]
            package["shipmentCompanyId"] = int(carrier)
            package["cargoSenderNumber"] = item.findtext("shipmentInfo/trackingNumber")
    for package in packages:
        packing.restate(asked.mall, asked.seller, package, "Shipped")
    return {"orderItemList": _listed(asked)}


@operations.operation("shipmentCompanyService", "GetShipmentCompanies", needs_login=False)
def companies(asked: Asked) -> Fields:  # noqa: ARG001 - the same for everybody
    rows = [{"id": number, "name": name, "shortName": name.split()[0]} for number, name in _CARRIERS.items()]
    return {"shipmentCompanies": {"shipmentCompany": rows}}


def _numbers(asked: Asked) -> list[str]:
    return [(one.text or "").strip() for one in asked.element.findall("orderItemList/orderItem/id")]


def _packages(asked: Asked, statuses: set[str]) -> list[Json]:
    """Of the lines asked for, each once."""
    found: dict[str, Json] = {}
    for number in _numbers(asked):
        package = packing.with_line(asked.seller, number)
        if package is None:
            raise Failure("SELLER_API.orderItem.notFound", "Sipariş kalemi bulunamadı.")
        if package["shipmentPackageStatus"] not in statuses:
            raise Failure("SELLER_API.orderItem.wrongStatus", "Sipariş kaleminin durumu uygun değil.")
        found[package["id"]] = package
    if not found:
        raise Failure("SELLER_API.orderItem.notFound", "Sipariş kalemi bulunamadı.")
    return list(found.values())


def _listed(asked: Asked) -> Fields:
    return {"orderItem": [{"id": number} for number in _numbers(asked)]}
