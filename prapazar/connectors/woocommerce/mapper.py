"""Between WooCommerce's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import is_currency

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    iso_utc,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.woocommerce import errors
from prapazar.connectors.woocommerce.schemas import (
    PROVINCES,
    TRACKING_KEY,
    OrderUpdate,
    PriceUpdate,
    Raw,
    StockUpdate,
)
from prapazar.foundation.money import rounded

STATUSES = {
    "pending": PackageStatus.AWAITING_PAYMENT,
    "on-hold": PackageStatus.AWAITING_PAYMENT,
    "processing": PackageStatus.NEW,
    "completed": PackageStatus.SHIPPED,
    "cancelled": PackageStatus.CANCELLED,
    "failed": PackageStatus.CANCELLED,
    "trash": PackageStatus.CANCELLED,
}
"""`refunded` is not here: whether goods came back depends on whether they ever left."""
DRAFTS = {"checkout-draft", "auto-draft"}
"""A basket somebody is still filling; not an order yet."""
_CAUSES = {
    "out_of_stock": "stokta yok",
    "defective": "kusurlu",
    "wrong_price": "fiyat yanlış",
    "integration_error": "entegrasyon hatası",
    "bulk_purchase": "toplu alım",
    "force_majeure": "mücbir sebep",
}
"""Why something is not supplied, for the shop's staff."""
_SHARE = Decimal(100)
_NET_PRICE_PLACES = Decimal("0.0001")


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    orders = (raw for raw in raws if raw.get("status") not in DRAFTS)
    return [parked(package, raw, lambda r: text(r.get("id"))) for raw in orders]


def package(raw: Raw) -> PackageRecord:
    currency = text(required(raw, "currency"))
    if not is_currency(currency):
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    number = text(required(raw, "id"))
    billing = mapping(required(raw, "billing"), "billing")
    shipping = mapping(required(raw, "shipping"), "shipping")
    tracking = _tracking(raw)
    rates = _tax_rates(raw)
    refunded = _refunded(raw)
    lines = tuple(_line(line, rates, refunded) for line in rows(required(raw, "line_items"), "line_items"))
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=text(required(raw, "number")),
        status=_status(raw, lines),
        provider_status=text(required(raw, "status")),
        ordered_at=iso_utc(required(raw, "date_created_gmt"), "date_created_gmt"),
        modified_at=iso_utc(required(raw, "date_modified_gmt"), "date_modified_gmt"),
        currency=currency,
        total=amount(required(raw, "total"), "total"),
        discount=_sum(raw, "discount_total", "discount_tax"),
        shipping=_sum(raw, "shipping_total", "shipping_tax"),
        lines=lines,
        buyer_name=_full_name(billing) or _full_name(shipping),
        buyer_email=text(optional(billing, "email")) or None,
        buyer_phone=text(optional(billing, "phone")) or text(optional(shipping, "phone")) or None,
        shipping_address=_address(shipping if _is_filled(shipping) else billing),
        billing_address=_address(billing),
        carrier=text(optional(tracking, "custom_tracking_provider", "tracking_provider")) or None,
        tracking_number=text(optional(tracking, "tracking_number")) or None,
        tracking_url=text(optional(tracking, "custom_tracking_link")) or None,
        note=text(optional(raw, "customer_note")),
        buyer_external_id=_buyer(raw),
    )


def _buyer(raw: Raw) -> str | None:
    """Who buys without an account is number 0."""
    number = text(optional(raw, "customer_id"))
    return None if number in ("", "0") else number


def has_partial_refunds(raw: Raw) -> bool:
    """Refunded in part; what is refunded whole says so by its status."""
    return bool(optional(raw, "refunds")) and raw.get("status") != "refunded"


def _refunded(raw: Raw) -> dict[str, int]:
    """Units by line taken back before the order left; what is refunded later left, and comes back as a return."""
    left = optional(raw, "date_completed_gmt")
    left_at = iso_utc(left, "date_completed_gmt") if left else None
    units: dict[str, int] = {}
    for refund in rows(optional(raw, "refunds") or [], "refunds"):
        lines = rows(optional(refund, "line_items") or [], "line_items")
        if left_at and lines and iso_utc(required(refund, "date_created_gmt"), "date_created_gmt") >= left_at:
            continue
        for line in lines:
            taken = abs(whole(optional(line, "quantity") or 0, "quantity"))  # refunds count below zero
            if taken:
                number = _refunded_line(line)
                units[number] = units.get(number, 0) + taken
    return units


def _refunded_line(line: Raw) -> str:
    for meta in rows(optional(line, "meta_data") or [], "meta_data"):
        if meta.get("key") == "_refunded_item_id":
            return text(required(meta, "value"))
    raise UnexpectedAnswer("a refunded line of no order line", raw=line, code="connector.missing_field")


