"""The dialog in which a merchant says what a store's rates are to be."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import reflex as rx
from reflex_base.event import EventType

from prapazar.domain.reporting import targets as books
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.performance import Measure
from prapazar.flows import buyboxes
from prapazar.flows import performance as standards
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.goals import money_of
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.performance import PerformanceState
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_HUNDRED = 100


class PerformanceTargetsState(rx.State):
    is_open: bool = False
    name: str = ""
    """Of the store."""
    measures: list[dict[str, str]] = []
    """{id, label, help, share, fault}; shares in percent."""
    _store: str = ""

    @rx.event
    @allow("channels.write")
    async def begin(self, store: str, connector: str, name: str) -> None:
        asked = uuids([str(store)])
        if not asked:
            return
        scope = await current_scope(self)
        known = (await in_thread(_read, scope)).get(asked[0], {})
        self._store, self.name = str(asked[0]), str(name)[:120]
        self.measures = _shown(str(connector), known, scope.locale)
        self.is_open = True

    @rx.event
    @allow("channels.write")
    def set_open(self, is_open: bool) -> None:
        self.is_open = is_open is True

    @rx.event
    @allow("channels.write")
    async def save(self, values: dict[str, str]) -> EventType[()] | None:
        """Percentages; an empty one takes the target away."""
        scope = await current_scope(self)
        typed = {one["id"]: str(values.get(one["id"], "")).strip()[:12] for one in self.measures}
        wanted, faults = _wanted(typed, scope.locale)
        store = next(iter(uuids([self._store])), None)
        if store is not None and not faults:
            try:
                await in_thread(_save, scope, store, wanted)
            except ReportInvalid as refused:
                faults[refused.field] = say(scope.locale, refused.code)
        self.measures = [
            {**one, "share": typed[one["id"]], "fault": faults.get(one["id"], "")} for one in self.measures
        ]
        if faults:
            return None
        self.is_open = False
        await toast(self, "success", say(scope.locale, "performance.targets_saved"))
        return PerformanceState.look_again


def _wanted(typed: Mapping[str, str], locale: Locale) -> tuple[dict[Measure, Decimal | None], dict[str, str]]:
    """What was typed as shares, and what of it is no percentage."""
    wanted: dict[Measure, Decimal | None] = {}
    faults: dict[str, str] = {}
    for key, text in typed.items():
        percent = money_of(text.replace("%", ""))
        if text and percent is None:
            faults[key] = say(locale, "performance.target_bounds")
        wanted[Measure(key)] = None if percent is None else percent / _HUNDRED
    return wanted, faults


def _shown(connector: str, known: Mapping[Measure, Decimal], locale: Locale) -> list[dict[str, str]]:
    return [
        {
            "id": measure.value,
            "label": say(locale, f"performance.{measure.value}"),
            "help": _help(connector, measure, locale),
            "share": formats.number(known[measure] * _HUNDRED, locale) if measure in known else "",
            "fault": "",
        }
        for measure in Measure
        if measure is not Measure.BUYBOX or buyboxes.tells(connector)
    ]


def _help(connector: str, measure: Measure, locale: Locale) -> str:
    if measure in standards.FLOORS:
        return say(locale, "performance.floor_help")
    published = standards.limit(connector, measure)
    if published is None:
        return say(locale, "performance.ceiling_help")
    share = formats.percent(published.below, locale, places=1)
    return say(locale, "performance.published_help", share=share)


def _read(scope: Scope) -> books.Targets:
    with db.transaction(scope) as session:
        return books.targets(session, scope)


def _save(scope: Scope, store: UUID, wanted: dict[Measure, Decimal | None]) -> None:
    with db.transaction(scope) as session:
        books.set_targets(session, scope, store, wanted)
