"""Decisions about deals on plain values: what is wrong with one, what may come of all, how many get how far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from prapazar.domain.pipeline.enums import StageKind

LONGEST_TITLE, LONGEST_NOTE, LONGEST_REASON, MOST_WISHES, MOST_STAGES = 120, 4_000, 200, 50, 12
_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Wish:
    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person enters."""

    title: str
    customer_id: UUID
    value: Decimal = Decimal(0)
    expected_on: date | None = None
    owner_id: UUID | None = None
    note: str = ""
    wishes: tuple[Wish, ...] = ()


def faults(draft: Draft) -> dict[str, str]:
    """Field to code."""
    found: dict[str, str] = {}
    if not draft.title.strip():
        found["title"] = "pipeline.title_needed"
    if not 0 <= draft.value < _LARGEST:
        found["value"] = "pipeline.value_wrong"
    if len(draft.wishes) > MOST_WISHES or any(one.quantity < 1 for one in draft.wishes):
        found["wishes"] = "pipeline.wishes_wrong"
    return found


@dataclass(frozen=True, slots=True)
class Stage:
    id: UUID
    name: str
    place: int
    probability: int
    kind: StageKind


@dataclass(frozen=True, slots=True)
class Standing:
    """What lies in a stage."""

    deals: int
    value: Decimal


def forecast(stages: Iterable[tuple[Stage, Standing]]) -> Decimal:
    """What open deals come to, each by its stage's chance."""
    total = sum(
        (held.value * stage.probability / 100 for stage, held in stages if stage.kind is StageKind.OPEN),
        Decimal(0),
    )
    return total.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Step:
    """Of the funnel."""

    name: str
    deals: int
    share: Decimal
    """Of those that came in."""


def funnel(stages: Sequence[Stage], reached: dict[int, int], won: int) -> list[Step]:
    """`reached`: deals by the furthest open stage. Who was won has been through all of them."""
    opened = [stage for stage in stages if stage.kind is StageKind.OPEN]
    counts = [(one.name, won + sum(n for at, n in reached.items() if at >= one.place)) for one in opened]
    counts += [(one.name, won) for one in stages if one.kind is StageKind.WON]
    first = counts[0][1] if counts else 0
    return [Step(name, n, Decimal(n) / first if first else Decimal(0)) for name, n in counts]
