"""The users screen, as a logged-in person's tab walks it."""

import asyncio
import shutil

import pytest

from prapazar.foundation.settings import settings
from prapazar.states.toast import ToastState
from prapazar.states.users import UsersState
from tests.factories import people, supplying, tabs

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _clean_letters() -> None:
    shutil.rmtree(settings().data_dir / "outgoing-mail", ignore_errors=True)


def _letters() -> int:
    folder = settings().data_dir / "outgoing-mail"
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_invite_mails_a_link_and_shows_the_person_waiting() -> None:
    async def walk() -> tuple[list[tuple[str, str]], bool, str]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/users")
        state = await tab.state(UsersState)
        role = str(people.role_id(who.merchant_id, "operator"))
        await tab.call(UsersState.invite, state, {"email": "mehmet@example.com", "role": role})
        bridge = await tab.state(ToastState)
        return [(row["email"], row["state"]) for row in state.rows], state.invite_open, bridge.t["level"]

    rows, is_open, level = asyncio.run(walk())

    assert (rows[1], is_open, level, _letters()) == (("mehmet@example.com", "waiting"), False, "success", 1)


@pytest.mark.parametrize(
    ("email", "role", "field"), [("not an address", "operator", "email"), ("m@example.com", "", "role")]
)
def test_invite_says_at_the_field_what_is_wrong(email: str, role: str, field: str) -> None:
    async def walk() -> tuple[list[str], int]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/users")
        state = await tab.state(UsersState)
        values = {"email": email, "role": str(people.role_id(who.merchant_id, role)) if role else "nonsense"}
        await tab.call(UsersState.invite, state, values)
        return [name for name, fault in state.faults.items() if fault], len(state.rows)

    faults, shown = asyncio.run(walk())

    assert (faults, shown, _letters()) == ([field], 0, 0)


def test_set_role_changes_what_the_person_may_do() -> None:
    async def walk() -> tuple[str, bool]:
        who = tabs.person()
        clerk = people.member(who.merchant_id, "operator")
        tab = tabs.Tab(who, "/settings/users")
        state = await tab.state(UsersState)
        role = str(people.role_id(who.merchant_id, "support_rep"))
        await tab.call(UsersState.set_role, state, str(clerk.user_id), role)
        shown = next(row["role"] for row in state.rows if row["id"] == str(clerk.user_id))
        return shown, clerk.scope.can("stock.write")

    assert asyncio.run(walk()) == ("Destek temsilcisi", False)


@pytest.mark.parametrize("forged", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_forged_ids_change_nothing(forged: str) -> None:
    async def walk() -> tuple[str, list[str]]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/users")
        state = await tab.state(UsersState)
        await tab.call(UsersState.set_role, state, forged, forged)
        return (await tab.state(ToastState)).t["level"], [row["role"] for row in state.rows]

    assert asyncio.run(walk()) == ("error", ["Yönetici"])


def test_set_supplier_binds_who_holds_the_role_and_says_who_sees_nothing_before() -> None:
    async def walk() -> list[tuple[str, str]]:
        who = tabs.person()
        worker = people.member(who.merchant_id, "supplier")
        made = supplying.supplied(who.scope)
        tab = tabs.Tab(who, "/settings/users")
        state = await tab.state(UsersState)
        await tab.call(UsersState.load, state)
        seen = [_bound(state, worker.email)]
        for supplier in (str(made.ours), ""):
            await tab.call(UsersState.set_supplier, state, str(worker.user_id), supplier)
            seen.append(_bound(state, worker.email))
        return seen

    assert asyncio.run(walk()) == [("", "1"), ("Ege Toptan", ""), ("", "1")]


def _bound(state: UsersState, email: str) -> tuple[str, str]:
    return next((row["supplier"], row["unbound"]) for row in state.rows if row["email"] == email)
