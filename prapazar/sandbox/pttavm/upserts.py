"""New products, and old ones written anew: what a request leaves out of an old one is kept, but not its variants."""

from decimal import Decimal

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm import categories, products
from prapazar.sandbox.pttavm.pushes import (
    LEEWAY,
    MOST_ITEMS,
    MOST_STOCK,
    VAT_RATES,
    amount,
    outcome,
    refuse_repeated,
    take,
)
from prapazar.sandbox.pttavm.visit import Routes, Visit

_LONGEST_NAME = 200
_NAMES = {
    "name": "urunAdi",
    "productCode": "urunKodu",
    "shortDescription": "aciklama",
    "longDescription": "uzunAciklama",
    "gtin": "gtin",
    "priceWithoutVat": "kdVsiz",
    "priceWithVat": "kdVli",
    "vatRate": "kdvOran",
    "quantity": "miktar",
    "discount": "iskonto",
    "active": "aktif",
    "desi": "desi",
    "categoryId": "yeniKategoriId",
}
_NEEDED = ("categoryId", "name", "priceWithVat", "priceWithoutVat", "vatRate", "quantity", "images")
routes = Routes()


@routes.route("POST", "/api/v1/products/upsert")
def upsert(visit: Visit) -> Reply:
    items = visit.items(MOST_ITEMS)
    refuse_repeated(visit)
    return take(visit, [outcome(item.get("barcode"), _apply(visit, item)) for item in items])


def _apply(visit: Visit, item: Json) -> str:
    """Why the item is refused; empty where it was carried out."""
    barcode = str(item.get("barcode") or "")
    known = visit.seller["product"].get(barcode)
    missing = [name for name in _NEEDED if not known and item.get(name) in (None, "", [])]
    if not barcode or missing:
        return f"{', '.join(missing) or 'barcode'} zorunludur."
    fault = _fault(item)
    if fault:
        return fault
    given = {own: item[name] for name, own in _NAMES.items() if item.get(name) is not None}
    if item.get("images"):
        given["resimListesi"] = [{"url": one["url"], "sira": n} for n, one in enumerate(item["images"])]
    given["variants"] = [
        {
            "variantBarkod": one["variantBarcode"],
            "miktar": one["quantity"],
            "fiyat": one["price"],
            "attributes": one["attributes"],
        }
        for one in item.get("variants") or []
    ]
    product = products.new_product(visit.mall, visit.seller, {**(known or {}), **given, "barkod": barcode})
    if known:
        product["urunId"] = known["urunId"]
    visit.mall.keep(visit.seller, product, "upsert")
    return ""


def _fault(item: Json) -> str:
    gross, net = amount(item.get("priceWithVat", 1)), amount(item.get("priceWithoutVat", 1))
    rate, quantity = item.get("vatRate"), item.get("quantity", 0)
    addresses = [str(one.get("url")) for one in item.get("images") or []]
    checks = {
        "Ürün adı en fazla 200 karakter olabilir.": len(str(item.get("name", ""))) <= _LONGEST_NAME,
        "Kategori bulunamadı.": "categoryId" not in item or categories.is_leaf(item["categoryId"]),
        "KDV oranı geçersiz.": rate is None or rate in VAT_RATES,
        "Stok 0 ile 9999 arasında olmalıdır.": type(quantity) is int and 0 <= quantity <= MOST_STOCK,
        "Fiyat geçersiz.": gross is not None and net is not None and gross > 0 and net > 0,
        "Görsel adresi geçersiz.": all(one.startswith("https://") for one in addresses),
    }
    fault = next((text for text, is_fine in checks.items() if not is_fine), "")
    if not fault and gross and net and rate is not None and "priceWithVat" in item:
        is_even = abs(net * (100 + Decimal(rate)) / 100 - gross) <= LEEWAY
        fault = "" if is_even else "KDV dahil ve hariç fiyat uyuşmuyor."
    return fault
