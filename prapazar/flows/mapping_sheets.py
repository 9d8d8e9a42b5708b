"""Mapping tables as spreadsheets: all of a kind out, and what a person filled in back, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from prapazar.domain.mappings import queries, suggestions
from prapazar.domain.mappings.actions import Choice, Targets
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.errors import MappingInvalid
from prapazar.domain.mappings.rules import Asked, Target, is_source, key_of, own_source
from prapazar.domain.mappings.suggestions import Line
from prapazar.flows import mappings
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell, SheetUnreadable, open_sheet
from prapazar.foundation.texts import say

_COLUMNS = ("place", "key", "label", "count", "target_id", "target_name", "suggested")
_NEEDED = ("key", "target_id", "target_name")
MOST_ROWS = 20_000
MOST_ERRORS = 100


def sheet(scope: Scope, connection_id: UUID, kind: MappingKind) -> ListSheet:
    with db.transaction(scope) as session:
        lines = suggestions.lines(session, scope, connection_id, kind)
    headings = [say(scope.locale, f"mappings.sheet_{name}") for name in _COLUMNS]
    return ListSheet(headings, [_cells(line) for line in lines])


def _cells(line: Line) -> list[Cell]:
    told, offer = line.mapping, line.suggestion
    return [
        line.key.place,
        line.key.key,
        line.key.label,
        line.key.count,
        told.target_id if told else "",
        told.target_name if told else "",
        f"{offer.target_name} ({offer.score} %)" if offer else "",
    ]


@dataclass(frozen=True, slots=True)
class SheetError:
    row: int
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    mapped: int
    unchanged: int
    errors: tuple[SheetError, ...]


def take_in(scope: Scope, connection_id: UUID, kind: MappingKind, path: Path) -> TakenIn:
    """Rows with a target are mapped; those that fit nothing are told with their number. Raises SheetUnreadable."""
    scope.require("channels.write")
    book = open_sheet(path)
    places = _places(book.headings)
    chosen: list[Choice] = []
    errors: list[SheetError] = []
    unchanged = 0
    with db.transaction(scope) as session:
        lines = suggestions.lines(session, scope, connection_id, kind)
        known = {(line.key.place, line.key.key): line for line in lines}
        targets = Targets(session, connection_id, kind)
        asked = {
            (category, one.external_id): one
            for category, several in queries.asked_by(session, connection_id).items()
            for one in several
        }
        for number, cells in book.rows():
            if number > MOST_ROWS:
                raise SheetUnreadable("file_too_large")
            said = {name: cells[place] for name, place in places.items()}
            if not said["target_id"] and not said["target_name"]:
                continue
            line = known.get((said.get("place", ""), said["key"]))
            if line is None or (
                kind is MappingKind.ATTRIBUTE and (line.key.place, line.key.key) not in asked
            ):
                errors.append(SheetError(number, said["key"], "mappings.key_unknown"))
                continue
            try:
                target = _target(targets, kind, line, said)
                if kind is MappingKind.ATTRIBUTE:
                    _check_source(target, asked[line.key.place, line.key.key])
            except MappingInvalid as refused:
                errors.append(SheetError(number, refused.value, refused.code))
                continue
            if line.mapping and line.mapping.target_id == target:
                unchanged += 1
            else:
                chosen.append(Choice(line.key.place, line.key.key, target))
        written = mappings.map_keys(session, scope, connection_id, kind, chosen)
    return TakenIn(len(written), unchanged, tuple(errors[:MOST_ERRORS]))


def _check_source(source: str, asked: Asked) -> None:
    if not is_source(source, asked):
        raise MappingInvalid("mappings.target_unknown", source)


def _places(headings: tuple[str, ...]) -> dict[str, int]:
    """Column by name, whichever language the headings are in."""
    words = {key_of(say(locale, f"mappings.sheet_{n}")): n for n in _COLUMNS for locale in ("tr", "en")}
    found = {words[key_of(one)]: place for place, one in enumerate(headings) if key_of(one) in words}
    if any(name not in found for name in _NEEDED):
        raise SheetUnreadable("not_a_sheet")
    return found


def _target(targets: Targets, kind: MappingKind, line: Line, said: Mapping[str, str]) -> str:
    """By its id; where only the name was filled in, by the one target that is called so."""
    typed_id, typed_name = said["target_id"].strip(), said["target_name"].strip()
    was = line.mapping
    if was and typed_id == was.target_id and typed_name and key_of(typed_name) != key_of(was.target_name):
        typed_id = ""  # the person wrote another name beside the old id
    if kind is MappingKind.ATTRIBUTE:
        return typed_id or own_source(typed_name)
    if typed_id:
        targets.name(line.key.place, typed_id)
        return typed_id
    alike: list[Target] = targets.called(line.key.place, typed_name)
    if len(alike) != 1:
        raise MappingInvalid("mappings.target_ambiguous" if alike else "mappings.target_unknown", typed_name)
    return alike[0].id
