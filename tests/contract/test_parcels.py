"""What every carrier does with a shipment, from the first request to the buyer's door."""

import dataclasses
import logging
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest
from structlog.testing import capture_logs

from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.parcels import LabelFormat, Parcel, ParcelStatus, TrackingRecord
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.foundation.clock import now
from tests.factories.silence import Silence
from tests.factories.stages import Article, Stage
from tests.factories.stages.service import CarrierStage

_STARTS = {LabelFormat.PDF: b"%PDF-", LabelFormat.ZPL: b"^XA"}


@pytest.fixture
def carrier(stage: Stage) -> CarrierStage:
    assert isinstance(stage, CarrierStage)
    return stage


@pytest.mark.needs("create_shipments")
def test_shipment_is_taken_to_the_letter_and_known_by_our_reference(carrier: CarrierStage) -> None:
    order = carrier.order_for()
    connector = carrier.unhurried()

    answer = connector.create_shipment(order)

    kept = carrier.kept(order.reference)
    wanted = {"name": "Şule Iğdırlıoğlu", "phone": "5321112233", "city": "Ankara", "parcels": 1}
    assert {name: kept[name] for name in wanted} == wanted
    assert (kept["cash"], bool(answer.external_id)) == (None, True)
    known = [one.reference for one in connector.fetch_tracking([order.reference])]
    assert known == ([order.reference] if carrier.sees_unscanned else [])


@pytest.mark.needs("create_shipments")
@pytest.mark.proves("money_exact")
def test_several_parcels_of_a_package_travel_together_and_the_buyer_pays_at_the_door(
    carrier: CarrierStage,
) -> None:
    first = carrier.order_for()
    parcels = (*first.parcels, dataclasses.replace(first.parcels[0], barcode=f"{first.parcels[0].barcode}B"))
    if carrier.parcel(1).barcode.isdigit():  # a check digit: the next number of the range
        parcels = (*first.parcels, carrier.parcel(900_000 + int(first.reference[3:])))
    cash = Decimal("1249.90") if carrier.takes_cash else None

    carrier.unhurried().create_shipment(dataclasses.replace(first, parcels=parcels, cash_on_delivery=cash))

    kept = carrier.kept(first.reference)
    assert (kept["parcels"], kept["cash"] and Decimal(str(kept["cash"]))) == (2, cash)


@pytest.mark.needs("create_shipments")
def test_reference_is_used_once(carrier: CarrierStage) -> None:
    order = carrier.order_for()
    connector = carrier.unhurried()
    connector.create_shipment(order)

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(order)

    assert raised.value.code == f"{carrier.slug}.duplicate"


@pytest.mark.needs("create_shipments")
@pytest.mark.proves("errors_mapped")
def test_recipient_the_carrier_refuses_is_told_with_the_field(carrier: CarrierStage) -> None:
    if not carrier.refused_order:
        pytest.skip("its documents name no such refusal")
    order = carrier.order_for()
    wrong = dataclasses.replace(order.recipient, **carrier.refused_order)

    with pytest.raises(Rejected) as raised:
        carrier.unhurried().create_shipment(dataclasses.replace(order, recipient=wrong))

    assert raised.value.code.startswith(f"{carrier.slug}.")
    assert raised.value.field in {"name", "line", "city", "district", "phone", "postal_code"}


@pytest.mark.needs("create_shipments", "track_shipments")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.parametrize("kind", ["lost_answer", "cut_off", "hung_answer", "timeout", "500"])
def test_shipment_whose_answer_is_lost_is_not_created_twice_and_can_be_looked_up(
    carrier: CarrierStage, kind: str
) -> None:
    order = carrier.order_for()

    with pytest.raises(Unavailable) as raised:
        _while_broken(carrier, kind).create_shipment(order)

    carrier.server.pull("DELETE", "/faults")
    assert raised.value.maybe_done
    again = carrier.unhurried()
    known = again.fetch_tracking([order.reference])
    arrives = kind not in {"timeout", "500"}
    seen = arrives and carrier.sees_unscanned
    assert [one.reference for one in known] == ([order.reference] if seen else [])
    if not arrives:
        again.create_shipment(order)
    assert carrier.kept(order.reference)["parcels"] == 1


@pytest.mark.needs("create_shipments")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.parametrize(("kind", "expected"), [("503", Unavailable), ("429", RateLimited)])
def test_shipment_that_was_turned_away_is_created_later(
    carrier: CarrierStage, kind: str, expected: type[ConnectorError]
) -> None:
    order = carrier.order_for()

    with pytest.raises(expected) as raised:
        _while_broken(carrier, kind).create_shipment(order)

    carrier.server.pull("DELETE", "/faults")
    assert not getattr(raised.value, "maybe_done", False)
    carrier.unhurried().create_shipment(order)
    assert carrier.kept(order.reference)["parcels"] == 1


def _while_broken(carrier: CarrierStage, kind: str) -> Any:  # noqa: ANN401 - any connector
    """A connector whose next shipments meet a fault; a log-in or a WSDL it needs is there."""
    connector = carrier.connector(Wire(around=Silence(carrier.server, carrier.slug)))
    connector.test_credentials()
    path, action = carrier.create_path, carrier.create_action
    carrier.fault(kind, method="POST", path=path, action=action, options={"retry_after": 600})
    return connector


