"""The lines of a mapping table: what is mapped, what waits, and what is suggested for it and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.mappings import queries
from prapazar.domain.mappings.enums import MappingKind, Reason
from prapazar.domain.mappings.queries import Key, MappingRow, Memory
from prapazar.domain.mappings.rules import LISTED, REMEMBERED, Suggester, Suggestion, Target, key_of
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Line:
    key: Key
    mapping: MappingRow | None = None
    suggestion: Suggestion | None = None

    @property
    def view(self) -> str:
        """`mapped`, `suggested` or `open`."""
        if self.mapping:
            return "mapped"
        return "suggested" if self.suggestion else "open"


def lines(session: Session, scope: Scope, connection_id: UUID, kind: MappingKind) -> list[Line]:
    """Everything of one kind: open keys with their suggestions, and what is mapped, whether it is still used or not."""
    scope.require("channels.read")
    known = queries.mapped(session, connection_id, kind)
    keys = queries.keys(session, connection_id, kind)
    open_keys = [key for key in keys if (key.place, key.key) not in known]
    suggested = suggest(session, connection_id, kind, open_keys)
    used = {(key.place, key.key) for key in keys}
    gone = [
        Line(Key(row.place, row.key, row.label), row) for address, row in known.items() if address not in used
    ]
    return [
        Line(key, known.get((key.place, key.key)), suggested.get((key.place, key.key))) for key in keys
    ] + sorted(gone, key=lambda line: line.key.label)


def suggest(
    session: Session, connection_id: UUID, kind: MappingKind, keys: Sequence[Key]
) -> dict[tuple[str, str], Suggestion]:
    """By (place, key); what was mapped or listed before comes before what is alike in words."""
    if not keys:
        return {}
    memory = queries.memory(session, connection_id, kind)
    by_place: dict[str, list[Key]] = {}
    for key in keys:
        by_place.setdefault(_shelf(kind, key.place), []).append(key)
    found = {}
    for place, group in by_place.items():
        suggester = Suggester(queries.targets(session, connection_id, kind, place))
        ids = {target.id: target for target in suggester.targets}
        by_name = {key_of(target.name): target for target in suggester.targets}
        for key in group:
            best = (
                _remembered(memory, key, ids, kind)
                or _listed(memory, key, by_name)
                or _alike(memory, key, suggester)
            )
            if best is not None:
                found[key.place, key.key] = best
    return found


def _shelf(kind: MappingKind, place: str) -> str:
    """Keys with the same targets; our own names are the same for every category."""
    return place if kind is MappingKind.VALUE else ""


def _remembered(memory: Memory, key: Key, ids: dict[str, Target], kind: MappingKind) -> Suggestion | None:
    target, name = memory.elsewhere.get((key.place, key.key), (None, ""))
    if target is None:
        return None
    if kind in {MappingKind.CATEGORY, MappingKind.VALUE} and target.id not in ids:
        return None  # the channel has it no more
    title = ids[target.id].title if target.id in ids else target.name
    return Suggestion(target.id, title, REMEMBERED, Reason.SAME_CONNECTOR, name)


def _listed(memory: Memory, key: Key, by_name: dict[str, Target]) -> Suggestion | None:
    for word, count in memory.listed.get(key.key, ()):
        target = by_name.get(key_of(word))
        if target is not None:
            return Suggestion(target.id, target.title, LISTED, Reason.LISTED_THERE, str(count))
    return None


def _alike(memory: Memory, key: Key, suggester: Suggester) -> Suggestion | None:
    found = [suggester.best(key.label)]
    found += [suggester.best(word, reason=Reason.OTHER_CHANNEL) for word in memory.other.get(key.key, ())[:3]]
    return max(filter(None, found), key=lambda one: one.score, default=None)


def counts(found: Iterable[Line]) -> dict[str, int]:
    """Lines by view."""
    counted = {"suggested": 0, "open": 0, "mapped": 0}
    for line in found:
        counted[line.view] += 1
    return counted
