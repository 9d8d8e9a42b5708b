"""Intervals as people write them, and their bounds; on plain values."""

import re

SHORTEST, LONGEST = 10, 7 * 86_400
"""Seconds between two runs."""
_PART = re.compile(r"(\d{1,6})\s*([a-zçğıöşü]+)")
_UNITS = {
    1: ("s", "sn", "san", "saniye", "sec", "secs", "second", "seconds"),
    60: ("m", "dk", "dak", "dakika", "min", "mins", "minute", "minutes"),
    3_600: ("h", "sa", "saat", "hour", "hours", "hr", "hrs"),
    86_400: ("d", "g", "gün", "gun", "day", "days"),
}
_SECONDS = {word: seconds for seconds, words in _UNITS.items() for word in words}


def interval(words: str) -> int | None:
    """Seconds of `5 dk`, `2 saat 30 dakika` or `90 s`; None for what says no time."""
    said = words.strip().lower().replace("i̇", "i")
    parts = _PART.findall(said)
    if not parts or _PART.sub("", said).strip(" ,.") or any(unit not in _SECONDS for _, unit in parts):
        return None
    return sum(int(count) * _SECONDS[unit] for count, unit in parts)


def is_within_bounds(seconds: int) -> bool:
    return SHORTEST <= seconds <= LONGEST
