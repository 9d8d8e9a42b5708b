"""Made-up people at made-up addresses in real districts, as many from each as live there."""

import itertools
from dataclasses import dataclass
from functools import cache
from random import Random

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.player import extracts
from prapazar.sandbox.player.dice import dice

_KNOWN_BUYERS = 900
_STRANGERS = range(10_000, 1_000_000)
_RETURNING = 0.35
_COMMON = 0.8
"""How many carry one of the thirty most used names."""
_STREETS = (
    "Atatürk Caddesi",
    "Cumhuriyet Caddesi",
    "İstiklal Caddesi",
    "Gül Sokak",
    "Lale Sokak",
    "Çınar Sokak",
    "Menekşe Sokak",
    "Okul Sokak",
    "Çeşme Sokak",
    "Zeytin Sokak",
    "Işık Sokak",
    "Şehit Öğretmen Sokak",
)
_PLAIN = str.maketrans("çğıöşüâîûÇĞİÖŞÜ", "cgiosuaiuCGIOSU")


@dataclass(frozen=True, slots=True)
class _Place:
    province_code: int
    province: str
    district: str
    neighborhoods: tuple[str, ...]


def draw(thrown: Random) -> Buyer:
    """Some come back, most are new."""
    if thrown.random() < _RETURNING:
        return buyer(thrown.randrange(_KNOWN_BUYERS))
    return buyer(thrown.choice(_STRANGERS))


def buyer(number: int) -> Buyer:
    """The same number is always the same person at the same address."""
    thrown = dice("buyer", number)
    first_name = _name(thrown, thrown.choice(("female", "male")))
    last_name = _name(thrown, "surname")
    place = _place(thrown)
    return Buyer(
        first_name=first_name,
        last_name=last_name,
        email=f"{_plain(first_name)}.{_plain(last_name)}{number}@example.com",
        # 555 000 keeps the number out of anybody's pocket.
        phone=f"555000{thrown.randrange(10_000):04d}",
        address=f"{thrown.choice(_STREETS)} No: {thrown.randint(1, 120)} D: {thrown.randint(1, 24)}",
        city=place.province,
        city_code=place.province_code,
        district=place.district,
        neighborhood=thrown.choice(place.neighborhoods),
        postal_code=f"{place.province_code:02d}{thrown.randrange(10, 99)}0",
    )


def _name(thrown: Random, kind: str) -> str:
    common, rare = _names()[kind]
    if thrown.random() < _COMMON:
        return thrown.choices(common, range(len(common) + 10, 10, -1))[0]
    return thrown.choice(rare)


def _place(thrown: Random) -> _Place:
    places, people_up_to = _places()
    return thrown.choices(places, cum_weights=people_up_to)[0]


@cache
def _names() -> dict[str, tuple[list[str], list[str]]]:
    """Kind -> the most used in order of use, and all others."""
    names: dict[str, tuple[list[str], list[str]]] = {}
    for row in extracts.table("people"):
        common, rare = names.setdefault(row["kind"], ([], []))
        (common if row["source"] == "tuik" else rare).append(row["name"])
    return names


@cache
def _places() -> tuple[list[_Place], list[int]]:
    rows = extracts.table("places")
    places = [
        _Place(
            int(row["province_code"]),
            row["province"],
            row["district"],
            tuple(row["neighborhoods"].split("|")),
        )
        for row in rows
    ]
    return places, list(itertools.accumulate(int(row["population"]) for row in rows))


def _plain(name: str) -> str:
    return "".join(
        letter for letter in name.translate(_PLAIN).lower() if letter.isascii() and letter.isalpha()
    )
