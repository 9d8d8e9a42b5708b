"""The catalogue: categories and what they ask for, products sent as files, and tickets that change them."""

import re
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.hepsiburada import trade
from prapazar.sandbox.hepsiburada.errors import hidden, not_found
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.hepsiburada.visit import Routes, Visit, file_rows
from prapazar.sandbox.jsontext import Json

_CATEGORIES = "/mpop/product/api/categories"
_PRODUCTS = "/mpop/product/api/products"
_TICKETS = "/mpop/ticket-api/api/integrator"
_BARE_TICKETS = "/mpop/api/integrator"
_MOST_CATEGORIES, _MOST_VALUES, _MOST_PRODUCTS = 2000, 1000, 1000
_NOT_LEAF = 1003
_COMMA_PRICE = re.compile(r"\d+(,\d{1,2})?")
_TREE = {
    2147483642: (0, "Moda"),
    18021300: (2147483642, "Kadın Giyim"),
    18021982: (18021300, "Şal"),
    18021983: (18021300, "Tişört"),
    2147483601: (0, "Ev, Yaşam"),
    60001001: (2147483601, "Mutfak"),
    60001002: (60001001, "Çay Bardağı"),
}
_BASE = (
    ("merchantSku", "Satıcı Stok Kodu", "string", True),
    ("VaryantGroupID", "Varyant Grup Id", "string", True),
    ("Barcode", "Barkod", "string", True),
    ("UrunAdi", "Ürün Adı", "string", True),
    ("UrunAciklamasi", "Ürün Açıklaması", "string", True),
    ("Marka", "Marka", "enum", True),
    ("GarantiSuresi", "Garanti Süresi (Ay)", "integer", True),
    ("kg", "Desi", "string", True),
    ("tax_vat_rate", "KDV", "enum", True),
    ("price", "Fiyat", "string", False),
    ("stock", "Stok", "string", False),
    ("Image1", "Görsel 1", "string", True),
    ("Image2", "Görsel 2", "string", False),
    ("Video1", "Video", "string", False),
)
_OWN = (("00000MU", "Materyal", "enum", False), ("00001KA", "Kalıp", "string", False))
_VARIANT = (
    ("renk_variant_property", "Renk", "enum", False),
    ("ebatlar_variant_property", "Beden", "enum", True),
)
VALUES = {
    "Marka": ("Deneme Marka", "Anadolu"),
    "tax_vat_rate": ("1", "10", "20"),
    "00000MU": ("Pamuk", "İpek", "Yün"),
    "renk_variant_property": ("Siyah", "Mavi", "Kırmızı"),
    "ebatlar_variant_property": ("S", "M", "L", "XL"),
}
routes = Routes()


@routes.route("GET", f"{_CATEGORIES}/get-all-categories")
def categories(visit: Visit) -> Reply:
    query = visit.call.query
    parents = {parent for parent, _ in _TREE.values()}
    rows = [_category(one, one not in parents) for one in _TREE]
    if query.get("leaf") is not None:
        rows = [one for one in rows if str(one["leaf"]).lower() == query["leaf"]]
    return _paged(visit, rows, _MOST_CATEGORIES)


@routes.route("GET", f"{_CATEGORIES}/{{category}}/attributes")
def attributes(visit: Visit) -> Reply:
    _leaf(visit)
    data = {
        "baseAttributes": [_attribute(*one) for one in _BASE],
        "attributes": [_attribute(*one) for one in _OWN],
        "variantAttributes": [_attribute(*one) for one in _VARIANT],
    }
    return _said(data)


@routes.route("GET", f"{_CATEGORIES}/{{category}}/attribute/{{attribute}}/values")
def values(visit: Visit) -> Reply:
    _leaf(visit)
    known = VALUES.get(visit.values["attribute"], ())
    rows = [{"id": f"{visit.values['attribute']}-{number}", "value": one} for number, one in enumerate(known)]
    return _paged(visit, rows, _MOST_VALUES)


