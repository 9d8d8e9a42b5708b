"""One's own account: name shown, password, sessions."""

import reflex as rx

from prapazar.domain.access import actions, sessions
from prapazar.domain.access.errors import AccessInvalid, LoginRefused
from prapazar.domain.access.queries import SessionRow
from prapazar.foundation import db, routes
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import in_thread, session_row
from prapazar.states.toast import ToastState


class ProfileState(rx.State):
    faults: dict[str, str] = {"old": "", "new": ""}
    busy: bool = False

    @rx.event
    @allow("*")
    def load(self) -> None:
        self.faults = {"old": "", "new": ""}

    @rx.event
    @allow("*")
    async def change_password(self, values: dict[str, str]) -> None:
        """Ends every session, this tab's too: whoever knew the old password is out."""
        row = await session_row(self.router_data)
        if row is None:
            return
        self.faults = {"old": "", "new": ""}
        try:
            await in_thread(_change, row, str(values.get("old", "")), str(values.get("new", "")))
        except LoginRefused:
            self.faults = {"old": say(row.locale, "access.old_password_wrong"), "new": ""}
            return
        except AccessInvalid as wrong:
            self.faults = {"old": "", "new": say(row.locale, wrong.code)}
            return
        bridge = await self.get_state(ToastState)
        bridge._push("leave", routes.with_query(routes.LOGIN, notice="password_changed"))  # noqa: SLF001 - hidden from browsers


def _change(row: SessionRow, old: str, new: str) -> None:
    with db.system_transaction() as session:
        actions.change_password(session, row.user_id, old, new)
    sessions.forget_all()
