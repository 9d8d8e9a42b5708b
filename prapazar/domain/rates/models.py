"""Tables of exchange rates, which belong to no single merchant."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric
from sqlmodel import Field, SQLModel

from prapazar.foundation.rows import moment, stamped

RATE = Numeric(14, 6)


class ExchangeRate(SQLModel, table=True):
    """Lira for one unit of a currency, as TCMB's bulletin of a day has it."""

    __tablename__ = "exchange_rate"

    day: date = Field(primary_key=True)
    currency: str = Field(primary_key=True)
    buying: Decimal = Field(sa_type=RATE, nullable=False)
    selling: Decimal | None = Field(default=None, sa_type=RATE)
    bulletin: str = ""
    """Such as `2026/216`."""
    fetched_at: datetime = stamped()


class RateSource(SQLModel, table=True):
    """When TCMB was last asked, and why it did not answer."""

    __tablename__ = "rate_source"

    name: str = Field(primary_key=True)
    asked_at: datetime = stamped()
    answered_at: datetime | None = moment()
    code: str | None = None
    detail: str = ""
