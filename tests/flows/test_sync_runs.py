"""Sync now: progress that survives its worker, cancel, and never two at once for one store and kind."""

from uuid import UUID

import pytest

from prapazar.domain.channels import sync_runs
from prapazar.domain.channels.enums import SyncKind
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.sync_runs import RunRow
from prapazar.flows import listings, standing
from prapazar.flows import sync_runs as flow
from prapazar.foundation import db
from tests.factories.market import KEYS, ON_SHELF, Market

ALL = (SyncKind.ORDERS, SyncKind.PRODUCTS, SyncKind.STOCK, SyncKind.PRICE)


def _start(market: Market, *kinds: SyncKind) -> UUID:
    with db.transaction(market.scope) as session:
        ids = [shop.connection_id for shop in market.shops]
        return sync_runs.start(session, market.scope, ids, kinds)


def _run(market: Market) -> RunRow:
    with db.transaction(market.scope) as session:
        return sync_runs.latest(session, market.scope)[0]


def _step(market: Market) -> None:
    market.make_due()
    for part in _run(market).parts:
        flow.step(part.id)


def _states(market: Market) -> set[tuple[str, str, int, int | None]]:
    return {(part.kind, part.status, part.done, part.total) for part in _run(market).parts}


def test_everything_chosen_is_done_and_counted(market: Market) -> None:
    for shop in market.shops:
        shop.sell((KEYS[0], 1))
    _start(market, *ALL)

    _step(market)

    assert _states(market) == {
        ("orders", "done", 1, None),
        ("products", "done", 3, None),
        ("stock", "running", 0, 3),
        ("price", "running", 0, 3),
    }
    market.settle()
    _step(market)
    assert _states(market) >= {("stock", "done", 3, 3), ("price", "done", 3, 3)}
    assert not _run(market).is_open
    assert len(market.packages()) == 2
    left = market.value("SELECT count(*) FROM outbox WHERE topic = 'channels.sync'")
    assert left == 0


def test_one_store_is_not_synced_twice_at_once(market: Market) -> None:
    _start(market, SyncKind.STOCK)

    with pytest.raises(ConnectionInvalid) as refused:
        _start(market, SyncKind.STOCK)

    assert refused.value.code == "syncing.nothing_to_do"
    assert market.value("SELECT count(*) FROM sync_run") == 1


def test_cancel_keeps_what_is_done_and_drops_what_waits(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_runs, "SLICE", 1)
    run_id = _start(market, SyncKind.STOCK)
    monkeypatch.setattr(sync_runs, "BATCHES", 0)
    _step(market)

    with db.transaction(market.scope) as session:
        sync_runs.ask_cancel(session, market.scope, run_id)
    _step(market)

    assert {part.status for part in _run(market).parts} == {"cancelled"}
    assert [len(market.waiting(shop)) for shop in market.shops] == [1, 1]


def test_sale_goes_before_what_a_sync_run_handed_over(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "_batch_size", lambda *_: 1)
    monkeypatch.setattr(listings, "MOST_ROUNDS", 1)
    shop, other = market.shops
    _start(market, SyncKind.STOCK)
    _step(market)
    last = max(KEYS, key=lambda key: market.variants[key])

    other.sell((last, 1))
    other.import_orders()
    shop.push()

    assert len(market.waiting(shop)) == len(KEYS) - 1
    assert shop.shows(last) == ON_SHELF - 1


def test_part_goes_on_after_its_worker_died(market: Market) -> None:
    _start(market, SyncKind.ORDERS)
    market.seller.sell((KEYS[0], 1))
    part = next(one for one in _run(market).parts if one.connector == "trendyol")
    with db.transaction(market.scope) as session:
        sync_runs.take(session, market.scope, part.id)

    flow.step(part.id)

    found = next(one for one in _run(market).parts if one.id == part.id)
    assert (found.status, found.done) == ("done", 1)


def test_store_that_is_paused_meanwhile_says_so(market: Market) -> None:
    _start(market, SyncKind.STOCK, SyncKind.ORDERS)
    with db.system_transaction() as session:
        session.connection().exec_driver_sql("UPDATE connection SET status = 'paused'")

    _step(market)

    assert {(part.status, part.error) for part in _run(market).parts} == {("failed", "syncing.idle")}


def test_store_gets_no_part_its_connector_cannot_do(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    duties = standing.duties
    lacks = {"woocommerce": {"push_price", "read_orders"}}
    monkeypatch.setattr(standing, "duties", lambda slug: duties(slug) - lacks.get(slug, set()))
    with db.transaction(market.scope) as session:
        flow.start(session, market.scope, [shop.connection_id for shop in market.shops], ALL)

    parts = {(part.connector, part.kind) for part in _run(market).parts}

    expected = {(slug, kind.value) for slug in ("trendyol", "woocommerce") for kind in ALL}
    assert parts == expected - {("woocommerce", "price"), ("woocommerce", "orders")}
