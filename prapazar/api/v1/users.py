"""The people of the merchant."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in, scope_with
from prapazar.api.errors import Refused
from prapazar.domain.access import actions, photos, queries, sessions
from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.access.queries import SessionRow, SupplierRow
from prapazar.flows import own_account, people
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/users", tags=["users"])
Reader = Annotated[Scope, Depends(scope_with("users.read"))]
Writer = Annotated[Scope, Depends(scope_with("users.write"))]
Platform = Annotated[Scope, Depends(scope_with(PLATFORM))]
Caller = Annotated[SessionRow, Depends(logged_in)]


class UserOut(BaseModel):
    id: UUID
    name: str
    email: str
    role_id: UUID
    role: str
    is_suspended: bool
    is_waiting: bool
    last_login_at: datetime | None
    has_second_factor: bool
    supplier_id: UUID | None = None
    """The only supplier whose packages and articles they see; null: no such limit."""
    supplier: str = ""


class Invitation(BaseModel):
    email: str = Field(max_length=300)
    role_id: UUID
    supplier_id: UUID | None = None
    """With one they see its packages and articles alone."""


class Change(BaseModel):
    role_id: UUID | None = None
    is_suspended: bool | None = None
    supplier_id: UUID | None = None
    """Sent as null: bound to none from now on. Left out: as it is."""


class Invited(BaseModel):
    mailed_link: bool


@router.get("")
def users(scope: Reader) -> list[UserOut]:
    with db.system_transaction() as session:
        found, faces = queries.members(session, scope), queries.faces(session, scope)
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
            has_second_factor=faces[row.user_id].has_factor,
            supplier_id=row.supplier_id,
            supplier=row.supplier,
        )
        for row in found
    ]


@router.post("", status_code=201)
def invite(scope: Writer, sent: Invitation) -> Invited:
    return Invited(mailed_link=people.invite(scope, sent.email, sent.role_id, sent.supplier_id))


@router.get("/suppliers")
def suppliers(scope: Reader) -> list[SupplierRow]:
    """Whom people may be bound to, and how many are."""
    with db.transaction(scope) as session:
        return queries.suppliers(session, scope)


@router.put("/{user_id}", status_code=204)
def change(scope: Writer, user_id: UUID, sent: Change) -> None:
    with db.system_transaction() as session:
        if sent.role_id is not None:
            actions.set_member_role(session, scope, user_id, sent.role_id)
        if "supplier_id" in sent.model_fields_set:
            actions.set_member_supplier(session, scope, user_id, sent.supplier_id)
        if sent.is_suspended is not None:
            actions.set_suspended(session, scope, user_id, is_suspended=sent.is_suspended)
    sessions.forget_all()


class SightOut(BaseModel):
    permissions: list[str]
    masks: list[str]
    stores: list[str] | None
    """The only ones they see; null: all."""
    supplier: str | None
    """The only one they see anything of; empty: none yet, and so nothing. Null: no such limit."""


@router.get("/{user_id}/sight")
def sight(scope: Reader, user_id: UUID) -> SightOut:
    """What the person's own session permits: their menus follow from it."""
    with db.system_transaction() as session:
        found = queries.sight(session, scope, user_id)
    return SightOut(
        permissions=sorted(found.permissions),
        masks=sorted(found.masks),
        stores=None if found.stores is None else list(found.stores),
        supplier=found.supplier,
    )


@router.get("/{user_id}/photo")
def photo(row: Caller, user_id: UUID) -> Response:
    with db.system_transaction() as session:
        found = photos.photo(session, queries.scope_of(row), user_id)
    if found is None:
        raise Refused(404, "errors.not_found")
    # Its address changes with it.
    return Response(
        found, media_type=photos.CONTENT_TYPE, headers={"cache-control": "private, max-age=86400"}
    )


@router.post("/{user_id}/impersonate", status_code=204)
def impersonate(scope: Platform, row: Caller, user_id: UUID) -> None:
    """The session acts as the person for an hour at most; `DELETE /api/me/impersonation` ends it."""
    del scope
    own_account.begin_impersonation(row, user_id)


@router.delete("/{user_id}/second-factor", status_code=204)
def take_away_factor(scope: Platform, row: Caller, user_id: UUID) -> None:
    """For who lost phone and recovery codes; they are told by mail."""
    del scope
    own_account.take_away_factor(row, user_id)
