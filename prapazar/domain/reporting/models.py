"""Tables of what a merchant wants to reach, and of what was missed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import RATE, TenantRow, money, stamped


class StoreGoal(TenantRow, table=True):
    """The turnover a store is to make in a month."""

    __tablename__ = "store_goal"
    __table_args__ = (Index("uq_store_goal", "merchant_id", "connection_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    amount: Decimal = money()
    currency: str = "TRY"
    updated_at: datetime = stamped()


class PerformanceTarget(TenantRow, table=True):
    """What a merchant asks of a store by itself, beside what its channel publishes."""

    __tablename__ = "performance_target"
    __table_args__ = (Index("uq_performance_target", "connection_id", "measure", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    measure: str
    """See performance.Measure."""
    share: Decimal = Field(sa_type=RATE)
    """The rate has to stay below it; that of the buy box has to reach it."""
    updated_at: datetime = stamped()


class PerformanceBreach(TenantRow, table=True):
    """A rate that is over a limit, or was, so that people hear of it once."""

    __tablename__ = "performance_breach"
    __table_args__ = (Index("uq_performance_breach", "connection_id", "measure", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    measure: str
    is_on: bool = True
    since: datetime = stamped()
    told_on: date
    """The last day people heard of it."""
