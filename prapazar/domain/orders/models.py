"""Tables of orders, packages, lines, their timeline, and the repair queue."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Numeric, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.foundation.rows import MONEY, NumberedRow, TenantRow, document, moment, money, stamped


class Order(TenantRow, table=True):
    """A purchase; `status` is drawn from its packages."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        Index("uq_purchase_order_external", "connection_id", "external_id", unique=True),
        Index("ix_purchase_order_ordered", "merchant_id", "ordered_at", "id"),
        Index("ix_purchase_order_status", "merchant_id", "status", "ordered_at", "id"),
        Index("ix_purchase_order_connection", "merchant_id", "connection_id", "ordered_at", "id"),
        Index("ix_purchase_order_search", "search", postgresql_using="gin"),
        Index("ix_purchase_order_problem", "merchant_id", "ordered_at", postgresql_where=text("has_problem")),
        Index(
            "ix_purchase_order_ship_by",
            "merchant_id",
            "ship_by_at",
            postgresql_where=text("status IN ('new', 'picking', 'packed')"),
        ),
    )

    connection_id: UUID | None = Field(default=None, foreign_key="connection.id")
    """None for an order entered by hand."""
    external_id: str
    """The channel's order number; for a manual order our own number."""
    number: str
    """What people call it."""
    status: str
    """See enums.OrderStatus."""
    picked_at: datetime | None = moment()
    """When the last of its articles was fetched from the shelf, where a picking list was walked."""
    has_problem: bool = False
    """A line is unmapped or short, or a repair waits."""
    is_test: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """Of a test store: neither counted among sales nor invoiced."""
    erased_at: datetime | None = moment()
    """When its buyer was forgotten: what is left of it are the books."""
    ordered_at: datetime = stamped()
    ship_by_at: datetime | None = moment()
    currency: str = "TRY"
    total: Decimal = money()
    """What the buyer pays, VAT included."""
    discount: Decimal = money()
    shipping: Decimal = money()
    paid: Decimal = money()
    """By payments that are kept here; what a channel takes from the buyer is none of them."""
    line_count: int = 0
    unit_count: int = 0
    buyer_name: str = ""
    buyer_email: str | None = None
    buyer_phone: str | None = None
    city: str = ""
    district: str = ""
    shipping_address: dict[str, Any] = document()
    billing_address: dict[str, Any] = document()
    note: str = ""
    tags: list[str] = document("[]")
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of number, buyer, city, SKUs and barcodes."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class ShipmentPackage(TenantRow, table=True):
    """The unit picked, labelled and shipped; orders are imported package by package."""

    __tablename__ = "shipment_package"
    __table_args__ = (
        Index("uq_shipment_package_external", "connection_id", "external_id", unique=True),
        Index("ix_shipment_package_order", "order_id"),
        Index(
            "ix_shipment_package_shipped",
            "merchant_id",
            "shipped_at",
            postgresql_include=["order_id"],
            postgresql_where=text("shipped_at IS NOT NULL"),
        ),
        Index(
            "ix_shipment_package_tracking",
            "merchant_id",
            "tracking_number",
            postgresql_where=text("tracking_number IS NOT NULL AND status IN ('new', 'picking', 'packed')"),
        ),
        Index(
            "ix_shipment_package_warehouse",
            "warehouse_id",
            "status",
            "order_id",
            postgresql_where=text("warehouse_id IS NOT NULL"),
        ),
        Index(
            "ix_shipment_package_merged",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index(
            "ix_shipment_package_split", "split_from_id", postgresql_where=text("split_from_id IS NOT NULL")
        ),
    )

    order_id: UUID = Field(foreign_key="purchase_order.id", ondelete="CASCADE")
    connection_id: UUID | None = None
    external_id: str
    status: str
    """See enums.OrderStatus."""
    provider_status: str = ""
    modified_at: datetime = stamped()
    """The provider's clock: an older delivery never overwrites a newer one."""
    payload_hash: bytes = Field(sa_type=LargeBinary, nullable=False)
    carrier: str | None = None
    cargo_by: str | None = None
    """See enums.CargoBy; None where the channel does not say."""
    tracking_number: str | None = None
    tracking_url: str | None = None
    invoice_number: str | None = None
    shipped_at: datetime | None = moment()
    delivered_at: datetime | None = moment()
    merged_into_id: UUID | None = None
    """The package of another order of the same buyer in whose parcel this one lies."""
    split_from_id: UUID | None = None
    """The package whose lines these were, where we split it and its channel does not know."""
    warehouse_id: UUID | None = None
    """Where it is to be sent from, by rule or by hand; None: the default warehouse."""
    created_at: datetime = stamped()


class OrderLine(TenantRow, table=True):
    __tablename__ = "order_line"
    __table_args__ = (
        Index("ix_order_line_order", "order_id"),
        Index("uq_order_line_external", "package_id", "external_id", unique=True),
        Index("ix_order_line_variant", "merchant_id", "variant_id", "id"),
        CheckConstraint("quantity > 0 OR moved_quantity > 0", name="quantity_positive"),
    )

    order_id: UUID
    """The package's; only the package is a foreign key, since each one costs a look-up per line."""
    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    external_id: str
    variant_id: UUID | None = None
    """None while the line is unmapped; the repair queue holds its cause."""
    sku: str | None = None
    barcode: str | None = None
    title: str
    quantity: int
    cancelled_quantity: int = 0
    moved_quantity: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    """Units we put into another package; the channel still counts them here."""
    unit_price: Decimal = money()
    """With VAT, after the discount."""
    discount: Decimal = money()
    """Of the whole line."""
    total: Decimal = money()
    vat_rate: Decimal | None = Field(default=None, sa_type=Numeric(5, 2))
    commission_rate: Decimal | None = Field(default=None, sa_type=Numeric(5, 2))


class OrderEvent(NumberedRow, table=True):
    """One line of an order's timeline."""

    __tablename__ = "order_event"
    __table_args__ = (
        Index("ix_order_event_order", "order_id", "id"),
        Index("ix_order_event_person", "merchant_id", "at", postgresql_where=text("user_id IS NOT NULL")),
        Index(
            "ix_order_event_refused", "merchant_id", "at", postgresql_where=text("kind = 'supply_refused'")
        ),
    )

    order_id: UUID
    kind: str
    """`imported`, `status`, `reserved`, `short`, `repaired`, `note`, `reported`, `report_failed`, ..."""
    values: dict[str, Any] = document()
    user_id: UUID | None = None
    at: datetime = stamped()


class Repair(TenantRow, table=True):
    """A record that could not be taken in whole: parked alone, with its cause, until it is mended."""

    __tablename__ = "repair"
    __table_args__ = (
        Index(
            "uq_repair_open",
            "connection_id",
            "kind",
            "external_id",
            unique=True,
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "ix_repair_merchant", "merchant_id", "created_at", postgresql_where=text("resolved_at IS NULL")
        ),
        Index("ix_repair_order", "order_id"),
    )

    connection_id: UUID | None = None
    kind: str
    """`unmapped_line`, `unreadable`, `short`, `report`: what has to be mended."""
    external_id: str
    """Package or line id at the channel, or the payload's hash where there is none."""
    order_id: UUID | None = None
    order_line_id: UUID | None = None
    code: str
    """Error code; its sentence is in foundation.texts."""
    values: dict[str, Any] = document()
    raw: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The sealed payload of a record that could not be read."""
    amount: Decimal | None = Field(default=None, sa_type=MONEY)
    attempts: int = 0
    created_at: datetime = stamped()
    resolved_at: datetime | None = moment()
    resolved_by: UUID | None = None


class NumberSeries(TenantRow, table=True):
    """The last number given out of a series, such as that of orders entered by hand."""

    __tablename__ = "number_series"
    __table_args__ = (Index("uq_number_series", "merchant_id", "kind", unique=True),)

    kind: str
    last: int = 0


class OrderWatch(TenantRow, table=True):
    """A kind of timeline line that a subject above wants told, under its own outbox topic."""

    __tablename__ = "order_watch"
    __table_args__ = (Index("uq_order_watch", "merchant_id", "topic", "kind", "status", unique=True),)

    topic: str
    kind: str
    status: str = ""
    """Of `status` lines: the one reached; empty: any."""


class SalesMark(NumberedRow, table=True):
    """A day of a store whose sales are to be added up again. Only ever added to, so that nobody waits for another."""

    __tablename__ = "sales_mark"
    __table_args__ = (Index("ix_sales_mark_merchant", "merchant_id", "id"),)

    day: date
    """Istanbul's."""
    connection_id: UUID
    """Zeros for orders entered by hand."""
    at: datetime = stamped()
