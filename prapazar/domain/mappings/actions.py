"""Writes of mappings: map, take back, accept suggestions above a share, and undo that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.mappings import queries, suggestions
from prapazar.domain.mappings.enums import MappingKind, Origin, Reason
from prapazar.domain.mappings.errors import MappingInvalid
from prapazar.domain.mappings.queries import Key
from prapazar.domain.mappings.rules import Suggestion, Target, is_source, key_of
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

MOST_NAME = 300
_FREE = {MappingKind.BRAND, MappingKind.CARRIER}
"""Their targets may be words nobody listed."""
_WRITE = text(
    "INSERT INTO mapping (id, merchant_id, connection_id, kind, place, key, label, target_id, target_name, origin,"
    "  user_id, mapped_at)"
    " SELECT n.id, :merchant, :connection, :kind, n.place, n.key, n.label, n.target_id, n.target_name, n.origin,"
    "  :user, now() FROM unnest(CAST(:ids AS uuid[]), CAST(:places AS text[]), CAST(:keys AS text[]),"
    "  CAST(:labels AS text[]), CAST(:target_ids AS text[]), CAST(:target_names AS text[]), CAST(:origins AS text[]))"
    "  AS n(id, place, key, label, target_id, target_name, origin)"
    " ON CONFLICT (connection_id, kind, place, key) DO UPDATE SET target_id = excluded.target_id,"
    "  target_name = excluded.target_name, label = excluded.label, origin = excluded.origin,"
    "  user_id = excluded.user_id, mapped_at = excluded.mapped_at RETURNING id"
)


@dataclass(frozen=True, slots=True)
class Choice:
    place: str
    key: str
    target_id: str
    origin: Origin = Origin.PERSON


def map_keys(
    session: Session, scope: Scope, connection_id: UUID, kind: MappingKind, chosen: Sequence[Choice]
) -> list[UUID]:
    """The ids written, for undoing. Raises MappingInvalid, and then nothing is written."""
    scope.require("channels.write")
    known = {(key.place, key.key): key for key in queries.keys(session, connection_id, kind)}
    known |= {
        address: Key(row.place, row.key, row.label)
        for address, row in queries.mapped(session, connection_id, kind).items()
    }
    checked = Targets(session, connection_id, kind)
    rows = []
    for choice in chosen:
        key = known.get((choice.place, choice.key))
        if key is None:
            raise MappingInvalid("mappings.key_unknown", choice.key)
        rows.append((key, choice.target_id, checked.name(choice.place, choice.target_id), choice.origin))
    return _write(session, scope, connection_id, kind, rows)


@dataclass(slots=True)
class Targets:
    """Looks targets up, each place of the channel read once."""

    session: Session
    connection_id: UUID
    kind: MappingKind
    _read: dict[str, dict[str, str]] = field(default_factory=dict)

    def name(self, place: str, target_id: str) -> str:
        """What a target is called. Raises MappingInvalid where this key may not become it."""
        target = target_id.strip()
        named = self._of(place).get(target)
        if named is None and self.kind in _FREE and target:
            named = target
        if not named or len(named) > MOST_NAME:
            raise MappingInvalid("mappings.target_unknown", target_id)
        return named

    def called(self, place: str, name: str) -> list[Target]:
        """Those of this whole name, or of this last name where no whole one fits."""
        wanted = key_of(name)
        found = [Target(number, title) for number, title in self._of(place).items()]
        whole = [one for one in found if key_of(one.name) == wanted]
        if whole:
            return whole
        last = [one for one in found if key_of(one.name.rpartition(">")[2]) == wanted]
        return last or ([Target(name, name)] if self.kind in _FREE and name else [])

    def _of(self, place: str) -> dict[str, str]:
        shelf = place if self.kind is MappingKind.VALUE else ""
        if shelf not in self._read:
            found = queries.targets(self.session, self.connection_id, self.kind, shelf)
            self._read[shelf] = {one.id: one.title for one in found}
        return self._read[shelf]


def map_attribute(
    session: Session, scope: Scope, connection_id: UUID, category: str, attribute: str, source: str
) -> list[UUID]:
    """Where the answer to what a category asks comes from; see rules.own_source and its neighbors."""
    scope.require("channels.write")
    asked = {
        one.external_id: one for one in queries.asked_by(session, connection_id, [category]).get(category, [])
    }.get(attribute)
    if asked is None:
        raise MappingInvalid("mappings.key_unknown", attribute)
    if not is_source(source, asked) or len(source) > MOST_NAME:
        raise MappingInvalid("mappings.target_unknown", source)
    kind, _, said = source.partition(":")
    names = dict(asked.choices) if kind == "value" else {}
    if kind == "own":
        names = {one.id.removeprefix("own:"): one.name for one in queries.own_names(session)}
    row = (Key(category, attribute, asked.name), source, names.get(said, said), Origin.PERSON)
    return _write(session, scope, connection_id, MappingKind.ATTRIBUTE, [row])


def _write(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: MappingKind,
    rows: Sequence[tuple[Key, str, str, Origin]],
) -> list[UUID]:
    if not rows:
        return []
    unique = {(key.place, key.key): (key, target, name, origin) for key, target, name, origin in rows}
    ordered = [unique[address] for address in sorted(unique)]
    written = session.execute(
        _WRITE,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "kind": kind.value,
            "user": scope.user_id,
            "ids": new_ids(len(ordered)),
            "places": [key.place for key, *_ in ordered],
            "keys": [key.key for key, *_ in ordered],
            "labels": [key.label for key, *_ in ordered],
            "target_ids": [target for _, target, *_ in ordered],
            "target_names": [name for _, _, name, _ in ordered],
            "origins": [origin.value for *_, origin in ordered],
        },
    ).scalars()
    ids = list(written)
    audit.append(session, scope, "mappings.map", connection_id, {"kind": kind.value, "count": len(ids)})
    live.tell(session, scope.merchant_id, "mappings.changed", connection=str(connection_id))
    return ids


def preview(
    session: Session, scope: Scope, connection_id: UUID, kind: MappingKind, share: int
) -> list[tuple[Key, Suggestion]]:
    """What `accept` would write, the surest first."""
    scope.require("channels.write")
    found = suggestions.lines(session, scope, connection_id, kind)
    wanted = [
        (line.key, line.suggestion)
        for line in found
        if line.suggestion is not None and line.suggestion.score >= share
    ]
    return sorted(wanted, key=lambda one: (-one[1].score, one[0].label))


def accept(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: MappingKind,
    *,
    share: int = 0,
    only: Sequence[tuple[str, str]] | None = None,
) -> list[UUID]:
    """Take suggestions as they stand: all of at least `share` percent, or only those of some (place, key)."""
    asked = None if only is None else set(only)
    rows = [
        (
            key,
            one.target_id,
            one.target_name[:MOST_NAME],
            Origin.REMEMBERED if one.reason is Reason.SAME_CONNECTOR else Origin.SUGGESTED,
        )
        for key, one in preview(session, scope, connection_id, kind, share)
        if asked is None or (key.place, key.key) in asked
    ]
    return _write(session, scope, connection_id, kind, rows)


def remove(session: Session, scope: Scope, connection_id: UUID, mapping_ids: Sequence[UUID]) -> int:
    """Take mappings back; what was sent with them stays as it is on the channel."""
    scope.require("channels.write")
    gone = session.execute(
        text(
            "DELETE FROM mapping WHERE connection_id = :connection AND id = ANY(CAST(:ids AS uuid[])) RETURNING id"
        ),
        {"connection": connection_id, "ids": list(mapping_ids)},
    ).all()
    if gone:
        audit.append(session, scope, "mappings.remove", connection_id, {"count": len(gone)})
        live.tell(session, scope.merchant_id, "mappings.changed", connection=str(connection_id))
    return len(gone)


def written_keys(session: Session, mapping_ids: Sequence[UUID]) -> list[str]:
    """What was looked up in these mappings."""
    found = session.execute(
        text("SELECT DISTINCT key FROM mapping WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY key"),
        {"ids": list(mapping_ids)},
    )
    return list(found.scalars())


def written_targets(session: Session, mapping_ids: Sequence[UUID]) -> list[str]:
    """What these mappings lead to."""
    found = session.execute(
        text(
            "SELECT DISTINCT target_id FROM mapping WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY target_id"
        ),
        {"ids": list(mapping_ids)},
    )
    return list(found.scalars())
