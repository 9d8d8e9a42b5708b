"""News to open tabs: who hears what, and what the tab is told."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from reflex.app import App
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from structlog.testing import capture_logs

from prapazar.domain.access import actions, features, queries, sessions
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging import personal
from prapazar.domain.messaging import queries as queries_of_bells
from prapazar.domain.messaging.personal import Note
from prapazar.domain.messaging.rules import Choice
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings
from prapazar.states import live, tabs, toast
from prapazar.states.live import NotifState
from prapazar.states.orders import OrdersState
from prapazar.states.session import SessionState
from prapazar.states.tabs import Tab
from tests.factories import people
from tests.factories.people import Member
from tests.factories.tabs import Tab as BrowserTab
from tests.factories.tabs import person

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Sockets:
    """Stands where Reflex keeps its sockets; `mine` are those of this process."""

    mine: set[str] = field(default_factory=set)
    sent: list[tuple[str, StateUpdate]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    instance_id: str = "here"

    @property
    def _token_manager(self) -> "Sockets":
        return self

    @property
    def token_to_socket(self) -> dict[str, "Sockets"]:
        return dict.fromkeys(self.mine, self)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        if token in self.broken:
            raise OSError
        if token in self.stuck:
            await asyncio.Event().wait()
        self.sent.append((token, update))

    def toasts(self, token: str) -> list[tuple[str, str]]:
        name = toast.ToastState.get_full_name()
        found = [
            said for to, update in self.sent if to == token for said in update.delta.get(name, {}).values()
        ]
        return [(one["level"], one["text"]) for one in found]

    def unread(self, token: str) -> list[int]:
        name = NotifState.get_full_name()
        return [
            update.delta[name]["unread" + FIELD_MARKER]
            for to, update in self.sent
            if to == token and name in update.delta
        ]

    def events(self, token: str) -> list[str]:
        return [
            event.name.rpartition(".")[2]
            for to, update in self.sent
            if to == token
            for event in update.events
        ]


@dataclass
class FakeApp:
    event_namespace: Sockets


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sockets]:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.0)
    monkeypatch.setattr(tabs, "_open", {})
    monkeypatch.setattr(tabs, "_watched", {})
    monkeypatch.setattr(tabs, "_needed", {})
    tabs.watch("/orders", {"orders.imported": OrdersState.news, "orders.changed": OrdersState.news})
    sessions.forget_all()
    yield Sockets()
    sessions.forget_all()


def _open(sockets: Sockets, who: Member, token: str, route: str = "/orders") -> Tab:
    scope = who.scope
    tab = Tab(
        token=token,
        user_id=str(who.user_id),
        merchant_id=str(scope.merchant_id),
        key=who.key,
        permissions=scope.permissions,
        locale=scope.locale,
        route=route,
    )
    tabs.enter(tab)
    sockets.mine.add(token)
    return tab


def _deliver(sockets: Sockets, *events: dict[str, Any]) -> None:
    async def main() -> None:
        for event in events:
            await live.deliver(cast("App", FakeApp(sockets)), event)
        await _calm()

    asyncio.run(main())


async def _calm() -> None:
    """Until what was begun in the background is done."""
    while tabs._running:  # noqa: SLF001 - nothing else says so
        await asyncio.gather(*tabs._running)  # noqa: SLF001 - as above


def test_only_tabs_of_the_merchant_that_show_it_look_again(sockets: Sockets) -> None:
    here, there = people.member(people.merchant("Anadolu")), people.member(people.merchant("Ege"))
    _open(sockets, here, "orders")
    _open(sockets, here, "stock", "/stock")
    _open(sockets, there, "other merchant")

    _deliver(sockets, {"kind": "orders.imported", "merchant": str(here.merchant_id), "count": 3})

    assert [
        (token, [event.name.rpartition(".")[2] for event in update.events]) for token, update in sockets.sent
    ] == [("orders", ["poke"])]


def test_poke_gives_each_handler_once(sockets: Sockets) -> None:
    who = people.member(people.merchant())
    _open(sockets, who, "orders")
    merchant = str(who.merchant_id)

    _deliver(
        sockets, *({"kind": kind, "merchant": merchant} for kind in ("orders.imported", "orders.changed"))
    )

    assert (tabs.take_due("orders"), tabs.take_due("orders")) == ([OrdersState.news], [])


def test_a_burst_pokes_once_at_once_and_once_after(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    who = people.member(people.merchant())
    _open(sockets, who, "orders")
    monkeypatch.setattr(tabs, "LOOK_AGAIN_SECONDS", 0.05)
    event = {"kind": "orders.imported", "merchant": str(who.merchant_id)}

    async def main() -> None:
        for _ in range(50):
            await live.deliver(cast("App", FakeApp(sockets)), event)
        await _calm()

    asyncio.run(main())

    assert sockets.events("orders") == ["poke", "poke"]


def test_a_notification_reaches_those_who_may_see_it_in_their_words(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id), people.member(merchant_id, "supplier")
    _open(sockets, boss, "boss")
    _open(sockets, clerk, "clerk")
    with db.transaction(system_scope(merchant_id)) as session:
        messaging.notify(
            session,
            system_scope(merchant_id),
            "orders.parked",
            permission="repairs.read",
            level="warning",
            values={"channel": "Trendyol"},
        )
        told = session.info["live_events"][0]

    _deliver(sockets, told)

    assert (sockets.toasts("boss"), sockets.unread("boss")) == (
        [("warning", "Trendyol: okunamayan sipariş onarım bekliyor")],
        [1],
    )
    assert [token for token, _update in sockets.sent] == ["boss"]


def test_a_note_to_one_person_reaches_no_colleague(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    boss, helper = (people.member(merchant_id, role) for role in ("admin", "operator"))
    _open(sockets, boss, "boss")
    _open(sockets, helper, "helper")
    scope = system_scope(merchant_id)
    with db.transaction(scope) as session:
        personal.notify(session, scope, [Note(helper.user_id, "tasks.assigned", {"title": "Say"}, "/tasks")])
        told = session.info["live_events"][0]

    _deliver(sockets, told)

    assert sockets.toasts("helper") == [("info", "Size bir görev verildi: Say")]
    assert ([token for token, _update in sockets.sent], sockets.unread("helper")) == (["helper"], [1])


def test_a_notification_rings_for_those_it_is_for_and_who_want_to_hear_it(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id), people.member(merchant_id, "integrator")
    _open(sockets, boss, "boss")
    _open(sockets, clerk, "clerk")
    with db.transaction(boss.scope) as session:
        messaging.choose(session, boss.scope, Choice(rules={"channels": {"in_app": "off"}}))
    scope = system_scope(merchant_id)
    with db.transaction(scope) as session:
        messaging.notify(session, scope, "channels.failed", permission="channels.read", level="error")
        messaging.notify(session, scope, "orders.new", permission="*", level="success", people=[boss.user_id])
        events = list(session.info["live_events"])

    _deliver(sockets, *events)

    assert sockets.toasts("clerk") == [("error", ": kanal çağrısı başarısız")]
    assert sockets.toasts("boss") == [("success", ": yeni sipariş ")]


def test_a_tab_whose_socket_another_process_holds_is_left_to_it(sockets: Sockets) -> None:
    who = people.member(people.merchant())
    _open(sockets, who, "orders")
    sockets.mine.clear()

    _deliver(sockets, {"kind": "orders.imported", "merchant": str(who.merchant_id)})

    assert (sockets.sent, tabs.of_user(str(who.user_id))) == ([], [])


def _log_out(who: Member) -> str:
    with db.system_transaction() as session:
        actions.log_out_everywhere(session, who.user_id)
    return "/login"


def _nothing(_who: Member) -> str:
    return ""


@pytest.mark.parametrize("step", [_log_out, _nothing])
def test_changed_rights_send_the_tab_away_or_draw_it_again(
    sockets: Sockets, step: Callable[[Member], str]
) -> None:
    who = people.member(people.merchant())
    _open(sockets, who, "tab")

    led_to = step(who)
    _deliver(sockets, {"kind": "access.changed", "merchant": "", "user": str(who.user_id)})

    expected = ([("leave", led_to)], []) if led_to else ([], ["load"])
    assert (sockets.toasts("tab"), sockets.events("tab")) == expected


def test_a_switched_merchant_restarts_all_tabs_of_the_session(sockets: Sockets) -> None:
    first, second = people.merchant("Anadolu"), people.merchant("Ege")
    who = people.member(first, is_super_admin=True)
    _open(sockets, who, "one")
    _open(sockets, who, "two")

    with db.system_transaction() as session:
        actions.switch_merchant(session, who.key, second)
    _deliver(sockets, {"kind": "access.changed", "merchant": "", "user": str(who.user_id)})

    assert (sockets.toasts("one"), sockets.toasts("two")) == ([("leave", "/")], [("leave", "/")])


def test_lost_redis_is_logged_once_however_often_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    tried: list[float] = []

    async def pause(seconds: float) -> None:
        tried.append(seconds)
        if len(tried) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(live, "asyncio", SimpleNamespace(sleep=pause))
    with capture_logs() as logged, pytest.raises(asyncio.CancelledError):
        asyncio.run(live.listen(cast("App", None)))
    settings.cache_clear()

    assert len(tried) == 3
    assert [line["event"] for line in logged] == ["live events: connection lost"]


def _left_for(sockets: Sockets, token: str) -> list[str]:
    return [text for level, text in sockets.toasts(token) if level == "leave"]


def test_a_page_that_is_closed_to_somebody_is_left_and_others_are_drawn_again(sockets: Sockets) -> None:
    tabs.guarded("/returns", "claims.read")
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id, is_super_admin=True), people.member(merchant_id, "operator")
    _open(sockets, clerk, "returns", "/returns")
    _open(sockets, clerk, "orders")

    with db.transaction(boss.scope) as session:
        role_id = people.role_id(merchant_id, "operator")
        features.switch(session, boss.scope, "returns", role_id, is_on=False)
    _deliver(sockets, {"kind": "access.changed", "merchant": str(merchant_id)})

    assert (_left_for(sockets, "returns"), sockets.events("returns")) == (["/"], [])
    assert (_left_for(sockets, "orders"), sockets.events("orders")) == ([], ["load"])


def test_menus_drawn_before_a_right_changed_are_drawn_again_when_the_tab_is_entered(
    sockets: Sockets,
) -> None:
    clerk = person("operator")
    role_id = people.role_id(clerk.merchant_id, "operator")

    async def main() -> list[object]:
        browser = BrowserTab(clerk, "/orders")
        drawn, bell = await browser.state(SessionState), await browser.state(NotifState)
        await browser.call(SessionState.load, drawn)
        unchanged = await browser.call(NotifState.register, bell)
        with db.transaction(clerk.scope) as session:
            features.switch(session, clerk.scope, "returns", role_id, is_on=False)
        sessions.forget_all()
        changed = await browser.call(NotifState.register, bell)
        return [unchanged, changed]

    assert asyncio.run(main()) == [None, SessionState.load]


def test_a_tab_that_shows_hidden_stores_or_fields_is_left(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    clerk = people.member(merchant_id, "operator")
    role_id = people.role_id(merchant_id, "operator")
    _open(sockets, clerk, "orders")

    scope = system_scope(merchant_id)
    with db.transaction(scope) as session:
        actions.save_role(
            session,
            scope,
            role_id=role_id,
            name="Operatör",
            permissions=["orders.read", "dashboard.read"],
            stores=[],
        )
    _deliver(sockets, {"kind": "access.changed", "merchant": str(merchant_id)})

    assert _left_for(sockets, "orders") == ["/"]


def test_who_must_set_up_a_second_factor_is_led_there(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    clerk = people.member(merchant_id, "operator")
    _open(sockets, clerk, "orders")

    with db.transaction(system_scope(merchant_id)) as session:
        role_id = people.role_id(merchant_id, "operator")
        actions.require_factor(session, system_scope(merchant_id), role_id, is_needed=True)
    _deliver(sockets, {"kind": "access.changed", "merchant": str(merchant_id)})

    assert _left_for(sockets, "orders") == ["/settings/second-factor"]


def test_a_tab_whose_session_stands_in_another_place_begins_anew(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id, is_super_admin=True), people.member(merchant_id, "operator")
    _open(sockets, boss, "boss")
    _open(sockets, clerk, "clerk")
    with db.system_transaction() as session:
        row = queries.session_by_key(session, boss.key)
        assert row is not None
        actions.begin_impersonation(session, row, clerk.user_id)

    _deliver(sockets, {"kind": "access.changed", "merchant": "", "user": str(boss.user_id)})

    assert (_left_for(sockets, "boss"), _left_for(sockets, "clerk")) == (["/"], [])


def _failures(merchant_id: UUID, count: int) -> list[dict[str, Any]]:
    """As many events, each of a transaction of its own, none like the other in the books."""
    scope, events = system_scope(merchant_id), []
    for number in range(count):
        with db.transaction(scope) as session:
            messaging.notify(
                session,
                scope,
                "channels.failed",
                permission="channels.read",
                level="error",
                group_key=f"failed:{number}",
                values={"channel": f"Mağaza {number % 4}", "code": "connector.unavailable"},
            )
            events += session.info["live_events"]
    return events


def test_a_burst_is_one_bell_and_one_toast_a_tick_and_exact_in_the_end(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id)
    for token in ("one", "two"):
        _open(sockets, boss, token)
    asked: list[object] = []
    counts = queries_of_bells.unread_counts

    def counting(*given: Any) -> dict[UUID, int]:  # noqa: ANN401 - handed on as they come
        asked.append(given)
        return counts(*given)

    monkeypatch.setattr(queries_of_bells, "unread_counts", counting)

    _deliver(sockets, *_failures(merchant_id, 40))

    said = ("error", "Kanala ulaşılamıyor · 40 kez")
    assert [(sockets.unread(token)[-1], sockets.toasts(token)[-1]) for token in ("one", "two")] == [
        (40, said)
    ] * 2
    assert (len(asked), len(sockets.sent)) == (1, 2)


def test_a_tab_whose_socket_is_broken_keeps_no_other_from_hearing(sockets: Sockets) -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id)
    for token in ("broken", "well"):
        _open(sockets, boss, token)
    sockets.broken.add("broken")

    _deliver(sockets, *_failures(merchant_id, 1))

    assert (sockets.unread("broken"), sockets.unread("well")) == ([], [1])


def test_a_tab_that_takes_nothing_is_given_up(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "SLOW_SECONDS", 0.01)
    merchant_id = people.merchant()
    boss = people.member(merchant_id)
    for token in ("stuck", "well"):
        _open(sockets, boss, token)
    sockets.stuck.add("stuck")

    _deliver(sockets, *_failures(merchant_id, 1))

    assert (sockets.unread("stuck"), sockets.unread("well")) == ([], [1])
