"""What the frame shows of the person, and the scope other states ask for."""

import asyncio

import pytest

from prapazar.domain.access import queries
from prapazar.foundation import db
from prapazar.states import tabs as open_tabs
from prapazar.states.locale import LocaleState
from prapazar.states.session import LoggedOut, SessionState, current_scope, session_key, session_row
from prapazar.states.toast import ToastState
from tests.factories import people, tabs

pytestmark = pytest.mark.usefixtures("database")


def test_load_shows_the_person_and_what_they_may_open() -> None:
    async def walk() -> tuple[str, str, str, list[str], tuple[bool, bool]]:
        tab = tabs.Tab(tabs.person("operator"), "/orders")
        state = await tab.state(SessionState)
        await tab.call(SessionState.load, state)
        merchants = [one["name"] for one in state.merchants if one["current"] == "1"]
        return (
            state.name,
            state.initials,
            state.role,
            merchants,
            (state.can["orders.write"], state.can["users.read"]),
        )

    assert asyncio.run(walk()) == ("Ayşe Yılmaz", "AY", "Operatör", ["Anadolu"], (True, False))


def test_current_scope_is_that_of_the_session_behind_the_cookie() -> None:
    async def walk() -> tuple[bool, bool]:
        who = tabs.person("tech_service")
        scope = await current_scope(await tabs.Tab(who, "/orders").state(SessionState))
        return scope.merchant_id == who.merchant_id, scope.hides("buyer.phone")

    assert asyncio.run(walk()) == (True, True)


def test_current_scope_without_a_session_is_refused() -> None:
    async def walk() -> None:
        stranger = tabs.Person(people.merchant(), "guessed", tabs.person().scope)
        await current_scope(await tabs.Tab(stranger, "/orders").state(SessionState))

    with pytest.raises(LoggedOut):
        asyncio.run(walk())


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        ("pp_sid=abc; pp_lang=tr", "abc"),
        ("pp_lang=tr", ""),
        ("", ""),
        ("pp_sid=", ""),
        ('pp_sid="a\\"b"', 'a"b'),
    ],
)
def test_session_key_reads_the_cookie_of_the_handshake(cookie: str, key: str) -> None:
    assert session_key({"headers": {"cookie": cookie}}) == key


def test_log_out_ends_the_session_and_leads_away() -> None:
    async def walk() -> tuple[str, str, bool]:
        who = tabs.person()
        tab = tabs.Tab(who, "/orders")
        await tab.call(SessionState.log_out, await tab.state(SessionState))
        bridge = await tab.state(ToastState)
        with db.system_transaction() as session:
            return bridge.t["level"], bridge.t["text"], queries.session_by_key(session, who.key) is None

    assert asyncio.run(walk()) == ("leave", "/login", True)


def test_end_of_standing_in_leads_to_the_people_and_nowhere_else() -> None:
    async def walk() -> tuple[str, str, list[open_tabs.Tab]]:
        who = tabs.person()
        tab = tabs.Tab(who, "/orders")
        state = await tab.state(SessionState)
        row = await session_row(state.router_data)
        assert row is not None
        shown = open_tabs.Tab(
            token=state.router.session.client_token,
            user_id=str(row.user_id),
            merchant_id=str(row.merchant_id),
            key=who.key,
            permissions=row.permissions,
            locale="tr",
            route="/orders",
        )
        open_tabs.enter(shown)
        await tab.call(SessionState.end_impersonation, state)
        bridge = await tab.state(ToastState)
        return bridge.t["level"], bridge.t["text"], open_tabs.of_user(str(row.user_id))

    assert asyncio.run(walk()) == ("leave", "/settings/users", [])


def test_a_chosen_language_stays_with_the_person() -> None:
    async def walk() -> tuple[str, str]:
        who = tabs.person()
        tab = tabs.Tab(who, "/orders")
        state = await tab.state(LocaleState)
        await tab.call(LocaleState.set_locale, state, "en")
        with db.system_transaction() as session:
            row = queries.session_by_key(session, who.key)
        return state.locale, row.locale if row else ""

    assert asyncio.run(walk()) == ("en", "en")
