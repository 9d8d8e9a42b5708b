"""Connections to channels over REST; `{name}` is a connection's id, or a connector's slug where it is the only one."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.queries import ConnectionRow
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.flows import channels as flows
from prapazar.flows import notify_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/integrations", tags=["integrations"])
tells(ConnectionMissing, 404, "channels.missing")
Reader = Annotated[Scope, Depends(scope_with("channels.read"))]
Writer = Annotated[Scope, Depends(scope_with("channels.write"))]


class NewConnection(BaseModel):
    connector: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    environment: Literal["live", "stage", "sandbox"] = "live"
    is_test: bool | None = None
    """Whether its orders are no sales and hold no stock; null: in every environment but live."""
    values: dict[str, Annotated[str, Field(max_length=500)]]
    """What the connector's form asks for; secrets are sealed and never read back."""


class Made(BaseModel):
    id: UUID


class Status(BaseModel):
    status: Literal["active", "paused"]


class Jobs(BaseModel):
    started: int


class Health(BaseModel):
    id: UUID
    name: str
    connector: str
    status: str
    health: int | None
    last_error: str | None


@router.get("/")
def connections(scope: Reader) -> list[ConnectionRow]:
    with db.transaction(scope) as session:
        return queries.connections(session, scope)


@router.post("/", status_code=201)
def connect(body: NewConnection, scope: Writer) -> Made:
    if body.connector not in {card.slug for card in flows.connectors(scope.locale)}:
        raise Refused(422, "errors.unknown_connector")
    try:
        with db.transaction(scope) as session:
            made = flows.connect(
                session,
                scope,
                connector=body.connector,
                name=body.name,
                environment=body.environment,
                values=body.values,
                is_test=body.environment != "live" if body.is_test is None else body.is_test,
            )
    except ConnectionInvalid as error:
        raise Refused(422, "errors.field_invalid", field=error.field) from None
    return Made(id=made)


@router.get("/health")
def health(scope: Reader) -> list[Health]:
    with db.transaction(scope) as session:
        return [_health(row) for row in queries.connections(session, scope)]


@router.post("/bulk-sync")
def bulk_sync(scope: Writer) -> Jobs:
    with db.transaction(scope) as session:
        return Jobs(started=flows.sync_now(session, scope, [], list(JobKind)))


@router.get("/{name}")
def connection(name: str, scope: Reader) -> ConnectionRow:
    with db.transaction(scope) as session:
        return _found(session, scope, name)


@router.post("/{name}/sync")
def sync(name: str, scope: Writer) -> Jobs:
    with db.transaction(scope) as session:
        row = _found(session, scope, name)
        return Jobs(started=flows.sync_now(session, scope, [row.id], list(JobKind)))


@router.put("/{name}/status")
def set_status(name: str, body: Status, scope: Writer) -> ConnectionRow:
    with db.transaction(scope) as session:
        row = _found(session, scope, name)
        action = actions.resume if body.status == "active" else actions.pause
        action(session, scope, row.id)
        return queries.connection(session, scope, row.id)


@router.post("/{name}/test-mail", status_code=202)
def test_mail(name: str, scope: Writer) -> Made:
    """A letter to the acting person; look at `/api/messages/{id}` for what the server said."""
    with db.transaction(scope) as session:
        row = _found(session, scope, name)
        try:
            return Made(id=notify_desk.test_mail(session, scope, row.id))
        except MessageRefused as refused:
            raise Refused(422, refused.code) from refused


@router.get("/{name}/metrics")
def metrics(name: str, scope: Reader) -> dict[str, Any]:
    with db.transaction(scope) as session:
        row = _found(session, scope, name)
        jobs = queries.jobs(session, scope, row.id)
    return {
        "calls_day": row.calls_day,
        "errors_day": row.errors_day,
        "health": row.health,
        "waiting": row.waiting,
        "parked": row.parked,
        "listings": row.listings,
        "jobs": jobs,
    }


def _health(row: ConnectionRow) -> Health:
    return Health(
        id=row.id,
        name=row.name,
        connector=row.connector,
        status=row.status,
        health=row.health,
        last_error=row.last_error,
    )


def _found(session: Session, scope: Scope, name: str) -> ConnectionRow:
    rows = [row for row in queries.connections(session, scope) if name in {str(row.id), row.connector}]
    if len(rows) != 1:
        raise ConnectionMissing
    return rows[0]
