"""Between PrestaShop's rows and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
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
from prapazar.connectors.prestashop.schemas import Raw
from prapazar.foundation.money import rounded

_SETTINGS = {
    "status_waiting": PackageStatus.AWAITING_PAYMENT,
    "status_new": PackageStatus.NEW,
    "status_shipped": PackageStatus.SHIPPED,
    "status_delivered": PackageStatus.DELIVERED,
    "status_cancelled": PackageStatus.CANCELLED,
    "status_returned": PackageStatus.RETURNED,
}
_GONE = {PackageStatus.SHIPPED, PackageStatus.DELIVERED, PackageStatus.RETURNED}
_CLOCK = "%Y-%m-%d %H:%M:%S"
ById = Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Shop:
    """What the merchant said of the shop."""

    zone: ZoneInfo
    language: str
    statuses: Mapping[str, PackageStatus] = field(default_factory=dict)
    """By number: they differ from shop to shop."""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The rows of other tables that a page of orders names by id."""

    details: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    """By order; the next likewise."""
    shipping: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    customers: ById = field(default_factory=dict)
    addresses: ById = field(default_factory=dict)
    countries: ById = field(default_factory=dict)
    states: ById = field(default_factory=dict)
    currencies: ById = field(default_factory=dict)
    carriers: ById = field(default_factory=dict)
    order_states: ById = field(default_factory=dict)
    taxes: ById = field(default_factory=dict)


def shop(settings: Mapping[str, Any]) -> Shop:
    statuses = {
        number: status for name, status in _SETTINGS.items() for number in numbers(settings.get(name))
    }
    zone = ZoneInfo(text(settings.get("time_zone")) or "Europe/Istanbul")
    return Shop(zone, text(settings.get("language_id")) or "1", statuses)


def numbers(value: object) -> tuple[str, ...]:
    return tuple(one.strip() for one in text(value).split(",") if one.strip())


def by_id(found: Iterable[Raw]) -> dict[str, Raw]:
    return {text(required(one, "id")): one for one in found}


def grouped(found: Iterable[Raw], name: str) -> dict[str, list[Raw]]:
    groups: dict[str, list[Raw]] = {}
    for one in found:
        groups.setdefault(text(required(one, name)), []).append(one)
    return groups


def associated(raw: Raw, name: str) -> list[Raw]:
    """The rows of one association; none where it is empty."""
    parts = mapping(optional(raw, "associations") or {}, "associations")
    found = mapping(optional(parts, name) or {}, name)
    return [row for part in found.values() for row in rows(part, name)]


def spoken(value: object, language: str) -> str:
    """A text in the shop's language, or in the first that has one; a plain text as it is."""
    if not isinstance(value, Mapping):
        return text(value)
    return text(value.get(language)) or next((text(one) for one in value.values() if text(one)), "")


def languages(value: object) -> list[str]:
    """Those a text is told in."""
    return [str(one) for one in value] if isinstance(value, Mapping) else []


def moment(value: object, zone: ZoneInfo) -> datetime:
    """`2026-11-21 15:00:00` by the shop's clock."""
    try:
        read = datetime.strptime(text(value), _CLOCK)  # noqa: DTZ007 - its zone is the next line's
    except ValueError:
        raise UnexpectedAnswer(f"moment {value!r}", raw=value, code="connector.odd_value") from None
    return read.replace(tzinfo=zone).astimezone(UTC)


def is_within(value: object, since: datetime, until: datetime, zone: ZoneInfo) -> bool:
    """In the hour that comes twice a year either of both counts: rather twice than never."""
    read = datetime.strptime(text(value), _CLOCK).replace(tzinfo=zone)
    start = since.replace(microsecond=0)
    return any(start <= read.replace(fold=fold).astimezone(UTC) < until for fold in (0, 1))


