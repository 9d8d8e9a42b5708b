"""How passwords are kept: as slow to try as the product means it, for whoever is asked about."""

import pytest
from passlib.hash import argon2

from prapazar.domain.access import passwords


@pytest.fixture
def as_in_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other tests do less work for each password."""
    monkeypatch.setattr(passwords, "argon2", argon2)
    passwords._of_nobody.cache_clear()  # noqa: SLF001 - it was made with little work


def test_password_is_kept_as_argon2id_with_much_work(as_in_the_product: None) -> None:
    kept = passwords.hashed("kirmizi-Balik-42")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert (passwords.fits("kirmizi-Balik-42", kept), passwords.fits("kirmizi-balik-42", kept)) == (
        True,
        False,
    )


def test_nobody_is_as_much_work_as_somebody(as_in_the_product: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def verify(_: str, kept: str) -> bool:
        asked.append(kept)
        return True

    monkeypatch.setattr(argon2, "verify", verify)

    assert not passwords.fits("kirmizi-Balik-42", None)
    assert [kept.rpartition("$")[0].rpartition("$")[0] for kept in asked] == [
        "$argon2id$v=19$m=65536,t=3,p=4"
    ]
