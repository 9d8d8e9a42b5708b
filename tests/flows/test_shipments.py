"""Shipments told to a carrier, followed, cancelled; and a worker killed between its answer and our books."""

import json
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.domain.channels.enums import Topic
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.shipping import actions, labels_read
from prapazar.domain.shipping.labels import files
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.flows import delays, mappings, order_refetch, orders, shipment_labels, shipments, webhooks
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import paper_carrier
from tests.factories.crashes import Process
from tests.factories.paper_carrier import PaperCarrier
from tests.factories.running import awaited
from tests.factories.stops import Before, Stops, is_let_go

_LEASES_END = "UPDATE outbox SET claimed_until = now() - interval '1 second', available_at = now()"


@pytest.fixture
def carrier(redis_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PaperCarrier:
    made = PaperCarrier(tmp_path / "carrier.jsonl")
    paper_carrier.serve(monkeypatch, made)
    return made


def _opened(scope: Scope, count: int = 1) -> tuple[UUID, list[UUID]]:
    """The carrier's account and shipments that wait for it."""
    with db.transaction(scope) as session:
        connection_id = paper_carrier.account(session, scope)
        packages = paper_carrier.packages(session, scope, count)
        account = CarrierAccount(connection_id, paper_carrier.SLUG, "Kâğıt Kargo")
        opened = actions.open_shipments(session, scope, packages, [account])
        return connection_id, [opened.shipments[one] for one in packages]


def _all(scope: Scope, question: str) -> list[tuple[object, ...]]:
    with db.transaction(scope) as session:
        return [tuple(row) for row in session.execute(text(question))]


def _run(*statements: str) -> None:
    with db.system_transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def _statuses(scope: Scope) -> list[tuple[object, ...]]:
    return _all(scope, "SELECT status, external_id IS NOT NULL, code FROM shipment ORDER BY reference")


def _waiting(scope: Scope, topic: Topic) -> int:
    [(count,)] = _all(scope, f"SELECT count(*) FROM outbox WHERE topic = '{topic.value}'")
    assert isinstance(count, int)
    return count


class _NoSandbox:
    """Stops within the database alone."""

    def pull(self, *_: object) -> list[dict[str, object]]:
        return []


def test_worker_killed_after_the_carriers_answer_leaves_one_shipment_there_and_one_here(
    scope: Scope, database: str, carrier: PaperCarrier, tmp_path: Path
) -> None:
    connection_id, [shipment_id] = _opened(scope)
    command = [
        sys.executable,
        "-m",
        "tests.factories.paper_carrier",
        str(carrier.books),
        str(connection_id),
    ]
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    worker = Process(tmp_path, "worker", command)
    with engine.connect() as admin:
        stops = Stops(admin, _NoSandbox())  # type: ignore[arg-type]  # asked for faults alone
        stops.place(1, Before("INSERT", "order_event", "NEW.kind = 'shipment_created'"), None)  # type: ignore[arg-type]  # nobody calls
        worker.start()
        stood_there = awaited(stops.reached, {1}, seconds=120)
        worker.kill()
        stops.lift()
        assert is_let_go(admin)
    engine.dispose()
    before = _statuses(scope)

    _run(_LEASES_END)
    shipments.create(connection_id)

    assert (stood_there, before) == ({1}, [("waiting", False, None)])
    assert [row["did"] for row in carrier.told()] == ["created", "refused"]
    assert _all(scope, "SELECT id, status, tracking_number = 'T' || reference FROM shipment") == [
        (shipment_id, "created", True)
    ]
    assert _waiting(scope, Topic.CREATE_SHIPMENTS) == 0


def test_answer_that_was_lost_is_asked_for_before_anything_is_told_twice(
    scope: Scope, carrier: PaperCarrier
) -> None:
    connection_id, _ = _opened(scope, 2)
    carrier.late = [paper_carrier.lost()]

    shipments.create(connection_id)

    assert [row["did"] for row in carrier.told()] == ["created", "created"]
    assert _statuses(scope) == [("created", True, None)] * 2


def test_refusal_is_kept_with_its_cause_and_the_others_go_out_when_the_carrier_is_back(
    scope: Scope, carrier: PaperCarrier
) -> None:
    connection_id, _ = _opened(scope, 3)
    carrier.faults = [Rejected("no phone", code="paper.phone"), Unavailable("down")]

    with pytest.raises(Unavailable):
        shipments.create(connection_id)
    meanwhile = _statuses(scope)
    _run(_LEASES_END)
    shipments.create(connection_id)

    assert [row[0] for row in meanwhile] == ["refused", "waiting", "waiting"]
    assert _statuses(scope) == [("refused", False, "paper.phone"), *[("created", True, None)] * 2]


def test_cancelled_before_and_after_the_carrier_knew_of_it(scope: Scope, carrier: PaperCarrier) -> None:
    connection_id, [first, second] = _opened(scope, 2)
    with db.transaction(scope) as session:
        actions.cancel(session, scope, first)
    shipments.create(connection_id)
    carrier.faults = []
    with db.transaction(scope) as session:
        actions.cancel(session, scope, second)

    shipments.cancel(connection_id)

    assert [row["did"] for row in carrier.told()] == ["created", "created", "cancelled", "cancelled"]
    assert [row[0] for row in _statuses(scope)] == ["cancelled", "cancelled"]


def test_parcels_are_asked_for_in_batches_and_told_movements_move_their_orders(
    scope: Scope, carrier: PaperCarrier
) -> None:
    connection_id, _ = _opened(scope, 3)
    shipments.create(connection_id)
    references = [str(row[0]) for row in _all(scope, "SELECT reference FROM shipment ORDER BY reference")]
    carrier.move(references[0], "in_transit")
    carrier.move(references[2], "delivered")

    changed = shipments.track(connection_id)
    again = shipments.track(connection_id)
    pushed = {"reference": references[1], "status": "out_for_delivery"}
    [(key,)] = _all(scope, f"SELECT webhook_key FROM connection WHERE connector = '{paper_carrier.SLUG}'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhooks, "build", lambda *_: carrier)
        webhooks.receive(None, str(key), {}, json.dumps(pushed).encode())
    orders.take_in(connection_id)

    assert (changed, again) == (2, 0)
    assert _all(
        scope,
        "SELECT s.status, p.status FROM shipment s JOIN shipment_package p ON p.id = s.package_id"
        " ORDER BY s.reference",
    ) == [("in_transit", "shipped"), ("out_for_delivery", "shipped"), ("delivered", "delivered")]
    assert _all(scope, "SELECT last_status, last_count FROM sync_job WHERE kind = 'tracking'") == [
        ("done", 0)
    ]


def test_label_of_the_channel_is_fetched_once_and_printed_among_ours(
    scope: Scope, carrier: PaperCarrier
) -> None:
    connection_id, [first, second] = _opened(scope, 2)
    shipments.create(connection_id)
    with db.transaction(scope) as session:
        [row] = labels_read.contents(session, [first], str, "tr")
        session.execute(text("DELETE FROM outbox WHERE coalesce_key = :id"), {"id": second})
    carrier.label = files.pdf(row.labels)

    fetched = shipment_labels.fetch(connection_id)
    out = shipment_labels.printed(scope, [second, first], Print.LABEL)

    assert (fetched, _waiting(scope, Topic.FETCH_LABELS)) == (1, 0)
    zpl = shipment_labels.printed(scope, [second, first], Print.ZPL)

    assert out is not None
    assert zpl is not None
    pages = sum(1 for _ in files.pictures(out.data))
    assert (len(out.shipment_ids), pages, out.content_type) == (2, 2, "application/pdf")
    assert (zpl.content_type, zpl.data.count(b"^XA"), zpl.data.count(b"^XZ")) == ("application/zpl", 2, 2)
    assert _all(
        scope, "SELECT label_id IS NOT NULL, printed_at IS NOT NULL FROM shipment ORDER BY reference"
    ) == [(True, True), (False, True)]


def test_late_parcels_are_told_once_for_each_carrier(scope: Scope, carrier: PaperCarrier) -> None:
    connection_id, _ = _opened(scope, 3)
    shipments.create(connection_id)
    _run("UPDATE shipment SET expected_at = now() - interval '1 hour' WHERE parcel_count = 1")

    told = [delays.watch(), delays.watch()]

    assert told == [3, 0]
    assert _all(scope, "SELECT DISTINCT is_late FROM shipment") == [(True,)]


def test_word_nobody_knows_waits_alone_until_somebody_says_what_it_means(
    scope: Scope, carrier: PaperCarrier
) -> None:
    connection_id, _ = _opened(scope, 2)
    shipments.create(connection_id)
    first, second = (str(row[0]) for row in _all(scope, "SELECT reference FROM shipment ORDER BY reference"))
    carrier.move(first, "IŞINLANDI")
    carrier.move(second, "delivered")
    shipments.track(connection_id)
    open_repairs = "SELECT external_id, code, values ->> 'detail' FROM repair WHERE resolved_at IS NULL"
    parked = _all(scope, open_repairs)

    with db.transaction(scope) as session:
        word = Choice("", "IŞINLANDI", "in_transit")
        mappings.map_keys(session, scope, connection_id, MappingKind.STATUS, [word])
    order_refetch.refetch(connection_id)

    assert parked == [(first, "connector.unknown_status", "IŞINLANDI")]
    assert _all(scope, open_repairs) == []
    assert [row[0] for row in _statuses(scope)] == ["in_transit", "delivered"]
