"""Shipments from the package to the door, in the books."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages, move
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.shipping import actions, queries
from prapazar.domain.shipping.actions import Movement, Seen
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import ShipmentNotOpen
from prapazar.domain.shipping.models import CarrierRule, CarrierTariff
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.stock import actions as stock
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog, orders

_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def _packages(session: Session, scope: Scope, count: int = 1) -> list[UUID]:
    channel = catalog.connection(session, scope)
    variant = catalog.variant(session, scope, "A1")
    stock.set_on_hand(session, scope, [stock.StockCount(variant, 50)])
    catalog.listing(session, scope, channel, variant, "869A1")
    found = [orders.package(f"P{n}", orders.line("869A1", 2)) for n in range(count)]
    import_packages(session, scope, channel, found)
    return list(session.execute(text("SELECT id FROM shipment_package ORDER BY id")).scalars())


def _carrier(session: Session, scope: Scope, slug: str = "yurtici") -> CarrierAccount:
    return CarrierAccount(catalog.connection(session, scope, slug), slug, slug)


def _row(session: Session) -> dict[str, object]:
    row = session.execute(
        text(
            "SELECT s.status, s.carrier, s.payer, s.tracking_number, s.expected_amount, p.status AS package,"
            " p.tracking_number AS told FROM shipment s JOIN shipment_package p ON p.id = s.package_id"
        )
    ).one()
    return row._asdict()


def _row_count(session: Session, barcode: str) -> int:
    found: int = session.execute(
        text("SELECT count(*) FROM shipment_parcel WHERE barcode = :barcode"), {"barcode": barcode}
    ).scalar_one()
    return found


def _asked(session: Session) -> list[str]:
    found = session.execute(text("SELECT topic FROM outbox WHERE topic LIKE 'shipments.%' ORDER BY id"))
    return list(found.scalars())


def test_rule_chooses_the_carrier_that_is_then_asked_and_what_it_should_cost(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = _packages(session, scope)
        far, near = _carrier(session, scope), _carrier(session, scope, "aras")
        session.add(CarrierRule(merchant_id=scope.merchant_id, place=1, name="x", connection_id=near.id))
        session.add(
            CarrierTariff(
                merchant_id=scope.merchant_id,
                connection_id=near.id,
                since=_AT.date().replace(year=2025),
                up_to_desi=Decimal(5),
                amount=Decimal("85.50"),
            )
        )
        session.flush()

        opened = actions.open_shipments(session, scope, [package], [far, near])
        again = actions.open_shipments(session, scope, [package], [far, near])

        assert (list(opened.shipments), opened.refused) == ([package], {})
        assert again.refused == {package: "shipping.has_shipment"}
        row = _row(session)
        assert (row["carrier"], row["status"], row["expected_amount"]) == (
            "aras",
            "waiting",
            Decimal("85.50"),
        )
        [told] = queries.told(session, list(opened.shipments.values()))
        assert told.reference.startswith("PZ")
        assert [parcel["barcode"] for parcel in told.parcels] == [told.reference]
        assert _asked(session) == ["shipments.create"]


def test_package_whose_channel_chose_the_carrier_goes_with_its_number_and_nobody_is_asked(
    scope: Scope,
) -> None:
    with db.transaction(scope) as session:
        [package] = _packages(session, scope)
        session.execute(
            text("UPDATE shipment_package SET carrier = 'Trendyol Express', tracking_number = '7330'")
        )

        actions.open_shipments(session, scope, [package], [])

        row = _row(session)
        assert (row["status"], row["payer"], row["tracking_number"]) == ("created", "channel", "7330")
        barcode = session.execute(text("SELECT barcode FROM shipment_parcel")).scalar_one()
        assert (barcode, _asked(session)) == ("7330", [])
        actions.cancel(session, scope, session.execute(text("SELECT id FROM shipment")).scalar_one())
        again = actions.open_shipments(session, scope, [package], [])
        assert (list(again.shipments), _row_count(session, "7330")) == ([package], 2)


def test_package_that_cannot_leave_says_why_and_the_others_go(scope: Scope) -> None:
    with db.transaction(scope) as session:
        first, second, third = _packages(session, scope, 3)
        carrier = _carrier(session, scope)
        cancelled = session.execute(
            text("SELECT order_id FROM shipment_package WHERE id = :id"), {"id": first}
        ).scalar_one()
        move(session, scope, [cancelled], OrderStatus.CANCELLED)

        opened = actions.open_shipments(session, scope, [first, second], [carrier], parcels=2)
        nobody = actions.open_shipments(session, scope, [third], [])

        assert opened.refused == {first: "shipping.not_shippable"}
        assert nobody.refused == {third: "shipping.no_carrier"}
        barcodes = list(session.execute(text("SELECT barcode FROM shipment_parcel ORDER BY place")).scalars())
        assert barcodes[1] == f"{barcodes[0]}-2"


def test_refusal_stays_with_its_cause_until_it_is_tried_again_and_taken(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = _packages(session, scope)
        opened = actions.open_shipments(session, scope, [package], [_carrier(session, scope)])
        shipment = opened.shipments[package]
        session.execute(text("DELETE FROM outbox"))

        actions.record_refusal(session, scope, shipment, "yurtici.bad_phone", "Telefon hatalı")
        refused = _row(session)["status"]
        actions.try_again(session, scope, shipment)
        actions.record_answer(
            session,
            scope,
            shipment,
            external_id="77",
            tracking_number="998877",
            tracking_url="https://t.test/998877",
            label=("x.pdf", b"%PDF-1.4"),
        )

        row = _row(session)
        assert (refused, row["status"], row["told"], _asked(session)) == (
            "refused",
            "created",
            "998877",
            ["shipments.create"],
        )
        with pytest.raises(ShipmentNotOpen):
            actions.try_again(session, scope, shipment)


def test_package_whose_carrier_refused_or_was_called_off_goes_with_another(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = _packages(session, scope)
        near, far = _carrier(session, scope, "aras"), _carrier(session, scope)
        first = actions.open_shipments(session, scope, [package], [near]).shipments[package]
        actions.record_answer(session, scope, first, external_id="7", tracking_number="77", tracking_url=None)
        actions.record_cancelled(session, scope, first)
        second = actions.open_shipments(session, scope, [package], [near]).shipments[package]
        actions.record_refusal(session, scope, second, "aras.phone", "Telefon hatalı")

        actions.open_shipments(session, scope, [package], [far])

        found = session.execute(text("SELECT carrier, payer, status FROM shipment ORDER BY reference"))
        assert [tuple(row) for row in found] == [
            ("aras", "sender", "cancelled"),
            ("aras", "sender", "cancelled"),
            ("yurtici", "sender", "waiting"),
        ]
        with pytest.raises(ShipmentNotOpen):
            actions.try_again(session, scope, second)


def test_order_follows_its_parcel_and_a_movement_told_twice_is_kept_once(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = _packages(session, scope)
        carrier = _carrier(session, scope)
        shipment = actions.open_shipments(session, scope, [package], [carrier]).shipments[package]
        actions.record_answer(
            session, scope, shipment, external_id="7", tracking_number=None, tracking_url=None
        )
        [told] = queries.told(session, [shipment])
        moved = Movement(_AT, ShipmentStatus.IN_TRANSIT, "IND", "Transfer", "Ankara")
        seen = Seen(told.reference, ShipmentStatus.IN_TRANSIT, "IND", [moved], "998877")

        changed = [actions.record_tracking(session, scope, carrier.id, [seen]) for _ in range(2)]
        on_the_way = _row(session)
        done = dataclasses.replace(
            seen,
            status=ShipmentStatus.DELIVERED,
            provider_status="DLV",
            delivered_at=_AT,
            received_by="Kendisi",
        )
        actions.record_tracking(session, scope, carrier.id, [done])

        assert (changed, on_the_way["package"], on_the_way["tracking_number"]) == (
            [1, 0],
            "shipped",
            "998877",
        )
        row = _row(session)
        assert (row["status"], row["package"]) == ("delivered", "delivered")
        assert session.execute(text("SELECT count(*) FROM shipment_event")).scalar_one() == 1
        left = session.execute(text("SELECT sum(on_hand), sum(reserved) FROM stock")).one()
        assert tuple(left) == (48, 0)
        with pytest.raises(ShipmentNotOpen):
            actions.cancel(session, scope, shipment)


def test_shipment_is_opened_by_those_who_may(scope: Scope) -> None:
    reader = dataclasses.replace(scope, permissions=frozenset({"fulfillment.read"}))

    with db.transaction(scope) as session, pytest.raises(PermissionDenied):
        actions.open_shipments(session, reader, [], [])
