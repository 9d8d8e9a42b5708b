"""Between OpenCart's rows and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from babel.numbers import is_currency

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.opencart import content
from prapazar.connectors.opencart.errors import NOT_FOUND
from prapazar.connectors.opencart.schemas import Raw, StockItem
from prapazar.foundation.money import rounded

Statuses = Mapping[str, PackageStatus]
FRESH_SHOP: dict[PackageStatus, tuple[str, ...]] = {
    PackageStatus.AWAITING_PAYMENT: (),
    PackageStatus.NEW: ("1", "2", "15"),
    PackageStatus.SHIPPED: ("3",),
    PackageStatus.DELIVERED: ("5",),
    PackageStatus.CANCELLED: ("7", "8", "10", "14", "16"),
    PackageStatus.RETURNED: (),
}
"""Statuses of a fresh shop; 9, 11, 12 and 13 say nothing about the goods and wait for the merchant's word."""
_SETTINGS = {
    PackageStatus.AWAITING_PAYMENT: "status_waiting",
    PackageStatus.NEW: "status_new",
    PackageStatus.SHIPPED: "status_shipped",
    PackageStatus.DELIVERED: "status_delivered",
    PackageStatus.CANCELLED: "status_cancelled",
    PackageStatus.RETURNED: "status_returned",
}
_CAUSES = {
    "out_of_stock": "stokta yok",
    "defective": "kusurlu",
    "wrong_price": "fiyat yanlış",
    "integration_error": "entegrasyon hatası",
    "bulk_purchase": "toplu alım",
    "force_majeure": "mücbir sebep",
}
_PLAIN = str.maketrans({"&": "+", "<": " ", ">": " ", '"': "'"})
"""The shop escapes these before it checks the signature; without them both readings of it are the same."""
_RESULTS = {"not_found": NOT_FOUND, "special": "opencart.special_on"}
_SHARE = Decimal(100)
_EXACT = Decimal("0.0001")


def chosen_statuses(settings: Mapping[str, Any]) -> dict[PackageStatus, tuple[str, ...]]:
    """What the merchant wrote by number; where nothing stands, a fresh shop's, less what is written elsewhere."""
    written = {status: _numbers(settings.get(name)) for status, name in _SETTINGS.items()}
    taken = {number for numbers in written.values() for number in numbers}
    return {
        status: numbers or tuple(one for one in FRESH_SHOP[status] if one not in taken)
        for status, numbers in written.items()
    }


def by_number(chosen: Mapping[PackageStatus, Sequence[str]]) -> dict[str, PackageStatus]:
    return {number: status for status, numbers in chosen.items() for number in numbers}


def _numbers(value: object) -> tuple[str, ...]:
    return tuple(one.strip() for one in text(value).split(",") if one.strip())


def packages(raws: Iterable[Raw], statuses: Statuses) -> list[Parsed[PackageRecord]]:
    return [parked(lambda r: package(r, statuses), raw, lambda r: text(r.get("order_id"))) for raw in raws]


def package(raw: Raw, statuses: Statuses) -> PackageRecord:
    currency = text(required(raw, "currency_code"))
    if not is_currency(currency):
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    told = text(required(raw, "order_status_id"))
    standing = statuses.get(told) or explained(told, raw)
    number = text(required(raw, "order_id"))
    value = amount(required(raw, "currency_value"), "currency_value")
    is_cancelled = standing is PackageStatus.CANCELLED
    lines = tuple(
        _line(one, value, is_cancelled=is_cancelled) for one in rows(required(raw, "products"), "products")
    )
    total = rounded(amount(required(raw, "total"), "total") * value)
    shipping, discount = _beside(raw, value, total, lines)
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=standing,
        provider_status=told,
        ordered_at=_moment(raw, "added_at"),
        modified_at=_moment(raw, "modified_at"),
        currency=currency,
        total=total,
        discount=discount,
        shipping=shipping,
        lines=lines,
        buyer_name=_name(raw, ""),
        buyer_email=text(optional(raw, "email")) or None,
        buyer_phone=text(optional(raw, "telephone")) or None,
        shipping_address=_address(raw, "shipping_" if _is_filled(raw) else "payment_"),
        billing_address=_address(raw, "payment_"),
        note=_plain(raw, "comment"),
    )


def _line(raw: Raw, value: Decimal, *, is_cancelled: bool) -> LineRecord:
    """`price` and `tax` are for one unit, `total` for all; all without tax but `tax` itself."""
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    price, tax = amount(required(raw, "price"), "price"), amount(required(raw, "tax"), "tax")
    total = amount(required(raw, "total"), "total") + tax * quantity
    return LineRecord(
        external_id=text(required(raw, "order_product_id")),
        listing_external_id=content.sold_listing(raw),
        sku=_plain(raw, "sku") or None,
        barcode=None,
        title=_title(raw),
        quantity=quantity,
        unit_price=rounded((price + tax) * value),
        total=rounded(total * value),
        vat_rate=_vat_rate(price, tax),
        cancelled_quantity=quantity if is_cancelled else 0,
    )


def _title(raw: Raw) -> str:
    options = [_plain(one, "value") for one in rows(optional(raw, "options") or [], "options")]
    name = unescape(text(required(raw, "name")))
    return f"{name}, {' / '.join(options)}" if options else name


