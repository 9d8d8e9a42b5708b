"""The sandbox's levers for one store: what goes wrong on purpose, and a buyer who buys."""

from collections.abc import Callable
from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.flows import pretend
from prapazar.flows.pretend import SandboxAway, Wrong
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import asked_store
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_LONGEST = 60


class PretendState(rx.State):
    store: str = ""
    kinds: list[dict[str, str]] = []
    kind: str = "401"
    effect: str = ""
    """What the chosen fault does, and how it ends."""
    on: list[dict[str, str]] = []
    away: str = ""
    busy: bool = False

    @rx.event
    @allow("console.read")
    async def load(self) -> None:
        """A store that is not in the sandbox has none of this."""
        scope = await current_scope(self)
        self.store, self.on, self.away, self.busy = "", [], "", False
        self.kinds = [
            {"value": kind, "label": say(scope.locale, f"pretend.{kind}")} for kind in pretend.FAULTS
        ]
        self._tell(scope.locale)
        await self._show(scope)

    @rx.event
    @allow("console.read")
    async def choose(self, kind: str) -> None:
        if kind in pretend.FAULTS:
            self.kind = kind
            self._tell((await current_scope(self)).locale)

    @rx.event
    @allow("console.write")
    async def switch_on(self, values: dict[str, str]) -> None:
        kind, field = self.kind, str(values.get("field", ""))[:_LONGEST].strip()
        if kind == "renamed_field" and not field:
            scope = await current_scope(self)
            await toast(self, "warning", say(scope.locale, "pretend.field_needed"))
            return
        await self._do(
            lambda scope, store: pretend.switch_on(scope, store, kind, field=field), "pretend.is_on"
        )

    @rx.event
    @allow("console.write")
    async def switch_off(self, number: str) -> None:
        if number.isdigit():
            await self._do(
                lambda scope, store: pretend.switch_off(scope, store, int(number)), "pretend.is_off"
            )

    @rx.event
    @allow("console.write")
    async def buy(self) -> None:
        await self._do(pretend.buy, "pretend.bought")

    async def _do(self, work: Callable[[Scope, UUID], object], done: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(work, scope, UUID(self.store))
        except SandboxAway as refused:
            await toast(self, "error", _why(refused, scope.locale))
            return
        except (ValueError, ConnectionMissing):
            return
        await self._show(scope)
        await toast(self, "success", say(scope.locale, done))

    async def _show(self, scope: Scope) -> None:
        try:
            store = asked_store(self.router.url.path)
            found = await in_thread(pretend.faults, scope, store)
        except SandboxAway as refused:
            self.away = "" if refused.detail in {"live", "stage"} else _why(refused, scope.locale)
            return
        except (ValueError, ConnectionMissing):
            return
        self.store, self.away = str(store), ""
        self.on = [_shown(one, scope.locale) for one in found]

    def _tell(self, locale: Locale) -> None:
        self.effect = say(locale, f"pretend.{self.kind}_effect")


def _shown(one: Wrong, locale: Locale) -> dict[str, str]:
    key = f"pretend.{one.kind}"
    return {"id": str(one.id), "label": say(locale, key) if knows(key) else one.kind}


def _why(refused: SandboxAway, locale: Locale) -> str:
    if refused.detail == pretend.NOTHING_ON_SALE:
        return say(locale, "pretend.nothing_on_sale")
    if refused.detail:
        return say(locale, "pretend.refused", detail=refused.detail)
    return say(locale, "connect.pretend_away")
