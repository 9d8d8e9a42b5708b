"""An order's packages and the channel's carriers: what it offers, what was chosen, and what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.shipping.actions import exchange
from prapazar.domain.shipping.enums import ChangeState
from prapazar.domain.shipping.errors import ChangeRefused
from prapazar.domain.shipping.queries_exchange import ChangeRow
from prapazar.flows import cargo_changes
from prapazar.flows.cargo_changes import Standing
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.search import fold
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TOLD = {ChangeState.ASKED.value, ChangeState.TOLD.value}


class CargoChangeState(rx.State):
    changeable: dict[str, str] = {}
    """By package: what it goes with now."""
    shown: list[dict[str, str]] = []
    """{package_id, package, carrier, state, why}: under way, or refused."""
    asking: str = ""
    """The package whose dialog is open."""
    looking: bool = False
    offers: list[dict[str, str]] = []
    now: str = ""
    problem: str = ""

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        self.asking = ""
        await self._show()

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("orders.write")
    async def ask(self, package_id: str) -> None:
        """The channel is asked at once; its answer fills the dialog."""
        for package in uuids([str(package_id)]):
            if await self._did(cargo_changes.look, package):
                self.asking = str(package)
                self.offers, self.problem, self.looking = [], "", True
                await self._show()

    @rx.event
    @allow("orders.write")
    async def choose(self, values: dict[str, str]) -> None:
        carrier = str(values.get("carrier", ""))[:100]

        def choose(session: Session, scope: Scope, package_id: UUID) -> object:
            return exchange.choose(session, scope, package_id, carrier)

        for package in uuids([self.asking]):
            if await self._did(choose, package):
                self.asking = ""
                await self._show()

    @rx.event
    @allow("orders.write")
    async def leave(self, package_id: str) -> None:
        """It goes with the carrier it has."""
        for package in uuids([str(package_id)]):
            if await self._did(exchange.leave, package):
                scope = await current_scope(self)
                await self._show()
                await toast(self, "success", say(scope.locale, "cargo_change.left"))

    @rx.event
    @allow("orders.write")
    async def close(self, is_open: bool) -> None:
        """What was offered and not chosen is of no use tomorrow."""
        if not is_open and self.asking:
            for package in uuids([self.asking]):
                await self._did(exchange.leave, package)
            self.asking = ""

    async def _did(self, work: Callable[[Session, Scope, UUID], object], package_id: UUID) -> bool:
        scope = await current_scope(self)
        try:
            return bool(await in_thread(_written, scope, work, package_id))
        except ChangeRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
            return False

    async def _show(self) -> None:
        found = uuids([self.router.url.path.rstrip("/").rpartition("/")[2]])
        if not found:
            return
        scope = await current_scope(self)
        standing = await in_thread(_read, scope, found[0])
        self.changeable = {str(key): carrier for key, carrier in standing.changeable.items()}
        self.shown = [
            _row(one, scope.locale)
            for one in standing.changes
            if one.state in _TOLD or (one.state == ChangeState.REFUSED and str(one.package_id) != self.asking)
        ]
        self.now = self.changeable.get(self.asking, "")
        for one in standing.changes:
            if str(one.package_id) == self.asking:
                self.looking = one.state == ChangeState.LOOKING
                self.offers = [
                    {"value": offer["id"], "label": offer["name"]}
                    for offer in one.offers
                    if fold(offer["name"]) not in fold(self.now)
                ]
                self.problem = _why(one, scope.locale)


def _row(one: ChangeRow, locale: Locale) -> dict[str, str]:
    return {
        "package_id": str(one.package_id),
        "package": one.package,
        "carrier": one.chosen,
        "state": one.state,
        "why": _why(one, locale),
    }


def _why(one: ChangeRow, locale: Locale) -> str:
    """Why it was refused, or why it takes so long."""
    if not one.code:
        return ""
    if one.state != ChangeState.REFUSED:
        return say(locale, "cargo_change.waits")
    said = say(locale, one.code) if knows(one.code) else one.code
    return f"{said} ({one.detail})" if one.detail else said


def _read(scope: Scope, order_id: UUID) -> Standing:
    with db.transaction(scope) as session:
        return cargo_changes.standing(session, scope, order_id)


def _written(scope: Scope, work: Callable[[Session, Scope, UUID], Any], package_id: UUID) -> Any:  # noqa: ANN401 - whatever it returns
    with db.transaction(scope) as session:
        return work(session, scope, package_id)
