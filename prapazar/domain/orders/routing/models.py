"""Table of the rules that choose the warehouse or supplier a package is sent from."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document


class RoutingRule(TenantRow, table=True):
    """The first rule that fits decides."""

    __tablename__ = "routing_rule"
    __table_args__ = (Index("ix_routing_rule_place", "merchant_id", "place"),)

    place: int
    name: str
    is_active: bool = True
    warehouse_id: UUID = Field(foreign_key="warehouse.id", ondelete="CASCADE")
    channels: list[str] = document("[]")
    """Ids of the stores it holds for; empty: all."""
    provinces: list[str] = document("[]")
    """As written; compared folded. Empty: all."""
    brands: list[str] = document("[]")
    """Ids; every line must be of one of them. Empty: all."""
    categories: list[str] = document("[]")
    """Ids, as for brands; what lies below one of them counts too."""
    needs_stock: bool = False
    """Only where the warehouse has every unit of the package."""
