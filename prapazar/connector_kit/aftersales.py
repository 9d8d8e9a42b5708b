"""Records of what comes after a sale: claims, questions, and the lines of the channel's account."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class ClaimStatus(StrEnum):
    REQUESTED = "requested"
    """The buyer has said so; the goods may not have left yet."""
    WAITING = "waiting"
    """The merchant has to decide."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    """The channel decides."""
    CANCELLED = "cancelled"


class ClaimKind(StrEnum):
    RETURN = "return"
    CANCELLATION = "cancellation"
    """Asked for before the package left."""
    MISSING = "missing"
    EXCHANGE = "exchange"
    CHARGEBACK = "chargeback"
    """The buyer asks the bank for the money back."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    external_id: str
    order_line_external_id: str | None
    sku: str | None
    barcode: str | None
    title: str
    quantity: int
    reason: str
    """In the channel's words."""
    status: ClaimStatus
    note: str = ""
    amount: Decimal | None = None
    """What the buyer paid for these units."""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    external_id: str
    kind: ClaimKind
    order_external_id: str
    status: ClaimStatus
    provider_status: str
    created_at: datetime
    modified_at: datetime
    lines: tuple[ClaimLine, ...]
    buyer_name: str = ""
    due_at: datetime | None = None
    """When the channel decides by itself."""
    carrier: str | None = None
    tracking_number: str | None = None
    currency: str = "TRY"


class QuestionStatus(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    REPORTED = "reported"
    """Given back to the channel as improper."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """What a customer asks in public or writes to the merchant; `topic` is what it is about."""

    external_id: str
    status: QuestionStatus
    provider_status: str
    asked_at: datetime
    text: str
    customer_name: str = ""
    listing_external_id: str | None = None
    order_external_id: str | None = None
    topic: str = ""
    answer: str | None = None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    is_public: bool = True


class SettlementKind(StrEnum):
    SALE = "sale"
    RETURN = "return"
    DISCOUNT = "discount"
    COMMISSION = "commission"
    SHIPPING = "shipping"
    SERVICE_FEE = "service_fee"
    PENALTY = "penalty"
    WITHHOLDING = "withholding"
    PAYOUT = "payout"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SettlementRecord:
    """One line of the channel's account."""

    external_id: str
    kind: SettlementKind
    provider_kind: str
    at: datetime
    amount: Decimal
    """What the merchant gets; negative for what is kept back."""
    currency: str
    order_external_id: str | None = None
    package_external_id: str | None = None
    barcode: str | None = None
    commission: Decimal | None = None
    """Kept back already in `amount` where the channel tells it in the sale's line; given back: negative."""
    commission_rate: Decimal | None = None
    due_at: datetime | None = None
    payout_external_id: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What shows why a claim is rejected."""

    name: str
    content_type: str
    content: bytes
