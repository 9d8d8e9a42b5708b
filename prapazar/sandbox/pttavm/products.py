"""The seller's products: found page by page or by barcode, shown in Turkish fields."""

from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pttavm import categories
from prapazar.sandbox.pttavm.mall import Mall
from prapazar.sandbox.pttavm.visit import Refusal, Routes, Visit

_FILTERS = ("categoryId", "subCategoryId", "isActive", "isInStock", "merchantCategoryId", "searchPage")
routes = Routes()


@routes.route("GET", "/api/v1/products/search")
def search(visit: Visit) -> Reply:
    """All filters have to be there; an empty one, or 0, lets everything through."""
    missing = [name for name in _FILTERS if name not in visit.call.query]
    if missing:
        raise Refusal(f"{', '.join(missing)} zorunludur.")
    found = [one for one in visit.seller["product"].values() if _fits(visit.call.query, one)]
    size, page = visit.mall.rules.page_size, int(visit.call.query["searchPage"] or 0) or 1
    if visit.mall.rules.page_after_last == "last":
        page = min(page, max(1, -(-len(found) // size)))
    rows = found[(page - 1) * size : page * size]
    return json_reply([shown(one, len(found)) for one in rows])


@routes.route("GET", "/api/v1/products")
def one(visit: Visit) -> Reply:
    product = visit.seller["product"].get(visit.call.query.get("barcode", ""))
    if product is None:
        raise Refusal("Ürün bulunamadı.", 404)
    return json_reply(shown(product, 1))


@routes.route("POST", "/api/v1/products/get-by-barcodes")
def by_barcodes(visit: Visit) -> Reply:
    wanted = visit.body().get("barcodes")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("Barkod listesi boş olamaz.")
    shelf = visit.seller["product"]
    found = [shelf[barcode] for barcode in wanted if barcode in shelf]
    return json_reply([shown(product, len(found)) for product in found])


def new_product(mall: Mall, account: Account, given: Json) -> Json:
    """A row with everything the documents name; `given` uses their names, and `variants` for its forms."""
    barcode, price = str(given["barkod"]), decimal(given.get("kdVli", 100))
    rate = int(given.get("kdvOran", 20))
    return {
        "urunId": mall.files.next_number("product_id", 40_001),
        "urunAdi": str(given.get("urunAdi") or barcode),
        "urunKodu": str(given.get("urunKodu") or barcode),
        "barkod": barcode,
        "aciklama": str(given.get("aciklama") or ""),
        "uzunAciklama": str(given.get("uzunAciklama") or ""),
        "kdVsiz": (price * 100 / (100 + rate)).quantize(Decimal("0.01")),
        "kdVli": price,
        "kdvOran": rate,
        "iskonto": decimal(given.get("iskonto", 0)),
        "miktar": int(given.get("miktar", 0)),
        "aktif": bool(given.get("aktif", True)),
        "agirlik": 0,
        "desi": decimal(given.get("desi", 1)),
        "boyX": 0,
        "boyY": 0,
        "boyZ": 0,
        "garantiSuresi": 0,
        "garantiVerenFirma": "",
        "gtin": str(given.get("gtin") or ""),
        "kargoProfilId": 1,
        "tahminiKargoSuresi": 3,
        "anaKategoriId": 0,
        "altKategoriId": 0,
        "yeniKategoriId": int(given.get("yeniKategoriId", categories.TEA)),
        "shopId": int(account.number),
        "durum": "Mevcut",
        "resimListesi": list(given.get("resimListesi") or []),
        "variants": [_variant(one) for one in given.get("variants") or []],
    }


def _variant(given: Json) -> Json:
    return {
        "variantBarkod": str(given["variantBarkod"]),
        "miktar": int(given.get("miktar", 0)),
        "fiyat": decimal(given.get("fiyat", 0)),
        "attributes": list(given["attributes"]),
    }


def shown(product: Json, count: int) -> Json:
    """Definitions of variants are not told, only their values."""
    rest = {name: value for name, value in product.items() if name != "variants"}
    variants = []
    for variant in product["variants"]:
        values = [one["value"] for one in variant["attributes"]] + [None, None]
        variants.append(
            {
                "variantBarkod": variant["variantBarkod"],
                "miktar": variant["miktar"],
                "fiyat": variant["fiyat"],
                "variant1Deger": values[0],
                "variant2Deger": values[1],
            }
        )
    return {**rest, "mevcut": product["miktar"] > 0, "rowCount": count, "variantListesi": variants}


def _fits(query: dict[str, str], product: Json) -> bool:
    category, is_active, in_stock = query["categoryId"], query["isActive"], query["isInStock"]
    return (
        category in {"", "0", str(product["yeniKategoriId"])}
        and is_active in {"", "0", str(product["aktif"]).lower()}
        and in_stock in {"", "0", str(product["miktar"] > 0).lower()}
    )
