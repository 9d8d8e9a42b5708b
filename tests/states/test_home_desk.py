"""Every bar of a clock leads to the list of just those it counts."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.aftersales.actions import take_claims
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus
from prapazar.domain.aftersales.models import Question
from prapazar.domain.aftersales.records import IncomingClaim, IncomingClaimLine
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.views import DUE, due_ends
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.states.home_widgets import drawn
from prapazar.states.inbox import InboxState
from prapazar.states.orders import OrdersState
from tests.factories import catalog, orders
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")
_HOW_MANY = dict(zip(DUE, (3, 1, 0, 2, 1), strict=True))


def _moments() -> list[tuple[str, datetime]]:
    """As many of each part of the time left as _HOW_MANY says, each just before its end."""
    ends = due_ends(now()) | {"later": now() + timedelta(days=9)}
    return [(f"{key}-{n}", ends[key] - timedelta(seconds=40)) for key in DUE for n in range(_HOW_MANY[key])]


def _waiting(who: Person) -> None:
    """Orders and questions alike, a test order and a question without a deadline among them."""
    moments = _moments()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        names = [*(name for name, _ in moments), "test"]
        import_packages(session, who.scope, shop, [orders.package(name, orders.line("?")) for name in names])
        for name, at in [*moments, ("test", moments[0][1])]:
            session.execute(
                text("UPDATE purchase_order SET ship_by_at = :at, is_test = :test WHERE number = :name"),
                {"at": at, "test": name == "test", "name": f"o-{name}"},
            )
            question = Question(
                merchant_id=who.merchant_id,
                connection_id=shop,
                external_id=name,
                status="waiting",
                body=name,
                due_at=None if name == "test" else at,
            )
            session.add(question)


def _bars(who: Person, key: str) -> list[tuple[str, int, str]]:
    return [(row["id"], int(row["value"]), row["href"]) for row in drawn(who.scope, key).rows]


def test_bars_of_the_time_left_to_ship_open_just_these_orders() -> None:
    who = person()
    _waiting(who)
    bars = _bars(who, "late_clock")

    async def opened() -> list[int]:
        found = []
        for _, _, href in bars:
            tab = Tab(who, href)
            state = await tab.state(OrdersState)
            await tab.call(OrdersState.load, state)
            found.append(state.total)
        return found

    assert [(key, number) for key, number, _ in bars] == list(_HOW_MANY.items())
    assert asyncio.run(opened()) == list(_HOW_MANY.values())


def test_bars_of_the_time_left_to_answer_open_just_these_questions() -> None:
    who = person()
    _waiting(who)
    bars = _bars(who, "answer_clock")

    async def opened() -> list[int]:
        found = []
        for _, _, href in bars:
            tab = Tab(who, href)
            state = await tab.state(InboxState)
            await tab.call(InboxState.load, state)
            found.append(len(state.rows))
        return found

    # The one without a deadline is among the later ones.
    expected = [*list(_HOW_MANY.values())[:-1], _HOW_MANY["later"] + 1]
    assert [number for _, number, _ in bars] == expected
    assert asyncio.run(opened()) == expected


def test_a_return_is_called_by_what_comes_back() -> None:
    who, at = person(), now()
    line = IncomingClaimLine("L1", "Zeytinyağı", 1, ClaimStatus.WAITING, amount=Decimal(300))
    claim = IncomingClaim("be92cee6-b584", ClaimKind.RETURN, ClaimStatus.WAITING, "P1", at, at, (line,))
    with db.transaction(who.scope) as session:
        take_claims(session, who.scope, catalog.connection(session, who.scope), [claim])

    [row] = drawn(who.scope, "claims_due").rows

    assert (row["title"], row["sub"]) == ("Zeytinyağı", "İade · trendyol mağazası")
