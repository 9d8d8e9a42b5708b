"""Sources, what lies in them, and what can still be sold; prices beside them."""

from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.magento.mall import SOURCES, STORES
from prapazar.sandbox.magento.visit import Refusal, Routes, Visit, missing

_SOLD_TYPES = {"simple", "virtual", "bundle", "downloadable"}
_STOCK = "1"
routes = Routes()


@routes.route("GET", "/V1/inventory/sources", "Magento_InventoryApi::source")
def sources(visit: Visit) -> Reply:
    return visit.page([{"source_code": code, "name": code, "enabled": True} for code in SOURCES])


@routes.route("GET", "/V1/inventory/source-items", "Magento_InventoryApi::source")
def source_items(visit: Visit) -> Reply:
    return visit.page(list(visit.shop["source_item"].values()))


@routes.route("POST", "/V1/inventory/source-items", "Magento_InventoryApi::source")
def save(visit: Visit) -> Reply:
    """All of a call are taken, or none."""
    rows = visit.listed("sourceItems")
    for row in rows:
        _check(visit, row)
    for row in rows:
        put(
            visit,
            str(row["sku"]),
            str(row["source_code"]),
            decimal(row["quantity"]),
            int(row["status"]),
            "api",
        )
    return json_reply([])


@routes.route(
    "GET", "/V1/inventory/get-product-salable-quantity/{sku}/{stock}", "Magento_InventoryApi::stock"
)
def salable(visit: Visit) -> Reply:
    sku = visit.values["sku"]
    if visit.values["stock"] != _STOCK:
        raise Refusal('Stock with id "%value" does not exist.', 404, {"value": visit.values["stock"]})
    if sku not in visit.shop["product"]:
        raise Refusal("The product that was requested doesn't exist. Verify the product and try again.", 404)
    return json_reply(visit.mall.salable(visit.shop, sku))


@routes.route("PUT", "/V1/products/{sku}/stockItems/{item}", "Magento_CatalogInventory::cataloginventory")
def save_stock_item(visit: Visit) -> Reply:
    """The stock of a shop without sources; what it says goes for the default source too."""
    sku, row = visit.values["sku"], visit.wrapped("stockItem")
    product = visit.shop["product"].get(sku)
    if product is None or visit.values["item"] != str(product["id"]):
        raise Refusal("The product that was requested doesn't exist. Verify the product and try again.", 404)
    units = decimal(row["qty"])
    visit.mall.files.put(visit.shop, "product", sku, {**product, "first_quantity": int(units)})
    put(visit, sku, SOURCES[0], units, int(bool(row.get("is_in_stock", True))), "api")
    return json_reply(product["id"])


def put(visit: Visit, sku: str, source: str, quantity: Decimal, status: int, cause: str) -> None:
    row: Json = {"sku": sku, "source_code": source, "quantity": quantity, "status": status}
    visit.mall.files.put(visit.shop, "source_item", f"{source}/{sku}", row)
    visit.mall.show(visit.shop, sku, cause)


def _check(visit: Visit, row: Json) -> None:
    sku = str(row.get("sku") or "")
    faults = {
        '"%field" can not be empty.': bool(sku),
        'Source with code "%field" does not exist.': row.get("source_code") in SOURCES,
        '"%field" should be numeric.': isinstance(row.get("quantity"), int | Decimal),
        '"%field" should be a known status.': row.get("status") in {0, 1},
        'Product "%field" does not exist.': visit.mall.rules.unknown_sku == "kept"
        or sku in visit.shop["product"],
    }
    for message, is_fine in faults.items():
        if not is_fine:
            raise Refusal(message, parameters={"field": sku})


@routes.route("POST", "/V1/products/base-prices", "Magento_Catalog::products")
def base_prices(visit: Visit) -> Reply:
    problems = []
    for row in visit.listed("prices"):
        fault = _price_fault(visit, row)
        if fault:
            problems.append(fault)
            continue
        product = visit.shop["product"][row["sku"]]
        _write_price(visit, product, row, decimal(row["price"]))
    return json_reply(problems)


