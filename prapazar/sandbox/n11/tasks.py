"""Product tasks: taken at once, answered later, SKU by SKU."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.n11 import categories
from prapazar.sandbox.n11.answers import product_error
from prapazar.sandbox.n11.mall import FIRST_TASK
from prapazar.sandbox.n11.products import new_product
from prapazar.sandbox.n11.visit import Routes, Visit, slice_of, spring_page

_MOST_SKUS = 1000
_MOST_UNITS = 999_999
_SHORTEST_TITLE = 15
_VAT_RATES = {0, 1, 10, 20}
_CURRENCIES = {"TL", "USD", "EUR"}
routes = Routes()
Work = Callable[[Visit, Json], list[str]]
"""Does what one SKU asks for, or says why not."""


@routes.route("POST", "/ms/product/tasks/price-stock-update")
def price_stock_update(visit: Visit) -> Reply:
    return _task(visit, "SKU_UPDATE", _set_offer)


@routes.route("POST", "/ms/product/tasks/product-create")
def product_create(visit: Visit) -> Reply:
    return _task(visit, "PRODUCT_CREATE", _create)


@routes.route("POST", "/ms/product/tasks/product-update")
def product_update(visit: Visit) -> Reply:
    return _task(visit, "PRODUCT_UPDATE", _update)


@routes.route("POST", "/ms/product/tasks/product-delete")
def product_delete(visit: Visit) -> Reply:
    return _task(visit, "PRODUCT_DELETE", _delete)


@routes.route("POST", "/ms/product/task-details/page-query")
def task_details(visit: Visit) -> Reply:
    request = visit.body()
    task = visit.seller["task"].get(str(request.get("taskId")))
    if task is None:
        raise product_error(404, "TaskNotFoundException", "Task bulunamadı.")
    pageable = request.get("pageable") or {}
    page, size = int(pageable.get("page", 0)), min(int(pageable.get("size", 20)), _MOST_SKUS)
    is_done = task["doneMs"] <= visit.now_ms
    skus = task["skus"] if is_done else []
    return json_reply(
        {
            "taskId": task["id"],
            "status": task["final"] if is_done else "IN_QUEUE",
            "createdDate": _stamp(task["createdMs"]),
            "modifiedDate": _stamp(task["doneMs"]),
            "skus": spring_page(slice_of(skus, page, size), page, size, len(skus)),
        }
    )


def _task(visit: Visit, kind: str, work: Work) -> Reply:
    payload = visit.body().get("payload")
    skus = payload.get("skus") if isinstance(payload, dict) else None
    number = visit.mall.files.next_number("task", FIRST_TASK)
    refusal = _refusal(payload, skus)
    if refusal or not isinstance(skus, list):
        return json_reply({"id": number, "type": kind, "status": "REJECT", "reasons": [refusal]})
    now = visit.now_ms
    task: Json = {
        "id": number,
        "createdMs": now,
        "doneMs": now + visit.mall.rules.task_ms,
        "final": "PROCESSED",
        "skus": [_done(visit, sku, work) for sku in skus],
    }
    visit.mall.files.put(visit.seller, "task", str(number), task)
    reasons = [f"{len(skus)} sku işlenmeye alındı."]
    return json_reply({"id": number, "type": kind, "status": "IN_QUEUE", "reasons": reasons})


def _refusal(payload: object, skus: object) -> str:
    if not isinstance(payload, dict) or not str(payload.get("integrator") or "").strip():
        return "integrator alanı zorunludur."
    if not isinstance(skus, list) or not skus or not all(isinstance(sku, dict) for sku in skus):
        return "skus alanı boş olamaz."
    return f"En fazla {_MOST_SKUS} sku gönderilebilir." if len(skus) > _MOST_SKUS else ""


def _done(visit: Visit, sku: Json, work: Work) -> Json:
    try:
        reasons = work(visit, sku)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        reasons = ["Geçersiz alan."]
    return {
        "itemCode": str(sku.get("stockCode")),
        "status": "FAIL" if reasons else "SUCCESS",
        "reasons": reasons,
        "sku": sku,
    }


def _set_offer(visit: Visit, sku: Json) -> list[str]:
    product = visit.seller["product"].get(str(sku.get("stockCode")))
    if product is None:
        return ["stockCode ile eşleşen ürün bulunamadı."]
    quantity = sku.get("quantity")
    reasons = [] if quantity is None or _is_quantity(quantity) else ["quantity geçersiz."]
    if sku.get("listPrice") is None and sku.get("salePrice") is None:
        sale = full = None
    else:
        sale, full = _price(sku.get("salePrice")), _price(sku.get("listPrice"))
        reasons += _price_faults(sku, sale, full)
    if not reasons:
        visit.mall.offer(visit.seller, product, "api", quantity=quantity, sale_price=sale, list_price=full)
    return reasons


def _price_faults(sku: Json, sale: Decimal | None, full: Decimal | None) -> list[str]:
    if sku.get("listPrice") is None or sku.get("salePrice") is None:
        return ["listPrice ve salePrice birlikte gönderilmelidir."]
    if sale is None or full is None:
        return ["Fiyat en fazla 2 ondalık hane içermelidir."]
    if full < sale:
        return ["listPrice, salePrice değerinden küçük olamaz."]
    return [] if str(sku.get("currencyType") or "TL") in _CURRENCIES else ["currencyType geçersiz."]


def _create(visit: Visit, sku: Json) -> list[str]:
    reasons = _create_faults(visit, sku)
    if reasons:
        return reasons
    attributes = [categories.answered(one) for one in sku["attributes"]]
    images = [image["url"] for image in sorted(sku["images"], key=lambda image: image.get("order", 0))]
    given = {**sku, "attributes": attributes, "imageUrls": images, "status": "InCatalogApproval"}
    product = new_product(visit.mall, visit.seller, given)
    visit.mall.offer(visit.seller, product, "created", quantity=product["quantity"])
    return []


def _create_faults(visit: Visit, sku: Json) -> list[str]:
    sale, full = _price(sku["salePrice"]), _price(sku["listPrice"])
    checks = {
        "stockCode daha önce kullanılmış.": str(sku["stockCode"]) not in visit.seller["product"],
        "Başlık en az 15 karakter olmalıdır.": len(str(sku["title"])) >= _SHORTEST_TITLE,
        "Açıklama zorunludur.": bool(sku["description"]),
        "Kategori en alt kırılım olmalıdır.": categories.is_leaf(int(sku["categoryId"])),
        "vatRate geçersiz.": sku["vatRate"] in _VAT_RATES,
        "quantity geçersiz.": _is_quantity(sku["quantity"]),
        "Fiyat geçersiz.": sale is not None and full is not None and sale <= full,
        "currencyType geçersiz.": sku["currencyType"] in _CURRENCIES,
        "productMainId zorunludur.": bool(sku["productMainId"]),
        "preparingDay zorunludur.": int(sku["preparingDay"]) > 0,
        "Teslimat şablonu bulunamadı.": sku["shipmentTemplate"] in visit.seller.profile["shipment_templates"],
        "Görsel adresi https olmalıdır.": bool(sku["images"])
        and all(str(image["url"]).startswith("https://") for image in sku["images"]),
    }
    faults = [reason for reason, is_fine in checks.items() if not is_fine]
    return faults or categories.faults(int(sku["categoryId"]), sku.get("attributes") or [])


def _update(visit: Visit, sku: Json) -> list[str]:
    product = visit.seller["product"].get(str(sku.get("stockCode")))
    if product is None:
        return ["stockCode ile eşleşen ürün bulunamadı."]
    if product["status"] not in {"Active", "Suspended"}:
        return ["Ürün bu durumda güncellenemez."]
    if sku.get("status") not in (None, "Active", "Suspended"):
        return ["status geçersiz."]
    for name in ("status", "preparingDay", "shipmentTemplate", "description", "vatRate"):
        if sku.get(name) is not None:
            product[name] = sku[name]
    for name in (
        "productMainId",
        "maxPurchaseQuantity",
    ):  # without its flag nothing happens, and nothing is said
        if sku.get(f"delete{name[0].upper()}{name[1:]}") is True:
            product[name] = sku.get(name)
    visit.mall.files.put(visit.seller, "product", product["stockCode"], product)
    return []


def _delete(visit: Visit, sku: Json) -> list[str]:
    stock_code = str(sku.get("stockCode"))
    if stock_code not in visit.seller["product"]:
        return ["stockCode ile eşleşen ürün bulunamadı."]
    visit.mall.files.drop(visit.seller, "product", stock_code)
    return []


def _is_quantity(value: Any) -> bool:  # noqa: ANN401 - whatever the client sent
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_UNITS


def _price(value: object) -> Decimal | None:
    try:
        price = decimal(value)
    except (TypeError, InvalidOperation):
        return None
    return price if price > 0 and price == round(price, 2) else None


def _stamp(moment_ms: int) -> str:
    return from_ms(moment_ms).strftime("%d-%m-%Y %H:%M:%S")
