"""New products: taken as a batch, refused one by one, and never changed afterwards."""

from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.idefix import reference
from prapazar.sandbox.idefix.products import new_product
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json, decimal

_MOST_PRODUCTS = 200
_MOST_IMAGES = 8
_FRESH = "waiting_catalog_action"
routes = Routes()


@routes.route("POST", "/pim/pool/{vendor}/create")
def create(visit: Visit) -> Reply:
    outcomes = []
    for given in visit.rows("products", _MOST_PRODUCTS):
        reasons = _faults(visit, given)
        if not reasons:
            product = new_product(given, _FRESH)
            visit.mall.offer(visit.seller, product, "created", quantity=product["inventoryQuantity"])
        outcomes.append({**given, "status": "missing_info" if reasons else _FRESH, "failureReasons": reasons})
    number = visit.mall.batch_id()
    document: Json = {"createdMs": visit.now_ms, "products": outcomes}
    visit.mall.files.put(visit.seller, "batch", number, document)
    return json_reply({"batchRequestId": number})


@routes.route("GET", "/pim/pool/{vendor}/batch-result/{batch}")
def result(visit: Visit) -> Reply:
    batch = visit.seller["batch"].get(visit.values["batch"])
    if batch is None or "products" not in batch:
        raise Refusal("NO_BATCH_ID_EXIST", status=visit.mall.rules.missing_batch_status)
    done_ms = batch["createdMs"] + visit.mall.rules.batch_ms
    is_done = done_ms <= visit.now_ms
    return json_reply(
        {
            "batchRequestId": visit.values["batch"],
            "status": "completed" if is_done else "running",
            "createdAt": iso(batch["createdMs"]),
            "completedAt": iso(done_ms) if is_done else None,
            "products": batch["products"] if is_done else [],
        }
    )


def _faults(visit: Visit, given: Json) -> list[str]:
    images = given.get("images") or []
    addresses = {one["id"]: one["addressType"] for one in reference.ADDRESSES}
    checks = {
        "DATA_PARSE_ERROR": _is_whole(given),
        "PRODUCT_POOL_ALREADY_EXIST": str(given.get("barcode")) not in visit.seller["product"],
        "BRAND_NOT_EXIST": given.get("brandId") in reference.BRANDS,
        "CATEGORY_FAILED_TO_MATCH": reference.is_leaf(given.get("categoryId")),
        "VENDOR_SHIPMENT_ADDRESS_NOT_CORRECT": addresses.get(given.get("shipmentAddressId")) == "shipping",
        "VENDOR_RETURN_ADDRESS_NOT_CORRECT": addresses.get(given.get("returnAddressId")) == "return",
        "PRODUCT_IMAGE_MANDATORY_ONCREATE": 0 < len(images) <= _MOST_IMAGES
        and all(str(one.get("url")).startswith("https://") for one in images),
    }
    return [*(code for code, is_fine in checks.items() if not is_fine), *_attribute_faults(given)]


def _is_whole(given: Json) -> bool:
    texts = all(
        given.get(name) for name in ("barcode", "title", "productMainId", "vendorStockCode", "description")
    )
    carriers = {one["id"] for one in reference.CARRIERS}
    try:
        price, compare = decimal(given.get("price")), decimal(given.get("comparePrice") or 0)
    except (TypeError, InvalidOperation):
        return False
    return (
        texts
        and price > 0
        and (compare == 0 or compare >= price)
        and given.get("vatRate") in {0, 1, 10, 20}
        and isinstance(given.get("inventoryQuantity"), int)
        and decimal(given.get("desi") or 0) > Decimal(0)
        and given.get("cargoCompanyId") in carriers
        and given.get("deliveryType") in {"regular", "same_day_shipping"}
    )


def _attribute_faults(given: Json) -> list[str]:
    chosen = {one.get("attributeId"): one for one in given.get("attributes") or []}
    faults = []
    for asked in reference.ATTRIBUTES:
        one = chosen.pop(asked["attributeId"], None)
        values = {value["id"] for value in asked["attributeValues"]}
        if one is None and asked["required"]:
            faults.append("CATEGORY_MANDATORY_ATTRIBUTE_MISSED")
        elif one is not None and one.get("customAttributeValue") and not asked["allowCustom"]:
            faults.append("CUSTOM_ATTRIBUTE_NOT_SUPPORTED_YET")
        elif (
            one is not None
            and not one.get("customAttributeValue")
            and one.get("attributeValueId") not in values
        ):
            faults.append("ATTRIBUTEVALUE_NOT_DEFINED")
    return [*faults, *("ATTRIBUTEVALUE_NOT_DEFINED" for _ in chosen)]
