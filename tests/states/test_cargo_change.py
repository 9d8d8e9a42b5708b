"""Another of the channel's carriers, as a person asks for it, chooses it, and sees what became of it."""

import asyncio
from typing import Any

from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.shipping.actions import exchange
from prapazar.foundation import db, routes
from prapazar.states.cargo_change import CargoChangeState
from tests.factories import catalog, orders
from tests.factories.tabs import Tab, person


def test_person_asks_chooses_and_sees_the_refusal(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        channel = catalog.connection(session, who.scope, "hepsiburada")
        import_packages(session, who.scope, channel, [orders.package("P1", orders.line("a"))])
        session.execute(text("UPDATE shipment_package SET carrier = 'HepsiJet'"))
        order_id, package_id = session.execute(text("SELECT order_id, id FROM shipment_package")).one()

    def answer(*offers: tuple[str, str], refusal: str = "") -> None:
        with db.transaction(who.scope) as session:
            [wish_id] = session.execute(text("SELECT id FROM carrier_change")).scalars()
            wish = exchange.wish(session, wish_id)
            assert wish is not None
            if refusal:
                exchange.refused(session, who.scope, wish, "hepsiburada.rejected", refusal)
            else:
                exchange.offered(session, who.scope, wish, offers)

    async def walk() -> list[Any]:
        tab = Tab(who, routes.order(order_id))
        state = await tab.state(CargoChangeState)
        await tab.call(CargoChangeState.load, state)
        seen: list[Any] = [dict(state.changeable)]
        await tab.call(CargoChangeState.ask, state, str(package_id))
        seen.append((state.asking, state.looking, state.offers))
        answer(("HX", "HepsiJet"), ("ARAS", "Aras Kargo"))
        await tab.call(CargoChangeState.news, state)
        seen.append((state.looking, state.now, state.offers))
        await tab.call(CargoChangeState.choose, state, {"carrier": "ARAS"})
        seen.append((state.asking, [(row["carrier"], row["state"]) for row in state.shown]))
        answer(refusal="Paket yola çıktı")
        await tab.call(CargoChangeState.news, state)
        seen.append([(row["state"], "Paket yola çıktı" in row["why"]) for row in state.shown])
        await tab.call(CargoChangeState.leave, state, str(package_id))
        return [*seen, state.shown]

    package = str(package_id)
    assert asyncio.run(walk()) == [
        {package: "HepsiJet"},
        (package, True, []),
        (False, "HepsiJet", [{"value": "ARAS", "label": "Aras Kargo"}]),
        ("", [("Aras Kargo", "asked")]),
        [("refused", True)],
        [],
    ]
