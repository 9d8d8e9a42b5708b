"""Learning shapes, telling changes, accepting them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.shapes import rules
from prapazar.domain.channels.shapes.rules import Change, Path
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


@dataclass(slots=True)
class Seen:
    """Answers of one shape within a piece of work."""

    operation: str
    fingerprint: str
    shape: Mapping[str, str]
    entry_id: UUID
    at: datetime
    answers: int = 1


# What is known already asks for nothing: the usual end of every piece of work.
_UNKNOWN = text(
    "SELECT o.operation, o.print FROM unnest(CAST(:operations AS text[]), CAST(:prints AS text[]))"
    " AS o(operation, print)"
    " LEFT JOIN payload_shape p ON p.connection_id = :connection AND p.operation = o.operation"
    " LEFT JOIN payload_drift d ON d.connection_id = :connection AND d.operation = o.operation"
    "  AND d.closed_at IS NULL"
    " WHERE p.id IS NULL OR d.id IS NOT NULL OR NOT p.known ? o.print"
)
_LOCK = text(
    "SELECT operation, paths, known FROM payload_shape WHERE connection_id = :connection"
    " AND operation = ANY(CAST(:operations AS text[])) ORDER BY operation FOR UPDATE"
)
_BEGIN = text(
    "INSERT INTO payload_shape (id, merchant_id, connection_id, operation, paths, known, updated_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, o, '{}', '[]', now()"
    " FROM unnest(CAST(:operations AS text[])) AS o ORDER BY o ON CONFLICT DO NOTHING"
)
_KEEP = text(
    "UPDATE payload_shape SET paths = CAST(:paths AS jsonb), known = CAST(:known AS jsonb), updated_at = now()"
    " WHERE connection_id = :connection AND operation = :operation"
)


def observe(session: Session, scope: Scope, connection_id: UUID, seen: Sequence[Seen]) -> list[str]:
    """Compare with what is known; returns the operations whose change is news."""
    if not seen:
        return []
    asked = session.execute(
        _UNKNOWN,
        {
            "connection": connection_id,
            "operations": [one.operation for one in seen],
            "prints": [one.fingerprint for one in seen],
        },
    )
    unknown = {(row.operation, row.print) for row in asked}
    left = [one for one in seen if (one.operation, one.fingerprint) in unknown]
    if not left:
        return []
    operations = sorted({one.operation for one in left})
    where = {"connection": connection_id, "merchant": scope.merchant_id, "operations": operations}
    session.execute(_BEGIN, where)
    news: list[str] = []
    for row in session.execute(_LOCK, where).all():
        known, prints = _opened(row.paths), list(row.known)
        for one in (one for one in left if one.operation == row.operation):
            shape = rules.read(one.shape)
            changes = rules.compare(known, shape)
            known = rules.learn(known, shape, changes, one.answers)
            if not changes and rules.is_settled(known, shape):
                prints = [*(name for name in prints if name != one.fingerprint), one.fingerprint]
            if _tell(session, scope, connection_id, one, changes, shape):
                news.append(row.operation)
        _keep(session, connection_id, row.operation, known, prints)
    return news


def _tell(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    seen: Seen,
    changes: Sequence[Change],
    shape: Mapping[str, Path],
) -> bool:
    """True when this change is told for the first time."""
    where = {"connection": connection_id, "operation": seen.operation}
    row = session.execute(
        text(
            "SELECT id, changes FROM payload_drift WHERE connection_id = :connection AND operation = :operation"
            " AND closed_at IS NULL FOR UPDATE"
        ),
        where,
    ).one_or_none()
    before = [Change(**change) for change in row.changes] if row else []
    if not changes:
        if row and rules.is_undone(before, shape):
            session.execute(text("UPDATE payload_drift SET closed_at = now() WHERE id = :id"), {"id": row.id})
            live.tell(session, scope.merchant_id, "health.changed")
        return False
    merged = {(change.path, change.kind): change for change in [*before, *changes]}
    values = {
        **where,
        "merchant": scope.merchant_id,
        "id": row.id if row else new_id(),
        "changes": json.dumps([asdict(change) for change in merged.values()]),
        "at": seen.at,
        "answers": seen.answers,
        "entry": seen.entry_id,
    }
    if row:
        session.execute(
            text(
                "UPDATE payload_drift SET changes = CAST(:changes AS jsonb), last_at = :at,"
                " answers = answers + :answers WHERE id = :id"
            ),
            values,
        )
    else:
        session.execute(
            text(
                "INSERT INTO payload_drift (id, merchant_id, connection_id, operation, changes, first_at, last_at,"
                " answers, first_entry_id) VALUES (:id, :merchant, :connection, :operation,"
                " CAST(:changes AS jsonb), :at, :at, :answers, :entry)"
            ),
            values,
        )
    is_news = len(merged) > len(before)
    if is_news:
        live.tell(session, scope.merchant_id, "health.changed")
    return is_news


def accept(session: Session, scope: Scope, drift_id: UUID) -> str:
    """Its changes are the shape from now on. Returns the operation, "" when somebody was quicker."""
    scope.require("channels.write")
    row = session.execute(
        text(
            "UPDATE payload_drift SET closed_at = now(), closed_by = :user WHERE id = :id AND closed_at IS NULL"
            " RETURNING connection_id, operation, changes"
        ),
        {"id": drift_id, "user": scope.user_id},
    ).one_or_none()
    if row is None:
        return ""
    kept = session.execute(
        _LOCK, {"connection": row.connection_id, "operations": [row.operation]}
    ).one_or_none()
    if kept is not None:
        known = rules.accept(_opened(kept.paths), [Change(**change) for change in row.changes])
        _keep(session, row.connection_id, row.operation, known, list(kept.known))
    live.tell(session, scope.merchant_id, "health.changed")
    return str(row.operation)


def _keep(
    session: Session, connection_id: UUID, operation: str, known: Mapping[str, Path], prints: list[str]
) -> None:
    session.execute(
        _KEEP,
        {
            "connection": connection_id,
            "operation": operation,
            "paths": json.dumps(
                {path: [sorted(one.types), one.seen, one.is_optional] for path, one in known.items()}
            ),
            "known": json.dumps(prints[-rules.MOST_FINGERPRINTS :]),
        },
    )


def _opened(paths: Mapping[str, Any]) -> dict[str, Path]:
    return {path: Path(frozenset(types), seen, optional) for path, (types, seen, optional) in paths.items()}
