"""When the screens are built anew, and when not."""

from pathlib import Path

import click
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


def test_fingerprint_is_the_same_for_every_port(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.fingerprint(root)

    monkeypatch.setenv("PRAPAZAR_PORT", "9000")
    settings.cache_clear()
    after = build.fingerprint(root)
    settings.cache_clear()

    assert before == after


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_scripts_ask_the_page_for_their_address(tmp_path: Path, quote: str) -> None:
    script = tmp_path / "assets" / "reflex-env-1a_b.js"
    script.parent.mkdir()
    script.write_text(
        "var e={PING:Qhttp://localhost:8123/pingQ,EVENT:Qws://localhost:8123/_eventQ,TRANSPORT:QwebsocketQ};".replace(
            "Q", quote
        )
    )
    packed = [script.with_name(script.name + ending) for ending in (".gz", ".br")]
    for one in packed:
        one.write_bytes(b"packed")

    build.ask_the_page(tmp_path)

    event = 'location.origin.replace(/^http/,"ws")+"/_event"'
    said = f'var e={{PING:location.origin+"/ping",EVENT:{event},TRANSPORT:{quote}websocket{quote}}};'
    assert (script.read_text(), [one.exists() for one in packed]) == (said, [False, False])


@pytest.mark.parametrize(
    "scripts",
    [
        {},
        {"reflex-env-1.js": "var e={};"},
        {"reflex-env-1.js": "var e={A:`http://localhost:8123/ping`,B:`http://localhost:9000/x`};"},
        {
            "reflex-env-1.js": "`http://localhost:8123/ping`",
            "reflex-env-2.js": "`http://localhost:8123/ping`",
        },
    ],
)
def test_build_of_another_shape_fails(tmp_path: Path, scripts: dict[str, str]) -> None:
    (tmp_path / "assets").mkdir()
    for name, text in scripts.items():
        (tmp_path / "assets" / name).write_text(text)

    with pytest.raises(click.ClickException):
        build.ask_the_page(tmp_path)


def test_build_can_be_served_by_another_user(tmp_path: Path) -> None:
    build.let_others_start(tmp_path)

    mark = tmp_path / "backend" / "upload_is_used"
    assert (mark.read_bytes(), mark.stat().st_mode & 0o777) == (b"", 0o666)


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
