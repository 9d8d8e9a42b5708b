"""Going over to a new key."""

import base64
from functools import lru_cache
from uuid import UUID

import pytest

from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.sealing import Resealed, reseal
from prapazar.foundation import db, secrets
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings


def _connect(scope: Scope, name: str) -> UUID:
    with db.transaction(scope) as session:
        return actions.connect(
            session,
            scope,
            connector="trendyol",
            name=name,
            environment="live",
            settings={"seller_id": "1001"},
            credentials={"api_key": f"key of {name}"},
            intervals={},
        )


def _use_box(monkeypatch: pytest.MonkeyPatch, new: bytes, old: list[bytes]) -> None:
    """The box alone: the roles' passwords come from the installation's key and stay."""
    box = secrets.SecretBox(new, old)
    monkeypatch.setattr(secrets, "box", lru_cache(maxsize=1)(lambda: box))


def _installation_key() -> bytes:
    return base64.b64decode((settings().data_dir / "secret.key").read_text())


def test_reseal_lets_the_old_key_go(
    scope: Scope, other_scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {_connect(scope, "Çarşı"): "Çarşı", _connect(other_scope, "Pazar"): "Pazar"}
    with db.system_transaction() as session:
        before = {one: queries.account(session, one) for one in made}
    _use_box(monkeypatch, b"n" * 32, [_installation_key()])

    with db.system_transaction() as session:
        first, second = reseal(session), reseal(session)

    _use_box(monkeypatch, b"n" * 32, [])
    with db.system_transaction() as session:
        after = {one: queries.account(session, one) for one in made}
    assert (first, second) == (Resealed(2, 0), Resealed(0, 0))
    assert after == before
    assert {one: account.credentials for one, account in after.items()} == {
        one: {"api_key": f"key of {name}"} for one, name in made.items()
    }


def test_reseal_leaves_what_it_cannot_open(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    connection_id = _connect(scope, "Çarşı")
    with db.system_transaction() as session:
        before = queries.account(session, connection_id)
    installed = secrets.box
    _use_box(monkeypatch, b"n" * 32, [])

    with db.system_transaction() as session:
        done = reseal(session)

    monkeypatch.setattr(secrets, "box", installed)
    with db.system_transaction() as session:
        after = queries.account(session, connection_id)
    assert done == Resealed(0, 1)
    assert after == before
