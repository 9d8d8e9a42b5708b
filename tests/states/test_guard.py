"""The guard, attacked the way a browser's console or a foreign client would."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast
from uuid import uuid4

import pytest
import reflex as rx
from reflex.app import EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event, EventHandler
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

import prapazar.app as web
from prapazar.domain.access import actions, sessions
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from prapazar.states import guard, policy, toast
from prapazar.states.guard import allow
from prapazar.states.session import SessionState, current_scope
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")
_MORE_THAN_A_FLOOD = 300


class TargetState(rx.State):
    """What the attacks aim at."""

    rows: list[str] = []

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.rows = [f"order of {scope.merchant_id}"]

    @rx.event
    @allow("orders.approve", "dashboard.read")
    def both(self) -> None:
        self.rows = ["both"]

    @rx.event
    def forgotten(self) -> None:
        self.rows = ["nobody said who may"]

    def helper(self) -> None:
        self.rows = ["no event at all"]

    @rx.event
    @allow("public")
    def open_to_all(self) -> None:
        self.rows = ["public"]

    @rx.event
    @allow("public")
    def lead_on(self) -> list[rx.event.EventSpec]:
        return [TargetState.open_to_all() for _ in range(_MORE_THAN_A_FLOOD)]


class Browser:
    """One tab: its token, its cookie, and everything the server ever sent to it."""

    def __init__(self, processor: BaseStateEventProcessor, token: str, key: str) -> None:
        self.token, self.key = token, key
        self._processor = processor
        self.seen: list[dict[str, Any]] = []

    async def sends(self, name: str, **payload: object) -> None:
        data = {"pathname": "/elsewhere", "asPath": "/elsewhere", "query": {}, "token": self.token}
        data["headers"] = {"cookie": f"{sessions.COOKIE}={self.key}"}
        future = await self._processor.enqueue(
            self.token, Event(name=name, payload=payload, router_data=data)
        )
        await future.wait_all()

    @property
    def rows(self) -> list[list[str]]:
        return [delta[_TARGET]["rows" + FIELD_MARKER] for delta in self.seen if _has_rows(delta)]

    @property
    def told(self) -> list[str]:
        """Levels of the messages, and where it was sent."""
        name = toast.ToastState.get_full_name()
        found = [one for delta in self.seen for one in delta.get(name, {}).values()]
        shown = {one["k"]: one for one in found if one}  # the bridge shows each key once
        return [one["text"] if one["level"] == "leave" else one["level"] for one in shown.values()]


class Wire:
    """Stands where the sockets are."""

    def __init__(self, tabs: dict[str, Browser]) -> None:
        self._tabs = tabs

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        self._tabs[token].seen.append({**update.delta})


_TARGET = TargetState.get_full_name()


def _has_rows(delta: dict[str, Any]) -> bool:
    return bool(delta.get(_TARGET, {}).get("rows" + FIELD_MARKER))


def _name(handler: Callable[..., object]) -> str:
    return format_event_handler(cast("EventHandler", handler))


Attack = Callable[[Callable[..., Browser]], Awaitable[None]]


@pytest.fixture
def attack() -> Iterator[Callable[[Attack], None]]:
    """Runs events through Reflex's real queue with the real guard before it."""

    def run(steps: Attack) -> None:
        async def main() -> None:
            tabs: dict[str, Browser] = {}

            wire = cast("EventNamespace", Wire(tabs))
            processor = BaseStateEventProcessor(middleware=web.app)
            processor.configure(state_manager=StateManagerMemory(), event_namespace=wire)
            with web.app.set_contexts():
                async with processor:

                    def browser(key: str = "", token: str = "") -> Browser:
                        tab = Browser(processor, token or str(uuid4()), key)
                        before = tabs.get(tab.token)
                        tab.seen = before.seen if before else []
                        tabs[tab.token] = tab
                        return tab

                    await steps(browser)

        sessions.forget_all()
        asyncio.run(main())

    yield run
    sessions.forget_all()


