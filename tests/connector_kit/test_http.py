"""A call's way: limit, circuit, request, record, error, bounded retries."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal

import httpx
import pytest
from structlog.testing import capture_logs

from prapazar.connector_kit import breaker
from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
)
from prapazar.connector_kit.http import ATTEMPTS, Answer, Body, Call, Caller, Wire, build_client
from prapazar.connector_kit.limits import LocalLimiter, Window
from prapazar.connector_kit.traffic import TrafficRecord

READ = Call("orders", "GET", "/orders", "read")
WRITE = Call("push", "POST", "/push", "read", body={"price": Decimal("129.90")})
_ANSWERS = httpx.Response | Exception


@dataclass
class Stage:
    """A provider that answers as told, and what the caller did."""

    answers: list[_ANSWERS]
    requests: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    recorded: list[TrafficRecord] = field(default_factory=list)
    answers_in: float = 0.0
    passed: float = 0.0

    def clock(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.passed += self.answers_in
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def caller(self, windows: Sequence[Window] = (), max_wait: float = 5.0) -> Caller:
        transport = httpx.MockTransport(self)
        wire = Wire(
            clock=self.clock,
            transport=transport,
            limiter=LocalLimiter(now=lambda: sum(self.slept)),
            recorder=self.recorded.append,
            sleep=self.sleep,
            max_wait=max_wait,
        )
        client = build_client("https://shop.test/base", user_agent="PraPazar", transport=transport)
        return Caller(client, wire, "account", {"read": windows}, _read_error)


def _read_error(answer: Answer) -> ConnectorError:
    return error_by_status(answer, str(answer.status), rejected_code="shop.rejected")


def _raised(send: Callable[[], object]) -> ConnectorError:
    with pytest.raises(ConnectorError) as raised:
        send()
    return raised.value


def _ok() -> httpx.Response:
    return httpx.Response(200, text='{"total": 12.50}')


def test_send_builds_the_request_and_reads_exact_numbers() -> None:
    stage = Stage([_ok()])

    answer = stage.caller().send(WRITE)

    request = stage.requests[0]
    assert (request.method, str(request.url)) == ("POST", "https://shop.test/base/push")
    assert request.content == b'{"price":129.90}'
    assert (request.headers["content-type"], request.headers["user-agent"]) == (
        "application/json",
        "PraPazar",
    )
    assert (answer.status, answer.content) == (200, {"total": Decimal("12.50")})


def test_empty_answer_is_none() -> None:
    assert Stage([httpx.Response(204)]).caller().send(WRITE).content is None


def test_safe_call_is_tried_again_and_succeeds() -> None:
    stage = Stage([httpx.Response(503), httpx.ReadTimeout("slow"), _ok()])

    answer = stage.caller().send(READ)

    assert answer.status == 200
    assert len(stage.requests) == 3
    assert [stage.slept[0] == pytest.approx(0.5, abs=0.25), stage.slept[1] == pytest.approx(1, abs=0.5)] == [
        True
    ] * 2


def test_safe_call_gives_up_after_three_attempts() -> None:
    stage = Stage([httpx.Response(500)])

    error = _raised(lambda: stage.caller().send(READ))

    assert (type(error), len(stage.requests)) == (Unavailable, ATTEMPTS)
    assert not error.maybe_done  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "maybe_done"),
    [
        (httpx.ReadTimeout("slow"), True),
        (httpx.ReadError("reset"), True),
        (httpx.RemoteProtocolError("cut off"), True),
        (httpx.Response(502), True),
        (httpx.Response(500), True),
        (httpx.Response(200, text='{"batch'), True),
        (httpx.Response(200, html="<html>Bakımdayız</html>"), True),
        (httpx.Response(503), False),
        (httpx.ConnectError("refused"), False),
        (httpx.ConnectTimeout("far"), False),
    ],
)
def test_write_is_never_repeated_and_says_whether_it_may_have_arrived(
    answer: _ANSWERS, *, maybe_done: bool
) -> None:
    stage = Stage([answer])

    error = _raised(lambda: stage.caller().send(WRITE))

    assert isinstance(error, Unavailable)
    assert (error.maybe_done, len(stage.requests)) == (maybe_done, 1)


def test_write_turned_away_at_the_door_has_not_arrived() -> None:
    """Some providers say with a 403 that they do not take calls from this address now."""
    stage = Stage([httpx.Response(403)])
    caller = stage.caller()
    caller.read_error = lambda answer: Unavailable(str(answer.status))

    error = _raised(lambda: caller.send(WRITE))

    assert isinstance(error, Unavailable)
    assert (error.maybe_done, len(stage.requests)) == (False, 1)


@pytest.mark.parametrize("call", [READ, WRITE])
def test_short_wait_asked_for_is_waited_even_for_a_write(call: Call) -> None:
    stage = Stage([httpx.Response(429, headers={"retry-after": "2"}), _ok()])

    answer = stage.caller().send(call)

    assert answer.status == 200
    assert sum(stage.slept) == 2


def test_long_wait_asked_for_is_raised_and_holds_the_next_call() -> None:
    stage = Stage([httpx.Response(429, headers={"retry-after": "60"})])
    caller = stage.caller()

    first = _raised(lambda: caller.send(READ))
    second = _raised(lambda: caller.send(READ))

    assert isinstance(first, RateLimited)
    assert isinstance(second, RateLimited)
    assert first.retry_after == 60
    assert second.retry_after == pytest.approx(60, rel=0.01)
    assert (len(stage.requests), stage.slept) == (1, [])


@pytest.mark.parametrize("answer", [_ok(), httpx.ReadTimeout("no answer")])
def test_request_that_may_have_come_in_late_holds_the_next_one_back(answer: _ANSWERS) -> None:
    stage = Stage([answer], answers_in=30)
    caller = stage.caller([Window(1, 60)], max_wait=0)
    with suppress(Unavailable):
        caller.send(WRITE)

    error = _raised(lambda: caller.send(WRITE))

    assert isinstance(error, RateLimited)
    assert error.retry_after == pytest.approx(60 + 30, abs=0.1)


def test_answer_knows_the_pace_of_its_group() -> None:
    stage = Stage([_ok()])

    answers = [stage.caller(windows).send(READ) for windows in ([], [Window(5, 1), Window(56, 10_000, 20)])]

    assert [one.pace for one in answers] == [None, 10_000 / 56]


def test_own_limit_beyond_patience_is_raised_before_the_request() -> None:
    stage = Stage([_ok()])
    caller = stage.caller([Window(1, 3600)])
    caller.send(READ)

    error = _raised(lambda: caller.send(READ))

    assert isinstance(error, RateLimited)
    assert error.retry_after == pytest.approx(3600, rel=0.01)
    assert (len(stage.requests), stage.slept) == (1, [])


@pytest.mark.parametrize("answer", [httpx.Response(401), httpx.Response(400)])
def test_refusal_is_not_tried_again(answer: httpx.Response) -> None:
    stage = Stage([answer])

    error = _raised(lambda: stage.caller().send(READ))

    assert type(error) is (AuthFailed if answer.status_code == 401 else Rejected)
    assert len(stage.requests) == 1


def test_redirect_is_refused_not_followed() -> None:
    stage = Stage([httpx.Response(301, headers={"location": "https://shop.test/yeni"})])

    error = _raised(lambda: stage.caller().send(WRITE))

    assert (type(error), error.code, len(stage.requests)) == (Rejected, "connector.redirected", 1)


def test_failing_provider_is_left_alone_and_logged_once() -> None:
    stage = Stage([httpx.Response(503)])
    caller = stage.caller()

    with capture_logs() as logs:
        for _ in range(breaker.FAILURES_TO_OPEN):
            _raised(lambda: caller.send(WRITE))
        error = _raised(lambda: caller.send(WRITE))

    assert error.code == "connector.circuit_open"
    assert len(stage.requests) == breaker.FAILURES_TO_OPEN
    assert [entry["event"] for entry in logs] == ["provider unavailable"]


def test_circuit_that_opens_between_attempts_ends_the_call() -> None:
    stage = Stage([httpx.Response(503)])
    caller = stage.caller()

    _raised(lambda: caller.send(READ))
    error = _raised(lambda: caller.send(READ))

    assert error.code == "connector.circuit_open"
    assert len(stage.requests) == breaker.FAILURES_TO_OPEN


def test_refusals_keep_the_circuit_closed() -> None:
    stage = Stage([httpx.Response(400)])
    caller = stage.caller()

    for _ in range(breaker.FAILURES_TO_OPEN + 1):
        _raised(lambda: caller.send(READ))

    assert caller.wire.breaker.state("account") is breaker.State.CLOSED


def test_each_attempt_is_recorded() -> None:
    stage = Stage([httpx.Response(503, json={"message": "bakım"}), _ok()])

    stage.caller().send(READ)

    shown = [(r.operation, r.method, r.url, r.status, r.error, r.request, r.answer) for r in stage.recorded]
    assert shown == [
        (
            "orders",
            "GET",
            "https://shop.test/base/orders",
            503,
            "connector.unavailable",
            "",
            '{"message": "bakım"}',
        ),
        ("orders", "GET", "https://shop.test/base/orders", 200, None, "", '{"total": "12.50"}'),
    ]


def test_closing_a_client_keeps_the_shared_transport_open() -> None:
    stage = Stage([_ok()])
    first, second = stage.caller(), stage.caller()

    first.close()

    assert second.send(READ).status == 200


def test_second_try_without_a_token_ends_with_what_the_first_one_met() -> None:
    stage = Stage([httpx.Response(503)])

    error = _raised(lambda: stage.caller([Window(1, 3600)]).send(READ))

    assert (type(error), len(stage.requests)) == (Unavailable, 1)


def _no_answer(content: bytes) -> object:
    raise ValueError(content)


def test_body_that_is_not_json_is_sent_as_it_is_and_shown_as_told() -> None:
    stage = Stage([_ok()])
    body = Body(b"<a>gizli</a>", "text/xml", {"a": 1}, {"SOAPAction": '""'})

    stage.caller().send(Call("soap", "POST", "/ws", body=body))

    request = stage.requests[0]
    sent = (request.content, request.headers["content-type"], request.headers["soapaction"])
    assert sent == (b"<a>gizli</a>", "text/xml", '""')
    assert stage.recorded[0].request == '{"a": 1}'


def test_answer_is_read_by_the_calls_own_reader() -> None:
    answer = (
        Stage([httpx.Response(200, text="a=1")])
        .caller()
        .send(Call("form", "GET", "/form", read=lambda content: content.decode().split("=")))
    )

    assert answer.content == ["a", "1"]


def test_answer_its_reader_cannot_read_is_broken() -> None:
    error = _raised(lambda: Stage([_ok()]).caller().send(Call("soap", "POST", "/ws", read=_no_answer)))

    assert (type(error), error.code) == (Unavailable, "connector.broken_answer")


def test_post_that_only_asks_is_tried_again() -> None:
    stage = Stage([httpx.ReadTimeout("slow"), _ok()])

    stage.caller().send(Call("ask", "POST", "/ask", body={}, only_asks=True))

    assert len(stage.requests) == 2


@pytest.mark.parametrize(
    "error", [Rejected("no", code="shop.rejected"), AuthFailed("who"), Unavailable("down")]
)
def test_failure_told_within_a_good_status_is_raised_and_recorded(error: ConnectorError) -> None:
    stage = Stage([_ok()])
    caller = stage.caller()
    caller.read_failure = lambda _: error

    raised = _raised(lambda: caller.send(WRITE))

    assert (raised, [one.error for one in stage.recorded]) == (error, [error.code])


def test_wait_told_within_a_good_status_holds_the_group_for_everybody() -> None:
    stage = Stage([_ok()])
    caller = stage.caller([Window(100, 1)])
    refusals = iter([RateLimited("slow down", retry_after=3)])
    caller.read_failure = lambda _: next(refusals, None)

    caller.send(READ)

    assert len(stage.requests) == 2
    assert sum(stage.slept) == pytest.approx(3)
