"""Decisions of the packing station and of picking, on plain values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from prapazar.domain.packing.enums import Verdict

MOST_TIMES = 999
_TIMES = re.compile(r"^(\d{1,3})\s*[*xX×]\s*(\S.*)$")
_BOX = re.compile(r"^(T\d{6,})-(\d{1,3})$")
_NUMBERS = re.compile(r"\d+|\D+")


def placed(wanted: Sequence[Mapping[str, int]], there: Sequence[Mapping[str, int]]) -> list[int | None]:
    """For each wanted set of goods the first that is the same and not taken yet; None where there is none."""
    left = dict(enumerate(there))
    found: list[int | None] = []
    for goods in wanted:
        place = next((place for place, one in left.items() if dict(one) == dict(goods)), None)
        found.append(place)
        if place is not None:
            del left[place]
    return found


@dataclass(frozen=True, slots=True)
class Item:
    """One article that belongs into the box."""

    id: UUID
    package_id: UUID
    title: str
    name: str
    """What the catalogue calls it; of a bundle's part, which the line does not name."""
    sku: str
    barcode: str
    image: str
    shelf: str
    wanted: int
    counted: int
    is_part: bool
    """Of a bundle."""

    @property
    def left(self) -> int:
        return self.wanted - self.counted

    def answers_to(self, code: str) -> bool:
        return code.upper() in {known.upper() for known in (self.sku, self.barcode) if known}


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    item: Item | None = None


def typed(text: str) -> tuple[str, int]:
    """What the field held: `5*8690…` is five of them."""
    code = text.strip()
    found = _TIMES.match(code)
    if found and 0 < int(found[1]) <= MOST_TIMES:
        return found[2].strip(), int(found[1])
    return code, 1


def decide(items: Sequence[Item], code: str, times: int) -> Decision:
    """For an article scanned into an open box; the first line that still wants so many takes them."""
    fitting = [item for item in items if item.answers_to(code)]
    if not fitting:
        return Decision(Verdict.WRONG)
    wanting = next((item for item in fitting if item.left >= times), None)
    if wanting is None:
        return Decision(Verdict.TOO_MANY, fitting[0])
    left = sum(item.left for item in items) - times
    return Decision(Verdict.PACKED if left == 0 else Verdict.COUNTED, wanting)


def box_code(list_number: str, box: int) -> str:
    """What is printed for a box of the trolley."""
    return f"{list_number}-{box}"


def box_of(code: str) -> tuple[str, int] | None:
    found = _BOX.match(code.strip().upper())
    return (found[1], int(found[2])) if found else None


def walk(shelf: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts shelves the way one walks: `A-2` before `A-10`, no shelf at the end."""
    parts = _NUMBERS.findall(shelf.upper())
    if not parts:
        return ((2, 0, ""),)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