@routes.route("POST", "/V1/products/base-prices-information", "Magento_Catalog::products")
def base_information(visit: Visit) -> Reply:
    skus = _skus(visit)
    return json_reply(
        [{"price": visit.shop["product"][sku]["price"], "store_id": 0, "sku": sku} for sku in skus]
    )


@routes.route("POST", "/V1/products/special-price", "Magento_Catalog::products")
def special_prices(visit: Visit) -> Reply:
    problems = []
    for row in visit.listed("prices"):
        fault = _price_fault(visit, row)
        if fault:
            problems.append(fault)
            continue
        _write_special(
            visit,
            row["sku"],
            {
                "special_price": f"{decimal(row['price']):.6f}",
                "special_from_date": row.get("price_from"),
                "special_to_date": row.get("price_to"),
            },
        )
    return json_reply(problems)


@routes.route("POST", "/V1/products/special-price-information", "Magento_Catalog::products")
def special_information(visit: Visit) -> Reply:
    return json_reply([row for sku in _skus(visit) if (row := _special(visit, sku))])


@routes.route("POST", "/V1/products/special-price-delete", "Magento_Catalog::products")
def special_delete(visit: Visit) -> Reply:
    """Only one that is told as it stands."""
    problems = []
    for row in visit.listed("prices"):
        held = _special(visit, str(row.get("sku")))
        if (
            held is None
            or decimal(held["price"]) != decimal(row["price"])
            or held["store_id"] != row["store_id"]
        ):
            problems.append(
                _problem("The requested special price for %sku does not exist", str(row.get("sku")))
            )
        else:
            _write_special(visit, row["sku"], {})
    return json_reply(problems)


def _skus(visit: Visit) -> list[str]:
    skus = visit.body().get("skus")
    if not isinstance(skus, list):
        raise missing("skus")
    return [str(sku) for sku in skus if str(sku) in visit.shop["product"]]


def _special(visit: Visit, sku: str) -> Json | None:
    product = visit.shop["product"].get(sku)
    held = {one["attribute_code"]: one["value"] for one in product["custom_attributes"]} if product else {}
    if "special_price" not in held:
        return None
    return {
        "price": Decimal(held["special_price"]),
        "store_id": 0,
        "sku": sku,
        "price_from": held.get("special_from_date"),
        "price_to": held.get("special_to_date"),
    }


def _write_special(visit: Visit, sku: str, held: Json) -> None:
    product = visit.shop["product"][sku]
    kept = [one for one in product["custom_attributes"] if not one["attribute_code"].startswith("special_")]
    new = [{"attribute_code": code, "value": value} for code, value in held.items() if value]
    product["custom_attributes"] = [*kept, *new]
    visit.mall.files.put(visit.shop, "product", sku, product)
    visit.mall.show(visit.shop, sku, "api")


def _write_price(visit: Visit, product: Json, row: Json, price: Decimal) -> None:
    store = next(code for code, number in STORES.items() if number == row["store_id"])
    if store == "all":
        product["price"] = price
    else:
        product["scoped"].setdefault(store, {})["price"] = price
    visit.mall.files.put(visit.shop, "product", product["sku"], product)
    visit.mall.show(visit.shop, product["sku"], "api")


def _price_fault(visit: Visit, row: Json) -> Json | None:
    sku = str(row.get("sku"))
    product = visit.shop["product"].get(sku)
    if product is None or product["type_id"] not in _SOLD_TYPES:
        return _problem('The product that was requested doesn\'t exist: "%sku".', sku)
    price = row.get("price")
    if not isinstance(price, int | Decimal) or price < 0:
        return _problem("Invalid attribute Price = %price. Row ID: SKU = %SKU, Store ID: %storeId.", sku)
    if row.get("store_id") not in STORES.values():
        return _problem("Requested store is not found. Row ID: SKU = %SKU, Store ID: %storeId.", sku)
    return None


def _problem(message: str, sku: str) -> Json:
    return {"message": message, "parameters": [sku]}
