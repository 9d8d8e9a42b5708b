"""Rows of an order file: which column is which, and each cell read or refused with its cause; nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.files import FileForm, FileProfile, OrderField
from prapazar.connector_kit.records import PackageStatus
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.search import fold, words
from prapazar.foundation.sheets.reading import FORMULA

_LONGEST = {
    OrderField.ORDER_NUMBER: 100,
    OrderField.SKU: 100,
    OrderField.BARCODE: 100,
    OrderField.NOTE: 2_000,
}
_LONG = 500
_MOST_UNITS = 100_000
_MOST_MONEY = Decimal(1_000_000_000)
_FIRST_YEAR = 2000
_GROUP = 3
"""Digits between two marks for thousands."""

HEADINGS: dict[OrderField, tuple[str, str]] = {
    OrderField.ORDER_NUMBER: ("Sipariş No", "Order Number"),
    OrderField.ORDERED_AT: ("Sipariş Tarihi", "Order Date"),
    OrderField.STATUS: ("Durum", "Status"),
    OrderField.SKU: ("Stok Kodu", "SKU"),
    OrderField.BARCODE: ("Barkod", "Barcode"),
    OrderField.TITLE: ("Ürün Adı", "Product Name"),
    OrderField.QUANTITY: ("Adet", "Quantity"),
    OrderField.UNIT_PRICE: ("Birim Fiyat", "Unit Price"),
    OrderField.LINE_TOTAL: ("Satır Tutarı", "Line Total"),
    OrderField.DISCOUNT: ("İndirim", "Discount"),
    OrderField.SHIPPING: ("Kargo Ücreti", "Shipping Fee"),
    OrderField.VAT_RATE: ("KDV Oranı", "VAT Rate"),
    OrderField.CURRENCY: ("Para Birimi", "Currency"),
    OrderField.BUYER_NAME: ("Alıcı", "Buyer"),
    OrderField.BUYER_EMAIL: ("E-posta", "Email"),
    OrderField.BUYER_PHONE: ("Telefon", "Phone"),
    OrderField.COMPANY: ("Firma", "Company"),
    OrderField.ADDRESS: ("Adres", "Address"),
    OrderField.DISTRICT: ("İlçe", "District"),
    OrderField.CITY: ("İl", "City"),
    OrderField.POSTAL_CODE: ("Posta Kodu", "Postal Code"),
    OrderField.TAX_NUMBER: ("Vergi No", "Tax Number"),
    OrderField.TAX_OFFICE: ("Vergi Dairesi", "Tax Office"),
    OrderField.CARRIER: ("Kargo Firması", "Carrier"),
    OrderField.TRACKING_NUMBER: ("Takip No", "Tracking Number"),
    OrderField.NOTE: ("Not", "Note"),
}
_ALIASES: dict[OrderField, tuple[str, ...]] = {
    OrderField.ORDER_NUMBER: (
        "siparis numarasi",
        "siparis kodu",
        "siparis id",
        "order no",
        "order id",
        "satis kodu",
        "siparis",
    ),
    OrderField.ORDERED_AT: ("tarih", "siparis zamani", "satis tarihi", "order date", "date", "created at"),
    OrderField.STATUS: ("siparis durumu", "statu", "siparis statusu", "order status", "kargo durumu"),
    OrderField.SKU: ("satici stok kodu", "merchant sku", "urun kodu", "stok no", "model kodu"),
    OrderField.BARCODE: ("urun barkodu", "barkod no", "gtin", "ean"),
    OrderField.TITLE: ("urun", "urun ismi", "urun basligi", "title", "product"),
    OrderField.QUANTITY: ("miktar", "siparis adedi", "qty", "urun adedi"),
    OrderField.UNIT_PRICE: ("fiyat", "birim satis fiyati", "satis fiyati", "urun fiyati", "price"),
    OrderField.LINE_TOTAL: (
        "tutar",
        "toplam",
        "satir toplami",
        "satis tutari",
        "toplam tutar",
        "total",
        "amount",
    ),
    OrderField.DISCOUNT: ("indirim tutari", "kampanya indirimi"),
    OrderField.SHIPPING: ("kargo bedeli", "kargo tutari", "shipping"),
    OrderField.VAT_RATE: ("kdv", "kdv yuzdesi", "vat"),
    OrderField.CURRENCY: ("doviz", "doviz cinsi"),
    OrderField.BUYER_NAME: (
        "alici adi",
        "alici ad soyad",
        "musteri",
        "musteri adi",
        "ad soyad",
        "adi soyadi",
        "customer",
    ),
    OrderField.BUYER_EMAIL: ("eposta", "mail", "e mail", "musteri e posta"),
    OrderField.BUYER_PHONE: ("tel", "cep telefonu", "alici telefon", "gsm", "telefon no"),
    OrderField.COMPANY: ("sirket", "firma unvani", "unvan"),
    OrderField.ADDRESS: ("teslimat adresi", "alici adresi", "kargo adresi", "shipping address"),
    OrderField.DISTRICT: ("teslimat ilce", "ilce adi"),
    OrderField.CITY: ("sehir", "teslimat il", "il adi"),
    OrderField.POSTAL_CODE: ("zip", "posta kod"),
    OrderField.TAX_NUMBER: ("vkn", "tckn", "vergi numarasi", "vergi kimlik no", "tc kimlik no"),
    OrderField.TAX_OFFICE: (),
    OrderField.CARRIER: ("kargo", "kargo sirketi", "tasiyici"),
    OrderField.TRACKING_NUMBER: (
        "kargo takip no",
        "kargo kodu",
        "kargo takip numarasi",
        "takip numarasi",
        "tracking",
    ),
    OrderField.NOTE: ("siparis notu", "aciklama", "musteri notu"),
}
_USUAL_STATUSES = {
    PackageStatus.AWAITING_PAYMENT: ("odeme bekliyor", "odeme bekleniyor", "awaiting payment"),
    PackageStatus.NEW: ("yeni", "yeni siparis", "onay bekliyor", "beklemede", "new"),
    PackageStatus.PICKING: (
        "hazirlaniyor",
        "onaylandi",
        "isleme alindi",
        "picking",
        "processing",
        "accepted",
    ),
    PackageStatus.PACKED: ("paketlendi", "kargoya hazir", "faturalandi", "packed"),
    PackageStatus.SHIPPED: ("kargoda", "kargoya verildi", "gonderildi", "yolda", "shipped"),
    PackageStatus.DELIVERED: ("teslim edildi", "tamamlandi", "delivered", "completed"),
    PackageStatus.UNDELIVERED: ("teslim edilemedi", "undelivered"),
    PackageStatus.RETURNED: ("iade", "iade edildi", "returned"),
    PackageStatus.CANCELLED: ("iptal", "iptal edildi", "cancelled", "canceled"),
}
_CURRENCIES = {"try": "TRY", "tl": "TRY", "turk lirasi": "TRY", "usd": "USD", "eur": "EUR", "gbp": "GBP"}
_TIMES = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
)
"""The day stands first, as people in Türkiye write it; ISO times are read besides."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be taken: `row` as the spreadsheet program counts it, `column` its heading."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of which every cell could be read; a blank one is not among `values`."""

    row: int
    values: dict[OrderField, Any]

    @property
    def number(self) -> str:
        return str(self.values[OrderField.ORDER_NUMBER])


class _Odd(ValueError):
    """A cell that cannot be taken; its only argument is the code."""


def guess(found: Sequence[str]) -> dict[str, str]:
    """Field by heading, for the headings we know; the first of two columns for one field is taken."""
    mapping: dict[str, str] = {}
    for shown in found:
        field = _BY_KEY.get(_key(shown))
        if field and field.value not in mapping.values():
            mapping.setdefault(shown, field.value)
    return mapping


def missing_columns(mapping: Mapping[str, str]) -> list[OrderField]:
    """What no order file can do without; of SKU and barcode, and of price and total, one is enough."""
    chosen = set(mapping.values())
    needed = [
        (OrderField.ORDER_NUMBER,),
        (OrderField.ORDERED_AT,),
        (OrderField.SKU, OrderField.BARCODE),
        (OrderField.QUANTITY,),
        (OrderField.UNIT_PRICE, OrderField.LINE_TOTAL),
    ]
    return [some[0] for some in needed if not chosen & set(some)]


class RowReader:
    """Reads rows of one file."""

    def __init__(
        self,
        headings: Sequence[str],
        mapping: Mapping[str, str],
        profile: FileProfile,
        form: FileForm,
        *,
        is_csv: bool,
    ) -> None:
        """An unknown field raises ValueError. The decimal mark of the form is the CSV files'."""
        self._columns: dict[OrderField, tuple[int, str]] = {}
        for place, shown in enumerate(headings):
            if mapping.get(shown):
                self._columns.setdefault(OrderField(mapping[shown]), (place, shown))
        self._has_point = is_csv and form.decimal == "point"
        told = {**profile.statuses, **form.own_statuses()}
        self._statuses = _STATUS_BY_KEY | {_key(word): status for word, status in told.items()}
        self._latest = now() + timedelta(days=1)
        self._readers: dict[OrderField, Callable[[str], Any]] = {
            OrderField.ORDERED_AT: self._moment,
            OrderField.STATUS: self._status,
            OrderField.QUANTITY: self._units,
            OrderField.UNIT_PRICE: self._money,
            OrderField.LINE_TOTAL: self._money,
            OrderField.DISCOUNT: self._money,
            OrderField.SHIPPING: self._money,
            OrderField.VAT_RATE: self._vat,
            OrderField.CURRENCY: _currency,
            OrderField.ORDER_NUMBER: _code,
            OrderField.SKU: _code,
            OrderField.BARCODE: _code,
        }

    def has(self, field: OrderField) -> bool:
        return field in self._columns

    def heading(self, field: OrderField) -> str:
        return self._columns[field][1] if field in self._columns else ""

    def number(self, cells: Sequence[str]) -> str:
        """Of a row that may be wrong otherwise; empty where it cannot be read."""
        place, _ = self._columns[OrderField.ORDER_NUMBER]
        try:
            return self._cell(OrderField.ORDER_NUMBER, cells[place].strip()) if cells[place].strip() else ""
        except _Odd:
            return ""

    def read(self, row: int, cells: Sequence[str]) -> OrderRow | list[Fault]:
        values: dict[OrderField, Any] = {}
        faults = []
        for field, (place, shown) in self._columns.items():
            cell = cells[place].strip()
            if not cell:
                continue
            try:
                values[field] = self._cell(field, cell)
            except _Odd as odd:
                faults.append(Fault(row, shown, str(odd), "" if cell == FORMULA else _shown(cell)))
        faults += self._absent(row, values, {fault.column for fault in faults})
        return faults or OrderRow(row, values)

    def _absent(self, row: int, values: Mapping[OrderField, Any], told: set[str]) -> list[Fault]:
        """What the row needs and does not have, where its column was not refused already."""
        needed = [
            (OrderField.ORDER_NUMBER,),
            (OrderField.ORDERED_AT,),
            (OrderField.SKU, OrderField.BARCODE),
            (OrderField.QUANTITY,),
            (OrderField.UNIT_PRICE, OrderField.LINE_TOTAL),
            *([(OrderField.STATUS,)] if self.has(OrderField.STATUS) else []),
        ]
        return [
            Fault(row, next((self.heading(one) for one in some if self.has(one)), ""), "missing")
            for some in needed
            if not any(one in values or (self.has(one) and self.heading(one) in told) for one in some)
        ]

    def _cell(self, field: OrderField, cell: str) -> Any:  # noqa: ANN401 - one type per field
        if cell == FORMULA:
            raise _Odd("formula")
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in cell):
            raise _Odd("bad_signs")
        if len(cell) > _LONGEST.get(field, _LONG):
            raise _Odd("too_long")
        reader = self._readers.get(field)
        return reader(cell) if reader else " ".join(cell.split())

    def _status(self, cell: str) -> tuple[PackageStatus, str]:
        """With the platform's own word, which is kept."""
        status = self._statuses.get(_key(cell))
        if status is None:
            raise _Odd("status_unknown")
        return status, cell

    def _number(self, cell: str) -> Decimal:
        """Where files have a decimal point, `1,234` is thousands and `1.234` is not."""
        plain = cell
        if self._has_point:
            whole, _, after = plain.rpartition(",")
            if whole and "." not in plain and len(after) == _GROUP:
                plain = plain.replace(",", "")
            elif plain.count(".") == 1 and "," not in plain:
                plain = plain.replace(".", ",")
        try:
            return parse_amount(plain)
        except ValueError:
            raise _Odd("not_a_number") from None

    def _money(self, cell: str) -> Decimal:
        amount = self._number(cell)
        if amount < 0:
            raise _Odd("not_positive")
        if amount > _MOST_MONEY:
            raise _Odd("too_large")
        return rounded(amount)

    def _units(self, cell: str) -> int:
        units = self._number(cell)
        if units != units.to_integral_value():
            raise _Odd("not_whole")
        if units <= 0:
            raise _Odd("not_positive")
        if units > _MOST_UNITS:
            raise _Odd("too_large")
        return int(units)

    def _vat(self, cell: str) -> Decimal:
        """`20`, `%20` and `20 %`; a fraction such as `0,2` may mean 20 or 0.2, so it is refused."""
        rate = self._number(cell.replace("%", ""))
        if rate != rate.to_integral_value() and rate < 1:
            raise _Odd("vat_fraction")
        if not 0 <= rate <= 100:  # noqa: PLR2004 - percent
            raise _Odd("vat_invalid")
        return rounded(rate)

    def _moment(self, cell: str) -> datetime:
        found = _iso(cell) if _ISO.fullmatch(cell) else _turkish(cell)
        if found is None:
            raise _Odd("not_a_date")
        if found.tzinfo is None:
            found = found.replace(tzinfo=ISTANBUL)
        if found.year < _FIRST_YEAR or found > self._latest:
            raise _Odd("date_odd")
        return found


def _iso(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return None


def _turkish(cell: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(" ".join(cell.split()), form)  # noqa: DTZ007 - its zone is put to it by the caller
        except ValueError:
            continue
    return None


def _currency(cell: str) -> str:
    known = _CURRENCIES.get("try" if cell == "₺" else _key(cell))
    if known is None:
        raise _Odd("currency_unknown")
    return known


def _code(cell: str) -> str:
    if re.fullmatch(r"\d+(?:[.,]\d+)?[eE]\+?\d+", cell):
        raise _Odd("digits_lost")
    return " ".join(cell.split())


def _shown(cell: str) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in cell)


def _key(shown: str) -> str:
    return " ".join(words(fold(shown)))


_BY_KEY = {_key(name): field for field, names in HEADINGS.items() for name in names} | {
    alias: field for field, aliases in _ALIASES.items() for alias in aliases
}
_STATUS_BY_KEY = {
    **{_key(status.value): status for status in PackageStatus if status is not PackageStatus.UNPACKED},
    **{word: status for status, told in _USUAL_STATUSES.items() for word in told},
}
