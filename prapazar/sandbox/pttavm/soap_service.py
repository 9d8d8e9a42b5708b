"""What the older SOAP service of the pretend PTT AVM can do, on the same shelf and the same orders as REST."""

from collections.abc import Mapping
from typing import Any

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm import categories, orders, products, pushes
from prapazar.sandbox.pttavm.mall import shelved
from prapazar.sandbox.pttavm.soap import REQUESTS, Asked, Fault, Operations, read, refused
from prapazar.sandbox.pttavm.visit import Refusal

_PAGE = 1000
_ODD_NAMES = {"tckn": "TCKN", "kdVsiz": "KDVsiz", "kdVli": "KDVli", "kdvOran": "KDVOran"}
_NOT_TOLD = {"barcodes", "rowCount"}
_STOCK_ITEM = {
    "Aktif": "active",
    "Iskonto": "discount",
    "KDVOran": "vatRate",
    "KDVli": "priceWithVAT",
    "KDVsiz": "priceWithoutVAT",
    "Miktar": "quantity",
}
_REQUEST_ITEM = {
    "Active": "active",
    "Discount": "discount",
    "PriceWithVAT": "priceWithVAT",
    "PriceWithoutVAT": "priceWithoutVAT",
    "Quantity": "quantity",
    "VatRate": "vatRate",
}
service = Operations()


@service.operation("GetVersion")
def version(asked: Asked) -> str:  # noqa: ARG001 - the same for everybody
    return "3.0"


@service.operation("KullaniciTedarikciBilgisiGetir")
def supplier(asked: Asked) -> Json:
    seller = asked.visit.seller
    return {"TedarikciAdi": seller.profile["name"], "TedarikciId": int(seller.number)}


@service.operation("GetMainCategories")
def main_categories(asked: Asked) -> Json:  # noqa: ARG001 - the same for everybody
    found = [{"id": one["id"], "name": one["name"]} for one in categories.children(0)]
    return {"success": True, "main_category": found}


@service.operation("GetCategoryTree", "parent_id", "last_update")
def category_tree(asked: Asked) -> Json:
    return {"success": True, "category_tree": categories.children(asked.number("parent_id"))}


@service.operation("GetCategory", "id")
def category(asked: Asked) -> Json:
    """With the names beneath it, and no more of those."""
    found = categories.found(asked.text("id"))
    if found is not None:
        found["children"] = [
            {name: one[name] for name in ("id", "name", "updated_at")} for one in found["children"]
        ]
    return {"success": found is not None, "category": found}


@service.operation("StokKontrolListesi", "ShopId", "SearchBarkod", "SearchPage")
def stock_list(asked: Asked) -> list[Json]:
    """1,000 to a page; the first is 0."""
    barcode, page = asked.text("SearchBarkod"), asked.number("SearchPage")
    found = [one for one in asked.visit.seller["product"].values() if barcode in {"", one["barkod"]}]
    return [_pascal(products.shown(one, 0)) for one in found[page * _PAGE : (page + 1) * _PAGE]]


@service.operation("GetProductsWithVariants", "page", "size")
def with_variants(asked: Asked) -> list[Json]:
    page, size = asked.number("page"), asked.number("size") or _PAGE
    found = list(asked.visit.seller["product"].values())
    return [_pascal(products.shown(one, 0)) for one in found[page * size : (page + 1) * size]]


@service.operation("BarkodKontrol", "ShopId", "Barkod")
def barcode_check(asked: Asked) -> Json:
    product = asked.visit.seller["product"].get(asked.text("Barkod"))
    return {"Barkod": asked.text("Barkod"), "UrunId": product["urunId"] if product else 0}


@service.operation("StokFiyatGuncelle3", "item")
def stock_price(asked: Asked) -> Json:
    """One product, answered at once; what is not told stays."""
    given = asked.contract("item")
    barcode = given.get("Barkod", "")
    fault = pushes.apply(asked.visit, {"barcode": barcode, **read(given, _STOCK_ITEM)})
    found = shelved(asked.visit.seller, barcode)
    known = found[0]["urunId"] if found and not fault else 0
    return {"Success": not fault, "ErrorMessage": fault or None, "UrunId": known}


