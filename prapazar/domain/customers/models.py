"""Tables of customers, what they are known by, whose an order is, merges, suggestions, and what segments ask."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, money, stamped

_SHOWN = text("merged_into_id IS NULL")


class Customer(TenantRow, table=True):
    """One person or company. A merged one stays as it was and points at the one it belongs to."""

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_last", "merchant_id", "last_order_at", "id", postgresql_where=_SHOWN),
        Index("ix_customer_spent", "merchant_id", "spent", "id", postgresql_where=_SHOWN),
        Index("ix_customer_orders", "merchant_id", "order_count", "id", postgresql_where=_SHOWN),
        Index("ix_customer_name", "merchant_id", "folded_name", "id", postgresql_where=_SHOWN),
        Index("ix_customer_city", "merchant_id", "city", "last_order_at", "id", postgresql_where=_SHOWN),
        Index("ix_customer_search", "search", postgresql_using="gin", postgresql_where=_SHOWN),
        Index("ix_customer_merged", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
    )

    name: str
    folded_name: str = ""
    company: str = ""
    email: str | None = None
    phone: str | None = None
    tax_number: str | None = None
    city: str = ""
    district: str = ""
    note: str = ""
    """Of the merchant's people."""
    tags: list[str] = document("[]")
    merged_into_id: UUID | None = Field(default=None, foreign_key="customer.id")
    """Never one that is itself merged."""
    order_count: int = 0
    """The counts and sums of a shown one are those of all merged into it, test orders apart."""
    spent: Decimal = money()
    """Of orders neither cancelled nor returned, in the currency most were paid in."""
    currency: str = "TRY"
    sums: list[dict[str, Any]] = document("[]")
    """Orders, cancelled ones and what was spent by currency: a dealer's ten thousand are not added up for a page."""
    channels: list[str] = document("[]")
    """Ids of the connections it bought through."""
    first_order_at: datetime | None = moment()
    last_order_at: datetime = stamped()
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Weights say what a word is: A name, B e-mail and tax number, C telephone, D place and channel."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class CustomerKey(TenantRow, table=True):
    """Something only one person has: who brings it again is the same customer."""

    __tablename__ = "customer_key"
    __table_args__ = (
        Index("uq_customer_key", "merchant_id", "kind", "value", unique=True),
        Index("ix_customer_key_customer", "customer_id", "merchant_id"),
    )

    customer_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    kind: str
    """See enums.KeyKind."""
    value: str


class CustomerOrder(TenantRow, table=True):
    """Whose an order is. Written with the order, answered by a worker right after."""

    __tablename__ = "customer_order"
    __table_args__ = (
        Index("uq_customer_order", "order_id", unique=True),
        Index("ix_customer_order_customer", "customer_id", "ordered_at", "order_id"),
        Index("ix_customer_order_waiting", "merchant_id", "order_id", postgresql_where=text("is_waiting")),
    )

    order_id: UUID
    """No foreign key, since each one costs a look-up per order."""
    customer_id: UUID | None = Field(default=None, foreign_key="customer.id", ondelete="SET NULL")
    """The one its keys name, merged or not, so that taking a merge apart finds it again."""
    buyer_id: str | None = None
    """The channel's own number of its buyer."""
    ordered_at: datetime = stamped()
    is_waiting: bool = True
    """The worker has not looked at it since it came or changed."""


class CustomerAddress(TenantRow, table=True):
    __tablename__ = "customer_address"
    __table_args__ = (
        Index("uq_customer_address", "customer_id", "digest", unique=True),
        Index(
            "ix_customer_address_likeness",
            "merchant_id",
            "likeness",
            "id",
            postgresql_where=text("likeness <> ''"),
        ),
    )

    customer_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    digest: str
    """The same for two ways of writing the same letters."""
    likeness: str = ""
    """What two customers share whose name and address fit; empty where too little is known."""
    name: str = ""
    company: str = ""
    line: str = ""
    neighbourhood: str = ""
    district: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = "TR"
    is_billing: bool = False
    last_used_at: datetime = stamped()


