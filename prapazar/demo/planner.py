"""The demo's calendar and tasks: a meeting every week, a campaign, some work for people."""

from datetime import date, timedelta

from prapazar.domain.planning import actions, queries_tasks, recurrence, rules
from prapazar.domain.planning.enums import EntryKind, Repeat, TaskStatus
from prapazar.domain.planning.rules import Check, EntryDraft, Span, TaskDraft
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_STEPS = (Check("Görseller", done=True), Check("Fiyatlar"), Check("Stok"))


def fill(scope: Scope) -> str:
    """What was written, in words."""
    today = recurrence.local(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    start = recurrence.absolute(today + timedelta(days=1, hours=10))
    due = recurrence.absolute(today + timedelta(days=2, hours=23, minutes=59))
    with db.transaction(scope) as session:
        entries = (
            _entry(
                EntryKind.APPOINTMENT, "Haftalık depo toplantısı", Span(start, start + timedelta(hours=1))
            ),
            _campaign(today.date()),
            _entry(EntryKind.MAINTENANCE, "Etiket yazıcısı bakımı", Span(start, start + timedelta(hours=2))),
        )
        for one in entries:
            actions.add(session, scope, one)
        person = next((one.id for one in queries_tasks.people(session, scope)), None)
        tasks = [
            TaskDraft(title="Kampanya listesini hazırla", due_at=due, assignee_id=person, checklist=_STEPS),
            TaskDraft(title="Kargo bandı siparişi ver", due_at=due),
            TaskDraft(title="Raf adreslerini gözden geçir", note="A ve B koridoru"),
        ]
        made = [actions.add_task(session, scope, one) for one in tasks]
        actions.move_task(session, scope, made[0], TaskStatus.DOING)
    return f"{len(entries)} entries, {len(tasks)} tasks"


def _entry(kind: EntryKind, title: str, span: Span) -> EntryDraft:
    rule = Repeat.WEEKLY.value if kind is EntryKind.APPOINTMENT else ""
    return EntryDraft(kind=kind, title=title, span=span, rule=rule, remind_minutes=15)


def _campaign(today: date) -> EntryDraft:
    span = rules.whole_days(today + timedelta(days=4), today + timedelta(days=8))
    return EntryDraft(kind=EntryKind.CAMPAIGN, title="Ay sonu kampanyası", span=span)
