"""Tickets and what is said in them as screens show them."""

from datetime import datetime, timedelta

from prapazar.domain.support.enums import RUNNING, EntryKind
from prapazar.domain.support.queries import EntryRow, TicketRow
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import now, to_millis
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say

HIDDEN = "•••"
STATUS_TONES = {
    "new": "info",
    "open": "info",
    "waiting_customer": "neutral",
    "waiting_us": "wait",
    "solved": "good",
    "closed": "neutral",
}
PRIORITY_TONES = {"urgent": "bad", "high": "wait", "normal": "neutral", "low": "neutral"}
_EVENT_TONES = {"breached": "bad", "escalated": "bad", "warned": "wait"}
_MESSAGE_TONES = {
    "failed": "bad",
    "unclear": "bad",
    "blocked": "bad",
    "delivered": "good",
    "read": "good",
    "sent": "good",
}
_SOON = timedelta(hours=1)


def hidden(scope: Scope, value: str, field: str) -> str:
    return HIDDEN if value and scope.hides(field) else value


def shown(row: TicketRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    due, tone = due_words(row, locale)
    return {
        "id": str(row.id),
        "number": row.number,
        "subject": row.subject,
        "status": say(locale, f"tickets.status_{row.status}"),
        "status_code": row.status,
        "tone": STATUS_TONES[row.status],
        "priority": say(locale, f"tickets.priority_{row.priority}"),
        "priority_code": row.priority,
        "priority_tone": PRIORITY_TONES[row.priority],
        "reason": say(locale, f"tickets.reason_{row.reason}") if row.reason else "",
        "reason_code": row.reason,
        "tags": ", ".join(row.tags),
        "customer": hidden(scope, row.name, "buyer.name"),
        "customer_id": str(row.customer_id or ""),
        "email": hidden(scope, row.email, "buyer.email"),
        "phone": hidden(scope, row.phone, "buyer.phone"),
        "order": row.order_number or "",
        "order_id": str(row.order_id or ""),
        "claim_id": str(row.claim_id or ""),
        "question_id": str(row.question_id or ""),
        "connector": row.connector or "",
        "channel": row.channel or "",
        "assignee": row.assignee or "",
        "assignee_id": str(row.assignee_id or ""),
        "merged_into": row.merged_into or "",
        "merged_href": routes.ticket(row.merged_into_id) if row.merged_into_id else "",
        "origin": say(locale, f"tickets.origin_{row.origin}"),
        "due": due,
        "due_tone": tone,
        "due_full": formats.full(row.due_at, locale) if row.due_at else "",
        "said_at": formats.short(row.said_at, locale),
        "said_full": formats.full(row.said_at, locale),
        "created_at": formats.short(row.created_at, locale),
        "created_full": formats.full(row.created_at, locale),
    }


def due_words(row: TicketRow, locale: Locale) -> tuple[str, str]:
    """Of the promise that is due first, as a list shows it."""
    if row.due_at is not None:
        left = row.due_at - now()
        tone = "bad" if left < timedelta(0) else "wait" if left < _SOON else "neutral"
        return formats.remaining(row.due_at, locale), tone
    if row.is_broken:
        return say(locale, "tickets.broken"), "bad"
    return "", "neutral"


def promises(row: TicketRow, locale: Locale) -> list[dict[str, str]]:
    """`due` in milliseconds for the clock that ticks in the browser; empty where it stands still or is met."""
    spent = timedelta(seconds=row.spent_seconds)
    first = _promise("first", row.first_due_at, row.first_told, locale)
    if row.first_answer_at is not None:
        span = formats.duration(timedelta(seconds=row.first_answer_seconds or 0), locale)
        first |= {"due": "", "said": say(locale, "tickets.first_done", span=span)}
        first["tone"] = "bad" if row.first_told == "breached" else "good"
    elif row.status not in RUNNING:
        first |= _stopped(timedelta(minutes=row.first_minutes) - spent, locale)
    solution = _promise("solution", row.solve_due_at, row.solve_told, locale)
    if row.status in {"solved", "closed"}:
        solution |= {"due": "", "said": say(locale, "tickets.solved_done")}
        solution["tone"] = "bad" if row.solve_told == "breached" else "good"
    elif row.status not in RUNNING:
        solution |= _stopped(timedelta(minutes=row.solve_minutes) - spent, locale)
    return [first, solution]


def _promise(name: str, due_at: datetime | None, told: str, locale: Locale) -> dict[str, str]:
    return {
        "name": say(locale, f"tickets.{name}"),
        "key": name,
        "due": str(to_millis(due_at)) if due_at else "",
        "due_full": formats.full(due_at, locale) if due_at else "",
        "said": say(locale, "tickets.no_due"),
        "tone": "bad" if told == "breached" else "neutral",
    }


def _stopped(left: timedelta, locale: Locale) -> dict[str, str]:
    if left <= timedelta(0):
        return {"due": "", "said": say(locale, "tickets.paused_over"), "tone": "bad"}
    return {
        "due": "",
        "said": say(locale, "tickets.paused", left=formats.duration(left, locale)),
        "tone": "neutral",
    }


def entry(row: EntryRow, scope: Scope, people: dict[str, str]) -> dict[str, str]:
    locale = scope.locale
    is_event = row.kind == EntryKind.EVENT
    return {
        "id": str(row.id),
        "kind": row.kind,
        "body": _event(row, locale, people) if is_event else row.body,
        "who": _who(row, scope),
        "way": say(locale, f"tickets.way_{row.way}") if row.kind == EntryKind.ANSWER else "",
        "tone": _EVENT_TONES.get(row.body.partition("_")[0], "neutral") if is_event else "",
        "message": say(locale, f"messages.status_{row.message_status}") if row.message_status else "",
        "message_tone": _MESSAGE_TONES.get(row.message_status or "", "neutral"),
        "message_why": say(locale, row.message_code) if row.message_code and knows(row.message_code) else "",
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
    }


def _who(row: EntryRow, scope: Scope) -> str:
    if row.kind == EntryKind.CUSTOMER:
        return hidden(scope, row.author, "buyer.name") or say(scope.locale, "tickets.customer")
    return row.by or say(scope.locale, "tickets.system")


def _event(row: EntryRow, locale: Locale, people: dict[str, str]) -> str:
    values = {**row.values}
    if row.body in {"status", "priority"}:
        values = {name: say(locale, f"tickets.{row.body}_{value}") for name, value in values.items()}
    if "to" in values:
        values["to"] = people.get(str(values["to"]), "") or say(locale, "tickets.nobody")
    return say(locale, f"tickets.event_{row.body}", **values)
