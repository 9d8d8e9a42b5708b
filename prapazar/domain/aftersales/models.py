"""Tables of claims, what came back, questions and answer templates."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, money, stamped


class Claim(TenantRow, table=True):
    """A buyer gives goods back, or says that something is wrong."""

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_external",
            "connection_id",
            "external_id",
            unique=True,
            postgresql_where=text("connection_id IS NOT NULL"),
        ),
        Index("ix_claim_created", "merchant_id", "created_at", "id"),
        Index("ix_claim_status", "merchant_id", "status", "due_at"),
        Index("ix_claim_order", "order_id"),
        Index("ix_claim_search", "search", postgresql_using="gin"),
    )

    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="CASCADE")
    """None for one that was entered by hand."""
    external_id: str
    number: str
    kind: str
    """See enums.ClaimKind."""
    status: str
    """See enums.ClaimStatus."""
    provider_status: str = ""
    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", ondelete="SET NULL")
    order_external_id: str = ""
    """Kept where the order is not ours yet."""
    buyer_name: str = ""
    reason: str = ""
    """Of its first line, in the channel's words."""
    amount: Decimal | None = money(optional=True)
    currency: str = "TRY"
    carrier: str | None = None
    tracking_number: str | None = None
    due_at: datetime | None = moment()
    """When the channel decides by itself."""
    deciding: str | None = None
    """`approve` or `reject` of some line, while the channel is being told."""
    code: str | None = None
    """Of the channel's last refusal."""
    detail: str = ""
    note: str = ""
    created_at: datetime = stamped()
    modified_at: datetime = stamped()
    """The channel's clock: an older word never overwrites a newer one."""
    payload_hash: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Of what the channel said last: the same again is no news."""
    unit_count: int = 0
    received_count: int = 0
    inspected_count: int = 0
    is_closed: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """No more goods are expected, though some have not come."""
    decided_at: datetime | None = moment()
    received_at: datetime | None = moment()
    refunded_at: datetime | None = moment()
    refunded_amount: Decimal | None = money(optional=True)
    reminded_at: datetime | None = moment()
    """When people were told that the deadline comes near."""
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of numbers, buyer, reasons, titles, SKUs and barcodes."""
    updated_at: datetime = stamped()


class ClaimReason(TenantRow, table=True):
    """What a channel takes as the reason of a rejection."""

    __tablename__ = "claim_reason"
    __table_args__ = (UniqueConstraint("connection_id", "external_id"),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    external_id: str
    name: str
    place: int = 0
    seen_at: datetime = stamped()


class ClaimLine(TenantRow, table=True):
    __tablename__ = "claim_line"
    __table_args__ = (
        UniqueConstraint("claim_id", "external_id"),
        Index("ix_claim_line_variant", "merchant_id", "variant_id"),
        CheckConstraint(
            "restocked <= inspected AND inspected <= received AND received <= quantity", name="goods_within"
        ),
    )

    claim_id: UUID = Field(foreign_key="claim.id", ondelete="CASCADE")
    external_id: str
    order_line_external_id: str | None = None
    order_line_id: UUID | None = None
    variant_id: UUID | None = None
    sku: str | None = None
    barcode: str | None = None
    title: str
    quantity: int
    reason: str = ""
    note: str = ""
    """The buyer's."""
    status: str
    deciding: str | None = None
    """`approve` or `reject`, while the channel is being told."""
    amount: Decimal | None = money(optional=True)
    received: int = 0
    inspected: int = 0
    """Looked at; what was not put back on the shelf then is scrap."""
    restocked: int = 0
    verdict: str = ""
    """What whoever looked at the goods wrote."""


class ClaimEvent(NumberedRow, table=True):
    __tablename__ = "claim_event"
    __table_args__ = (Index("ix_claim_event_claim", "claim_id", "id"),)

    claim_id: UUID
    kind: str
    values: dict[str, Any] = document()
    user_id: UUID | None = None
    at: datetime = stamped()


class Question(TenantRow, table=True):
    """What a customer asks in public, or writes to the merchant."""

    __tablename__ = "question"
    __table_args__ = (
        Index("uq_question_external", "connection_id", "external_id", unique=True),
        Index("ix_question_customer", "merchant_id", "customer_name", "asked_at"),
        Index("ix_question_asked", "merchant_id", "asked_at", "id"),
        Index("ix_question_status", "merchant_id", "status", "due_at"),
        Index("ix_question_search", "search", postgresql_using="gin"),
        Index("ix_question_variant", "merchant_id", "variant_id"),
        Index("ix_question_order", "order_id", postgresql_where=text("order_id IS NOT NULL")),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    external_id: str
    status: str
    """See enums.QuestionStatus."""
    provider_status: str = ""
    body: str
    answer: str | None = None
    draft: str = ""
    """What is on its way to the channel, or was refused by it."""
    customer_name: str = ""
    topic: str = ""
    is_public: bool = True
    listing_external_id: str | None = None
    order_external_id: str | None = None
    variant_id: UUID | None = None
    order_id: UUID | None = None
    assignee_id: UUID | None = None
    is_sending: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    code: str | None = None
    detail: str = ""
    asked_at: datetime = stamped()
    answered_at: datetime | None = moment()
    answered_by: UUID | None = None
    due_at: datetime | None = moment()
    reminded_at: datetime | None = moment()
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of the question, its answer, the customer and the topic."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class AnswerTemplate(TenantRow, table=True):
    """`{title}`, `{sku}`, `{stock}`, `{customer}` and attributes of the product stand for themselves."""

    __tablename__ = "answer_template"
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    name: str
    body: str
    topics: list[str] = document("[]")
    """Words of a question it is suggested for."""
    used: int = 0
    user_id: UUID | None = None
    updated_at: datetime = stamped()
