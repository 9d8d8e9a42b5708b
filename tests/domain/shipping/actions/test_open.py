"""Shipments opened: out by whoever has to carry them, and back."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.errors import OrderInvalid
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.shipping import actions, labels_read, queries
from prapazar.domain.shipping.actions import Seen, settings
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import ShipmentNotOpen
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, paper_carrier


def test_return_goes_the_other_way_and_moves_neither_order_nor_package(scope: Scope) -> None:
    with db.transaction(scope) as session:
        connection = paper_carrier.account(session, scope)
        account = CarrierAccount(connection, paper_carrier.SLUG, "Kâğıt Kargo", is_called=False)
        [package] = paper_carrier.packages(session, scope)
        out = actions.open_shipments(session, scope, [package], [account]).shipments[package]
        with pytest.raises(ShipmentNotOpen):
            actions.open_return(session, scope, out, [account])
        actions.hand_over(session, scope, [out])
        before = session.execute(text("SELECT status, tracking_number FROM shipment_package")).one()

        back = actions.open_return(session, scope, out, [account])
        with pytest.raises(ShipmentNotOpen):
            actions.open_return(session, scope, out, [account])
        [reference] = session.execute(
            text("SELECT reference FROM shipment WHERE direction = 'back'")
        ).scalars()
        actions.record_tracking(session, scope, connection, [Seen(reference, ShipmentStatus.DELIVERED, "T")])

        [there, again] = labels_read.contents(session, [out, back], str, "tr")
        assert (there.labels[0].sender, there.labels[0].recipient) == (
            again.labels[0].recipient,
            again.labels[0].sender,
        )
        assert (there.labels[0].note, again.labels[0].note) == ("", "İADE")
        assert session.execute(text("SELECT status, tracking_number FROM shipment_package")).one() == before


def _address(name: str, city: str) -> dict[str, str]:
    return {"name": name, "line": f"{city} yolu 1", "district": "Merkez", "city": city, "phone": "0212"}


def test_label_and_carrier_are_told_the_place_that_the_package_leaves_from(scope: Scope) -> None:
    with db.transaction(scope) as session:
        connection = paper_carrier.account(session, scope)
        account = CarrierAccount(connection, paper_carrier.SLUG, "Kâğıt Kargo", is_called=False)
        [package] = paper_carrier.packages(session, scope)
        supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        settings.save_sender(session, scope, _address("Merkez Depo", "Bursa"))
        out = actions.open_shipments(session, scope, [package], [account]).shipments[package]
        actions.hand_over(session, scope, [out])
        back = actions.open_return(session, scope, out, [account])
        shop = session.execute(text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id})

        def senders() -> tuple[str, str, str]:
            [label, _] = labels_read.contents(session, [out, back], str, "tr")
            [told, _] = queries.told(session, [out, back])
            return label.labels[0].sender.name, label.labels[0].sender.city, told.sender["city"]

        ours = senders()
        session.execute(text("UPDATE shipment_package SET warehouse_id = :id"), {"id": supplier})
        unknown = senders()
        settings.save_sender(session, scope, _address("Ege Gıda", "İzmir"), supplier)
        known = senders()
        [_, returned] = labels_read.contents(session, [out, back], str, "tr")
        [_, told_back] = queries.told(session, [out, back])

        assert ours == ("Merkez Depo", "Bursa", "Bursa")
        assert unknown == (shop.scalar_one(), "", "Bursa")
        assert known == ("Ege Gıda", "İzmir", "İzmir")
        assert (returned.labels[0].recipient.name, told_back.sender["city"]) == ("Merkez Depo", "Bursa")


@pytest.mark.parametrize("payer", ["sender", "channel"])
def test_label_calls_the_carrier_by_its_name_whoever_pays(scope: Scope, payer: str) -> None:
    with db.transaction(scope) as session:
        connection = paper_carrier.account(session, scope)
        account = CarrierAccount(connection, paper_carrier.SLUG, "Kâğıt Kargo", is_called=False)
        [package] = paper_carrier.packages(session, scope)
        shipment = actions.open_shipments(session, scope, [package], [account]).shipments[package]
        session.execute(text("UPDATE shipment SET payer = :payer"), {"payer": payer})

        [row] = labels_read.contents(session, [shipment], "the name of {}".format, "tr")

    assert [one.carrier for one in row.labels] == ["the name of Kâğıt Kargo"]


def _opened(session: Session, scope: Scope, package: UUID, account: CarrierAccount) -> dict[str, str]:
    """Why each package got no shipment."""
    opened = actions.open_shipments(session, scope, [package], [account])
    return {str(key == package): code for key, code in opened.refused.items()}


def test_address_without_a_district_waits_for_one_where_a_carrier_is_called(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = paper_carrier.packages(session, scope, 1)
        account = CarrierAccount(catalog.connection(session, scope, "aras"), "aras", "Aras")
        session.execute(text("UPDATE purchase_order SET district = ''"))

        refused = _opened(session, scope, package, account)
        order = session.execute(text("SELECT id FROM purchase_order")).scalar_one()
        written = orders.set_district(session, scope, order, "KADIKOY")
        again = _opened(session, scope, package, account)

        assert (refused, written, again) == ({"True": "shipping.district_missing"}, "Kadıköy", {})
        kept = session.execute(text("SELECT shipping_address ->> 'district' FROM purchase_order")).scalar()
        assert kept == "Kadıköy"


def test_courier_nobody_calls_takes_an_address_without_a_district(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = paper_carrier.packages(session, scope, 1)
        account = CarrierAccount(
            catalog.connection(session, scope, "foodman"), "foodman", "F", is_called=False
        )
        session.execute(text("UPDATE purchase_order SET district = ''"))

        assert _opened(session, scope, package, account) == {}


def test_district_of_another_province_is_refused_and_nothing_changes(scope: Scope) -> None:
    with db.transaction(scope) as session:
        paper_carrier.packages(session, scope, 1)
        session.execute(text("UPDATE purchase_order SET district = ''"))
        order = session.execute(text("SELECT id FROM purchase_order")).scalar_one()

        with pytest.raises(OrderInvalid) as refused:
            orders.set_district(session, scope, order, "Konak")

        assert refused.value.code == "orders.district_unknown"
        assert session.execute(text("SELECT district FROM purchase_order")).scalar() == ""


def test_package_of_the_channels_contract_waits_for_its_number_and_goes_with_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = paper_carrier.packages(session, scope, 1)
        account = CarrierAccount(catalog.connection(session, scope, "aras"), "aras", "Aras")
        session.execute(text("UPDATE shipment_package SET cargo_by = 'channel', carrier = 'HepsiJET'"))

        refused = _opened(session, scope, package, account)
        session.execute(text("UPDATE shipment_package SET tracking_number = '4500012345'"))
        again = _opened(session, scope, package, account)

        assert (refused, again) == ({"True": "shipping.channel_number_waits"}, {})
        row = session.execute(text("SELECT payer, tracking_number, carrier FROM shipment")).one()
        assert tuple(row) == ("channel", "4500012345", "HepsiJET")


def test_package_of_the_sellers_contract_goes_by_our_carrier_whatever_number_it_has(scope: Scope) -> None:
    with db.transaction(scope) as session:
        [package] = paper_carrier.packages(session, scope, 1)
        account = CarrierAccount(catalog.connection(session, scope, "aras"), "aras", "Aras")
        session.execute(text("UPDATE shipment_package SET cargo_by = 'seller', tracking_number = '77'"))

        _opened(session, scope, package, account)

        row = session.execute(text("SELECT payer, carrier FROM shipment")).one()
        assert tuple(row) == ("sender", "aras")
