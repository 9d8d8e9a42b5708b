"""Claims and questions on their way into the books."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus, QuestionStatus, Verdict


@dataclass(frozen=True, slots=True)
class IncomingClaimLine:
    external_id: str
    title: str
    quantity: int
    status: ClaimStatus
    order_line_external_id: str | None = None
    sku: str | None = None
    barcode: str | None = None
    reason: str = ""
    note: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IncomingClaim:
    external_id: str
    kind: ClaimKind
    status: ClaimStatus
    order_external_id: str
    created_at: datetime
    modified_at: datetime
    lines: tuple[IncomingClaimLine, ...]
    provider_status: str = ""
    buyer_name: str = ""
    due_at: datetime | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    currency: str = "TRY"


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    external_id: str
    status: QuestionStatus
    asked_at: datetime
    body: str
    provider_status: str = ""
    customer_name: str = ""
    topic: str = ""
    listing_external_id: str | None = None
    order_external_id: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Imported:
    created: int = 0
    updated: int = 0
    waiting: int = 0
    """Of the new ones, those that somebody has to act on."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the merchant says to one claim; no lines: all that wait."""

    claim_id: UUID
    verdict: Verdict
    line_ids: tuple[UUID, ...] = ()
    reason: str = ""
    """One of the channel's, by its id."""
    note: str = ""
    file_ids: tuple[UUID, ...] = ()
    """Kept files that go with a rejection."""
