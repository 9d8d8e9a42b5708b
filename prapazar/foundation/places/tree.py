"""The tree of places as officially written, read once from `turkey.csv.gz` (its source: SOURCES.md beside it)."""

import csv
import gzip
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from prapazar.foundation.search import words

_FILE = Path(__file__).with_name("turkey.csv.gz")
_OTHER_NAMES = {
    "afyon": 3,
    "icel": 33,
    "maras": 46,
    "k maras": 46,
    "urfa": 63,
    "s urfa": 63,
    "antep": 27,
    "g antep": 27,
    "izmit": 41,
    "adapazari": 54,
    "antakya": 31,
}
"""What people write for a province beside its name."""
_CENTRE = "merkez"


@dataclass(frozen=True, slots=True)
class District:
    name: str
    joined: str
    """Its neighbourhoods, as the file holds them; there are seventy thousand, and few are ever asked for."""


@dataclass(frozen=True, slots=True)
class Province:
    plate: int
    name: str
    districts: dict[str, District] = field(default_factory=dict)
    """By folded name, in the order of the alphabet."""


def key(name: str) -> str:
    return " ".join(words(name))


def provinces() -> list[Province]:
    """By name, as the alphabet has them."""
    return list(_tree().values())


def province(name: str) -> Province | None:
    """By its name in any spelling, by the name it had, or by its plate number."""
    wanted = key(name)
    found = _tree().get(wanted)
    if found is not None or not wanted:
        return found
    plate = int(wanted) if wanted.isdecimal() else _OTHER_NAMES.get(wanted)
    return _plates().get(plate) if plate is not None else None


def districts(of: Province) -> list[str]:
    return [one.name for one in of.districts.values()]


def district(of: Province, name: str) -> District | None:
    """A province's centre is a district too, under the province's name or as `Merkez`."""
    wanted = key(name)
    if wanted == of.name or wanted == key(of.name):
        return of.districts.get(wanted) or of.districts.get(_CENTRE)
    return of.districts.get(wanted)


def neighbourhoods(of: District) -> list[str]:
    return of.joined.split(";") if of.joined else []


@lru_cache(maxsize=1)
def _tree() -> dict[str, Province]:
    found: dict[str, Province] = {}
    with gzip.open(_FILE, "rt", encoding="utf-8", newline="") as opened:
        for plate, name, of, joined in csv.reader(opened):
            one = found.setdefault(key(name), Province(int(plate), name))
            one.districts[key(of)] = District(of, joined)
    return found


@lru_cache(maxsize=1)
def _plates() -> dict[int, Province]:
    return {one.plate: one for one in _tree().values()}
