"""The console against pretend shops: what was sent, what came, what was made of it; and the test scenarios."""

from uuid import UUID

import pytest

from prapazar.domain.channels import bench_runs
from prapazar.domain.channels.enums import BenchKind
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import console
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop


def _run(market: Market, shop: Shop, operation: str, typed: dict[str, str], *, sure: bool = False) -> UUID:
    with db.transaction(market.scope) as session:
        run_id = console.start(session, market.scope, shop.connection_id, operation, typed, confirmed=sure)
    console.run(run_id)
    return run_id


def _read(market: Market, run_id: UUID) -> tuple[bench_runs.BenchRow, dict[str, list[dict[str, object]]]]:
    with db.transaction(market.scope) as session:
        found = bench_runs.read(session, market.scope, run_id)
    assert found is not None
    return found


def test_order_is_shown_as_it_came_and_as_it_was_mapped(market: Market) -> None:
    number = market.seller.sell((KEYS[0], 2))

    row, content = _read(market, _run(market, market.seller, "order", {"package": number}))

    exchange = content["exchanges"][0]
    assert (row.status, row.error) == ("done", None)
    assert [(one["_"], one["external_id"], one["status"]) for one in content["records"]] == [
        ("PackageRecord", number, "new")
    ]
    assert (exchange["method"], exchange["status"]) == ("GET", 200)
    assert number in str(exchange["answer"])
    assert exchange["request_headers"]["authorization"] == "•••"  # type: ignore[index]


def test_goods_are_named_as_people_name_them_and_changes_are_confirmed(market: Market) -> None:
    typed = {"goods": f"{KEYS[1]} 7"}

    with pytest.raises(ConnectionInvalid) as refused:
        _run(market, market.seller, "push_stock", typed)
    row, _ = _read(market, _run(market, market.seller, "push_stock", typed, sure=True))

    assert (refused.value.field, refused.value.code) == ("operation", "console.not_confirmed")
    assert row.status == "done"
    assert market.seller.shows(KEYS[1]) == 7
    with pytest.raises(ConnectionInvalid) as unknown:
        _run(market, market.seller, "push_stock", {"goods": "no-such-sku 1"}, sure=True)
    assert (unknown.value.field, unknown.value.code) == ("goods", "console.unknown_goods")


def test_wrong_id_says_nothing_of_the_stores_health(market: Market) -> None:
    row, content = _read(market, _run(market, market.web, "order", {"package": "999999"}))

    kept = market.rows("SELECT last_error FROM connection WHERE id = :id", id=market.web.connection_id)
    assert content["records"] == [] or row.error is not None
    assert kept[0][0] is None


def test_run_that_broke_off_is_told_and_not_repeated(market: Market) -> None:
    with db.transaction(market.scope) as session:
        run_id = console.start(
            session,
            market.scope,
            market.seller.connection_id,
            "push_stock",
            {"goods": f"{KEYS[0]} 3"},
            confirmed=True,
        )
    with db.transaction(market.scope) as session:
        bench_runs.begin(session, run_id)

    console.run(run_id)

    row, _ = _read(market, run_id)
    assert (row.status, row.error) == ("failed", "console.broken_off")
    assert market.seller.shows(KEYS[0]) != 3


def test_scenarios_walk_a_sandbox_store(market: Market) -> None:
    market.seller.sell((KEYS[0], 1))
    with db.transaction(market.scope) as session:
        run_id = console.start_scenarios(session, market.scope, market.seller.connection_id)

    console.run(run_id)

    row, content = _read(market, run_id)
    assert [(step["name"], step["outcome"]) for step in content["steps"] if step["outcome"] == "failed"] == []
    assert {step["name"] for step in content["steps"]} >= {
        "credentials",
        "listings",
        "orders",
        "stock",
        "price",
    }
    assert row.status == "done"


def test_scenarios_never_touch_a_live_account(market: Market) -> None:
    with db.transaction(market.scope) as session:
        session.connection().exec_driver_sql("UPDATE connection SET environment = 'live'")

    with db.transaction(market.scope) as session, pytest.raises(ConnectionInvalid) as refused:
        console.start_scenarios(session, market.scope, market.seller.connection_id)

    assert refused.value.code == "scenarios.not_live"


def test_history_is_ones_own_and_bounded(market: Market) -> None:
    for _ in range(bench_runs.KEPT + 3):
        _run(market, market.web, "test_credentials", {})

    with db.transaction(market.scope) as session:
        rows = bench_runs.history(session, market.scope, market.web.connection_id, BenchKind.OPERATION)

    assert len(rows) == bench_runs.KEPT
