"""Between Magento's orders and offers and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    LineRecord,
    PackageRecord,
    PackageStatus,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.magento.schemas import (
    Raw,
    ShipmentItem,
    Track,
)
from prapazar.foundation.money import rounded

STATES = {
    "new": PackageStatus.NEW,
    "processing": PackageStatus.NEW,
    "pending_payment": PackageStatus.AWAITING_PAYMENT,
    "payment_review": PackageStatus.AWAITING_PAYMENT,
    "holded": PackageStatus.AWAITING_PAYMENT,
    "complete": PackageStatus.SHIPPED,
    "closed": PackageStatus.RETURNED,
    "canceled": PackageStatus.CANCELLED,
}
OPEN_STATES = ("new", "pending_payment", "processing", "holded", "payment_review")
_PREPAID = {"banktransfer", "checkmo"}
"""Ways to pay whose money comes before the goods; until the invoice such an order waits for it."""
_CAUSES = {
    "out_of_stock": "stokta yok",
    "defective": "ürün kusurlu",
    "wrong_price": "fiyat yanlış",
    "integration_error": "entegrasyon hatası",
    "bulk_purchase": "toplu alım",
    "force_majeure": "mücbir sebep",
}
_CARRIER = "custom"


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(optional(r, "entity_id"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    """An order is one package; `shipments` is what the connector asked for besides."""
    number = text(required(raw, "entity_id"))
    items = rows(required(raw, "items"), "items")
    billing = mapping(optional(raw, "billing_address") or {}, "billing_address")
    shipping = _shipping_address(raw) or billing
    lines = tuple(_line(item) for item in _told(items))
    track = tracks(raw)[-1:]
    name = f"{text(optional(raw, 'customer_firstname'))} {text(optional(raw, 'customer_lastname'))}".strip()
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=text(required(raw, "increment_id")),
        status=_status(raw, items),
        provider_status=text(required(raw, "status")),
        ordered_at=iso_utc(required(raw, "created_at"), "created_at"),
        modified_at=iso_utc(required(raw, "updated_at"), "updated_at"),
        currency=_currency(raw),
        total=rounded(amount(required(raw, "grand_total"), "grand_total")),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=rounded(_number(raw, "shipping_incl_tax")),
        lines=lines,
        buyer_name=name or _full_name(billing) or _full_name(shipping),
        buyer_email=text(optional(raw, "customer_email")) or None,
        buyer_phone=text(optional(billing, "telephone")) or text(optional(shipping, "telephone")) or None,
        shipping_address=_address(shipping),
        billing_address=_address(billing),
        carrier=text(track[0].get("title")) or None if track else None,
        tracking_number=text(track[0].get("track_number")) or None if track else None,
    )


def tracks(order: Raw) -> list[Raw]:
    shipments = rows(optional(order, "shipments") or [], "shipments")
    return [one for shipment in shipments for one in rows(optional(shipment, "tracks") or [], "tracks")]


def has_left(order: Raw) -> bool:
    return any(_number(item, "qty_shipped") > 0 for item in rows(required(order, "items"), "items"))


def _currency(raw: Raw) -> str:
    currency = text(required(raw, "order_currency_code"))
    if not is_currency(currency):
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    return currency


def _status(raw: Raw, items: Sequence[Raw]) -> PackageStatus:
    """By the state, which is Magento's own; the status is a label the merchant may rename."""
    state = text(required(raw, "state"))
    found, tops = STATES.get(state) or explained(state, raw), _tops(items)  # extensions add their own
    if found is PackageStatus.RETURNED and not has_left(raw):
        return PackageStatus.CANCELLED
    if found is PackageStatus.NEW and all(_unsent(item) <= 0 for item in tops):
        return PackageStatus.SHIPPED if has_left(raw) else PackageStatus.CANCELLED
    payment = mapping(optional(raw, "payment") or {}, "payment")
    is_unpaid = state == "new" and not any(_number(item, "qty_invoiced") > 0 for item in tops)
    if is_unpaid and text(optional(payment, "method")) in _PREPAID:
        return PackageStatus.AWAITING_PAYMENT
    return found


def _parent(item: Raw) -> str:
    return text(optional(item, "parent_item_id") or (optional(item, "parent_item") or {}).get("item_id"))


def _tops(items: Sequence[Raw]) -> list[Raw]:
    return [item for item in items if not _parent(item)]


def _parts(items: Sequence[Raw], top: Raw) -> list[Raw]:
    return [item for item in items if _parent(item) == text(required(top, "item_id"))]


def _told(items: Sequence[Raw]) -> list[Raw]:
    """What was bought, once: parts that carry the money stand for their parent, others are left out."""
    found: list[Raw] = []
    for top in _tops(items):
        parts = _parts(items, top)
        carried = sum((_paid(part) for part in parts), Decimal(0))
        found += parts if carried > 0 and carried == _paid(top) else [top]
    return found


def open_units(orders: Iterable[Raw]) -> dict[str, int]:
    """Units by SKU that are sold and still lie in a source: of a bundle its parts, else what was chosen."""
    found: dict[str, int] = {}
    for order in orders:
        items = rows(required(order, "items"), "items")
        for top in _tops(items):
            is_bundle = text(optional(top, "product_type")) == "bundle"
            for item in _parts(items, top) if is_bundle else [top]:
                sku = text(required(item, "sku"))
                found[sku] = found.get(sku, 0) + max(whole(_unsent(item), "qty"), 0)
    return {sku: units for sku, units in found.items() if units}


