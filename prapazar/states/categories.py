"""The merchant's category tree: looked at, and changed one category at a time."""

from collections.abc import Callable

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import categories as actions
from prapazar.domain.catalog.errors import CatalogRefused, CategoryMissing
from prapazar.domain.catalog.queries import tree
from prapazar.domain.catalog.queries.tree import CategoryRow
from prapazar.flows import categories as flow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_STEPS = ("new", "rename", "move", "merge", "delete")
Work = Callable[[Session], object]


class CategoriesState(rx.State):
    rows: list[dict[str, str]] = []
    choices: list[dict[str, str]] = []
    """Those that something can be moved under or put together with."""
    total: str = ""
    without: str = ""
    """Products that lie in none."""
    search: str = ""
    step: str = ""
    """What the dialog is open for; one of _STEPS, or ""."""
    chosen: dict[str, str] = {"id": "", "name": "", "path": "", "parent": ""}
    fault: str = ""
    loading: bool = True
    version: int = 0

    @rx.event
    @allow("products.read")
    async def load(self) -> None:
        self.search = self.step = ""
        await self._show()

    @rx.event
    @allow("products.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("products.read")
    async def find(self, words: str) -> None:
        self.search = str(words)[:80]
        await self._show()

    @rx.event
    @allow("products.write")
    async def ask(self, step: str, category_id: str) -> None:
        """A new one below the category named, or at the top; else what is to be done with it."""
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        row = next((one for one in found[0] if str(one.id) == category_id), None)
        if step not in _STEPS or (row is None and step != "new"):
            return
        self.chosen = {
            "id": "" if row is None else str(row.id),
            "name": "" if row is None else row.name,
            "path": "" if row is None else row.path,
            "parent": "" if row is None else str(row.parent_id or ""),
        }
        self.choices = [
            {"value": str(one.id), "label": one.path}
            for one in found[0]
            if row is None or not f"{one.path} > ".startswith(f"{row.path} > ")
        ]
        self.step, self.fault, self.version = step, "", self.version + 1

    @rx.event
    @allow("products.read")
    def close(self, is_open: bool) -> None:
        if not is_open:
            self.step = ""

    @rx.event
    @allow("products.write")
    async def save(self, values: dict[str, str]) -> None:
        """`name` of a new or a renamed one, `other` of one that is moved."""
        scope = await current_scope(self)
        name, other = str(values.get("name", "")), next(iter(uuids([str(values.get("other", ""))])), None)
        ids = uuids([self.chosen["id"]])
        below = ids[0] if ids else None
        works: dict[str, Work] = {"new": lambda session: actions.add_category(session, scope, name, below)}
        if below is not None:
            works["rename"] = lambda session: flow.rename(session, scope, below, name)
            works["move"] = lambda session: flow.move(session, scope, below, other)
        if self.step in works:
            await self._carry_out(scope, works[self.step])

    @rx.event
    @allow("products.delete")
    async def merge(self, values: dict[str, str]) -> None:
        """Into `other`."""
        scope = await current_scope(self)
        gone, kept = uuids([self.chosen["id"]]), uuids([str(values.get("other", ""))])
        if not kept:
            self.fault = say(scope.locale, "categories.choose_other")
            return
        if gone:
            await self._carry_out(scope, lambda session: flow.merge(session, scope, gone[0], kept[0]))

    @rx.event
    @allow("products.delete")
    async def delete(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.chosen["id"]]):
            await self._carry_out(scope, lambda session: actions.delete_category(session, scope, one))  # noqa: B023 - called at once

    async def _carry_out(self, scope: Scope, work: Work) -> None:
        try:
            await in_thread(_within, scope, work)
        except CatalogRefused as refused:
            code = "name_needed" if refused.code == "missing" else refused.code
            told = say(scope.locale, f"categories.{code}")
            if self.step == "delete":
                await toast(self, "warning", told)
                self.step = ""
            else:
                self.fault = told
            return
        except CategoryMissing:
            await toast(self, "warning", say(scope.locale, "categories.missing"))
        else:
            await toast(self, "success", say(scope.locale, f"categories.done_{self.step}"))
        self.step = ""
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found, without = await in_thread(_read, scope)
        wanted = fold(self.search.strip())
        self.rows = [_shown(row, scope) for row in found if wanted in fold(row.path)]
        self.total = formats.number(len(found), scope.locale)
        self.without = formats.number(without, scope.locale) if without else ""
        self.loading = False


def _read(scope: Scope) -> tuple[list[CategoryRow], int]:
    with db.transaction(scope) as session:
        return tree.category_tree(session, scope), tree.without_category(session, scope)


def _within(scope: Scope, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session)


def _shown(row: CategoryRow, scope: Scope) -> dict[str, str]:
    return {
        "id": str(row.id),
        "name": row.name,
        "path": row.path,
        "indent": f"{row.depth * 20}px",
        "products": formats.number(row.products, scope.locale),
        "below": formats.number(row.below, scope.locale),
        "href": routes.with_query(routes.PRODUCTS, category=row.path),
    }