def told_window(since: datetime, until: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """By the shop's clock, wider where it is put forward or back in between."""
    first, last = since.astimezone(zone), until.astimezone(zone)
    shift = abs((first.utcoffset() or timedelta()) - (last.utcoffset() or timedelta()))
    start, end = (first.replace(tzinfo=None) - shift), (last.replace(tzinfo=None) + shift)
    return start.strftime(_CLOCK), end.strftime(_CLOCK)


def packages(raws: Iterable[Raw], facts: OrderFacts, of: Shop) -> list[Parsed[PackageRecord]]:
    return [parked(lambda r: package(r, facts, of), raw, lambda r: text(r.get("id"))) for raw in raws]


def package(raw: Raw, facts: OrderFacts, of: Shop) -> PackageRecord:
    number = text(required(raw, "id"))
    status = _status(raw, facts, of)
    details = facts.details.get(number, [])
    if not details:
        raise UnexpectedAnswer("an order without lines", raw=raw, code="connector.missing_field")
    customer = _named(facts.customers, raw, "id_customer")
    delivery = _named(facts.addresses, raw, "id_address_delivery")
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=text(optional(raw, "reference")) or number,
        status=status,
        provider_status=text(required(raw, "current_state")),
        ordered_at=moment(required(raw, "date_add"), of.zone),
        modified_at=moment(required(raw, "date_upd"), of.zone),
        currency=text(required(_named(facts.currencies, raw, "id_currency"), "iso_code")),
        total=_money(raw, "total_paid_tax_incl"),
        discount=_money(raw, "total_discounts_tax_incl"),
        shipping=_money(raw, "total_shipping_tax_incl"),
        lines=tuple(_line(one, facts, status) for one in details),
        buyer_name=_name(customer) or _name(delivery),
        buyer_email=text(optional(customer, "email")) or None,
        buyer_phone=_phone(delivery),
        shipping_address=_address(delivery, facts),
        billing_address=_address(_named(facts.addresses, raw, "id_address_invoice"), facts),
        carrier=_carrier(raw, facts),
        tracking_number=_tracking(raw, facts),
        note=text(optional(raw, "note")),
    )


def _status(raw: Raw, facts: OrderFacts, of: Shop) -> PackageStatus:
    """The merchant's word by number, else the state's own flags; one that has none says nothing."""
    told = text(required(raw, "current_state"))
    if told in of.statuses:
        return of.statuses[told]
    flags = facts.order_states.get(told, {})
    if text(flags.get("shipped")) == "1":
        return PackageStatus.SHIPPED
    if text(flags.get("paid")) == "1" or text(flags.get("logable")) == "1":
        return PackageStatus.NEW
    return explained(told, raw)


def _line(raw: Raw, facts: OrderFacts, status: PackageStatus) -> LineRecord:
    """What is refunded before the order left was cancelled; afterwards it comes back as a return."""
    quantity = whole(required(raw, "product_quantity"), "product_quantity")
    refunded = whole(text(optional(raw, "product_quantity_refunded")) or 0, "product_quantity_refunded")
    if quantity <= 0 or refunded > quantity:
        raise UnexpectedAnswer(f"{refunded} of {quantity}", raw=raw, code="connector.odd_value")
    cancelled = quantity if status is PackageStatus.CANCELLED else refunded
    return LineRecord(
        external_id=text(required(raw, "id")),
        listing_external_id=listing_id(
            text(required(raw, "product_id")), optional(raw, "product_attribute_id")
        ),
        sku=text(optional(raw, "product_reference")) or None,
        barcode=text(optional(raw, "product_ean13")) or None,
        title=text(required(raw, "product_name")),
        quantity=quantity,
        unit_price=_money(raw, "unit_price_tax_incl"),
        total=_money(raw, "total_price_tax_incl"),
        vat_rate=_vat_rate(raw, facts),
        cancelled_quantity=0 if status in _GONE else cancelled,
    )


