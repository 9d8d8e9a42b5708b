"""One's own account."""

import asyncio

import pytest

from prapazar.domain.access import queries
from prapazar.foundation import db
from prapazar.states.profile import ProfileState
from prapazar.states.toast import ToastState
from tests.factories import people, tabs

pytestmark = pytest.mark.usefixtures("database")
_OLD = people.PASSWORD


async def _change(old: str, new: str) -> tuple[dict[str, str], str, bool]:
    """The faults shown, where the tab is led, and whether the session lives on."""
    who = tabs.person()
    tab = tabs.Tab(who, "/settings/profile")
    state = await tab.state(ProfileState)
    await tab.call(ProfileState.change_password, state, {"old": old, "new": new})
    bridge = await tab.state(ToastState)
    with db.system_transaction() as session:
        return state.faults, bridge.t.get("text", ""), queries.session_by_key(session, who.key) is not None


def test_change_password_ends_all_sessions() -> None:
    found = asyncio.run(_change(_OLD, "yesil-Kaplumbaga-7"))

    assert found == ({"old": "", "new": "", "name": ""}, "/login?notice=password_changed", False)


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("wrong", "yesil-Kaplumbaga-7", {"old": "Şimdiki parola yanlış.", "new": ""}),
        (_OLD, "kisa", {"old": "", "new": "Parola en az 10 karakter olmalı."}),
    ],
)
def test_change_password_says_what_is_wrong_and_keeps_the_session(
    old: str, new: str, faults: dict[str, str]
) -> None:
    assert asyncio.run(_change(old, new)) == ({**faults, "name": ""}, "", True)
