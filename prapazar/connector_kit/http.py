"""One way to call a provider: limits, circuit, request, traffic record, error mapping, bounded retries."""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog

from prapazar.connector_kit import parsing
from prapazar.connector_kit.breaker import Breaker, LocalBreaker
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.journeys import JOURNEYS
from prapazar.connector_kit.limits import Limiter, LocalLimiter, Window
from prapazar.connector_kit.reach import PUBLIC, HostForbidden, Reach, pool
from prapazar.connector_kit.tokens import Keep, LocalTokens, Newest, Tokens, keep_nothing, nothing_newer
from prapazar.connector_kit.traffic import Recorder, TrafficRecord, record_nothing
from prapazar.foundation.logging import HIDDEN

log = structlog.get_logger(__name__)
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
ATTEMPTS = 3
_FIRST_PAUSE = 0.5
_ERRORS_FROM = 300
_TURNED_AWAY = {httpx.codes.FORBIDDEN, httpx.codes.SERVICE_UNAVAILABLE}
"""Said at the door, before anything is done."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

for _noisy in ("httpx", "httpcore"):  # their INFO lines print addresses with signed parameters
    logging.getLogger(_noisy).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: Any
    """Parsed JSON with Decimal numbers, or what the call's own reader made of it; None for an empty body."""
    pace: float | None = None
    """Seconds from one request to the next at the limit of the call's group: the wait where none is told."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is not JSON, as it is sent; `shown` is what the traffic log may keep of it."""

    content: bytes
    content_type: str
    shown: object
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One request in provider words. `safe` calls change nothing and may be tried again."""

    operation: str
    method: str
    path: str
    group: str | None = None
    """Limit group of the manifest."""
    params: Mapping[str, Any] | None = None
    body: object = None
    """Written as JSON unless it is a `Body`."""
    timeout: float | None = None
    only_asks: bool = False
    """A POST that changes nothing."""
    read: Callable[[bytes], Any] = parsing.load_json
    """Raises ValueError for what is no whole answer."""
    hidden: str = ""
    """A part of the address that the traffic log must not keep, such as somebody's identity number."""

    @property
    def is_safe(self) -> bool:
        return self.method == "GET" or self.only_asks


