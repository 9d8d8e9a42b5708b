"""The list of merchants: for super admins alone, and with what came in the week one asks about."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import PermissionDenied
from prapazar.states.merchants import MerchantsState as State
from tests.factories import tabs

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _look(who: tabs.Person, path: str) -> State:
    async def walk() -> State:
        tab = tabs.Tab(who, path)
        state = await tab.state(State)
        await tab.call(State.load, state)
        return state

    return asyncio.run(walk())


def test_a_super_admin_sees_who_came_in_the_week() -> None:
    who = tabs.person()
    with db.system_transaction() as session:
        session.execute(text("UPDATE app_user SET is_super_admin = true"))
    today = now().astimezone(ISTANBUL).date()
    monday = today - timedelta(days=today.weekday())

    this_week = _look(who, f"/merchants?week={monday.isoformat()}")
    long_ago = _look(who, "/merchants?week=2020-01-06")
    plain = _look(who, "/merchants?week=x")

    assert [(row["name"], row["people"]) for row in plain.rows] == [("Anadolu", "1")]
    assert sorted((row["kind"], row["name"]) for row in this_week.came) == [
        ("Kullanıcı", "Ayşe Yılmaz"),
        ("İşletme", "Anadolu"),
    ]
    assert (long_ago.came, long_ago.week, plain.week) == ([], "6 Oca 2020", "")


def test_nobody_else_reads_it() -> None:
    who = tabs.person()

    with pytest.raises(PermissionDenied):
        _look(who, "/merchants")
