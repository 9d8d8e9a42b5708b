"""Refresh tokens that are good for one use: they survive a restart, and are spent by one process at a time."""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
import pytest
import redis

from prapazar.connector_kit.errors import Unavailable
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.queries import Account
from prapazar.flows import connections, grants
from prapazar.flows.keeping import Kept
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories.stages import Server

_SHOP = "donen-anahtar"


@pytest.fixture
def store(
    scope: Scope, redis_server: str, sandbox: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[UUID]:
    """A connection whose refresh token is replaced at each use."""
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    opened = sandbox.pull("POST", "/shopify/accounts", {"shop": _SHOP})
    values = {"shop": _SHOP, **{name: opened[name] for name in ("client_id", "client_secret")}}
    address = grants.ask(
        scope, "key", connector="shopify", environment="sandbox", name="Dükkân", values=values
    ).address
    back = httpx.post(address, data={"decision": "allow"}).headers["location"]
    grant_id = grants.come_back(scope, "key", dict(parse_qsl(urlsplit(back).query)))
    yield grants.finish(scope, "key", grant_id).connection_id
    settings.cache_clear()


def _account(scope: Scope, store: UUID) -> Account:
    with db.transaction(scope) as session:
        return queries.account(session, store)


def _forget_access(redis_server: str, sandbox: Server) -> None:
    """As when the hour of the access token is over, in every process."""
    client = redis.Redis.from_url(redis_server)
    for key in client.scan_iter(f"pp:token:*:{_SHOP}:*"):
        client.delete(key)
    sandbox.pull("POST", f"/shopify/{_SHOP}/tokens", {})


def _names_the_shop(account: Account) -> str:
    return str(connections.build(account, []).test_credentials().name)


def test_rotated_refresh_token_is_in_the_books_before_it_is_needed(
    scope: Scope, redis_server: str, sandbox: Server, store: UUID
) -> None:
    seen = {_account(scope, store).credentials["refresh_token"]}

    for _ in range(3):  # each time as a process that has just started
        _forget_access(redis_server, sandbox)
        _names_the_shop(_account(scope, store))
        seen.add(_account(scope, store).credentials["refresh_token"])

    assert len(seen) == 4


def test_process_that_opened_the_store_earlier_spends_the_newest_token(
    scope: Scope, redis_server: str, sandbox: Server, store: UUID
) -> None:
    early = connections.build(_account(scope, store), [])
    _forget_access(redis_server, sandbox)
    _names_the_shop(_account(scope, store))
    _forget_access(redis_server, sandbox)

    assert early.test_credentials().listing_count == 0


def test_processes_at_the_same_moment_spend_it_once(
    scope: Scope, redis_server: str, sandbox: Server, store: UUID
) -> None:
    accounts = [_account(scope, store) for _ in range(4)]
    _forget_access(redis_server, sandbox)
    sandbox.pull("DELETE", "/requests")
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: found.append(_names_the_shop(one))) for one in accounts
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    asked = sandbox.pull("GET", f"/requests?provider=shopify&account={_SHOP}")
    spent = [one["status"] for one in asked if "grant_type=refresh_token" in one["body"]]
    assert (len(found), spent) == (4, [200])


def test_only_one_holds_the_credentials(scope: Scope, store: UUID) -> None:
    account = _account(scope, store)

    with Kept(account).newest() as newest:
        with pytest.raises(Unavailable), Kept(account).newest():
            pass
        assert newest["refresh_token"] == account.credentials["refresh_token"]


def test_replacing_one_credential_leaves_the_others(scope: Scope, store: UUID) -> None:
    before = _account(scope, store).credentials

    with db.transaction(scope) as session:
        actions.replace_credentials(session, store, {"refresh_token": "newer"})

    assert _account(scope, store).credentials == {**before, "refresh_token": "newer"}
