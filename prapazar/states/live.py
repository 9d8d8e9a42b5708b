"""News while a screen is open: the bell, toasts and "look again", from Redis to this process's own tabs."""

import asyncio
import json
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
from prapazar.domain.messaging import queries as messaging
from prapazar.foundation import db, live, routes
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say
from prapazar.states import tabs, toast
from prapazar.states.notifications import sentence
from prapazar.states.policy import allow
from prapazar.states.session import SessionState, in_thread, session_key, session_row
from prapazar.states.tabs import Tab

log = structlog.get_logger(__name__)
_RETRY_SECONDS = 1.0


class NotifState(rx.State):
    """The bell. The truth is in the database and is read again on every load."""

    unread: int = 0

    @rx.event
    @allow("*")
    async def register(self) -> None:
        """Second of every page's `on_load`: from now on this tab hears the news."""
        row = await session_row(self.router_data)
        if row is None:
            return
        tabs.enter(
            Tab(
                token=self.router.session.client_token,
                user_id=str(row.user_id),
                merchant_id=str(row.merchant_id or ""),
                key=session_key(self.router_data),
                permissions=row.permissions,
                locale=row.locale,
                route=self.router.route_id,
            )
        )
        if row.merchant_id is not None:
            self.unread = await in_thread(_unread, access.scope_of(row))

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
    if kind == "access.changed":
        await _rights_changed(app, event)
    elif kind == "notifications.new":
        await _notify(app, merchant, event)
    elif kind == "notifications.read":
        readers = [tab for tab in tabs.of_user(str(event.get("user", ""))) if tab.merchant_id == merchant]
        counts = await in_thread(_unread_of_all, merchant) if readers else {}
        await tabs.send_all(app, readers, lambda tab: StateUpdate(delta=_bell(tab, counts)))
    for tab in tabs.watching(kind, merchant):
        await tabs.look_again(app, tab, kind, _poke())


async def _notify(app: App, merchant: str, event: Mapping[str, Any]) -> None:
    told = [tab for tab in tabs.of_merchant(merchant) if tab.can(str(event.get("permission", "*")))]
    if not told:
        return
    counts = await in_thread(_unread_of_all, merchant)
    values = {name.removeprefix("v_"): value for name, value in event.items() if name.startswith("v_")}
    units = int(event.get("units", 1))

    def update(tab: Tab) -> StateUpdate:
        text = sentence(str(event.get("text", "")), values, units, tab.locale)
        link, word = str(event.get("link", "")), say(tab.locale, "words.view")
        shown = toast.delta(_level(event), text, link, word if link else "")
        return StateUpdate(delta={**_bell(tab, counts), **shown})

    await tabs.send_all(app, told, update)


async def _rights_changed(app: App, event: Mapping[str, Any]) -> None:
    """Logged out, suspended, another role or merchant: the tab leaves, or draws its menus again."""
    sessions.forget_all()
    user, merchant = str(event.get("user", "")), str(event.get("merchant", ""))
    concerned = tabs.of_user(user) if user else tabs.of_merchant(merchant)
    keys = {tab.key for tab in concerned}
    rows = {key: await in_thread(sessions.load, key) for key in keys}
    for tab in concerned:
        row = rows[tab.key]
        if row is None or str(row.user_id) != tab.user_id:
            await tabs.send(app, tab, toast.leave())
        elif str(row.merchant_id or "") != tab.merchant_id:
            await tabs.send(app, tab, toast.leave(routes.HOME))
        else:
            tab.permissions, tab.locale = row.permissions, row.locale
            await tabs.send(app, tab, StateUpdate(events=Event.from_event_type(SessionState.load)))


def _bell(tab: Tab, counts: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    return {NotifState.get_full_name(): {"unread" + FIELD_MARKER: counts.get(tab.user_id, 0)}}


def _level(event: Mapping[str, Any]) -> toast.Level:
    level = event.get("level")
    return level if level in {"info", "success", "warning", "error"} else "info"


def _poke() -> Event:
    return Event.from_event_type(NotifState.poke)[0]


def _unread(scope: Scope) -> int:
    with db.transaction(scope) as session:
        return messaging.unread_count(session, scope)


def _unread_of_all(merchant: str) -> dict[str, int]:
    scope = system_scope(UUID(merchant))
    with db.transaction(scope) as session:
        return {str(user): count for user, count in messaging.unread_counts(session, scope).items()}
