"""Tokens shared between processes: fetched once, sealed, renewed in the middle of work."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import cast

import httpx
import pytest
import redis

from prapazar.connector_kit import registry
from prapazar.connector_kit.breaker import State
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Unavailable
from prapazar.connector_kit.http import Call, Wire
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.tokens import WAIT_SECONDS, LocalTokens, RedisTokens, Token, TokenAuth, Tokens
from prapazar.foundation.secrets import SecretBox

_KEY = "shop:live:1:abc"
_BOX = SecretBox(b"k" * 32)


@dataclass
class Office:
    """Hands out numbered tokens, and takes the last one only."""

    lives_seconds: float = 3600
    given: int = 0
    entered: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.open.set()

    def fetch(self) -> Token:
        self.entered.set()
        self.open.wait(120)
        self.given += 1
        return Token(f"token-{self.given}", self.lives_seconds)

    def answer(self, request: httpx.Request) -> httpx.Response:
        known = f"Bearer token-{self.given}"
        return httpx.Response(200 if request.headers["authorization"] == known else 401, json={"ok": True})


def _places(client: "redis.Redis") -> list[bytes]:
    """What these tests keep, among what others of the run keep in the same Redis."""
    found = [client.keys(f"pp:token:{{{account}*") for account in (_KEY, "n11:live:")]
    return [place for one in found for place in cast("list[bytes]", one)]


@pytest.fixture
def client(redis_server: str) -> Iterator["redis.Redis"]:
    connected = redis.Redis.from_url(redis_server)
    for place in _places(connected):
        connected.delete(place)
    yield connected
    connected.close()


@pytest.fixture(params=["local", "redis"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    if request.param == "local":
        return LocalTokens()
    return RedisTokens(request.getfixturevalue("client"), _BOX)


def test_token_is_fetched_once_and_kept(tokens: Tokens) -> None:
    office = Office()

    first = tokens.renew(_KEY, None, office.fetch)

    assert (first, tokens.get(_KEY), tokens.renew(_KEY, None, office.fetch)) == ("token-1",) * 3
    assert tokens.get("another:key") is None
    assert office.given == 1


def test_stale_token_is_replaced_and_a_newer_one_taken_over(tokens: Tokens) -> None:
    office = Office()
    tokens.renew(_KEY, None, office.fetch)

    second = tokens.renew(_KEY, "token-1", office.fetch)
    taken_over = tokens.renew(_KEY, "token-1", office.fetch)

    assert (second, taken_over, office.given) == ("token-2", "token-2", 2)


def test_many_who_need_a_token_wait_for_the_one_who_fetches(tokens: Tokens) -> None:
    office = Office()
    office.open.clear()

    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(tokens.renew, _KEY, None, office.fetch) for _ in range(6)]
        assert office.entered.wait(120)
        office.open.set()
        found = {one.result(120) for one in asked}

    assert (found, office.given) == ({"token-1"}, 1)


def test_failed_fetch_is_told_and_the_next_one_tries_again(tokens: Tokens) -> None:
    def refuse() -> Token:
        raise AuthFailed("no such client")

    with pytest.raises(AuthFailed):
        tokens.renew(_KEY, None, refuse)

    assert tokens.renew(_KEY, None, Office().fetch) == "token-1"


def test_local_token_runs_out_a_little_before_its_provider_gives_it_up() -> None:
    clock = [0.0]
    tokens = LocalTokens(now=lambda: clock[0])
    tokens.renew(_KEY, None, Office(lives_seconds=3600).fetch)

    clock[0] = 3539
    before = tokens.get(_KEY)
    clock[0] = 3540

    assert (before, tokens.get(_KEY)) == ("token-1", None)


def test_token_in_redis_runs_out_by_itself_and_is_sealed(client: "redis.Redis") -> None:
    tokens = RedisTokens(client, _BOX)
    tokens.renew(_KEY, None, Office(lives_seconds=100).fetch)

    [place] = _places(client)
    assert 0 < cast("int", client.pttl(place)) <= 90_000
    assert b"token-1" not in cast("bytes", client.get(place))


def test_token_sealed_by_another_installation_is_fetched_anew(client: "redis.Redis") -> None:
    RedisTokens(client, SecretBox(b"x" * 32)).renew(_KEY, None, Office().fetch)
    office = Office(given=6)

    assert RedisTokens(client, _BOX).renew(_KEY, None, office.fetch) == "token-7"


def test_wait_for_another_process_has_an_end(client: "redis.Redis") -> None:
    slept: list[float] = []
    client.set(f"pp:token:{{{_KEY}}}:turn", "somebody else")

    with pytest.raises(Unavailable):
        RedisTokens(client, _BOX, slept.append).renew(_KEY, None, Office().fetch)

    assert sum(slept) == pytest.approx(WAIT_SECONDS, abs=0.1)
    assert client.get(f"pp:token:{{{_KEY}}}:turn") == b"somebody else"


def test_turn_that_was_lost_meanwhile_is_not_taken_from_its_new_owner(client: "redis.Redis") -> None:
    def slow() -> Token:
        client.set(f"pp:token:{{{_KEY}}}:turn", "somebody else")
        return Token("token-1", 60)

    RedisTokens(client, _BOX).renew(_KEY, None, slow)

    assert client.get(f"pp:token:{{{_KEY}}}:turn") == b"somebody else"


def _sent(office: Office, auth: TokenAuth, count: int) -> list[int]:
    transport = httpx.MockTransport(office.answer)
    with httpx.Client(base_url="https://shop.test", auth=auth, transport=transport) as client:
        return [client.post("/push", content=b"{}").status_code for _ in range(count)]


def test_token_that_ends_in_the_middle_is_renewed_and_the_request_sent_again(tokens: Tokens) -> None:
    office = Office()
    auth = TokenAuth(tokens, _KEY, office.fetch)
    before = _sent(office, auth, 2)
    office.given = 5  # the provider forgot every token it gave

    after = _sent(office, auth, 2)

    assert (before, after, office.given) == ([200, 200], [200, 200], 6)


def test_request_that_is_refused_twice_is_refused(tokens: Tokens) -> None:
    asked: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["authorization"])
        return httpx.Response(401)

    auth = TokenAuth(tokens, _KEY, Office().fetch)
    with httpx.Client(auth=auth, transport=httpx.MockTransport(refuse)) as client:
        answer = client.get("https://shop.test/")

    assert (answer.status_code, asked) == (401, ["Bearer token-1", "Bearer token-2"])


@pytest.mark.parametrize(("refused_by", "expected"), [((401,), 403), ((401, 403), 200)])
def test_provider_may_refuse_an_old_token_by_another_status(
    tokens: Tokens, refused_by: tuple[int, ...], expected: int
) -> None:
    office = Office()
    auth = TokenAuth(tokens, _KEY, office.fetch, refused_by=refused_by)
    _sent(office, auth, 1)
    office.given = 5  # the provider forgot every token it gave

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403 if office.answer(request).status_code == 401 else 200)

    with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
        assert client.get("https://shop.test/").status_code == expected


def test_token_is_written_where_the_provider_wants_it(tokens: Tokens) -> None:
    def write(request: httpx.Request, token: str) -> None:
        request.headers["x-amz-access-token"] = token

    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["x-amz-access-token"])
        return httpx.Response(200)

    auth = TokenAuth(tokens, _KEY, Office().fetch, write)
    with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
        client.get("https://shop.test/")

    assert seen == ["token-1"]


def test_replaced_credentials_are_kept_before_the_token_is_used(tokens: Tokens) -> None:
    kept: list[object] = []

    def answer(_: httpx.Request) -> httpx.Response:
        kept.append("used")
        return httpx.Response(200)

    auth = TokenAuth(
        tokens,
        _KEY,
        lambda: Token("t", 60, {"refresh_token": "newer"}),
        keep=lambda new: kept.append(dict(new)),
    )
    with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
        client.get("https://shop.test/")

    assert kept == [{"refresh_token": "newer"}, "used"]


def _refuse(_: object) -> ConnectorError:
    return AuthFailed("refused")


def _get(wire: Wire, credentials: dict[str, str], office: Office, rotating: tuple[str, ...] = ()) -> None:
    manifest = registry.manifest("n11")
    setup = Setup(manifest, "live", {}, credentials, "https://shop.test", wire)
    caller = setup.caller(
        user_agent="PraPazar", auth=setup.token_auth(office.fetch, rotating=rotating), read_error=_refuse
    )
    caller.send(Call("orders", "GET", "/orders"))


@pytest.mark.parametrize(
    ("rotating", "fetched"),
    [((), 2), (("app_secret",), 1)],
)
def test_other_credentials_mean_another_token_unless_they_rotate(
    tokens: Tokens, rotating: tuple[str, ...], fetched: int
) -> None:
    office = Office()
    wire = Wire(tokens=tokens, transport=httpx.MockTransport(office.answer))

    for secret in ("one", "one", "two"):
        _get(wire, {"app_key": "k", "app_secret": secret}, office, rotating)

    assert office.given == fetched


def test_refusal_to_give_a_token_is_the_calls_own_error(tokens: Tokens) -> None:
    def refuse() -> Token:
        raise AuthFailed("no such client")

    wire = Wire(tokens=tokens, transport=httpx.MockTransport(Office().answer))
    setup = Setup(registry.manifest("n11"), "live", {}, {"app_key": "k"}, "https://shop.test", wire)
    caller = setup.caller(user_agent="PraPazar", auth=setup.token_auth(refuse), read_error=_refuse)

    with pytest.raises(AuthFailed) as raised:
        caller.send(Call("push", "POST", "/push", body={}))

    assert raised.value.detail == "no such client"


def test_outage_of_the_token_address_is_counted_and_tried_once_and_not_by_both_calls(tokens: Tokens) -> None:
    asked: list[str] = []
    slept: list[float] = []

    def down(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(503)

    wire = Wire(tokens=tokens, transport=httpx.MockTransport(down), sleep=slept.append)
    setup = Setup(registry.manifest("n11"), "live", {}, {"app_key": "k"}, "https://shop.test", wire)
    login = setup.caller(user_agent="PraPazar", auth=httpx.Auth(), read_error=lambda _: Unavailable("down"))

    def fetch() -> Token:
        login.send(Call("token", "POST", "/token", only_asks=True))
        raise AssertionError

    caller = setup.caller(
        user_agent="PraPazar", auth=setup.token_auth(fetch), read_error=lambda _: Unavailable("down")
    )

    with pytest.raises(Unavailable) as raised:
        caller.send(Call("orders", "GET", "/orders"))

    assert (asked, raised.value.maybe_done) == (["/token"] * 3, False)
    assert wire.breaker.state(setup.account) is State.CLOSED
