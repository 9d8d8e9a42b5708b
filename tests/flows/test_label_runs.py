"""Many labels printed by a worker: one file, with nothing doubled, nothing half, and a cause where there is none."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID, uuid4

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.shipping import actions, queries_label_runs
from prapazar.domain.shipping.errors import LabelRunMissing
from prapazar.domain.shipping.queries_label_runs import LabelRunRow
from prapazar.flows import channels, label_runs, shipment_desk, shipment_labels
from prapazar.flows.shipment_desk import Wish
from prapazar.flows.shipment_labels import Print, Stack
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import files, paper_carrier

_DPI = 203
"""Of a label printer."""


@pytest.fixture
def shipments(scope: Scope) -> list[UUID]:
    """Three of two parcels each, with a carrier that nobody has to call."""
    with db.transaction(scope) as session:
        channels.connect(
            session, scope, connector="own_courier", name="Kuryemiz", environment="live", values=files.USUAL
        )
        packages = paper_carrier.packages(session, scope, 3)
    done = shipment_desk.open_shipments(scope, packages, Wish(parcels=2)).done
    return [done[one] for one in packages]


def _run(scope: Scope, run_id: UUID) -> LabelRunRow:
    with db.transaction(scope) as session:
        return queries_label_runs.label_run(session, scope, run_id)


def _file(scope: Scope, run_id: UUID) -> bytes:
    with db.transaction(scope) as session:
        return queries_label_runs.label_file(session, scope, run_id)


def _barcodes(scope: Scope, shipment_ids: Sequence[UUID]) -> list[str]:
    """In the order of the shipments, each with its parcels."""
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT p.barcode FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS a(id, i)"
                " JOIN shipment_parcel p ON p.shipment_id = a.id ORDER BY a.i, p.place"
            ),
            {"ids": list(shipment_ids)},
        )
        return list(found.scalars())


def _printed(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return int(session.execute(text("SELECT count(printed_at) FROM shipment")).scalar_one())


def _waiting(scope: Scope) -> int:
    topic = {"topic": Topic.PRINT_LABELS.value}
    with db.transaction(scope) as session:
        return int(
            session.execute(text("SELECT count(*) FROM outbox WHERE topic = :topic"), topic).scalar_one()
        )


def _broken(*_: object) -> None:
    raise OSError("cannot be drawn")


def test_worker_prints_every_parcel_in_the_order_given(scope: Scope, shipments: list[UUID]) -> None:
    wanted = [shipments[2], shipments[0], shipments[1]]
    run_id = label_runs.begin(scope, wanted, Print.LABEL)
    before = (_run(scope, run_id).status, _waiting(scope), _printed(scope))

    label_runs.work(run_id)

    run = _run(scope, run_id)
    pages = [
        page.render(scale=_DPI / 72).to_pil() for page in pypdfium2.PdfDocument(BytesIO(_file(scope, run_id)))
    ]
    assert before == ("waiting", 1, 0)
    assert (run.status, run.done, run.total, run.printed, run.is_kept) == ("done", 3, 3, 3, True)
    assert [one.text for page in pages for one in zxingcpp.read_barcodes(page)] == _barcodes(scope, wanted)
    assert (_waiting(scope), _printed(scope)) == (0, 3)


def test_label_printer_gets_one_label_for_each_parcel(scope: Scope, shipments: list[UUID]) -> None:
    run_id = label_runs.begin(scope, shipments, Print.ZPL)

    label_runs.work(run_id)

    data, name = _file(scope, run_id), _run(scope, run_id).name
    assert (data.count(b"^XA"), data.count(b"^XZ"), name.endswith("-3.zpl")) == (6, 6, True)


def test_worker_that_died_half_way_leaves_the_next_one_the_whole(scope: Scope, shipments: list[UUID]) -> None:
    run_id = label_runs.begin(scope, shipments, Print.LABEL)
    with db.transaction(scope) as session:
        actions.take_up_label_run(session, run_id)
        actions.advance_label_run(session, scope, run_id, 2)

    label_runs.work(run_id)
    once = _file(scope, run_id)
    label_runs.work(run_id)

    run = _run(scope, run_id)
    assert (run.status, run.done, run.printed) == ("done", 3, 3)
    assert (len(pypdfium2.PdfDocument(BytesIO(once))), _file(scope, run_id) == once) == (6, True)


def test_print_out_that_is_stopped_meanwhile_leaves_no_file(
    scope: Scope, shipments: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = label_runs.begin(scope, shipments, Print.LABEL)
    reading = shipment_labels.read

    def stopped(scope: Scope, ids: Sequence[UUID]) -> Stack:
        with db.transaction(scope) as session:
            actions.cancel_label_run(session, scope, run_id)
        return reading(scope, ids)

    monkeypatch.setattr(shipment_labels, "read", stopped)
    monkeypatch.setattr(label_runs, "STEP", 1)

    label_runs.work(run_id)

    run = _run(scope, run_id)
    assert (run.status, run.done, run.is_kept, _printed(scope), _waiting(scope)) == (
        *("cancelled", 0, False),
        *(0, 0),
    )


def test_cause_is_told_where_nothing_was_printed(
    scope: Scope, shipments: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = label_runs.begin(scope, [uuid4()], Print.LABEL)
    broken = label_runs.begin(scope, shipments, Print.LABEL)

    label_runs.work(nothing)
    monkeypatch.setattr(shipment_labels, "print_out", _broken)
    label_runs.work(broken)

    told = [(one.status, one.code) for one in (_run(scope, nothing), _run(scope, broken))]
    assert told == [("failed", "shipping.no_label"), ("failed", "printing.failed")]
    assert (_waiting(scope), _printed(scope)) == (0, 0)


def test_print_out_belongs_to_its_merchant(scope: Scope, other_scope: Scope, shipments: list[UUID]) -> None:
    run_id = label_runs.begin(scope, shipments, Print.LABEL)
    label_runs.work(run_id)

    with db.transaction(other_scope) as session:
        assert queries_label_runs.label_runs(session, other_scope) == []
        for ask in (queries_label_runs.label_file, queries_label_runs.label_run, actions.cancel_label_run):
            with pytest.raises(LabelRunMissing):
                ask(session, other_scope, run_id)

    assert _run(scope, run_id).status == "done"