def _vat_rate(price: Decimal, tax: Decimal) -> Decimal | None:
    """An order tells the tax of a unit, not its rate: only a whole rate that gives this very tax is one."""
    if price <= 0 or tax <= 0:
        return None
    rate = (tax * _SHARE / price).quantize(Decimal(1))
    return rate if abs(price * rate / _SHARE - tax) <= _EXACT else None


def _beside(raw: Raw, value: Decimal, total: Decimal, lines: Sequence[LineRecord]) -> tuple[Decimal, Decimal]:
    """Shipping and discount, with tax: what the order costs beside its lines.

    Tax is told for the whole order, so that a coupon's or the shipping's own share of it shows in the sum alone.
    """
    goods = sum((line.total for line in lines), Decimal(0))
    totals = rows(required(raw, "totals"), "totals")
    values = [(text(one.get("code")), amount(required(one, "value"), "value") * value) for one in totals]
    if all(one >= 0 for _, one in values):
        shipping, discount = total - goods, Decimal(0)
    else:
        shipping = rounded(sum((one for code, one in values if code == "shipping"), Decimal(0)))
        discount = goods + shipping - total
    if shipping < 0 or discount < 0:
        raise UnexpectedAnswer(f"lines {goods} of {total}", raw=raw, code="connector.odd_value")
    return shipping, discount


def _moment(raw: Raw, name: str) -> datetime:
    """Seconds since 1970: the bridge turns the shop's own clock into them."""
    seconds = whole(required(raw, name), name)
    if seconds <= 0:
        raise UnexpectedAnswer(f"{name} is {seconds}", raw=raw, code="connector.odd_value")
    return datetime.fromtimestamp(seconds, UTC)


def _is_filled(raw: Raw) -> bool:
    return bool(text(optional(raw, "shipping_address_1")) or text(optional(raw, "shipping_city")))


def _address(raw: Raw, prefix: str) -> Address:
    """In Turkey the zone is the province and the city field the district."""
    country = _plain(raw, f"{prefix}iso_code_2")
    zone, city = _plain(raw, f"{prefix}zone"), _plain(raw, f"{prefix}city")
    has_province = country == "TR" and bool(zone)
    lines = (_plain(raw, f"{prefix}address_1"), _plain(raw, f"{prefix}address_2"))
    return Address(
        name=_name(raw, prefix),
        company=_plain(raw, f"{prefix}company"),
        line=" ".join(line for line in lines if line),
        district=city if has_province else "",
        city=zone if has_province else city or zone,
        postal_code=_plain(raw, f"{prefix}postcode"),
        country=country,
        phone=text(optional(raw, "telephone")) or None,
    )


def _name(raw: Raw, prefix: str) -> str:
    return f"{_plain(raw, f'{prefix}firstname')} {_plain(raw, f'{prefix}lastname')}".strip()


def _plain(raw: Raw, name: str) -> str:
    """Texts stand escaped in the shop's tables."""
    return unescape(text(optional(raw, name)))


def stock_item(offer: StockOffer) -> StockItem:
    product, _, option = offer.external_id.partition(":")
    if option:
        return {"product_id": product, "product_option_value_id": option, "quantity": offer.quantity}
    return {"product_id": product, "quantity": offer.quantity}


def item_results(asked: Sequence[str], answered: Sequence[Raw]) -> list[ItemResult]:
    """In the order they were asked; an answer about something else is none."""
    return [_item_result(name, raw) for name, raw in zip(asked, answered, strict=True)]


def _item_result(name: str, raw: Raw) -> ItemResult:
    option = text(optional(raw, "product_option_value_id"))
    told = text(required(raw, "product_id")) + (f":{option}" if option else "")
    if told != name:
        raise UnexpectedAnswer(f"{told} instead of {name}", raw=raw)
    result = text(required(raw, "result"))
    if result == "ok":
        return ItemResult(name, ItemState.ACCEPTED)
    return ItemResult(name, ItemState.REJECTED, _RESULTS.get(result, "opencart.item_refused"), result)


def shipped_note(carrier: str | None, tracking_number: str | None) -> str:
    """Read by the buyer, in the language of the shops we serve; OpenCart has no field for the number."""
    if not tracking_number:
        return ""
    by = f"{carrier} ile " if carrier else ""
    return f"Siparişiniz {by}kargoya verildi. Takip numarası: {tracking_number}".translate(_PLAIN).strip()


def unsupplied_note(package: PackageRecord, line_quantities: Mapping[str, int], reason: str) -> str:
    """Read by the shop's staff."""
    if reason not in _CAUSES:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    names = {line.external_id: line.title for line in package.lines}
    lines = ", ".join(f"{quantity} x {names.get(line, line)}" for line, quantity in line_quantities.items())
    return f"PraPazar: {lines} ({_CAUSES[reason]})".translate(_PLAIN).strip()


def is_whole_order(package: PackageRecord, line_quantities: Mapping[str, int]) -> bool:
    return all(line_quantities.get(line.external_id, 0) >= line.quantity for line in package.lines)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw, "data"), by_number(FRESH_SHOP)),
    "products": lambda raw: [one for row in recorded_rows(raw, "data") for one in content.listings(row)],
}
"""How a recorded answer is replayed, by operation; statuses as in a fresh shop."""
