"""Finding: which province, district and neighbourhood a written address means; what cannot be told stays as written."""

import re
from dataclasses import dataclass
from functools import lru_cache

from prapazar.foundation.places import tree
from prapazar.foundation.places.tree import District, Province

_APART = re.compile(r"[/\\,;|()-]+")
_NEIGHBOURHOOD = {"mah", "mahallesi", "mahalle", "mh", "koyu", "koy"}


@dataclass(frozen=True, slots=True)
class Place:
    province: str
    district: str = ""
    neighbourhood: str = ""
    is_known: bool = False
    """The province is one of Türkiye's."""


@lru_cache(maxsize=4096)
def placed(city: str, district: str = "", line: str = "") -> Place:
    """`KADIKÖY / ISTANBUL` in either field is Kadıköy in İstanbul."""
    said = [part.strip() for part in _APART.split(f"{city}/{district}") if part.strip()]
    found = _province(city, said)
    if found is None:
        return Place(city.strip(), district.strip())
    of = _district(found, [district, *said])
    name = of.name if of is not None else _unsaid(district.strip(), found)
    return Place(found.name, name, _neighbourhood(of, line) if of is not None else "", is_known=True)


def _province(city: str, said: list[str]) -> Province | None:
    return next((one for part in [city, *said] if (one := tree.province(part)) is not None), None)


def _district(of: Province, said: list[str]) -> District | None:
    """The province's own name means its centre only where nothing else is said."""
    named = [part for part in said if tree.province(part) is not of]
    found = (tree.district(of, part) for part in [*named, *said])
    return next((one for one in found if one is not None), None)


def _unsaid(district: str, of: Province) -> str:
    return "" if tree.key(district) == tree.key(of.name) else district


def _neighbourhood(of: District, line: str) -> str:
    """The longest name that stands in the line before the word for it: `Caferağa Mah. Moda Cad.`."""
    written = tree.key(line)
    if not written:
        return ""
    known = _known(of)
    parts = written.split()
    ends = [place for place, part in enumerate(parts) if part in _NEIGHBOURHOOD]
    for end in ends:
        for start in range(max(0, end - 4), end):
            if found := known.get(" ".join(parts[start:end])):
                return found
    return ""


@lru_cache(maxsize=128)
def _known(of: District) -> dict[str, str]:
    """By the folded name without the word for what it is."""
    found = {}
    for name in tree.neighbourhoods(of):
        parts = tree.key(name).split()
        while len(parts) > 1 and parts[-1] in _NEIGHBOURHOOD:
            parts.pop()
        found[" ".join(parts)] = name
    return found
