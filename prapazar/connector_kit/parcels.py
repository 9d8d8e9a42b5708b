"""Records of carriers: what is asked of them, what they answer, and where a parcel is."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from prapazar.connector_kit.records import Address


class ParcelStatus(StrEnum):
    """Where a shipment stands; every carrier's word is mapped to one of these or is parked."""

    CREATED = "created"
    """The carrier knows of it; nobody has handed it over."""
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    FAILED_ATTEMPT = "failed_attempt"
    """Nobody took it; the carrier will try again."""
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    """The sender has it again."""
    CANCELLED = "cancelled"
    LOST = "lost"


class Payer(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"
    CHANNEL = "channel"


class LabelFormat(StrEnum):
    PDF = "pdf"
    ZPL = "zpl"


class CashKind(StrEnum):
    """How a buyer pays at the door."""

    CASH = "cash"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Parcel:
    barcode: str
    """What our label shows, unless the carrier gives its own; unique for the account."""
    desi: Decimal
    """Volume weight: cm³ divided by 3,000."""
    weight: Decimal
    """Kilograms."""
    content: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentOrder:
    reference: str
    """Capital letters and digits, at most 20, used once for each account: a carrier knows a shipment by it."""
    sender: Address
    recipient: Address
    parcels: tuple[Parcel, ...]
    payer: Payer = Payer.SENDER
    recipient_email: str | None = None
    order_number: str = ""
    invoice_number: str = ""
    description: str = ""
    cash_on_delivery: Decimal | None = None
    cash_kind: CashKind = CashKind.CASH
    declared_value: Decimal | None = None
    currency: str = "TRY"


@dataclass(frozen=True, slots=True)
class Label:
    format: LabelFormat
    data: bytes


@dataclass(frozen=True, slots=True)
class ShipmentAnswer:
    """What a carrier says of a shipment it has just taken."""

    external_id: str
    """The carrier's own number, or our reference where it gives none."""
    tracking_number: str | None = None
    """What a buyer is told; some carriers give it only when they have the parcel."""
    tracking_url: str | None = None
    barcodes: tuple[str, ...] = ()
    """Of the parcels in their order, where the carrier gives its own."""
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    at: datetime
    status: ParcelStatus | None
    """None for a movement that changes nothing."""
    provider_status: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class TrackingRecord:
    reference: str
    status: ParcelStatus
    provider_status: str
    events: tuple[TrackingEvent, ...] = ()
    """Oldest first."""
    tracking_number: str | None = None
    tracking_url: str | None = None
    delivered_at: datetime | None = None
    received_by: str = ""
    billed_desi: Decimal | None = None
    billed_amount: Decimal | None = None
    """With VAT."""
    currency: str = "TRY"


@dataclass(frozen=True, slots=True)
class RateRecord:
    service: str
    amount: Decimal
    """With VAT."""
    currency: str
    days: int | None = None
