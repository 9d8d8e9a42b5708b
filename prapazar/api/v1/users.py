"""The people of the merchant."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.domain.access import actions, queries, sessions
from prapazar.flows import people
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/users", tags=["users"])
Reader = Annotated[Scope, Depends(scope_with("users.read"))]
Writer = Annotated[Scope, Depends(scope_with("users.write"))]


class UserOut(BaseModel):
    id: UUID
    name: str
    email: str
    role_id: UUID
    role: str
    is_suspended: bool
    is_waiting: bool
    last_login_at: datetime | None


class Invitation(BaseModel):
    email: str = Field(max_length=300)
    role_id: UUID


class Change(BaseModel):
    role_id: UUID | None = None
    is_suspended: bool | None = None


class Invited(BaseModel):
    mailed_link: bool


@router.get("")
def users(scope: Reader) -> list[UserOut]:
    with db.transaction(scope) as session:
        found = queries.members(session, scope)
    return [
        UserOut(
            id=row.user_id,
            name=row.name,
            email=row.email,
            role_id=row.role_id,
            role=row.role_key or row.role_name,
            is_suspended=row.is_suspended,
            is_waiting=row.is_waiting,
            last_login_at=row.last_login_at,
        )
        for row in found
    ]


@router.post("", status_code=201)
def invite(scope: Writer, sent: Invitation) -> Invited:
    return Invited(mailed_link=people.invite(scope, sent.email, sent.role_id))


@router.put("/{user_id}", status_code=204)
def change(scope: Writer, user_id: UUID, sent: Change) -> None:
    with db.system_transaction() as session:
        if sent.role_id is not None:
            actions.set_member_role(session, scope, user_id, sent.role_id)
        if sent.is_suspended is not None:
            actions.set_suspended(session, scope, user_id, is_suspended=sent.is_suspended)
    sessions.forget_all()
