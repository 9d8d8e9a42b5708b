"""Why a product is not taken: the limits on its fields, in the words the batch result gives."""

import re
from decimal import InvalidOperation

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference
from prapazar.sandbox.trendyol.market import STOCK_CAP, Rules

_BARCODE = re.compile(r"[\w.\-]{1,40}")
_VAT_RATES = (0, 1, 10, 20)
_MOST_IMAGES = 8
_LENGTHS = {"title": 100, "productMainId": 40, "stockCode": 100, "description": 30_000, "lotNumber": 100}
_REQUIRED = ("barcode", "title", "productMainId", "brandId", "categoryId", "quantity", "stockCode")
_REQUIRED_TOO = ("description", "listPrice", "salePrice", "vatRate", "images", "attributes")


def clean_barcode(value: object) -> str:
    """Spaces are stripped, inside too."""
    return "".join(str(value or "").split())


def creation_failures(item: Json, rules: Rules) -> list[str]:
    missing = [name for name in (*_REQUIRED, *_REQUIRED_TOO) if item.get(name) in (None, "", [])]
    if rules.origin_required and not item.get("origin"):
        missing.append("origin")
    failures = [f"{name} alanı zorunludur." for name in missing]
    return failures + field_failures(item) + _attribute_failures(item, rules)


def field_failures(item: Json) -> list[str]:
    """Checks only what is there, so that updates can use it."""
    failures = [
        f"{name} alanı en fazla {most} karakter olabilir."
        for name, most in _LENGTHS.items()
        if len(str(item.get(name) or "")) > most
    ]
    if "barcode" in item and not _BARCODE.fullmatch(clean_barcode(item["barcode"])):
        failures.append("Barkod geçersiz.")
    if item.get("vatRate") is not None and item["vatRate"] not in _VAT_RATES:
        failures.append("KDV oranı geçersiz.")
    if item.get("categoryId") is not None and not _is_leaf(item["categoryId"]):
        failures.append("Kategori en alt seviyede olmalıdır.")
    return failures + _image_failures(item) + _amount_failures(item)


def _is_leaf(value: object) -> bool:
    return isinstance(value, int) and reference.is_leaf(value)


def _image_failures(item: Json) -> list[str]:
    images = item.get("images") or []
    if len(images) > _MOST_IMAGES:
        return [f"En fazla {_MOST_IMAGES} görsel gönderilebilir."]
    if any(not isinstance(one, dict) or not str(one.get("url", "")).startswith("https://") for one in images):
        return ["Görsel adresi https ile başlamalıdır."]
    return []


def _amount_failures(item: Json) -> list[str]:
    failures = []
    quantity = item.get("quantity")
    if quantity is not None and (not isinstance(quantity, int) or not 0 <= quantity <= STOCK_CAP):
        failures.append(f"Stok adedi 0 ile {STOCK_CAP} arasında olmalıdır.")
    try:
        sale = jsontext.decimal(item["salePrice"]) if item.get("salePrice") is not None else None
        full = jsontext.decimal(item["listPrice"]) if item.get("listPrice") is not None else None
    except (TypeError, InvalidOperation):
        return [*failures, "Fiyat geçersiz."]
    if any(price is not None and price <= 0 for price in (sale, full)):
        failures.append("Fiyat sıfırdan büyük olmalıdır.")
    if sale is not None and full is not None and sale > full:
        failures.append("Satış fiyatı liste fiyatından yüksek olamaz.")
    return failures


def _attribute_failures(item: Json, rules: Rules) -> list[str]:
    category = item.get("categoryId")
    if not rules.strict_attributes or not isinstance(category, int) or not reference.is_leaf(category):
        return []
    given = {one.get("attributeId"): one for one in item.get("attributes") or []}
    known = reference.attributes(category)
    missing = [one.name for one in known if one.required and one.attribute_id not in given]
    wrong = [
        one.name for one in known if one.attribute_id in given and not _is_fit(one, given[one.attribute_id])
    ]
    return [
        *(f"Zorunlu kategori özelliği eksik: {name}" for name in missing),
        *(f"Kategori özelliğinin değeri geçersiz: {name}" for name in wrong),
    ]


def _is_fit(attribute: reference.Attribute, given: Json) -> bool:
    """Values of its list, several only where it allows them; free text only where it is allowed."""
    numbers = given.get("attributeValueIds") or []
    if not numbers:
        return bool(given.get("attributeValue")) and attribute.allow_custom
    many = len(numbers) > 1 and not attribute.several
    return not many and all(attribute.value_name(number) for number in numbers)
