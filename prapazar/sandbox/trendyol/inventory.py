"""Stock and price pushes, and the rules that refuse some of them."""

import hashlib
from decimal import Decimal, InvalidOperation

from prapazar.sandbox import jsontext
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import batches
from prapazar.sandbox.trendyol.errors import bad_request
from prapazar.sandbox.trendyol.market import STOCK_CAP
from prapazar.sandbox.trendyol.models import Product
from prapazar.sandbox.trendyol.visit import Routes, Visit

_PRICE_CHANGES_A_MINUTE = 30
_MINUTE_MS = 60_000
routes = Routes()


@routes.route("POST", "/integration/inventory/sellers/{seller}/products/price-and-inventory", "inventory")
@routes.route("PUT", "/integration/inventory/sellers/{seller}/products/price-and-inventory", "inventory")
def push(visit: Visit) -> Reply:
    items = visit.items()
    _refuse_repetition(visit)
    stamp = from_ms(visit.now_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return batches.open_batch(visit, batches.INVENTORY, [_apply(visit, item, stamp) for item in items])


def _refuse_repetition(visit: Visit) -> None:
    """The very same body again within 15 minutes is an error, even after a time-out."""
    span, now, pushes = visit.market.rules.repeat_ms, visit.now_ms, visit.seller.pushes
    for digest, at in list(pushes.items()):
        if at + span > now:
            break
        visit.market.drop_push(visit.seller, digest)
    digest = hashlib.sha256(visit.call.body).digest()
    if digest in pushes:
        raise bad_request("inventory.repeated.request", "Aynı isteği 15 dakika boyunca tekrarlayamazsınız.")
    if span:
        visit.market.keep_push(visit.seller, digest, now)


def _apply(visit: Visit, item: Json, stamp: str) -> Json:
    barcode = item.get("barcode")
    request_item = {
        "updateRequestDate": stamp,
        "quantity": item.get("quantity"),
        "salePrice": item.get("salePrice"),
        "barcode": barcode,
        "listPrice": item.get("listPrice"),
    }
    product = visit.seller.products.get(barcode) if isinstance(barcode, str) else None
    if product is None:
        return batches.outcome(request_item, [f"{barcode} barkodlu ürün bulunamadı."])
    try:
        quantity = _quantity(item.get("quantity"))
        sale_price, list_price = _price(item.get("salePrice")), _price(item.get("listPrice"))
    except ValueError as problem:
        return batches.outcome(request_item, [str(problem)])
    failures = _failures(visit, product, quantity, sale_price, list_price)
    if not failures:
        visit.market.set_offer(
            visit.seller,
            product,
            "api",
            quantity=quantity,
            sale_price=sale_price,
            list_price=list_price,
        )
    return batches.outcome(request_item, failures)


def _failures(
    visit: Visit,
    product: Product,
    quantity: int | None,
    sale_price: Decimal | None,
    list_price: Decimal | None,
) -> list[str]:
    if product.archived_ms is not None:
        return ["Arşivdeki ürün güncellenemez."]
    if product.locked:
        return ["Kilitli ürün güncellenemez."]
    if quantity is not None and quantity > STOCK_CAP:
        return [f"Stok adedi en fazla {STOCK_CAP} olabilir."]
    if sale_price is None and list_price is None:
        return []
    sale = product.sale_price if sale_price is None else sale_price
    full = product.list_price if list_price is None else list_price
    return _price_failures(visit, product, sale, full)


def _price_failures(visit: Visit, product: Product, sale: Decimal, full: Decimal) -> list[str]:
    if sale > full:
        return ["Satış fiyatı liste fiyatından yüksek olamaz."]
    if (sale, full) != (product.sale_price, product.list_price) and not _may_change_price(visit, product):
        return [f"Fiyat bir dakikada en fazla {_PRICE_CHANGES_A_MINUTE} kez değiştirilebilir."]
    return []


def _may_change_price(visit: Visit, product: Product) -> bool:
    now = visit.now_ms
    began, count = visit.seller.price_pace.get(product.barcode, (now, 0))
    if now - began >= _MINUTE_MS:
        began, count = now, 0
    if count >= _PRICE_CHANGES_A_MINUTE and visit.market.rules.limits_on:
        return False
    visit.seller.price_pace[product.barcode] = began, count + 1
    return True


def _quantity(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("Stok adedi geçersiz.")
    return value


def _price(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        price = jsontext.decimal(value)
    except (TypeError, InvalidOperation) as cause:
        raise ValueError("Fiyat geçersiz.") from cause
    if price <= 0 or not price.is_finite():
        raise ValueError("Fiyat sıfırdan büyük olmalıdır.")
    return price
