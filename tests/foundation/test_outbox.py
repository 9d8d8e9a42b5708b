"""The outbox: the newest of a key wins, nothing in flight is lost, what keeps failing is parked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

TOPIC = "listings.push_stock"
PARTITION = uuid4()
LEASE = timedelta(minutes=3)
LAPSED = timedelta(seconds=-1)
"""The lease of a worker that died long ago."""


def _append(scope: Scope, key: UUID, value: int, partition: UUID = PARTITION, topic: str = TOPIC) -> None:
    with db.transaction(scope) as session:
        outbox.append(session, scope.merchant_id, topic, partition, key, {"value": value})


def _claim(scope: Scope, *, lease: timedelta = LEASE, limit: int = 100) -> list[outbox.Claim]:
    with db.transaction(scope) as session:
        return outbox.claim(session, TOPIC, PARTITION, limit, lease)


def _values(claims: list[outbox.Claim]) -> list[int]:
    return [claim.payload["value"] for claim in claims]


def _give_back(scope: Scope, claims: list[outbox.Claim], counts: bool = True) -> None:
    with db.transaction(scope) as session:
        outbox.give_back(
            session, [c.id for c in claims], "unavailable", now() - timedelta(seconds=1), counts=counts
        )


def _rows(scope: Scope) -> list[tuple[int, bool, bool]]:
    """Value, in flight, parked; oldest first."""
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT payload, claimed_until IS NOT NULL, parked_at IS NOT NULL FROM outbox ORDER BY created_at, id"
            )
        )
        return [(payload["value"], in_flight, parked) for payload, in_flight, parked in found]


def test_newest_value_of_a_key_wins(scope: Scope) -> None:
    key = uuid4()
    for value in (1, 2, 3):
        _append(scope, key, value)

    assert _values(_claim(scope)) == [3]


def test_keys_topics_and_partitions_never_swallow_each_other(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    _append(scope, uuid4(), 2)
    _append(scope, key, 3, topic="listings.push_price")
    _append(scope, key, 4, partition=uuid4())

    assert _values(_claim(scope)) == [1, 2]
    assert len(_rows(scope)) == 4


def test_row_that_was_rolled_back_is_not_sent(scope: Scope) -> None:
    def fail() -> None:
        with db.transaction(scope) as session:
            outbox.append(session, scope.merchant_id, TOPIC, PARTITION, uuid4(), {"value": 1})
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert _rows(scope) == []


def test_row_in_flight_never_absorbs_a_later_change(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    in_flight = _claim(scope)
    _append(scope, key, 2)

    with db.transaction(scope) as session:
        outbox.finish(session, [claim.id for claim in in_flight])

    assert _values(in_flight) == [1]
    assert _values(_claim(scope)) == [2]


def test_claim_takes_the_oldest_first_and_nothing_twice(scope: Scope) -> None:
    for value in (1, 2, 3):
        _append(scope, uuid4(), value)

    first, second, third = (_claim(scope, limit=2) for _ in range(3))

    assert (_values(first), _values(second), third) == ([1, 2], [3], [])
    assert [claim.attempts for claim in first] == [1, 1]


def test_claims_of_a_worker_that_died_are_taken_again(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    _claim(scope, lease=LAPSED)

    again = _claim(scope)

    assert _values(again) == [1]
    assert again[0].attempts == 2


def test_rows_locked_by_another_claim_are_passed_over(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    _append(scope, uuid4(), 2)
    with db.transaction(scope) as session:
        mine = outbox.claim(session, TOPIC, PARTITION, 1, LEASE)

        theirs = _claim(scope)

    assert (_values(mine), _values(theirs)) == ([1], [2])


def test_given_back_row_waits_until_its_time(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    claims = _claim(scope)
    with db.transaction(scope) as session:
        outbox.give_back(session, [c.id for c in claims], "unavailable", now() + timedelta(minutes=1))

    assert _claim(scope) == []
    assert _rows(scope) == [(1, False, False)]


def test_given_back_row_gives_way_to_the_newer_one(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    claims = _claim(scope)
    _append(scope, key, 2)

    _give_back(scope, claims)

    assert _rows(scope) == [(2, False, False)]


def test_two_rows_of_a_key_given_back_together_leave_the_newest(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    _claim(scope, lease=LAPSED)
    _append(scope, key, 2)
    both = _claim(scope)

    _give_back(scope, both)

    assert _values(both) == [1, 2]
    assert _rows(scope) == [(2, False, False)]


def test_row_that_keeps_failing_is_parked(scope: Scope) -> None:
    _append(scope, uuid4(), 1)

    for _ in range(outbox.PARK_AFTER_ATTEMPTS):
        _give_back(scope, _claim(scope))

    assert _claim(scope) == []
    assert _rows(scope) == [(1, False, True)]


def test_try_that_never_reached_the_provider_parks_nothing(scope: Scope) -> None:
    _append(scope, uuid4(), 1)

    for _ in range(outbox.PARK_AFTER_ATTEMPTS + 2):
        _give_back(scope, _claim(scope), counts=False)

    assert _rows(scope) == [(1, False, False)]


def test_parked_row_does_not_stop_a_new_value(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    for _ in range(outbox.PARK_AFTER_ATTEMPTS):
        _give_back(scope, _claim(scope))

    _append(scope, key, 2)

    assert _values(_claim(scope)) == [2]


@pytest.mark.parametrize("is_first", [True, False])
def test_unparked_row_gives_way_to_one_that_waits(scope: Scope, is_first: bool) -> None:
    """Ids are counted before the commit, so either of the two may sort first."""
    low, high = 1_000_001, 1_000_002
    parked, waiting = (low, high) if is_first else (high, low)
    with db.transaction(scope) as session:
        session.execute(
            text(
                "INSERT INTO outbox (id, merchant_id, topic, partition, coalesce_key, payload, parked_at, created_at)"
                " OVERRIDING SYSTEM VALUE VALUES"
                " (:parked, :m, :topic, :p, :p, '{\"value\": 1}', now(), now() - interval '1 hour'),"
                "  (:waiting, :m, :topic, :p, :p, '{\"value\": 2}', NULL, now())"
            ),
            {"parked": parked, "waiting": waiting, "m": scope.merchant_id, "topic": TOPIC, "p": PARTITION},
        )

    with db.transaction(scope) as session:
        tried = outbox.unpark(session, [parked])

    assert tried == 0
    assert _rows(scope) == [(2, False, False)]


def test_unparked_row_begins_anew(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    for _ in range(outbox.PARK_AFTER_ATTEMPTS):
        parked = _claim(scope)
        _give_back(scope, parked)

    with db.transaction(scope) as session:
        tried = outbox.unpark(session, [parked[0].id])

    again = _claim(scope)
    assert tried == 1
    assert [(claim.payload["value"], claim.attempts) for claim in again] == [(1, 1)]


def test_put_off_rows_wait_but_those_in_flight_go_on(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    in_flight = _claim(scope)
    _append(scope, uuid4(), 2)

    with db.transaction(scope) as session:
        outbox.put_off(session, TOPIC, PARTITION, now() + timedelta(minutes=1))

    assert _claim(scope) == []
    with db.transaction(scope) as session:
        outbox.finish(session, [claim.id for claim in in_flight])
    assert _rows(scope) == [(2, False, False)]


def test_row_put_off_goes_at_once_when_the_value_changes(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    with db.transaction(scope) as session:
        outbox.put_off(session, TOPIC, PARTITION, now() + timedelta(minutes=1))

    _append(scope, key, 2)

    assert _values(_claim(scope)) == [2]


def test_due_partitions_are_those_with_work_of_every_merchant(scope: Scope, other_scope: Scope) -> None:
    waiting, busy, later, parked = (uuid4() for _ in range(4))
    _append(other_scope, uuid4(), 1, partition=waiting)
    for partition in (PARTITION, busy, later, parked):
        _append(scope, uuid4(), 2, partition=partition)
    with db.transaction(scope) as session:
        outbox.claim(session, TOPIC, busy, 10, LEASE)
        outbox.put_off(session, TOPIC, later, now() + timedelta(minutes=1))
        session.execute(text("UPDATE outbox SET parked_at = now() WHERE partition = :p"), {"p": parked})

    with db.system_transaction() as session:
        places = outbox.waiting_partitions(session)
        due = outbox.due_partitions(session, places)
        none = outbox.due_partitions(session, [(TOPIC, busy)])

    assert sorted(places) == sorted((TOPIC, one) for one in (waiting, PARTITION, busy, later))
    assert due == [(TOPIC, waiting), (TOPIC, PARTITION)]
    assert none == []


def test_another_merchant_claims_nothing(scope: Scope, other_scope: Scope) -> None:
    _append(scope, uuid4(), 1)

    assert _claim(other_scope) == []
    assert _values(_claim(scope)) == [1]


def _append_step(scope: Scope, package: str, value: int) -> None:
    with db.transaction(scope) as session:
        payload = {"package": package, "value": value}
        outbox.append(session, scope.merchant_id, TOPIC, PARTITION, uuid4(), payload)


def _claim_in_order(scope: Scope, *, lease: timedelta = LEASE) -> list[outbox.Claim]:
    with db.transaction(scope) as session:
        return outbox.claim(session, TOPIC, PARTITION, 100, lease, in_order_of="package")


def _wait(scope: Scope, claims: list[outbox.Claim], *, counts: bool = False) -> None:
    with db.transaction(scope) as session:
        until = now() + timedelta(minutes=1)
        outbox.give_back(session, [claim.id for claim in claims], "unavailable", until, counts=counts)


def _is_due(scope: Scope) -> bool:
    with db.system_transaction() as session:
        return (TOPIC, PARTITION) in outbox.due_partitions(session, outbox.waiting_partitions(session))


def test_later_step_waits_behind_the_one_that_waits(scope: Scope) -> None:
    _append_step(scope, "a", 1)
    _wait(scope, _claim_in_order(scope))
    _append_step(scope, "a", 2)
    _append_step(scope, "b", 3)

    first, second = _claim_in_order(scope), _claim_in_order(scope)

    assert (_values(first), second, _is_due(scope)) == ([3], [], False)


def test_later_step_waits_behind_a_claim_whose_lease_runs(scope: Scope) -> None:
    _append_step(scope, "a", 1)
    _claim_in_order(scope)
    _append_step(scope, "a", 2)

    assert (_claim_in_order(scope), _is_due(scope)) == ([], False)


def test_steps_that_waited_are_taken_together_in_their_order(scope: Scope) -> None:
    _append_step(scope, "a", 1)
    _wait(scope, _claim_in_order(scope))
    _append_step(scope, "a", 2)
    _claim_in_order(scope)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET available_at = now()"))

    assert _values(_claim_in_order(scope)) == [1, 2]


def test_parked_step_stops_no_later_one(scope: Scope) -> None:
    _append_step(scope, "a", 1)
    for _ in range(outbox.PARK_AFTER_ATTEMPTS):
        _give_back(scope, _claim_in_order(scope))
    _append_step(scope, "a", 2)

    assert _values(_claim_in_order(scope)) == [2]


def test_step_written_after_another_goes_after_it_whoever_began_first(scope: Scope) -> None:
    with db.transaction(scope) as session:
        session.execute(text("SELECT 1"))
        _append_step(scope, "a", 1)
        outbox.append(session, scope.merchant_id, TOPIC, PARTITION, uuid4(), {"package": "a", "value": 2})

    assert _values(_claim_in_order(scope)) == [1, 2]


def test_row_given_back_while_a_newer_one_is_being_written_gives_way_to_it(scope: Scope) -> None:
    key = uuid4()
    _append(scope, key, 1)
    claims = _claim(scope)
    with ThreadPoolExecutor(1) as pool:
        with db.transaction(scope) as session:
            outbox.append(session, scope.merchant_id, TOPIC, PARTITION, key, {"value": 2})
            given_back = pool.submit(_give_back, scope, claims)
            _await_blocked(scope)
        given_back.result(120)

    assert _rows(scope) == [(2, False, False)]


def _await_blocked(scope: Scope) -> None:
    """Until another transaction waits for one of this database."""
    question = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN"
        " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
    )
    while True:
        with db.system_transaction() as session:
            if session.execute(question).scalar():
                return


def test_bulk_goes_after_what_changed_later(scope: Scope) -> None:
    bulk, sale = uuid4(), uuid4()
    _append(scope, bulk, 1)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET is_bulk = true"))
    _append(scope, sale, 2)

    assert _values(_claim(scope, limit=1)) == [2]


def test_bulk_that_changes_while_it_waits_is_bulk_no_longer(scope: Scope) -> None:
    keys = [uuid4(), uuid4()]
    for value, key in enumerate(keys):
        _append(scope, key, value)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET is_bulk = true"))

    _append(scope, keys[1], 9)

    assert _values(_claim(scope)) == [9, 0]


def test_bulk_that_is_given_back_stays_bulk(scope: Scope) -> None:
    _append(scope, uuid4(), 1)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET is_bulk = true"))
    _give_back(scope, _claim(scope))
    _append(scope, uuid4(), 2)

    assert _values(_claim(scope)) == [2, 1]


BACKLOG = 50_000


def _paused_store(scope: Scope) -> UUID:
    """A partition with a large backlog that is due in a minute."""
    partition = uuid4()
    with db.transaction(scope) as session:
        session.execute(
            text(
                "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload, available_at)"
                " SELECT :merchant, :topic, :partition, gen_random_uuid(), '{}', now() + interval '1 minute'"
                " FROM generate_series(1, :many)"
            ),
            {"merchant": scope.merchant_id, "topic": TOPIC, "partition": partition, "many": BACKLOG},
        )
    return partition


def _rows_read(plan: dict[str, Any]) -> int:
    """By every node of an executed plan, what was thrown away too."""
    own = sum(plan.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter"))
    return int(own * plan["Actual Loops"]) + sum(_rows_read(one) for one in plan.get("Plans", []))


def test_backlog_that_is_not_due_costs_the_relay_nothing(scope: Scope) -> None:
    partition = _paused_store(scope)
    _append(scope, uuid4(), 1)

    with db.system_transaction() as session:
        session.execute(
            text("SET LOCAL enable_seqscan = off")
        )  # what the planner knows of the table is not asked
        places = outbox.waiting_partitions(session)
        due = outbox.due_partitions(session, places)
        asked = [
            (outbox._WAITING_PARTITIONS, {}),  # noqa: SLF001 - the statements themselves are what is looked at
            (outbox._DUE_PARTITIONS, outbox._of_places(places, 500)),  # noqa: SLF001 - as above
        ]
        read = [
            _rows_read(
                session.execute(
                    text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.text}"), values
                ).scalar_one()[0]["Plan"]
            )
            for statement, values in asked
        ]

    assert (sorted(places), due) == (sorted([(TOPIC, partition), (TOPIC, PARTITION)]), [(TOPIC, PARTITION)])
    assert max(read) < 30, read


def test_new_row_of_a_put_off_partition_leaves_the_others_where_they_are(scope: Scope) -> None:
    partition = _paused_store(scope)
    before = text("SELECT min(available_at) FROM outbox WHERE partition = :p")
    _append(scope, uuid4(), 1, partition=partition)

    with db.transaction(scope) as session:
        outbox.put_off(session, TOPIC, partition, now() + timedelta(hours=1))
        moved = session.execute(
            text(
                "SELECT count(*) FROM outbox WHERE partition = :p AND available_at > now() + interval '2 minutes'"
            ),
            {"p": partition},
        ).scalar_one()
        soonest = session.execute(before, {"p": partition}).scalar_one()

    assert (moved, soonest > now()) == (1, True)
