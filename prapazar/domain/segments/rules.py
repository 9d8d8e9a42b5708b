"""Conditions of a segment as plain values: read from what was sent, checked, written to be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from prapazar.domain.segments.enums import (
    AMOUNTS,
    BOUGHT,
    DATES,
    KINDS,
    TESTS,
    TIMED,
    WAYS,
    Fact,
    Join,
    Test,
)
from prapazar.domain.segments.errors import SegmentInvalid

MOST_CONDITIONS, MOST_VALUES = 20, 50
LONGEST_DAYS = 3_650
_LARGEST = Decimal(10) ** 12
_LONGEST_VALUE = 120
_KNOWN = {Fact.KIND: KINDS, Fact.CONSENT: WAYS}


@dataclass(frozen=True, slots=True)
class Condition:
    fact: Fact
    test: Test
    values: tuple[str, ...]
    """A number, days, ids, names: as the fact needs them."""
    days: int | None = None
    """Of the last so many days alone; None: ever."""


@dataclass(frozen=True, slots=True)
class Group:
    join: Join
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """None at all: every customer."""

    join: Join = Join.ALL
    parts: tuple[Condition | Group, ...] = ()

    @property
    def all_of_them(self) -> tuple[Condition, ...]:
        return tuple(
            one for part in self.parts for one in (part.parts if isinstance(part, Group) else (part,))
        )


def read(said: object) -> Conditions:
    """Raises SegmentInvalid with the place of what is wrong."""
    whole = _mapping(said, "")
    found = Conditions(
        _join(whole, ""), tuple(_part(one, str(place)) for place, one in enumerate(_parts(whole, "")))
    )
    if len(found.all_of_them) > MOST_CONDITIONS:
        raise SegmentInvalid("segments.too_many")
    return found


def written(wanted: Conditions) -> dict[str, Any]:
    """As it is kept and sent; `read` reads it again."""
    return {
        "join": wanted.join.value,
        "parts": [
            {"join": part.join.value, "parts": [_written(one) for one in part.parts]}
            if isinstance(part, Group)
            else _written(part)
            for part in wanted.parts
        ],
    }


def _written(one: Condition) -> dict[str, Any]:
    said: dict[str, Any] = {"fact": one.fact.value, "test": one.test.value, "values": list(one.values)}
    return said if one.days is None else {**said, "days": one.days}


def _part(said: object, place: str) -> Condition | Group:
    found = _mapping(said, place)
    if "fact" in found:
        return _condition(found, place)
    inner = tuple(
        _condition(_mapping(one, f"{place}.{at}"), f"{place}.{at}")
        for at, one in enumerate(_parts(found, place))
    )
    if not inner:
        raise SegmentInvalid("segments.group_empty", place)
    return Group(_join(found, place), inner)


def _condition(said: Mapping[str, Any], place: str) -> Condition:
    try:
        fact, test = Fact(str(said.get("fact"))), Test(str(said.get("test")))
    except ValueError:
        raise SegmentInvalid("segments.unknown", place) from None
    if test not in TESTS[fact]:
        raise SegmentInvalid("segments.unknown", place)
    values = said.get("values")
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise SegmentInvalid("segments.value_needed", place)
    clean = tuple(dict.fromkeys(str(one).strip()[:_LONGEST_VALUE] for one in values if str(one).strip()))
    if not clean:
        raise SegmentInvalid("segments.value_needed", place)
    if len(clean) > MOST_VALUES:
        raise SegmentInvalid("segments.too_many", place)
    return Condition(fact, test, _checked(fact, clean, place), _days(fact, said.get("days"), place))


def _checked(fact: Fact, values: tuple[str, ...], place: str) -> tuple[str, ...]:
    if fact in AMOUNTS:
        return (_number(values[0], place),)
    if fact in DATES:
        return (str(_whole(values[0], place)),)
    if fact in BOUGHT:
        try:
            return tuple(str(UUID(one)) for one in values)
        except ValueError:
            raise SegmentInvalid("segments.unknown", place) from None
    if fact in _KNOWN and not set(values) <= set(_KNOWN[fact]):
        raise SegmentInvalid("segments.unknown", place)
    return values


def _number(said: str, place: str) -> str:
    """`1.249,90` and `1249.90` alike."""
    plain = said.replace(" ", "")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise SegmentInvalid("segments.number_wrong", place) from None
    if not found.is_finite() or found < 0 or found > _LARGEST:
        raise SegmentInvalid("segments.number_wrong", place)
    return f"{found:f}"


def _days(fact: Fact, said: object, place: str) -> int | None:
    if said in (None, "", 0, "0"):
        return None
    if fact not in TIMED:
        raise SegmentInvalid("segments.unknown", place)
    return _whole(said, place)


def _whole(said: object, place: str) -> int:
    try:
        found = int(str(said))
    except ValueError:
        raise SegmentInvalid("segments.days_wrong", place) from None
    if not 0 < found <= LONGEST_DAYS:
        raise SegmentInvalid("segments.days_wrong", place)
    return found


def _join(said: Mapping[str, Any], place: str) -> Join:
    try:
        return Join(str(said.get("join", Join.ALL)))
    except ValueError:
        raise SegmentInvalid("segments.unknown", place) from None


def _parts(said: Mapping[str, Any], place: str) -> Sequence[object]:
    parts = said.get("parts", [])
    if not isinstance(parts, Sequence) or isinstance(parts, str) or len(parts) > MOST_CONDITIONS:
        raise SegmentInvalid("segments.too_many" if isinstance(parts, list) else "segments.unknown", place)
    return parts


def _mapping(said: object, place: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise SegmentInvalid("segments.unknown", place)
    return said
