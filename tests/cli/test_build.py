"""When the screens are built anew, and when not."""

from pathlib import Path

import pytest

from prapazar.cli import build
from prapazar.foundation.settings import settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "rxconfig.py",
        "prapazar/pages/orders.py",
        "prapazar/flows/orders.py",
        "assets/design/base.css",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "is_changed"),
    [
        ("rxconfig.py", True),
        ("prapazar/pages/orders.py", True),
        ("assets/design/base.css", True),
        ("prapazar/states/new.py", True),
        ("prapazar/flows/orders.py", False),
        ("assets/external/made.js", False),
    ],
)
def test_fingerprint_changes_with_what_the_screens_are_made_of(
    root: Path, name: str, is_changed: bool
) -> None:
    before = build.fingerprint(root)

    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("second")

    assert (build.fingerprint(root) != before) is is_changed


def test_fingerprint_changes_with_the_port_which_is_written_into_the_scripts(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build.fingerprint(root)

    monkeypatch.setenv("PRAPAZAR_PORT", "9000")
    settings.cache_clear()
    after = build.fingerprint(root)
    settings.cache_clear()

    assert before != after


def test_build_counts_only_when_it_was_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_BUILT", tmp_path / "client")
    monkeypatch.setattr(build, "_STAMP", tmp_path / "built-from")
    (tmp_path / "client").mkdir()

    unfinished = build.is_built("wanted")
    (tmp_path / "built-from").write_text("wanted")

    assert (unfinished, build.is_built("wanted"), build.is_built("other")) == (False, True, False)


def test_list_of_packages_keeps_its_text_when_only_the_order_differs(tmp_path: Path) -> None:
    listed = tmp_path / "package.json"
    listed.write_text('{"a": 1, "b": 2}')

    with build.same_when_equal(listed):
        listed.write_text('{"b":2,"a":1}')
    kept = listed.read_text()
    with build.same_when_equal(listed):
        listed.write_text('{"b":3,"a":1}')

    assert (kept, listed.read_text()) == ('{"a": 1, "b": 2}', '{"b":3,"a":1}')
