"""Tables of documents, their numbers, their timeline, payments against them, and the seller's own data."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, text
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, money, stamped

_STANDING = "kind = 'sale' AND status NOT IN ('cancelled', 'rejected') AND NOT is_partial"
"""A package or an order is invoiced once."""


class InvoiceProfile(TenantRow, table=True):
    """Who invoices: one for each merchant."""

    __tablename__ = "invoice_profile"
    __table_args__ = (Index("uq_invoice_profile", "merchant_id", unique=True),)

    seller: dict[str, Any] = document()
    """Title, tax number and office, address, web site, bank, logo's file id: see documents.records.Party."""
    series: dict[str, Any] = document()
    """Three letters for each of `einvoice`, `earchive`, `despatch`, `return`."""
    providers: list[str] = document("[]")
    """Ids of connections in the order they are tried."""
    automatic: str = "off"
    """`off`, `packed` or `shipped`: when an order is invoiced by itself."""
    profile: str = "TEMELFATURA"
    """What a company that receives e-Fatura gets, unless it is told otherwise."""
    due_days: int = 0
    is_test: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """Numbers of the tax office's examples pass, whose check digits do not hold."""
    automatic_since: datetime | None = moment()
    """Orders of before are not invoiced by themselves."""
    rate_day: str = "before"
    """Of which bulletin a foreign currency's rate is: `before` the document's day, or of the `same` day."""
    default_vat: Decimal = Field(default=Decimal(20), sa_type=Numeric(5, 2), nullable=False)
    updated_at: datetime = stamped()


