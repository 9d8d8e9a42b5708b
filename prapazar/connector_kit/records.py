"""Our side of the contract: the plain records connectors read into and write from."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class CargoBy(StrEnum):
    """Under whose contract a package travels."""

    CHANNEL = "channel"
    """The channel's: it chooses the carrier, gives the number to print and pays."""
    SELLER = "seller"


class PackageStatus(StrEnum):
    """Where a package stands; every provider status is mapped to one of these or is unexpected."""

    AWAITING_PAYMENT = "awaiting_payment"
    NEW = "new"
    PICKING = "picking"
    PACKED = "packed"
    """Invoiced or otherwise ready for the carrier."""
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNPACKED = "unpacked"
    """Broken up; its successors name it in `origin_external_ids`."""


@dataclass(frozen=True, slots=True)
class Address:
    name: str = ""
    company: str = ""
    line: str = ""
    district: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = "TR"
    phone: str | None = None
    tax_number: str | None = None
    tax_office: str | None = None


@dataclass(frozen=True, slots=True)
class LineRecord:
    external_id: str
    listing_external_id: str | None
    """The id of Listing.external_id at this channel, where the order carries it."""
    sku: str | None
    barcode: str | None
    title: str
    quantity: int
    unit_price: Decimal
    """With VAT, after discount."""
    total: Decimal
    discount: Decimal = Decimal(0)
    vat_rate: Decimal | None = None
    commission_rate: Decimal | None = None
    cancelled_quantity: int = 0


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """One shipment package and the order it belongs to, as the channel tells it."""

    external_id: str
    order_external_id: str
    order_number: str
    status: PackageStatus
    provider_status: str
    ordered_at: datetime
    modified_at: datetime
    currency: str
    total: Decimal
    lines: tuple[LineRecord, ...]
    discount: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    ship_by_at: datetime | None = None
    buyer_name: str = ""
    buyer_email: str | None = None
    buyer_phone: str | None = None
    shipping_address: Address = field(default_factory=Address)
    billing_address: Address = field(default_factory=Address)
    carrier: str | None = None
    cargo_by: CargoBy | None = None
    """None where the channel does not say; of the seller's own contract, `carrier` is None as long as he names none."""
    tracking_number: str | None = None
    tracking_url: str | None = None
    invoice_number: str | None = None
    origin_external_ids: tuple[str, ...] = ()
    note: str = ""
    buyer_external_id: str | None = None
    """The channel's own number of its buyer, where it has one that stays the same."""


@dataclass(frozen=True, slots=True)
class CarrierOffer:
    """One of the carriers under contract with a channel."""

    external_id: str
    """By which the channel is told of it."""
    name: str


@dataclass(frozen=True, slots=True)
class ParkedRecord:
    """A record the mapper refused: its cause, and the payload for the repair queue."""

    external_id: str | None
    code: str
    detail: str
    raw: object


@dataclass(frozen=True, slots=True)
class ListingRecord:
    """A sellable form as the channel has it; `external_id` is what stock and price are pushed by."""

    external_id: str
    external_parent_id: str | None
    sku: str | None
    barcode: str | None
    title: str
    parent_title: str
    options: dict[str, str]
    price: Decimal | None
    list_price: Decimal | None
    quantity: int | None
    is_active: bool
    brand: str | None = None
    category: str | None = None
    vat_rate: Decimal | None = None
    description: str = ""
    images: tuple[str, ...] = ()
    desi: Decimal | None = None
    currency: str = "TRY"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class BuyBoxRecord:
    """How a listing stands where several sell the same article."""

    external_id: str
    rank: int | None
    """1 holds the box; None where the answer does not say which offer is ours."""
    best_price: Decimal | None
    """Of the offer that is shown first."""
    own_price: Decimal | None = None
    """None where the answer does not name it."""
    has_rivals: bool = False


@dataclass(frozen=True, slots=True)
class StockOffer:
    external_id: str
    external_parent_id: str | None
    quantity: int


@dataclass(frozen=True, slots=True)
class PriceOffer:
    external_id: str
    external_parent_id: str | None
    price: Decimal
    """With VAT."""
    list_price: Decimal | None
    currency: str
    vat_rate: Decimal | None = None
    """For shops that keep prices without VAT."""


class ItemState(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class ItemResult:
    external_id: str
    state: ItemState
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class PushResult:
    """Items answered at once, and the id of a batch to poll for all others; seldom both."""

    items: tuple[ItemResult, ...] = ()
    batch_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Final without an item's result means that the provider no longer knows: unknown, not success."""

    is_final: bool
    items: tuple[ItemResult, ...]
    unnamed: ItemState | None = None
    """What a final answer says of the items it does not name, for channels that name the refused ones alone."""


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    external_id: str
    parent_external_id: str | None
    name: str
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """What a credentials test found: whose account it is."""

    name: str
    detail: str = ""
    listing_count: int | None = None


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """`event_key` tells two deliveries of one event from two events."""

    event_key: str
    kind: str
    """`orders`, `products`, `tracking` or `ping`; of a queue also `batches`, `offers` or `other`."""


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """What a channel wrote into the merchant's own queue."""

    receipt: str
    """By which it is taken out of the queue."""
    delivery: WebhookDelivery
    event: WebhookEvent | None
    """None: it is about another account whose connection reads the same queue."""


@dataclass(frozen=True, slots=True)
class WebhookRegistration:
    external_id: str
