"""Windows: how far back a channel has to be read, and who is told of what is nearly too late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

CLAIM_REMINDER = timedelta(hours=12)
QUESTION_REMINDER = timedelta(hours=3)
_OLDEST_CLAIM = text(
    "SELECT min(at) FROM (SELECT min(created_at) AS at FROM claim WHERE connection_id = :connection"
    "  AND status IN ('requested', 'waiting', 'disputed') AND created_at > :since"
    " UNION ALL SELECT min(created_at) FROM repair WHERE connection_id = :connection AND kind = 'claim'"
    "  AND resolved_at IS NULL AND created_at > :since) o"
)
_OLDEST_QUESTION = text(
    "SELECT min(at) FROM (SELECT min(asked_at) AS at FROM question WHERE connection_id = :connection"
    "  AND status = 'waiting' AND asked_at > :since"
    " UNION ALL SELECT min(created_at) FROM repair WHERE connection_id = :connection AND kind = 'question'"
    "  AND resolved_at IS NULL AND created_at > :since) o"
)
_REMIND = {
    "claim": text(
        "UPDATE claim SET reminded_at = now() WHERE connection_id = :connection AND status = 'waiting'"
        " AND deciding IS NULL AND reminded_at IS NULL AND due_at BETWEEN now() AND :until"
        " RETURNING order_external_id AS name"
    ),
    "question": text(
        "UPDATE question SET reminded_at = now() WHERE connection_id = :connection AND status = 'waiting'"
        " AND NOT is_sending AND reminded_at IS NULL AND due_at BETWEEN now() AND :until"
        " RETURNING left(body, 60) AS name"
    ),
}


def oldest_open_claim(session: Session, connection_id: UUID, since: datetime) -> datetime | None:
    """Channels that filter by the day of the claim tell of its change only when that day is asked for again.

    What could not be read is asked for until it can be, or somebody has dismissed it.
    """
    return _moment(session, _OLDEST_CLAIM, connection_id, since)


def oldest_open_question(session: Session, connection_id: UUID, since: datetime) -> datetime | None:
    return _moment(session, _OLDEST_QUESTION, connection_id, since)


def nearly_due(session: Session, connection_id: UUID, kind: str, until: datetime) -> Sequence[str]:
    """Names of claims or questions whose deadline is near, each once."""
    found = session.execute(_REMIND[kind], {"connection": connection_id, "until": until})
    return list(found.scalars())


def _moment(session: Session, statement: Any, connection_id: UUID, since: datetime) -> datetime | None:  # noqa: ANN401 - as SQLAlchemy types it
    found: datetime | None = session.execute(
        statement, {"connection": connection_id, "since": since}
    ).scalar()
    return found