def test_every_handler_says_who_may_run_it() -> None:
    names = RegistrationContext.ensure_context().event_handlers
    ours = [name for name in names if not name.endswith(".setvar") and "target_state" not in name]

    assert [name for name in ours if policy.policy_of(name) is None] == []


def test_the_inventory_finds_a_handler_nobody_guarded() -> None:
    assert policy.policy_of(_name(TargetState.forgotten)) is None


def test_what_is_public_is_listed() -> None:
    names = RegistrationContext.ensure_context().event_handlers
    public = {
        name.rpartition(".")[0].rpartition("___")[2] + "." + name.rpartition(".")[2]
        for name in names
        if policy.PUBLIC in (policy.policy_of(name) or ())
        and not policy.is_internal(name)
        and "target_state" not in name
    }

    assert public == {"locale_state.set_locale", "problem_state.tell", "problem_state.leave"}


def test_no_state_sends_a_secret() -> None:
    secret = re.compile(r"passw|secret|api_key|token|cookie|credential", re.IGNORECASE)
    states = RegistrationContext.ensure_context().base_states.values()

    sent = {
        f"{state.__name__}.{name}" for state in states for name in {**state.base_vars, **state.computed_vars}
    }

    assert [one for one in sent if secret.search(one)] == []


def test_a_permitted_person_is_served(attack: Callable[[Attack], None]) -> None:
    who = people.member(people.merchant(), "operator")

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.load))
        assert (tab.rows, tab.told) == ([[f"order of {who.merchant_id}"]], [])

    attack(steps)


@pytest.mark.parametrize("key", ["", "guessed", "x" * 5000, "a; pp_sid=b"])
def test_without_a_session_one_is_led_to_log_in(attack: Callable[[Attack], None], key: str) -> None:
    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(key)
        await tab.sends(_name(TargetState.load))
        assert (tab.rows, tab.told) == ([], ["/login?next=%2Felsewhere"])

    attack(steps)


@pytest.mark.parametrize("handler", ["forgotten", "helper", "setvar"])
def test_unmarked_names_are_refused_to_everybody(attack: Callable[[Attack], None], handler: str) -> None:
    boss = people.member(people.merchant(), is_super_admin=True)
    payload = {"var_name": "rows", "value": ["taken"]} if handler == "setvar" else {}

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(boss.key)
        await tab.sends(f"{_TARGET}.{handler}", **payload)
        assert (tab.rows, tab.told) == ([], ["error"])

    attack(steps)


