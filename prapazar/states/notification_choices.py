"""What one wants to hear, by which way and when: a part of one's own profile."""

import reflex as rx

from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import SUBJECTS, Mode, Way
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.rules import Choice
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

FIELDS = ("phone", "quiet_from", "quiet_to", "digest_at", "rules")


class NotificationChoicesState(rx.State):
    rows: list[dict[str, str]] = []
    """One for each subject: `in_app`, `email`, `sms`, `whatsapp` as chosen."""
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    breaks_quiet: bool = False
    faults: dict[str, str] = dict.fromkeys(FIELDS, "")
    version: int = 0

    @rx.event
    @allow("notifications.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self._take(await in_thread(_read, scope), scope)

    @rx.event
    @allow("notifications.read")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        self.faults = dict.fromkeys(FIELDS, "")
        try:
            kept = await in_thread(_keep, scope, _choice(values))
        except MessageRefused as refused:
            self.faults = {**self.faults, refused.field: say(scope.locale, refused.code)}
            return
        self._take(kept, scope)
        await toast(self, "success", say(scope.locale, "notifications.choices_saved"))

    def _take(self, choice: Choice, scope: Scope) -> None:
        self.rows = [
            {
                "subject": subject,
                "label": say(scope.locale, f"notifications.subject_{subject}"),
                "in_app": choice.rules.get(subject, {}).get("in_app", "on"),
                **{way.value: choice.rules.get(subject, {}).get(way.value, Mode.OFF.value) for way in Way},
            }
            for subject in SUBJECTS
        ]
        self.values = {
            "phone": choice.phone,
            "quiet_from": _clock(choice.quiet_from),
            "quiet_to": _clock(choice.quiet_to),
            "digest_at": _clock(choice.digest_at),
        }
        self.breaks_quiet = choice.errors_break_quiet
        self.version += 1


def _read(scope: Scope) -> Choice:
    with db.transaction(scope) as session:
        return actions.choice(session, scope)


def _keep(scope: Scope, wanted: Choice) -> Choice:
    with db.transaction(scope) as session:
        actions.choose(session, scope, wanted)
        return actions.choice(session, scope)


def _choice(values: dict[str, str]) -> Choice:
    """Raises MessageRefused for a time that is none."""
    ways = [way.value for way in Way]
    return Choice(
        rules={
            subject: {
                "in_app": "on" if values.get(f"{subject}_in_app") else "off",
                **{way: str(values.get(f"{subject}_{way}") or Mode.OFF.value) for way in ways},
            }
            for subject in SUBJECTS
        },
        phone=str(values.get("phone", ""))[:30],
        quiet_from=_minute(values, "quiet_from"),
        quiet_to=_minute(values, "quiet_to"),
        errors_break_quiet=bool(values.get("breaks_quiet")),
        digest_at=_minute(values, "digest_at") or 0,
    )


def _minute(values: dict[str, str], name: str) -> int | None:
    written = str(values.get(name, "")).strip()
    if not written:
        return None
    hour, _, minute = written.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):  # noqa: PLR2004 - a clock
        raise MessageRefused("messages.clock_wrong", name)
    return int(hour) * 60 + int(minute)


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
