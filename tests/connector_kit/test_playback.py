"""Tapes: what they keep, what they hide, and that they play what they kept."""

from collections.abc import Iterator

import httpx
import pytest

from prapazar.connector_kit.playback import (
    CUT,
    MOST_BYTES,
    Exchange,
    NotOnTape,
    Playback,
    Take,
    Tape,
    Taping,
    shown,
    watch,
)


def _client(tape: Tape, body: str, status: int = 200) -> httpx.Client:
    answering = httpx.MockTransport(
        lambda _: httpx.Response(status, text=body, headers={"x-request-id": "7", "set-cookie": "sid=secret"})
    )
    return httpx.Client(transport=Taping(answering, tape), base_url="https://shop.test")


def test_log_ins_and_tokens_are_not_on_the_tape() -> None:
    tape = Tape()
    client = _client(tape, '{"access_token": "abc123", "price": 129.90}')

    client.post("/token?consumer_secret=s3cret", headers={"authorization": "Bearer abc123", "x-key": "k3y"})

    exchange = tape.exchanges[0]
    kept = repr(exchange)
    assert [word for word in ("abc123", "s3cret", "k3y", "sid=secret") if word in kept] == []
    assert exchange.headers["x-request-id"] == "7"
    assert "129.90" in exchange.answer


def test_tape_plays_answers_of_an_address_in_their_order() -> None:
    tape = Tape()
    for body in ('{"page": 1}', '{"page": 2}'):
        _client(tape, body).get("/orders")
    player = httpx.Client(transport=Playback(Tape.of(tape.as_plain())), base_url="https://shop.test")

    assert [player.get("/orders?page=9").json() for _ in range(2)] == [{"page": 1}, {"page": 2}]
    with pytest.raises(NotOnTape):
        player.get("/orders")


def test_tape_that_grows_too_long_is_cut() -> None:
    tape = Tape()
    long = Exchange("GET", "https://shop.test", {}, "", 200, {}, "x" * (MOST_BYTES - 1))

    for exchange in (long, long, long):
        tape.keep(exchange)

    assert [len(one.answer) for one in tape.exchanges] == [MOST_BYTES - 1, 1]
    assert not tape.is_whole


def test_recording_of_a_long_read_holds_the_pages_before_the_cut() -> None:
    tape, takes = Tape(), list[Take]()

    class Reader:
        def fetch_listings(self) -> Iterator[list[str]]:
            for page in ("first", "second"):
                tape.keep(Exchange("GET", "https://shop.test", {}, "", 200, {}, "x" * (MOST_BYTES - 9)))
                yield [page]

    reader = Reader()
    watch(reader, tape, takes.append)
    pages = list(reader.fetch_listings())

    assert pages == [["first"], ["second"]]
    assert [(one.records, one.fields["pages"], one.error) for one in takes] == [(["first"], "1", CUT)]
    assert tape.is_whole


def test_broken_connection_breaks_again() -> None:
    tape = Tape()

    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    client = httpx.Client(transport=Taping(httpx.MockTransport(broken), tape), base_url="https://shop.test")
    with pytest.raises(httpx.ReadTimeout):
        client.get("/orders")

    with pytest.raises(httpx.ReadError):
        httpx.Client(transport=Playback(tape), base_url="https://shop.test").get("/orders")


def test_personal_data_is_shown_to_whom_may_see_it() -> None:
    body = '{"firstName": "Ayşe", "total": 5}'

    assert "Ayşe" in shown(body, personal=True)
    assert "Ayşe" not in shown(body, personal=False)
