"""The time: always aware, always UTC; and the clock of whoever reads it."""

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

ISTANBUL = ZoneInfo("Europe/Istanbul")
_reader: ContextVar[ZoneInfo] = ContextVar("reader_zone", default=ISTANBUL)


def now() -> datetime:
    return datetime.now(UTC)


def from_millis(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


def to_millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def month_bounds(said: str) -> tuple[datetime | None, datetime | None]:
    """Where a month written as 2026-11 begins in Istanbul, and where the next one does; neither if it is no month."""
    try:
        first = datetime.strptime(said, "%Y-%m").replace(tzinfo=ISTANBUL)
        return first, (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        return None, None


def is_zone(name: str) -> bool:
    return name in available_timezones()


def read_by(zone: str) -> None:
    """From here on, in this task or request, times are shown by the reader's clock; an unknown zone is Istanbul's."""
    _reader.set(ZoneInfo(zone) if zone != ISTANBUL.key and is_zone(zone) else ISTANBUL)


def reader_zone() -> ZoneInfo:
    """Of the person who reads; Istanbul where nobody said: for workers, papers and mails."""
    return _reader.get()
