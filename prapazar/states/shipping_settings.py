"""Where drivers fetch parcels from: the sender every carrier is told."""

import reflex as rx

from prapazar.domain.shipping import queries_one
from prapazar.domain.shipping.actions import settings as actions
from prapazar.domain.shipping.queries_one import SenderRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipping_rows import faults_of
from prapazar.states.toast import toast

_LONGEST = 200


class ShippingSettingsState(rx.State):
    sender: dict[str, str] = dict.fromkeys(actions.ADDRESS, "")
    places: list[dict[str, str]] = []
    place: str = ""
    """"": the default warehouse."""
    needs_default: bool = False
    faults: dict[str, str] = dict.fromkeys(actions.ADDRESS, "")
    loading: bool = True
    version: int = 0

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        self.place = ""
        await self._show()
        self.version += 1

    @rx.event
    @allow("settings.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("settings.read")
    async def choose_place(self, place: str) -> None:
        self.place, self.faults = str(place), dict.fromkeys(actions.ADDRESS, "")
        await self._show()
        self.version += 1

    @rx.event
    @allow("settings.write")
    async def save_sender(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        given = {name: str(values.get(f"sender_{name}", ""))[:_LONGEST] for name in actions.ADDRESS}
        place = next(iter(uuids([self.place])), None)
        found = await faults_of(
            scope, lambda session, scope: actions.save_sender(session, scope, given, place)
        )
        self.faults = {name: found.get(name, "") for name in actions.ADDRESS}
        if not found:
            await self._show()
            self.version += 1
            await toast(self, "success", say(scope.locale, "shipping.sender_saved"))

    async def _show(self) -> None:
        scope = await current_scope(self)
        rows = await in_thread(_read, scope)
        self.places = [{"value": str(row.id), "label": row.name} for row in rows]
        shown = next((row for row in rows if str(row.id) == self.place), rows[0] if rows else None)
        address = shown.address if shown else {}
        self.place = str(shown.id) if shown else ""
        self.sender = {name: str(address.get(name) or "") for name in actions.ADDRESS}
        self.needs_default = not (rows and rows[0].address.get("line"))
        self.loading = False


def _read(scope: Scope) -> list[SenderRow]:
    with db.transaction(scope) as session:
        return queries_one.senders(session, scope)
