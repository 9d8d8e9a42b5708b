"""Stock and prices as they are pushed: taken at once, worked through later, and told item by item."""

import hashlib
from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pttavm.mall import shelved
from prapazar.sandbox.pttavm.visit import Refusal, Routes, Visit

MOST_ITEMS = 1000
_MOST_VARIANTS = 100
MOST_STOCK = 9999
_MOST_DISCOUNT = 70
VAT_RATES = {0, 1, 10, 20}
LEEWAY = Decimal("0.02")
routes = Routes()


@routes.route("POST", "/api/v1/products/stock-prices")
def stock_prices(visit: Visit) -> Reply:
    items = visit.items(MOST_ITEMS)
    refuse_repeated(visit)
    return take(visit, [outcome(item.get("barcode"), apply(visit, item)) for item in items])


def tracking_result(visit: Visit) -> Reply:
    if visit.mall.rules.tracking_method not in {visit.call.method, "both"}:
        raise Refusal("Method Not Allowed", 405)
    batch = visit.seller["batch"].get(visit.values["tracking"])
    if batch is None:
        raise Refusal("Kayıt bulunamadı.", 404)
    is_done = batch["doneMs"] <= visit.now_ms
    infos = batch["items"] if is_done else [{**one, **_WAITING} for one in batch["items"]]
    failed = sum(one["status"] == "Cancelled" for one in infos)
    return json_reply(
        {
            "trackingId": visit.values["tracking"],
            "status": "Completed" if is_done else "InProgress",
            "progress": 100 if is_done else 0,
            "createdAt": "2026-01-23T10:40:02",
            "updatedAt": "2026-01-23T10:40:02",
            "productsSubTrackingResult": {
                "countOfTotalProducts": len(infos),
                "countOfWaitingProducts": 0 if is_done else len(infos),
                "countOfInProgressProducts": 0,
                "countOfCompletedProducts": len(infos) - failed if is_done else 0,
                "countOfCancelledProducts": failed,
                "productBasedInfos": infos,
            },
        }
    )


for _method in ("GET", "POST"):
    routes.add(_method, "/api/v1/products/tracking-result/{tracking}", tracking_result)
_WAITING: Json = {"status": "Waiting", "message": None, "failureReasons": []}


def take(visit: Visit, outcomes: list[Json]) -> Reply:
    return json_reply(
        {
            "countOfProductsToBeProcessed": len(outcomes),
            "trackingId": file_batch(visit, outcomes),
            "success": True,
            "message": None,
        }
    )


def file_batch(visit: Visit, outcomes: list[Json]) -> str:
    """The number under which its result is asked for."""
    number = visit.mall.files.guid("batch")
    document: Json = {"doneMs": visit.now_ms + visit.mall.rules.batch_ms, "items": outcomes}
    visit.mall.files.put(visit.seller, "batch", number, document)
    return number


def refuse_repeated(visit: Visit) -> None:
    """The very same request is not taken twice in five minutes."""
    key = hashlib.sha256(visit.call.path.encode() + visit.call.body).hexdigest()
    sent = visit.seller["sent"].get(key)
    if sent is not None and visit.now_ms - sent["atMs"] < visit.mall.rules.repeat_ms:
        raise Refusal("Aynı istek 5 dakika içerisinde tekrar gönderilemez.", visit.mall.rules.repeat_status)
    visit.mall.files.put(visit.seller, "sent", key, {"atMs": visit.now_ms})


def outcome(barcode: object, fault: str) -> Json:
    return {
        "status": "Cancelled" if fault else "Completed",
        "message": "Ürün işlenemedi." if fault else None,
        "failureReasons": [fault] if fault else [],
        "barcode": str(barcode or ""),
        "productId": None,
    }


def apply(visit: Visit, item: Json) -> str:
    """Why the item is refused; empty where it was carried out."""
    found = shelved(visit.seller, str(item.get("barcode") or ""))
    if found is None or (found[1] is not None and not visit.mall.rules.takes_variant_barcodes):
        return "Barkod bulunamadı."
    product, variant = found
    fault = _fault(item) or _variant_fault(product, item)
    if fault:
        return fault
    if variant is not None:
        variant["miktar"] = item.get("quantity", variant["miktar"])
    else:
        _set(product, item)
    visit.mall.keep(visit.seller, product, "api")
    return ""


def _set(product: Json, item: Json) -> None:
    """What is not told stays."""
    names = {"quantity": "miktar", "active": "aktif", "vatRate": "kdvOran"}
    product.update({own: item[name] for name, own in names.items() if item.get(name) is not None})
    amounts = {"priceWithVAT": "kdVli", "priceWithoutVAT": "kdVsiz", "discount": "iskonto"}
    product.update({own: decimal(item[name]) for name, own in amounts.items() if item.get(name) is not None})
    for given in item.get("variants") or []:
        variant = _variant(product, given)
        if variant is not None:
            variant["miktar"], variant["fiyat"] = given["quantity"], decimal(given["price"])


def _fault(item: Json) -> str:
    quantity, discount = item.get("quantity", 0), amount(item.get("discount", 0))
    rate = item.get("vatRate")
    gross, net = amount(item.get("priceWithVAT", 1)), amount(item.get("priceWithoutVAT", 1))
    is_count = isinstance(quantity, int) and not isinstance(quantity, bool)
    checks = {
        "Stok 0 ile 9999 arasında olmalıdır.": is_count and 0 <= quantity <= MOST_STOCK,
        "İskonto 0 ile 70 arasında olmalıdır.": discount is not None and 0 <= discount <= _MOST_DISCOUNT,
        "KDV oranı geçersiz.": rate is None or rate in VAT_RATES,
        "Fiyat geçersiz.": gross is not None and net is not None and gross > 0 and net > 0,
    }
    fault = next((text for text, is_fine in checks.items() if not is_fine), "")
    has_all = {"priceWithVAT", "priceWithoutVAT", "vatRate"} <= set(item)
    if not fault and has_all and gross and net and rate is not None:
        is_even = abs(net * (100 + rate) / 100 - gross) <= LEEWAY
        fault = "" if is_even else "KDV dahil ve hariç fiyat uyuşmuyor."
    return fault


def _variant_fault(product: Json, item: Json) -> str:
    given = item.get("variants") or []
    if len(given) > _MOST_VARIANTS:
        return "En fazla 100 varyant gönderilebilir."
    return "" if all(_variant(product, one) for one in given) else "Varyant bulunamadı."


def _variant(product: Json, given: Json) -> Json | None:
    wanted = {(one["definition"], one["value"]) for one in given["attributes"]}
    for variant in product["variants"]:
        if {(one["definition"], one["value"]) for one in variant["attributes"]} == wanted:
            known: Json = variant
            return known
    return None


def amount(value: object) -> Decimal | None:
    try:
        return decimal(value)
    except (TypeError, InvalidOperation):
        return None
