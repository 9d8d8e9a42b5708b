"""Tables of picking lists and of what the packing station has counted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class PickingList(TenantRow, table=True):
    """Packages fetched from the shelves in one walk."""

    __tablename__ = "picking_list"
    __table_args__ = (Index("ix_picking_list_created", "merchant_id", "created_at", "id"),)

    number: str
    status: str = "open"
    """`open`, `done`."""
    user_id: UUID | None = None
    """Who walks."""
    package_count: int = 0
    unit_count: int = 0
    created_at: datetime = stamped()
    printed_at: datetime | None = moment()
    done_at: datetime | None = moment()


class PickingLine(TenantRow, table=True):
    """One line of an order on a list; shelves are those of the day the list was made."""

    __tablename__ = "picking_line"
    __table_args__ = (
        UniqueConstraint("list_id", "order_line_id", "component_id"),
        Index("ix_picking_line_package", "package_id"),
        CheckConstraint(
            "picked BETWEEN 0 AND quantity AND missing BETWEEN 0 AND quantity", name="picked_within"
        ),
    )

    list_id: UUID = Field(foreign_key="picking_list.id", ondelete="CASCADE")
    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    order_line_id: UUID
    component_id: UUID
    """The article on the shelf: the line's own, or a part of its bundle."""
    box: int = 1
    """Which box of the trolley the package has."""
    shelf: str = ""
    quantity: int
    picked: int = 0
    missing: int = 0
    """Looked for and not found."""


class PackingCount(TenantRow, table=True):
    """How many of a line were scanned into the box; it survives a closed tab."""

    __tablename__ = "packing_count"
    __table_args__ = (
        UniqueConstraint("order_line_id", "component_id"),
        Index("ix_packing_count_package", "package_id"),
        Index("ix_packing_count_user", "merchant_id", "user_id", "updated_at"),
        CheckConstraint("counted BETWEEN 0 AND wanted", name="counted_within"),
    )

    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    order_line_id: UUID
    component_id: UUID
    """The article in the box: the line's own, or a part of its bundle."""
    wanted: int
    counted: int = 0
    last: int = 0
    """How many the newest scan added: what undoing it takes back."""
    user_id: UUID | None = None
    updated_at: datetime = stamped()


class PackageSplit(TenantRow, table=True):
    """What a channel was asked to break a package up into; its new packages come as any others do."""

    __tablename__ = "package_split"
    __table_args__ = (
        Index(
            "uq_package_split_open",
            "package_id",
            unique=True,
            postgresql_where=text("state IN ('asked', 'told', 'refused')"),
        ),
        Index(
            "ix_package_split_open",
            "connection_id",
            postgresql_where=text("state IN ('asked', 'told', 'refused')"),
        ),
    )

    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    order_id: UUID
    connection_id: UUID
    state: str = "asked"
    """See enums.SplitState."""
    parts: list[dict[str, Any]] = document("[]")
    """Of each new package: `lines`, units by the channel's line id; `goods`, units by article; its `package_id`."""
    was_picking: bool = False
    """It was accepted already: so are its parts, once they are there."""
    code: str = ""
    detail: str = ""
    """Why it was refused."""
    user_id: UUID | None = None
    asked_at: datetime = stamped()
    told_at: datetime | None = moment()
    done_at: datetime | None = moment()
