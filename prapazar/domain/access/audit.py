"""The audit trail: who changed what, each entry sealed with the hash of the one before it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.logging import redact
from prapazar.foundation.scope import Scope

_APPEND = text(
    "INSERT INTO audit_entry (id, merchant_id, number, at, user_id, action, subject_id, values, hash)"
    " VALUES (:id, :merchant, :number, :at, :user, :action, :subject, :values, :hash)"
).bindparams(bindparam("values", type_=JSONB))


@dataclass(frozen=True, slots=True)
class AuditRow:
    number: int
    at: datetime
    person: str | None
    action: str
    subject_id: UUID | None
    values: dict[str, Any]


def append(
    session: Session, scope: Scope, action: str, subject_id: UUID | None, values: dict[str, Any]
) -> None:
    """`values` are redacted; entries of one merchant are numbered without gaps."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('audit:' || :merchant, 0))"),
        {"merchant": str(scope.merchant_id)},
    )
    last = session.execute(
        text(
            "SELECT number, hash FROM audit_entry WHERE merchant_id = :merchant ORDER BY number DESC LIMIT 1"
        ),
        {"merchant": scope.merchant_id},
    ).one_or_none()
    number, before = (last.number + 1, last.hash) if last else (1, b"")
    entry = {
        "number": number,
        "at": now(),
        "user": scope.user_id,
        "action": action,
        "subject": subject_id,
        "values": redact(values),
    }
    session.execute(
        _APPEND, {"id": new_id(), "merchant": scope.merchant_id, "hash": _hash(before, entry), **entry}
    )


def verify(session: Session, scope: Scope) -> int | None:
    """The number of the first entry that was altered or whose predecessor is gone; None when all is whole."""
    scope.require("audit.read")
    found = session.execute(
        text(
            "SELECT number, at, user_id AS user, action, subject_id AS subject, values, hash FROM audit_entry"
            " WHERE merchant_id = :merchant ORDER BY number"
        ),
        {"merchant": scope.merchant_id},
    )
    before, expected = b"", 1
    for row in found:
        entry = {
            "number": row.number,
            "at": row.at,
            "user": row.user,
            "action": row.action,
            "subject": row.subject,
            "values": row.values,
        }
        if row.number != expected or _hash(before, entry) != row.hash:
            return expected
        before, expected = row.hash, expected + 1
    return None


def entries(session: Session, scope: Scope, limit: int = 100) -> list[AuditRow]:
    scope.require("audit.read")
    found = session.execute(
        text(
            "SELECT a.number, a.at, u.name, a.action, a.subject_id, a.values FROM audit_entry a"
            " LEFT JOIN app_user u ON u.id = a.user_id WHERE a.merchant_id = :merchant"
            " ORDER BY a.number DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "limit": limit},
    )
    return [AuditRow(*row) for row in found]


def _hash(before: bytes, entry: dict[str, Any]) -> bytes:
    plain = {**entry, "at": entry["at"].astimezone(None).timestamp()}
    return hashlib.sha256(before + json.dumps(plain, sort_keys=True, default=str).encode()).digest()
