"""Recordings of jobs: found by what they brought, played again, and compared with what was made of them then."""

from uuid import UUID

import pytest

from prapazar.connector_kit.records import PackageStatus
from prapazar.connectors.trendyol import mapper
from prapazar.domain.channels import bench_runs, takes
from prapazar.domain.channels.takes import TakeFilter, TakeRow
from prapazar.domain.mappings import queries as mappings
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.flows import console, order_refetch, replays, upkeep
from prapazar.flows import mappings as mapping
from prapazar.flows.replays import Change, differences
from prapazar.foundation import db
from tests.factories.market import KEYS, Market


def _recorded(market: Market, **wanted: str) -> list[TakeRow]:
    with db.transaction(market.scope) as session:
        return takes.search(session, market.scope, market.seller.connection_id, TakeFilter(**wanted))  # type: ignore[arg-type]


def _record(market: Market) -> tuple[str, UUID]:
    """An order imported while whole answers are kept: its number, and the recording."""
    with db.transaction(market.scope) as session:
        takes.set_recording(session, market.scope, market.seller.connection_id, 7)
    number = market.seller.sell((KEYS[0], 2))
    market.seller.import_orders()
    return number, _recorded(market, operation="orders")[0].id


def test_recording_is_found_by_its_order_and_plays_alike(market: Market) -> None:
    number, take_id = _record(market)

    found = replays.replay_take(market.scope, take_id)

    assert found is not None
    take, replayed = found
    assert [row.id for row in _recorded(market, search=number)] == [take_id]
    assert _recorded(market, search="no-such-order") == []
    assert replayed.error is None
    assert replayed.changes == []
    assert replayed.records == take.content["records"]
    assert [record["external_id"] for record in replayed.records] == [number]
    linked = market.value("SELECT count(*) FROM traffic_entry WHERE take_id = :id", id=take_id)
    assert linked == len(take.content["exchanges"])


def test_changed_mapping_shows_which_orders_come_out_differently(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, take_id = _record(market)
    status = next(name for name, known in mapper.STATUSES.items() if known is PackageStatus.NEW)
    monkeypatch.setitem(mapper.STATUSES, status, PackageStatus.PICKING)
    with db.transaction(market.scope) as session:
        run_id = console.start_comparison(session, market.scope, market.seller.connection_id, "orders")

    console.run(run_id)

    with db.transaction(market.scope) as session:
        found = bench_runs.read(session, market.scope, run_id)
    assert found is not None
    assert found[1]["changes"] == [
        {
            "take": str(take_id),
            "operation": "orders",
            "record": number,
            "field": "status",
            "was": "new",
            "now": "picking",
        }
    ]
    assert console.import_again(market.scope, take_id) == 1
    order_refetch.refetch(market.seller.connection_id)
    assert market.packages() == [(number, "picking")]


def test_changed_mapping_of_a_word_shows_in_replay_and_in_comparison(market: Market) -> None:
    with db.transaction(market.scope) as session:
        takes.set_recording(session, market.scope, market.seller.connection_id, 7)
    number = market.seller.sell((KEYS[0], 2))
    market.trouble(market.seller, "unknown_status", path=market.seller.stage.orders_path)
    market.seller.import_orders()
    [take] = _recorded(market, operation="orders")
    before = replays.replay_take(market.scope, take.id)
    with db.transaction(market.scope) as session:
        [word] = mappings.keys(session, market.seller.connection_id, MappingKind.STATUS)
        chosen = [Choice("", word.key, "picking")]
        mapping.map_keys(session, market.scope, market.seller.connection_id, MappingKind.STATUS, chosen)
        run_id = console.start_comparison(session, market.scope, market.seller.connection_id, "orders")

    after = replays.replay_take(market.scope, take.id)
    console.run(run_id)

    with db.transaction(market.scope) as session:
        compared = bench_runs.read(session, market.scope, run_id)
    assert before is not None
    assert after is not None
    assert compared is not None
    status = Change(number, "status", "–", "picking")
    assert before[1].changes == []
    assert [one for one in after[1].changes if one.field == "status"] == [status]
    assert [(one["record"], one["now"]) for one in compared[1]["changes"] if one["field"] == "status"] == [
        (number, "picking")
    ]


def test_what_is_recorded_is_sealed_and_goes_in_time(market: Market) -> None:
    _, take_id = _record(market)
    sealed = bytes(market.value("SELECT content FROM take WHERE id = :id", id=take_id))
    assert KEYS[0].encode() not in sealed

    with db.transaction(market.scope) as session:
        takes.set_recording(session, market.scope, market.seller.connection_id, 0)
    upkeep.clean_up()

    assert _recorded(market) == []


def test_differences_name_the_field_of_the_record() -> None:
    was = [{"external_id": "1", "lines": [{"quantity": 1}], "total": "5"}, {"external_id": "2"}]
    now = [{"external_id": "1", "lines": [{"quantity": 2}], "total": "5"}, {"external_id": "3"}]

    assert differences(was, now) == [
        Change("1", "lines[0].quantity", "1", "2"),
        Change("2", "", "✓", "–"),
        Change("3", "", "–", "✓"),
    ]
