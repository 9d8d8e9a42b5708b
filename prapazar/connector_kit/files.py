"""The file channel: platforms without an interface we call, served by spreadsheets; each profile is a manifest."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from prapazar.connector_kit.records import AccountRecord, PackageStatus


class ProductField(StrEnum):
    """One column of a product file, in the order it is written."""

    SKU = "sku"
    BARCODE = "barcode"
    CODE = "code"
    NAME = "name"
    VARIANT = "variant"
    BRAND = "brand"
    CATEGORY = "category"
    DESCRIPTION = "description"
    VAT_RATE = "vat_rate"
    PRICE = "price"
    LIST_PRICE = "list_price"
    CURRENCY = "currency"
    QUANTITY = "quantity"
    DESI = "desi"
    IMAGES = "images"


class OrderField(StrEnum):
    """One column of an order file: a row is one line of an order."""

    ORDER_NUMBER = "order_number"
    ORDERED_AT = "ordered_at"
    STATUS = "status"
    SKU = "sku"
    BARCODE = "barcode"
    TITLE = "title"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    LINE_TOTAL = "line_total"
    DISCOUNT = "discount"
    SHIPPING = "shipping"
    VAT_RATE = "vat_rate"
    CURRENCY = "currency"
    BUYER_NAME = "buyer_name"
    BUYER_EMAIL = "buyer_email"
    BUYER_PHONE = "buyer_phone"
    COMPANY = "company"
    ADDRESS = "address"
    DISTRICT = "district"
    CITY = "city"
    POSTAL_CODE = "postal_code"
    TAX_NUMBER = "tax_number"
    TAX_OFFICE = "tax_office"
    CARRIER = "carrier"
    TRACKING_NUMBER = "tracking_number"
    NOTE = "note"


class ShipmentField(StrEnum):
    """One column of the file of shipped orders."""

    ORDER_NUMBER = "order_number"
    STATUS = "status"
    CARRIER = "carrier"
    TRACKING_NUMBER = "tracking_number"
    SHIPPED_AT = "shipped_at"
    INVOICE_NUMBER = "invoice_number"


HEADINGS: dict[StrEnum, tuple[str, str]] = {
    ProductField.SKU: ("Stok Kodu", "SKU"),
    ProductField.BARCODE: ("Barkod", "Barcode"),
    ProductField.CODE: ("Model Kodu", "Model Code"),
    ProductField.NAME: ("Ürün Adı", "Product Name"),
    ProductField.VARIANT: ("Varyant", "Variant"),
    ProductField.BRAND: ("Marka", "Brand"),
    ProductField.CATEGORY: ("Kategori", "Category"),
    ProductField.DESCRIPTION: ("Açıklama", "Description"),
    ProductField.VAT_RATE: ("KDV Oranı", "VAT Rate"),
    ProductField.PRICE: ("Satış Fiyatı", "Sale Price"),
    ProductField.LIST_PRICE: ("Liste Fiyatı", "List Price"),
    ProductField.CURRENCY: ("Para Birimi", "Currency"),
    ProductField.QUANTITY: ("Stok Adedi", "Quantity"),
    ProductField.DESI: ("Desi", "Volumetric Weight"),
    ProductField.IMAGES: ("Görseller", "Images"),
}
"""Turkish and English; no platform served by files has published headings of its own to us."""
SHIPMENT_HEADINGS: dict[ShipmentField, tuple[str, str]] = {
    ShipmentField.ORDER_NUMBER: ("Sipariş No", "Order Number"),
    ShipmentField.STATUS: ("Durum", "Status"),
    ShipmentField.CARRIER: ("Kargo Firması", "Carrier"),
    ShipmentField.TRACKING_NUMBER: ("Takip No", "Tracking Number"),
    ShipmentField.SHIPPED_AT: ("Kargoya Veriliş", "Shipped At"),
    ShipmentField.INVOICE_NUMBER: ("Fatura No", "Invoice Number"),
}
USUAL_NEEDS = (
    ProductField.SKU,
    ProductField.NAME,
    ProductField.CATEGORY,
    ProductField.VAT_RATE,
    ProductField.PRICE,
    ProductField.QUANTITY,
)
_STATUSES = {status.value for status in PackageStatus} - {PackageStatus.UNPACKED.value}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(_Part):
    tr: str
    en: str


class FileProfile(_Part):
    """What a platform's manifest says of its files; what it leaves out is as usual."""

    says: Sentence
    """What works and what does not, in plain words, for the channel's screen."""
    headings: dict[ProductField, str] = {}
    """Headings the platform's own template has, where it is known."""
    needs: tuple[ProductField, ...] = USUAL_NEEDS
    """A product without one of these stays out of the file, and is listed with its cause."""
    statuses: dict[str, PackageStatus] = {}
    """Status words of this platform beside the usual ones."""
    closed: date | None = None
    """The platform's last day: its orders are history, which holds and moves no stock."""

    @model_validator(mode="after")
    def _has_a_key(self) -> "FileProfile":
        if not {ProductField.SKU, ProductField.BARCODE} & set(self.needs):
            raise ValueError("a product file needs the SKU or the barcode: orders come back by it")
        return self


