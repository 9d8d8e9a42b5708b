"""A task as lists and cards show it."""

from prapazar.domain.planning.enums import LinkKind, TaskStatus
from prapazar.domain.planning.queries_tasks import TaskRow
from prapazar.domain.planning.recurrence import local
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

TONES = {TaskStatus.TODO: "neutral", TaskStatus.DOING: "info", TaskStatus.DONE: "good"}
_PAGES = {
    LinkKind.ORDER: routes.order,
    LinkKind.PRODUCT: routes.product,
    LinkKind.CLAIM: routes.claim,
    LinkKind.STORE: routes.channel,
    LinkKind.CUSTOMER: routes.customer,
    LinkKind.TICKET: routes.ticket,
}


def shown(row: TaskRow, locale: Locale) -> dict[str, str]:
    is_late = row.due_at is not None and row.status != TaskStatus.DONE and row.due_at < now()
    return {
        "id": str(row.id),
        "title": row.title,
        "note": row.note,
        "status": row.status,
        "status_label": say(locale, f"tasks.status_{row.status}"),
        "tone": TONES[TaskStatus(row.status)],
        "assignee": row.assignee or "",
        "due": _due(row, locale),
        "late": "1" if is_late else "",
        "checks": f"{row.checked}/{len(row.checklist)}" if row.checklist else "",
        "link": row.link_label or "",
        "link_kind": row.link_kind,
        "href": _PAGES[LinkKind(row.link_kind)](row.link_id) if row.link_label and row.link_kind else "",
    }


def _due(row: TaskRow, locale: Locale) -> str:
    if row.due_at is None:
        return ""
    day = formats.day(row.due_at, locale)
    if local(row.due_at).year != local(now()).year:
        day = f"{day} {local(row.due_at).year}"
    return day if row.is_all_day else f"{day} {local(row.due_at):%H:%M}"
