"""What is told of an item beside its status: another carrier, how large it is, the invoice."""

import base64

from prapazar.sandbox.ciceksepeti.orders import CARRIERS, NEW, known
from prapazar.sandbox.ciceksepeti.visit import WRONG_STATUS, Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json

_MOST = 100
_BORUSAN = 49  # known to this call alone
routes = Routes()


@routes.route("PUT", "/order/cargocompany")
def carrier(visit: Visit) -> Reply:
    given = _new_ones(visit)
    companies = {**CARRIERS, _BORUSAN: "Borusan"}
    if any(told.get("cargoId") not in companies for told, _, _ in given):
        raise Refusal("cargoId geçersiz.")
    return _kept(
        visit, [(order, item, {"cargoCompany": companies[told["cargoId"]]}) for told, order, item in given]
    )


@routes.route("POST", "/order/cargomeasurement")
def measurement(visit: Visit) -> Reply:
    given = _new_ones(visit)
    if any(not told.get(name) for told, _, _ in given for name in ("desi", "quantity")):
        raise Refusal("desi ve quantity zorunludur.")
    return _kept(visit, [(order, item, {"desi": told["desi"]}) for told, order, item in given])


@routes.route("POST", "/branch/sendinvoicemail")
def invoice(visit: Visit) -> Reply:
    """A document or where it is; the buyer gets it by e-mail."""
    visit.admit("cargo", visit.mall.rules.cargo_gap_ms)
    given = visit.rows("items", _MOST)
    if any(bool(told.get("document")) is bool(told.get("documentUrl")) for told in given):
        raise Refusal("document veya documentUrl zorunludur.")
    found = [known(visit, told.get("orderItemId")) for told in given]
    for told, (order, _) in zip(given, found, strict=True):
        if told.get("document") and not base64.b64decode(str(told["document"])).startswith(b"%PDF"):
            raise Refusal("document PDF olmalıdır.")
        order["invoices"] = [*order.get("invoices", []), str(told.get("documentUrl") or "file")]
    return _kept(visit, [(order, item, {"isInvoiceSent": True}) for order, item in found])


def _new_ones(visit: Visit) -> list[tuple[Json, Json, Json]]:
    visit.admit("cargo", visit.mall.rules.cargo_gap_ms)
    found = [(told, *known(visit, told.get("orderProductId"))) for told in visit.rows("items", _MOST)]
    if any(item["orderItemStatusId"] != NEW or not item["isOrderStatusActive"] for _, _, item in found):
        raise Refusal(WRONG_STATUS)
    return found


def _kept(visit: Visit, changes: list[tuple[Json, Json, Json]]) -> Reply:
    for order, item, change in changes:
        item.update(change, modifiedMs=visit.now_ms)
        visit.mall.files.put(visit.seller, "order", str(order["orderId"]), order)
    return visit.answer({"isSuccess": True, "message": ""})
