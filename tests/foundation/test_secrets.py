"""The secret box: opens only what it sealed, for the row it sealed it for, through key rotations."""

import stat
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.foundation import secrets
from prapazar.foundation.secrets import SecretBox, SecretUnreadable
from prapazar.foundation.settings import settings

_OLD, _NEW, _STRANGER = (bytes([n]) * 32 for n in (1, 2, 3))
_ROW, _OTHER_ROW = b"row-1", b"row-2"


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation that has no key yet."""
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("PRAPAZAR_SECRET_KEY", raising=False)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    secrets.box.cache_clear()


@given(st.binary(), st.binary())
def test_box_opens_what_it_sealed(plain: bytes, context: bytes) -> None:
    box = SecretBox(_NEW)

    assert box.open(box.seal(plain, context), context) == plain


def test_sealed_never_holds_the_plain_text_and_never_repeats() -> None:
    box = SecretBox(_NEW)

    first, second = (box.seal(b"api-secret-123", _ROW) for _ in range(2))

    assert b"api-secret-123" not in first
    assert first != second


def test_json_comes_back_as_it_was() -> None:
    box = SecretBox(_NEW)
    values = {"api_key": "k", "api_secret": "şifre"}

    assert box.open_json(box.seal_json(values, _ROW), _ROW) == values


def test_sealed_moved_to_another_row_is_unreadable() -> None:
    box = SecretBox(_NEW)

    with pytest.raises(SecretUnreadable, match="moved"):
        box.open(box.seal(b"x", _ROW), _OTHER_ROW)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_any_altered_byte_makes_it_unreadable(place: int, change: int) -> None:
    box = SecretBox(_NEW)
    sealed = bytearray(box.seal(b"api-secret-123", _ROW))
    sealed[place % len(sealed)] ^= change

    with pytest.raises(SecretUnreadable):
        box.open(bytes(sealed), _ROW)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"\x00" * 40])
def test_what_was_never_sealed_is_unreadable(sealed: bytes) -> None:
    with pytest.raises(SecretUnreadable):
        SecretBox(_NEW).open(sealed, _ROW)


def test_cut_off_seal_is_unreadable() -> None:
    box = SecretBox(_NEW)
    sealed = box.seal(b"api-secret-123", _ROW)

    for length in range(len(sealed)):
        with pytest.raises(SecretUnreadable):
            box.open(sealed[:length], _ROW)


def test_rotated_box_opens_the_old_and_seals_with_the_new() -> None:
    sealed_before = SecretBox(_OLD).seal(b"x", _ROW)
    box = SecretBox(_NEW, [_OLD])

    sealed_after = box.seal(b"x", _ROW)

    assert box.open(sealed_before, _ROW) == b"x"
    assert (box.is_current(sealed_before), box.is_current(sealed_after)) == (False, True)
    with pytest.raises(SecretUnreadable, match="unknown key"):
        SecretBox(_OLD).open(sealed_after, _ROW)


def test_stranger_opens_nothing() -> None:
    with pytest.raises(SecretUnreadable, match="unknown key"):
        SecretBox(_STRANGER).open(SecretBox(_NEW).seal(b"x", _ROW), _ROW)


def test_installation_keeps_one_key_that_only_its_owner_reads(empty_home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secrets.master_key(), range(8)))

    kept = empty_home / "secret.key"
    assert [len(key) for key in keys] == [32]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(empty_home.iterdir()) == [kept]


def test_key_of_the_environment_wins_and_old_ones_still_open(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_before = SecretBox(_OLD).seal(b"x", _ROW)
    monkeypatch.setenv("PRAPAZAR_SECRET_KEY", b64encode(_NEW).decode())
    monkeypatch.setenv("PRAPAZAR_OLD_SECRET_KEYS", f'["{b64encode(_OLD).decode()}"]')
    _forget()

    assert secrets.master_key() == _NEW
    assert secrets.box().open(sealed_before, _ROW) == b"x"
    assert list(empty_home.iterdir()) == []


@pytest.mark.usefixtures("empty_home")
def test_derived_tokens_differ_by_purpose_and_stay() -> None:
    first, again, other = (secrets.derived_token(purpose) for purpose in ("a", "a", "b"))

    assert first == again
    assert first != other
    assert len(first) == 43
