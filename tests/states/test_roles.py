"""The roles screen, as a logged-in person's tab walks it."""

import asyncio

import pytest

from prapazar.domain.access import queries
from prapazar.foundation import db
from prapazar.states.roles import RolesState
from tests.factories import people, tabs

pytestmark = pytest.mark.usefixtures("database")


def test_save_makes_a_role_from_what_was_ticked() -> None:
    async def walk() -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/roles")
        state = await tab.state(RolesState)
        await tab.call(RolesState.new_role, state)
        ticked = {"name": "Depo", "stock.write": "on", "buyer.phone": "on", "system.fly": "on"}
        await tab.call(RolesState.save, state, ticked)
        with db.transaction(who.scope) as session:
            made = next(role for role in queries.roles(session, who.scope) if role.name == "Depo")
        return made.permissions, made.masks, state.is_open

    assert asyncio.run(walk()) == (("stock.read", "stock.write"), ("buyer.phone",), False)


def test_a_role_opens_with_its_permissions_ticked() -> None:
    async def walk() -> tuple[dict[str, str], list[str], bool]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/roles")
        state = await tab.state(RolesState)
        await tab.call(RolesState.open_role, state, str(people.role_id(who.merchant_id, "tech_service")))
        line = next(line for line in state.matrix if line["subject"] == "orders")
        return line, [mask["on"] for mask in state.masks], state.fixed

    assert asyncio.run(walk()) == (
        {
            "subject": "orders",
            "label": "Siparişler",
            "read": "1",
            "write": "0",
            "delete": "0",
            "approve": "0",
        },
        ["1"] * 5,
        False,
    )


def test_a_taken_name_keeps_the_form_open_with_the_reason() -> None:
    async def walk() -> tuple[bool, str]:
        tab = tabs.Tab(tabs.person(), "/settings/roles")
        state = await tab.state(RolesState)
        await tab.call(RolesState.new_role, state)
        await tab.call(RolesState.save, state, {"name": "Operatör", "stock.read": "on"})
        return state.is_open, state.fault

    assert asyncio.run(walk()) == (True, "Bu adda bir rol var; başka bir ad verin.")
