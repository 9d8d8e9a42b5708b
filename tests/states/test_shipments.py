"""The screens of shipping, without a browser: list, one shipment, the driver's list, the settings."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders.routing import actions as routing
from prapazar.flows import channels, shipment_desk
from prapazar.flows.shipment_desk import Wish
from prapazar.foundation import db
from prapazar.states.handover import HandoversState, HandoverState
from prapazar.states.order_shipments import OrderShipmentsState
from prapazar.states.shipment import ShipmentState
from prapazar.states.shipments import ShipmentsState, wished
from prapazar.states.shipping_carriers import ShippingCarriersState
from prapazar.states.shipping_rules import ShippingRulesState
from prapazar.states.shipping_settings import ShippingSettingsState
from tests.factories import files, paper_carrier
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    return person()


def _courier(who: Person, name: str) -> UUID:
    with db.transaction(who.scope) as session:
        return channels.connect(
            session, who.scope, connector="own_courier", name=name, environment="live", values=files.USUAL
        )


def _packages(who: Person, count: int) -> list[UUID]:
    with db.transaction(who.scope) as session:
        return paper_carrier.packages(session, who.scope, count)


def test_package_walks_from_its_worklist_into_a_shipment_and_to_the_door(who: Person) -> None:
    _courier(who, "Kuryemiz")
    packages = _packages(who, 2)

    async def walk() -> list[object]:
        tab = Tab(who, "/shipments?view=to_create")
        state = await tab.state(ShipmentsState)
        await tab.call(ShipmentsState.load, state)
        seen: list[object] = [(sorted(row["id"] for row in state.rows), state.rows[0]["status"])]
        done = shipment_desk.open_shipments(who.scope, [packages[0]], Wish())
        await tab.call(ShipmentsState.show_view, state, "all")
        [row] = state.rows
        seen.append((row["carrier"], row["status"], row["status_tone"]))
        one = Tab(who, f"/shipments/{done.done[packages[0]]}")
        shipment = await one.state(ShipmentState)
        await one.call(ShipmentState.load, shipment)
        seen.append((shipment.shipment["has_label"], len(shipment.parcels), shipment.movements))
        await one.call(ShipmentState.set_status, shipment, "delivered")
        seen.append((shipment.shipment["status"], len(shipment.movements)))
        await one.call(ShipmentState.work, shipment, "cancel")
        seen.append(shipment.shipment["status"])
        order = Tab(who, f"/orders/{row['order_id']}")
        desk = await order.state(OrderShipmentsState)
        await order.call(OrderShipmentsState.load, desk)
        seen.append((len(desk.rows), desk.waiting, desk.label_ids != ""))
        return seen

    assert asyncio.run(walk()) == [
        (sorted(map(str, packages)), "Gönderi yok"),
        ("Kuryemiz", "Teslime hazır", "info"),
        ("1", 1, []),
        ("Teslim edildi", 1),
        "Teslim edildi",
        (1, 0, True),
    ]


def test_scan_at_the_door_counts_or_refuses_aloud(who: Person) -> None:
    _courier(who, "Kuryemiz")
    shipment_desk.open_shipments(who.scope, _packages(who, 1))
    with db.transaction(who.scope) as session:
        reference = session.execute(text("SELECT reference FROM shipment")).scalar_one()

    async def walk() -> list[object]:
        tab = Tab(who, "/shipments/handover")
        lists = await tab.state(HandoversState)
        await tab.call(HandoversState.load, lists)
        await tab.call(HandoversState.start, lists, lists.ready[0]["carrier"])
        await tab.call(HandoversState.load, lists)
        one = Tab(who, f"/shipments/handover/{lists.lists[0]['id']}")
        state = await one.state(HandoverState)
        await one.call(HandoverState.load, state)
        seen: list[object] = [(lists.ready[0]["count"], state.rows)]
        for code in (reference, reference, "869"):
            await one.call(HandoverState.scan, state, code)
            seen.append((state.answer["tone"], state.verdict["title"]))
        await one.call(HandoverState.close, state)
        seen.append((state.handover["is_open"], state.handover["counts"], len(state.rows)))
        return seen

    assert asyncio.run(walk()) == [
        ("1 gönderi hazır", []),
        ("good", "Tamam"),
        ("bad", "Bu koli zaten okutuldu"),
        ("bad", "Bilinmeyen barkod"),
        ("", "1 gönderi, 1 koli", 1),
    ]


def test_rules_are_kept_in_their_order_and_say_who_would_take_a_package(who: Person) -> None:
    near, far = _courier(who, "Yakın"), _courier(who, "Uzak")

    async def walk() -> list[object]:
        tab = Tab(who, "/settings/shipping")
        state = await tab.state(ShippingRulesState)
        await tab.call(ShippingRulesState.load, state)
        zone = {"zone_name": "Kıyı", "zone_places": "İzmir, Muğla/Bodrum, Atlantis"}
        await tab.call(ShippingRulesState.edit_zone, state, "")
        await tab.call(ShippingRulesState.save_zone, state, zone)
        seen: list[object] = [state.faults["zone_places"]]
        await tab.call(ShippingRulesState.save_zone, state, {**zone, "zone_places": "İzmir, Muğla/Bodrum"})
        for values, zones in (
            ({"name": "Gerisi", "connection_id": str(far)}, ["islands"]),
            ({"name": "Yazlık", "connection_id": str(near), "most_desi": "5,5"}, [state.zones[0]["id"]]),
            ({"name": "", "connection_id": str(near)}, []),
            ({"name": "Ters", "least_desi": "9", "most_desi": "3"}, []),
        ):
            await tab.call(ShippingRulesState.edit, state, "")
            for one in zones:
                await tab.call(ShippingRulesState.choose_zone, state, one, True)
            await tab.call(ShippingRulesState.save_rule, state, {"payer": "sender", **values})
        seen += [[(row["name"], row["when"]) for row in state.rules], state.faults["most_desi"]]
        await tab.call(ShippingRulesState.move, state, state.rules[1]["id"], -1)
        for district, desi in (("Bodrum", "5"), ("Bodrum", "6")):
            values = {"try_province": "muğla", "try_district": district, "try_desi": desi, "try_total": "100"}
            await tab.call(ShippingRulesState.try_rules, state, values)
            [verdict] = state.verdicts
            seen.append((verdict["title"], [(one["name"], one["why"]) for one in verdict["tried"]]))
        await tab.call(ShippingRulesState.try_rules, state, {"try_order": "YOK-1"})
        return [*seen, state.problem]

    assert asyncio.run(walk()) == [
        "Böyle bir il yok: Atlantis",
        [("Gerisi", "Adalar"), ("Yazlık", "Kıyı · 5,5 desi ve altı")],
        "En azından küçük olamaz.",
        ("Yakın alır", [("Yazlık", "kazandı")]),
        (
            "Hiçbir kural bu paketi bir taşıyıcıya vermiyor. Kuralları tamamlayın ya da taşıyıcıyı elle seçin.",
            [("Yazlık", "desi uymuyor"), ("Gerisi", "bölge uymuyor")],
        ),
        "YOK-1 numaralı sipariş yok.",
    ]


def test_terms_and_sender_say_by_field_what_does_not_fit(who: Person) -> None:
    near = _courier(who, "Yakın")

    async def walk() -> tuple[str, set[str]]:
        tab = Tab(who, "/settings/shipping")
        carriers, sender = await tab.state(ShippingCarriersState), await tab.state(ShippingSettingsState)
        await tab.call(ShippingCarriersState.load, carriers)
        await tab.call(ShippingCarriersState.edit_terms, carriers, str(near))
        values = {"delivery_days": "90", "tracking_url": ""}
        await tab.call(ShippingCarriersState.save_terms, carriers, values)
        await tab.call(ShippingSettingsState.save_sender, sender, {"sender_name": "Depo"})
        return carriers.term_faults["delivery_days"], {name for name, said in sender.faults.items() if said}

    assert asyncio.run(walk()) == ("1 ile 60 arasında bir sayı yazın.", {"line"})


def test_sender_form_is_that_of_the_chosen_place(who: Person) -> None:
    with db.transaction(who.scope) as session:
        supplier = str(routing.add_place(session, who.scope, "Ege Toptan", is_supplier=True))
    values = {"name": "Ege", "line": "Liman 1", "district": "Konak", "city": "İzmir", "phone": "0232"}

    async def walk() -> list[object]:
        tab = Tab(who, "/settings/shipping")
        sender = await tab.state(ShippingSettingsState)
        await tab.call(ShippingSettingsState.load, sender)
        ours = sender.place
        await tab.call(ShippingSettingsState.choose_place, sender, supplier)
        given = {f"sender_{name}": value for name, value in values.items()}
        await tab.call(ShippingSettingsState.save_sender, sender, given)
        theirs = (sender.sender["city"], sender.needs_default)
        await tab.call(ShippingSettingsState.choose_place, sender, ours)
        return [[one["label"] for one in sender.places], theirs, sender.sender["city"]]

    assert asyncio.run(walk()) == [["Depo", "Ege Toptan"], ("İzmir", True), ""]


def test_form_names_the_field_that_is_no_number(who: Person) -> None:
    wish, faults = wished({"parcels": "0", "desi": "çok"}, who.scope)
    good, _ = wished({"parcels": "2", "desi": "3,5", "cash": "on"}, who.scope)

    assert (wish, faults) == (
        None,
        {"desi": "Sayı yazın.", "weight": "", "parcels": "Sayı yazın."},
    )
    assert good is not None
    assert (good.parcels, str(good.desi), good.cash_on_delivery) == (2, "3.50", True)
