"""The REST application as a browser or a program meets it."""

import secrets
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from prapazar.api import app as api
from prapazar.api import auth
from prapazar.domain.access import sessions

BASE = "http://shop.example"


@pytest.fixture
def client(database: str, redis_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(auth, "_REFUSED_AFTER", 0.0)
    sessions.forget_all()
    somewhere = (
        f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}",
        1,
    )  # tries are counted by address
    with TestClient(
        api.build(), base_url=BASE, raise_server_exceptions=False, follow_redirects=False, client=somewhere
    ) as made:
        made.headers["origin"] = BASE
        yield made
    sessions.forget_all()
