"""How well a supplier sends, and how old what it told of its stock may be: from facts alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

ENOUGH: Final = 20
"""Packages below which a share says nothing."""
SPANS: Final = (30, 90)
"""Days a score is taken over."""
STALE: Final = timedelta(days=1)
"""After this nobody should sell from what a supplier told of its stock."""


class RefuseReason(StrEnum):
    """Why a supplier does not send a package that was routed to it."""

    OUT_OF_STOCK = "out_of_stock"
    DEFECTIVE = "defective"
    TOO_LATE = "too_late"
    NO_CARRIER = "no_carrier"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Score:
    """Of the packages of orders placed in a span of days."""

    days: int
    routed: int
    due: int
    """Those with a deadline that are shipped, or late by now."""
    on_time: int
    """Shipped before their deadline."""
    wanting: int
    """Cancelled by us, or refused by the supplier, because there were none."""

    @property
    def on_time_share(self) -> Decimal | None:
        """None where there are too few to say."""
        return Decimal(self.on_time) / self.due if self.due >= ENOUGH else None

    @property
    def wanting_share(self) -> Decimal | None:
        return Decimal(self.wanting) / self.routed if self.routed >= ENOUGH else None


def is_stale(told_at: datetime, now: datetime) -> bool:
    return now - told_at > STALE
