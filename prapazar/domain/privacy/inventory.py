"""The inventory: every column of the database, whether it holds personal data, and what an erasure does with it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

_FILE = "inventory.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """A table, or some of its rows, as far as it can hold personal data."""

    name: str
    table: str
    rows: str = ""
    """A name of finders.FINDERS; empty where only free text is looked through."""
    deletes: bool = False
    erase: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    law: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    plain: tuple[str, ...] = ()

    @property
    def personal(self) -> frozenset[str]:
        return frozenset((*self.erase, *self.mentions, *self.sealed, *self.kept))


@dataclass(frozen=True, slots=True)
class Inventory:
    places: tuple[Place, ...]
    plain: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, tuple[str, ...]]

    def columns(self) -> dict[str, set[str]]:
        """By table: the columns that are listed."""
        found = {name: set(columns) for name, columns in (*self.plain.items(), *self.staff.items())}
        for place in self.places:
            found.setdefault(place.table, set()).update(place.personal, place.plain)
        return found


@lru_cache(maxsize=1)
def inventory() -> Inventory:
    read = tomllib.loads(resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return Inventory(
        places=tuple(_place(name, told) for name, told in read["person"].items()),
        plain={name: tuple(columns.split()) for name, columns in read["plain"].items()},
        staff={name: tuple(columns.split()) for name, columns in read["staff"].items()},
    )


def _place(name: str, told: dict[str, object]) -> Place:
    def listed(key: str) -> tuple[str, ...]:
        return tuple(str(told.get(key, "")).split())

    def mapped(key: str) -> dict[str, str]:
        found = told.get(key, {})
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    return Place(
        name=name,
        table=str(told.get("table", name)),
        rows=str(told.get("rows", "")),
        deletes=told.get("how") == "delete",
        erase=mapped("erase"),
        mentions=listed("mentions"),
        sealed=listed("sealed"),
        law=str(told.get("law", "")),
        kept=mapped("kept"),
        plain=listed("plain"),
    )
