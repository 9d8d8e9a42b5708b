"""The pool of a vendor's products, its offers, and their change by batches."""

from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.idefix import reference
from prapazar.sandbox.idefix.mall import Mall
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json, decimal

READY = "ready_for_sale"
_MOST_ITEMS = 1000
_OFFERED = ("price", "comparePrice", "inventoryQuantity")
routes = Routes()


@routes.route("GET", "/pim/pool/{vendor}/list")
def pool(visit: Visit) -> Reply:
    number, size = visit.page()
    query = visit.call.query
    found = [
        _shown(visit.mall, one)
        for one in visit.seller["product"].values()
        if query.get("barcode", one["barcode"]) == one["barcode"]
        and query.get("state", one["status"]) == one["status"]
    ]
    return json_reply({"products": found[(number - 1) * size : number * size]})


@routes.route("GET", "/pim/catalog/{vendor}/inventory/list")
def inventory(visit: Visit) -> Reply:
    found = [
        {"barcode": one["barcode"], "stockCode": one["vendorStockCode"], **{n: one[n] for n in _OFFERED}}
        for one in visit.seller["product"].values()
        if one["status"] == READY
    ]
    if not visit.mall.rules.inventory_paged:
        return json_reply({"items": found})
    number, size = visit.page()
    return json_reply({"items": found[(number - 1) * size : number * size]})


@routes.route("POST", "/pim/catalog/{vendor}/inventory-upload")
def upload(visit: Visit) -> Reply:
    items = visit.rows("items", _MOST_ITEMS)
    outcomes = [{**item, "failureReasons": _set(visit, item)} for item in items]
    number = visit.mall.batch_id()
    document: Json = {"createdMs": visit.now_ms, "items": outcomes}
    visit.mall.files.put(visit.seller, "batch", number, document)
    taken = [{**item, "status": "created"} for item in items]
    created = iso(visit.now_ms)
    return json_reply(
        {
            "items": taken,
            "batchRequestId": number,
            "status": "created",
            "createdAt": created,
            "completedAt": None,
        }
    )


@routes.route("GET", "/pim/catalog/{vendor}/inventory-result/{batch}")
def result(visit: Visit) -> Reply:
    batch = visit.seller["batch"].get(visit.values["batch"])
    if batch is None or "items" not in batch:
        raise Refusal("BATCH_NOT_EXIST", status=visit.mall.rules.missing_batch_status)
    done_ms = batch["createdMs"] + visit.mall.rules.batch_ms
    is_done = done_ms <= visit.now_ms
    return json_reply(
        {
            "batchRequestId": visit.values["batch"],
            "status": "completed" if is_done else "running",
            "createdAt": iso(batch["createdMs"]),
            "completedAt": iso(done_ms) if is_done else None,
            "items": [_outcome(one, is_done=is_done) for one in batch["items"]],
        }
    )


def new_product(given: Json, status: str = READY) -> Json:
    """A row of the pool; `given` uses its names."""
    barcode, price = str(given["barcode"]), decimal(given.get("price", 100))
    product = {
        "barcode": barcode,
        "title": str(given.get("title") or barcode),
        "productMainId": str(given.get("productMainId") or barcode),
        "vendorStockCode": str(given.get("vendorStockCode") or barcode),
        "brandId": given.get("brandId", reference.BRAND),
        "categoryId": given.get("categoryId", reference.SHAWLS),
        "description": str(given.get("description") or ""),
        "vatRate": int(given.get("vatRate", 20)),
        "desi": given.get("desi", 1),
        "weight": given.get("weight", 1),
        "images": list(given.get("images") or []),
        "attributes": list(given.get("attributes") or []),
        "price": price,
        "comparePrice": decimal(given.get("comparePrice") or 0),
        "inventoryQuantity": int(given.get("inventoryQuantity", 0)),
        "status": status,
    }
    return {**product, "first": {name: product[name] for name in _OFFERED}}


def restate(mall: Mall, account: Account, barcode: str, status: str) -> Json:
    product = account["product"][barcode]
    product["status"] = status
    mall.files.put(account, "product", barcode, product)
    return product


def _shown(mall: Mall, product: Json) -> Json:
    row = {name: value for name, value in product.items() if name != "first"}
    return {**row, **product["first"]} if mall.rules.pool_is_stale else row


def _outcome(item: Json, *, is_done: bool) -> Json:
    reasons = item["failureReasons"] if is_done else []
    status = ("decline" if reasons else "completed") if is_done else "created"
    return {**item, "status": status, "failureReasons": reasons}


def _set(visit: Visit, item: Json) -> list[str]:
    """Why it is declined; empty where it is taken."""
    product = visit.seller["product"].get(str(item.get("barcode")))
    if product is None or product["status"] != READY:
        return ["PRODUCT_NOT_FOUND"]
    price, compare = item.get("price"), item.get("comparePrice")
    quantity = item.get("inventoryQuantity")
    if not (_is_count(quantity) and _is_price(price, least=Decimal("0.01")) and _is_price(compare)):
        return ["DATA_PARSE_ERROR"]
    if price is not None and product.get("isPriceLocked"):
        return ["CATALOG_PRICE_LOCKED"]
    asked = decimal(price if price is not None else product["price"])
    if compare is not None and 0 < decimal(compare) < asked:
        return ["DATA_PARSE_ERROR"]
    visit.mall.offer(
        visit.seller,
        product,
        "api",
        quantity=quantity,
        price=None if price is None else decimal(price),
        compare_price=None if compare is None else decimal(compare),
    )
    return []


def _is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_price(value: object, least: Decimal = Decimal(0)) -> bool:
    if value is None:
        return True
    try:
        return decimal(value) >= least
    except (TypeError, InvalidOperation):
        return False
