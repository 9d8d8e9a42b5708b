"""The guard at the door of every event: nothing runs that did not say who may run it."""

import time
from collections import OrderedDict
from typing import Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from reflex.app import App
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext

from prapazar.domain.access.queries import SessionRow
from prapazar.foundation import routes
from prapazar.foundation.texts import say
from prapazar.states import toast
from prapazar.states.policy import ANYONE_INSIDE, PUBLIC, is_internal, policy_of
from prapazar.states.policy import allow as allow
from prapazar.states.session import session_row

log = structlog.get_logger(__name__)
_MOST_BUCKETS = 20_000
_ONE_REFUSAL = 2.0
"""Seconds within which refusals are one message."""


class OwnerState(rx.State):
    """Whose tab this is. No handlers; names with _ never travel to the browser."""

    _owner: str = ""
    """First person of this tab's token."""
    _merchant: str = ""


class Buckets:
    """A token bucket per key: `burst` at once, then `per_second`."""

    def __init__(self, *, burst: float, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, at: float) -> bool:
        level, before = self._kept.pop(key, (self._burst, at))
        level = min(self._burst, level + (at - before) * self._per_second)
        granted = level >= 1
        self._kept[key] = (level - 1 if granted else level, at)
        while len(self._kept) > _MOST_BUCKETS:
            self._kept.popitem(last=False)
        return granted


class Guard(Middleware):
    def __init__(self) -> None:
        # Scanners that keep their codes and hand them over at once send dozens within a second.
        self._tabs = Buckets(burst=200, per_second=50)
        self._people = Buckets(burst=2000, per_second=200)  # many tabs may open at once after a restart
        self._told_at: dict[str, float] = {}

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002 - Reflex's signature
        router_data = state.router_data or {}
        row = await session_row(router_data)
        owner = await state.get_state(OwnerState)
        refusal = (
            _wrong_tab(owner, row) or self._flood(router_data, row) or _forbidden(event, row, router_data)
        )
        if refusal is not None:
            return StateUpdate() if event.name.endswith(".handle_frontend_exception") else refusal
        if row is not None and not owner._owner:  # noqa: SLF001 - the guard's own state
            owner._owner, owner._merchant = str(row.user_id), str(row.merchant_id or "")  # noqa: SLF001 - as above
        return None

    def _flood(self, router_data: dict[str, Any], row: SessionRow | None) -> StateUpdate | None:
        if EventContext.get().parent_txid is not None:
            return None  # The browser sent the first of a chain alone; a page's loading is never dropped half way.
        tab, at = str(router_data.get("token", "")), time.monotonic()
        if self._tabs.take(tab, at) and (row is None or self._people.take(str(row.user_id), at)):
            return None
        if at - self._told_at.get(tab, 0.0) < 1:
            return StateUpdate()
        self._told_at = {key: told for key, told in self._told_at.items() if at - told < 1} | {tab: at}
        log.warning("events dropped: too many from one tab or person")
        return StateUpdate(delta=toast.delta("warning", say(_locale(row), "errors.too_fast")))


def _wrong_tab(owner: OwnerState, row: SessionRow | None) -> StateUpdate | None:
    """Logged out, another person on this tab or in their place, a stolen tab token, another merchant elsewhere."""
    if not owner._owner:  # noqa: SLF001 - the guard's own state
        return None
    if row is None:
        return toast.leave()
    if owner._owner != str(row.user_id):  # noqa: SLF001 - as above
        return toast.leave(routes.HOME)
    if owner._merchant != str(row.merchant_id or ""):  # noqa: SLF001 - as above
        return toast.leave(routes.HOME)
    return None


def _forbidden(event: Event, row: SessionRow | None, router_data: dict[str, Any]) -> StateUpdate | None:
    policy = policy_of(event.name)
    if policy is None:
        log.warning("event refused: no handler of ours, or without a policy", event_name=event.name[:200])
        return _no(row)
    if PUBLIC in policy or is_internal(event.name):
        return None
    if row is None:
        return toast.leave(_log_in_from(router_data))
    if all(p == ANYONE_INSIDE or p in row.permissions or "*" in row.permissions for p in policy):
        return None
    if row.must_enroll:
        return toast.leave(routes.FACTOR)
    return _no(row)


def _no(row: SessionRow | None) -> StateUpdate:
    """A screen loads several things at once: being refused all of them is said once, and the next click anew."""
    said, moment = say(_locale(row), "errors.permission_denied"), int(time.monotonic() / _ONE_REFUSAL)
    return StateUpdate(delta=toast.delta("error", said, group=f"refused:{moment}"))


def _locale(row: SessionRow | None) -> str:
    return row.locale if row else "tr"


def _log_in_from(router_data: dict[str, Any]) -> str:
    """The log-in page that leads back here; the API checks `next` again, the path comes from the browser."""
    path = str(router_data.get("asPath") or router_data.get("pathname") or "")
    known = path.startswith("/") and not path.startswith(("//", routes.LOGIN)) and path != routes.HOME
    return f"{routes.LOGIN}?{urlencode({'next': path[:300]})}" if known else routes.LOGIN
