"""Counting tries across processes."""

import secrets

import pytest

from prapazar.foundation import throttle
from prapazar.foundation.settings import settings


@pytest.mark.usefixtures("redis_server")
def test_granted_counts_each_key_alone() -> None:
    one, other = secrets.token_hex(4), secrets.token_hex(4)

    tries = [throttle.granted(one, most=2, seconds=60) for _ in range(4)]

    assert (tries, throttle.granted(other, most=2, seconds=60)) == ([True, True, False, False], True)


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0"])
def test_granted_where_redis_is_out_of_reach(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PRAPAZAR_REDIS_URL", address)
    if not address:
        monkeypatch.delenv("PRAPAZAR_REDIS_URL")
    settings.cache_clear()

    tries = [throttle.granted("anybody", most=1, seconds=60) for _ in range(3)]
    settings.cache_clear()

    assert tries == [True, True, True]
