"""Decisions on plain values: how alike two names are, and which answer an attribute gets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from prapazar.domain.mappings.enums import Reason
from prapazar.foundation.search import words

LIKELY = 50
"""Percent below which nothing is suggested."""
SURE = 100
REMEMBERED = 98
LISTED = 95
STATUSES = (
    *("awaiting_payment", "new", "picking", "packed", "shipped", "delivered"),
    *("undelivered", "returned", "cancelled"),
)
"""What a channel's word may mean."""
PARCEL_STATUSES = (
    *("created", "picked_up", "in_transit", "out_for_delivery", "failed_attempt", "delivered"),
    *("returning", "returned", "cancelled", "lost"),
)
"""What a carrier's word may mean."""
CARRIERS = (
    *("Aras Kargo", "Yurtiçi Kargo", "MNG Kargo", "Sürat Kargo", "PTT Kargo", "HepsiJET", "Trendyol Express"),
    *("Kolay Gelsin", "Sendeo", "UPS", "DHL", "FedEx", "TNT", "Horoz Lojistik", "Borusan Lojistik", "CEVA"),
    *("Kargoist", "Scotty", "Jetizz"),
)
"""Names we call carriers by, where nobody has used others."""
_EMPTY_WORDS = frozenset({"ve", "ile", "icin", "diger", "urunleri", "urunler", "and", "other", "kargo"})
_STEM = 3
_ENDING = 3
_LEAF_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a key may become; `path` is its whole name, where it stands in a tree."""

    id: str
    name: str
    path: str = ""

    @property
    def title(self) -> str:
        return self.path or self.name


@dataclass(frozen=True, slots=True)
class Suggestion:
    target_id: str
    target_name: str
    score: int
    """Percent."""
    reason: Reason
    detail: str = ""
    """What the reason rests on: words, or how many products."""


def key_of(text: str) -> str:
    """What two spellings share: `RENK ` and `Renk` are both `renk`."""
    return " ".join(words(text))


def meaning_words(text: str) -> frozenset[str]:
    found = frozenset(words(text))
    return found - _EMPTY_WORDS or found


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of both that the other has too, endings forgiven: `çay` is nearly `çaylar`."""
    if not one or not other:
        return 0.0
    met = sum(max(_near(a, b) for b in other) for a in one) + sum(
        max(_near(a, b) for b in one) for a in other
    )
    return met / (len(one) + len(other))


def _near(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) < _STEM or short.isdigit():
        return 0.0
    if long.startswith(short):
        return 0.85 if len(long) - len(short) <= _ENDING else 0.5
    # kitap, kitabı: the last letter of the stem softens
    return 0.7 if len(short) > _STEM + 1 and long.startswith(short[:-1]) else 0.0


@dataclass(slots=True)
class Suggester:
    """Looks up what is alike among many targets: only those that share the beginning of a word are weighed."""

    targets: Sequence[Target]
    _by_stem: dict[str, list[int]] = field(default_factory=dict)
    _names: list[frozenset[str]] = field(default_factory=list)
    _paths: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place, target in enumerate(self.targets):
            name = meaning_words(target.name)
            self._names.append(name)
            self._paths.append(meaning_words(target.title))
            for stem in {word[:_STEM] for word in name}:
                self._by_stem.setdefault(stem, []).append(place)

    def best(self, path: str, *, reason: Reason = Reason.WORDS) -> Suggestion | None:
        """`path` is our name, with those above it where there are any: `Gıda > Çay`."""
        leaf = path.rpartition(">")[2]
        name, whole = meaning_words(leaf), meaning_words(path)
        near = {place for word in name for place in self._by_stem.get(word[:_STEM], ())}
        scored = [(self._score(name, whole, place), -place) for place in near]
        score, place = max(scored, default=(0, 0))
        if score < LIKELY:
            return None
        target = self.targets[-place]
        if key_of(target.title) == key_of(path) or (not target.path and key_of(target.name) == key_of(leaf)):
            return Suggestion(
                target.id, target.title, SURE, Reason.EQUAL if reason is Reason.WORDS else reason
            )
        shared = ", ".join(sorted(name & self._names[-place]) or sorted(name))
        return Suggestion(target.id, target.title, min(score, SURE - 1), reason, shared)

    def _score(self, name: frozenset[str], whole: frozenset[str], place: int) -> int:
        by_name, by_path = alike(name, self._names[place]), alike(whole, self._paths[place])
        return round(100 * (_LEAF_SHARE * by_name + (1 - _LEAF_SHARE) * by_path))


def found_in(targets: Iterable[Target], typed: str, most: int) -> list[Target]:
    """Targets that have a word beginning with each word typed, the shortest names first.

    Before anything is typed, names that stand in no tree keep their order: statuses that of an order's life.
    """
    wanted, targets = words(typed), list(targets)
    if not wanted and not any(target.path for target in targets):
        return targets[:most]
    hits = [
        target
        for target in targets
        if all(any(word.startswith(one) for word in words(target.title)) for one in wanted)
    ]
    return sorted(hits, key=lambda target: (len(target.name), target.title))[:most]


# attributes

_OWN, _VALUE, _TEXT = "own:", "value:", "text:"


def own_source(name: str) -> str:
    """The answer is what the product or variant says under this name."""
    return f"{_OWN}{key_of(name)}"


def value_source(external_id: str) -> str:
    """The same value for every product."""
    return f"{_VALUE}{external_id}"


def text_source(text: str) -> str:
    return f"{_TEXT}{text}"


def own_name(source: str) -> str | None:
    """The folded name an answer is taken from; None for a fixed answer."""
    return source.removeprefix(_OWN) if source.startswith(_OWN) else None


def is_source(source: str, asked: "Asked") -> bool:
    """Whether this attribute may be answered so."""
    if source.startswith(_VALUE):
        return source.removeprefix(_VALUE) in {choice for choice, _ in asked.choices}
    if source.startswith(_TEXT):
        return (asked.allows_custom or not asked.choices) and bool(source.removeprefix(_TEXT).strip())
    return source.startswith(_OWN) and len(source) > len(_OWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a category wants to know."""

    external_id: str
    name: str
    is_required: bool
    allows_custom: bool
    choices: tuple[tuple[str, str], ...] = ()
    """(id, name)."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A value of the list, or free text."""

    value_id: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Why an attribute has no answer."""

    code: str
    value: str = ""


def answer(
    asked: Asked, source: str | None, own: Mapping[str, str], values: Mapping[str, str]
) -> Answered | Gap | None:
    """None where nothing has to be said. `own`: what the product says, `values`: our word to a value's id.

    A name or a word that is the same on both sides needs no mapping; all others are never guessed.
    """
    if source is None:
        source = own_source(asked.name)
    name = own_name(source)
    if name is None:
        fixed = source.removeprefix(_VALUE) if source.startswith(_VALUE) else None
        return Answered(fixed, None if fixed else source.removeprefix(_TEXT))
    said = own.get(name, "").strip()
    if not said:
        return Gap("attribute_missing") if asked.is_required else None
    if not asked.choices:
        return Answered(None, said)
    known = {key_of(choice): number for number, choice in asked.choices}
    value_id = values.get(key_of(said)) or known.get(key_of(said))
    if value_id is not None:
        return Answered(value_id, None)
    if asked.allows_custom:
        return Answered(None, said)
    return Gap("value_unmapped", said)
