"""Bulletins kept, and what went wrong when one was asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.rates.records import DayRates
from prapazar.foundation import live
from prapazar.foundation.clock import now

SOURCE = "tcmb"
_KEEP = text(
    "INSERT INTO exchange_rate (day, currency, buying, selling, bulletin, fetched_at)"
    " SELECT :day, u.currency, u.buying, u.selling, :bulletin, :at FROM unnest(CAST(:currencies AS text[]),"
    "  CAST(:buying AS numeric[]), CAST(:selling AS numeric[])) AS u(currency, buying, selling)"
    " ON CONFLICT (day, currency) DO UPDATE SET buying = excluded.buying, selling = excluded.selling,"
    "  bulletin = excluded.bulletin, fetched_at = excluded.fetched_at"
)
_ASKED = text(
    "INSERT INTO rate_source (name, asked_at, answered_at, code, detail) VALUES (:name, :at, :answered, :code, :detail)"
    " ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at,"
    "  answered_at = coalesce(excluded.answered_at, rate_source.answered_at), code = excluded.code,"
    "  detail = excluded.detail"
)


def keep(session: Session, rates: DayRates) -> None:
    """The same day again is written over: a bulletin may be mended."""
    quotes = sorted(rates.quotes.items())
    session.execute(
        _KEEP,
        {
            "day": rates.day,
            "bulletin": rates.bulletin,
            "at": now(),
            "currencies": [currency for currency, _ in quotes],
            "buying": [quote.buying for _, quote in quotes],
            "selling": [quote.selling for _, quote in quotes],
        },
    )


def record_asked(session: Session, at: datetime, *, code: str | None = None, detail: str = "") -> None:
    values = {
        "name": SOURCE,
        "at": at,
        "answered": None if code else at,
        "code": code,
        "detail": detail[:300],
    }
    session.execute(_ASKED, values)


def tell(session: Session, merchant_id: UUID) -> None:
    """Screens of whoever asked look again."""
    live.tell(session, merchant_id, "rates.changed")
