"""Ids: time-ordered, well formed, and never the same twice, whoever asks at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from prapazar.foundation.ids import new_id


def test_new_id_is_a_uuid_of_version_seven() -> None:
    made = [new_id() for _ in range(1_000)]

    assert {(i.version, i.variant) for i in made} == {(7, "specified in RFC 4122")}


def test_new_id_holds_the_time_it_was_made() -> None:
    before = datetime.now(UTC)

    made = new_id()

    at = datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
    # Many ids made within one millisecond push the stamp ahead of the clock, never behind it.
    assert before - timedelta(milliseconds=1) <= at


def test_ids_of_one_process_grow() -> None:
    made = [new_id() for _ in range(20_000)]

    assert made == sorted(set(made))


def test_ids_of_many_threads_never_meet() -> None:
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)))

    assert len({i for batch in batches for i in batch}) == 16_000
    assert all(batch == sorted(batch) for batch in batches)
