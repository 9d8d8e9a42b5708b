"""Numbers of documents: three letters of a series, the year, and nine digits that run without a gap."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

_WRITTEN = re.compile(r"([A-Z0-9]{3})(20[0-9]{2})([0-9]{9})", re.ASCII)
_SERIES = re.compile(r"[A-Z0-9]{3}", re.ASCII)
_MOST_SERIAL = 999_999_999
_CENTURY = range(2000, 2100)


class BadNumber(ValueError):
    """Not a number that e-documents may have."""


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """Ordered by series, then year, then serial; `str()` writes the sixteen characters."""

    series: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        is_good = (
            _SERIES.fullmatch(self.series) and self.year in _CENTURY and 1 <= self.serial <= _MOST_SERIAL
        )
        if not is_good:
            raise BadNumber(f"{self.series}{self.year}{self.serial}")

    def __str__(self) -> str:
        return f"{self.series}{self.year}{self.serial:09d}"

    @property
    def following(self) -> "DocumentNumber":
        """The next one of its series and year; BadNumber after the last."""
        return replace(self, serial=self.serial + 1)

    def is_followed_by(self, other: "DocumentNumber") -> bool:
        return (self.series, self.year, self.serial + 1) == (other.series, other.year, other.serial)


def parse(text: str) -> DocumentNumber:
    parts = _WRITTEN.fullmatch(text)
    if parts is None:
        raise BadNumber(text)
    return DocumentNumber(parts[1], int(parts[2]), int(parts[3]))


def first(series: str, year: int) -> DocumentNumber:
    return DocumentNumber(series, year, 1)


def gaps(numbers: list[DocumentNumber]) -> list[tuple[DocumentNumber, DocumentNumber]]:
    """What is missing between the numbers given, each as first and last missing; series and years apart."""
    known = sorted(set(numbers))
    found = []
    for one, other in pairwise(known):
        is_same_run = (one.series, one.year) == (other.series, other.year)
        if is_same_run and other.serial > one.serial + 1:
            found.append((one.following, replace(other, serial=other.serial - 1)))
    return found
