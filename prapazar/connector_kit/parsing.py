"""Strict reading of provider answers: numbers stay exact, what is missing or odd is said, nothing guessed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.foundation import clock

_FIRST_MILLIS = 946_684_800_000  # 2000-01-01: anything earlier is seconds, or no time at all
_MISSING = object()


def load_json(text: bytes) -> Any:  # noqa: ANN401 - whatever the provider sent
    """Numbers with a point become Decimal. Raises ValueError, also for NaN and Infinity."""
    return json.loads(text.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)


def dump_json(value: object) -> str:
    """JSON with Decimal written as the number it is."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(str(key))}:{dump_json(item)}" for key, item in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(dump_json(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def required(raw: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401 - the caller knows its type
    """The value of the first of these names that is there; providers rename fields."""
    found = optional(raw, *names)
    if found is None:
        raise UnexpectedAnswer(f"{names[0]} is missing", raw=raw, code="connector.missing_field")
    return found


def optional(raw: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401 - the caller knows its type
    for name in names:
        value = raw.get(name, _MISSING)
        if value is not _MISSING and value is not None:
            return value
    return None


def amount(value: object, name: str) -> Decimal:
    """A Decimal from a number or a numeric string; never through float."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise _odd(value, name)
    try:
        read = Decimal(value)
    except InvalidOperation:
        raise _odd(value, name) from None
    if not read.is_finite():
        raise _odd(value, name)
    return read


def whole(value: object, name: str) -> int:
    """An int from a number or a numeric string without a fraction."""
    read = amount(value, name)
    if read != read.to_integral_value():
        raise _odd(value, name)
    return int(read)


def text(value: object) -> str:
    """Names and ids as text: providers send some of them as numbers."""
    return "" if value is None else str(value).strip()


def folded(name: str) -> str:
    """A name without its case, for comparing: in Turkish the two i's are different letters."""
    return " ".join(name.replace("İ", "i").replace("I", "ı").split()).casefold()


def rows(value: object, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _odd(value, name)
    return value


def recorded_rows(value: object, page_key: str = "") -> list[dict[str, Any]]:
    """The rows of a recorded page, list, or single object."""
    if isinstance(value, dict) and page_key in value:
        value = value[page_key]
    return rows(value if isinstance(value, list) else [value], page_key or "rows")


def mapping(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _odd(value, name)
    return value


def millis(value: object, name: str) -> datetime:
    """Milliseconds since 1970 as an instant."""
    read = whole(value, name)
    if read < _FIRST_MILLIS:
        raise _odd(value, name)
    try:
        return clock.from_millis(read)
    except (ValueError, OverflowError):
        raise _odd(value, name) from None


def iso_utc(value: object, name: str) -> datetime:
    """`2026-11-21T01:12:45`, which the provider says is UTC, or the same with a zone."""
    if not isinstance(value, str):
        raise _odd(value, name)
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise _odd(value, name) from None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _odd(value: object, name: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(f"{name} is {value!r}"[:200], raw=value, code="connector.odd_value")


def _refuse(name: str) -> None:
    raise ValueError(name)
