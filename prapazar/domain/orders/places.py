"""Where a Turkish address lies: province and district found in what a buyer typed. What is not sure is not said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prapazar.domain.orders.district_names import NAMES
from prapazar.foundation.search import words

_CENTRE = "Merkez"
"""The district of a province's chief town, where that is no district of its own name."""
_ALSO = {"afyon": "afyonkarahisar", "antep": "gaziantep", "icel": "mersin", "maras": "kahramanmaras"}
_ALSO |= {"urfa": "sanliurfa", "k maras": "kahramanmaras", "s urfa": "sanliurfa"}
# fmt: off
_THINGS = frozenset({
    "mah", "mh", "mahalle", "mahallesi", "mahalesi", "cad", "cd", "cadde", "caddesi", "sok", "sk", "sokak", "sokagi",
    "bulvar", "bulvari", "bul", "blv", "apt", "ap", "apartman", "apartmani", "site", "sitesi", "sit", "koyu", "koy",
    "yolu", "plaza", "avm", "merkezi", "blok", "meydani", "park", "parki", "evleri", "konutlari", "kampusu", "is",
    "universitesi", "hastanesi", "lisesi", "okulu", "hani", "oteli", "otel", "pasaji", "carsisi", "sanayi", "osb",
    "duragi", "caddesinde", "sokakta", "cikmazi", "yokusu", "kulesi", "residence", "rezidans", "villalari",
})
# fmt: on
"""A name with one of these behind it is a street's, a quarter's or a building's."""
Words = tuple[str, ...]


class Place(NamedTuple):
    city: str
    district: str


@dataclass(frozen=True, slots=True)
class _Province:
    name: str
    key: Words
    districts: dict[Words, str]


def _read() -> dict[Words, _Province]:
    found = {}
    for row in NAMES.strip().replace("|\n", "|").splitlines():
        name, _, rest = row.partition(":")
        districts = {tuple(words(one)): one.strip() for one in rest.split("|")}
        found[tuple(words(name))] = _Province(name.strip(), tuple(words(name)), districts)
    return found


_PROVINCES = _read()
_BY_NAME = _PROVINCES | {tuple(words(short)): _PROVINCES[(long,)] for short, long in _ALSO.items()}


def districts(city: str) -> tuple[str, ...]:
    """Of a province, in the order of the alphabet of its source; none for what is no province."""
    found = _BY_NAME.get(tuple(words(city)))
    return tuple(found.districts.values()) if found else ()


def known_district(city: str, typed: str) -> str | None:
    """As it is written, whatever case and letters it was typed in; None where the province has no such district."""
    found = _BY_NAME.get(tuple(words(city)))
    return found.districts.get(tuple(words(typed))) if found else None


def is_missing(country: str, district: str) -> bool:
    """Carriers within Türkiye ask for it."""
    return country in {"TR", ""} and not district.strip()


def completed(city: str, district: str, line: str) -> Place:
    """With the district, and the province where a district stood in its place. What was said otherwise stays."""
    province = _BY_NAME.get(tuple(words(city)))
    if province is None:
        return _by_district(city, district, line)
    said = tuple(words(district))
    if said and said not in {province.key, tuple(words(city))}:
        return Place(city, district)
    found = province.districts.get(said) or _in_text(province, line)
    if found is None and said:
        found = province.districts.get(tuple(words(_CENTRE)))
    return Place(city, found or "")


def _by_district(city: str, district: str, line: str) -> Place:
    """A city that is no province: both names in one field, or a district alone."""
    typed = words(city)
    named = _provinces_in(typed)
    if len(named) == 1:
        found = _in_text(named[0], city) or _in_text(named[0], line)
        return Place(named[0].name, district or found or "")
    owners = [one for one in _PROVINCES.values() if tuple(typed) in one.districts]
    if len(owners) > 1:
        told = {one.name for one in _provinces_in(words(f"{district} {line}"))}
        owners = [one for one in owners if one.name in told]
    if len(owners) != 1 or tuple(typed) == tuple(words(_CENTRE)):
        return Place(city, district)
    return Place(owners[0].name, owners[0].districts[tuple(typed)])


def _provinces_in(typed: Sequence[str]) -> list[_Province]:
    found = {one.name: one for key, one in _BY_NAME.items() if any(True for _ in _places(typed, key))}
    return list(found.values())


def _in_text(province: _Province, text: str) -> str | None:
    """The one district the text names; of several the one beside the province's name."""
    typed = words(text)
    ends = set(_edges(typed, province))
    seen: dict[str, bool] = {}
    for key, name in province.districts.items():
        for start in _places(typed, key):
            end = start + len(key)
            is_beside = start in ends or end in ends
            is_last = end == len(typed)
            if (not is_last and typed[end] in _THINGS) or (name == _CENTRE and not (is_beside or is_last)):
                continue
            seen[name] = seen.get(name, False) or is_beside
    if len(seen) > 1:
        seen = {name: True for name, is_beside in seen.items() if is_beside}
    return next(iter(seen)) if len(seen) == 1 else None


def _edges(typed: Sequence[str], province: _Province) -> Iterable[int]:
    """Where the province's name begins and ends."""
    for key, one in _BY_NAME.items():
        if one is province:
            for start in _places(typed, key):
                yield from (start, start + len(key))


def _places(typed: Sequence[str], key: Words) -> Iterable[int]:
    size = len(key)
    return (at for at in range(len(typed) - size + 1) if tuple(typed[at : at + size]) == key)
