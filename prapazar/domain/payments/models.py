"""Tables of payments, tries to pay, refunds and where the money was laid; no card data is ever among them."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, money, stamped


class Payment(TenantRow, table=True):
    """Money from a buyer or a dealer: by card through a link, or entered by hand."""

    __tablename__ = "payment"
    __table_args__ = (
        Index("uq_payment_reference", "merchant_id", "reference", unique=True),
        Index("uq_payment_key", "merchant_id", "key", unique=True, postgresql_where=text("key IS NOT NULL")),
        Index("uq_payment_link", "link", unique=True, postgresql_where=text("link IS NOT NULL")),
        Index("ix_payment_created", "merchant_id", "created_at", "id"),
        Index("ix_payment_order", "order_id"),
        Index("ix_payment_invoice", "invoice_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("refunded >= 0 AND refunded <= amount", name="refunded_within"),
    )

    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", ondelete="SET NULL")
    invoice_id: UUID | None = Field(default=None, foreign_key="invoice.id", ondelete="SET NULL")
    """The one it was asked for; where its money lies says `payment_share`."""
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    """The provider's account; None for money that came another way."""
    method: str = "card"
    """See enums.Method."""
    reference: str
    """What people call it."""
    key: str | None = None
    """Of whoever asked over the API: the same one again is the same payment."""
    link: str | None = None
    """The unguessable last part of the page's address; None for one entered by hand."""
    status: str = "open"
    """See enums.PaymentStatus."""
    title: str = ""
    """What it is for, where there is neither order nor invoice."""
    amount: Decimal = money()
    charged: Decimal | None = money(optional=True)
    """What the buyer's card paid, interest included."""
    refunded: Decimal = money()
    fee: Decimal | None = money(optional=True)
    """What the provider keeps."""
    currency: str = "TRY"
    installments: int = 1
    card: str = ""
    """As the provider shows it: the last four digits."""
    failure: str = ""
    """Of the last try that failed."""
    note: str = ""
    user_id: UUID | None = None
    expires_at: datetime | None = moment()
    """The link is closed from then on."""
    paid_at: datetime | None = moment()
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class PaymentAttempt(TenantRow, table=True):
    """One page opened at the provider; a buyer whose card is refused begins another."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        Index("uq_payment_attempt_reference", "merchant_id", "reference", unique=True),
        Index("ix_payment_attempt_payment", "payment_id"),
        Index(
            "ix_payment_attempt_open",
            "connection_id",
            "asked_at",
            postgresql_where=text("status IN ('open', 'failed')"),
        ),
        Index(
            "ix_payment_attempt_taken",
            "connection_id",
            "asked_at",
            postgresql_where=text("status IN ('paid', 'surplus', 'odd') AND refunded < charged"),
        ),
    )

    payment_id: UUID = Field(foreign_key="payment.id", ondelete="CASCADE")
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    reference: str
    """Letters and digits; a new one for each call, so that no two pages can be paid under one."""
    external_id: str = ""
    status: str = "waiting"
    """See enums.AttemptStatus."""
    provider_status: str = ""
    buyer: dict[str, Any] = document()
    """`name`, `email`, `phone`, `ip`, `language`: as given on our page."""
    url: str = ""
    in_frame: bool = False
    charged: Decimal | None = money(optional=True)
    refunded: Decimal = money()
    """What the provider has given back of it, as far as we know."""
    code: str | None = None
    detail: str = ""
    items: dict[str, Any] = document()
    """Our item's id and the provider's, for refunds by item."""
    expires_at: datetime | None = moment()
    asked_at: datetime | None = moment()
    """When the provider was asked last what became of it."""
    created_at: datetime = stamped()
    paid_at: datetime | None = moment()


class PaymentShare(TenantRow, table=True):
    """How much of a payment lies on an invoice: what an invoice says is paid is the sum of these."""

    __tablename__ = "payment_share"
    __table_args__ = (
        UniqueConstraint("payment_id", "invoice_id"),
        Index("ix_payment_share_invoice", "invoice_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    payment_id: UUID = Field(foreign_key="payment.id", ondelete="CASCADE")
    invoice_id: UUID = Field(foreign_key="invoice.id", ondelete="CASCADE")
    amount: Decimal = money()


class PaymentEvent(NumberedRow, table=True):
    """One line of a payment's timeline."""

    __tablename__ = "payment_event"
    __table_args__ = (Index("ix_payment_event_payment", "payment_id", "id"),)

    payment_id: UUID
    kind: str
    """`payments.event_<kind>` in foundation.texts."""
    values: dict[str, Any] = document()
    user_id: UUID | None = None
    at: datetime = stamped()


class Refund(TenantRow, table=True):
    __tablename__ = "refund"
    __table_args__ = (
        Index("uq_refund_reference", "merchant_id", "reference", unique=True),
        Index("ix_refund_payment", "payment_id"),
        Index("ix_refund_claim", "claim_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    payment_id: UUID = Field(foreign_key="payment.id", ondelete="CASCADE")
    attempt_id: UUID | None = None
    """The try whose money goes back; None where it goes back by hand."""
    claim_id: UUID | None = None
    reference: str
    amount: Decimal = money()
    is_surplus: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    """Of money that was never counted as paid."""
    status: str = "waiting"
    """See enums.RefundStatus."""
    before: Decimal = money()
    """What the provider had given back when it was asked: tells whether a lost answer was a yes."""
    way: str = ""
    """See enums.Way; empty while nobody knows, and for what goes back by hand."""
    is_found: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """Made in the provider's own panel: nobody asked for it here."""
    code: str | None = None
    detail: str = ""
    note: str = ""
    user_id: UUID | None = None
    created_at: datetime = stamped()
    done_at: datetime | None = moment()
