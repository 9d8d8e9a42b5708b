"""The seller's products: read by cursor, created, and their stock and prices pushed as batches."""

import base64
from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pazarama import categories
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope

_MOST_ROWS = 100
_MOST_ITEMS = 3000
_MOST_PRODUCTS = 500
_OK, _ERROR, _PROCESSING = 0, 2, 3
_BATCH_RUNS, _BATCH_DONE = 1, 2
routes = Routes()


@routes.route("GET", "/product/products/approved")
def approved(visit: Visit) -> Reply:
    return _listed(visit, is_approved=True)


@routes.route("GET", "/product/products/unapproved")
def unapproved(visit: Visit) -> Reply:
    return _listed(visit, is_approved=False)


@routes.route("GET", "/product/products")
def all_products(visit: Visit) -> Reply:
    """The older list, by page instead of a cursor; the documents no longer name it, panels still ask for it."""
    size, page = int(visit.query("Size") or _MOST_ROWS), int(visit.query("Page") or 1)
    found = _found(visit, is_approved=visit.query("Approved").lower() != "false")
    return envelope(found[(page - 1) * size : page * size])


def _listed(visit: Visit, *, is_approved: bool) -> Reply:
    size = min(int(visit.query("Size") or _MOST_ROWS), _MOST_ROWS)
    start = _opened(visit.query("Cursor"))
    rows = _found(visit, is_approved=is_approved)
    cursor = _closed(start + size) if start + size < len(rows) else None
    return envelope({"sellerProducts": rows[start : start + size], "nextCursor": cursor})


def _found(visit: Visit, *, is_approved: bool) -> list[Json]:
    wanted = visit.query("Code")
    return [
        {name: value for name, value in product.items() if name != "approved"}
        for product in visit.seller["product"].values()
        if product["approved"] is is_approved and wanted in ("", product["code"])
    ]


@routes.route("POST", "/product/getProductDetail")
def detail(visit: Visit) -> Reply:
    body = visit.body()
    product = visit.seller["product"].get(str(body.get("Code") or body.get("code")))
    if product is None:
        raise Refusal("Ürün bulunamadı.")
    return envelope(product)


@routes.route("POST", "/product/updateStock-v2")
def update_stock(visit: Visit) -> Reply:
    items = visit.items("items", _MOST_ITEMS)
    visit.once_in("push", visit.mall.rules.push_gap_ms)
    return _batch(visit, "stock", [_set_stock(visit, item) for item in items])


@routes.route("POST", "/product/updatePrice-v2")
def update_price(visit: Visit) -> Reply:
    items = visit.items("items", _MOST_ITEMS)
    visit.once_in("push", visit.mall.rules.push_gap_ms)
    return _batch(visit, "price", [_set_price(visit, item) for item in items])


def _batch(visit: Visit, kind: str, outcomes: list[Json]) -> Reply:
    number = visit.mall.files.guid("batch")
    document: Json = {"kind": kind, "doneMs": visit.now_ms + visit.mall.rules.batch_ms, "items": outcomes}
    visit.mall.files.put(visit.seller, "batch", number, document)
    return envelope(number)


@routes.route("GET", "/listing-state/batch-id/{batch}/lake-projections")
def projections(visit: Visit) -> Reply:
    batch = visit.seller["batch"].get(visit.values["batch"])
    if batch is None:
        raise Refusal("Kayıt bulunamadı.", 404)
    size, page = int(visit.query("pageSize") or 10), int(visit.query("page") or 1)
    is_done = batch["doneMs"] <= visit.now_ms
    rows = []
    for item in batch["items"][(page - 1) * size : page * size]:
        state = {
            "status": item["status"] if is_done else _PROCESSING,
            "operationDetail": item["detail"] if is_done else None,
        }
        is_flat = visit.mall.rules.projection == "flat"
        rows.append({"code": item["code"], **(state if is_flat else {batch["kind"]: state})})
    if visit.mall.rules.projection_page == "list":
        return envelope(rows)
    counts = {"totalCount": len(batch["items"]), "pageIndex": page, "pageSize": size}
    return envelope({"data": rows, **counts})


@routes.route("POST", "/product/create")
def create(visit: Visit) -> Reply:
    products = visit.items("products", _MOST_PRODUCTS)
    visit.once_in("create", visit.mall.rules.create_gap_ms)
    failures = []
    for given in products:
        fault = _create_fault(visit, {name.lower(): value for name, value in given.items()})
        if fault:
            failures.append({"productCode": given.get("Code"), "errorReason": fault})
        else:
            _create(visit, {name.lower(): value for name, value in given.items()})
    number = visit.mall.files.guid("batch")
    done = visit.now_ms + visit.mall.rules.batch_ms
    refused = {one["productCode"] for one in failures}
    document: Json = {
        "kind": "create",
        "doneMs": done,
        "total": len(products),
        "items": failures,
        "taken": [{"productCode": one["Code"]} for one in products if one.get("Code") not in refused],
    }
    visit.mall.files.put(visit.seller, "batch", number, document)
    return envelope({"batchRequestId": number, "creationDate": None})


