"""Table of price changes: what a variant cost before and after, by whom and why."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import MONEY, NumberedRow, stamped


class PriceChange(NumberedRow, table=True):
    __tablename__ = "price_change"
    __table_args__ = (Index("ix_price_change_variant", "merchant_id", "variant_id", "id"),)

    variant_id: UUID
    sale_price_before: Decimal | None = Field(default=None, sa_type=MONEY)
    sale_price: Decimal = Field(sa_type=MONEY)
    list_price: Decimal | None = Field(default=None, sa_type=MONEY)
    reason: str = ""
    user_id: UUID | None = None
    at: datetime = stamped()
