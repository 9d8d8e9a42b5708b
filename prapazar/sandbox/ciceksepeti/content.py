"""New products and changed ones: both are batches, and a change replaces the whole card."""

from decimal import Decimal

from prapazar.sandbox.ciceksepeti import categories, products
from prapazar.sandbox.ciceksepeti.visit import Routes, Visit
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json, decimal

_MOST_NEW, _MOST_CHANGED = 1000, 200
_LONGEST_NAME, _LONGEST_DESCRIPTION = 255, 7750
_SHORTEST_BARCODE, _LONGEST_BARCODE = 3, 50
_DELIVERIES = {1, 2, 3}
_MESSAGES = {1, 4, 5, 6, 7, 13, 18, 19}
_CARD = ("productName", "mainProductCode", "description", "images", "deliveryType", "deliveryMessageType")
routes = Routes()


@routes.route("POST", "/products")
def create(visit: Visit) -> Reply:
    given = visit.rows("products", _MOST_NEW)
    visit.admit("create", visit.mall.rules.create_gap_ms)
    return products.batch(visit, [(one, _create(visit, one)) for one in given])


@routes.route("PUT", "/products")
def update(visit: Visit) -> Reply:
    given = visit.rows("products", _MOST_CHANGED)
    visit.admit("update", visit.mall.rules.update_gap_ms)
    return products.batch(visit, [(one, _update(visit, one)) for one in given])


def _create(visit: Visit, given: Json) -> str:
    fault = _card_fault(given) or _offer_fault(given) or categories.fault(given.get("Attributes") or [])
    if fault:
        return fault
    if given["stockCode"] in visit.seller["product"]:
        return "Stok kodu kullanılmaktadır."
    if not categories.is_leaf(given.get("categoryId")):
        return "Kategori bulunamadı."
    product = products.new_product(visit.seller, given, products.WAITING)
    product.update(
        categoryName=categories.category_name(given["categoryId"]),
        attributes=[_lowered(one) for one in given.get("Attributes") or []],
        isActive=False,
    )
    visit.mall.offer(visit.seller, product, "created")
    return ""


def _update(visit: Visit, given: Json) -> str:
    """Attributes and barcode stay; contacts and safety go where they are not told again."""
    product = visit.seller["product"].get(str(given.get("stockCode")))
    if product is None:
        return "Girmiş olduğunuz kod bulunmamaktadır"
    fault = _card_fault(given)
    if fault or not isinstance(given.get("isActive"), bool):
        return fault or "isActive zorunludur."
    product.update({name: given[name] for name in _CARD})
    product.update(
        isActive=given["isActive"],
        mediaLink=given.get("mediaLink"),
        operatorContacts=given.get("operatorContacts") or [],
        safetyInfo=given.get("safetyInfo"),
    )
    visit.mall.files.put(visit.seller, "product", product["stockCode"], product)
    return ""


def _card_fault(given: Json) -> str:
    missing = [name for name in (*_CARD, "stockCode", "categoryId") if not given.get(name)]
    if missing:
        return f"{missing[0]} zorunludur."
    if len(given["productName"]) > _LONGEST_NAME or len(given["description"]) > _LONGEST_DESCRIPTION:
        return "Ürün adı veya açıklaması çok uzun."
    if not all(str(one).startswith(("http://", "https://")) for one in given["images"]):
        return "Görsel adresi geçersiz."
    if given["deliveryType"] not in _DELIVERIES or given["deliveryMessageType"] not in _MESSAGES:
        return "Teslimat tipi geçersiz."
    return ""


def _offer_fault(given: Json) -> str:
    quantity, barcode = given.get("stockQuantity"), given.get("barcode")
    if not isinstance(quantity, int) or quantity < 0:
        return "Stok adedi geçersiz."
    if barcode and not _SHORTEST_BARCODE <= len(barcode) <= _LONGEST_BARCODE:
        return "Barkod 3 ile 50 karakter arasında olmalıdır."
    if given.get("salesPrice") is None or decimal(given["salesPrice"]) <= 0:
        return "salesPrice zorunludur."
    before: Json = {"salesPrice": Decimal(0)}
    return products.price_fault(before, given["salesPrice"], given.get("listPrice"))


def _lowered(choice: Json) -> Json:
    return {
        "id": choice.get("Id"),
        "valueId": choice.get("ValueId"),
        "textLength": choice.get("TextLength", 0),
    }
