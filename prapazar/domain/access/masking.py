"""What a role may not see of buyers: the one rule by which screens, files, notices and REST show dots instead."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

from prapazar.foundation.scope import Scope

DOTS = "•••"
WRITTEN = frozenset({"text", "title", "note", "reason", "detail"})
"""Values of a line of a timeline, or of the audit trail, that people wrote."""
_Row = TypeVar("_Row", bound="DataclassInstance")


def name(scope: Scope, said: str) -> str:
    return DOTS if said and scope.hides("buyer.name") else said


def words(scope: Scope, said: str) -> str:
    """Free text, in which a buyer may be named or say anything of themselves."""
    return DOTS if said and scope.masks else said


def row(scope: Scope, found: _Row, *written: str) -> _Row:
    """With what people wrote hidden: strings, or lists of them, by the names of their fields."""
    if not scope.masks:
        return found
    return replace(found, **{field: _hidden(getattr(found, field)) for field in written})


def kept(scope: Scope, sent: str, present: str) -> str:
    """What somebody sends back of words they could not read: those stay as they were."""
    return present if scope.masks and sent.strip() == DOTS else sent


def values(scope: Scope, said: Mapping[str, object]) -> dict[str, object]:
    """Of a line of a timeline: what people wrote of it."""
    if not scope.masks:
        return dict(said)
    return {name: DOTS if name in WRITTEN and value else value for name, value in said.items()}


def detail(scope: Scope, said: Mapping[str, object]) -> dict[str, object]:
    """Of what a channel said of a record it could not be read by; titles there are those of articles."""
    return {
        name: DOTS if name == "detail" and value and scope.masks else value for name, value in said.items()
    }


def _hidden(said: object) -> object:
    if isinstance(said, list | tuple):
        return type(said)(DOTS for _ in said)
    return DOTS if said else said