@routes.route("POST", f"{_PRODUCTS}/import")
def import_products(visit: Visit) -> Reply:
    rows = file_rows(visit)
    if not rows:
        raise hidden(1001, "Dosya boş.")
    tracking_id = str(uuid.uuid4())
    kept = {
        "rows": [{"row": row, "faults": _faults(visit, row)} for row in rows],
        "doneMs": visit.now_ms + visit.market.rules.import_ms,
        "ripe": False,
    }
    visit.market.keep("imports", visit.merchant, tracking_id, kept)
    return _said({"trackingId": tracking_id})


@routes.route("GET", f"{_PRODUCTS}/status/{{tracking}}")
def import_status(visit: Visit) -> Reply:
    kept = visit.merchant.imports.get(visit.values["tracking"])
    if kept is None:
        raise hidden(1004, "trackingId bulunamadı.")
    rows = [_status_row(visit, number, one, ripe=kept["ripe"]) for number, one in enumerate(kept["rows"])]
    return _paged(visit, rows, _MOST_PRODUCTS)


@routes.route("GET", f"{_PRODUCTS}/all-products-of-merchant/{{merchant}}")
def products(visit: Visit) -> Reply:
    query = visit.call.query
    rows = [
        one
        for one in visit.merchant.listings.values()
        if query.get("hbSku") in (None, one["hepsiburadaSku"])
        and query.get("merchantSku") in (None, one["merchantSku"])
    ]
    return _paged(visit, rows, _MOST_PRODUCTS, _product)


@routes.route("GET", f"{_PRODUCTS}/products-by-merchant-and-status")
def products_by_status(visit: Visit) -> Reply:
    """Whatever is in this shop is matched; what is being imported has no page here."""
    query = visit.call.query
    is_theirs = query.get("merchantId") in (None, visit.merchant.merchant_id)
    is_matched = query.get("status", "").upper() in {"", "MATCHED"}
    found = visit.merchant.listings.values() if is_theirs and is_matched else ()
    return _paged(visit, [_product(one) for one in found], _MOST_PRODUCTS)


@routes.route("POST", f"{_TICKETS}/import")
def change(visit: Visit) -> Reply:
    if not visit.market.rules.ticket_prefix:
        raise not_found("no such path")
    return _take_ticket(visit)


@routes.route("POST", f"{_BARE_TICKETS}/import")
def change_bare(visit: Visit) -> Reply:
    if visit.market.rules.ticket_prefix:
        raise not_found("no such path")
    return _take_ticket(visit)


@routes.route("GET", f"{_TICKETS}/status/{{tracking}}")
def ticket_status(visit: Visit) -> Reply:
    if not visit.market.rules.ticket_prefix:
        raise not_found("no such path")
    return _ticket_answer(visit)


@routes.route("GET", f"{_BARE_TICKETS}/status/{{tracking}}")
def ticket_status_bare(visit: Visit) -> Reply:
    if visit.market.rules.ticket_prefix:
        raise not_found("no such path")
    return _ticket_answer(visit)


def ripen(market: Market, merchant: Merchant) -> None:
    """Imported products whose time has come are matched and on sale."""
    for tracking_id, kept in merchant.imports.items():
        if kept["ripe"] or kept["doneMs"] > market.now_ms:
            continue
        kept["ripe"] = True
        for one in kept["rows"]:
            if not one["faults"]:
                _list(market, merchant, one["row"]["categoryId"], one["row"]["attributes"])
        market.keep("imports", merchant, tracking_id, kept)


