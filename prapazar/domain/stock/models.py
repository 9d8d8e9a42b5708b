"""Tables of the stock ledger: warehouses, balances, movements, reservations and shortages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, stamped


class Warehouse(TenantRow, table=True):
    __tablename__ = "warehouse"
    __table_args__ = (
        Index("uq_warehouse_name", "merchant_id", "name", unique=True),
        Index("uq_warehouse_default", "merchant_id", unique=True, postgresql_where=text("is_default")),
    )

    name: str
    is_default: bool = False
    is_supplier: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    """A supplier who sends for us; its goods are not on our shelves."""
    address: dict[str, Any] = document()
    """Where carriers fetch from: the fields of connector_kit.records.Address."""


class Stock(TenantRow, table=True):
    """The balance of one variant in one warehouse; movements explain every change of it."""

    __tablename__ = "stock"
    __table_args__ = (
        Index("uq_stock_variant_warehouse", "variant_id", "warehouse_id", unique=True),
        Index("ix_stock_merchant", "merchant_id", "variant_id"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand OR allows_backorder", name="reserved_within_on_hand"),
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        # A spreadsheet rewrites every row of a page at once: with room for them all no index is written.
        {"postgresql_with": {"fillfactor": "45"}},
    )

    variant_id: UUID = Field(foreign_key="variant.id")
    warehouse_id: UUID = Field(foreign_key="warehouse.id")
    on_hand: int = 0
    reserved: int = 0
    incoming: int = 0
    safety_stock: int = 0
    allows_backorder: bool = False
    shelf: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": text("''")})
    """Where it lies in this warehouse; empty: where the article says."""
    counted_at: datetime | None = moment()
    """When somebody first said how many there are; before that no channel is told anything."""
    updated_at: datetime = stamped()


class Movement(NumberedRow, table=True):
    """Append-only. `on_hand_after` and `reserved_after` are the balance it left behind."""

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_variant", "merchant_id", "variant_id", "id"),
        # Written in the order of time, read by spans of it: an index of a few pages that costs imports nothing.
        Index("ix_movement_at", "at", postgresql_using="brin"),
    )

    variant_id: UUID
    warehouse_id: UUID
    kind: str
    """See enums.MovementKind."""
    on_hand_change: int = 0
    reserved_change: int = 0
    on_hand_after: int
    reserved_after: int
    order_id: UUID | None = None
    connection_id: UUID | None = None
    user_id: UUID | None = None
    note: str = ""
    at: datetime = stamped()


class Reservation(NumberedRow, table=True):
    """Units held for an order line; the row goes when they are shipped or given back."""

    __tablename__ = "reservation"
    __table_args__ = (
        Index("uq_reservation_line", "order_line_id", "variant_id", "warehouse_id", unique=True),
        Index("ix_reservation_variant", "merchant_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    order_id: UUID
    order_line_id: UUID
    variant_id: UUID
    warehouse_id: UUID
    quantity: int
    per_unit: int = 1
    """Units held for one unit of the line: more than one for a bundle's component."""
    created_at: datetime = stamped()


class Shortage(TenantRow, table=True):
    """What was sold, or taken away, beyond what was there; never hidden."""

    __tablename__ = "shortage"
    __table_args__ = (
        Index("ix_shortage_open", "merchant_id", "variant_id", postgresql_where=text("resolved_at IS NULL")),
        Index("ix_shortage_line", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    variant_id: UUID
    warehouse_id: UUID
    quantity: int
    per_unit: int = 1
    cause: str
    """`oversold` by a channel, or `count` when a stock count took units away."""
    order_id: UUID | None = None
    order_line_id: UUID | None = None
    connection_id: UUID | None = None
    told_quantity: int | None = None
    """What the channel had last been told before it sold."""
    told_at: datetime | None = moment()
    created_at: datetime = stamped()
    resolved_at: datetime | None = moment()
