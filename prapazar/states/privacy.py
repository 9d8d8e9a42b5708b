"""Privacy: requests and their receipts, how long things are kept, where personal data is."""

import contextlib
from uuid import UUID

import reflex as rx

from prapazar.domain.privacy import actions, queries
from prapazar.domain.privacy.enums import Kept
from prapazar.domain.privacy.errors import RequestMissing, RequestRefused
from prapazar.domain.privacy.queries import RequestRow, Rule
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import privacy_rows as rows
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

TABS = ("requests", "retention", "inventory")
_PAGE = 50


class PrivacyState(rx.State):
    tab: str = "requests"
    requests: list[dict[str, str]] = []
    days: dict[str, str] = dict.fromkeys(Kept, "")
    ranges: dict[str, str] = dict.fromkeys(Kept, "")
    faults: dict[str, str] = dict.fromkeys(Kept, "")
    places: list[dict[str, str]] = []
    has_more: bool = False
    loading: bool = True
    approving: str = ""
    """Id of the request that is about to be approved."""
    typed: str = ""
    version: int = 0
    _end: str = ""

    @rx.event
    @allow("privacy.read")
    async def load(self) -> None:
        asked = str(self.router.url.query_parameters.get("tab", ""))
        self.tab, self.approving = asked if asked in TABS else "requests", ""
        await self._show()

    @rx.event
    @allow("privacy.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("privacy.read")
    def show_tab(self, tab: str) -> None:
        self.tab = tab if tab in TABS else "requests"

    @rx.event
    @allow("privacy.read")
    async def more(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_requests, scope, self._end)
        self._put(found, scope, self.requests)

    @rx.event
    @allow("privacy.approve")
    def ask_approve(self, request_id: str) -> None:
        self.approving, self.typed = str(request_id), ""

    @rx.event
    @allow("privacy.approve")
    def close_approve(self, is_open: bool) -> None:
        if not is_open:
            self.approving = ""

    @rx.event
    @allow("privacy.approve")
    def set_typed(self, typed: str) -> None:
        self.typed = str(typed)[:40]

    @rx.event
    @allow("privacy.approve")
    async def approve(self) -> None:
        scope = await current_scope(self)
        if self.typed != say(scope.locale, "privacy.approve_word"):
            return
        await self._decide(self.approving, "privacy.approved", is_approved=True)
        self.approving = ""

    @rx.event
    @allow("privacy.approve")
    async def refuse(self, request_id: str) -> None:
        await self._decide(str(request_id), "privacy.refused", is_approved=False)

    @rx.event
    @allow("privacy.approve")
    async def save_days(self, values: dict[str, str]) -> None:
        """By kind: a number of days."""
        scope = await current_scope(self)
        said = {kind: str(values.get(kind, self.days[kind])).strip() for kind in Kept}
        self.faults = {kind: "" if said[kind].isdigit() else self.ranges[kind] for kind in Kept}
        if any(self.faults.values()):
            return
        try:
            await in_thread(_set_days, scope, {kind: int(said[kind]) for kind in Kept})
        except RequestRefused as refused:
            self.faults = {**self.faults, refused.field: self.ranges[refused.field]}
            return
        await self._show()
        self.version += 1
        await toast(self, "success", say(scope.locale, "privacy.saved"))

    async def _decide(self, request_id: str, said: str, *, is_approved: bool) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_decide, scope, UUID(request_id), is_approved)
        except RequestRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except (RequestMissing, ValueError):
            await toast(self, "warning", say(scope.locale, "privacy.missing"))
        else:
            await toast(self, "success", say(scope.locale, said))
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found, rules = await in_thread(_read, scope)
        self._put(found, scope, [])
        self.days = {one.kind.value: str(one.days) for one in rules}
        self.ranges = {
            one.kind.value: say(scope.locale, "privacy.days_range", least=one.least, most=one.most)
            for one in rules
        }
        self.places = [rows.place(one, scope.locale) for one in queries.inventory_rows(scope)]
        self.loading = False

    def _put(self, found: list[RequestRow], scope: Scope, before: list[dict[str, str]]) -> None:
        kept = found[:_PAGE]
        self.requests = [*before, *(rows.shown(one, scope) for one in kept)]
        self.has_more = len(found) > _PAGE
        self._end = queries.cursor(kept[-1]) if kept else ""


def _read(scope: Scope) -> tuple[list[RequestRow], list[Rule]]:
    with db.transaction(scope) as session:
        return queries.requests(session, scope, limit=_PAGE + 1), queries.retention(session, scope)


def _requests(scope: Scope, after: str) -> list[RequestRow]:
    with contextlib.suppress(ValueError), db.transaction(scope) as session:
        return queries.requests(session, scope, after=after, limit=_PAGE + 1)
    return []


def _decide(scope: Scope, request_id: UUID, is_approved: bool) -> None:
    with db.transaction(scope) as session:
        if is_approved:
            actions.approve(session, scope, request_id)
        else:
            actions.refuse(session, scope, request_id)


def _set_days(scope: Scope, days: dict[Kept, int]) -> None:
    with db.transaction(scope) as session:
        for kind, said in days.items():
            actions.set_days(session, scope, kind, said)
