"""Between Etsy's shapes and our records: money, names of products, receipts, tracking; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    folded,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import Address, LineRecord, PackageRecord, PackageStatus
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.etsy.schemas import Raw, Tracking

_FIRST_SECOND = 946_684_800
_CENT = Decimal("0.01")
OTHER_CARRIER = "other"
_WAITING = {"open", "payment processing"}
_STATUSES = {
    "paid": (PackageStatus.NEW, PackageStatus.SHIPPED),
    "completed": (PackageStatus.SHIPPED, PackageStatus.SHIPPED),
    "open": (PackageStatus.AWAITING_PAYMENT, PackageStatus.SHIPPED),
    "payment processing": (PackageStatus.AWAITING_PAYMENT, PackageStatus.SHIPPED),
    "canceled": (PackageStatus.CANCELLED, PackageStatus.CANCELLED),
    "fully refunded": (PackageStatus.CANCELLED, PackageStatus.RETURNED),
    "partially refunded": (PackageStatus.NEW, PackageStatus.SHIPPED),
}
"""Before and after it was shipped."""


def money(value: object, name: str) -> tuple[Decimal, str]:
    """`amount` of `divisor` parts, and the currency."""
    raw = mapping(value, name)
    divisor = whole(required(raw, "divisor"), f"{name}.divisor")
    if divisor <= 0:
        raise UnexpectedAnswer(f"{name}.divisor is {divisor}", raw=raw, code="connector.odd_value")
    found = Decimal(whole(required(raw, "amount"), f"{name}.amount")) / divisor
    return found, text(required(raw, "currency_code"))


def moment(value: object, name: str) -> datetime:
    """Unix seconds."""
    seconds = whole(value, name)
    if seconds < _FIRST_SECOND:
        raise UnexpectedAnswer(f"{name} is {seconds}", raw=value, code="connector.odd_value")
    return datetime.fromtimestamp(seconds, UTC)


def product_key(listing: object, values: Iterable[Raw]) -> str:
    """A product by its listing and what it varies by: its own number changes when the inventory is written."""
    parts = sorted((whole(required(one, "property_id"), "property_id"), _value_name(one)) for one in values)
    return "-".join([text(listing), *(f"{number}.{name}" for number, name in parts)])


def listing_of(external_id: str) -> str:
    number = external_id.partition("-")[0]
    return number if number.isdecimal() else ""


def _value_name(raw: Raw) -> str:
    numbers = [text(one) for one in optional(raw, "value_ids") or [] if one is not None]
    return ".".join(numbers) or "+".join(text(one) for one in required(raw, "values"))


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(r.get("receipt_id"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    number, told = text(required(raw, "receipt_id")), text(required(raw, "status"))
    pair = _STATUSES.get(told.lower())
    total, currency = money(required(raw, "grandtotal"), "grandtotal")
    discount = _part(raw, "discount_amt", currency)
    sent = _last_shipment(raw)
    lines = rows(required(raw, "transactions"), "transactions")
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=pair[bool(optional(raw, "is_shipped"))] if pair else explained(told, raw),
        provider_status=told,
        ordered_at=moment(required(raw, "created_timestamp", "create_timestamp"), "created_timestamp"),
        modified_at=moment(required(raw, "updated_timestamp", "update_timestamp"), "updated_timestamp"),
        currency=currency,
        total=total,
        lines=_lines(lines, discount, currency),
        discount=discount,
        shipping=_part(raw, "total_shipping_cost", currency),
        ship_by_at=_ship_by(lines),
        buyer_name=text(optional(raw, "name")),
        buyer_email=text(optional(raw, "buyer_email")) or None,
        shipping_address=_address(raw),
        billing_address=_address(raw),
        carrier=text(optional(sent, "carrier_name")) or None,
        tracking_number=text(optional(sent, "tracking_code")) or None,
        note="\n".join(
            one
            for one in (text(optional(raw, name)) for name in ("message_from_buyer", "gift_message"))
            if one
        ),
    )


def _part(raw: Raw, name: str, currency: str) -> Decimal:
    given = optional(raw, name)
    if given is None:
        return Decimal(0)
    found, told = money(given, name)
    if told != currency:
        raise UnexpectedAnswer(f"{name} in {told}, not {currency}", raw=raw, code="connector.odd_value")
    return found


def _lines(raws: Sequence[Raw], discount: Decimal, currency: str) -> tuple[LineRecord, ...]:
    """What was given away of the whole order is spread over its lines, to the cent."""
    found = []
    whole_goods = [_part(raw, "price", currency) * _units(raw) for raw in raws]
    left, goods_left = min(discount, sum(whole_goods, Decimal(0))), sum(whole_goods, Decimal(0))
    for raw, goods in zip(raws, whole_goods, strict=True):
        share = (left * goods / goods_left).quantize(_CENT, ROUND_HALF_UP) if goods_left else Decimal(0)
        left, goods_left = left - share, goods_left - goods
        found.append(_line(raw, goods, share))
    return tuple(found)


def _units(raw: Raw) -> int:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity is {quantity}", raw=raw, code="connector.odd_value")
    return quantity


def _line(raw: Raw, goods: Decimal, share: Decimal) -> LineRecord:
    required(raw, "price")
    quantity = _units(raw)
    return LineRecord(
        external_id=text(required(raw, "transaction_id")),
        listing_external_id=_bought(raw),
        sku=text(optional(raw, "sku")) or None,
        barcode=None,
        title=text(optional(raw, "title")),
        quantity=quantity,
        unit_price=((goods - share) / quantity).quantize(_CENT, ROUND_HALF_UP),
        total=goods - share,
        discount=share,
    )


def _bought(raw: Raw) -> str | None:
    """Without `product_data` what was chosen tells it; what was written for a personal touch has no number."""
    listing = optional(raw, "listing_id")
    if listing is None:
        return None
    values = optional(raw, "product_data")
    if values is not None:
        return product_key(listing, rows(values, "product_data"))
    chosen = rows(optional(raw, "variations") or [], "variations")
    return product_key(
        listing,
        ({**one, "value_ids": [one["value_id"]]} for one in chosen if one.get("value_id") is not None),
    )


def _ship_by(lines: Sequence[Raw]) -> datetime | None:
    days = [optional(one, "expected_ship_date") for one in lines]
    return min((moment(one, "expected_ship_date") for one in days if one is not None), default=None)


def _last_shipment(raw: Raw) -> Raw:
    sent = rows(optional(raw, "shipments") or [], "shipments")
    return next((one for one in reversed(sent) if optional(one, "tracking_code")), {})


def _address(raw: Raw) -> Address:
    """Apps that may not see who bought get it without its parts."""
    lines = (text(optional(raw, name)) for name in ("first_line", "second_line"))
    return Address(
        name=text(optional(raw, "name")),
        line=" ".join(one for one in lines if one),
        district=text(optional(raw, "state")),
        city=text(optional(raw, "city")),
        postal_code=text(optional(raw, "zip")),
        country=text(optional(raw, "country_iso")),
    )


def carrier(raws: Sequence[Raw], name: str | None) -> str:
    """Etsy's name of a carrier: the same in other letters, or one that begins so (`Aras`: `aras-kargo`)."""
    wanted = _plain(name or "")
    known = [text(required(one, "name")) for one in raws]
    same = [one for one in known if _plain(one) == wanted]
    begins = [one for one in known if wanted and _plain(one).startswith(wanted)]
    return next(iter([*same, *begins]), OTHER_CARRIER)


def _plain(name: str) -> str:
    spelled = folded(name).translate(str.maketrans("çğıöşü", "cgiosu"))
    return "".join(one for one in spelled if one.isalnum())


def tracking(carriers: Callable[[], Sequence[Raw]], name: str | None, number: str | None) -> Tracking:
    """Number and carrier go together; without a number it is only marked as shipped."""
    if not number:
        return {}
    return {"tracking_code": number, "carrier_name": carrier(carriers(), name)}


def is_told(record: PackageRecord, number: str | None) -> bool:
    """A parcel that is there already is not told again."""
    return record.tracking_number == number if number else record.status is PackageStatus.SHIPPED


def parked_or_read(found: Parsed[PackageRecord]) -> PackageRecord:
    if isinstance(found, PackageRecord):
        return found
    raise UnexpectedAnswer(found.detail, raw=found.raw, code=found.code)


def refuse_cancel(receipt: str) -> Rejected:
    return Rejected(receipt, code="etsy.cancel_in_panel")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "receipts": lambda raw: packages(recorded_rows(raw, "results")),
}
"""How a recorded answer is replayed, by operation."""