@routes.route("GET", "/product/getProductBatchResult")
def batch_result(visit: Visit) -> Reply:
    batch = visit.seller["batch"].get(visit.query("BatchRequestId"))
    if batch is None or batch["kind"] != "create":
        raise Refusal("Kayıt bulunamadı.", 404)
    if batch["doneMs"] > visit.now_ms:
        return envelope({"status": _BATCH_RUNS, "failedProducts": []})
    failed = len(batch["items"])
    return envelope(
        {
            "status": _BATCH_DONE,
            "totalCount": batch["total"],
            "successfulCount": batch["total"] - failed,
            "failedCount": failed,
            "batchResult": batch["taken"],
            "failedProducts": batch["items"],
        }
    )


def new_product(account: Account, given: Json, *, is_approved: bool = True) -> Json:
    """A row with everything the documents name; `given` uses their names in camel case."""
    code = str(given["code"])
    sale_price = decimal(given.get("salePrice", 100))
    return {
        "name": str(given.get("name") or code),
        "displayName": str(given.get("name") or code),
        "description": str(given.get("description") or ""),
        "brandName": str(given.get("brandName") or "Deneme Marka"),
        "code": code,
        "groupCode": str(given.get("groupCode") or code),
        "stockCount": int(given.get("stockCount", 0)),
        "stockCode": str(given.get("stockCode") or code),
        "listPrice": decimal(given.get("listPrice", sale_price)),
        "salePrice": sale_price,
        "vatRate": int(given.get("vatRate", 20)),
        "categoryName": str(given.get("categoryName") or "Çay"),
        "categoryId": str(given.get("categoryId") or categories.TEA),
        "state": 3,
        "status": None,
        "attributes": list(given.get("attributes") or []),
        "images": list(given.get("images") or []),
        "sellerId": account.number,
        "approved": is_approved,
    }


def _create(visit: Visit, given: Json) -> None:
    images = [{"imageUrl": one["imageUrl"], "sortOrder": n} for n, one in enumerate(given["images"])]
    product = new_product(
        visit.seller,
        {
            "code": given["code"],
            "name": given["name"],
            "description": given["description"],
            "brandName": categories.BRANDS[given["brandid"]],
            "groupCode": given["groupcode"],
            "stockCount": given["stockcount"],
            "stockCode": given["stockcode"],
            "listPrice": given["listprice"],
            "salePrice": given["saleprice"],
            "vatRate": given["vatrate"],
            "categoryId": given["categoryid"],
            "categoryName": categories.category_name(given["categoryid"]),
            "attributes": categories.answered(given["attributes"]),
            "images": images,
        },
        is_approved=False,
    )
    visit.mall.offer(visit.seller, product, "created", quantity=product["stockCount"])


def _create_fault(visit: Visit, given: Json) -> str:
    missing = [name for name in ("code", "name", "description", "groupcode", "desi") if not given.get(name)]
    sale, full = _price(given.get("saleprice")), _price(given.get("listprice"))
    checks = {
        f"{', '.join(missing)} zorunludur.": not missing,
        "Bu barkod kayıtlı.": str(given.get("code")) not in visit.seller["product"],
        "Marka bulunamadı.": given.get("brandid") in categories.BRANDS,
        "Kategori bulunamadı.": categories.is_leaf(given.get("categoryid")),
        "Fiyat geçersiz.": sale is not None and full is not None and sale <= full,
        "Stok geçersiz.": _is_count(given.get("stockcount")),
        "KDV oranı geçersiz.": given.get("vatrate") in {0, 1, 10, 20},
        "Görsel adresi geçersiz.": bool(given.get("images"))
        and all(str(one.get("imageUrl")).startswith("https://") for one in given["images"]),
    }
    return next((text for text, is_fine in checks.items() if not is_fine), "") or categories.fault(
        given.get("attributes") or []
    )


def _set_stock(visit: Visit, item: Json) -> Json:
    product = visit.seller["product"].get(str(item.get("code")))
    if product is None:
        return _outcome(item, "Ürün bulunamadı.")
    if not _is_count(item.get("stockCount")):
        return _outcome(item, "Stok geçersiz.")
    visit.mall.offer(visit.seller, product, "api", quantity=item["stockCount"])
    return _outcome(item)


def _set_price(visit: Visit, item: Json) -> Json:
    product = visit.seller["product"].get(str(item.get("code")))
    sale, full = _price(item.get("salePrice")), _price(item.get("listPrice"))
    if product is None:
        return _outcome(item, "Ürün bulunamadı.")
    if sale is None or full is None or sale > full:
        return _outcome(item, "Satış fiyatı liste fiyatından büyük olamaz.")
    visit.mall.offer(visit.seller, product, "api", sale_price=sale, list_price=full)
    return _outcome(item)


def _outcome(item: Json, fault: str | None = None) -> Json:
    return {"code": str(item.get("code")), "status": _ERROR if fault else _OK, "detail": fault}


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _price(value: object) -> Decimal | None:
    try:
        price = decimal(value)
    except (TypeError, InvalidOperation):
        return None
    return price if price > 0 else None


def _closed(place: int) -> str:
    return base64.b64encode(str(place).encode()).decode()


def _opened(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True))
    except ValueError as cause:
        raise Refusal("Cursor geçersiz.") from cause


def approve(mall: Mall, account: Account, code: str) -> Json:
    product = account["product"][code]
    product["approved"] = True
    mall.files.put(account, "product", code, product)
    return product
