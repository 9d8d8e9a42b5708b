"""One's own account: name, picture, time zone, password, sessions."""

from uuid import UUID
from zoneinfo import available_timezones

import reflex as rx

from prapazar.domain.access.errors import AccessInvalid, LoginRefused
from prapazar.domain.access.own_sessions import OwnSession
from prapazar.domain.access.photos import MOST_BYTES
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import own_account
from prapazar.flows.own_account import TooManyTries
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import LoggedOut, SessionState, in_thread, session_row
from prapazar.states.toast import ToastState, toast

_PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class ProfileState(rx.State):
    faults: dict[str, str] = {"old": "", "new": "", "name": ""}
    busy: bool = False
    loading: bool = True
    sessions: list[dict[str, str]] = []
    zones: list[dict[str, str]] = []
    has_factor: bool = False
    is_acting: bool = False
    """In another's place: their account can be looked at, not changed."""
    version: int = 0

    @rx.event
    @allow("*")
    async def load(self) -> None:
        self.faults = {"old": "", "new": "", "name": ""}
        await self._show()

    @rx.event
    @allow("*")
    async def save(self, values: dict[str, str]) -> None:
        """Name and time zone; every time on the screen is written by the new clock afterwards."""
        row = await _row(self)
        name, zone = str(values.get("name", ""))[:300], str(values.get("time_zone", ""))[:80]
        try:
            await in_thread(own_account.set_preferences, row, name=name, time_zone=zone)
        except AccessInvalid as wrong:
            self.faults = {**self.faults, "name": say(row.locale, wrong.code)}
            return
        self.faults = {**self.faults, "name": ""}
        await toast(self, "success", say(row.locale, "access.profile_saved"))
        await self._show()
        await self._frame()

    @rx.event
    @allow("*")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        row = await _row(self)
        for file in files[:1]:
            try:
                await in_thread(own_account.keep_photo, row, await file.read(MOST_BYTES + 1))
            except AccessInvalid as wrong:
                await toast(self, "error", say(row.locale, wrong.code))
                return
        await self._frame()

    @rx.event
    @allow("*")
    async def refuse(self) -> None:
        row = await _row(self)
        await toast(self, "error", say(row.locale, "access.photo_too_large"))

    @rx.event
    @allow("*")
    async def remove_photo(self) -> None:
        await in_thread(own_account.remove_photo, await _row(self))
        await self._frame()

    @rx.event
    @allow("*")
    async def end_session(self, session_id: str) -> None:
        row = await _row(self)
        try:
            await in_thread(own_account.end_session, row, UUID(str(session_id)))
        except (ValueError, AccessInvalid):
            await toast(self, "error", say(row.locale, "access.session_gone"))
        else:
            await toast(self, "success", say(row.locale, "access.session_ended"))
        await self._show()

    @rx.event
    @allow("*")
    async def change_password(self, values: dict[str, str]) -> None:
        """Ends every session, this tab's too: whoever knew the old password is out."""
        row = await _row(self)
        self.faults = {**self.faults, "old": "", "new": ""}
        old, new = str(values.get("old", "")), str(values.get("new", ""))
        try:
            await in_thread(own_account.change_password, row, old, new)
        except LoginRefused:
            self.faults = {**self.faults, "old": say(row.locale, "access.old_password_wrong")}
            return
        except TooManyTries as problem:
            self.faults = {**self.faults, "old": say(row.locale, problem.code)}
            return
        except AccessInvalid as wrong:
            self.faults = {**self.faults, "new": say(row.locale, wrong.code)}
            return
        bridge = await self.get_state(ToastState)
        bridge._push("leave", routes.with_query(routes.LOGIN, notice="password_changed"))  # noqa: SLF001 - hidden from browsers

    async def _show(self) -> None:
        row = await _row(self)
        self.has_factor, self.is_acting = row.has_factor, row.impersonator_id is not None
        found = [] if self.is_acting else await in_thread(own_account.own_sessions_of, row)
        self.sessions = [_session(one, row) for one in found]
        self.zones = [{"value": zone, "label": zone.replace("_", " ")} for zone in _zones()]
        self.loading, self.version = False, self.version + 1

    async def _frame(self) -> None:
        session = await self.get_state(SessionState)
        await SessionState.load.fn(session)


async def _row(state: rx.State) -> SessionRow:
    row = await session_row(state.router_data)
    if row is None:
        raise LoggedOut
    return row


def _session(one: OwnSession, row: SessionRow) -> dict[str, str]:
    return {
        "id": str(one.id),
        "program": program(one.agent, row.locale),
        "ip": one.ip,
        "seen": formats.short(one.seen_at, row.locale),
        "since": formats.short(one.created_at, row.locale),
        "current": "1" if one.id == row.id else "",
    }


def program(agent: str, locale: Locale) -> str:
    """`Chrome · Windows`, of what a browser calls itself; programs by their first word."""
    names = [name for sign, name in _PROGRAMS if sign in agent][:1]
    names += [name for sign, name in _SYSTEMS if sign in agent][:1]
    return " · ".join(names) or agent.partition("/")[0][:40] or say(locale, "access.unknown_program")


def _zones() -> list[str]:
    """Places of the world; aliases and offsets without a place are left out."""
    return sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS)


_REGIONS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
