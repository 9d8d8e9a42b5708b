"""Tables of tickets and what is said in them, SLA policies, the desk's settings, feedback and interactions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.domain.aftersales.models import Claim, Question
from prapazar.domain.channels.models import Connection
from prapazar.domain.customers.models import Customer
from prapazar.domain.orders.models import Order, ShipmentPackage
from prapazar.foundation.rows import TenantRow, document, moment, stamped

POINTED_AT = (Claim, Connection, Customer, Order, Question, ShipmentPackage)
"""Known wherever ours are: a row is not written before the tables its keys point at are."""
_UNSOLVED = text("status IN ('new', 'open', 'waiting_us', 'waiting_customer')")


class SupportSetting(TenantRow, table=True):
    """How one merchant's desk works; none: the defaults."""

    __tablename__ = "support_setting"
    __table_args__ = (Index("uq_support_setting", "merchant_id", unique=True),)

    week: list[Any] = document("[]")
    """Monday first: [from, until] in minutes after midnight, or null; empty: the usual one."""
    keeps_holidays: bool = Field(
        default=True, nullable=False, sa_column_kwargs={"server_default": text("true")}
    )
    """Public holidays of the calendar are no working days."""
    closed_days: list[Any] = document("[]")
    """Further days without work, such as `2026-12-31`."""
    assign_by: str = "nobody"
    """See enums.AssignBy."""
    people: list[Any] = document("[]")
    """Ids of those tickets are given to by themselves; empty: everybody who may."""
    last_id: UUID | None = None
    """Whose turn it was last."""
    escalate_id: UUID | None = None
    """Who gets a ticket whose promise was broken; None: it stays where it is."""
    low_rating: str = "notice"
    """See enums.LowRating."""
    low_at: int = 2
    """Ratings up to it are low."""
    last_number: int = Field(default=1000, nullable=False, sa_column_kwargs={"server_default": text("1000")})
    updated_at: datetime = stamped()


class SlaPolicy(TenantRow, table=True):
    __tablename__ = "sla_policy"
    __table_args__ = (
        Index(
            "uq_sla_policy",
            "merchant_id",
            "priority",
            "connection_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("first_minutes > 0 AND solve_minutes >= first_minutes", name="minutes_in_order"),
    )

    priority: str
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="CASCADE")
    """None: of all channels that have none of their own."""
    first_minutes: int
    solve_minutes: int
    warn_minutes: int = 30


class Ticket(TenantRow, table=True):
    __tablename__ = "ticket"
    __table_args__ = (
        Index("uq_ticket_number", "merchant_id", "number", unique=True),
        Index("uq_ticket_key", "merchant_id", "key", unique=True, postgresql_where=text("key IS NOT NULL")),
        Index("ix_ticket_said", "merchant_id", "said_at", "id"),
        Index("ix_ticket_unsolved", "merchant_id", "assignee_id", "solve_due_at", postgresql_where=_UNSOLVED),
        Index("ix_ticket_customer", "customer_id", postgresql_where=text("customer_id IS NOT NULL")),
        Index("ix_ticket_order", "order_id", postgresql_where=text("order_id IS NOT NULL")),
        Index("ix_ticket_search", "search", postgresql_using="gin"),
    )

    number: str
    """What people call it: `T-1001`."""
    key: str | None = None
    """Of whoever opened it over the API: the same one again is the same ticket."""
    subject: str
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", ondelete="SET NULL")
    name: str = ""
    email: str = ""
    phone: str = ""
    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", ondelete="SET NULL")
    claim_id: UUID | None = Field(default=None, foreign_key="claim.id", ondelete="SET NULL")
    question_id: UUID | None = Field(default=None, foreign_key="question.id", ondelete="SET NULL")
    package_id: UUID | None = Field(default=None, foreign_key="shipment_package.id", ondelete="SET NULL")
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    """The store it came by, or its order."""
    origin: str = "hand"
    """See enums.Origin."""
    priority: str = "normal"
    status: str = "new"
    """See enums.TicketStatus."""
    reason: str = ""
    """See enums.TICKET_REASONS; empty: nobody said."""
    assignee_id: UUID | None = None
    tags: list[str] = document("[]")
    merged_into_id: UUID | None = Field(default=None, foreign_key="ticket.id")
    first_minutes: int = 0
    """Of the policy it was promised by."""
    solve_minutes: int = 0
    warn_minutes: int = 0
    spent_seconds: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    """Working time before the clock was started last."""
    clock_since: datetime | None = moment()
    """None while the clock stands still."""
    first_due_at: datetime | None = moment()
    solve_due_at: datetime | None = moment()
    first_told: str = ""
    """See enums.Told."""
    solve_told: str = ""
    first_answer_at: datetime | None = moment()
    first_answer_seconds: int | None = None
    """Working time until then."""
    solved_at: datetime | None = moment()
    solved_by: UUID | None = None
    reopened: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    said_at: datetime = stamped()
    """When anything was said last."""
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of number, subject, customer and order."""
    user_id: UUID | None = None
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class TicketEntry(TenantRow, table=True):
    """A message, an internal note, or something that happened."""

    __tablename__ = "ticket_entry"
    __table_args__ = (Index("ix_ticket_entry_ticket", "ticket_id", "at", "id"),)

    ticket_id: UUID = Field(foreign_key="ticket.id", ondelete="CASCADE")
    kind: str
    """See enums.EntryKind."""
    body: str = ""
    """Of an event its name: `tickets.event_<body>` in foundation.texts."""
    values: dict[str, Any] = document()
    way: str = ""
    """See enums.AnswerWay."""
    message_id: UUID | None = None
    """In the message log, of an answer that was sent."""
    author: str = ""
    """Of a customer's; ours are named by `user_id`."""
    user_id: UUID | None = None
    at: datetime = stamped()


class Feedback(TenantRow, table=True):
    """What a buyer thought of an order, or of how we helped."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("uq_feedback_key", "merchant_id", "key", unique=True),
        Index("ix_feedback_created", "merchant_id", "created_at", "id"),
        Index("ix_feedback_order", "order_id", postgresql_where=text("order_id IS NOT NULL")),
        Index("ix_feedback_customer", "customer_id", postgresql_where=text("customer_id IS NOT NULL")),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_of_five"),
    )

    key: str
    """`order:<id>` or `ticket:<id>`: each is rated once."""
    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", ondelete="SET NULL")
    ticket_id: UUID | None = Field(default=None, foreign_key="ticket.id", ondelete="SET NULL")
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", ondelete="SET NULL")
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    rating: int
    reasons: list[str] = document("[]")
    words: str = ""
    opened_id: UUID | None = None
    """The ticket a low rating opened."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class Interaction(TenantRow, table=True):
    """A call, a visit, a note on a customer."""

    __tablename__ = "interaction"
    __table_args__ = (Index("ix_interaction_customer", "customer_id", "at", "id"),)

    customer_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    kind: str
    """See enums.InteractionKind."""
    body: str
    at: datetime = stamped()
    next_step: str = ""
    task_id: UUID | None = None
    """Of the next step."""
    user_id: UUID | None = None
    created_at: datetime = stamped()