def _list(market: Market, merchant: Merchant, category: int, given: Json) -> None:
    card = trade.new_card(
        market,
        {
            "merchantSku": given["merchantSku"],
            "barcode": given["Barcode"],
            "variantGroupId": given["VaryantGroupID"],
            "title": given["UrunAdi"],
            "brand": given["Marka"],
            "description": given["UrunAciklamasi"],
            "tax": given["tax_vat_rate"],
            "categoryId": category,
            "images": [given[f"Image{number}"] for number in range(1, 11) if given.get(f"Image{number}")],
            "variantTypeAttributes": [
                {"name": name, "value": given[number], "mandatory": needed}
                for number, name, _, needed in _VARIANT
                if given.get(number)
            ],
        },
    )
    known = merchant.listing(card["merchantSku"])
    price = known["price"] if known else Decimal(0)
    if given.get("price"):
        price = Decimal(str(given["price"]).replace(",", "."))
    quantity = int(given.get("stock") or (known["availableStock"] if known else 0))
    trade.put_on_sale(market, merchant, card, quantity=quantity, price=price)


def _faults(visit: Visit, row: Json) -> list[Json]:
    given = row.get("attributes") or {}
    found = [
        {"attributeName": number, "message": f"{name} zorunludur."}
        for number, name, _, needed in (*_BASE, *_OWN, *_VARIANT)
        if needed and not str(given.get(number) or "")
    ]
    if row.get("merchant") != visit.merchant.merchant_id:
        found.append({"attributeName": "merchant", "message": "merchant hatalı."})
    if row.get("categoryId") not in _TREE:
        found.append({"attributeName": "categoryId", "message": "Kategori bulunamadı."})
    if given.get("price") and not _COMMA_PRICE.fullmatch(str(given["price"])):
        found.append({"attributeName": "price", "message": "Fiyat virgüllü bir metin olmalıdır."})
    return found + [
        {"attributeName": number, "message": "Değer listede yok."}
        for number in ("renk_variant_property", "ebatlar_variant_property", "tax_vat_rate")
        if given.get(number) and str(given[number]) not in VALUES[number]
    ]


def _status_row(visit: Visit, number: int, one: Json, *, ripe: bool) -> Json:
    given = one["row"].get("attributes") or {}
    listing = visit.merchant.listing(given.get("merchantSku")) if ripe and not one["faults"] else None
    state = "MISSING_INFO" if one["faults"] else "MATCHED" if ripe else "WAITING"
    return {
        "itemOrderID": number,
        "merchant": visit.merchant.merchant_id,
        "merchantSku": str(given.get("merchantSku") or "").upper(),
        "hbSku": listing and listing["hepsiburadaSku"],
        "barcode": given.get("Barcode"),
        "productStatus": state,
        "productName": given.get("UrunAdi"),
        "variantGroupId": given.get("VaryantGroupID"),
        "categoryId": one["row"].get("categoryId"),
        "taskDetails": [],
        "validationResults": one["faults"],
        "rejectReasonsMessages": [],
        "importStatus": "SUCCESS" if ripe or one["faults"] else "PROCESSING",
        "importMessages": [],
    }


def _product(listing: Json) -> Json:
    card = listing["card"]
    return {
        "merchantSku": card["merchantSku"],
        "barcode": card["barcode"],
        "hbSku": listing["hepsiburadaSku"],
        "variantGroupId": card["variantGroupId"],
        "productName": card["productName"],
        "brand": card["brand"],
        "images": card["images"],
        "categoryId": card["categoryId"],
        "categoryName": _TREE.get(card["categoryId"], (0, "Diğer"))[1],
        "tax": card["tax"],
        "price": f"{listing['price']:.2f}".replace(".", ","),
        "description": card["description"],
        "status": "MATCHED",
        "baseAttributes": [],
        "variantTypeAttributes": card["variantTypeAttributes"],
        "productAttributes": card["productAttributes"],
        "validationResults": [],
        "rejectReasons": [],
        "qualityScore": 80,
        "qualityStatus": "GOOD",
    }


_TICKET_FIELDS = {"productName": "NAME", "productDescription": "DESCRIPTION", "kdv": "KDV", "image1": "MEDIA"}


