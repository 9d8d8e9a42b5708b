"""When an answer has another shape than those before it; on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

ENOUGH = 12
"""Answers after which a path is trusted: before that, what is new about it is learned in silence."""
MOST_FINGERPRINTS = 200
NULL = frozenset({"null"})


@dataclass(frozen=True, slots=True)
class Path:
    """What is known about one path."""

    types: frozenset[str]
    seen: int = 1
    """Answers that had it; counted up to ENOUGH."""
    is_optional: bool = False

    @property
    def is_sure(self) -> bool:
        return self.seen >= ENOUGH


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    kind: str
    """`gone`: it was always there; `new`: it never was; `type`: it never was of that type."""
    before: str = ""
    now: str = ""


def read(shape: Mapping[str, str]) -> dict[str, Path]:
    """A shape as the connector kit writes it."""
    return {
        path: Path(frozenset(types.removesuffix("?").split("|")), is_optional=types.endswith("?"))
        for path, types in shape.items()
    }


def compare(known: Mapping[str, Path], shape: Mapping[str, Path]) -> list[Change]:
    """Topmost paths only: what is beneath a path that went has gone with it. An empty list has no rows to lack."""
    return sorted([*_gone(known, shape), *_news(known, shape)], key=lambda change: (change.path, change.kind))


def _gone(known: Mapping[str, Path], shape: Mapping[str, Path]) -> Iterable[Change]:
    for path, was in known.items():
        if path in shape or was.is_optional or not was.is_sure or path.endswith("[]"):
            continue
        if _holds(shape, parent(path), "object"):
            yield Change(path, "gone", before=_said(was.types))


def _news(known: Mapping[str, Path], shape: Mapping[str, Path]) -> Iterable[Change]:
    for path, here in shape.items():
        was = known.get(path)
        if was is None:
            above = known.get(parent(path))
            if path and not path.endswith("[]") and above and above.is_sure and "object" in above.types:
                yield Change(path, "new", now=_said(here.types))
        elif was.is_sure and was.types != NULL and here.types - was.types - NULL:
            yield Change(path, "type", before=_said(was.types), now=_said(here.types))


def learn(
    known: Mapping[str, Path], shape: Mapping[str, Path], changes: Sequence[Change], answers: int = 1
) -> dict[str, Path]:
    """What is known after so many answers of this shape; `changes` wait for somebody to accept them."""
    held = {change.path for change in changes}
    learned = dict(known)
    for path, here in shape.items():
        if any(path == one or path.startswith((one + ".", one + "[")) for one in held):
            continue
        was = known.get(path)
        if was is None:
            # Something that appears in an object seen before was not in all of those.
            late = bool(known.get(parent(path))) and not path.endswith("[]")
            learned[path] = replace(here, seen=min(answers, ENOUGH), is_optional=here.is_optional or late)
        else:
            learned[path] = Path(
                was.types | here.types,
                min(was.seen + answers, ENOUGH),
                was.is_optional or here.is_optional,
            )
    for path, was in known.items():
        missing = path not in shape and path not in held and not path.endswith("[]")
        if missing and not was.is_optional and _holds(shape, parent(path), "object"):
            learned[path] = replace(was, is_optional=True)
    return learned


def is_settled(known: Mapping[str, Path], shape: Mapping[str, Path]) -> bool:
    """An answer of this shape teaches nothing any more."""
    return all(path in known and (known[path].is_sure or known[path].is_optional) for path in shape)


def accept(known: Mapping[str, Path], changes: Iterable[Change]) -> dict[str, Path]:
    """The changes are how it is from now on; what is beneath a new path is learned as it comes."""
    accepted = dict(known)
    for change in changes:
        was = accepted.get(change.path)
        if change.kind == "gone" and was:
            accepted[change.path] = replace(was, is_optional=True)
        elif change.kind == "new":
            accepted[change.path] = Path(frozenset(change.now.split("|")), is_optional=True)
        elif was:
            accepted[change.path] = replace(was, types=was.types | frozenset(change.now.split("|")))
    return accepted


def is_undone(changes: Sequence[Change], shape: Mapping[str, Path]) -> bool:
    """What went is there again, and what changed its type is as before. Something new may stay away by chance."""
    told = [change for change in changes if change.kind != "new"]
    return bool(told) and all(
        change.path in shape
        and (change.kind == "gone" or shape[change.path].types <= frozenset(change.before.split("|")) | NULL)
        for change in told
    )


def parent(path: str) -> str:
    """`.a[].b` stands in `.a[]`, `.a[]` in `.a`; the whole answer is ""."""
    if path.endswith("[]"):
        return path.removesuffix("[]")
    return path.rpartition(".")[0]


def _holds(shape: Mapping[str, Path], path: str, kind: str) -> bool:
    return path in shape and kind in shape[path].types


def _said(types: frozenset[str]) -> str:
    return "|".join(sorted(types))
