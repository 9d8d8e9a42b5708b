"""What an import hands over: one package of one order, in our words, whatever channel it came from."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from prapazar.domain.orders.enums import CargoBy, OrderStatus


@dataclass(frozen=True, slots=True)
class IncomingLine:
    external_id: str
    listing_external_id: str | None
    sku: str | None
    barcode: str | None
    title: str
    quantity: int
    cancelled_quantity: int
    unit_price: Decimal
    discount: Decimal
    total: Decimal
    vat_rate: Decimal | None
    commission_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class IncomingPackage:
    external_id: str
    order_external_id: str
    order_number: str
    status: OrderStatus
    provider_status: str
    ordered_at: datetime
    modified_at: datetime
    payload_hash: bytes
    """Of everything the provider said that we keep: the same hash means nothing changed."""
    currency: str
    total: Decimal
    discount: Decimal
    shipping: Decimal
    lines: tuple[IncomingLine, ...]
    ship_by_at: datetime | None = None
    buyer_name: str = ""
    buyer_email: str | None = None
    buyer_phone: str | None = None
    city: str = ""
    district: str = ""
    shipping_address: dict[str, str | None] = field(default_factory=dict)
    billing_address: dict[str, str | None] = field(default_factory=dict)
    carrier: str | None = None
    cargo_by: CargoBy | None = None
    """None where the channel does not say."""
    tracking_number: str | None = None
    tracking_url: str | None = None
    invoice_number: str | None = None
    origin_external_ids: tuple[str, ...] = ()
    note: str = ""
    buyer_external_id: str | None = None
    """The channel's own number of its buyer, where it has one that stays the same."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unmapped: int = 0
    """Lines that no listing or variant fits; their repairs wait."""
    short: int = 0
    numbers: tuple[str, ...] = ()
    """Of orders seen for the first time that wait to be handled."""
