"""The order's page: cancelling with the reason that the channel is told."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.orders import actions, reports
from prapazar.foundation import db
from prapazar.states.order import OrderState
from tests.factories import catalog as make
from tests.factories import orders as incoming
from tests.factories.tabs import Person, Tab, person


@pytest.fixture
def who(database: str) -> Person:
    del database
    return person()


@pytest.fixture
def order(who: Person) -> UUID:
    with db.transaction(who.scope) as session:
        make.variant(session, who.scope, "CAY")
        connection = make.connection(session, who.scope)
    with db.transaction(who.scope) as session:
        actions.import_packages(
            session, who.scope, connection, [incoming.package("P1", incoming.line("869CAY"))]
        )
        found: UUID = session.execute(text("SELECT id FROM purchase_order")).scalar_one()
    return found


def cancel(who: Person, order: UUID, **values: str) -> OrderState:
    async def steps() -> OrderState:
        tab = Tab(who, f"/orders/{order}")
        state = await tab.state(OrderState)
        await tab.call(OrderState.load, state)
        await tab.call(OrderState.cancel, state, values)
        return state

    return asyncio.run(steps())


def told(who: Person) -> list[tuple[str, str]]:
    with db.transaction(who.scope) as session:
        found = session.execute(text("SELECT payload FROM outbox WHERE topic = 'orders.report_status'"))
        return [(payload["status"], payload["reason"]) for payload in found.scalars()]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"reason": "defective"}, "defective"),
        ({"reason": "force_majeure"}, "force_majeure"),
        ({"reason": "bored"}, "out_of_stock"),
        ({}, "out_of_stock"),
    ],
)
def test_cancelling_tells_the_chosen_reason(
    who: Person, order: UUID, values: dict[str, str], reason: str
) -> None:
    state = cancel(who, order, **values)

    assert (state.order["status"], told(who)) == ("cancelled", [("cancelled", reason)])


def test_refused_cancellation_is_told_again_with_its_reason(who: Person, order: UUID) -> None:
    cancel(who, order, reason="wrong_price")
    with db.transaction(who.scope) as session:
        connection, package_id = session.execute(text("SELECT connection_id, id FROM shipment_package")).one()
        session.execute(text("DELETE FROM outbox"))
        package = reports.package(session, package_id)
        assert package is not None
        refusal = ("trendyol.rejected", "not now")
        reports.record_report(
            session, who.scope, connection, package, "cancelled", refusal, reason="wrong_price"
        )

    with db.transaction(who.scope) as session:
        repair_id = session.execute(text("SELECT id FROM repair WHERE kind = 'report'")).scalar_one()
        reports.report_again(session, who.scope, repair_id)

    assert told(who) == [("cancelled", "wrong_price")]
