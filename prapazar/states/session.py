"""Who is at this tab: the scope every other state asks for, and what the frame shows of the person."""

import asyncio
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import reflex as rx

from prapazar.domain.access import actions, permissions, queries, sessions
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import own_account
from prapazar.foundation import clock, db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import knows, say
from prapazar.states import tabs
from prapazar.states.policy import allow
from prapazar.states.toast import ToastState

_P = ParamSpec("_P")
_R = TypeVar("_R")


class LoggedOut(Exception):
    """No session stands behind this tab."""

    code = "signed_out"


async def in_thread(function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """The thread bridge: a handler that waits for the database on the loop stops every user."""
    return await asyncio.to_thread(function, *args, **kwargs)


async def current_scope(state: rx.State) -> Scope:
    """Merchant, person, permissions and masks, asked anew for every event."""
    row = await session_row(state.router_data or {})
    if row is None:
        raise LoggedOut
    return queries.scope_of(row)


async def session_row(router_data: dict[str, Any]) -> SessionRow | None:
    """From here on, in this event, times are shown by the person's clock."""
    key = session_key(router_data)
    known, row = sessions.peek(key)
    if not known:
        row = await in_thread(sessions.load, key)
    clock.read_by(row.time_zone if row else "")
    return row


def session_key(router_data: dict[str, Any]) -> str:
    """From the cookie of the websocket's handshake; the browser's scripts never see it."""
    headers = router_data.get("headers") or {}
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(sessions.COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


class SessionState(rx.State):
    """Display values only; nothing is decided by them."""

    logged_in: bool = False
    name: str = ""
    initials: str = ""
    email: str = ""
    theme: str = "system"
    role: str = ""
    merchant: str = ""
    merchants: list[dict[str, str]] = []
    """{id, name, current}; current is "1" for the active one."""
    can: dict[str, bool] = {}
    """Which places and buttons to show, by permission."""
    is_super_admin: bool = False
    photo: str = ""
    """Address of the picture."""
    acting: str = ""
    """Who stands in this person's place."""
    time_zone: str = ""

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """First of every page's `on_load`."""
        row = await session_row(self.router_data)
        if row is None:
            return
        choices = await in_thread(_merchants, row)
        self.logged_in, self.name, self.email = True, row.user_name, row.email
        self.initials = "".join(word[0] for word in row.user_name.split()[:2])
        self.theme, self.merchant = row.theme, row.merchant_name
        seeded = f"role_names.{row.role_key}"
        self.role = say(row.locale, seeded) if knows(seeded) else row.role_name
        self.is_super_admin, self.time_zone = row.is_super_admin, row.time_zone
        self.photo, self.acting = routes.photo(row.user_id, row.photo), row.impersonator_name
        self.merchants = [
            {"id": str(found_id), "name": name, "current": "1" if found_id == row.merchant_id else ""}
            for found_id, name in choices
        ]
        self.can = rights(row)
        if row.must_enroll and self.router.url.path.rstrip("/") != routes.FACTOR:
            await leave_for(self, routes.FACTOR)

    @rx.event
    @allow("*")
    async def switch_merchant(self, merchant_id: str) -> None:
        """The tab starts again in the other merchant, so that nothing of the first stays on the screen."""
        key = session_key(self.router_data)
        bridge = await self.get_state(ToastState)
        try:
            await in_thread(_switch, key, UUID(str(merchant_id)))
        except (ValueError, AccessInvalid):
            row = await session_row(self.router_data)
            bridge._push("error", say(row.locale if row else "tr", "errors.not_found"))  # noqa: SLF001 - hidden from browsers
            return
        bridge._push("leave", routes.HOME)  # noqa: SLF001 - hidden from browsers

    @rx.event
    @allow("*")
    async def log_out(self) -> None:
        await in_thread(_log_out, session_key(self.router_data))
        bridge = await self.get_state(ToastState)
        bridge._push("leave", routes.LOGIN)  # noqa: SLF001 - hidden from browsers

    @rx.event
    @allow("*")
    async def log_out_everywhere(self) -> None:
        row = await session_row(self.router_data)
        if row is not None:
            await in_thread(own_account.log_out_everywhere, row)
        bridge = await self.get_state(ToastState)
        bridge._push("leave", routes.LOGIN)  # noqa: SLF001 - hidden from browsers

    @rx.event
    @allow("*")
    async def end_impersonation(self) -> None:
        """Back to oneself, the tab begun anew."""
        row = await session_row(self.router_data)
        if row is not None:
            tabs.leave(self.router.session.client_token)
            await in_thread(own_account.end_impersonation, row)
        await leave_for(self, routes.USERS)

    @rx.event
    @allow("*")
    async def set_theme(self, theme: str) -> None:
        row = await session_row(self.router_data)
        if row is not None and theme in {"light", "dark", "system"}:
            self.theme = theme
            if row.impersonator_id is None:
                await in_thread(own_account.set_preferences, row, theme=theme)


def rights(row: SessionRow) -> dict[str, bool]:
    everything = "*" in row.permissions
    return {p: everything or p in row.permissions for p in (*permissions.ALL, permissions.PLATFORM)}


async def leave_for(state: rx.State, path: str) -> None:
    """Load the path anew, the tab's state forgotten."""
    bridge = await state.get_state(ToastState)
    bridge._push("leave", path or routes.HOME)  # noqa: SLF001 - hidden from browsers


async def remember_locale(state: rx.State, locale: str) -> bool:
    """What is said to the person from now on, on screens and in mails; nothing for visitors."""
    row = await session_row(state.router_data or {})
    if row is not None and row.locale != locale and row.impersonator_id is None:
        await in_thread(own_account.set_preferences, row, locale=locale)
        return True
    return False


def _merchants(row: SessionRow) -> list[tuple[UUID, str]]:
    with db.system_transaction() as session:
        return queries.merchants_of(session, row)


def _switch(key: str, merchant_id: UUID) -> None:
    with db.system_transaction() as session:
        actions.switch_merchant(session, key, merchant_id)
    sessions.forget_all()


def _log_out(key: str) -> None:
    with db.system_transaction() as session:
        actions.log_out(session, key)
    sessions.forget_all()
