"""Access tokens that run out: kept sealed for all processes, fetched by one while the others wait."""

import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Protocol

import httpx
import redis

from prapazar.connector_kit.errors import Unavailable
from prapazar.foundation.secrets import SecretBox, SecretUnreadable

_MARGIN_SECONDS = 60.0
_MARGIN_SHARE = 0.1
"""A token is given up a little before its provider does: a minute, or a tenth of a short life."""
FETCH_SECONDS = 45.0
"""How long one process may take to fetch; afterwards another one tries."""
WAIT_SECONDS = 10.0
"""How long the others wait for it before they leave their work for later."""
_LOOK_AGAIN_SECONDS = 0.05
_REFUSED = (httpx.codes.UNAUTHORIZED,)


@dataclass(frozen=True, slots=True)
class Token:
    """What a provider gave; `replaced` are credentials that hold instead of ours from now on."""

    value: str
    lives_seconds: float
    replaced: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept_seconds(self) -> float:
        return max(0.0, self.lives_seconds - min(_MARGIN_SECONDS, self.lives_seconds * _MARGIN_SHARE))


Fetch = Callable[[], Token]
Keep = Callable[[Mapping[str, str]], None]
"""Writes replaced credentials where the others are; called before anybody uses the new token."""


Newest = Callable[[], AbstractContextManager[Mapping[str, str]]]
"""Holds every other process off while credentials are replaced, and says which hold by now."""


def keep_nothing(_: Mapping[str, str]) -> None:
    """For providers that never replace credentials."""


def nothing_newer() -> AbstractContextManager[Mapping[str, str]]:
    """For credentials nobody replaces, and for tests of one process."""
    return nullcontext({})


class Tokens(Protocol):
    def get(self, key: str) -> str | None: ...

    def renew(self, key: str, stale: str | None, fetch: Fetch) -> str:
        """A token other than the stale one: what another process fetched meanwhile, or a fresh one.

        What `fetch` raises goes on; Unavailable where another process does not come to an end.
        """
        ...


@dataclass
class LocalTokens:
    """For one process: tests, the command line, and a development machine without Redis."""

    now: Callable[[], float] = time.monotonic
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> str | None:
        value, until = self._tokens.get(key, ("", 0.0))
        return value if value and self.now() < until else None

    def renew(self, key: str, stale: str | None, fetch: Fetch) -> str:
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            current = self.get(key)
            if current is not None and current != stale:
                return current
            token = fetch()
            self._tokens[key] = token.value, self.now() + token.kept_seconds
            return token.value


_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisTokens:
    """One token for all processes, sealed, under a key that runs out when it does."""

    def __init__(
        self, client: "redis.Redis", box: SecretBox, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._box = box
        self._sleep = sleep
        self._release = client.register_script(_RELEASE)

    def get(self, key: str) -> str | None:
        sealed = self._client.get(_place(key))
        if not isinstance(sealed, bytes):
            return None
        try:
            return self._box.open(sealed, key.encode()).decode()
        except SecretUnreadable:  # sealed by another installation, or before the key was changed
            return None

    def renew(self, key: str, stale: str | None, fetch: Fetch) -> str:
        waited = 0.0
        while True:
            current = self.get(key)
            if current is not None and current != stale:
                return current
            with self._turn(key) as is_ours:
                if is_ours:
                    return self._fetched(key, stale, fetch)
            if waited >= WAIT_SECONDS:
                raise Unavailable("another process is still fetching the token")
            self._sleep(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS

    def _fetched(self, key: str, stale: str | None, fetch: Fetch) -> str:
        """Whoever had the turn before may have been done just now."""
        current = self.get(key)
        if current is not None and current != stale:
            return current
        token = fetch()
        millis = int(token.kept_seconds * 1000)
        if millis > 0:
            self._client.set(_place(key), self._box.seal(token.value.encode(), key.encode()), px=millis)
        return token.value

    @contextmanager
    def _turn(self, key: str) -> Iterator[bool]:
        place, ours = f"{_place(key)}:turn", token_hex(8)
        is_ours = bool(self._client.set(place, ours, nx=True, px=int(FETCH_SECONDS * 1000)))
        try:
            yield is_ours
        finally:
            if is_ours:
                self._release(keys=[place], args=[ours])


def bearer(request: httpx.Request, token: str) -> None:
    request.headers["authorization"] = f"Bearer {token}"


class TokenAuth(httpx.Auth):
    """Puts the token on a request; one that is refused is renewed and the request sent once more.

    A 401 is said before anything is done, so that sending a write again does no harm. Some providers answer
    an expired token with another status: `refused_by` names them.
    """

    def __init__(
        self,
        tokens: Tokens,
        key: str,
        fetch: Fetch,
        write: Callable[[httpx.Request, str], None] = bearer,
        *,
        keep: Keep = keep_nothing,
        alone: Callable[[], AbstractContextManager[None]] = nullcontext,
        refused_by: Collection[int] = _REFUSED,
    ) -> None:
        """`alone` is entered around fetching and keeping: credentials are replaced by one process at a time."""
        self._tokens = tokens
        self._key = key
        self._fetch = fetch
        self._write = write
        self._keep = keep
        self._alone = alone
        self._refused_by = refused_by

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = self._tokens.get(self._key) or self._tokens.renew(self._key, None, self._fresh)
        self._write(request, token)
        response = yield request
        if response.status_code in self._refused_by:
            self._write(request, self._tokens.renew(self._key, token, self._fresh))
            yield request

    def _fresh(self) -> Token:
        with self._alone():
            token = self._fetch()
            if token.replaced:
                self._keep(token.replaced)
            return token


def _place(key: str) -> str:
    return f"pp:token:{{{key}}}"
