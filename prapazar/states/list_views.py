"""Saved views of a list and how a person wants it drawn, for every list alike."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import layouts, views
from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.lists import Listing, uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NEW, RENAME = "new", "rename"


class SavedViews(Listing, mixin=True):
    """A list whose filters can be kept under a name, and whose columns can be chosen."""

    naming: str = ""
    """What the dialog for a name is open for: `new`, `rename`, or "" while it is closed."""
    name_fault: str = ""

    @rx.event
    def ask_name(self, reason: str) -> None:
        self.naming, self.name_fault = reason if reason in {NEW, RENAME} else "", ""

    @rx.event
    def close_name(self, is_open: bool) -> None:
        if not is_open:
            self.naming, self.name_fault = "", ""

    @rx.event
    async def name_view(self, values: dict[str, str]) -> None:
        """Keeps the filters that are on under a name of the person's, or gives a kept view another one."""
        name = str(values.get("name", ""))
        if self.naming == RENAME:
            await self._with_view(partial(views.rename_view, name=name))
            return
        scope = await current_scope(self)
        try:
            made = await in_thread(_save, scope, self.KIND.screen, name, self._query())
        except AccessInvalid as error:
            self.name_fault = say(scope.locale, error.code)
            return
        self.naming, self.saved_id = "", str(made)
        await self._show()

    @rx.event
    async def update_view(self) -> None:
        """The kept view shows from now on what is shown now."""
        name = next((view["label"] for view in self.views if view["value"] == self.saved_id), "")
        query, screen = self._query(), self.KIND.screen
        await self._with_view(
            lambda session, scope, _view: views.save_view(session, scope, screen, name, query)
        )

    @rx.event
    async def share_view(self, is_shared: bool) -> None:
        shared = is_shared is True
        done = "lists.view_shared" if shared else "lists.view_unshared"
        await self._with_view(partial(views.share_view, is_shared=shared), done)

    @rx.event
    async def delete_view(self) -> None:
        await self._with_view(views.delete_view)

    @rx.event
    async def show_column(self, column: str, shown: bool) -> None:
        if column in self.KIND.columns:
            rest = [one for one in self.hidden if one != column]
            await self._keep_layout(rest if shown is True else [*rest, column], self.comfortable)

    @rx.event
    async def set_comfortable(self, comfortable: bool) -> None:
        await self._keep_layout(self.hidden, comfortable is True)

    async def _keep_layout(self, hidden: Sequence[str], comfortable: bool) -> None:
        scope = await current_scope(self)
        self.hidden, self.comfortable = list(hidden), comfortable
        await in_thread(_keep_layout, scope, self.KIND.screen, tuple(hidden), comfortable)

    async def _with_view(self, work: Callable[[Session, Scope, UUID], Any], done: str = "") -> None:
        """What one sees in the tabs is not said as well."""
        scope = await current_scope(self)
        try:
            for view_id in uuids([self.saved_id]):
                await in_thread(_with_view, scope, view_id, work)
        except AccessInvalid as error:
            self.name_fault = say(scope.locale, error.code)
            return
        self.naming = ""
        await self._show()
        if done:
            await toast(self, "success", say(scope.locale, done))


def _save(scope: Scope, screen: str, name: str, query: dict[str, str]) -> UUID:
    with db.transaction(scope) as session:
        return views.save_view(session, scope, screen, name, query)


def _with_view(scope: Scope, view_id: UUID, work: Callable[[Session, Scope, UUID], Any]) -> None:
    with db.transaction(scope) as session:
        work(session, scope, view_id)


def _keep_layout(scope: Scope, screen: str, hidden: Sequence[str], comfortable: bool) -> None:
    with db.transaction(scope) as session:
        layouts.keep_layout(session, scope, screen, hidden, is_comfortable=comfortable)
