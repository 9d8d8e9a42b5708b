"""Setting up a second factor on the screen."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta

import pytest

from prapazar.domain.access import queries, totp
from prapazar.domain.access.actions import second_factor
from prapazar.foundation import db
from prapazar.states.second_factor import FactorState
from tests.factories import people, tabs

pytestmark = pytest.mark.usefixtures("database")
_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
_CLEAN = {"password": "", "code": ""}


def _code(typed: str, moment: datetime) -> str:
    return totp.code_at(base64.b32decode(typed.replace(" ", "")), totp.step_at(moment))


def test_set_up_shows_the_secret_until_it_is_proven_and_the_codes_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_factor, "now", lambda: _NOON)

    async def steps() -> list[object]:
        tab = tabs.Tab(tabs.person(), "/settings/second-factor")
        state = await tab.state(FactorState)
        await tab.call(FactorState.begin, state, {"password": people.PASSWORD})
        shown = (state.step, state.side > 0, len(state.typed))
        await tab.call(FactorState.confirm, state, {"code": "000000"})
        wrong = (state.step, state.faults["code"] != "")
        await tab.call(FactorState.confirm, state, {"code": _code(state.typed, _NOON)})
        proven = (state.step, len(state.codes), state.typed, state.drawn, state.is_on)
        await tab.call(FactorState.load, state)
        return [shown, wrong, proven, (state.step, state.codes, state.is_on)]

    assert asyncio.run(steps()) == [
        ("scan", True, 39),
        ("scan", True),
        ("codes", 10, "", "", True),
        ("start", [], True),
    ]


def test_a_wrong_password_begins_nothing() -> None:
    async def steps() -> tuple[str, dict[str, str]]:
        tab = tabs.Tab(tabs.person(), "/settings/second-factor")
        state = await tab.state(FactorState)
        await tab.call(FactorState.begin, state, {"password": "wrong"})
        return state.step, state.faults

    assert asyncio.run(steps()) == ("start", {"password": "Şimdiki parola yanlış.", "code": ""})


def test_switching_off_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [_NOON]
    monkeypatch.setattr(second_factor, "now", lambda: moment[0])

    async def steps() -> list[object]:
        who = tabs.person()
        tab = tabs.Tab(who, "/settings/second-factor")
        state = await tab.state(FactorState)
        await tab.call(FactorState.begin, state, {"password": people.PASSWORD})
        typed = state.typed
        await tab.call(FactorState.confirm, state, {"code": _code(typed, _NOON)})
        moment[0] += timedelta(minutes=1)
        seen: list[object] = []
        for password, code in (
            ("wrong", _code(typed, moment[0])),
            (people.PASSWORD, "1"),
            (people.PASSWORD, _code(typed, moment[0])),
        ):
            await tab.call(FactorState.switch_off, state, {"password": password, "code": code})
            seen.append(([name for name, fault in state.faults.items() if fault], state.is_on))
        with db.system_transaction() as session:
            row = queries.session_by_key(session, who.key)
        return [*seen, row is not None and row.has_factor]

    assert asyncio.run(steps()) == [(["password"], True), (["code"], True), ([], False), False]
