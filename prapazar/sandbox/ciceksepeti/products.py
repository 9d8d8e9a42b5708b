"""The seller's products: listed by pages from 1, their stock and prices pushed as batches."""

from decimal import Decimal

from prapazar.sandbox.ciceksepeti.mall import Mall
from prapazar.sandbox.ciceksepeti.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_MOST_ROWS, _MOST_ITEMS = 60, 200
_UNKNOWN_CODE = "Girmiş olduğunuz kod bulunmamaktadır"
_CODE = 4000
_LEAST_DISCOUNT, _MOST_DISCOUNT = Decimal("0.01"), Decimal("0.80")
_LEAST_SHARE = Decimal("0.50")
WAITING, ON_SALE, SOLD_OUT = 2, 3, 7
_WORDS = {WAITING: "ONAY BEKLİYOR", ON_SALE: "YAYINDA", SOLD_OUT: "STOĞU TÜKENEN"}
_OLD_NAMES = {"stockQuantity": "stock", "salesPrice": "totalPrice"}
routes = Routes()


@routes.route("GET", "/products")
def listed(visit: Visit) -> Reply:
    rules = visit.mall.rules
    visit.admit("products", rules.products_gap_ms, rules.products_repeat_ms)
    size, page = int(visit.query("PageSize") or _MOST_ROWS), int(visit.query("Page") or 1)
    if not 0 < size <= _MOST_ROWS or page < 1:
        raise Refusal("PageSize en fazla 60 olabilir.")
    code, status = visit.query("StockCode"), visit.query("ProductStatus")
    found = [
        one
        for one in visit.seller["product"].values()
        if code in ("", one["stockCode"]) and status in ("", str(_status(one)))
    ]
    rows = [_shown(visit, one) for one in found[(page - 1) * size : page * size]]
    return visit.answer({"totalCount": len(found), "products": rows})


@routes.route("PUT", "/products/price-and-stock")
def price_and_stock(visit: Visit) -> Reply:
    rules = visit.mall.rules
    items = visit.rows("items", _MOST_ITEMS)
    visit.admit("push", rules.push_gap_ms, rules.push_repeat_ms)
    return batch(visit, [(item, _set(visit, item)) for item in items])


@routes.route("GET", "/products/batch-status/{batch}")
def batch_status(visit: Visit) -> Reply:
    rules = visit.mall.rules
    gap = 1000 if rules.batches_per_second else 0
    visit.admit("batch", gap, rules.batch_repeat_ms, allowed=rules.batches_per_second)
    found = visit.seller["batch"].get(visit.values["batch"])
    if found is None:
        raise Refusal("Batch not found!", 404)
    is_done = found["doneMs"] <= visit.now_ms
    items = [_outcome(one, is_done=is_done, warns=rules.warns) for one in found["items"]]
    return visit.answer({"batchId": visit.values["batch"], "itemCount": len(items), "items": items})


def batch(visit: Visit, outcomes: list[tuple[Json, str]]) -> Reply:
    """The work is done at once; what became of it is told after a while."""
    number = visit.mall.files.guid("batch")
    items = [{"data": item, "fault": fault} for item, fault in outcomes]
    done = visit.now_ms + visit.mall.rules.batch_ms
    visit.mall.files.put(visit.seller, "batch", number, {"doneMs": done, "items": items})
    return visit.answer({"batchId": number})


def _outcome(item: Json, *, is_done: bool, warns: bool) -> Json:
    good = "Warning" if warns else "Success"
    status = ("Failed" if item["fault"] else good) if is_done else "Processing"
    reasons = [{"message": item["fault"], "code": _CODE}] if is_done and item["fault"] else []
    return {
        "itemId": str(item["data"].get("stockCode")),
        "data": item["data"],
        "status": status,
        "failureReasons": reasons,
        "lastModificationDate": "2026-11-21T12:00:00",
    }


def _set(visit: Visit, item: Json) -> str:
    """What is wrong with it; nothing of it is taken then."""
    product = visit.seller["product"].get(str(item.get("stockCode")))
    if product is None:
        return _UNKNOWN_CODE
    quantity, sales, full = item.get("stockQuantity"), item.get("salesPrice"), item.get("listPrice")
    if quantity is None and sales is None:
        return "stockQuantity veya salesPrice zorunludur."
    if quantity is not None and (not isinstance(quantity, int) or quantity < 0):
        return "Stok adedi geçersiz."
    fault = price_fault(product, sales, full)
    if not fault:
        visit.mall.offer(
            visit.seller,
            product,
            "api",
            quantity=quantity,
            sales_price=None if sales is None else decimal(sales),
            list_price=None if full is None else decimal(full),
        )
    return fault


def price_fault(product: Json, sales: object, full: object) -> str:
    if sales is None:
        return "" if full is None else "listPrice tek başına gönderilemez."
    price = decimal(sales)
    if price <= 0 or price < decimal(product["salesPrice"]) * _LEAST_SHARE:
        return "Yeni fiyat mevcut fiyatın %50'sinden düşük olamaz."
    if full is None:
        return ""
    before = decimal(full)
    if not before or not _LEAST_DISCOUNT <= (before - price) / before <= _MOST_DISCOUNT:
        return "İndirim oranı %1 ile %80 arasında olmalıdır."
    return ""


def new_product(account: Account, given: Json, status: int = ON_SALE) -> Json:
    """A row with everything the documents name; `given` uses the same names."""
    code, known = str(given["stockCode"]), account["product"]
    sales = decimal(given.get("salesPrice", 100))
    usual: Json = {
        "productName": code,
        "productCode": f"kcm{len(known) + 10_000_001}",
        "categoryId": 12005,
        "categoryName": "Şal & Fular",
        "stockCode": code,
        "mainProductCode": code,
        "variantName": "",
        "description": "",
        "link": f"https://www.ciceksepeti.com/{code}",
        "mediaLink": None,
        "deliveryType": 2,
        "deliveryMessageType": 5,
        "isUseStockQuantity": True,
        "stockQuantity": 0,
        "listPrice": sales,
        "barcode": "",
        "isActive": True,
        "passiveDescription": None,
        "images": [],
        "attributes": [],
        "operatorContacts": [],
        "safetyInfo": None,
    }
    taken = {name: value for name, value in given.items() if name in usual and value is not None}
    return {**usual, **taken, "salesPrice": sales, "status": status}


def _status(product: Json) -> int:
    is_sold_out = product["status"] == ON_SALE and product["stockQuantity"] == 0
    return SOLD_OUT if is_sold_out else int(product["status"])


def _shown(visit: Visit, product: Json) -> Json:
    names = _OLD_NAMES if visit.mall.rules.old_names else {}
    rest = {names.get(name, name): value for name, value in product.items() if name != "status"}
    return {**rest, "productStatusType": _WORDS[_status(product)]}


def approve(mall: Mall, account: Account, code: str) -> Json:
    product = account["product"][code]
    product.update(status=ON_SALE, isActive=True)
    mall.files.put(account, "product", code, product)
    return product
