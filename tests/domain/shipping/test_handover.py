"""Parcels handed to drivers: counted once each, refused where they belong to another."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.shipping import actions, queries_list, queries_one
from prapazar.domain.shipping.actions import ScanVerdict
from prapazar.domain.shipping.errors import HandoverMissing
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.shipping.queries_list import ShipmentFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, paper_carrier


def _ready(session: Session, scope: Scope, *slugs: str, parcels: int = 1) -> list[UUID]:
    """A shipment each carrier has taken."""
    packages = paper_carrier.packages(session, scope, len(slugs))
    made = []
    for slug, package in zip(slugs, packages, strict=True):
        account = CarrierAccount(catalog.connection(session, scope, slug), slug, slug)
        opened = actions.open_shipments(session, scope, [package], [account], parcels=parcels)
        made.append(opened.shipments[package])
        actions.record_answer(
            session, scope, made[-1], external_id="7", tracking_number=f"T-{slug}", tracking_url=None
        )
    return made


def _barcodes(session: Session, shipment_id: UUID) -> list[str]:
    found = session.execute(
        text("SELECT barcode FROM shipment_parcel WHERE shipment_id = :id ORDER BY place"),
        {"id": shipment_id},
    )
    return list(found.scalars())


def test_parcels_are_counted_once_and_their_orders_are_shipped_when_the_driver_has_signed(
    scope: Scope,
) -> None:
    with db.transaction(scope) as session:
        [shipment] = _ready(session, scope, "aras", parcels=2)
        first, second = _barcodes(session, shipment)
        handover = actions.open_handover(session, scope, "aras", None)

        seen = [
            actions.scan(session, scope, handover, code).verdict for code in (first, first, f" {second} ")
        ]
        before = queries_one.handover(session, scope, handover)
        gone = actions.close_handover(session, scope, handover)

        assert seen == [ScanVerdict.COUNTED, ScanVerdict.AGAIN, ScanVerdict.COUNTED]
        assert (before.shipment_count, before.parcel_count, gone) == (1, 2, 1)
        row = session.execute(
            text(
                "SELECT s.status, p.status, p.carrier, p.tracking_number FROM shipment s"
                " JOIN shipment_package p ON p.id = s.package_id"
            )
        ).one()
        assert tuple(row) == ("picked_up", "shipped", "aras", "T-aras")
        with pytest.raises(HandoverMissing):
            actions.scan(session, scope, handover, first)


def test_parcel_of_another_carrier_is_refused_and_says_whose_it_is(scope: Scope) -> None:
    with db.transaction(scope) as session:
        aras, ptt = _ready(session, scope, "aras", "ptt")
        handover = actions.open_handover(session, scope, "aras", None)
        [wrong], [right] = _barcodes(session, ptt), _barcodes(session, aras)

        refused = actions.scan(session, scope, handover, wrong)
        unknown = actions.scan(session, scope, handover, "869000")
        by_number = actions.scan(session, scope, handover, "T-aras")
        again = actions.open_handover(session, scope, "aras", None)

        assert (refused.verdict, refused.carrier) == (ScanVerdict.WRONG_CARRIER, "ptt mağazası")
        assert unknown.verdict is ScanVerdict.UNKNOWN
        assert (by_number.verdict, by_number.shipment_id) == (ScanVerdict.COUNTED, aras)
        assert (again, actions.scan(session, scope, handover, right).verdict) == (
            handover,
            ScanVerdict.AGAIN,
        )


def test_what_a_supplier_hands_over_is_not_waited_for(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _, theirs = _ready(session, scope, "aras", "aras")
        supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        handover = actions.open_handover(session, scope, "aras", None)
        before = queries_one.handover(session, scope, handover).waiting
        session.execute(
            text(
                "UPDATE shipment_package SET warehouse_id = :place"
                " WHERE id = (SELECT package_id FROM shipment WHERE id = :id)"
            ),
            {"place": supplier, "id": theirs},
        )

        assert (before, queries_one.handover(session, scope, handover).waiting) == (2, 1)


def test_shipment_taken_off_the_list_stays_ready_and_a_cancelled_one_is_not_taken(scope: Scope) -> None:
    with db.transaction(scope) as session:
        first, second = _ready(session, scope, "aras", "aras")
        handover = actions.open_handover(session, scope, "aras", None)
        actions.scan(session, scope, handover, _barcodes(session, first)[0])
        actions.take_out(session, scope, handover, first)
        actions.record_cancelled(session, scope, second)

        refused = actions.scan(session, scope, handover, _barcodes(session, second)[0])
        gone = actions.close_handover(session, scope, handover)

        assert (refused.verdict, gone) == (ScanVerdict.NOT_READY, 0)
        ready = queries_list.page(session, scope, ShipmentFilter("ready"))
        assert [(row.id, row.handover_id) for row in ready] == [(first, None)]


def test_any_parcel_begins_the_list_of_its_own_carrier_or_goes_on_with_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        aras, ptt, more = _ready(session, scope, "aras", "ptt", "aras")
        codes = [_barcodes(session, one)[0] for one in (aras, ptt, more)]

        found = [actions.scan_any(session, scope, code) for code in (*codes, "?")]
        lists = {handover for handover, _ in found if handover is not None}
        counted = [queries_one.handover(session, scope, one).shipment_count for one in lists]

        assert [one.verdict for _, one in found] == [*[ScanVerdict.COUNTED] * 3, ScanVerdict.UNKNOWN]
        assert (found[0][0], sorted(counted)) == (found[2][0], [1, 2])


def test_channels_contract_and_our_own_with_one_carrier_share_a_list(scope: Scope) -> None:
    with db.transaction(scope) as session:
        ours, theirs = paper_carrier.packages(session, scope, 2)
        account = CarrierAccount(catalog.connection(session, scope, "yurtici"), "yurtici", "Depo")
        session.execute(
            text(
                "UPDATE shipment_package SET carrier = 'Yurtiçi Kargo', tracking_number = '7330' WHERE id = :id"
            ),
            {"id": theirs},
        )
        drivers = {"yurtici": "yurtici"}
        opened = actions.open_shipments(session, scope, [ours, theirs], [account], drivers=drivers)
        made = opened.shipments[ours]
        actions.record_answer(session, scope, made, external_id="7", tracking_number="T", tracking_url=None)
        [barcode] = _barcodes(session, made)

        lists = {actions.scan_any(session, scope, code)[0] for code in (barcode, "7330")}
        ready = queries_list.ready(session, scope)
        [handover] = lists
        assert handover is not None
        gone = actions.close_handover(session, scope, handover)

        assert (ready, gone) == ([("yurtici", 2)], 2)
        named = session.execute(text("SELECT carrier FROM shipment_package ORDER BY id")).scalars()
        assert sorted(str(one) for one in named) == ["Yurtiçi Kargo", "yurtici"]
        told = session.execute(
            text("SELECT DISTINCT payload ->> 'carrier' FROM outbox WHERE topic = 'orders.report_status'")
        ).scalars()
        assert sorted(told) == ["Yurtiçi Kargo", "yurtici"]