def _unsent(item: Raw) -> Decimal:
    """What is refunded after it left does not leave once more."""
    gone = max(_number(item, "qty_shipped"), _number(item, "qty_refunded"))
    return amount(required(item, "qty_ordered"), "qty_ordered") - gone - _number(item, "qty_canceled")


def _paid(item: Raw) -> Decimal:
    """With tax, after discount, however the shop reckons its taxes."""
    row = amount(required(item, "row_total"), "row_total")
    tax = _number(item, "tax_amount") + _number(item, "discount_tax_compensation_amount")
    return rounded(row + tax - _number(item, "discount_amount"))


def _line(raw: Raw) -> LineRecord:
    quantity = whole(required(raw, "qty_ordered"), "qty_ordered")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    total, sku = _paid(raw), text(required(raw, "sku"))
    full = rounded(amount(optional(raw, "row_total_incl_tax") or total, "row_total_incl_tax"))
    before = max(_number(raw, "qty_refunded") - _number(raw, "qty_shipped"), Decimal(0))
    return LineRecord(
        external_id=text(required(raw, "item_id")),
        listing_external_id=sku,
        sku=sku,
        barcode=None,
        title=text(required(raw, "name")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=max(full - total, Decimal(0)),
        vat_rate=amount(raw["tax_percent"], "tax_percent")
        if optional(raw, "tax_percent") is not None
        else None,
        cancelled_quantity=whole(_number(raw, "qty_canceled") + before, "qty_canceled"),
    )


def _shipping_address(raw: Raw) -> Raw:
    extension = mapping(optional(raw, "extension_attributes") or {}, "extension_attributes")
    assigned = rows(optional(extension, "shipping_assignments") or [], "shipping_assignments")
    shipping = mapping(optional(assigned[0], "shipping") or {}, "shipping") if assigned else {}
    return mapping(optional(shipping, "address") or {}, "address")


def _address(raw: Raw) -> Address:
    """In Turkey the region is the province and the city field the district."""
    country = text(optional(raw, "country_id")) or "TR"
    region, city = text(optional(raw, "region")), text(optional(raw, "city"))
    is_turkish = country == "TR" and bool(region)
    street = optional(raw, "street") or []
    return Address(
        name=_full_name(raw),
        company=text(optional(raw, "company")),
        line=" ".join(text(one) for one in street if one),
        district=city if is_turkish else "",
        city=region if is_turkish else city,
        postal_code=text(optional(raw, "postcode")),
        country=country,
        phone=text(optional(raw, "telephone")) or None,
        tax_number=text(optional(raw, "vat_id")) or None,
    )


def _full_name(raw: Raw) -> str:
    return f"{text(optional(raw, 'firstname'))} {text(optional(raw, 'lastname'))}".strip()


def _number(raw: Raw, name: str) -> Decimal:
    return amount(optional(raw, name) or 0, name)


def check_open(order: Raw) -> None:
    state = text(required(order, "state"))
    if state in {"holded", "payment_review"}:
        raise Rejected(state, code="magento.order_held", field="status")
    if state in {"canceled", "closed"}:
        raise Rejected(state, code="magento.order_closed", field="status")


def is_uninvoiced(order: Raw) -> bool:
    tops = _tops(rows(required(order, "items"), "items"))
    return any(
        _number(i, "qty_ordered") - _number(i, "qty_invoiced") - _number(i, "qty_canceled") > 0 for i in tops
    )


def is_unsent(order: Raw) -> bool:
    return any(_unsent(item) > 0 for item in _tops(rows(required(order, "items"), "items")))


def is_all_that_is_open(order: Raw, line_quantities: Mapping[str, int]) -> bool:
    told = _told(rows(required(order, "items"), "items"))
    return all(line_quantities.get(text(item["item_id"]), 0) >= _unsent(item) for item in told)


def shipment_items(order: Raw, line_quantities: Mapping[str, int]) -> list[ShipmentItem]:
    """None where everything leaves: Magento then knows best what belongs together."""
    if is_all_that_is_open(order, line_quantities):
        return []
    return [{"order_item_id": int(line), "qty": quantity} for line, quantity in line_quantities.items()]


def track(carrier: str | None, tracking_number: str) -> Track:
    return {"track_number": tracking_number, "title": carrier or "Kargo", "carrier_code": _CARRIER}


def unsupplied_note(order: Raw, line_quantities: Mapping[str, int], reason: str) -> str:
    """Read by the shop's staff, in the language of the shops we serve."""
    if reason not in _CAUSES:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")
    names = {text(item["item_id"]): text(item.get("name")) for item in rows(order["items"], "items")}
    lines = ", ".join(f"{quantity} x {names.get(line, line)}" for line, quantity in line_quantities.items())
    return f"PraPazar: {lines} ({_CAUSES[reason]})"


def has_note(order: Raw, note: str) -> bool:
    return any(
        one.get("comment") == note for one in rows(optional(order, "status_histories") or [], "histories")
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw, "items")),
}
"""How a recorded answer is replayed, by operation."""
