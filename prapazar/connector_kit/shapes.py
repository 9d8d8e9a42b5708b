"""The shape of an answer: which paths it has and of which JSON types, never a value."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

SAMPLED = 5
"""Rows looked at from each end of a list: a page of 200 orders says no more than ten of them."""
MOST_PATHS = 1_500
_DEEPEST = 12
_NAME = re.compile(r"[^\W\d][\w$:.-]{0,60}$")
_NUMBERED = re.compile(r"\d{3}")

Shape = dict[str, str]
"""Path to its types, as `text|null`; with a `?` at the end where some rows lack it.

`.content[].lines[].price` is a path. Keys that are ids, as in `{"8690000000017": ...}`, are one path `*`.
"""


def shape_of(content: object) -> Shape:
    """Empty for an answer without a body or with a bare value."""
    if not isinstance(content, Mapping | list):
        return {}
    walk = _Walk()
    walk.see("", content, 0)
    return {
        path: "|".join(sorted(types)) + ("?" if walk.is_optional(path) else "")
        for path, types in walk.types.items()
    }


def fingerprint(shape: Shape) -> str:
    said = "\n".join(f"{path} {types}" for path, types in sorted(shape.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Walk:
    types: dict[str, set[str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    """Of paths that are keys of an object."""
    seen: dict[str, int] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)

    def see(self, path: str, value: object, depth: int) -> None:
        if path not in self.types:
            if len(self.types) >= MOST_PATHS:
                return
            self.types[path] = set()
        self.types[path].add(_type(value))
        if depth == _DEEPEST:
            return
        if isinstance(value, Mapping):
            self._see_object(path, value, depth)
        elif isinstance(value, list):
            rows = value if len(value) <= 2 * SAMPLED else [*value[:SAMPLED], *value[-SAMPLED:]]
            for row in rows:
                self.see(f"{path}[]", row, depth + 1)

    def _see_object(self, path: str, value: Mapping[object, object], depth: int) -> None:
        self.objects[path] = self.objects.get(path, 0) + 1
        for key, item in value.items():
            below = f"{path}.{_named(key)}"
            self.parents[below] = path
            self.seen[below] = self.seen.get(below, 0) + 1
            self.see(below, item, depth + 1)

    def is_optional(self, path: str) -> bool:
        parent = self.parents.get(path)
        return parent is not None and self.seen[path] < self.objects[parent]


@lru_cache(maxsize=4096)
def _named(key: object) -> str:
    name = str(key)
    return name if _NAME.match(name) and not _NUMBERED.search(name) else "*"


_TYPES: dict[type, str] = {str: "text", bool: "flag", int: "number", dict: "object", list: "list"}
"""What nearly every value of an answer is; the others are looked at more closely."""


def _type(value: object) -> str:
    found = _TYPES.get(type(value))
    if found is not None:
        return found
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float | Decimal):
        return "number"
    if isinstance(value, Mapping):
        return "object"
    return "list" if isinstance(value, Sequence) and not isinstance(value, str) else "text"
