"""Tables of campaigns and of who is in them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, text
from sqlmodel import Field

from prapazar.domain.customers.models import Customer
from prapazar.domain.segments.models import Segment
from prapazar.foundation.rows import NumberedRow, TenantRow, moment, money, stamped


class Campaign(TenantRow, table=True):
    __tablename__ = "campaign"
    __table_args__ = (
        Index("ix_campaign_starts", "merchant_id", "starts_on", "id"),
        Index("ix_campaign_segment", "segment_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("control_share BETWEEN 0 AND 50 AND b_share BETWEEN 0 AND 90", name="shares"),
        CheckConstraint("0 <= hour_from AND hour_from <= hour_to AND hour_to <= 24", name="hours"),
    )

    name: str
    goal: str = ""
    starts_on: date = Field(sa_type=Date)
    ends_on: date = Field(sa_type=Date)
    """What members buy until the end of this day is counted."""
    budget: Decimal | None = money(optional=True)
    segment_id: UUID = Field(foreign_key=f"{Segment.__tablename__}.id")
    takes_joiners: bool = False
    """Who comes into the segment later, until the last day, is written to as well."""
    way: str
    """Of its templates, which may be deleted one day."""
    template_id: UUID
    template_b_id: UUID | None = None
    b_share: int = 0
    """Percent of those written to who get the second text."""
    control_share: int = 0
    """Percent of the segment that is left out."""
    coupon: str = ""
    """Fills the place {coupon}."""
    hour_from: int = 10
    hour_to: int = 20
    """Nobody is written to outside these hours of Istanbul's clock."""
    status: str = "draft"
    """See enums.CampaignStatus."""
    problem: str = ""
    """Code of why it does not go on."""
    user_id: UUID | None = None
    approved_by: UUID | None = None
    approved_at: datetime | None = moment()
    begun_at: datetime | None = moment()
    """When its members were settled; orders count from here."""
    sent_at: datetime | None = moment()
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class CampaignMember(NumberedRow, table=True):
    """Somebody who was in the segment when it was looked at; leaving it later changes nothing."""

    __tablename__ = "campaign_member"
    __table_args__ = (
        Index("uq_campaign_member", "campaign_id", "customer_id", unique=True),
        Index("ix_campaign_member_customer", "customer_id"),
        Index("ix_campaign_member_waiting", "campaign_id", "id", postgresql_where=text("is_waiting")),
    )

    campaign_id: UUID = Field(foreign_key="campaign.id", ondelete="CASCADE")
    customer_id: UUID = Field(foreign_key=f"{Customer.__tablename__}.id", ondelete="CASCADE")
    arm: str
    """See enums.Arm."""
    is_waiting: bool = True
    """Its message is not taken down yet; never true of the control group."""
    message_id: UUID | None = None
    joined_at: datetime = stamped()
