"""The desk of a supplier, which the house does what its own sight does not reach."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import text

from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.goods import ToldRow
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.flows import dropship
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db
from prapazar.foundation.scope import NO_SUPPLIER, PermissionDenied, Scope, system_scope
from tests.factories import people, supplying


def test_parcel_tells_who_it_goes_to_until_it_is_shipped(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)

    before, theirs = dropship.parcel(own, made.mine), dropship.parcel(own, made.theirs)
    masked = dropship.parcel(replace(own, masks=frozenset({"buyer.address"})), made.mine)
    moved = dropship.ship(own, made.mine, carrier="Sürat", tracking_number="S1")
    after = dropship.parcel(own, made.mine)

    assert before is not None
    assert masked is not None
    assert after is not None
    assert (before.recipient, theirs) == ("Ayşe Yılmaz\nModa Caddesi 1\nKadıköy\nİstanbul", None)
    assert (masked.recipient, moved.moved) == ("•••", ("A",))
    assert (after.recipient, after.row.status, after.row.tracking_number) == ("", "shipped", "S1")


def test_shipping_by_a_supplier_is_told_to_the_channel_and_written_under_their_name(scope: Scope) -> None:
    made = supplying.supplied(scope)
    person = replace(supplying.of(scope, made.ours), user_id=made.tea)

    dropship.ship(person, made.mine, carrier="Sürat", tracking_number="S1")

    with db.transaction(scope) as session:
        told = session.execute(
            text("SELECT payload ->> 'status' FROM outbox WHERE topic = 'orders.report_status' ORDER BY id")
        )
        steps = session.execute(text("SELECT user_id FROM order_event WHERE kind = 'status'")).scalars()
        assert (set(told.scalars()), set(steps)) == ({"picking", "shipped"}, {made.tea})


def test_nobody_takes_on_or_tells_what_is_another_suppliers(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own, nobody = supplying.of(scope, made.ours), supplying.of(scope, NO_SUPPLIER)

    for who in (own, nobody):
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            dropship.take_on(who, [made.theirs])
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            dropship.refuse(who, [made.theirs], RefuseReason.OUT_OF_STOCK)
        with pytest.raises(SupplyRefused, match=r"supplies\.supplier_missing"):
            dropship.tell_stock(who, made.other, [ToldRow(2, "BARDAK", 5)], (), "x.csv")
    with pytest.raises(PermissionDenied):
        dropship.take_on(replace(own, permissions=frozenset({"supplies.read"})), [made.mine])
    with pytest.raises(PermissionDenied):
        dropship.refuse(
            replace(own, permissions=frozenset({"supplies.read"})), [made.mine], RefuseReason.OTHER, "x"
        )

    with db.transaction(scope) as session:
        states = session.execute(text("SELECT DISTINCT status FROM shipment_package")).scalars().all()
        assert (states, session.execute(text("SELECT count(*) FROM import_run")).scalar_one()) == (["new"], 0)


def test_read_sheet_takes_what_is_a_number_and_names_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "stok.csv"
    path.write_text("Ürün;Stok Kodu;Adet\nÇay;CAY;1.250\nx;;3\ny;KOD;çok\nz;EKSİ;-1\nw;YARIM;1,5\n", "utf-8")

    rows, faults = dropship.read_sheet(path)

    assert rows == [ToldRow(2, "CAY", 1250)]
    assert [(one["row"], one["code"]) for one in faults] == [
        (3, "missing"),
        (4, "not_a_number"),
        (5, "not_positive"),
        (6, "not_whole"),
    ]


def test_read_sheet_refuses_one_without_the_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "stok.csv"
    path.write_text("Ürün;Adet\nÇay;3\n", "utf-8")

    with pytest.raises(SupplyRefused, match=r"supplies\.columns_missing"):
        dropship.read_sheet(path)


def test_packages_of_stores_one_does_not_see_are_not_reached_through_the_house(scope: Scope) -> None:
    made = supplying.supplied(scope)
    limited = replace(supplying.of(scope, made.ours), stores=frozenset())
    tries = (
        lambda: dropship.take_on(limited, [made.mine]),
        lambda: dropship.ship(limited, made.mine, carrier="Sürat", tracking_number="S1"),
        lambda: dropship.refuse(limited, [made.mine], RefuseReason.OUT_OF_STOCK),
    )

    for one in tries:
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            one()

    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT status, warehouse_id FROM shipment_package WHERE id = :id"), {"id": made.mine}
        ).one()
        assert tuple(found) == ("new", made.ours)


def test_desk_hears_of_a_refusal_and_people_of_suppliers_do_not(database: str) -> None:
    merchant = people.merchant()
    desk, worker = people.member(merchant, "operator"), people.member(merchant, "supplier")
    scope = system_scope(merchant)
    made = supplying.supplied(scope)

    numbers = dropship.refuse(
        replace(supplying.of(scope, made.ours), user_id=worker.user_id),
        [made.mine],
        RefuseReason.OUT_OF_STOCK,
    )

    with db.transaction(scope) as session:
        told = session.execute(text("SELECT user_id, kind, values, link, level FROM notification")).all()
        order_id, by = session.execute(
            text("SELECT order_id, user_id FROM order_event WHERE kind = 'supply_refused'")
        ).one()
    assert numbers == ["A"]
    assert [tuple(row) for row in told] == [
        (
            desk.user_id,
            "orders.supply_emptied",
            {"supplier": "Ege Toptan", "number": "A", "skus": "CAY"},
            f"/orders/{order_id}",
            "warning",
        )
    ]
    assert by == worker.user_id
    assert dropship.parcel(supplying.of(scope, made.ours), made.mine) is None


def _numbered(scope: Scope, *package_ids: UUID) -> None:
    """Their channel has chosen the carrier and given the number."""
    with db.transaction(scope) as session:
        session.execute(
            text(
                "UPDATE shipment_package SET tracking_number = 'KN' || external_id, carrier = 'Aras'"
                " WHERE id = ANY(CAST(:ids AS uuid[]))"
            ),
            {"ids": list(package_ids)},
        )


def _labels(scope: Scope, package_ids: Sequence[UUID]) -> int | str:
    """Pages of the print-out, or what was refused."""
    try:
        out = dropship.labels(scope, package_ids, Print.LABEL)
    except SupplyRefused as refused:
        return refused.code
    return len(pypdfium2.PdfDocument(out.data))


def test_labels_are_printed_of_ones_own_open_packages_that_have_one(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)
    before = (_labels(own, [made.mine]), dropship.labelled(own, [made.mine]))
    _numbered(scope, made.mine, made.theirs, made.house)

    seen = [
        _labels(own, [made.mine]),
        _labels(own, [made.mine]),
        _labels(own, [made.mine, made.theirs]),
        _labels(own, [made.house]),
        _labels(replace(own, stores=frozenset()), [made.mine]),
        _labels(replace(own, masks=frozenset({"buyer.phone"})), [made.mine]),
        _labels(supplying.of(scope, NO_SUPPLIER), [made.mine]),
        _labels(scope, [made.mine, made.theirs]),
    ]
    marked = [dropship.labelled(one, [made.mine, made.theirs, made.house]) for one in (own, scope)]
    with pytest.raises(PermissionDenied):
        dropship.labels(replace(own, permissions=frozenset({"supplies.read"})), [made.mine], Print.LABEL)
    dropship.ship(own, made.mine, carrier="Aras", tracking_number="KNP1")

    assert before == ("supplies.no_label", set())
    assert seen == [
        *(1, 1, "supplies.not_yours", "supplies.not_yours", "supplies.not_yours"),
        *("supplies.no_label", "supplies.not_yours", 2),
    ]
    assert marked == [{made.mine}, {made.mine, made.theirs}]
    assert _labels(own, [made.mine]) == "supplies.no_label"
    with db.transaction(scope) as session:
        opened = session.execute(text("SELECT package_id, payer, printed_at IS NOT NULL FROM shipment")).all()
        assert {tuple(row) for row in opened} == {
            (made.mine, "channel", True),
            (made.theirs, "channel", True),
        }
