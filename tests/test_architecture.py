"""The house rules a machine can check: who imports whom, where tests stand, what each module says it holds."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("prapazar", "workers", "bench")
OVER_MANY_MODULES = {
    # tests of a behaviour that no single module has
    "tests/test_architecture.py",
    "tests/test_decisions.py",
    "tests/test_documents.py",
    "tests/test_migrations.py",
    "tests/domain/stock/test_ledger_properties.py",
    "tests/domain/stock/test_concurrency.py",
    "tests/domain/orders/test_concurrent_import.py",
}
FREE_FOLDERS = ("contract", "journeys", "factories")
VAGUE_NAMES = {"utils", "helpers", "helper", "manager", "common", "data", "info", "misc"}


def _modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def _tested(test: Path) -> list[Path]:
    """Where the module that a test names may stand: its mirror, or one folder further in."""
    folder, name = test.relative_to(ROOT / "tests").parent, test.stem.removeprefix("test_")
    name = "__init__" if name == "init" else name
    homes = [ROOT / "prapazar" / folder, ROOT / folder, ROOT / "prapazar" / folder / name]
    starts = [home / "__main__.py" for home in homes[:2] if name == "main"]
    return [home / f"{name}.py" for home in homes] + [homes[2] / "__init__.py", *starts]


def _stands_right(test: Path) -> bool:
    if str(test.relative_to(ROOT)) in OVER_MANY_MODULES:
        return True
    name = test.stem.removeprefix("test_")
    inner = (ROOT / "prapazar" / test.relative_to(ROOT / "tests").parent).glob(f"*/{name}.py")
    return any(home.exists() for home in _tested(test)) or any(inner)


def test_imports_keep_to_the_rooms() -> None:
    ran = subprocess.run(  # noqa: S603 - our own environment's linter
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]


def test_every_test_names_the_module_it_tests() -> None:
    tests = [
        test
        for test in (ROOT / "tests").rglob("test_*.py")
        if test.relative_to(ROOT / "tests").parts[0] not in FREE_FOLDERS
    ]

    assert sorted(str(test.relative_to(ROOT)) for test in tests if not _stands_right(test)) == []


@pytest.mark.parametrize(
    ("test", "is_right"),
    [
        ("tests/foundation/test_money.py", True),
        ("tests/domain/stock/test_actions.py", True),
        ("tests/domain/orders/test_import_packages.py", True),
        ("tests/workers/test_relay.py", True),
        ("tests/foundation/test_nothing.py", False),
        ("tests/domain/test_money.py", False),
    ],
)
def test_name_check_knows_right_from_wrong(test: str, is_right: bool) -> None:
    assert _stands_right(ROOT / test) is is_right


def test_every_module_begins_with_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules(*ROOMS, "tests", "alembic")
        if not (ast.get_docstring(ast.parse(path.read_text())) or "").strip()
    ]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [str(path.relative_to(ROOT)) for path in _modules(*ROOMS) if path.stem in VAGUE_NAMES]

    assert vague == []


def test_migrations_folder_never_hides_the_alembic_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()
