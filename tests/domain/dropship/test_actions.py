"""Packages taken on and shipped by who sends them."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.dropship import actions
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import supplying


def _states(session: Session) -> dict[str, tuple[str, str | None, str | None]]:
    rows = session.execute(
        text(
            "SELECT external_id, status, carrier, tracking_number FROM shipment_package ORDER BY external_id"
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def test_take_on_moves_the_suppliers_own_package_and_ship_sends_it(scope: Scope) -> None:
    made = supplying.supplied(scope)

    with db.transaction(scope) as session:
        taken = actions.take_on(session, scope, [made.mine], made.ours)
        between = _states(session)
        actions.ship(session, scope, made.mine, made.ours, carrier=" Sürat ", tracking_number="S1")
        after = _states(session)
        order = session.execute(text("SELECT status FROM purchase_order WHERE number = 'A'")).scalar_one()

    waiting = {"P2": ("new", None, None), "P3": ("new", None, None)}
    assert (taken.moved, taken.refused) == (("A",), ())
    assert between == {"P1": ("picking", None, None), **waiting}
    assert after == {"P1": ("shipped", "Sürat", "S1"), **waiting}
    assert order == "new"


def test_ship_takes_a_new_package_on_first(scope: Scope) -> None:
    made = supplying.supplied(scope)

    with db.transaction(scope) as session:
        actions.ship(session, scope, made.mine, made.ours, carrier="Sürat", tracking_number="S1")

        assert _states(session)["P1"] == ("shipped", "Sürat", "S1")


def test_what_is_another_suppliers_or_done_is_refused_and_stays(scope: Scope) -> None:
    made = supplying.supplied(scope)
    tracked = {"carrier": "Sürat", "tracking_number": "S1"}
    with db.transaction(scope) as session:
        before = _states(session)

        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.take_on(session, scope, [made.mine, made.theirs], made.ours)
        with pytest.raises(SupplyRefused, match=r"supplies\.not_yours"):
            actions.ship(session, scope, made.house, None, **tracked)
        with pytest.raises(SupplyRefused, match=r"supplies\.tracking_missing"):
            actions.ship(session, scope, made.mine, made.ours, carrier="Sürat", tracking_number=" ")

        assert _states(session) == before

        actions.ship(session, scope, made.mine, made.ours, **tracked)
        with pytest.raises(SupplyRefused, match=r"supplies\.not_open"):
            actions.ship(session, scope, made.mine, made.ours, carrier="Aras", tracking_number="S2")
        assert _states(session)["P1"] == ("shipped", "Sürat", "S1")
