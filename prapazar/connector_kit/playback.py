"""Tapes: what went over the wire during one piece of work, and a wire that plays it back without the provider."""

import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import wraps
from typing import Any

import httpx

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import ConnectorError, UnexpectedAnswer
from prapazar.connector_kit.operations import METHODS, OPERATIONS, plain
from prapazar.foundation.logging import HIDDEN, redact, redact_text

MOST_BYTES = 4_000_000
"""Of one tape; what comes after is not on it."""
CUT = "console.cut"
"""In place of an error, where a recording ends before the work did."""
_KEPT_HEADERS = frozenset(
    {
        *("accept", "content-type", "content-length", "date", "retry-after", "user-agent", "link", "etag"),
        *("x-request-id", "x-wp-total", "x-wp-totalpages", "x-shopify-api-version", "server"),
    }
)
_LIMIT_HEADERS = ("x-ratelimit", "ratelimit", "x-rate-limit", "x-shopify-shop-api")
HIDDEN_TOKEN = "played"  # noqa: S105 - stands for one, and is none
_TOKENS = frozenset({"access_token", "accesstoken", "refresh_token", "refreshtoken", "id_token", "token"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. Log-ins and tokens are taken out; everything else is as it was."""

    method: str
    url: str
    request_headers: dict[str, str]
    request: str
    status: int | None
    """None where no answer came."""
    headers: dict[str, str]
    answer: str
    seconds: float = 0.0


@dataclass
class Tape:
    exchanges: list[Exchange] = field(default_factory=list)
    size: int = 0

    @property
    def is_whole(self) -> bool:
        return self.size <= MOST_BYTES

    def keep(self, exchange: Exchange) -> None:
        """The answer with which it grows too long is kept in part, and nothing after it."""
        left = MOST_BYTES - self.size
        self.size += len(exchange.answer) + len(exchange.request)
        if self.is_whole:
            self.exchanges.append(exchange)
        elif left > 0:
            self.exchanges.append(
                replace(exchange, request=exchange.request[:left], answer=exchange.answer[:left])
            )

    def forget(self) -> None:
        """Begin anew: what was on it is kept elsewhere."""
        self.exchanges.clear()
        self.size = 0

    def as_plain(self) -> list[dict[str, Any]]:
        return [asdict(exchange) for exchange in self.exchanges]

    @classmethod
    def of(cls, kept: list[dict[str, Any]]) -> "Tape":
        tape = cls()
        for one in kept:
            tape.keep(Exchange(**one))
        return tape


class Taping(httpx.BaseTransport):
    """Writes down what another transport carries."""

    def __init__(self, inner: httpx.BaseTransport, tape: Tape) -> None:
        self._inner, self._tape = inner, tape

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = (request.method, _address(request), _headers(request.headers), _body(request.read()))
        begun = time.monotonic()
        try:
            response = self._inner.handle_request(request)
            response.read()
        except httpx.HTTPError as error:
            self._tape.keep(Exchange(*asked, None, {}, type(error).__name__))
            raise
        told = (response.status_code, _headers(response.headers), _body(response.content))
        self._tape.keep(Exchange(*asked, *told, round(time.monotonic() - begun, 3)))
        return response


class Playback(httpx.BaseTransport):
    """Answers from a tape: requests to one address get its answers in the order they came."""

    def __init__(self, tape: Tape) -> None:
        self._left: dict[tuple[str, str], deque[Exchange]] = defaultdict(deque)
        for exchange in tape.exchanges:
            self._left[exchange.method, _path(exchange.url)].append(exchange)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        waiting = self._left[request.method, _path(_address(request))]
        if not waiting:
            raise NotOnTape(f"{request.method} {request.url.path}")
        exchange = waiting.popleft()
        if exchange.status is None:
            raise httpx.ReadError(exchange.answer, request=request)
        headers = {
            name: value
            for name, value in exchange.headers.items()
            if name != "content-length" and value != HIDDEN
        }
        return httpx.Response(
            exchange.status, headers=headers, content=exchange.answer.encode(), request=request
        )


class Unlimited:
    """Nobody is asked, so nobody has to wait."""

    def take(self, key: str, windows: object, leaving: float = 0.0) -> float:  # noqa: ARG002 - as the protocol names them
        return 0.0

    def wait(self, key: str, windows: object) -> float:  # noqa: ARG002 - likewise
        return 0.0

    def hold(self, _key: str, _seconds: float) -> None:
        """Nothing to hold."""

    def delayed(self, _key: str, _windows: object, _late: float) -> None:
        """Nobody counts."""


class PlayedTokens:
    """In place of log-ins, which no tape holds: any token does."""

    def get(self, _key: str) -> str:
        return HIDDEN_TOKEN

    def renew(self, _key: str, _stale: str | None, _fetch: object) -> str:
        return HIDDEN_TOKEN


class NotOnTape(UnexpectedAnswer):
    """The code of today asks something that was not asked then."""

    code = "console.not_on_tape"


@dataclass(frozen=True, slots=True)
class Take:
    """One contract call with everything it needs to be played again."""

    operation: str
    fields: dict[str, str]
    tape: Tape
    records: list[Any]
    """As they were mapped then."""
    error: str | None = None


def watch(connector: object, tape: Tape, keep: Callable[[Take], None]) -> None:
    """From now on every reading call of this connector is handed to `keep` when it ends."""
    for method, operation in METHODS.items():
        original = getattr(connector, method, None)
        if original is not None:
            setattr(connector, method, _watched(original, operation, tape, keep))


def _watched(
    original: Callable[..., Any], operation: str, tape: Tape, keep: Callable[[Take], None]
) -> Callable[..., Any]:
    is_paged = any(field.name == "pages" for field in OPERATIONS[operation].fields)

    def take(fields: dict[str, str], begun: int, records: list[Any], error: str | None) -> None:
        part = Tape(tape.exchanges[begun:])
        if part.exchanges:
            keep(Take(operation, fields, part, records, error if tape.is_whole else error or CUT))
        if begun == 0:  # the work of its own, not a step within another's
            tape.forget()

    @wraps(original)
    def paged(*values: Any) -> Iterator[Any]:  # noqa: ANN401 - as the contract has it
        begun, records, pages = len(tape.exchanges), [], 0
        error: str | None = None
        try:
            for page in original(*values):
                if tape.is_whole:  # replayed are the pages that are on it whole
                    records += [plain(record) for record in page]
                    pages += 1
                yield page
        except ConnectorError as failure:
            error = failure.code
            raise
        finally:
            take({**_fields(operation, values), "pages": str(max(1, pages))}, begun, records, error)

    @wraps(original)
    def whole(*values: Any) -> Any:  # noqa: ANN401 - as the contract has it
        begun = len(tape.exchanges)
        answer = original(*values)
        found = answer if isinstance(answer, list) else [answer]
        on_tape = [plain(record) for record in found] if tape.is_whole else []
        take(_fields(operation, values), begun, on_tape, None)
        return answer

    return paged if is_paged else whole


def _fields(operation: str, values: tuple[Any, ...]) -> dict[str, str]:
    names = [field.name for field in OPERATIONS[operation].fields if field.name != "pages"]
    return {name: str(plain(value)) for name, value in zip(names, values, strict=False)}


def play(connector: object, operation: str, fields: Mapping[str, str]) -> list[Any]:
    """What the code of today makes of a tape; `connector` is built on `Playback`."""
    asked = OPERATIONS[operation]
    return [plain(record) for record in asked.ask(connector, asked.parse(fields))]


def _address(request: httpx.Request) -> str:
    return redact_text(str(request.url))


def _path(url: str) -> str:
    return httpx.URL(url).path


def _headers(headers: httpx.Headers) -> dict[str, str]:
    """Names of all, values of those that can hold nothing secret."""
    return {
        name: value if name in _KEPT_HEADERS or name.startswith(_LIMIT_HEADERS) else HIDDEN
        for name, value in headers.items()
        if name != "content-encoding"
    }


def _body(content: bytes) -> str:
    text = content.decode(errors="replace")
    if not any(name in text.lower() for name in ("token", "secret", "password")):
        return text
    try:
        return parsing.dump_json(_without_tokens(parsing.load_json(content)))
    except ValueError:
        return redact_text(text)


def _without_tokens(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: HIDDEN if key.lower() in _TOKENS and isinstance(item, str) else _without_tokens(item)
            for key, item in value.items()
        }
    return [_without_tokens(item) for item in value] if isinstance(value, list) else value


def shown(text: str, *, personal: bool) -> str:
    """A body for a screen, laid out; `personal` data only for whoever may see it."""
    try:
        read = json.loads(text)
    except ValueError:
        return redact_text(text)
    return json.dumps(redact(read, personal=not personal), ensure_ascii=False, indent=2)
