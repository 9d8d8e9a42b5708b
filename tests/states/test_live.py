"""News to open tabs: who hears what, and what the tab is told."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from reflex.app import App
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from structlog.testing import capture_logs

from prapazar.domain.access import actions, sessions
from prapazar.domain.messaging import actions as messaging
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings
from prapazar.states import live, tabs, toast
from prapazar.states.live import NotifState
from prapazar.states.orders import OrdersState
from prapazar.states.tabs import Tab
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Sockets:
    """Stands where Reflex keeps its sockets; `mine` are those of this process."""

    mine: set[str] = field(default_factory=set)
    sent: list[tuple[str, StateUpdate]] = field(default_factory=list)
    instance_id: str = "here"

    @property
    def _token_manager(self) -> "Sockets":
        return self

    @property
    def token_to_socket(self) -> dict[str, "Sockets"]:
        return dict.fromkeys(self.mine, self)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        self.sent.append((token, update))

    def toasts(self, token: str) -> list[tuple[str, str]]:
        name = toast.ToastState.get_full_name()
        found = [
            update.delta[name]["t" + FIELD_MARKER]
            for to, update in self.sent
            if to == token and name in update.delta
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
    monkeypatch.setattr(tabs, "_open", {})
    monkeypatch.setattr(tabs, "_watched", {})
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

    asyncio.run(main())


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
        await asyncio.gather(*tabs._running)  # noqa: SLF001 - until the calm after the burst

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
