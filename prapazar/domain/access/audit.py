"""The audit trail: who changed what, each entry sealed with the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.logging import redact
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words
from prapazar.foundation.texts import knows, say

MASKED = "privacy.masked"
"""Names entries whose values were masked for somebody who asked to be forgotten, with the hash each had."""
ORIGIN = "ip"
"""Among the values: from where, as the session was begun."""
_MOST_WORDS = 200
CHECKED_AT_ONCE = 20_000
_APPEND = text(
    "INSERT INTO audit_entry (id, merchant_id, number, at, user_id, action, subject_id, values, hash, search)"
    " VALUES (:id, :merchant, :number, :at, :user, :action, :subject, :values, :hash,"
    " to_tsvector('simple', :search))"
).bindparams(bindparam("values", type_=JSONB))


def append(
    session: Session, scope: Scope, action: str, subject_id: UUID | None, values: dict[str, Any]
) -> None:
    """`values` are redacted; entries of one merchant are numbered without gaps.

    What a super admin does in a person's place bears both names; what somebody does, the address they logged in from.
    """
    if scope.behind_id is not None:
        values = {**values, "impersonator": str(scope.behind_id)}
    if scope.origin:
        values = {**values, ORIGIN: scope.origin}
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
        _APPEND,
        {
            "id": new_id(),
            "merchant": scope.merchant_id,
            "hash": _hash(before, entry),
            "search": searchable(number, action, entry["values"]),
            **entry,
        },
    )


def searchable(number: int, action: str, values: Mapping[str, Any]) -> str:
    """Folded words by which an entry is found: its number, what was done in both languages, what it says."""
    said = [say(locale, sentence_of(action)) for locale in ("tr", "en") if knows(sentence_of(action))]
    told = [str(one) for value in values.values() for one in (value if isinstance(value, list) else [value])]
    return " ".join(words(" ".join([str(number), action, *said, *told]))[:_MOST_WORDS])


def sentence_of(action: str) -> str:
    """The key of what a kind of entry is called."""
    return f"audit.{action.replace('.', '_')}"


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the chain has been looked at."""

    number: int = 0
    hash: bytes = b""
    first_altered: int | None = None
    is_over: bool = False


def verify(session: Session, scope: Scope) -> int | None:
    """The number of the first entry that was altered or whose predecessor is gone; None when all is whole."""
    done = Checked()
    while not done.is_over:
        done = verify_next(session, scope, done)
    return done.first_altered


def verify_next(session: Session, scope: Scope, done: Checked) -> Checked:
    """Some thousand more, so that whoever waits sees how far it is."""
    scope.require("audit.read")
    found = session.execute(
        text(
            "SELECT number, at, user_id AS user, action, subject_id AS subject, values, hash FROM audit_entry"
            " WHERE merchant_id = :merchant AND number > :number ORDER BY number LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "number": done.number, "limit": CHECKED_AT_ONCE},
    ).all()
    masked = _masked(session, scope) if found else {}
    before, expected = done.hash, done.number + 1
    for row in found:
        entry = {
            "number": row.number,
            "at": row.at,
            "user": row.user,
            "action": row.action,
            "subject": row.subject,
            "values": row.values,
        }
        is_whole = _hash(before, entry) == row.hash or masked.get(row.number) == bytes(row.hash).hex()
        if row.number != expected or not is_whole:
            return Checked(expected - 1, before, expected, is_over=True)
        before, expected = row.hash, expected + 1
    return Checked(expected - 1, before, is_over=len(found) < CHECKED_AT_ONCE)


def _masked(session: Session, scope: Scope) -> dict[int, str]:
    """Number to hash: the link each is in the chain stands, though its words are gone."""
    found = session.execute(
        text("SELECT values FROM audit_entry WHERE merchant_id = :merchant AND action = :action"),
        {"merchant": scope.merchant_id, "action": MASKED},
    ).scalars()
    return {number: hash_ for values in found for number, hash_ in values["entries"]}


def _hash(before: bytes, entry: dict[str, Any]) -> bytes:
    plain = {**entry, "at": entry["at"].astimezone(None).timestamp()}
    return hashlib.sha256(before + json.dumps(plain, sort_keys=True, default=str).encode()).digest()
