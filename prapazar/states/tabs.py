"""The open tabs of this process, and how something reaches them: no stored state is touched for it."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from reflex.app import App
from reflex.state import StateUpdate
from reflex_base.event import Event, EventType

from prapazar.foundation.scope import Locale

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 0.5
"""A tab that looks again more often than this shows nothing more to a person."""
SLOW_SECONDS = 5.0
"""Longer than this nobody waits for a socket; the tab reads everything again when it comes back."""


@dataclass(slots=True, kw_only=True)
class Tab:
    token: str
    user_id: str
    merchant_id: str
    key: str
    """Of the session cookie, to ask whether it still holds."""
    permissions: frozenset[str]
    locale: Locale
    route: str
    sight: tuple[frozenset[str], frozenset[UUID] | None] = (frozenset(), None)
    """Masks and stores that what stands on the screen was read with."""
    supplier_id: UUID | None = None
    """As `sight`."""
    due: set[str] = field(default_factory=set)
    """Kinds of events it has not looked at yet."""
    told_at: float = 0.0
    waiting: bool = False

    def can(self, permission: str) -> bool:
        return "*" in self.permissions or permission in self.permissions

    def sees_store(self, store: UUID) -> bool:
        return self.sight[1] is None or store in self.sight[1]


_open: dict[str, Tab] = {}
_needed: dict[str, str] = {}
_watched: dict[str, dict[str, list[EventType[()]]]] = {}
_running: set[asyncio.Task[None]] = set()


def enter(tab: Tab) -> None:
    """On every page load and reconnect, so a lost process or socket heals by itself."""
    _open[tab.token] = tab


def leave(token: str) -> None:
    """A tab that is told by its own handler where to go: the news of what it did would lead it elsewhere."""
    _open.pop(token, None)


def watch(route: str, handlers: Mapping[str, EventType[()]]) -> None:
    """Which kinds of events a page looks at, and the handlers that look again; said twice, both look."""
    known = _watched.setdefault(_bare(route), {})
    for kind, handler in handlers.items():
        known.setdefault(kind, []).extend(handler if isinstance(handler, list) else [handler])


def guarded(route: str, permission: str) -> None:
    """What a page takes to be open."""
    _needed[_bare(route)] = permission


def may_stay(tab: Tab) -> bool:
    needed = _needed.get(_bare(tab.route), "*")
    return needed in ("*", "public") or tab.can(needed)


def watching(kind: str, merchant_id: str) -> list[Tab]:
    return [
        tab
        for tab in list(_open.values())
        if tab.merchant_id == merchant_id and kind in _watched.get(_bare(tab.route), {})
    ]


def watches(tab: Tab, kind: str) -> bool:
    """Whether the page of the tab looks again after such an event."""
    return kind in _watched.get(_bare(tab.route), {})


def of_merchant(merchant_id: str) -> list[Tab]:
    return [tab for tab in list(_open.values()) if tab.merchant_id == merchant_id]


def of_user(user_id: str) -> list[Tab]:
    return [tab for tab in list(_open.values()) if tab.user_id == user_id]


def take_due(token: str) -> list[EventType[()]]:
    """The handlers a tab owes itself, each once."""
    tab = _open.get(token)
    if tab is None:
        return []
    handlers = _watched.get(_bare(tab.route), {})
    found = [handler for kind in sorted(tab.due) for handler in handlers.get(kind, [])]
    tab.due.clear()
    return list(dict.fromkeys(found))


async def send(app: App, tab: Tab, update: StateUpdate) -> bool:
    """Only over a socket of this process; a tab without one is forgotten."""
    namespace = app.event_namespace
    if namespace is None:
        return False
    tokens = namespace._token_manager  # noqa: SLF001 - Reflex has no public way to ask whose socket it is
    record = tokens.token_to_socket.get(tab.token)
    if record is None or record.instance_id != tokens.instance_id:
        _open.pop(tab.token, None)
        return False
    await namespace.emit_update(update, tab.token)
    return True


async def send_all(app: App, tabs: Iterable[Tab], update_for: Callable[[Tab], StateUpdate]) -> None:
    """Side by side: a tab that takes nothing any more is given up, and none waits for another."""
    await asyncio.gather(*(_send_in_time(app, tab, update_for(tab)) for tab in tabs))


async def _send_in_time(app: App, tab: Tab, update: StateUpdate) -> None:
    try:
        await asyncio.wait_for(send(app, tab, update), SLOW_SECONDS)
    except Exception:
        log.exception("tab takes no news")


async def look_again(app: App, tab: Tab, kind: str, poke: Event) -> None:
    """At once, and within a burst of events once more when it has calmed down."""
    tab.due.add(kind)
    if tab.waiting:
        return
    rest = tab.told_at + LOOK_AGAIN_SECONDS - time.monotonic()
    if rest <= 0:
        await _poke(app, tab, poke)
        return
    tab.waiting = True
    in_background(_poke_later(app, tab, poke, rest))


def in_background(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)


async def _poke_later(app: App, tab: Tab, poke: Event, seconds: float) -> None:
    await asyncio.sleep(seconds)
    tab.waiting = False
    if _open.get(tab.token) is tab:
        await _poke(app, tab, poke)


async def _poke(app: App, tab: Tab, poke: Event) -> None:
    tab.told_at = time.monotonic()
    await send(app, tab, StateUpdate(events=[poke]))


def _bare(route: str) -> str:
    return route.strip("/")
