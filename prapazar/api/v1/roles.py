"""The roles of the merchant, and all permissions there are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.domain.access import actions, permissions, queries, sessions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/roles", tags=["roles"])
Reader = Annotated[Scope, Depends(scope_with("roles.read"))]
Writer = Annotated[Scope, Depends(scope_with("roles.write"))]
Remover = Annotated[Scope, Depends(scope_with("roles.delete"))]


class RoleIn(BaseModel):
    name: str = Field(max_length=300)
    permissions: list[str]
    masks: list[str] = []
    stores: list[UUID] | None = None
    """The only stores it sees; null: all."""
    needs_factor: bool = False
    """Whoever holds it sets up a second factor before anything else."""


class FactorIn(BaseModel):
    is_needed: bool


class RoleOut(RoleIn):
    id: UUID
    key: str | None
    people: int


class Known(BaseModel):
    permissions: list[str]
    masks: list[str]


class Made(BaseModel):
    id: UUID


@router.get("")
def roles(scope: Reader) -> list[RoleOut]:
    with db.transaction(scope) as session:
        found = queries.roles(session, scope)
    return [
        RoleOut(
            id=row.id,
            key=row.key,
            name=row.name,
            permissions=list(row.permissions),
            masks=list(row.masks),
            people=row.people,
            stores=None if row.stores is None else [UUID(one) for one in row.stores],
            needs_factor=row.needs_factor,
        )
        for row in found
    ]


@router.get("/permissions")
def known(scope: Reader) -> Known:
    del scope
    return Known(permissions=list(permissions.ALL), masks=list(permissions.PERSONAL_FIELDS))


@router.post("", status_code=201)
def create(scope: Writer, sent: RoleIn) -> Made:
    return Made(id=_saved(scope, None, sent))


@router.put("/{role_id}", status_code=204)
def change(scope: Writer, role_id: UUID, sent: RoleIn) -> None:
    _saved(scope, role_id, sent)


@router.put("/{role_id}/second-factor", status_code=204)
def require_factor(scope: Writer, role_id: UUID, sent: FactorIn) -> None:
    """Of the admin role too, whose permissions stay as they are."""
    with db.transaction(scope) as session:
        actions.require_factor(session, scope, role_id, is_needed=sent.is_needed)
    sessions.forget_all()


@router.delete("/{role_id}", status_code=204)
def delete(scope: Remover, role_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete_role(session, scope, role_id)


def _saved(scope: Scope, role_id: UUID | None, sent: RoleIn) -> UUID:
    with db.transaction(scope) as session:
        made = actions.save_role(
            session,
            scope,
            role_id=role_id,
            name=sent.name,
            permissions=sent.permissions,
            masks=sent.masks,
            stores=sent.stores,
            needs_factor=sent.needs_factor,
        )
    sessions.forget_all()
    return made
