"""How the support desk works: its hours, its promises by priority and channel, who gets what."""

from datetime import date
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import queries as channels
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import Desk, desk
from prapazar.domain.support.enums import AssignBy, LowRating, Priority
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.hours import DAY, USUAL, Span
from prapazar.domain.support.rules import DEFAULTS, Policy
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_DAYS = tuple(range(len(USUAL)))
_FIRST = {
    "keeps_holidays": "1",
    "closed": "",
    "assign_by": AssignBy.NOBODY.value,
    "escalate": "",
    "low_rating": LowRating.NOTICE.value,
    "low_at": "2",
}
_MINUTES = ("first", "solve", "warn")


class TicketSettingsState(rx.State):
    days: list[dict[str, str]] = []
    """{key, from, until}: clock times, empty where nobody works."""
    form: dict[str, str] = dict(_FIRST)
    people: list[dict[str, str]] = []
    """{value, label, on}."""
    faults: dict[str, str] = {"week": "", "closed": "", "people": "", "policy": ""}
    channel: str = ""
    channels: list[dict[str, str]] = []
    policies: list[dict[str, str]] = []
    has_own: bool = False
    version: int = 0
    loading: bool = True

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        self.channel, self.faults = "", dict.fromkeys(self.faults, "")
        await self._show()

    @rx.event
    @allow("settings.read")
    async def set_channel(self, connection_id: str) -> None:
        self.channel = next((str(one) for one in uuids([str(connection_id)])), "")
        await self._show()

    @rx.event
    @allow("settings.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        self.faults = dict.fromkeys(self.faults, "")
        try:
            wanted = _desk({name: str(value) for name, value in values.items()}, self.people)
        except _Odd as odd:
            self.faults = self.faults | {odd.field: say(scope.locale, odd.code, text=odd.text)}
            return
        try:
            await in_thread(_save, scope, wanted)
        except TicketRefused as refused:
            field = refused.field if refused.field in self.faults else "people"
            self.faults = self.faults | {field: say(scope.locale, refused.code)}
            return
        await self._show()
        await toast(self, "success", say(scope.locale, "tickets.settings_saved"))

    @rx.event
    @allow("settings.write")
    async def save_policies(self, values: dict[str, str]) -> None:
        """`<priority>_first` and so on, in minutes."""
        scope = await current_scope(self)
        try:
            wanted = {
                one: Policy(*(int(str(values.get(f"{one}_{name}", ""))) for name in _MINUTES))
                for one in Priority
            }
            await in_thread(_save_policies, scope, self._connection(), wanted)
        except (ValueError, TicketRefused):
            self.faults = self.faults | {"policy": say(scope.locale, "tickets.minutes_odd")}
            return
        self.faults = self.faults | {"policy": ""}
        await self._show()
        await toast(self, "success", say(scope.locale, "tickets.policy_saved"))

    @rx.event
    @allow("settings.write")
    async def reset_policies(self) -> None:
        scope = await current_scope(self)
        await in_thread(_reset, scope, self._connection())
        await self._show()
        await toast(self, "success", say(scope.locale, "tickets.policy_saved"))

    def _connection(self) -> UUID | None:
        return next(iter(uuids([self.channel])), None)

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope, self._connection())
        self.days, self.form, self.people = found["days"], found["form"], found["people"]
        self.channels, self.policies, self.has_own = found["channels"], found["policies"], found["has_own"]
        for row in self.policies:
            row["label"] = say(scope.locale, f"tickets.priority_{row['priority']}")
        self.version += 1
        self.loading = False


class _Odd(Exception):
    """A field that cannot be read."""

    def __init__(self, field: str, code: str, text: str = "") -> None:
        super().__init__(field)
        self.field, self.code, self.text = field, code, text


def _desk(said: dict[str, str], people: list[dict[str, str]]) -> Desk:
    by, low = said.get("assign_by", ""), said.get("low_rating", "")
    chosen = [one["value"] for one in people if said.get(f"person_{one['value']}")]
    low_at = said.get("low_at", "")
    return Desk(
        week=tuple(_span(said, day) for day in _DAYS),
        keeps_holidays=bool(said.get("keeps_holidays")),
        closed_days=_closed(said.get("closed", "")),
        assign_by=AssignBy(by) if by in set(AssignBy) else AssignBy.NOBODY,
        people=uuids(chosen),
        escalate_id=next(iter(uuids([said.get("escalate", "")])), None),
        low_rating=LowRating(low) if low in set(LowRating) else LowRating.NOTICE,
        low_at=int(low_at) if low_at.isdecimal() and len(low_at) == 1 else 2,
    )


def _span(said: dict[str, str], day: int) -> Span | None:
    """Midnight at the end of a day is written 00:00, as clocks do."""
    since, until = (_minute(said.get(f"{name}_{day}", "")) for name in ("from", "until"))
    if since is None and until is None:
        return None
    if since is None or until is None:
        raise _Odd("week", "tickets.week_odd")
    return since, until or DAY


def _minute(clock: str) -> int | None:
    hours, _, minutes = clock.strip().partition(":")
    if not hours:
        return None
    if not (hours.isdecimal() and minutes[:2].isdecimal()):
        raise _Odd("week", "tickets.week_odd")
    return int(hours) * 60 + int(minutes[:2])


def _closed(words: str) -> list[date]:
    found = []
    for line in words.split():
        try:
            found.append(date.fromisoformat(line))
        except ValueError:
            raise _Odd("closed", "tickets.closed_odd", line[:20]) from None
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _read(scope: Scope, connection: UUID | None) -> dict[str, Any]:
    with db.transaction(scope) as session:
        row = desk.setting(session, scope)
        own = desk.policies(session, scope)
        members = queries.members(session, scope) if scope.can("tickets.read") else []
        stores = channels.names(session, scope)
    chosen = {str(one) for one in row.people}
    week = desk.hours(row).week
    return {
        "days": [
            {
                "key": str(day),
                "from": _clock(span[0]) if span else "",
                "until": _clock(span[1]) if span else "",
            }
            for day, span in enumerate(week)
        ],
        "form": {
            "keeps_holidays": "1" if row.keeps_holidays else "",
            "closed": "\n".join(str(day) for day in row.closed_days),
            "assign_by": row.assign_by,
            "escalate": str(row.escalate_id or ""),
            "low_rating": row.low_rating,
            "low_at": str(row.low_at),
        },
        "people": [
            {"value": str(one.id), "label": one.name, "on": "1" if str(one.id) in chosen else ""}
            for one in members
        ],
        "channels": [{"value": str(one.id), "label": one.name} for one in stores],
        "policies": [
            _policy(one, own.get((one, connection)) or own.get((one, None)) or DEFAULTS[one])
            for one in Priority
        ],
        "has_own": connection is not None and any(place == connection for _, place in own),
    }


def _policy(priority: Priority, one: Policy) -> dict[str, str]:
    return {
        "priority": priority.value,
        "first": str(one.first),
        "solve": str(one.solve),
        "warn": str(one.warn),
    }


def _save(scope: Scope, wanted: Desk) -> None:
    with db.transaction(scope) as session:
        actions.save_setting(session, scope, wanted)


def _save_policies(scope: Scope, connection: UUID | None, wanted: dict[Priority, Policy]) -> None:
    with db.transaction(scope) as session:
        for priority, policy in wanted.items():
            actions.save_policy(session, scope, priority, connection, policy)


def _reset(scope: Scope, connection: UUID | None) -> None:
    with db.transaction(scope) as session:
        for priority in Priority:
            actions.delete_policy(session, scope, priority, connection)
