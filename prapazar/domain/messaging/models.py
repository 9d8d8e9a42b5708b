"""Tables of notifications, what people chose to hear, and of messages with their templates and consents."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class Notification(TenantRow, table=True):
    """Grouped by cause: the same `group_key` while unread counts up instead of repeating."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_user", "merchant_id", "user_id", "updated_at"),
        Index(
            "uq_notification_group",
            "user_id",
            "merchant_id",
            "group_key",
            unique=True,
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    user_id: UUID
    level: str
    """`info`, `success`, `warning`, `error`."""
    kind: str
    """Text code, such as `orders.new`; the sentence is in foundation.texts."""
    group_key: str
    cause: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": text("''")})
    """The error code behind it: the same cause at several stores is one line of the root-cause list."""
    values: dict[str, Any] = document()
    link: str = ""
    connection_id: UUID | None = None
    """The store it is about: who sees only others never sees it."""
    count: int = 1
    told: list[Any] = document("[]")
    """Ways beside the screen by which it was told: none twice."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
    read_at: datetime | None = moment()


class NotificationChoice(TenantRow, table=True):
    """What one person wants to hear in one merchant, by which way and when; none: on screen, everything."""

    __tablename__ = "notification_choice"
    __table_args__ = (Index("uq_notification_choice", "merchant_id", "user_id", unique=True),)

    user_id: UUID
    rules: dict[str, Any] = document()
    """By subject: `in_app` ("on" or "off") and a Mode for each way."""
    phone: str = ""
    """For SMS and WhatsApp; +90..."""
    quiet_from: int | None = None
    """Minutes after midnight; both or none."""
    quiet_to: int | None = None
    errors_break_quiet: bool = False
    digest_at: int = 540
    """Minutes after midnight at which the digest goes."""
    updated_at: datetime = stamped()


class MessageTemplate(TenantRow, table=True):
    __tablename__ = "message_template"
    __table_args__ = (Index("uq_message_template_name", "merchant_id", "name", unique=True),)

    name: str
    way: str
    purpose: str = "transactional"
    texts: dict[str, Any] = document()
    """By language: `subject` and `body`; places stand in braces."""
    provider_name: str = ""
    """WhatsApp: the approved template's name; its places are filled in the order they stand in our text."""
    moments: list[Any] = document("[]")
    """Of an order: see enums.OrderMoment. None: it goes by hand or over the API."""
    is_active: bool = True
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class Message(TenantRow, table=True):
    """One message to one person: the log, and the books of whether it went."""

    __tablename__ = "message"
    __table_args__ = (
        Index("uq_message_key", "merchant_id", "key", unique=True),
        Index("ix_message_created", "merchant_id", "created_at", "id"),
        Index("ix_message_external", "connection_id", "external_id"),
        Index("ix_message_order", "order_id", postgresql_where=text("order_id IS NOT NULL")),
        Index("ix_message_recipient", "merchant_id", "recipient"),
        Index(
            "ix_message_open",
            "connection_id",
            "asked_at",
            postgresql_where=text("status IN ('sent', 'unclear')"),
        ),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
    )

    key: str
    """Of what made it: the same one again is the same message."""
    way: str
    purpose: str
    status: str = "waiting"
    """See enums.MessageStatus."""
    recipient: str = ""
    recipient_name: str = ""
    language: str = "tr"
    subject: str = ""
    body: str = ""
    template_id: UUID | None = None
    provider_name: str = ""
    params: list[Any] = document("[]")
    connection_id: UUID | None = None
    """The provider's account; None for mail over the installation's own server."""
    event: str = ""
    """What set it off: an OrderMoment, `notice`, `api`, `hand`."""
    order_id: UUID | None = None
    user_id: UUID | None = None
    """Of the merchant's own person it goes to."""
    external_id: str = ""
    provider_status: str = ""
    units: int = 0
    """SMS parts."""
    cost: Decimal = Field(
        default=Decimal(0),
        sa_type=Numeric(12, 4),
        nullable=False,
        sa_column_kwargs={"server_default": text("0")},
    )
    """By the account's price for one part; 0 where none is entered."""
    code: str = ""
    detail: str = ""
    attempts: int = 0
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
    asked_at: datetime | None = moment()
    """When it was given to the provider, or looked up there last."""
    sent_at: datetime | None = moment()
    delivered_at: datetime | None = moment()


class ContactConsent(TenantRow, table=True):
    """What an address agreed to; who never said anything gets no advertising."""

    __tablename__ = "contact_consent"
    __table_args__ = (
        Index("uq_contact_consent", "merchant_id", "way", "address", unique=True),
        Index(
            "ix_contact_consent_unregistered",
            "merchant_id",
            "at",
            "id",
            postgresql_where=text("iys_at IS NULL AND way IN ('email', 'sms', 'call')"),
        ),
    )

    way: str
    address: str
    state: str
    """See enums.ConsentState."""
    source: str = "hand"
    """`iys`, `link`, `hand`, `api`, `provider`, `file`."""
    note: str = ""
    text_version: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": text("''")})
    """Of the words the person agreed to."""
    proof: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": text("''")})
    """Where it can be looked up: a number of the registry, of a form, of a recording."""
    user_id: UUID | None = None
    at: datetime = stamped()
    noted_at: datetime = stamped()
    """When it came into these books; people may have said it long before."""
    iys_at: datetime | None = moment()
    """When the registry was told, or told us; None: not of this word yet."""
    iys_source: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": text("''")})
    """Where it was given, in the registry's words: `HS_WEB` and others; empty: as the export says."""
    recipient_kind: str = Field(
        default="BIREYSEL", nullable=False, sa_column_kwargs={"server_default": text("'BIREYSEL'")}
    )
    """`TACIR` for merchants and craftsmen."""


class ConsentEvent(TenantRow, table=True):
    """What an address said, one line each time: consents say how things stand, these how they came to."""

    __tablename__ = "consent_event"
    __table_args__ = (Index("ix_consent_event_address", "merchant_id", "address", "at"),)

    way: str
    address: str
    state: str
    source: str
    note: str = ""
    text_version: str = ""
    proof: str = ""
    user_id: UUID | None = None
    at: datetime = stamped()
