"""Notifications: told to everybody of a merchant who may see what they are about, as each chose to hear it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access.permissions import SUPPLIER_MAY
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import rules
from prapazar.domain.messaging.actions.choices import choice_of
from prapazar.domain.messaging.enums import SUBJECTS, Mode, Way
from prapazar.domain.messaging.rules import Choice
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_COUNT_UP = (
    " ON CONFLICT (user_id, merchant_id, group_key) WHERE read_at IS NULL"
    " DO UPDATE SET count = notification.count + excluded.count, values = excluded.values, link = excluded.link,"
    " level = excluded.level, updated_at = now()"
)
_NOTIFY = text(
    "INSERT INTO notification"
    " (id, merchant_id, user_id, level, kind, group_key, cause, values, link, count, connection_id)"
    " SELECT gen_random_uuid(), m.merchant_id, m.user_id, :level, :kind, :group_key, :cause, :values, :link, :count,"
    "  CAST(:store AS uuid)"
    " FROM membership m JOIN role r ON r.id = m.role_id"
    " LEFT JOIN notification_choice c ON c.merchant_id = m.merchant_id AND c.user_id = m.user_id"
    " WHERE m.merchant_id = :merchant AND NOT m.is_suspended"
    " AND (r.permissions ? :permission OR r.permissions ? '*' OR :permission = '*')"
    # Somebody of a supplier hears what is theirs to see, whatever their role says.
    " AND (:permission = '*' OR :permission = ANY(CAST(:for_suppliers AS text[]))"
    "  OR (m.supplier_id IS NULL AND r.key IS DISTINCT FROM 'supplier'))"
    " AND (CAST(:store AS text) IS NULL OR NOT r.is_store_limited OR r.stores ? CAST(:store AS text))"
    " AND (CAST(:people AS uuid[]) IS NULL OR m.user_id = ANY(CAST(:people AS uuid[])))"
    " AND c.rules -> :subject ->> 'in_app' IS DISTINCT FROM 'off' ORDER BY m.user_id"
    f"{_COUNT_UP} RETURNING user_id"
).bindparams(bindparam("values", type_=JSONB))
_NOTIFY_EACH = text(
    "INSERT INTO notification (id, merchant_id, user_id, level, kind, group_key, values, link, count)"
    " SELECT gen_random_uuid(), m.merchant_id, n.user_id, n.level, n.kind, n.group_key, n.values, n.link, 1"
    " FROM jsonb_to_recordset(:notes) AS n(user_id uuid, level text, kind text, subject text, group_key text,"
    "  values jsonb, link text)"
    " JOIN membership m ON m.user_id = n.user_id AND m.merchant_id = :merchant AND NOT m.is_suspended"
    " LEFT JOIN notification_choice c ON c.merchant_id = m.merchant_id AND c.user_id = m.user_id"
    " WHERE c.rules -> n.subject ->> 'in_app' IS DISTINCT FROM 'off' ORDER BY n.user_id, n.group_key"
    f"{_COUNT_UP} RETURNING user_id, kind, link"
).bindparams(bindparam("notes", type_=JSONB))
_CHOSEN = text(
    "SELECT c.user_id, c.rules, c.phone, u.time_zone, c.quiet_from, c.quiet_to, c.errors_break_quiet, c.digest_at"
    " FROM notification_choice c JOIN app_user u ON u.id = c.user_id WHERE c.merchant_id = :merchant ORDER BY c.user_id"
)
EVERYBODY = "*"
"""No permission is asked for: who is named may know."""


class Note(NamedTuple):
    """One notification for one person."""

    user_id: UUID
    kind: str
    """Names the sentence, as for everybody's notifications."""
    values: dict[str, Any]
    link: str
    level: str = "info"


class _Heard(NamedTuple):
    user_id: UUID
    kind: str
    level: str


def notify(
    session: Session,
    scope: Scope,
    kind: str,
    *,
    permission: str,
    level: str = "info",
    group_key: str | None = None,
    values: dict[str, Any] | None = None,
    link: str = "",
    count: int = 1,
    people: Sequence[UUID] | None = None,
    store: UUID | None = None,
) -> int:
    """`kind` names the sentence; the same group while unread counts up, so 4,000 failures are one line.

    `people`: only these of them. `store`: what it is about; who sees only others hears nothing of it. Returns to
    how many. Who turned a subject off on the screen gets none of it.
    """
    said = values or {}
    found = session.execute(
        _NOTIFY,
        {
            "merchant": scope.merchant_id,
            "level": level,
            "kind": kind,
            "subject": rules.subject_of(kind),
            "group_key": group_key or kind,
            "cause": str(said.get("code", ""))[:200],
            "values": said,
            "link": link,
            "count": count,
            "permission": permission,
            "people": list(people) if people is not None else None,
            "store": str(store) if store else None,
            "for_suppliers": sorted(SUPPLIER_MAY),
        },
    )
    told: set[UUID] = set(found.scalars())
    choices = _choices(session, scope)
    _tell_elsewhere(session, scope, [_Heard(user_id, kind, level) for user_id in told], choices)
    unheard = {user_id for user_id, choice in choices.items() if not rules.is_shown(choice, kind)}
    if people is not None and not told:
        return 0
    live.tell(
        session,
        scope.merchant_id,
        "notifications.new",
        level=level,
        text=kind,
        link=link,
        units=count,
        permission=permission,
        **({"muted": _listed(unheard)} if unheard else {}),
        **({"only": _listed(told)} if people is not None else {}),
        **({"store": str(store)} if store else {}),
        **_shown(said),
    )
    return len(told)