class CustomerMerge(TenantRow, table=True):
    """Who was put together by whom, with all it takes to take them apart again."""

    __tablename__ = "customer_merge"
    __table_args__ = (Index("ix_customer_merge_kept", "kept_id", "at"),)

    kept_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    gone_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    moved: list[str] = document("[]")
    """Those who belonged to `gone` and came along."""
    user_id: UUID | None = None
    at: datetime = stamped()
    undone_at: datetime | None = moment()
    undone_by: UUID | None = None


class CustomerSuggestion(TenantRow, table=True):
    """Two customers who may be one; a person says."""

    __tablename__ = "customer_suggestion"
    __table_args__ = (
        Index("uq_customer_suggestion", "low_id", "high_id", unique=True),
        Index("ix_customer_suggestion_high", "high_id"),
        Index(
            "ix_customer_suggestion_open",
            "merchant_id",
            "created_at",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
    )

    low_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    high_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    reason: str
    """See enums.Reason."""
    state: str = "open"
    created_at: datetime = stamped()
    decided_at: datetime | None = moment()
    decided_by: UUID | None = None


class ErasedKey(TenantRow, table=True):
    """The salted fingerprint of something that named a person who asked to be forgotten."""

    __tablename__ = "erased_key"
    __table_args__ = (
        Index("uq_erased_key", "merchant_id", "print", unique=True),
        Index("ix_erased_key_request", "request_id"),
    )

    request_id: UUID
    print: bytes = Field(sa_type=LargeBinary, nullable=False)
    at: datetime = stamped()
    """What was bought later is a new contract, and kept."""


class CustomerTally(TenantRow, table=True):
    """What segments ask of a shown customer, in a row so narrow that a million are read in a moment."""

    __tablename__ = "customer_tally"
    __table_args__ = (Index("ix_customer_tally_last", "merchant_id", "last_at", "id"),)

    id: UUID = Field(primary_key=True, foreign_key="customer.id", ondelete="CASCADE")
    """The customer's own."""
    orders: int = 0
    """Test orders apart; cancelled and returned ones count."""
    counted: int = 0
    """Of them, those neither cancelled nor returned."""
    spent: Decimal = money()
    """Of the counted ones that were paid in lira."""
    first_at: datetime | None = moment()
    last_at: datetime | None = moment()
    is_company: bool = False
    city: str = ""
    district: str = ""
    channels: list[str] = Field(
        default_factory=list,
        sa_type=ARRAY(Text),
        nullable=False,
        sa_column_kwargs={"server_default": text("'{}'::text[]")},
    )
    """Ids of connections; BY_HAND for orders of none."""
    tags: list[str] = Field(
        default_factory=list,
        sa_type=ARRAY(Text),
        nullable=False,
        sa_column_kwargs={"server_default": text("'{}'::text[]")},
    )


class CustomerPurchase(TenantRow, table=True):
    """One order under the customer who is shown for it: what was bought within some days is asked here."""

    __tablename__ = "customer_purchase"
    __table_args__ = (
        Index("uq_customer_purchase", "order_id", unique=True),
        Index(
            "ix_customer_purchase_at",
            "merchant_id",
            "ordered_at",
            "customer_id",
            postgresql_include=["total", "is_counted", "is_lira"],
        ),
        Index("ix_customer_purchase_customer", "customer_id", "ordered_at"),
    )

    order_id: UUID
    """No foreign key, as above; its own id is the order's too."""
    customer_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    ordered_at: datetime = stamped()
    total: Decimal = money()
    is_lira: bool = True
    is_counted: bool = True
    """Neither cancelled nor returned."""


class CustomerItem(NumberedRow, table=True):
    """That a customer bought a product, and when last."""

    __tablename__ = "customer_item"
    __table_args__ = (
        Index("uq_customer_item", "customer_id", "product_id", unique=True),
        Index("ix_customer_item_product", "merchant_id", "product_id", "last_at", "customer_id"),
    )

    customer_id: UUID = Field(foreign_key="customer.id", ondelete="CASCADE")
    product_id: UUID
    """No foreign key: each one costs a look-up per line."""
    last_at: datetime = stamped()