@pytest.mark.needs("track_shipments")
@pytest.mark.proves("clocks_utc")
def test_every_word_of_the_carrier_is_read_as_what_it_means(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    read = {}

    for word in carrier.words:
        order = carrier.order_for()
        connector.create_shipment(order)
        carrier.carry(order.reference, word)
        [record] = connector.fetch_tracking([order.reference])
        assert isinstance(record, TrackingRecord), record
        read[word] = record

    assert {word: record.status for word, record in read.items()} == dict(carrier.words)
    delivered = [one for one in read.values() if one.status is ParcelStatus.DELIVERED]
    assert delivered
    for record in delivered:
        assert record.delivered_at is not None
        assert record.delivered_at.tzinfo is UTC
        room = timedelta(minutes=2) if carrier.tells_moments else timedelta(days=1)
        assert abs(now() - record.delivered_at) < room
    assert not carrier.tells_cost or all(one.billed_amount is not None for one in delivered)


@pytest.mark.needs("track_shipments")
@pytest.mark.proves("unknown_parked")
def test_word_nobody_knows_is_parked_alone(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    orders = [carrier.order_for(), carrier.order_for()]
    for order, word in zip(orders, ("TELEPORTED", next(iter(carrier.words))), strict=True):
        connector.create_shipment(order)
        carrier.carry(order.reference, word)

    found = carrier.tracked(connector, [order.reference for order in orders])

    kinds = {type(one) for one in found}
    assert kinds == {ParkedRecord, TrackingRecord}
    [parked] = [one for one in found if isinstance(one, ParkedRecord)]
    assert (parked.external_id, parked.code) == (orders[0].reference, "connector.unknown_status")


@pytest.mark.needs("track_shipments")
def test_many_shipments_are_asked_for_in_batches_and_none_is_left_out(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    orders = [carrier.order_for() for _ in range(max(3, min(connector.tracking_batch_size, 25)))]
    for order in orders:
        connector.create_shipment(order)
        carrier.carry(order.reference, next(iter(carrier.words)))

    found = carrier.tracked(connector, [*(order.reference for order in orders), "PRZ999999999"])

    assert sorted(one.reference for one in found) == sorted(order.reference for order in orders)


@pytest.mark.needs("cancel_shipments")
def test_shipment_is_cancelled_once_and_until_the_carrier_has_it(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    waiting, gone = carrier.order_for(), carrier.order_for()
    answers = {order.reference: connector.create_shipment(order) for order in (waiting, gone)}
    moved = next(word for word, status in carrier.words.items() if status is ParcelStatus.IN_TRANSIT)
    carrier.carry(gone.reference, moved)

    for _ in range(2):
        connector.cancel_shipment(waiting.reference, answers[waiting.reference].external_id)
    with pytest.raises(Rejected) as raised:
        connector.cancel_shipment(gone.reference, answers[gone.reference].external_id)

    assert raised.value.code.startswith(f"{carrier.slug}.")
    left = connector.fetch_tracking([waiting.reference])
    assert [one.status for one in left if isinstance(one, TrackingRecord)] in ([], [ParcelStatus.CANCELLED])


@pytest.mark.needs("open_return_codes")
def test_return_code_is_opened_once(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    code, first = carrier.order_for().reference, now().date()

    connector.open_return_code(code, first, first + timedelta(days=14), 1)
    with pytest.raises(Rejected) as raised:
        connector.open_return_code(code, first, first + timedelta(days=14), 1)

    assert raised.value.code == f"{carrier.slug}.return_code_taken"


@pytest.mark.needs("make_labels", "read_orders", "report_status")
def test_label_of_a_parcel_the_channel_pays_for_is_had_once_it_is_prepared(stage: Stage) -> None:
    stage.seed([Article("8690000000017")])
    stage.order(("8690000000017", 1))
    connector = stage.unhurried()
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    [package] = [one for page in connector.fetch_packages(*window) for one in page]
    [form] = connector.label_formats
    with pytest.raises(Rejected):
        connector.fetch_label(package.tracking_number or "0", package.external_id, form)

    lines = {line.external_id: line.quantity for line in package.lines}
    connector.report_status(package.external_id, stage.steps[0], lines)
    [ready] = [one for page in connector.fetch_packages(*window) for one in page]
    label = connector.fetch_label(ready.tracking_number or "0", ready.external_id, form)

    assert (label.format, label.data.startswith(_STARTS[form])) == (form, True)


@pytest.mark.needs("create_shipments", "make_labels")
def test_label_the_carrier_draws_is_one_file_of_the_form_that_was_asked(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    order = carrier.order_for()
    answer = connector.create_shipment(order)

    for form in connector.label_formats:
        label = connector.fetch_label(order.reference, answer.external_id, form)
        assert (label.format, label.data.startswith(_STARTS[form])) == (form, True)


@pytest.mark.needs("quote_rates")
def test_rates_grow_with_the_parcel(carrier: CarrierStage) -> None:
    connector = carrier.unhurried()
    small = carrier.order_for()
    large = carrier.order_for(parcels=(Parcel("X1", Decimal(30), Decimal(25)),))

    prices = [min(one.amount for one in connector.fetch_rates(order)) for order in (small, large)]

    assert Decimal(0) < prices[0] < prices[1]


@pytest.mark.needs("create_shipments")
@pytest.mark.proves("secrets_hidden")
def test_secrets_and_people_stay_out_of_logs(carrier: CarrierStage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[TrafficRecord] = []
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = carrier.connector(
        Wire(recorder=records.append, sleep=slept.append, limiter=limiter, max_wait=60)
    )
    order = carrier.order_for()
    delivered = next(word for word, status in carrier.words.items() if status is ParcelStatus.DELIVERED)

    with capture_logs() as logs:
        connector.create_shipment(order)
        carrier.carry(order.reference, delivered)  # now it tells who took it
        connector.fetch_tracking([order.reference])

    kept = f"{[dataclasses.asdict(record) for record in records]} {logs} {caplog.text}"
    hidden = [*carrier.secrets, "Şule", "Iğdırlıoğlu", "5321112233", "Çınar Sokağı", "sule@example.com"]
    assert len(records) >= 2
    assert [word for word in hidden if word in kept] == []