class Invoice(TenantRow, table=True):
    __tablename__ = "invoice"
    __table_args__ = (
        Index("uq_invoice_uuid", "uuid", unique=True),
        Index(
            "uq_invoice_number",
            "merchant_id",
            "number",
            unique=True,
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index("ix_invoice_issued", "merchant_id", "issued_at", "id"),
        Index("ix_invoice_status", "merchant_id", "status", "issued_at", "id"),
        Index("ix_invoice_order", "order_id"),
        Index("uq_invoice_sale_package", "package_id", unique=True, postgresql_where=text(_STANDING)),
        Index(
            "uq_invoice_sale_order",
            "order_id",
            unique=True,
            postgresql_where=text(f"{_STANDING} AND package_id IS NULL"),
        ),
        Index(
            "uq_invoice_paper_key",
            "paper_key",
            unique=True,
            postgresql_where=text("paper_key IS NOT NULL"),
        ),
        Index("ix_invoice_due", "merchant_id", "due_on", postgresql_where=text("paid < payable")),
    )

    kind: str
    """See enums.InvoiceKind."""
    document_kind: str = "earchive"
    """`einvoice`, `earchive`, `despatch` or `credit_note`, which is printed and signed and not sent."""
    profile: str
    """UBL-TR ProfileID."""
    type: str
    """UBL-TR InvoiceTypeCode, such as SATIS, IADE, TEVKIFAT, ISTISNA."""
    uuid: UUID
    """ETTN, given once: sending again is the same document."""
    number: str | None = None
    """AAA2026000000001; None for a draft."""
    status: str = "draft"
    """See enums.InvoiceStatus."""
    provider_status: str = ""
    gib_code: str = ""
    code: str | None = None
    """Of the last refusal; its sentence is in foundation.texts."""
    detail: str = ""
    attempts: int = 0
    wanted_profile: str = ""
    """For one that receives e-Fatura; empty: as the seller's data say."""
    order_id: UUID | None = Field(default=None, foreign_key="purchase_order.id", ondelete="SET NULL")
    package_id: UUID | None = None
    is_partial: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    """Of some of the order's lines; others may follow."""
    original_id: UUID | None = None
    """The invoice a return gives back."""
    claim_id: UUID | None = None
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    """The provider that was asked; another is asked only when this one surely does not have it."""
    external_id: str | None = None
    buyer_name: str = ""
    buyer_tax_number: str = ""
    content: dict[str, Any] = document()
    """The whole document as plain values: what the XML is written from, and written from again."""
    currency: str = "TRY"
    rate: Decimal = Field(default=Decimal(1), sa_type=Numeric(14, 6), nullable=False)
    """Turkish lira for one unit of `currency` on the day of issue."""
    net: Decimal = money()
    vat: Decimal = money()
    withheld: Decimal = money()
    payable: Decimal = money()
    paid: Decimal = money()
    issued_at: datetime = stamped()
    due_on: date | None = None
    xml_id: UUID | None = None
    """The stored file as it was sent."""
    url: str | None = None
    """Where the buyer can look at it."""
    is_reported: bool | None = None
    asked_at: datetime | None = moment()
    told_channel_at: datetime | None = moment()
    paper_key: str | None = None
    """Of the address at which the buyer reads it; None for what nobody was told of."""
    told_buyer_at: datetime | None = moment()
    user_id: UUID | None = None
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class InvoiceSeries(TenantRow, table=True):
    """The last number of a series in a year; its row is locked while one is given out."""

    __tablename__ = "invoice_series"
    __table_args__ = (UniqueConstraint("merchant_id", "prefix", "year"),)

    prefix: str
    year: int
    last: int = 0
    first: int = 1
    """For whoever comes from another program in the middle of a year."""
    last_issued_at: datetime | None = moment()
    """A later number is never dated before an earlier one."""


class InvoiceNumber(TenantRow, table=True):
    """Every number that was ever given out, and to what."""

    __tablename__ = "invoice_number"
    __table_args__ = (
        UniqueConstraint("merchant_id", "prefix", "year", "sequence"),
        CheckConstraint("state <> 'void' OR reason <> ''", name="void_explained"),
    )

    prefix: str
    year: int
    sequence: int
    invoice_id: UUID | None = None
    """None for a gap that somebody has explained."""
    state: str = "used"
    """See enums.NumberState."""
    reason: str = ""
    given_at: datetime = stamped()


class InvoiceEvent(NumberedRow, table=True):
    """One line of a document's timeline."""

    __tablename__ = "invoice_event"
    __table_args__ = (Index("ix_invoice_event_invoice", "invoice_id", "id"),)

    invoice_id: UUID
    kind: str
    """`numbered`, `checked`, `asked`, `sent`, `status`, `failed`, `changed_provider`, `told`, `paid`, ..."""
    values: dict[str, Any] = document()
    user_id: UUID | None = None
    at: datetime = stamped()


class InvoiceRun(TenantRow, table=True):
    """Many orders invoiced at once, with progress."""

    __tablename__ = "invoice_run"
    __table_args__ = (Index("ix_invoice_run_created", "merchant_id", "created_at"),)

    user_id: UUID | None = None
    status: str = "waiting"
    """See domain.channels.enums.RunStatus."""
    total: int = 0
    done: int = 0
    failed: int = 0
    created_at: datetime = stamped()
    finished_at: datetime | None = moment()


class InvoiceRunRow(TenantRow, table=True):
    __tablename__ = "invoice_run_row"
    __table_args__ = (UniqueConstraint("run_id", "order_id"),)

    run_id: UUID = Field(foreign_key="invoice_run.id", ondelete="CASCADE")
    order_id: UUID
    invoice_id: UUID | None = None
    status: str = "waiting"
    """`waiting`, `done`, `failed`."""
    code: str | None = None
    detail: str = ""


class InvoiceShare(TenantRow, table=True):
    """An invoice on its way to the channel that shows it to the buyer: one for each package it is of."""

    __tablename__ = "invoice_share"
    __table_args__ = (
        UniqueConstraint("invoice_id", "package_id"),
        Index("ix_invoice_share_status", "merchant_id", "status"),
    )

    invoice_id: UUID = Field(foreign_key="invoice.id", ondelete="CASCADE")
    package_id: UUID
    """As the channel knows it: that of which ours was split off."""
    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    status: str = "waiting"
    """`waiting`, `asked`, `done`, `failed`, or `unable`: the channel has no place for it."""
    code: str | None = None
    detail: str = ""
    link: str = ""
    """What the channel was told; `file` for the paper itself."""
    done_at: datetime | None = moment()
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