def _take_ticket(visit: Visit) -> Reply:
    rows = file_rows(visit)
    tracking_id = str(uuid.uuid4())
    refused = visit.market.rules.ticket_refusal
    answers: list[Json] = []
    for row in rows:
        listing = visit.merchant.listings.get(str(row.get("hbSku")))
        if listing is None or row.get("merchantId") != visit.merchant.merchant_id:
            answers.append(
                {
                    "hbSku": row.get("hbSku"),
                    "message": "Ürün bulunamadı.",
                    "productStatus": "UNCOMPLETED",
                    "updateResults": [],
                }
            )
            continue
        if not refused:
            _rewrite(visit, listing, row)
        told = [
            {
                "fieldName": word,
                "rejectReason": refused or None,
                "fieldResult": "REJECTED" if refused else "APPROVED",
            }
            for name, word in _TICKET_FIELDS.items()
            if row.get(name)
        ]
        answers.append(
            {"hbSku": row["hbSku"], "message": None, "productStatus": "COMPLETED", "updateResults": told}
        )
    visit.market.keep("tickets", visit.merchant, tracking_id, {"items": answers})
    return _said({"trackingId": tracking_id})


def _rewrite(visit: Visit, listing: Json, row: Json) -> None:
    card = listing["card"]
    card["productName"] = row.get("productName") or card["productName"]
    card["description"] = row.get("productDescription") or card["description"]
    card["tax"] = row.get("kdv") or card["tax"]
    images = [row[f"image{number}"] for number in range(1, 11) if row.get(f"image{number}")]
    card["images"] = images or card["images"]
    visit.market.keep("listings", visit.merchant, listing["hepsiburadaSku"], listing)


def _ticket_answer(visit: Visit) -> Reply:
    kept = visit.merchant.tickets.get(visit.values["tracking"])
    if kept is None:
        raise hidden(1004, "trackingId bulunamadı.")
    return _paged(visit, [{"merchantId": visit.merchant.merchant_id, "items": kept["items"]}], _MOST_PRODUCTS)


def _leaf(visit: Visit) -> None:
    number = visit.values["category"]
    known = int(number) if number.isdecimal() else 0
    if known not in _TREE:
        raise hidden(1002, "Kategori bulunamadı.")
    if any(parent == known for parent, _ in _TREE.values()):
        raise hidden(_NOT_LEAF, "Kategori yaprak değil.")


def _category(number: int, is_leaf: bool) -> Json:
    parent, name = _TREE[number]
    return {
        "categoryId": number,
        "name": name,
        "displayName": name,
        "parentCategoryId": parent,
        "paths": _path(number),
        "leaf": is_leaf,
        "status": "ACTIVE",
        "type": "HB",
        "sortId": "1",
        "available": True,
        "productTypes": [],
        "merge": False,
    }


def _path(number: int) -> list[str]:
    parent, name = _TREE[number]
    return [*(_path(parent) if parent else []), name]


def _attribute(number: str, name: str, kind: str, mandatory: bool) -> Json:
    return {"id": number, "name": name, "mandatory": mandatory, "type": kind, "multiValue": False}


def _said(data: Any) -> Reply:  # noqa: ANN401 - JSON may be any shape
    return json_reply({"success": True, "code": 0, "version": 1, "message": None, "data": data})


def _as_it_is(row: Json) -> Json:
    return row


def _paged(
    visit: Visit, rows: Sequence[Json], most: int, shown_as: Callable[[Json], Json] = _as_it_is
) -> Reply:
    page, size = visit.number("page", 0), visit.number("size", most, most=most, least=1)
    shown = [shown_as(row) for row in rows[page * size : (page + 1) * size]]
    pages = -(-len(rows) // size)
    return json_reply(
        {
            "success": True,
            "code": 0,
            "version": 1,
            "message": None,
            "totalElements": len(rows),
            "totalPages": pages,
            "number": page,
            "numberOfElements": len(shown),
            "first": page == 0,
            "last": page >= pages - 1,
            "data": shown,
        }
    )