def notify_each(session: Session, scope: Scope, notes: Sequence[Note]) -> int:
    """Each note to its own person, all of them in one statement. Returns how many were told."""
    each = {(note.user_id, note.kind, note.link): note for note in notes}
    if not each:
        return 0
    found = session.execute(
        _NOTIFY_EACH,
        {
            "merchant": scope.merchant_id,
            "notes": [
                {
                    "user_id": str(note.user_id),
                    "level": note.level,
                    "kind": note.kind,
                    "subject": rules.subject_of(note.kind),
                    "group_key": f"{note.kind}:{note.link}",
                    "values": note.values,
                    "link": note.link,
                }
                for note in each.values()
            ],
        },
    )
    told = [each[UUID(str(row.user_id)), row.kind, row.link] for row in found]
    heard = [_Heard(note.user_id, note.kind, note.level) for note in told]
    _tell_elsewhere(session, scope, heard, _choices(session, scope) if told else {})
    for note in told:
        live.tell(
            session,
            scope.merchant_id,
            "notifications.new",
            level=note.level,
            text=note.kind,
            link=note.link,
            units=1,
            permission=EVERYBODY,
            only=str(note.user_id),
            **_shown(note.values),
        )
    return len(told)


def _shown(values: Mapping[str, Any]) -> dict[str, str | int]:
    return {f"v_{key}": value for key, value in values.items() if isinstance(value, str | int)}


def _listed(people: Iterable[UUID]) -> str:
    return ",".join(sorted(str(one) for one in people))


def _choices(session: Session, scope: Scope) -> dict[UUID, Choice]:
    rows = session.execute(_CHOSEN, {"merchant": scope.merchant_id})
    return {row.user_id: replace(choice_of(row), time_zone=row.time_zone) for row in rows}


def _tell_elsewhere(
    session: Session, scope: Scope, heard: Iterable[_Heard], choices: Mapping[UUID, Choice]
) -> None:
    """One waiting letter for each person, way and mode: all that happens until it goes is in it."""
    at = now()
    waits: dict[UUID, tuple[dict[str, Any], datetime]] = {}
    for one in heard:
        choice = choices.get(one.user_id)
        if choice is None:
            continue
        for way in Way:
            wanted = rules.mode(choice, one.kind, way)
            if wanted is Mode.OFF:
                continue
            key = uuid5(one.user_id, f"{way}:{wanted}")
            due = rules.due_at(choice, wanted, one.level, at)
            if key not in waits or due < waits[key][1]:
                said = {"user_id": str(one.user_id), "way": way.value, "mode": wanted.value}
                waits[key] = (said, due)
    outbox.schedule_many(session, scope.merchant_id, Topic.TELL_PEOPLE.value, scope.merchant_id, waits)


def mark_read(session: Session, scope: Scope, notification_ids: Sequence[UUID] | None = None) -> int:
    """The acting person's own; all of them when none is named."""
    found = session.execute(
        text(
            "UPDATE notification SET read_at = now() WHERE merchant_id = :merchant AND user_id = :user"
            " AND read_at IS NULL AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY(CAST(:ids AS uuid[]))) RETURNING id"
        ),
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "ids": list(notification_ids) if notification_ids is not None else None,
        },
    ).all()
    return _told_read(session, scope, len(found))


def mark_cause_read(session: Session, scope: Scope, kind: str, cause: str) -> int:
    """All of the acting person's unread ones of one root cause."""
    found = session.execute(
        text(
            "UPDATE notification SET read_at = now() WHERE merchant_id = :merchant AND user_id = :user"
            " AND read_at IS NULL AND kind = :kind AND cause = :cause RETURNING id"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id, "kind": kind, "cause": cause},
    ).all()
    return _told_read(session, scope, len(found))


def _told_read(session: Session, scope: Scope, count: int) -> int:
    if count:
        live.tell(session, scope.merchant_id, "notifications.read", user=str(scope.user_id))
    return count


def take_untold(
    session: Session, scope: Scope, user_id: UUID, way: Way, kinds: Sequence[str]
) -> list[tuple[str, str, dict[str, Any], int]]:
    """(level, kind, values, count) a person has not read nor been told by this way; from now on they have.

    `kinds`: subjects that go so now. Newest first, at most two hundred.
    """
    found = session.execute(
        text(
            "UPDATE notification n SET told = n.told || to_jsonb(CAST(:way AS text)) FROM"
            " (SELECT id FROM notification WHERE merchant_id = :merchant AND user_id = :user AND read_at IS NULL"
            "  AND NOT told ? :way AND (split_part(kind, '.', 1) = ANY(CAST(:kinds AS text[]))"
            "   OR 'other' = ANY(CAST(:kinds AS text[])) AND split_part(kind, '.', 1) <> ALL(CAST(:named AS text[])))"
            "  ORDER BY updated_at DESC LIMIT 200 FOR UPDATE) due"
            " WHERE n.id = due.id RETURNING n.level, n.kind, n.values, n.count, n.updated_at"
        ),
        {
            "merchant": scope.merchant_id,
            "user": user_id,
            "way": way.value,
            "kinds": list(kinds),
            "named": list(SUBJECTS),
        },
    ).all()
    rows = sorted(found, key=lambda row: row[4], reverse=True)
    return [(level, kind, values, count) for level, kind, values, count, _ in rows]
