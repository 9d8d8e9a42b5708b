"""Grants under way: asked for by one log-in, answered once and in time, finished once."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.tokens import digest
from prapazar.domain.channels.errors import GrantDone, GrantRefused
from prapazar.domain.channels.models import ConnectionGrant
from prapazar.foundation import secrets
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

LIFE = timedelta(minutes=15)
"""How long a person may take on the provider's page."""


@dataclass(frozen=True, slots=True)
class Grant:
    id: UUID
    connector: str
    environment: str
    name: str
    connection_id: UUID | None
    content: dict[str, Any]
    """`values`, `state`, `verifier`, `redirect`, and after the way back `query`. Never handed to a screen."""
    error: str | None = None


def issue(session: Session, scope: Scope, login: str, grant: Grant) -> None:
    """Keep it for the way back; `login` is the key of the log-in that asks."""
    scope.require("channels.write")
    session.add(
        ConnectionGrant(
            id=grant.id,
            merchant_id=scope.merchant_id,
            user_id=scope.user_id,
            login_hash=digest(login),
            state_hash=digest(grant.content["state"]),
            connector=grant.connector,
            environment=grant.environment,
            name=grant.name,
            connection_id=grant.connection_id,
            content=_sealed(grant.id, grant.content),
        )
    )
    session.flush()


def answer(session: Session, scope: Scope, login: str, state: str, query: dict[str, str]) -> Grant:
    """The browser came back: the state is spent with this. Raises GrantRefused."""
    scope.require("channels.write")
    row = _locked(session, "state_hash", digest(state))
    _check_owner(row, login)
    if row.answered_at is not None:
        raise GrantRefused("grant.used")
    if row.asked_at + LIFE < now():
        raise GrantRefused("grant.expired")
    grant = _grant(row)
    grant.content["query"] = query
    session.execute(
        text("UPDATE connection_grant SET answered_at = now(), content = :content WHERE id = :id"),
        {"content": _sealed(grant.id, grant.content), "id": grant.id},
    )
    return grant


def refuse(session: Session, grant_id: UUID, code: str) -> None:
    """What came back is none: kept for the screen that tells it."""
    session.execute(
        text("UPDATE connection_grant SET error = :code WHERE id = :id"), {"code": code, "id": grant_id}
    )


def take(session: Session, scope: Scope, login: str, grant_id: UUID) -> Grant:
    """Once, by the log-in that asked. Raises GrantRefused, GrantDone."""
    scope.require("channels.write")
    row = _locked(session, "id", grant_id)
    _check_owner(row, login)
    if row.connected_id is not None:
        raise GrantDone(row.connected_id)
    if row.finished_at is not None:
        raise GrantRefused(row.error or "grant.used")
    if row.answered_at is None:
        raise GrantRefused("grant.not_answered")
    if row.answered_at + LIFE < now():
        raise GrantRefused("grant.expired")
    session.execute(text("UPDATE connection_grant SET finished_at = now() WHERE id = :id"), {"id": grant_id})
    return _grant(row)


def form_of(session: Session, scope: Scope, login: str, grant_id: UUID) -> Grant:
    """What was filled in, to ask again with. Raises GrantRefused."""
    scope.require("channels.write")
    row = _locked(session, "id", grant_id)
    _check_owner(row, login)
    if not row.content:
        raise GrantRefused("grant.used")
    return _grant(row)


def finish(session: Session, grant_id: UUID, connection_id: UUID) -> None:
    """Nothing secret is left of it."""
    session.execute(
        text(
            "UPDATE connection_grant SET connected_id = :connection, error = NULL, content = CAST('' AS bytea)"
            " WHERE id = :id"
        ),
        {"connection": connection_id, "id": grant_id},
    )


def _locked(session: Session, column: str, value: object) -> Any:  # noqa: ANN401 - a row of the table
    row = session.execute(
        text(
            "SELECT id, login_hash, connector, environment, name, connection_id, content, asked_at, answered_at,"
            f" finished_at, error, connected_id FROM connection_grant WHERE {column} = :value FOR UPDATE"
        ),
        {"value": value},
    ).one_or_none()
    if row is None:
        raise GrantRefused("grant.unknown")
    return row


def _check_owner(row: Any, login: str) -> None:  # noqa: ANN401 - a row of the table
    if bytes(row.login_hash) != digest(login):
        raise GrantRefused("grant.other_login")


def _grant(row: Any) -> Grant:  # noqa: ANN401 - a row of the table
    content = json.loads(secrets.box().open(bytes(row.content), row.id.bytes))
    return Grant(row.id, row.connector, row.environment, row.name, row.connection_id, content, row.error)


def _sealed(grant_id: UUID, content: dict[str, Any]) -> bytes:
    return secrets.box().seal(json.dumps(content).encode(), grant_id.bytes)
