"""One ticket: its conversation and clock, answered, noted, moved, given, merged."""

from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.aftersales import rules as templates
from prapazar.domain.files.errors import FileRefused
from prapazar.domain.files.rules import MOST_BYTES
from prapazar.domain.support import actions
from prapazar.domain.support.actions import Facts
from prapazar.domain.support.enums import AnswerWay, Priority, TicketStatus
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.flows import tickets as flow
from prapazar.flows.tickets import Answer
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import ticket_facts
from prapazar.states import ticket_rows as rows
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.ticket_facts import Found
from prapazar.states.tickets import priorities, reasons
from prapazar.states.toast import toast

THEN = ("waiting_customer", "solved", "open")


class TicketState(rx.State):
    ticket: dict[str, str] = {}
    promises: list[dict[str, str]] = []
    entries: list[dict[str, str]] = []
    files: list[dict[str, str]] = []
    merged: list[dict[str, str]] = []
    alike: list[dict[str, str]] = []
    customer: dict[str, str] = {}
    members: list[dict[str, str]] = []
    priorities: list[dict[str, str]] = []
    reasons: list[dict[str, str]] = []
    ways: list[dict[str, str]] = []
    way: str = "email"
    canned: list[dict[str, str]] = []
    """{id, name, text}, the places filled."""
    whatsapp: list[dict[str, str]] = []
    mode: str = "answer"
    fault: str = ""
    version: int = 0
    """Of the composer: a new one is empty."""
    merging: dict[str, str] = {"id": "", "number": ""}
    missing: bool = False
    loading: bool = True
    _me: str = ""

    @rx.event
    @allow("tickets.read")
    async def load(self) -> None:
        self.loading, self.missing, self.mode, self.fault, self.way = True, False, "answer", "", ""
        self.merging = {"id": "", "number": ""}
        await self._show()

    @rx.event
    @allow("tickets.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("tickets.write")
    def set_mode(self, mode: str) -> None:
        self.mode, self.fault = ("note" if mode == "note" else "answer"), ""

    @rx.event
    @allow("tickets.write")
    def set_way(self, way: str) -> None:
        if way in {one["value"] for one in self.ways}:
            self.way, self.fault = way, ""

    @rx.event
    @allow("tickets.write")
    async def send(self, values: dict[str, str]) -> None:
        """`words`, `then`, and the WhatsApp `template`."""
        scope = await current_scope(self)
        words = str(values.get("words", ""))
        is_note = self.mode == "note"
        if not is_note and (left := templates.unknown(words)):
            self.fault = say(scope.locale, "tickets.place_left", names=", ".join(left))
            return
        try:
            if is_note:
                await in_thread(_note, scope, self._id(), words)
            else:
                await in_thread(_answer, scope, self._id(), self._said(words, values))
        except TicketRefused as refused:
            self.fault = say(scope.locale, refused.code)
            return
        except TicketMissing:
            return
        self.fault, self.version = "", self.version + 1
        await self._show()
        await toast(
            self, "success", say(scope.locale, "tickets.note_done" if is_note else "tickets.sent_done")
        )

    def _said(self, words: str, values: dict[str, str]) -> Answer:
        then = str(values.get("then", ""))
        return Answer(
            words=words,
            way=AnswerWay(self.way) if self.way in set(AnswerWay) else AnswerWay.SPOKEN,
            status=TicketStatus(then) if then in THEN else TicketStatus.WAITING_CUSTOMER,
            template_id=next(iter(uuids([str(values.get("template", ""))])), None),
        )

    @rx.event
    @allow("tickets.write")
    async def move(self, status: str) -> None:
        if status in {one.value for one in TicketStatus}:
            wanted = TicketStatus(status)
            await self._do(lambda session, scope, one: actions.move(session, scope, one, wanted))

    @rx.event
    @allow("tickets.write")
    async def assign(self, user_id: str) -> None:
        user = next(iter(uuids([str(user_id)])), None)
        await self._do(lambda session, scope, one: actions.assign(session, scope, one, user))

    @rx.event
    @allow("tickets.write")
    async def take(self) -> None:
        await self.assign(self._me)

    @rx.event
    @allow("tickets.write")
    async def set_priority(self, priority: str) -> None:
        if priority in {one.value for one in Priority}:
            facts = Facts(priority=Priority(priority))
            await self._do(lambda session, scope, one: actions.describe(session, scope, one, facts))

    @rx.event
    @allow("tickets.write")
    async def set_reason(self, reason: str) -> None:
        facts = Facts(reason=str(reason))
        await self._do(lambda session, scope, one: actions.describe(session, scope, one, facts))

    @rx.event
    @allow("tickets.write")
    async def set_tags(self, tags: str) -> None:
        facts = Facts(tags=str(tags).split(","))
        if str(tags).strip() != self.ticket.get("tags", ""):
            await self._do(lambda session, scope, one: actions.describe(session, scope, one, facts))

    @rx.event
    @allow("tickets.write")
    def ask_merge(self, ticket_id: str) -> None:
        self.merging = next((one for one in self.alike if one["id"] == ticket_id), {"id": "", "number": ""})

    @rx.event
    @allow("tickets.write")
    def close_merge(self, is_open: bool) -> None:
        if not is_open:
            self.merging = {"id": "", "number": ""}

    @rx.event
    @allow("tickets.write")
    async def merge(self) -> None:
        gone = next(iter(uuids([self.merging["id"]])), None)
        self.merging = {"id": "", "number": ""}
        if gone is not None:
            await self._do(
                lambda session, scope, one: actions.merge(session, scope, one, gone), "tickets.merge_done"
            )

    @rx.event
    @allow("tickets.write")
    async def unmerge(self, ticket_id: str) -> None:
        gone = next(iter(uuids([str(ticket_id)])), None)
        if gone is not None:
            await self._do(
                lambda session, scope, _one: actions.unmerge(session, scope, gone), "tickets.unmerge_done"
            )

    @rx.event
    @allow("tickets.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        scope.require("tickets.write")
        for file in files:
            data, name = await file.read(MOST_BYTES + 1), file.name or ""
            try:
                await in_thread(_keep, scope, self._id(), name, data)
            except FileRefused as refused:
                await toast(self, "warning", say(scope.locale, refused.code, name=refused.name))
            except TicketMissing:
                return
            else:
                await toast(self, "success", say(scope.locale, "tickets.file_kept"))
        await self._show()

    @rx.event
    @allow("tickets.write")
    async def refuse(self) -> None:
        scope = await current_scope(self)
        await toast(self, "warning", say(scope.locale, "kept.too_large", name=""))

    async def _do(self, work: Any, done: str = "") -> None:  # noqa: ANN401 - a call of (session, scope, id)
        scope = await current_scope(self)
        try:
            await in_thread(_work, scope, self._id(), work)
        except TicketRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except TicketMissing:
            await toast(self, "warning", say(scope.locale, "tickets.missing"))
        else:
            if done:
                await toast(self, "success", say(scope.locale, done))
        await self._show()

    def _id(self) -> UUID:
        return next(iter(uuids([self.ticket.get("id", "")])), UUID(int=0))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(ticket_facts.read, scope, UUID(asked))
        except (ValueError, TicketMissing):
            self.missing, self.loading = True, False
            return
        self._me = str(scope.user_id or "")
        self._put(found, scope)
        self.missing, self.loading = False, False

    def _put(self, found: Found, scope: Scope) -> None:
        locale, row = scope.locale, found["detail"].row
        people = {str(one.id): one.name for one in found["members"]}
        self.ticket = rows.shown(row, scope)
        self.promises = rows.promises(row, locale)
        self.entries = [rows.entry(one, scope, people) for one in found["detail"].entries]
        self.files = found["files"]
        self.merged = [
            {"id": str(one.id), "number": one.number, "subject": one.subject}
            for one in found["detail"].merged
        ]
        self.alike = [rows.shown(one, scope) for one in found["alike"]]
        self.customer = found["customer"]
        self.members = [
            {"value": "", "label": say(locale, "tickets.nobody")},
            *({"value": key, "label": name} for key, name in people.items()),
        ]
        self.priorities = priorities(locale)
        self.reasons = [{"value": "", "label": say(locale, "tickets.no_reason")}, *reasons(locale)]
        self.ways = [
            {"value": one.value, "label": say(locale, f"tickets.way_{one}")} for one in found["ways"]
        ]
        known = {one["value"] for one in self.ways}
        self.way = self.way if self.way in known else self.ways[0]["value"]
        self.canned, self.whatsapp = found["canned"], found["whatsapp"]


def _answer(scope: Scope, ticket_id: UUID, said: Answer) -> None:
    with db.transaction(scope) as session:
        flow.answer(session, scope, ticket_id, said)


def _note(scope: Scope, ticket_id: UUID, words: str) -> None:
    with db.transaction(scope) as session:
        actions.add_note(session, scope, ticket_id, words)


def _keep(scope: Scope, ticket_id: UUID, name: str, data: bytes) -> None:
    with db.transaction(scope) as session:
        flow.keep_file(session, scope, ticket_id, name, data)


def _work(scope: Scope, ticket_id: UUID, work: Any) -> None:  # noqa: ANN401 - a call of (session, scope, id)
    with db.transaction(scope) as session:
        work(session, scope, ticket_id)
