"""Setting up one's second factor, its recovery codes, and switching it off."""

import reflex as rx

from prapazar.domain.access.errors import AccessInvalid, CodeRefused, LoginRefused
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import own_account
from prapazar.flows.own_account import TooManyTries
from prapazar.foundation import qr
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import LoggedOut, SessionState, in_thread, session_row
from prapazar.states.toast import toast

_CLEAN = {"password": "", "code": ""}


class FactorState(rx.State):
    is_on: bool = False
    is_needed: bool = False
    """The role asks for one, and nothing else opens before."""
    step: str = "start"
    """start, scan or codes."""
    drawn: str = ""
    side: int = 0
    typed: str = ""
    codes: list[str] = []
    faults: dict[str, str] = dict(_CLEAN)
    off_open: bool = False
    version: int = 0

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """Begins anew: neither a half-made set-up nor recovery codes are shown again."""
        row = await _row(self)
        self.is_on, self.is_needed = row.has_factor, row.must_enroll
        self.step, self.off_open = "start", False
        if self.typed or self.codes or any(self.faults.values()):
            self._forget()  # not otherwise: it would empty a field somebody types in already

    @rx.event
    @allow("*")
    async def begin(self, values: dict[str, str]) -> None:
        row = await _row(self)
        self.faults = dict(_CLEAN)
        try:
            setup = await in_thread(own_account.begin_factor, row, _text(values, "password"))
        except (LoginRefused, AccessInvalid, TooManyTries) as problem:
            self._refuse(row, "password", problem)
            return
        (self.drawn, self.side), self.typed = qr.path(setup.address), setup.typed
        self.step, self.version = "scan", self.version + 1

    @rx.event
    @allow("*")
    async def confirm(self, values: dict[str, str]) -> None:
        row = await _row(self)
        self.faults = dict(_CLEAN)
        try:
            codes = await in_thread(own_account.confirm_factor, row, _text(values, "code"))
        except (LoginRefused, AccessInvalid, TooManyTries) as problem:
            self._refuse(row, "code", problem)
            return
        self._forget()
        self.codes, self.step, self.is_on, self.is_needed = codes, "codes", True, False
        await toast(self, "success", say(row.locale, "access.factor_switched_on"))
        session = await self.get_state(SessionState)
        await SessionState.load.fn(session)  # the menus that were closed until now

    @rx.event
    @allow("*")
    async def renew_codes(self, values: dict[str, str]) -> None:
        row = await _row(self)
        self.faults = dict(_CLEAN)
        try:
            codes = await in_thread(own_account.renew_recovery_codes, row, _text(values, "password"))
        except (LoginRefused, AccessInvalid, TooManyTries) as problem:
            self._refuse(row, "password", problem)
            return
        self.codes, self.step, self.version = codes, "codes", self.version + 1

    @rx.event
    @allow("*")
    def finish(self) -> None:
        """The recovery codes are kept somewhere; here they are gone."""
        self._forget()
        self.step = "start"

    @rx.event
    @allow("*")
    def ask_off(self, is_open: bool) -> None:
        self.off_open, self.faults = bool(is_open), dict(_CLEAN)

    @rx.event
    @allow("*")
    async def switch_off(self, values: dict[str, str]) -> None:
        row = await _row(self)
        self.faults = dict(_CLEAN)
        password, code = _text(values, "password"), _text(values, "code")
        try:
            await in_thread(own_account.remove_factor, row, password, code)
        except CodeRefused as problem:
            self._refuse(row, "code", problem)
            return
        except (LoginRefused, AccessInvalid, TooManyTries) as problem:
            self._refuse(row, "password", problem)
            return
        self.is_on, self.off_open = False, False
        await toast(self, "success", say(row.locale, "access.factor_switched_off"))

    def _refuse(self, row: SessionRow, field: str, problem: Exception) -> None:
        self.faults = {**_CLEAN, field: say(row.locale, _sentence(problem))}

    def _forget(self) -> None:
        self.drawn, self.side, self.typed, self.codes = "", 0, "", []
        self.faults, self.version = dict(_CLEAN), self.version + 1


async def _row(state: rx.State) -> SessionRow:
    row = await session_row(state.router_data)
    if row is None:
        raise LoggedOut
    return row


def _text(values: dict[str, str], name: str) -> str:
    return str(values.get(name, ""))[:300]


def _sentence(problem: Exception) -> str:
    match problem:
        case AccessInvalid() | TooManyTries():
            return problem.code
        case CodeRefused():
            return "login_problem.code"
    return "access.old_password_wrong"
