"""What a person chose to hear, by which way and when."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.messaging import rules
from prapazar.domain.messaging.enums import SUBJECTS, Mode, Way
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.rules import Choice
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_DAY = 24 * 60
_ONE = text(
    "SELECT rules, phone, quiet_from, quiet_to, errors_break_quiet, digest_at FROM notification_choice"
    " WHERE merchant_id = :merchant AND user_id = :user"
)
_KEEP = text(
    "INSERT INTO notification_choice (id, merchant_id, user_id, rules, phone, quiet_from, quiet_to,"
    " errors_break_quiet, digest_at) VALUES (:id, :merchant, :user, :rules, :phone, :start, :end, :breaks,"
    " :digest) ON CONFLICT (merchant_id, user_id) DO UPDATE SET rules = excluded.rules, phone = excluded.phone,"
    " quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,"
    " errors_break_quiet = excluded.errors_break_quiet, digest_at = excluded.digest_at, updated_at = now()"
).bindparams(bindparam("rules", type_=JSONB))


def choice_of(row: Any) -> Choice:  # noqa: ANN401 - a row with these columns
    return Choice(
        row.rules,
        row.phone,
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        errors_break_quiet=row.errors_break_quiet,
        digest_at=row.digest_at,
    )


def choice(session: Session, scope: Scope, user_id: UUID | None = None) -> Choice:
    """The acting person's, or somebody else's; the defaults where nothing was chosen."""
    values = {"merchant": scope.merchant_id, "user": user_id or scope.user_id}
    row = session.execute(_ONE, values).one_or_none()
    return Choice() if row is None else choice_of(row)


def choose(session: Session, scope: Scope, wanted: Choice) -> None:
    """For the acting person. Raises MessageRefused."""
    phone = rules.address(Way.SMS, wanted.phone)
    if wanted.phone.strip() and not phone:
        raise MessageRefused("messages.phone_wrong", "phone")
    if (wanted.quiet_from is None) != (wanted.quiet_to is None):
        raise MessageRefused("messages.quiet_half", "quiet_to")
    minutes = (wanted.quiet_from, wanted.quiet_to, wanted.digest_at)
    if any(one is not None and not 0 <= one < _DAY for one in minutes):
        raise MessageRefused("messages.clock_wrong", "quiet_from")
    kept = _checked_rules(wanted)
    needs_phone = any(one.get(way) in {Mode.NOW, Mode.DIGEST} for one in kept.values() for way in _BY_PHONE)
    if needs_phone and not phone:
        raise MessageRefused("messages.phone_needed", "phone")
    session.execute(
        _KEEP,
        {
            "id": new_id(),
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "rules": kept,
            "phone": phone,
            "start": wanted.quiet_from,
            "end": wanted.quiet_to,
            "breaks": wanted.errors_break_quiet,
            "digest": wanted.digest_at,
        },
    )


_BY_PHONE = (Way.SMS.value, Way.WHATSAPP.value)


def _checked_rules(wanted: Choice) -> dict[str, dict[str, str]]:
    """Only what differs from the defaults is kept."""
    kept: dict[str, dict[str, str]] = {}
    for subject, chosen in wanted.rules.items():
        if subject not in SUBJECTS:
            raise MessageRefused("messages.not_a_choice", "rules")
        for way, said in chosen.items():
            allowed = {"on", "off"} if way == "in_app" else {one.value for one in Mode}
            if way not in {"in_app", *(one.value for one in Way)} or said not in allowed:
                raise MessageRefused("messages.not_a_choice", "rules")
            if said != ("on" if way == "in_app" else Mode.OFF.value):
                kept.setdefault(subject, {})[way] = said
    return kept