def _status(raw: Raw, lines: Sequence[LineRecord]) -> PackageStatus:
    """An order of which every unit was refunded has nothing left to send, whatever its shipping cost."""
    status = text(required(raw, "status"))
    open_before = STATUSES.get(status) in {PackageStatus.AWAITING_PAYMENT, PackageStatus.NEW}
    if lines and open_before and all(line.cancelled_quantity == line.quantity for line in lines):
        return PackageStatus.CANCELLED
    if status == "refunded":
        return PackageStatus.RETURNED if optional(raw, "date_completed_gmt") else PackageStatus.CANCELLED
    return STATUSES.get(status) or explained(status, raw)  # plugins add their own


def _line(raw: Raw, rates: Mapping[str, Decimal], refunded: Mapping[str, int]) -> LineRecord:
    """The shop keeps amounts without tax and the tax beside them, however its prices are entered."""
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    taken = refunded.get(text(required(raw, "id")), 0)
    if taken > quantity:
        raise UnexpectedAnswer(f"{taken} of {quantity} refunded", raw=raw, code="connector.odd_value")
    total = rounded(_sum(raw, "total", "total_tax"))
    before = rounded(_sum(raw, "subtotal", "subtotal_tax"))
    listing = optional(raw, "variation_id") or optional(raw, "product_id")
    return LineRecord(
        external_id=text(required(raw, "id")),
        listing_external_id=text(listing) if listing else None,  # 0 once the product was deleted
        sku=text(optional(raw, "sku")) or None,
        barcode=None,
        title=text(required(raw, "name")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=before - total,
        vat_rate=_vat_rate(raw, rates),
        cancelled_quantity=taken,
    )


def _tax_rates(raw: Raw) -> dict[str, Decimal]:
    lines = rows(optional(raw, "tax_lines") or [], "tax_lines")
    if len(lines) > 1 and any(line.get("compound") for line in lines):
        raise UnexpectedAnswer("taxes on taxes", raw=raw, code="connector.unknown_tax")
    return {
        text(line.get("rate_id")): amount(required(line, "rate_percent"), "rate_percent") for line in lines
    }


def _vat_rate(raw: Raw, rates: Mapping[str, Decimal]) -> Decimal | None:
    """None where the shop reckons no tax at all."""
    taxes = [
        text(tax.get("id")) for tax in rows(optional(raw, "taxes") or [], "taxes") if optional(tax, "total")
    ]
    unknown = [tax for tax in taxes if tax not in rates]
    if unknown or (not taxes and amount(optional(raw, "total_tax") or 0, "total_tax") != 0):
        raise UnexpectedAnswer(f"tax {unknown}", raw=raw, code="connector.unknown_tax")
    return sum((rates[tax] for tax in taxes), Decimal(0)) if taxes else None


def _tracking(raw: Raw) -> Raw:
    for meta in rows(optional(raw, "meta_data") or [], "meta_data"):
        value = meta.get("value")
        if meta.get("key") == TRACKING_KEY and isinstance(value, list) and value:
            return value[-1] if isinstance(value[-1], dict) else {}
    return {}


def _address(raw: Raw) -> Address:
    """In Turkey the state is the province and the city field the district."""
    country = text(optional(raw, "country")) or "TR"
    state, city = text(optional(raw, "state")), text(optional(raw, "city"))
    province = PROVINCES.get(state) if country == "TR" else None
    lines = (text(optional(raw, "address_1")), text(optional(raw, "address_2")))
    return Address(
        name=_full_name(raw),
        company=text(optional(raw, "company")),
        line=" ".join(line for line in lines if line),
        district=city if province else "",
        city=province or city or state,
        postal_code=text(optional(raw, "postcode")),
        country=country,
        phone=text(optional(raw, "phone")) or None,
    )


def _is_filled(address: Raw) -> bool:
    return bool(text(optional(address, "address_1")) or text(optional(address, "city")))


def _full_name(raw: Raw) -> str:
    return f"{text(optional(raw, 'first_name'))} {text(optional(raw, 'last_name'))}".strip()


def _sum(raw: Raw, first: str, *others: str) -> Decimal:
    parts = (amount(optional(raw, name) or 0, name) for name in others)
    return sum(parts, amount(required(raw, first), first))


def stock_update(offer: StockOffer) -> StockUpdate:
    """The shop ignores a quantity unless it is told to count."""
    return {"id": int(offer.external_id), "manage_stock": True, "stock_quantity": offer.quantity}


def price_update(offer: PriceOffer, *, with_tax: bool) -> PriceUpdate:
    """Raises Rejected where the shop wants prices without VAT and the rate is not known."""
    regular, sale = plain_prices(
        offer.price, offer.list_price, offer.vat_rate, with_tax=with_tax, name=offer.external_id
    )
    return {"id": int(offer.external_id), "regular_price": regular, "sale_price": sale}


def plain_prices(
    price: Decimal, list_price: Decimal | None, vat_rate: Decimal | None, *, with_tax: bool, name: str
) -> tuple[str, str]:
    """The regular and the sale price, which is empty where there is none."""
    regular = max(list_price or price, price)
    sale = price if price < regular else None
    if not with_tax:
        if vat_rate is None:
            raise Rejected(name, code="woocommerce.vat_rate_needed", field="vat_rate")
        factor = 1 + vat_rate / _SHARE
        regular = (regular / factor).quantize(_NET_PRICE_PLACES)
        sale = None if sale is None else (sale / factor).quantize(_NET_PRICE_PLACES)
    return str(regular), "" if sale is None else str(sale)


def item_results(sent: Sequence[StockUpdate | PriceUpdate], answered: Sequence[Raw]) -> list[ItemResult]:
    """Answers stand in the order of the request; one that does not show what was sent is no success."""
    if len(sent) != len(answered):
        raise UnexpectedAnswer(f"{len(answered)} answers to {len(sent)} items", raw=list(answered))
    return [_item_result(update, answer) for update, answer in zip(sent, answered, strict=True)]


def _item_result(update: StockUpdate | PriceUpdate, answer: Raw) -> ItemResult:
    number = str(update["id"])
    failed = optional(answer, "error")
    if failed is not None:
        theirs = text(failed.get("code"))
        known = errors.item_code(theirs)
        code = known[0] if known else "woocommerce.item_refused"
        return ItemResult(number, ItemState.REJECTED, code, f"{theirs}: {text(failed.get('message'))}")
    odd = [name for name, value in update.items() if not _is_same(value, answer.get(name))]
    if odd:
        shown = ", ".join(f"{name} {answer.get(name)!r}" for name in odd)
        return ItemResult(number, ItemState.REJECTED, "woocommerce.not_taken", shown)
    return ItemResult(number, ItemState.ACCEPTED)


def _is_same(sent: object, shown: object) -> bool:
    if isinstance(sent, str) and sent and isinstance(shown, str) and shown:
        return amount(sent, "price") == amount(shown, "price")
    return sent == shown


def shipped(order: Raw, carrier: str | None, tracking_number: str | None, now: datetime) -> OrderUpdate:
    if not tracking_number:
        return {"status": "completed"}
    item = {
        "custom_tracking_provider": carrier or "",
        "tracking_number": tracking_number,
        "date_shipped": str(int(now.timestamp())),
        "tracking_id": tracking_number,
    }
    others = [kept for kept in _tracked(order) if kept.get("tracking_number") != tracking_number]
    return {"status": "completed", "meta_data": [{"key": TRACKING_KEY, "value": [*others, item]}]}


def _tracked(order: Raw) -> list[dict[str, Any]]:
    metas = rows(optional(order, "meta_data") or [], "meta_data")
    kept = next((meta.get("value") for meta in metas if meta.get("key") == TRACKING_KEY), None)
    return [item for item in kept if isinstance(item, dict)] if isinstance(kept, list) else []


def is_shipped_with(order: Raw, tracking_number: str | None) -> bool:
    known = {item.get("tracking_number") for item in _tracked(order)}
    return order.get("status") == "completed" and (not tracking_number or tracking_number in known)


def shipped_note(carrier: str | None, tracking_number: str) -> str:
    """Read by the buyer, in the language of the shops we serve."""
    by = f"{carrier} ile " if carrier else ""
    return f"Siparişiniz {by}kargoya verildi. Takip numarası: {tracking_number}"


def is_whole_order(order: Raw, line_quantities: Mapping[str, int]) -> bool:
    """Every unit that was not refunded before."""
    ordered = {
        text(required(line, "id")): whole(required(line, "quantity"), "quantity")
        for line in rows(required(order, "line_items"), "line_items")
    }
    refunded = _refunded(order)
    return all(
        line_quantities.get(line, 0) >= quantity - refunded.get(line, 0) for line, quantity in ordered.items()
    )


def unsupplied_note(order: Raw, line_quantities: Mapping[str, int], reason: str) -> str:
    """Read by the shop's staff."""
    names = {text(line.get("id")): text(line.get("name")) for line in rows(order["line_items"], "line_items")}
    lines = ", ".join(f"{quantity} x {names.get(line, line)}" for line, quantity in line_quantities.items())
    if reason not in _CAUSES:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    return f"PraPazar: {lines} ({_CAUSES[reason]})"


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw)),
}
"""How a recorded answer is replayed, by operation."""
