"""Tables of deals and the stages they go through."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index
from sqlmodel import Field

from prapazar.domain.customers.models import Customer
from prapazar.foundation.rows import TenantRow, document, moment, money, stamped


class PipelineStage(TenantRow, table=True):
    __tablename__ = "pipeline_stage"
    __table_args__ = (
        Index("ix_pipeline_stage_place", "merchant_id", "place"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability_percent"),
    )

    name: str
    place: int = 0
    probability: int = 0
    """Percent of its deals that are won, as the merchant thinks."""
    kind: str = "open"
    """See enums.StageKind; one is won, one is lost."""


class Deal(TenantRow, table=True):
    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_stage", "merchant_id", "stage_id", "place"),
        Index("ix_deal_updated", "merchant_id", "updated_at", "id"),
        Index("ix_deal_customer", "customer_id"),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )

    title: str
    customer_id: UUID = Field(foreign_key=f"{Customer.__tablename__}.id", ondelete="CASCADE")
    stage_id: UUID = Field(foreign_key="pipeline_stage.id")
    value: Decimal = money()
    currency: str = "TRY"
    expected_on: date | None = Field(default=None, sa_type=Date)
    owner_id: UUID | None = None
    note: str = ""
    products: list[dict[str, Any]] = document("[]")
    """{variant_id, quantity} of what is wished for."""
    task_id: UUID | None = None
    """The next step."""
    reason: str = ""
    """Why it was lost."""
    reached: int = 0
    """The furthest open stage it has stood in, as a place: a funnel counts from it."""
    place: int = 0
    """Within its column."""
    closed_at: datetime | None = moment()
    user_id: UUID | None = None
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