def listing_id(product: str, attribute: object) -> str | None:
    """Products and combinations have numbers of their own; none once the product was deleted."""
    if product in {"", "0"}:
        return None
    combination = text(attribute)
    return product if combination in {"", "0"} else f"{product}:{combination}"


def _vat_rate(raw: Raw, facts: OrderFacts) -> Decimal | None:
    """None where the shop reckoned no tax."""
    taxes = [text(required(one, "id")) for one in associated(raw, "taxes")]
    if not taxes and _money(raw, "unit_price_tax_incl") == _money(raw, "unit_price_tax_excl"):
        return None
    if len(taxes) != 1 or taxes[0] not in facts.taxes:
        raise UnexpectedAnswer(f"tax {taxes}", raw=raw, code="connector.unknown_tax")
    return amount(required(facts.taxes[taxes[0]], "rate"), "rate").normalize() + 0


def _address(raw: Raw, facts: OrderFacts) -> Address:
    """In Turkey the state is the province and the city field the district."""
    country = text(required(_named(facts.countries, raw, "id_country"), "iso_code"))
    state = text(optional(facts.states.get(text(raw.get("id_state")), {}), "name"))
    city = text(optional(raw, "city"))
    has_province = country == "TR" and bool(state)
    lines = (text(optional(raw, "address1")), text(optional(raw, "address2")))
    return Address(
        name=_name(raw),
        company=text(optional(raw, "company")),
        line=" ".join(line for line in lines if line),
        district=city if has_province else "",
        city=state if has_province else city,
        postal_code=text(optional(raw, "postcode")),
        country=country,
        phone=_phone(raw),
        tax_number=text(optional(raw, "vat_number")) or text(optional(raw, "dni")) or None,
    )


def _carrier(raw: Raw, facts: OrderFacts) -> str | None:
    carrier = facts.carriers.get(text(optional(raw, "id_carrier")), {})
    return text(optional(carrier, "name")) or None


def _tracking(raw: Raw, facts: OrderFacts) -> str | None:
    shipped = facts.shipping.get(text(raw.get("id")), [])
    found = [text(optional(one, "tracking_number")) for one in shipped]
    return next(filter(None, reversed(found)), "") or text(optional(raw, "shipping_number")) or None


def _named(table: ById, raw: Raw, name: str) -> Raw:
    number = text(required(raw, name))
    if number not in table:
        raise UnexpectedAnswer(f"{name} {number} is nowhere", raw=raw, code="connector.missing_field")
    return table[number]


def _name(raw: Raw) -> str:
    return f"{text(optional(raw, 'firstname'))} {text(optional(raw, 'lastname'))}".strip()


def _phone(raw: Raw) -> str | None:
    return text(optional(raw, "phone_mobile")) or text(optional(raw, "phone")) or None


def _money(raw: Raw, name: str) -> Decimal:
    return rounded(amount(required(raw, name), name))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw, "orders"), _recorded(raw), shop({})),
}
"""How a recorded answer is replayed: the tables an order names stand beside the orders, as in our fixture."""


def _recorded(raw: Any) -> OrderFacts:  # noqa: ANN401 - a recording
    told = raw if isinstance(raw, dict) else {}
    return facts_of({name: recorded_rows(told[name], name) for name in FACTS if name in told})


FACTS = (
    *("order_details", "order_carriers", "customers", "addresses", "countries", "states"),
    *("currencies", "carriers", "order_states", "taxes"),
)


def facts_of(tables: Mapping[str, Sequence[Raw]]) -> OrderFacts:
    def known(name: str) -> dict[str, Raw]:
        return by_id(tables.get(name, ()))

    return OrderFacts(
        details=grouped(tables.get("order_details", ()), "id_order"),
        shipping=grouped(tables.get("order_carriers", ()), "id_order"),
        customers=known("customers"),
        addresses=known("addresses"),
        countries=known("countries"),
        states=known("states"),
        currencies=known("currencies"),
        carriers=known("carriers"),
        order_states=known("order_states"),
        taxes=known("taxes"),
    )
