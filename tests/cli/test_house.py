"""The folder check, on a small house that is right and then wrong in each way."""

from pathlib import Path

import pytest

from prapazar.cli import house


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "prapazar/domain/stock/actions/reserve.py": '"""Reserving."""\n',
        "prapazar/domain/stock/rules.py": '"""Rules."""\n',
        "prapazar/sandbox/__main__.py": '"""Starts the sandbox."""\n',
        "tests/sandbox/test_main.py": '"""Starting it."""\n',
        "workers/relay.py": '"""The relay."""\n',
        "tests/domain/stock/test_rules.py": '"""Rules."""\n',
        "tests/domain/stock/test_actions.py": '"""Actions."""\n',
        "tests/domain/stock/test_reserve.py": '"""Reserving."""\n',
        "tests/workers/test_relay.py": '"""The relay."""\n',
        "tests/journeys/test_first_day.py": '"""A day."""\n',
        "tests/test_house.py": '"""The whole."""\n',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_house_in_order_has_no_faults(root: Path) -> None:
    assert house.faults(root) == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("prapazar/foundation/utils.py", '"""Things."""\n', "its name says nothing about what it holds"),
        ("prapazar/foundation/clock.py", "NOW = 1\n", "does not say what it holds"),
        ("tests/domain/stock/test_ledger.py", '"""x."""\n', "there is no module of that name for it to test"),
        ("alembic/__init__.py", "", "hides the package of that name"),
    ],
)
def test_file_out_of_place_is_named(root: Path, name: str, text: str, fault: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)

    assert house.faults(root) == [f"{name}: {fault}"]
