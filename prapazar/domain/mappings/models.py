"""The table of mappings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, stamped


class Mapping(TenantRow, table=True):
    """One word of one side and what it is on the other, for one connection."""

    __tablename__ = "mapping"
    __table_args__ = (
        Index("uq_mapping", "connection_id", "kind", "place", "key", unique=True),
        Index("ix_mapping_memory", "merchant_id", "kind", "place", "key"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    kind: str
    """See enums.MappingKind, which says what the sides are."""
    place: str = ""
    """An attribute's category at the channel, a value's `category/attribute`; empty for all others."""
    key: str
    label: str
    """What a person calls the key."""
    target_id: str
    target_name: str
    origin: str
    """See enums.Origin: `person`, `suggested`, `remembered`."""
    user_id: UUID | None = None
    mapped_at: datetime = stamped()