@service.operation("UpdateProductsStockPrice", "items")
def stock_prices(asked: Asked) -> Json:
    """Taken into a queue; what became of it no operation tells."""
    given = asked.contracts("items", "ProductStockPriceRequest", REQUESTS)
    items: list[Json] = [{"barcode": one.get("Barcode", ""), **read(one, _REQUEST_ITEM)} for one in given]
    if not items or len(items) > pushes.MOST_ITEMS:
        return _not_taken("Ürün listesi boş olamaz ve en fazla 1000 ürün içerebilir.")
    try:
        pushes.refuse_repeated(asked.visit)
    except Refusal as refusal:
        return _not_taken(refusal.message)
    outcomes = [pushes.outcome(item["barcode"], pushes.apply(asked.visit, item)) for item in items]
    return {"Success": True, "Message": None, "TrackingId": pushes.file_batch(asked.visit, outcomes)}


@service.operation("SiparisKontrolListesiV2", "BaslangicTarihi", "BitisTarihi", "AktifSiparisler")
def order_list(asked: Asked) -> list[Json]:
    try:
        start, end = (orders.moment(asked.text(name), name) for name in ("BaslangicTarihi", "BitisTarihi"))
        is_active = asked.number("AktifSiparisler") == 1
        found = orders.within(asked.visit.seller, start, end, only_active=is_active)
    except Refusal as refusal:
        raise Fault("s:Client", refusal.message) from refusal
    rules = asked.visit.mall.rules
    return [_pascal(row) for order in found for row in orders.shown(rules, order)]


@service.operation("SiparisDetay", "SiparisNo")
def order_detail(asked: Asked) -> list[Json] | Json | None:
    rules, order = asked.visit.mall.rules, asked.visit.seller["order"].get(asked.text("SiparisNo"))
    found = [_pascal(row) for row in orders.shown(rules, order)] if order else []
    if rules.soap_detail == "one":
        return found[0] if found else None
    return found


@service.operation("KargoBilgiListesi", "orderId")
def cargo(asked: Asked) -> list[Json]:
    order = asked.visit.seller["order"].get(asked.text("orderId"))
    if order is None:
        return []
    return [
        {
            "CurrentState": line["siparisDurumu"],
            "DeliveryInfo": None,
            "InCargo": "1" if line["siparisDurumu"] == orders.SENT else None,
            "ProductId": str(line["urunId"]),
            "ReferenceCode": order["label"],
            "ShopId": int(asked.visit.seller.number),
        }
        for line in order["lines"]
    ]


@service.operation("GetCargoProfiles")
def cargo_profiles(asked: Asked) -> list[Json]:  # noqa: ARG001 - the same for everybody
    return [{"Id": 1, "Name": "Standart", "Description": None, "Type": "birincil"}]


@service.operation("AktifYap", "req")
def activate(asked: Asked) -> Json:
    """By the channel's own number of the product."""
    given = asked.contract("req")
    shelf = asked.visit.seller["product"].values()
    barcode = next((one["barkod"] for one in shelf if str(one["urunId"]) == given.get("UrunId")), "")
    fault = pushes.apply(asked.visit, {"barcode": barcode, "active": given.get("Aktif") in {"true", "1"}})
    return refused(Refusal(fault)) if fault else {"Success": True, "ErrorCode": None, "ErrorMessage": None}


def _not_taken(message: str) -> Json:
    return {"Success": False, "Message": message, "TrackingId": None}


def _pascal(row: Mapping[str, Any]) -> Json:
    """The same fields in PascalCase, arrays too."""
    found: Json = {}
    for name, value in row.items():
        if name in _NOT_TOLD:
            continue
        inner = [_pascal(one) for one in value] if isinstance(value, list) else value
        found[_ODD_NAMES.get(name, name[0].upper() + name[1:])] = inner
    return found
