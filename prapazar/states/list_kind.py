"""What a list says of itself, and what one look at the database brings for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

PAGE = 50
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """What one list is made of. Its sentences are `<screen>.view_<view>` and `<screen>.filter_<filter>`."""

    screen: str
    reads: str
    """The permission every handler of the list needs that only looks."""
    views: tuple[str, ...] = (ALL,)
    filters: tuple[str, ...] = ("search",)
    sorts: tuple[str, ...] = ()
    first_sort: str = ""
    columns: tuple[str, ...] = ()
    """Those a person may hide."""
    hidden_first: tuple[str, ...] = ()
    """Those one has to ask for."""
    grows_at_top: bool = False
    """What is new stands first, so the first page alone tells how much is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at the database brings: a page of rows as the screen shows them, each with an `id`."""

    rows: Sequence[Mapping[str, Any]]
    end: str = ""
    """Where the next page begins; empty on the last."""
    total: int
    is_capped: bool = False
    """There are more than `total`."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many wait in a view, where somebody must act."""
    choices: Mapping[str, list[dict[str, str]]] | None = None
    """{value, label} by filter; None leaves them as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What waits in the views, where counting it costs more than the look itself."""

    counts: Mapping[str, int]
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a list says of a view above its rows, strings ready to be shown."""


Question = Callable[[Session, Scope], Look]
Counter = Callable[[Session, Scope], Counted]
