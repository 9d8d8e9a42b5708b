"""New credentials for a store that stays."""

from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing, GrantRefused
from prapazar.flows import credentials, grants
from prapazar.flows.credentials import KeptField
from prapazar.flows.faults import ProviderFault
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.channels import ChannelState, asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread, session_key
from prapazar.states.toast import toast

LONGEST = 8000


class RenewState(rx.State):
    is_open: bool = False
    store: str = ""
    """Whose form it is: on another store's page it is not open."""
    fields: list[dict[str, str]] = []
    """name, label, help, and the value of what is no secret."""
    choices: dict[str, list[dict[str, str]]] = {}
    version: int = 0
    faults: dict[str, str] = {}
    failed: str = ""
    """Why the channel refused them, in words."""
    testing: bool = False
    page_address: str = ""
    """The channel's page on which access is granted anew; "" where there is none."""

    @rx.event
    @allow("channels.write")
    async def ask(self, is_open: bool) -> None:
        scope = await current_scope(self)
        self.is_open, self.faults, self.failed, self.page_address = bool(is_open), {}, "", ""
        self.store = self._asked()
        if is_open:
            login = session_key(self.router_data)
            origin = str((self.router_data.get("headers") or {}).get("origin", ""))
            try:
                found = await in_thread(credentials.form, scope, self._store_id())
                self.page_address = await in_thread(_page, scope, login, self._store_id(), origin)
            except (ValueError, ConnectionMissing):
                self.is_open = False
                return
            self.fields = [_shown(one) for one in found]
            self.choices = {
                one.field.name: [{"value": value, "label": label} for value, label in one.field.choices]
                for one in found
            }
            self.version += 1

    @rx.event
    @allow("channels.read")
    def shut(self) -> None:
        """A page that is opened begins without it."""
        self.is_open = False

    @rx.event(background=True)
    @allow("channels.write")
    async def submit(self, values: dict[str, str]) -> None:
        """Asks the channel first; what it refuses is not kept."""
        async with self:
            if self.testing:
                return None
            scope = await current_scope(self)
            store_id = self._store_id()
            typed = {
                field["name"]: str(values.get(field["name"], ""))[:LONGEST]
                for field in self.fields
                if field["fixed"] == ""
            }
            self.testing, self.faults, self.failed = True, {}, ""
        faults, failed = {}, ""
        try:
            await in_thread(credentials.renew, scope, store_id, typed)
        except ConnectionInvalid as error:
            faults = {error.field: error_sentence(error.code, scope.locale)}
        except ProviderFault as error:
            failed = error_sentence(error.code, scope.locale)
        async with self:
            self.testing, self.faults, self.failed = False, faults, failed
            if not faults and not failed:
                self.is_open = False
                await toast(self, "success", say(scope.locale, "channels.renew_done"))
        if not faults and not failed:
            return ChannelState.load
        return None

    def _asked(self) -> str:
        return self.router.url.path.strip("/").split("/")[1]

    def _store_id(self) -> UUID:
        return asked_store(self.router.url.path)


def _shown(one: KeptField) -> dict[str, str]:
    return {
        "name": one.field.name,
        "kind": one.field.kind,
        "label": one.field.label,
        "help": one.field.help,
        "required": "1" if one.field.is_required else "",
        "value": one.value,
        "kept": "1" if one.is_kept else "",
        "fixed": "1" if one.is_fixed else "",
    }


def _page(scope: Scope, login: str, store_id: UUID, origin: str) -> str:
    try:
        return grants.renew(scope, login, store_id, origin).address
    except (GrantRefused, ConnectionInvalid, ProviderFault):
        return ""  # this channel has no such page here, or the form no longer fits: keys are renewed by hand
