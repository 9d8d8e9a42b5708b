"""The audit trail: who did what, on what and from where; and whether its chain is whole."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import audit, audit_queries
from prapazar.domain.access.audit import Checked
from prapazar.domain.access.audit_queries import AuditFilter
from prapazar.flows import audit_words
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import audit_rows
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread

KIND = ListKind(
    screen="audit",
    reads="audit.read",
    filters=("search", "person", "action", "days", "record"),
    columns=("number", "at", "person", "record", "details", "origin"),
    hidden_first=("number",),
    grows_at_top=True,
)


class AuditState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"person": [], "action": [], "days": []}
    checking: bool = False
    checked_label: str = ""
    verdict: dict[str, str] = {"tone": "", "title": "", "text": ""}

    @rx.event(background=True)
    @allow("audit.read")
    async def check(self) -> None:
        """Link by link from the first entry; how far it is is told on the way."""
        async with self:
            if self.checking:
                return
            scope = await current_scope(self)
            self.checking, self.verdict = True, {"tone": "", "title": "", "text": ""}
            self.checked_label = say(scope.locale, "audit.checking", done="0")
        done = Checked()
        try:
            while not done.is_over and self.checking:
                done = await in_thread(_check, scope, done)
                async with self:
                    count = formats.number(done.number, scope.locale)
                    self.checked_label = say(scope.locale, "audit.checking", done=count)
        finally:
            async with self:
                self.checking = False
                if done.is_over:
                    self.verdict = _verdict(done, scope)

    @rx.event
    @allow("audit.read")
    def stop_check(self) -> None:
        self.checking = False

    def _filter(self) -> AuditFilter:
        person = next(iter(uuids([self.filters["person"]])), None)
        record = next(iter(uuids([self.filters["record"]])), None)
        return AuditFilter(
            search=self.filters["search"],
            user_id=person,
            action=self.filters["action"],
            subject_id=record,
            since=audit_rows.moment(self.filters["days"], now()),
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = AuditFilter(ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after, with_choices)

    def _label(self, name: str, value: str) -> str:
        return f"…{value[-8:]}" if name == "record" else super()._label(name, value)


def _look(session: Session, scope: Scope, wanted: AuditFilter, after: str, with_choices: bool) -> Look:
    before = int(after) if after else None
    found = audit_queries.entries(session, scope, PAGE + 1, before=before, wanted=wanted)
    names = audit_queries.names(session, scope, audit_rows.ids(found[:PAGE]))
    total = audit_queries.count(session, scope, wanted)
    return Look(
        rows=[audit_rows.shown(row, names, scope.locale) for row in found[:PAGE]],
        end=str(found[PAGE - 1].number) if len(found) > PAGE else "",
        total=min(total, audit_queries.COUNTED),
        is_capped=total > audit_queries.COUNTED,
        choices=_choices(session, scope) if with_choices else None,
    )


def _choices(session: Session, scope: Scope) -> dict[str, list[dict[str, str]]]:
    kinds = [
        {"value": one, "label": audit_words.action(one, scope.locale)}
        for one in audit_queries.kinds(session, scope)
    ]
    return {
        "person": [{"value": str(id_), "label": name} for id_, name in audit_queries.people(session, scope)],
        "action": sorted(kinds, key=lambda one: one["label"]),
        "days": [{"value": one, "label": say(scope.locale, f"audit.days_{one}")} for one in audit_rows.DAYS],
    }


def _check(scope: Scope, done: Checked) -> Checked:
    with db.transaction(scope) as session:
        return audit.verify_next(session, scope, done)


def _verdict(done: Checked, scope: Scope) -> dict[str, str]:
    if done.first_altered is None:
        count = formats.number(done.number, scope.locale)
        title = say(scope.locale, "audit.whole", count=count)
        return {"tone": "good", "title": title, "text": say(scope.locale, "audit.whole_text")}
    number = formats.number(done.first_altered, scope.locale)
    title = say(scope.locale, "audit.broken", number=number)
    return {"tone": "bad", "title": title, "text": say(scope.locale, "audit.broken_text")}
