"""The folder check: every file says what it holds, has a name that says it, and tests mirror the tree."""

import ast
from collections.abc import Iterator
from pathlib import Path

_ROOMS = ("prapazar", "workers")
_EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "data", "info"}
_OWN_TESTS = {"factories", "contract", "foreign", "journeys"}
"""Folders of tests that belong to no module, as do the tests of the whole house right under tests/."""
_OVER_MANY_MODULES = {
    "domain/stock/test_ledger_properties.py",
    "domain/stock/test_concurrency.py",
    "domain/orders/test_concurrent_import.py",
    "flows/test_grants_of_providers.py",
    "flows/test_provider_failures.py",
}
"""Tests of a behaviour that no single module has."""


def faults(root: Path) -> list[str]:
    """In sentences; empty when every file is in its place."""
    return [*_name_faults(root), *_docstring_faults(root), *_test_faults(root), *_alembic_faults(root)]


def _modules(root: Path, *rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((root / room).rglob("*.py"))


def _name_faults(root: Path) -> Iterator[str]:
    for path in _modules(root, *_ROOMS):
        if path.stem in _EMPTY_WORDS or path.parent.name in _EMPTY_WORDS:
            yield f"{path.relative_to(root)}: its name says nothing about what it holds"


def _docstring_faults(root: Path) -> Iterator[str]:
    for path in _modules(root, *_ROOMS, "tests"):
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            continue
        said = ast.get_docstring(ast.parse(text))
        if not said:
            yield f"{path.relative_to(root)}: does not say what it holds"


def _test_faults(root: Path) -> Iterator[str]:
    tests = root / "tests"
    for path in sorted(tests.rglob("test_*.py")):
        place = path.relative_to(tests)
        is_free = len(place.parts) == 1 or place.parts[0] in _OWN_TESTS or str(place) in _OVER_MANY_MODULES
        if not is_free and not _is_mirrored(root, place):
            yield f"tests/{place}: there is no module of that name for it to test"


def _is_mirrored(root: Path, place: Path) -> bool:
    """`domain/stock/test_actions.py` tests `actions.py`, `actions.toml`, `actions/`, or a module of `actions/`."""
    name = place.stem.removeprefix("test_")
    subjects = [place.parent / name, place.parent / f"__{name}__"]
    return any(
        (base / subject).is_dir()
        or (base / subject).with_suffix(".py").is_file()
        or (base / subject).with_suffix(".toml").is_file()
        or _in_package(base, subject)
        for subject in subjects
        for base in (root / "prapazar", root)
    )


def _in_package(base: Path, subject: Path) -> bool:
    """A package may be tested by one file a verb beside it."""
    return any((base / subject.parent).glob(f"*/{subject.name}.py"))


def _alembic_faults(root: Path) -> Iterator[str]:
    if (root / "alembic" / "__init__.py").exists():
        yield "alembic/__init__.py: hides the package of that name"
