"""The rate a document stands in, and what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.rates.actions import SOURCE

OLDEST = timedelta(days=10)
"""No holiday is longer; an older bulletin is not in force any more."""


@dataclass(frozen=True, slots=True)
class KeptRate:
    day: date
    currency: str
    buying: Decimal
    selling: Decimal | None
    bulletin: str


@dataclass(frozen=True, slots=True)
class Source:
    asked_at: datetime
    answered_at: datetime | None
    code: str | None
    detail: str


_IN_FORCE = text(
    "SELECT day, currency, buying, selling, bulletin FROM exchange_rate WHERE currency = :currency"
    " AND day <= :last AND day >= :first ORDER BY day DESC LIMIT 1"
)
_LATEST = text(
    "SELECT day, currency, buying, selling, bulletin FROM exchange_rate"
    " WHERE day = (SELECT max(day) FROM exchange_rate) ORDER BY currency"
)
_SOURCE = text("SELECT asked_at, answered_at, code, detail FROM rate_source WHERE name = :name")


def in_force(session: Session, currency: str, day: date, *, same_day: bool = False) -> KeptRate | None:
    """Of the bulletin before `day`, or with `same_day` of the day itself where there is one; None: no rate."""
    last = day if same_day else day - timedelta(days=1)
    asked = {"currency": currency, "last": last, "first": day - OLDEST}
    row = session.execute(_IN_FORCE, asked).one_or_none()
    return KeptRate(*row) if row else None


def latest(session: Session) -> Sequence[KeptRate]:
    return [KeptRate(*row) for row in session.execute(_LATEST)]


def source(session: Session) -> Source | None:
    row = session.execute(_SOURCE, {"name": SOURCE}).one_or_none()
    return Source(*row) if row else None