def test_refusals_of_one_moment_are_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that is not for this person loads several things, each of which is refused."""
    name, groups = toast.ToastState.get_full_name(), []

    for at in (10.0, 11.9, 12.1):
        monkeypatch.setattr(time, "monotonic", lambda at=at: at)
        groups.append(guard._no(None).delta[name]["news" + FIELD_MARKER]["group"])  # noqa: SLF001 - what the guard says

    assert [group == groups[0] for group in groups] == [True, True, False]


def test_private_names_are_no_handlers_at_all() -> None:
    names = RegistrationContext.ensure_context().event_handlers

    assert [name for name in names if name.rpartition(".")[2].startswith("_")] == []


def test_one_of_two_permissions_is_not_enough(attack: Callable[[Attack], None]) -> None:
    who = people.member(people.merchant(), "supplier")  # dashboard.read, not orders.approve

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.both))
        assert (tab.rows, tab.told) == ([], ["error"])

    attack(steps)


def test_a_stolen_tab_is_not_hydrated_for_anybody_else(attack: Callable[[Attack], None]) -> None:
    merchant_id = people.merchant()
    victim, thief = people.member(merchant_id), people.member(merchant_id, "operator")

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(victim.key)
        await tab.sends(_name(TargetState.load))
        for key in ("", thief.key):
            stolen = browser(key, tab.token)
            stolen.seen.clear()
            await stolen.sends(_name(rx.State.hydrate))
            await stolen.sends(_name(TargetState.open_to_all))
            away = "/" if key else "/login"  # whoever is somebody begins anew as themselves
            assert (stolen.rows, stolen.told) == ([], [away, away])

    attack(steps)


def test_a_log_out_elsewhere_ends_the_open_tab(attack: Callable[[Attack], None]) -> None:
    who = people.member(people.merchant())

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.load))
        with db.system_transaction() as session:
            actions.log_out_everywhere(session, who.user_id)
        sessions.forget_all()
        tab.seen.clear()
        await tab.sends(_name(TargetState.load))
        assert (tab.rows, tab.told) == ([], ["/login"])

    attack(steps)


def test_a_permission_taken_away_acts_on_the_open_tab(attack: Callable[[Attack], None]) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id), people.member(merchant_id, "operator")

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(clerk.key)
        await tab.sends(_name(TargetState.load))
        _suspend(boss, clerk)
        tab.seen.clear()
        await tab.sends(_name(TargetState.load))
        assert (tab.rows, tab.told) == ([], ["/"])

    attack(steps)


def test_a_merchant_switch_elsewhere_restarts_the_tab(attack: Callable[[Attack], None]) -> None:
    first, second = people.merchant("Anadolu"), people.merchant("Ege")
    who = people.member(first, is_super_admin=True)

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.load))
        other = browser(who.key)
        await other.sends(_name(SessionState.switch_merchant), merchant_id=str(second))
        tab.seen.clear()
        await tab.sends(_name(TargetState.load))
        assert (other.told, tab.rows, tab.told) == (["/"], [], ["/"])

    attack(steps)


def test_nobody_switches_into_a_strangers_merchant(attack: Callable[[Attack], None]) -> None:
    who, other = people.member(people.merchant("Anadolu")), people.merchant("Ege")

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        for wanted in (str(other), "not an id", ["x"]):
            await tab.sends(_name(SessionState.switch_merchant), merchant_id=wanted)
        assert tab.told == ["error"] * 3

    attack(steps)
    assert who.scope.merchant_id == who.merchant_id


def test_a_flood_is_dropped_and_told_once(
    attack: Callable[[Attack], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = people.member(people.merchant())
    moment = 1000.0
    monkeypatch.setattr("prapazar.states.guard.time.monotonic", lambda: moment)

    async def steps(browser: Callable[..., Browser]) -> None:
        tab, neighbor = browser(who.key), browser(who.key)
        for _ in range(_MORE_THAN_A_FLOOD):
            await tab.sends(_name(TargetState.open_to_all))
        await neighbor.sends(_name(TargetState.load))
        assert (tab.told, len(neighbor.rows)) == (["warning"], 1)

    attack(steps)


def test_what_the_server_chains_itself_is_no_flood(attack: Callable[[Attack], None]) -> None:
    who = people.member(people.merchant())

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.lead_on))
        assert (tab.told, len(tab.rows)) == ([], _MORE_THAN_A_FLOOD)

    attack(steps)


def test_buckets_fill_again() -> None:
    buckets = guard.Buckets(burst=2, per_second=1)

    taken = [buckets.take("tab", at) for at in (0.0, 0.0, 0.0, 1.0, 1.0, 10.0, 10.0, 10.0)]

    assert taken == [True, True, False, True, False, True, True, False]


def _suspend(boss: Member, clerk: Member) -> None:
    with db.system_transaction() as session:
        actions.set_suspended(session, boss.scope, clerk.user_id, is_suspended=True)
    sessions.forget_all()


def test_who_must_set_up_a_second_factor_runs_nothing_else(attack: Callable[[Attack], None]) -> None:
    merchant_id = people.merchant()
    who = people.member(merchant_id, is_super_admin=True)
    scope = system_scope(merchant_id)
    with db.transaction(scope) as session:
        actions.require_factor(session, scope, people.role_id(merchant_id, "admin"), is_needed=True)

    async def steps(browser: Callable[..., Browser]) -> None:
        tab = browser(who.key)
        await tab.sends(_name(TargetState.load))
        assert (tab.rows, tab.told) == ([], ["/settings/second-factor"])

    attack(steps)