@dataclass(frozen=True, kw_only=True)
class Wire:
    """What the calls of a connection run through; the defaults hold for one process alone."""

    limiter: Limiter = field(default_factory=LocalLimiter)
    breaker: Breaker = field(default_factory=LocalBreaker)
    tokens: Tokens = field(default_factory=LocalTokens)
    keep_credentials: Keep = keep_nothing
    """For providers that hand out a new refresh token with each access token."""
    newest_credentials: Newest = nothing_newer
    """For the same: what another process kept since this connection was opened."""
    recorder: Recorder = record_nothing
    circuit: str | None = None
    """The breaker's key; the connection's id. Unset: the account."""
    transport: httpx.BaseTransport | None = None
    around: Callable[[httpx.BaseTransport], httpx.BaseTransport] | None = None
    """Laid around what carries the requests: a tape that listens."""
    max_wait: float = 6.0
    """Seconds one call may spend waiting altogether; a longer wait is raised as RateLimited.

    Enough for the turn of a provider that takes one request in five seconds.
    """
    timeout: float | None = None
    """Seconds to wait for an answer; unset: the call's own."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.perf_counter
    """How long answers take, in seconds."""


ErrorReader = Callable[[Answer], ConnectorError]
FailureReader = Callable[[Answer], ConnectorError | None]


def no_failure(_: Answer) -> None:
    """For providers whose good status means that all went well."""


@dataclass
class Caller:
    """Carries the calls of one account."""

    client: httpx.Client
    wire: Wire
    account: str
    windows: Mapping[str, Sequence[Window]]
    read_error: ErrorReader
    read_failure: FailureReader = no_failure
    """What a good status hides: some providers refuse within it."""

    def send(self, call: Call) -> Answer:
        """Raises one of the five errors; a wait beyond the wire's patience is RateLimited."""
        try:
            return self._send(call)
        except ConnectorError as error:
            error.is_settled = True
            raise

    def _send(self, call: Call) -> Answer:
        patience = _Patience(self.wire.max_wait, self.wire.sleep)
        attempt = 1
        failure: Unavailable | None = None
        while True:
            let_go = self._wait_for_token(call, patience, failure)
            self._check_circuit()
            try:
                return self._attempt(call, let_go)
            except RateLimited as error:
                if error.is_settled or attempt == ATTEMPTS or not patience.spend(error.retry_after):
                    raise
            except Unavailable as error:
                failure = error
                pause = _FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
                is_last = error.is_settled or not call.is_safe or attempt == ATTEMPTS
                if is_last or not patience.spend(pause):
                    raise
            attempt += 1

    def close(self) -> None:
        self.client.close()

    def _wait_for_token(self, call: Call, patience: "_Patience", failure: Unavailable | None) -> float:
        """When the token was taken. A second try that would wait too long ends with what the first one met."""
        if call.group is None:
            return self.wire.clock()
        key = f"{self.account}:{call.group}"
        while True:
            asked = self.wire.clock()
            wait = self.wire.limiter.take(key, self.windows.get(call.group, ()))
            if wait <= 0:
                return asked
            if not patience.spend(wait):
                raise failure or RateLimited(f"our own limit for {call.group}", retry_after=wait)

    def _check_circuit(self) -> None:
        left = self.wire.breaker.wait(self._circuit)
        if left > 0:
            detail = f"left alone for another {left:.0f} s after repeated failures"
            raise Unavailable(detail, code="connector.circuit_open")

    def _attempt(self, call: Call, let_go: float) -> Answer:
        request = self._request(call)
        address = _shown_address(call, request)
        started = self.wire.clock()
        status: int | None = None
        content: object = None
        error: ConnectorError | None = None
        try:
            response = self._exchange(call, request)
            status = response.status_code
            content = self._content(call, response)
            answer = Answer(status, response.headers, content, self._pace(call))
            refused = self.read_error(answer) if status >= _ERRORS_FROM else self.read_failure(answer)
            if refused is not None:
                raise self._known(call, answer, refused)
        except ConnectorError as raised:
            error = raised
            raise
        else:
            return answer
        finally:
            answered = self.wire.clock()
            self._note_health(error)
            self._note_journey(call, request, answered - let_go, is_answered=status is not None)
            millis = (answered - started) * 1000
            self.wire.recorder(
                TrafficRecord.of(
                    call.operation, call.method, address, _shown(call), status, content, error, millis
                )
            )

    def _request(self, call: Call) -> httpx.Request:
        body, headers = _written(call.body)
        seconds = self.wire.timeout or call.timeout
        timeout = httpx.Timeout(seconds, connect=10.0) if seconds else TIMEOUT
        return self.client.build_request(
            call.method, call.path, params=call.params, content=body, headers=headers, timeout=timeout
        )

    def _exchange(self, call: Call, request: httpx.Request) -> httpx.Response:
        try:
            return self.client.send(request)
        except HostForbidden as error:
            raise Rejected(
                "the address leads into a private network", code="connector.host_forbidden"
            ) from error
        except _NEVER_SENT as error:
            raise Unavailable(f"{type(error).__name__}: no connection") from error
        except httpx.HTTPError as error:
            detail = f"{type(error).__name__}: no whole answer"
            raise Unavailable(detail, maybe_done=not call.is_safe) from error

    def _content(self, call: Call, response: httpx.Response) -> object:
        if not response.content.strip():
            return None
        try:
            return call.read(response.content)
        except ValueError as error:
            if response.status_code >= _ERRORS_FROM:
                return None  # an error page of a proxy; the status says enough
            detail = f"{response.headers.get('content-type', 'unknown type')} that is no whole answer"
            raise Unavailable(detail, maybe_done=not call.is_safe, code="connector.broken_answer") from error

    def _known(self, call: Call, answer: Answer, error: ConnectorError) -> ConnectorError:
        """The error, with what this way knows better: who has to wait, and what may have arrived."""
        if isinstance(error, RateLimited) and call.group is not None:
            self.wire.limiter.hold(f"{self.account}:{call.group}", error.retry_after)
        if isinstance(error, Unavailable):
            error.maybe_done = not call.is_safe and answer.status not in _TURNED_AWAY
        return error

    def _pace(self, call: Call) -> float | None:
        windows = self.windows.get(call.group or "", ())
        return max((window.seconds / window.requests for window in windows), default=None)

    def _note_journey(self, call: Call, request: httpx.Request, took: float, *, is_answered: bool) -> None:
        """The provider counts a request when it sees it: some time after its token was taken, before its answer."""
        windows = self.windows.get(call.group or "", ())
        if windows:
            key = f"{self.account}:{call.group}"
            late = JOURNEYS.late(key, _size(request), took) if is_answered else took
            self.wire.limiter.delayed(key, windows, late)

    def _note_health(self, error: ConnectorError | None) -> None:
        """Unavailability is logged once, when the circuit opens, and recovery once."""
        if error is not None and error.is_settled:
            return
        if isinstance(error, Unavailable):
            if self.wire.breaker.failed(self._circuit):
                log.warning("provider unavailable", circuit=self._circuit, cause=error.detail)
        elif self.wire.breaker.worked(self._circuit):
            log.info("provider available again", circuit=self._circuit)

    @property
    def _circuit(self) -> str:
        return self.wire.circuit or self.account


def _written(body: object) -> tuple[bytes | None, dict[str, str]]:
    if body is None:
        return None, {}
    if isinstance(body, Body):
        return body.content, {"content-type": body.content_type, **body.headers}
    return parsing.dump_json(body).encode(), {"content-type": "application/json"}


def _size(request: httpx.Request) -> int:
    return int(request.headers.get("content-length", 0))


def _shown_address(call: Call, request: httpx.Request) -> str:
    """Asked before authentication is put into it."""
    address = str(request.url)
    return address.replace(call.hidden, HIDDEN) if call.hidden else address


def _shown(call: Call) -> object:
    return call.body.shown if isinstance(call.body, Body) else call.body


@dataclass
class _Patience:
    left: float
    sleep: Callable[[float], None]

    def spend(self, seconds: float) -> bool:
        """Sleeps if there is patience for it."""
        if seconds > self.left:
            return False
        self.left -= seconds
        self.sleep(seconds)
        return True


def build_client(
    base_url: str,
    *,
    user_agent: str,
    auth: httpx.Auth | None = None,
    transport: httpx.BaseTransport | None = None,
    reach: Reach = PUBLIC,
) -> httpx.Client:
    """Redirects are not followed: they would turn a POST into a GET and carry credentials elsewhere.

    Without a transport of its own the client reaches what `reach` lets it.
    """
    return httpx.Client(
        base_url=base_url,
        auth=auth,
        transport=_Borrowed(transport or pool(reach)),
        timeout=TIMEOUT,
        headers={"user-agent": user_agent, "accept": "application/json"},
        follow_redirects=False,
        trust_env=False,
    )


class _Borrowed(httpx.BaseTransport):
    """Closing a client leaves the pool, which all clients of the process share, open."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._transport.handle_request(request)
