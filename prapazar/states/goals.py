"""The dialog in which the monthly goals of stores are set."""

import re
from decimal import Decimal, InvalidOperation
from uuid import UUID

import reflex as rx
from reflex_base.event import EventType

from prapazar.domain.reporting import goals as reports
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.goals import GoalRow
from prapazar.flows import standing
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.dashboard import DashboardState
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_BY_THOUSANDS = re.compile(r"^\d{1,3}([.,]\d{3})+$")


class GoalsState(rx.State):
    is_open: bool = False
    stores: list[dict[str, str]] = []
    """{id, connector, name, sold, goal, fault}."""
    saving: bool = False

    @rx.event
    @allow("reports.write")
    async def begin(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        self.stores = [_shown(row, scope.locale) for row in found if standing.sells(row.connector)]
        self.is_open = True

    @rx.event
    @allow("reports.write")
    def set_open(self, is_open: bool) -> None:
        self.is_open = is_open is True

    @rx.event
    @allow("reports.write")
    async def save(self, values: dict[str, str]) -> EventType[()] | None:
        """One amount for each store; an empty one takes the goal away."""
        scope = await current_scope(self)
        typed = {one["id"]: str(values.get(one["id"], "")).strip()[:30] for one in self.stores}
        faults: dict[str, str] = {}
        wanted: dict[UUID, Decimal | None] = {}
        for key, text in typed.items():
            amount = money_of(text)
            if text and amount is None:
                faults[key] = say(scope.locale, "homes.goal_bounds")
            wanted[UUID(key)] = amount
        if not faults:
            try:
                await in_thread(_save, scope, wanted)
            except ReportInvalid as refused:
                faults[refused.field] = say(scope.locale, refused.code)
        self.stores = [
            {**one, "goal": typed[one["id"]], "fault": faults.get(one["id"], "")} for one in self.stores
        ]
        if faults:
            return None
        self.is_open = False
        await toast(self, "success", say(scope.locale, "homes.goals_saved"))
        return DashboardState.reload("goals")


def money_of(text: str) -> Decimal | None:
    """As people write it: 250000, 250.000, 250.000,50 or 250,000.50; None where it is no amount."""
    plain = text.replace(" ", "").removeprefix("₺").removesuffix("₺").removesuffix("TL")
    if _BY_THOUSANDS.match(plain):
        plain = plain.replace(".", "").replace(",", "")
    elif "," in plain and plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return round(amount, 2) if amount.is_finite() else None


def _shown(row: GoalRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.connection_id),
        "connector": row.connector,
        "name": row.name,
        "sold": say(locale, "homes.month_sold", amount=formats.money(row.sold, row.currency, locale)),
        "goal": formats.number(row.goal, locale) if row.goal is not None else "",
        "fault": "",
    }


def _read(scope: Scope) -> list[GoalRow]:
    with db.transaction(scope) as session:
        return reports.goals(session, scope)


def _save(scope: Scope, wanted: dict[UUID, Decimal | None]) -> None:
    with db.transaction(scope) as session:
        reports.set_goals(session, scope, wanted)
