"""Rates of stores beside what their channels publish as a limit, and what the merchant asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Standard
from prapazar.domain.reporting.performance import Measure

NEAR = Decimal("0.75")
"""From this part of a limit on, one should look."""
FLOORS = frozenset({Measure.BUYBOX})
"""Better high: the limit has to be reached."""
Tone = Literal["neutral", "good", "wait", "bad"]
_WORST: tuple[Tone, ...] = ("bad", "wait", "good")


@dataclass(frozen=True, slots=True)
class Bound:
    """From where on a rate is bad."""

    share: Decimal
    is_own: bool
    """The merchant's target; else the channel's published limit."""
    allows_itself: bool = False
    """Just as much is still good."""


def limit(connector: str, measure: Measure) -> Standard | None:
    """None where the channel publishes none that we know of."""
    if connector not in registry.slugs():
        return None
    known = registry.manifest(connector).standards
    return next((one for one in known if one.measure == measure.value), None)


def bounds(connector: str, measure: Measure, target: Decimal | None) -> list[Bound]:
    """The channel's first."""
    published = limit(connector, measure)
    found = [Bound(published.below, is_own=False, allows_itself=published.allows_itself)] if published else []
    return found if target is None else [*found, Bound(target, is_own=True)]


def tone(
    rate: Decimal | None, below: Decimal | None, *, is_floor: bool = False, allows_itself: bool = False
) -> Tone:
    """A rate without a limit is good or bad to nobody but the seller."""
    if rate is None or below is None:
        return "neutral"
    if is_floor:
        missed, allowed = 1 - rate, 1 - below
        if missed > allowed:
            return "bad"
        return "wait" if allowed and missed >= allowed * NEAR else "good"
    if rate > below or (rate == below and not allows_itself):
        return "bad"
    return "wait" if rate >= below * NEAR else "good"


def judged(rate: Decimal | None, measure: Measure, known: Sequence[Bound]) -> tuple[Tone, Bound | None]:
    """By the bound it does worst against; the channel's where both say the same."""
    tones = [(_tone_of(rate, measure, one), one) for one in known]
    for worst in _WORST:
        if found := next((one for said, one in tones if said == worst), None):
            return worst, found
    return "neutral", None


def _tone_of(rate: Decimal | None, measure: Measure, bound: Bound) -> Tone:
    return tone(rate, bound.share, is_floor=measure in FLOORS, allows_itself=bound.allows_itself)


def is_over(rate: Decimal, measure: Measure, bound: Bound) -> bool:
    return _tone_of(rate, measure, bound) == "bad"
