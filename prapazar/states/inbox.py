"""The inbox: a list of questions and messages, one of them open, its answer on the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.aftersales import actions, rules
from prapazar.domain.aftersales import queries_questions as queries
from prapazar.domain.aftersales.errors import QuestionMissing, QuestionRefused
from prapazar.domain.aftersales.queries_questions import (
    QuestionDetail,
    QuestionFilter,
    QuestionRow,
    TemplateRow,
)
from prapazar.domain.orders.views import DUE
from prapazar.flows import questions, standing
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.claim_rows import cause
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.order_rows import masked
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TIMED = ("waiting", "mine")
"""Views of what still has a deadline."""
VIEWS = ("waiting", "mine", "answered", "all")
_PAGE = 60
_SOON = timedelta(hours=3)
_TONES = {"waiting": "wait", "answered": "good", "reported": "neutral", "expired": "bad"}
_ATTRIBUTES = 12


class InboxState(rx.State):
    views: list[dict[str, str]] = []
    view: str = "waiting"
    search: str = ""
    channel: str = ""
    due: str = ""
    """How much time is left; said by home, and asked of what waits alone."""
    channels: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    loading: bool = True
    current: str = ""
    question: dict[str, str] = {}
    article: dict[str, str] = {}
    facts: list[dict[str, str]] = []
    of_customer: list[dict[str, str]] = []
    of_product: list[dict[str, str]] = []
    suggested: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    members: list[dict[str, str]] = []
    draft: str = ""
    fault: str = ""
    _template: str = ""
    """Put into the draft, and counted as used when it is sent."""

    @rx.event
    @allow("messages.read")
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.view = view if (view := str(asked.get("view", ""))) in VIEWS else "waiting"
        self.search, self.channel = str(asked.get("search", ""))[:100], ""
        self.due = due if (due := str(asked.get("due", ""))) in DUE else ""
        self.current, self.question, self.draft, self.fault = "", {}, "", ""
        await self._show()
        for one in uuids([str(asked.get("question", ""))]):
            await self._open(str(one))

    @rx.event
    @allow("messages.read")
    async def news(self) -> None:
        """What is being typed stays."""
        await self._show()
        if self.current:
            await self._open(self.current, keeps_draft=True)

    @rx.event
    @allow("messages.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in VIEWS else "waiting"
        await self._show()

    @rx.event
    @allow("messages.read")
    async def set_search(self, text: str) -> None:
        self.search = str(text)[:100]
        await self._show()

    @rx.event
    @allow("messages.read")
    async def set_channel(self, channel: str) -> None:
        self.channel = str(channel)[:60]
        await self._show()

    @rx.event
    @allow("messages.read")
    async def set_due(self, due: str) -> None:
        self.due = str(due) if due in DUE else ""
        await self._show()

    @rx.event
    @allow("messages.read")
    async def open(self, question_id: str) -> None:
        if question_id != self.current:
            await self._open(str(question_id))

    @rx.event
    @allow("messages.read")
    def back(self) -> None:
        """To the list, on a phone."""
        self.current, self.question = "", {}

    @rx.event
    @allow("messages.write")
    def set_draft(self, words: str) -> None:
        self.draft, self.fault = str(words)[: actions.LONGEST + 1], ""

    @rx.event
    @allow("messages.write")
    async def use(self, template_id: str) -> EventSpec | None:
        """Writes a template into the draft, its places filled."""
        found = next((one for one in self.suggested + self.others if one["id"] == template_id), None)
        if found is None:
            return None
        self.draft = f"{self.draft.rstrip()}\n{found['text']}".strip()
        self._template, self.fault = found["id"], ""
        return rx.set_focus("f-answer")

    @rx.event
    @allow("messages.write")
    async def send(self) -> None:
        scope = await current_scope(self)
        left = rules.unknown(self.draft)
        if left:
            self.fault = say(scope.locale, "questions.place_left", names=", ".join(left))
            return
        try:
            await in_thread(_answer, scope, self._id(), self.draft, self._template)
        except (QuestionRefused, QuestionMissing) as error:
            self.fault = say(scope.locale, getattr(error, "code", "questions.missing"))
            return
        self._template, self.fault = "", ""
        await self._show()
        await self._open(self.current)

    @rx.event
    @allow("messages.write")
    async def undo(self) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_take_back, scope, self._id())
        except (QuestionRefused, QuestionMissing) as error:
            await toast(self, "warning", say(scope.locale, getattr(error, "code", "questions.missing")))
        else:
            await toast(self, "success", say(scope.locale, "questions.undone"))
        await self._show()
        await self._open(self.current)

    @rx.event
    @allow("messages.write")
    async def assign(self, user_id: str) -> None:
        scope = await current_scope(self)
        user = next(iter(uuids([str(user_id)])), None)
        try:
            await in_thread(_assign, scope, self._id(), user)
        except (QuestionRefused, QuestionMissing):
            return
        await self._show()
        await self._open(self.current, keeps_draft=True)

    def _id(self) -> UUID:
        return next(iter(uuids([self.current])), UUID(int=0))

    async def _show(self) -> None:
        scope = await current_scope(self)
        locale = scope.locale
        wanted = QuestionFilter(
            view=self.view,
            search=self.search,
            connection_ids=tuple(uuids([self.channel])),
            due=self.due if self.view in _TIMED else "",
        )
        found, counts, names, members = await in_thread(_list, scope, wanted)
        self.rows = [_row(one, scope) for one in found]
        self.views = [
            {
                "value": view,
                "label": say(locale, f"questions.view_{view}"),
                "count": formats.number(counts[view], locale) if counts.get(view) else "",
            }
            for view in VIEWS
        ]
        self.channels = [{"value": str(one.id), "label": one.name} for one in names]
        self.members = [
            {"value": "", "label": say(locale, "questions.nobody")},
            *({"value": str(user), "label": name} for user, name in members),
        ]
        self.loading = False

    async def _open(self, question_id: str, *, keeps_draft: bool = False) -> None:
        scope = await current_scope(self)
        try:
            found, templates = await in_thread(_detail, scope, UUID(question_id))
        except (ValueError, QuestionMissing):
            self.current, self.question = "", {}
            return
        self.current = question_id
        self._put(found, templates, scope)
        if not keeps_draft:
            self.draft = found.question.draft if found.question.status == "waiting" else ""
            self.fault = ""

    def _put(self, found: QuestionDetail, templates: list[TemplateRow], scope: Scope) -> None:
        locale, row = scope.locale, found.question
        self.question = _row(row, scope) | {
            "answer": row.answer or "",
            "draft": row.draft,
            "answered_at": formats.short(row.answered_at, locale) if row.answered_at else "",
            "answered_by": row.answered_by or "",
            "order_id": str(row.order_id or ""),
            "order": row.order_number or "",
            "topic": row.topic,
            "assignee": str(row.assignee_id or ""),
            "refused": cause(row.code, row.detail, locale) if row.code else "",
            "can_answer": "1" if row.status == "waiting" and questions.is_answered(row.connector) else "",
            "in_the_panel": "1"
            if row.status == "waiting" and not questions.is_answered(row.connector)
            else "",
            "due_full": formats.full(row.due_at, locale) if row.due_at else "",
        }
        known = facts_of(found, scope)
        self.article = _article(found, known)
        self.facts = (
            [
                {"name": str(name), "value": str(value)}
                for name, value in (dict(found.article.attributes) | found.article.options).items()
                if isinstance(value, str | int) and value != ""
            ][:_ATTRIBUTES]
            if found.article
            else []
        )
        self.of_customer = [_row(one, scope) for one in found.of_customer]
        self.of_product = [_row(one, scope) for one in found.of_product]
        fit = rules.suggested(templates, f"{row.body} {row.topic}")
        self.suggested = [_template(one, known) for one in fit]
        self.others = [_template(one, known) for one in templates if one not in fit]


def facts_of(found: QuestionDetail, scope: Scope) -> dict[str, str]:
    """What a template may name."""
    row, article, locale = found.question, found.article, scope.locale
    known = {"customer": "" if scope.hides("buyer.name") else row.customer_name, "title": row.topic}
    if article is None:
        return known
    extra = dict(article.attributes) | article.options
    plain = {str(name): str(value) for name, value in extra.items() if isinstance(value, str | int)}
    return (
        plain
        | known
        | {
            "title": article.title,
            "sku": article.sku,
            "barcode": article.barcode or "",
            "stock": "" if article.available is None else formats.number(article.available, locale),
            "price": "" if article.price is None else formats.money(article.price, article.currency, locale),
        }
    )


def _article(found: QuestionDetail, known: dict[str, str]) -> dict[str, str]:
    article = found.article
    return {
        "product_id": str(article.product_id) if article else "",
        "image": (article.image or "") if article else "",
        **{name: known.get(name, "") for name in ("title", "sku", "barcode", "stock", "price")},
    }


def _template(one: TemplateRow, known: dict[str, str]) -> dict[str, str]:
    return {"id": str(one.id), "name": one.name, "text": rules.filled(one.body, known)}


def _row(row: QuestionRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    due, tone = _clock(row, locale)
    name = masked(row.customer_name) if scope.hides("buyer.name") else row.customer_name
    return {
        "id": str(row.id),
        "connector": row.connector,
        "channel": row.channel,
        "customer": name or say(locale, "questions.nameless"),
        "body": row.body,
        "answer": row.answer or "",
        "topic": row.topic,
        "public": "1" if row.is_public else "",
        "at": formats.short(row.asked_at, locale),
        "at_full": formats.full(row.asked_at, locale),
        "ago": formats.ago(row.asked_at, locale),
        "status": say(locale, "questions.on_its_way" if row.is_sending else f"questions.{row.status}"),
        "tone": "info" if row.is_sending else _TONES.get(row.status, "neutral"),
        "due": due,
        "due_tone": tone,
        "sending": "1" if row.is_sending else "",
        "refused": "1" if row.code else "",
        "assignee_name": row.assignee or "",
    }


def _clock(row: QuestionRow, locale: Locale) -> tuple[str, str]:
    if row.due_at is None or row.status != "waiting":
        return "", "neutral"
    left = row.due_at - now()
    tone = "bad" if left < timedelta(0) else "wait" if left < _SOON else "neutral"
    return formats.remaining(row.due_at, locale), tone


def _list(scope: Scope, wanted: QuestionFilter) -> tuple[list[QuestionRow], dict[str, int], Any, Any]:
    with db.transaction(scope) as session:
        return (
            queries.page(session, scope, wanted, limit=_PAGE),
            queries.counts(session, scope),
            standing.stores(session, scope),
            queries.members(session, scope),
        )


def _detail(scope: Scope, question_id: UUID) -> tuple[QuestionDetail, list[TemplateRow]]:
    with db.transaction(scope) as session:
        return queries.detail(session, scope, question_id), queries.templates(session, scope)


def _answer(scope: Scope, question_id: UUID, words: str, template: str) -> None:
    with db.transaction(scope) as session:
        questions.answer(session, scope, question_id, words)
        _count(session, scope, template)


def _count(session: Session, scope: Scope, template: str) -> None:
    for one in uuids([template]):
        actions.template_used(session, scope, one)


def _take_back(scope: Scope, question_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.take_back(session, scope, question_id)


def _assign(scope: Scope, question_id: UUID, user_id: UUID | None) -> None:
    with db.transaction(scope) as session:
        actions.assign(session, scope, question_id, user_id)
