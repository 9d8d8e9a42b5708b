"""Test mode: a store's twin in another environment, with accounts, listings, cursors and pushes of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import actions
from prapazar.domain.channels.enums import ConnectionStatus, JobKind
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Sibling:
    """One environment of a store."""

    id: UUID
    environment: str
    status: str
    is_test: bool
    waiting: int
    """Changes that are still to be told."""


def family(session: Session, scope: Scope, connection_id: UUID) -> list[Sibling]:
    """The live store first, then its twins; one alone where there are none."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "WITH me AS (SELECT coalesce(twin_id, id) AS root FROM connection WHERE id = :id)"
            " SELECT c.id, c.environment, c.status, c.is_test, (SELECT count(*) FROM outbox o"
            "  WHERE o.partition = c.id AND o.parked_at IS NULL) FROM connection c, me"
            " WHERE c.id = me.root OR c.twin_id = me.root ORDER BY c.twin_id IS NOT NULL, c.environment"
        ),
        {"id": connection_id},
    )
    return [Sibling(*row) for row in found]


def add(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    environment: str,
    *,
    settings: Mapping[str, str],
    credentials: Mapping[str, str],
    intervals: Mapping[JobKind, int],
) -> UUID:
    """The store in another environment; the live one goes on until somebody switches."""
    root = session.execute(
        text(
            "SELECT coalesce(c.twin_id, c.id) AS id, c.connector, c.name FROM connection c WHERE c.id = :id"
        ),
        {"id": connection_id},
    ).one_or_none()
    if root is None:
        raise ConnectionMissing
    made = actions.connect(
        session,
        scope,
        connector=root.connector,
        name=root.name,
        environment=environment,
        settings=settings,
        credentials=credentials,
        intervals=intervals,
        is_test=environment != "live",
    )
    session.execute(
        text("UPDATE connection SET twin_id = :root WHERE id = :id"),
        {"root": root.id, "id": made},
    )
    return made


def switch(session: Session, scope: Scope, leaving_id: UUID, entering_id: UUID) -> None:
    """The one left is paused, so what waits for it waits; the one entered is told everything anew."""
    scope.require("channels.write")
    statuses: dict[UUID, str] = {one.id: one.status for one in family(session, scope, leaving_id)}
    if entering_id not in statuses or leaving_id not in statuses:
        raise ConnectionMissing
    if statuses[leaving_id] == ConnectionStatus.ACTIVE:
        actions.pause(session, scope, leaving_id)
    if statuses[entering_id] == ConnectionStatus.PAUSED:
        actions.resume(session, scope, entering_id)
