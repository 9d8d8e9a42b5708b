"""The dialog of one calendar entry, written, changed and removed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.planning import actions, queries, recurrence, rules
from prapazar.domain.planning.enums import PLANS, EntryKind, Repeat
from prapazar.domain.planning.errors import EntryMissing, PlanInvalid
from prapazar.domain.planning.queries import EntryRow
from prapazar.domain.planning.rules import EntryDraft, Span
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

REMINDERS = ("", "0", "15", "60", "1440", "10080")
OWN_RULE = "own"
_NEEDS = {EntryKind.PRICE: "prices.write", EntryKind.STOCK: "stock.write"}
Values = dict[str, Any]


class CalendarEntryState(rx.State):
    form: dict[str, str] = {}
    """What the fields begin with."""
    kind: str = EntryKind.APPOINTMENT.value
    is_all_day: bool = False
    repeat: str = ""
    which: str = "one"
    """Of a series: `one` or `all`."""
    choices: dict[str, list[dict[str, str]]] = {"kind": [], "repeat": [], "remind": []}
    refused: list[dict[str, str]] = []
    """Lines of a plan that was carried out, with why."""
    errors: dict[str, str] = {}
    is_open: bool = False
    is_removing: bool = False
    version: int = 0

    @rx.event
    @allow("calendar.write")
    async def begin(self, starts: str, ends: str, is_all_day: bool) -> None:
        """An empty form for the time that was chosen; without one the next full hour."""
        scope = await current_scope(self)
        try:
            span = _chosen(str(starts), str(ends), is_all_day=bool(is_all_day))
        except ValueError:
            span = _chosen("", "", is_all_day=False)
        self._fill(scope.locale, {"id": "", "day": "", "is_over": "", **_times(span)})
        self.choices = _choices(scope)
        self.kind, self.is_all_day, self.repeat = EntryKind.APPOINTMENT.value, span.is_all_day, ""

    @rx.event
    @allow("calendar.read")
    async def open_entry(self, key: str) -> None:
        scope = await current_scope(self)
        entry_id, _, day = str(key).removeprefix("entry:").partition("@")
        try:
            row = await in_thread(_entry, scope, UUID(entry_id))
            span = _span_of(row, day)
        except (ValueError, EntryMissing):
            await toast(self, "error", say(scope.locale, "calendar.missing"))
            return
        self._fill(scope.locale, _form(row, span, day, scope.locale))
        self.choices = _choices(scope, row)
        self.kind, self.is_all_day = row.kind, row.is_all_day
        self.repeat = row.rule if row.rule in set(Repeat) else OWN_RULE
        self.refused = [_refused(one, scope.locale) for one in row.outcome.get("refused", [])]

    @rx.event
    @allow("calendar.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("calendar.write")
    def choose_kind(self, kind: str) -> None:
        if kind in set(EntryKind) and not self.form.get("id"):
            self.kind = str(kind)
            self.is_all_day = self.is_all_day and kind not in PLANS

    @rx.event
    @allow("calendar.write")
    def choose_all_day(self, is_on: bool) -> None:
        self.is_all_day = bool(is_on)

    @rx.event
    @allow("calendar.write")
    def choose_repeat(self, rule: str) -> None:
        self.repeat = str(rule)[:200]

    @rx.event
    @allow("calendar.write")
    def choose_which(self, which: str) -> None:
        self.which = "all" if which == "all" else "one"

    @rx.event
    @allow("calendar.write")
    async def save(self, values: Values) -> Any:  # noqa: ANN401 - Reflex's event, or nothing
        scope = await current_scope(self)
        try:
            draft = self._draft(values)
            await in_thread(_save, scope, self.form.get("id", ""), draft, self._day())
        except PlanInvalid as error:
            self.errors = {error.field: say(scope.locale, error.code, **error.values)}
            return rx.set_focus(f"f-{error.field}")
        except (ValueError, EntryMissing):
            self.errors = {"title": say(scope.locale, "calendar.missing")}
            return None
        self.is_open = False
        await toast(self, "success", say(scope.locale, "calendar.saved"))
        return None

    @rx.event
    @allow("calendar.delete")
    def ask_remove(self, is_open: bool) -> None:
        self.is_removing = bool(is_open)

    @rx.event
    @allow("calendar.delete")
    async def remove(self) -> None:
        """Of a series what `which` says."""
        scope = await current_scope(self)
        try:
            await in_thread(_remove, scope, UUID(self.form.get("id", "")), self._day())
        except (ValueError, EntryMissing):
            await toast(self, "error", say(scope.locale, "calendar.missing"))
        else:
            await toast(self, "success", say(scope.locale, "calendar.removed"))
        self.is_removing = self.is_open = False

    def _fill(self, locale: Locale, form: dict[str, str]) -> None:
        blank = dict.fromkeys(("title", "note", "until", "remind", "lines", "rule", "outcome", "person"), "")
        self.form = {
            **blank,
            **form,
            "which_one": say(locale, "calendar.which_one", day=form.get("day_words", "")),
        }
        self.errors, self.refused, self.which = {}, [], "one"
        self.version += 1
        self.is_open = True

    def _day(self) -> date | None:
        """Which one of a series is meant; None is all of it."""
        day = self.form.get("day", "")
        return date.fromisoformat(day) if day and self.which == "one" else None

    def _draft(self, values: Values) -> EntryDraft:
        kind = EntryKind(self.kind)
        span = self._span(values, is_plan=kind in PLANS)
        if self.form.get("day") and self.which == "all":
            span = _on_first(span, self.form["first_day"], self.form["day"])
        said = str(values.get("remind", ""))
        rule = self.form.get("rule", "") if self.repeat == OWN_RULE else self.repeat
        is_single = self._day() is not None or kind in PLANS
        return EntryDraft(
            kind=kind,
            title=str(values.get("title", "")),
            span=span,
            note=str(values.get("note", "")),
            rule="" if is_single else rule,
            repeats_until=_end_of(str(values.get("until", ""))),
            remind_minutes=int(said) if said in REMINDERS and said else None,
            lines=rules.lines_of(str(values.get("lines", "")), kind) if kind in PLANS else (),
        )

    def _span(self, values: Values, *, is_plan: bool) -> Span:
        starts, ends = str(values.get("starts", "")), str(values.get("ends", ""))
        if self.is_all_day and not is_plan:
            first = _day(starts)
            return rules.whole_days(first, _day(ends) if ends else first)
        since = _moment(starts)
        until = since if is_plan else _moment(ends) if ends else since + timedelta(minutes=30)
        return Span(since, until)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        raise PlanInvalid("starts", "calendar.day_unreadable") from None


def _moment(said: str) -> datetime:
    try:
        return recurrence.absolute(datetime.fromisoformat(said).replace(tzinfo=None))
    except ValueError:
        raise PlanInvalid("starts", "calendar.day_unreadable") from None


def _end_of(day: str) -> datetime | None:
    return rules.midnight(_day(day) + timedelta(days=1)) - timedelta(minutes=1) if day else None


def _on_first(span: Span, first: str, day: str) -> Span:
    """The form shows one time of a series; the whole of it begins at its first."""
    return span.moved(date.fromisoformat(first) - date.fromisoformat(day))


def _chosen(starts: str, ends: str, *, is_all_day: bool) -> Span:
    if is_all_day:
        first = date.fromisoformat(starts[:10])
        return rules.whole_days(first, date.fromisoformat(ends[:10]) - timedelta(days=1) if ends else first)
    if starts:
        since = recurrence.absolute(datetime.fromisoformat(starts).replace(tzinfo=None))
        until = recurrence.absolute(datetime.fromisoformat(ends).replace(tzinfo=None)) if ends else since
        return Span(since, max(until, since + timedelta(minutes=30)))
    hour = recurrence.local(now()).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Span(recurrence.absolute(hour), recurrence.absolute(hour + timedelta(hours=1)))


def _times(span: Span) -> dict[str, str]:
    """For both kinds of fields: days, and days with a time."""
    since, until = recurrence.local(span.starts_at), recurrence.local(span.ends_at)
    last = until - timedelta(minutes=1) if span.is_all_day else until
    at = datetime.combine(since.date(), time(9)) if span.is_all_day else since
    to = at + timedelta(hours=1) if span.is_all_day else until
    return {
        "first": f"{since:%Y-%m-%d}",
        "last": f"{last:%Y-%m-%d}",
        "starts": f"{at:%Y-%m-%dT%H:%M}",
        "ends": f"{to:%Y-%m-%dT%H:%M}",
    }


def _span_of(row: EntryRow, day: str) -> Span:
    if not day or not row.rule:
        return row.span
    start = recurrence.happens_on(row.rule, row.starts_at, date.fromisoformat(day))
    if start is None:
        raise EntryMissing(row.id)
    return row.span.moved(recurrence.local(start) - recurrence.local(row.starts_at))


def _form(row: EntryRow, span: Span, day: str, locale: Locale) -> dict[str, str]:
    first = recurrence.day_of(row.starts_at).isoformat()
    day = day or (first if row.rule else "")
    remind = "" if row.remind_minutes is None else str(row.remind_minutes)
    return {
        "id": str(row.id),
        "title": row.title,
        "note": row.note,
        "rule": row.rule,
        "until": f"{recurrence.local(row.repeats_until):%Y-%m-%d}" if row.repeats_until else "",
        "remind": remind if remind in REMINDERS else "",
        "lines": "\n".join(f"{one['sku']}; {str(one['value']).replace('.', ',')}" for one in row.lines),
        "day": day,
        "first_day": first,
        "day_words": formats.day(span.starts_at, locale) if day else "",
        "is_over": "1" if row.status not in ("", "waiting") else "",
        "outcome": _outcome(row, locale),
        "person": row.person or "",
        **_times(span),
    }


def _outcome(row: EntryRow, locale: Locale) -> str:
    if row.status == "waiting":
        return say(locale, "calendar.plan_waiting", count=formats.number(len(row.lines), locale))
    if row.outcome.get("code"):
        return say(locale, f"calendar.outcome_{row.outcome['code']}")
    if not row.status:
        return ""
    changed, refused = int(row.outcome.get("changed", 0)), int(row.outcome.get("refused_count", 0))
    return say(
        locale,
        "calendar.outcome",
        changed=formats.number(changed, locale),
        refused=formats.number(refused, locale),
    )


def _refused(one: dict[str, str], locale: Locale) -> dict[str, str]:
    key = f"calendar.refused_{one['code']}"
    return {"sku": one["sku"], "why": say(locale, key) if knows(key) else one["code"]}


def _choices(scope: Scope, row: EntryRow | None = None) -> dict[str, list[dict[str, str]]]:
    kinds = [kind for kind in EntryKind if kind not in _NEEDS or scope.can(_NEEDS[kind])]
    repeats = [(one.value, f"calendar.repeat_{one.name.lower()}") for one in Repeat]
    if row is not None and row.rule not in set(Repeat):
        repeats.append((OWN_RULE, "calendar.repeat_own"))
    reminders = [(one, f"calendar.remind_{one or 'never'}") for one in REMINDERS]
    return {
        "kind": [
            {"value": kind.value, "label": say(scope.locale, f"calendar.kind_{kind}")} for kind in kinds
        ],
        "repeat": [{"value": value, "label": say(scope.locale, key)} for value, key in repeats],
        "remind": [{"value": value, "label": say(scope.locale, key)} for value, key in reminders],
    }


def _entry(scope: Scope, entry_id: UUID) -> EntryRow:
    with db.transaction(scope) as session:
        return queries.entry(session, scope, entry_id)


def _save(scope: Scope, entry_id: str, draft: EntryDraft, day: date | None) -> None:
    with db.transaction(scope) as session:
        if entry_id:
            actions.change(session, scope, UUID(entry_id), draft, day)
        else:
            actions.add(session, scope, draft)


def _remove(scope: Scope, entry_id: UUID, day: date | None) -> None:
    with db.transaction(scope) as session:
        actions.remove(session, scope, entry_id, day)
