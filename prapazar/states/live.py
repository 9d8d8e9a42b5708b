"""News while a screen is open: the bell, toasts and "look again", from Redis to this process's own tabs."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
import structlog
from redis import asyncio as aredis
from redis.exceptions import RedisError
from reflex.app import App
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event, EventType

from prapazar.domain.access import queries as access
from prapazar.domain.access import sessions
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.messaging import queries as messaging
from prapazar.foundation import db, live, routes
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from prapazar.states import burst, tabs, toast
from prapazar.states.burst import Burst
from prapazar.states.policy import allow
from prapazar.states.session import SessionState, in_thread, rights, session_key, session_row
from prapazar.states.tabs import Tab

log = structlog.get_logger(__name__)
_RETRY_SECONDS = 1.0
TICK_SECONDS = 0.25
"""A burst of notifications moves bell and toast of a tab at most so often."""
_bursts: dict[str, Burst] = {}
"""By merchant, while they last."""
_AT_HOME = "dashboard.read"
_RIGHTS = "access.changed"
"""Somebody may do more or less than before: a page made of what one may see looks again."""


class NotifState(rx.State):
    """The bell. The truth is in the database and is read again on every load."""

    unread: int = 0

    @rx.event
    @allow("*")
    async def register(self) -> EventType[()] | None:
        """Second of every page's `on_load`: from now on this tab hears the news."""
        row = await session_row(self.router_data)
        if row is None:
            return None
        tab = Tab(
            token=self.router.session.client_token,
            user_id=str(row.user_id),
            merchant_id=str(row.merchant_id or ""),
            key=session_key(self.router_data),
            permissions=row.permissions,
            locale=row.locale,
            route=self.router.route_id,
            sight=(row.masks, row.stores),
            supplier_id=row.supplier_id,
        )
        tabs.enter(tab)
        if row.merchant_id is not None:
            self.unread = await in_thread(_unread, access.scope_of(row))
        # What changed between the drawing of the menus and here was told to nobody.
        row, drawn = await session_row(self.router_data), await self.get_state(SessionState)
        if row is None or drawn.can == rights(row):
            return None
        tab.permissions = row.permissions
        return SessionState.load

    @rx.event
    @allow("*")
    async def poke(self) -> list[EventType[()]]:
        """Sent back by the browser that was told to look again: so it passes the guard, in the right tab."""
        return tabs.take_due(self.router.session.client_token)


async def listen(app: App) -> None:
    """A lifespan task of each web process; what is lost while reconnecting, the next load shows."""
    address = settings().redis_url
    is_lost = False
    while address is not None:
        try:
            async with aredis.from_url(address, decode_responses=True) as client, client.pubsub() as channel:
                await channel.subscribe(live.CHANNEL)
                if is_lost:
                    is_lost = False
                    log.info("live events: connected again")
                async for message in channel.listen():
                    if message["type"] == "message":
                        await _deliver_safely(app, message["data"])
        except (RedisError, OSError):
            if not is_lost:
                is_lost = True
                log.warning("live events: connection lost", exc_info=True)
            await asyncio.sleep(_RETRY_SECONDS)


async def _deliver_safely(app: App, data: str) -> None:
    """One broken message must not end the listener."""
    try:
        await deliver(app, json.loads(data))
    except Exception:
        log.exception("live event not delivered")


async def deliver(app: App, event: Mapping[str, Any]) -> None:
    kind, merchant = str(event["kind"]), str(event.get("merchant", ""))
    if kind == _RIGHTS:
        await _rights_changed(app, event)
    elif kind == "notifications.new":
        _burst(app, merchant).add(event)
    elif kind == "notifications.read":
        _burst(app, merchant).read_by(str(event.get("user", "")))
    for tab in tabs.watching(kind, merchant) if kind != _RIGHTS else ():
        await tabs.look_again(app, tab, kind, _poke())


