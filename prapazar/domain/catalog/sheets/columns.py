"""The columns of the product spreadsheet: our headings, and those other programs write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prapazar.domain.catalog.enums import SheetField
from prapazar.foundation.scope import Locale
from prapazar.foundation.search import words

HEADINGS: dict[SheetField, tuple[str, str]] = {
    SheetField.SKU: ("Stok kodu", "SKU"),
    SheetField.BARCODE: ("Barkod", "Barcode"),
    SheetField.CODE: ("Model kodu", "Model code"),
    SheetField.NAME: ("Ürün adı", "Product name"),
    SheetField.VARIANT: ("Varyant", "Variant"),
    SheetField.BRAND: ("Marka", "Brand"),
    SheetField.CATEGORY: ("Kategori", "Category"),
    SheetField.DESCRIPTION: ("Açıklama", "Description"),
    SheetField.VAT_RATE: ("KDV oranı", "VAT rate"),
    SheetField.COST: ("Maliyet", "Cost"),
    SheetField.FLOOR_PRICE: ("Taban fiyat", "Floor price"),
    SheetField.SALE_PRICE: ("Satış fiyatı", "Sale price"),
    SheetField.LIST_PRICE: ("Liste fiyatı", "List price"),
    SheetField.ON_HAND: ("Stok", "On hand"),
    SheetField.DESI: ("Desi", "Volumetric weight"),
    SheetField.SHELF: ("Raf", "Shelf"),
    SheetField.IMAGES: ("Görseller", "Images"),
    SheetField.STATUS: ("Durum", "Status"),
    SheetField.SUPPLIER: ("Tedarikçi", "Supplier"),
}

_ALIASES: dict[SheetField, tuple[str, ...]] = {
    SheetField.SKU: (
        "tedarikci stok kodu",
        "satici stok kodu",
        "merchant sku",
        "stokkodu",
        "stock code",
        "urun stok kodu",
    ),
    SheetField.BARCODE: (
        "gtin",
        "ean",
        "ean13",
        "gtin upc ean or isbn",
        "barkod no",
        "barkod numarasi",
        "urun barkodu",
    ),
    SheetField.CODE: (
        "urun ana kodu",
        "ana urun kodu",
        "grup kodu",
        "product main id",
        "parent sku",
        "group code",
        "varyant grup kodu",
    ),
    SheetField.NAME: ("ad", "urun", "urun ismi", "urun basligi", "baslik", "name", "title", "product title"),
    SheetField.VARIANT: ("varyant adi", "secenek", "variant name", "option", "variant title"),
    SheetField.BRAND: ("marka adi", "brands", "manufacturer", "vendor"),
    SheetField.CATEGORY: ("kategori ismi", "kategori adi", "kategori yolu", "categories", "category path"),
    SheetField.DESCRIPTION: ("urun aciklamasi", "detay", "body", "long description"),
    SheetField.VAT_RATE: ("kdv", "kdv yuzdesi", "vat", "tax rate", "vergi orani"),
    SheetField.COST: ("alis fiyati", "alis", "maliyet fiyati", "cost price", "purchase price"),
    SheetField.FLOOR_PRICE: ("en dusuk fiyat", "minimum fiyat", "min fiyat", "minimum price", "floor"),
    SheetField.SALE_PRICE: (
        "fiyat",
        "satis fiyati kdv dahil",
        "trendyol da satilacak fiyat kdv dahil",
        "price",
        "selling price",
    ),
    SheetField.LIST_PRICE: (
        "piyasa satis fiyati kdv dahil",
        "piyasa fiyati",
        "ustu cizili fiyat",
        "regular price",
        "compare at price",
    ),
    SheetField.ON_HAND: (
        "stok adedi",
        "urun stok adedi",
        "adet",
        "miktar",
        "stok miktari",
        "stock",
        "quantity",
        "qty",
    ),
    SheetField.DESI: ("urun desi", "kargo desi", "desi kg"),
    SheetField.SHELF: ("raf kodu", "raf no", "bin", "location"),
    SheetField.IMAGES: (
        "gorsel",
        "resim",
        "resimler",
        "gorsel linki",
        "image",
        "image url",
        "images url",
        "resim url",
    ),
    SheetField.STATUS: ("yayin durumu", "state"),
    SheetField.SUPPLIER: ("tedarikci adi", "toptanci", "supplier name", "wholesaler"),
}
_NUMBERED = {SheetField.IMAGES}


@dataclass(frozen=True, slots=True)
class Column:
    place: int
    heading: str
    field: SheetField


def headings(locale: Locale) -> list[str]:
    return [HEADINGS[field][0 if locale == "tr" else 1] for field in SheetField]


def heading(field: SheetField, locale: Locale) -> str:
    return HEADINGS[field][0 if locale == "tr" else 1]


def guess(found: Sequence[str]) -> dict[str, str]:
    """Field by heading, for the headings we know; the first of two columns for one field is taken."""
    mapping: dict[str, str] = {}
    for shown in found:
        field = _BY_KEY.get(_key(shown)) or _numbered(shown)
        if field and (field in _NUMBERED or field.value not in mapping.values()):
            mapping.setdefault(shown, field.value)
    return mapping


def columns(found: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """Where each mapped field stands. An unknown field raises ValueError."""
    taken: dict[str, Column] = {}
    for place, shown in enumerate(found):
        if mapping.get(shown) and shown not in taken:
            taken[shown] = Column(place, shown, SheetField(mapping[shown]))
    return list(taken.values())


def _key(shown: str) -> str:
    return " ".join(words(shown))


def _numbered(shown: str) -> SheetField | None:
    """`Görsel 3` is an image like `Görsel`."""
    stem, _, number = _key(shown).rpartition(" ")
    field = _BY_KEY.get(stem) if number.isdigit() else None
    return field if field in _NUMBERED else None


_BY_KEY = {_key(name): field for field, names in HEADINGS.items() for name in names} | {
    alias: field for field, aliases in _ALIASES.items() for alias in aliases
}
