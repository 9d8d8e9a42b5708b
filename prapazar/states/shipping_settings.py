"""Where drivers fetch parcels from: the sender every carrier is told."""

from typing import Any

import reflex as rx

from prapazar.domain.shipping import queries_one
from prapazar.domain.shipping.actions import settings as actions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipping_rows import faults_of
from prapazar.states.toast import toast

_LONGEST = 200


class ShippingSettingsState(rx.State):
    sender: dict[str, str] = dict.fromkeys(actions.ADDRESS, "")
    warehouse: str = ""
    faults: dict[str, str] = dict.fromkeys(actions.ADDRESS, "")
    loading: bool = True
    version: int = 0

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        await self._show()
        self.version += 1

    @rx.event
    @allow("settings.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("settings.write")
    async def save_sender(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        given = {name: str(values.get(f"sender_{name}", ""))[:_LONGEST] for name in actions.ADDRESS}
        found = await faults_of(scope, lambda session, scope: actions.save_sender(session, scope, given))
        self.faults = {name: found.get(name, "") for name in actions.ADDRESS}
        if not found:
            await self._show()
            self.version += 1
            await toast(self, "success", say(scope.locale, "shipping.sender_saved"))

    async def _show(self) -> None:
        scope = await current_scope(self)
        address: dict[str, Any]
        self.warehouse, address = await in_thread(_read, scope)
        self.sender = {name: str(address.get(name) or "") for name in actions.ADDRESS}
        self.loading = False


def _read(scope: Scope) -> tuple[str, dict[str, Any]]:
    with db.transaction(scope) as session:
        return queries_one.sender(session, scope)
