"""Templates of answers: listed, written with a preview, deleted."""

from decimal import Decimal
from uuid import UUID

import reflex as rx

from prapazar.domain.aftersales import actions, rules
from prapazar.domain.aftersales import queries_questions as queries
from prapazar.domain.aftersales.errors import TemplateRefused
from prapazar.domain.aftersales.queries_questions import TemplateRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NO_FAULTS = {"name": "", "body": ""}


class AnswerTemplatesState(rx.State):
    rows: list[dict[str, str]] = []
    loading: bool = True
    is_open: bool = False
    editing: dict[str, str] = {}
    body: str = ""
    preview: str = ""
    faults: dict[str, str] = dict(NO_FAULTS)
    delete_open: bool = False
    version: int = 0

    @rx.event
    @allow("messages.read")
    async def load(self) -> None:
        self.is_open = self.delete_open = False
        await self._show()

    @rx.event
    @allow("messages.write")
    async def edit(self, template_id: str) -> None:
        """Opens one, or an empty one where the id is none."""
        empty = {"id": "", "name": "", "body": "", "topics": ""}
        self.editing = next((row for row in self.rows if row["id"] == template_id), empty)
        self.faults, self.is_open = dict(NO_FAULTS), True
        self.version += 1
        await self._preview(self.editing["body"])

    @rx.event
    @allow("messages.write")
    def set_open(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("messages.write")
    def ask_delete(self, is_open: bool) -> None:
        self.delete_open = bool(is_open)

    @rx.event
    @allow("messages.write")
    async def set_body(self, body: str) -> None:
        await self._preview(str(body)[:2000])

    @rx.event
    @allow("messages.write")
    async def save(self, values: dict[str, str]) -> None:
        """`name`, `body`, `topics` with commas."""
        scope = await current_scope(self)
        template_id = next(iter(uuids([self.editing.get("id", "")])), None)
        name, body = str(values.get("name", "")), str(values.get("body", ""))
        topics = str(values.get("topics", "")).split(",")
        try:
            await in_thread(_save, scope, template_id, name, body, topics)
        except TemplateRefused as error:
            field = "body" if error.code == "questions.template_odd" else "name"
            self.faults = {**NO_FAULTS, field: say(scope.locale, error.code)}
            return
        self.is_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "questions.template_saved"))

    @rx.event
    @allow("messages.write")
    async def delete(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.editing.get("id", "")]):
            await in_thread(_delete, scope, one)
        self.is_open = self.delete_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "questions.template_deleted"))

    async def _preview(self, body: str) -> None:
        locale = (await current_scope(self)).locale
        self.body, self.preview = body, rules.filled(body, _sample(locale))

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        self.rows = [
            {
                "id": str(one.id),
                "name": one.name,
                "body": one.body,
                "topics": ", ".join(one.topics),
                "used": formats.number(one.used, scope.locale),
            }
            for one in found
        ]
        self.loading = False


def _sample(locale: Locale) -> dict[str, str]:
    return {
        "title": say(locale, "questions.sample_title"),
        "sku": "ZEY-5L",
        "barcode": "8690000000017",
        "stock": "12",
        "price": formats.money(Decimal("1249.90"), "TRY", locale),
        "customer": "Ayşe Y.",
    }


def _read(scope: Scope) -> list[TemplateRow]:
    with db.transaction(scope) as session:
        return queries.templates(session, scope)


def _save(scope: Scope, template_id: UUID | None, name: str, body: str, topics: list[str]) -> None:
    with db.transaction(scope) as session:
        actions.save_template(session, scope, template_id, name, body, topics)


def _delete(scope: Scope, template_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete_template(session, scope, template_id)