def _burst(app: App, merchant: str) -> Burst:
    """The one that is going on, or a new one, which is told at once."""
    found = _bursts.get(merchant)
    if found is None:
        found = _bursts[merchant] = Burst()
        tabs.in_background(_ring(app, merchant, found))
    return found


async def _ring(app: App, merchant: str, news: Burst) -> None:
    """Tick by tick until it is calm; slower where telling takes long, so that ticks never pile up."""
    try:
        while news.has_news:
            begun = time.monotonic()
            try:
                await _tell(app, merchant, news)
            except Exception:
                log.exception("notifications not shown")
            took = time.monotonic() - begun
            await asyncio.sleep(max(TICK_SECONDS - took, took))
    finally:
        del _bursts[merchant]


async def _tell(app: App, merchant: str, news: Burst) -> None:
    """One bell and one toast for each tab, one question to the database for all of them."""
    fresh, readers = news.take()
    here = tabs.of_merchant(merchant)
    hearing = {tab.token for tab in here if any(line.audience.has(tab) for line in fresh)}
    told = [tab for tab in here if tab.token in hearing or tab.user_id in readers]
    if not told:
        return
    counts = await in_thread(_unread_of, merchant, {tab.user_id for tab in told})

    def update(tab: Tab) -> StateUpdate:
        bell = _bell(tab, counts)
        if tab.token not in hearing:
            return StateUpdate(delta=bell)
        return StateUpdate(
            delta={**bell, **burst.spoken(news.lines_of(tab), tab.locale, news.key, tab.sight[0])}
        )

    await tabs.send_all(app, told, update)


async def _rights_changed(app: App, event: Mapping[str, Any]) -> None:
    """Logged out, suspended, another role, merchant or place: the tab leaves, or draws its menus again."""
    sessions.forget_all()
    user, merchant = str(event.get("user", "")), str(event.get("merchant", ""))
    concerned = tabs.of_user(user) if user else tabs.of_merchant(merchant)
    keys = list({tab.key for tab in concerned})
    found = await asyncio.gather(*(in_thread(sessions.load, key) for key in keys))
    rows = dict(zip(keys, found, strict=True))
    for tab in concerned:
        row = rows[tab.key]
        if row is None:
            await tabs.send(app, tab, toast.leave())
        elif (str(row.user_id), str(row.merchant_id or "")) != (tab.user_id, tab.merchant_id):
            await tabs.send(app, tab, toast.leave(routes.HOME))
        else:
            await _redraw(app, tab, row)


async def _redraw(app: App, tab: Tab, row: SessionRow) -> None:
    """New menus; where the page itself is closed now, or shows what may not be seen any more, the tab leaves it."""
    tab.permissions, tab.locale = row.permissions, row.locale
    if row.must_enroll:
        await tabs.send(app, tab, toast.leave(routes.FACTOR))
    elif not tabs.may_stay(tab) or _has_other_sight(tab, row):
        await tabs.send(app, tab, toast.leave(routes.HOME if tab.can(_AT_HOME) else routes.PROFILE))
    else:
        await tabs.send(app, tab, StateUpdate(events=Event.from_event_type(SessionState.load)))
        if tabs.watches(tab, _RIGHTS):
            await tabs.look_again(app, tab, _RIGHTS, _poke())


def _has_other_sight(tab: Tab, row: SessionRow) -> bool:
    return tab.sight != (row.masks, row.stores) or tab.supplier_id != row.supplier_id


def _bell(tab: Tab, counts: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    return {NotifState.get_full_name(): {"unread" + FIELD_MARKER: counts.get(tab.user_id, 0)}}


def _poke() -> Event:
    return Event.from_event_type(NotifState.poke)[0]


def _unread(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return messaging.unread_count(session, scope)


def _unread_of(merchant: str, users: set[str]) -> dict[str, int]:
    scope = system_scope(UUID(merchant))
    with db.transaction(scope) as session:
        found = messaging.unread_counts(session, scope, [UUID(one) for one in users])
    return {str(user): count for user, count in found.items()}