class FileForm(_Part):
    """How this merchant's files are written; the form of the wizard."""

    columns: str = "tr"
    """`tr` or `en`: the language of the headings."""
    format: str = "xlsx"
    separator: str = "semicolon"
    encoding: str = "utf8"
    decimal: str = "comma"
    vat: str = "included"
    price: str = "sale"
    status_words: str = ""

    @property
    def delimiter(self) -> str:
        return {"semicolon": ";", "comma": ",", "tab": "\t"}[self.separator]

    @property
    def codec(self) -> str:
        """UTF-8 with its mark, without which a Turkish Excel reads it wrongly."""
        return {"utf8": "utf-8-sig", "windows1254": "cp1254"}[self.encoding]

    @property
    def has_vat(self) -> bool:
        return self.vat == "included"

    @property
    def language(self) -> int:
        """The place in a pair of headings."""
        return 1 if self.columns == "en" else 0

    def own_statuses(self) -> dict[str, PackageStatus]:
        """`Onaylandı=picking, Yolda=shipped`, as the merchant typed it."""
        pairs = (part.partition("=") for part in self.status_words.split(",") if part.strip())
        return {word.strip(): PackageStatus(status.strip()) for word, _, status in pairs}


def form_of(settings: Mapping[str, Any]) -> FileForm:
    """Settings of a connection; what is not among them is as usual."""
    return FileForm(**{name: str(settings[name]) for name in FileForm.model_fields if settings.get(name)})


def headings(profile: FileProfile, form: FileForm) -> list[str]:
    """Of a product file, in the order of its columns."""
    return [heading(profile, form, field) for field in ProductField]


def heading(profile: FileProfile, form: FileForm, field: ProductField) -> str:
    return profile.headings.get(field) or HEADINGS[field][form.language]


def shipment_headings(form: FileForm) -> list[str]:
    return [SHIPMENT_HEADINGS[field][form.language] for field in ShipmentField]


class Connector:
    """A file channel opened for work: nobody is called, and there are no credentials to be wrong."""

    def __init__(self, name: str) -> None:
        self._name = name

    def test_credentials(self) -> AccountRecord:
        return AccountRecord(self._name)

    test_credentials.__test__ = False  # type: ignore[attr-defined]

    def close(self) -> None:
        """Nothing is open."""


def _choice(name: str, label: tuple[str, str], *options: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "choice",
        "label": {"tr": label[0], "en": label[1]},
        "default": options[0][0],
        "choices": [{"value": value, "label": {"tr": tr, "en": en}} for value, tr, en in options],
    }


FORM: dict[str, Any] = {
    "kind": "none",
    "where": {
        "tr": "Bu kanalla dosya alınıp verilir; anahtar ya da parola istenmez",
        "en": "Files go to and fro with this channel; no key or password is asked for",
    },
    "fields": [
        _choice(
            "columns",
            ("Sütun başlıkları", "Column headings"),
            ("tr", "Türkçe", "Turkish"),
            ("en", "İngilizce", "English"),
        ),
        _choice(
            "format",
            ("Dosya türü", "Kind of file"),
            ("xlsx", "Excel (XLSX)", "Excel (XLSX)"),
            ("csv", "CSV", "CSV"),
        ),
        _choice(
            "separator",
            ("CSV ayırıcısı", "CSV separator"),
            ("semicolon", "Noktalı virgül ( ; )", "Semicolon ( ; )"),
            ("comma", "Virgül ( , )", "Comma ( , )"),
            ("tab", "Sekme", "Tab"),
        ),
        _choice(
            "encoding",
            ("CSV karakter kodlaması", "CSV encoding"),
            ("utf8", "UTF-8", "UTF-8"),
            ("windows1254", "Windows-1254 (Türkçe)", "Windows-1254 (Turkish)"),
        ),
        _choice(
            "decimal",
            ("CSV ondalık işareti", "CSV decimal mark"),
            ("comma", "Virgül: 1234,50", "Comma: 1234,50"),
            ("point", "Nokta: 1234.50", "Point: 1234.50"),
        ),
        _choice(
            "vat",
            ("Dosyalardaki fiyatlar", "Prices in the files"),
            ("included", "KDV dahil", "With VAT"),
            ("excluded", "KDV hariç", "Without VAT"),
        ),
        _choice(
            "price",
            ("Verilecek fiyat", "Price to give"),
            ("sale", "Satış fiyatı", "Sale price"),
            ("list", "Liste fiyatı (yoksa satış fiyatı)", "List price (sale price where there is none)"),
        ),
        {
            "name": "status_words",
            "kind": "text",
            "required": False,
            "label": {"tr": "Platformun durum sözcükleri", "en": "The platform's status words"},
            "help": {
                "tr": "Bilinenlerden başka bir söz varsa yazın. Örnek: Onaylandı=picking, Yolda=shipped",
                "en": "Words beside the usual ones. Example: Onaylandı=picking, Yolda=shipped",
            },
            "pattern": r"\s*[^=,]+=\s*(?:{0})\s*(?:,\s*[^=,]+=\s*(?:{0})\s*)*,?\s*".replace(
                "{0}", "|".join(sorted(_STATUSES))
            ),
        },
    ],
}
"""What the wizard asks for, the same for every platform."""
