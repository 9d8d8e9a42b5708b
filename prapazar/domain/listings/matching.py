"""Which product a listing may be, by its words: a suggestion for a person, never a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from prapazar.foundation.search import words

LIKELY = 0.5
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    variant_id: UUID
    words: frozenset[str]


def key_words(title: str) -> list[str]:
    """The two longest words that are no numbers: what a product must share to be looked at at all."""
    named = {word for word in words(title) if not word.isdigit() and len(word) > _SHORTEST}
    return sorted(named, key=lambda word: (-len(word), word))[:2]


def title_words(title: str) -> frozenset[str]:
    return frozenset(words(title))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words among all words; 0 where both name amounts and none agrees, as `500 g` and `1000 g`."""
    amounts, others = ({word for word in side if word.isdigit()} for side in (one, other))
    if amounts and others and not amounts & others:
        return 0.0
    together = one | other
    return len(one & other) / len(together) if together else 0.0


def suggest(titles: Mapping[UUID, str], candidates: Iterable[Candidate]) -> dict[UUID, UUID]:
    """The likeliest variant by listing; none where nothing is likely."""
    by_word: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        for word in candidate.words:
            by_word.setdefault(word, []).append(candidate)
    suggested = {}
    for listing_id, title in titles.items():
        wanted = title_words(title)
        near = {c.variant_id: c for key in key_words(title) for c in by_word.get(key, ())}
        scored = [(similarity(wanted, c.words), str(c.variant_id), c.variant_id) for c in near.values()]
        best = max(scored, default=None)
        if best and best[0] >= LIKELY:
            suggested[listing_id] = best[2]
    return suggested
