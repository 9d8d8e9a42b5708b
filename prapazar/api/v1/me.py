"""The person who calls: what they are and may do, their preferences and password."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in
from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.queries import SessionRow
from prapazar.foundation import db

router = APIRouter(prefix="/api/me", tags=["me"])
Caller = Annotated[SessionRow, Depends(logged_in)]


class MerchantOut(BaseModel):
    id: UUID
    name: str


class Me(BaseModel):
    id: UUID
    name: str
    email: str
    locale: str
    theme: str
    is_super_admin: bool
    merchant: MerchantOut | None
    role: str
    permissions: list[str]
    masks: list[str]


class Preferences(BaseModel):
    locale: Literal["tr", "en"] | None = None
    theme: Literal["light", "dark", "system"] | None = None


class PasswordChange(BaseModel):
    old: str = Field(max_length=300)
    new: str = Field(max_length=300)


@router.get("")
def me(row: Caller) -> Me:
    merchant = MerchantOut(id=row.merchant_id, name=row.merchant_name) if row.merchant_id else None
    return Me(
        id=row.user_id,
        name=row.user_name,
        email=row.email,
        locale=row.locale,
        theme=row.theme,
        is_super_admin=row.is_super_admin,
        merchant=merchant,
        role=row.role_key or row.role_name,
        permissions=sorted(row.permissions),
        masks=sorted(row.masks),
    )


@router.get("/merchants")
def merchants(row: Caller) -> list[MerchantOut]:
    with db.system_transaction() as session:
        found = queries.merchants_of(session, row)
    return [MerchantOut(id=merchant_id, name=name) for merchant_id, name in found]


@router.put("/preferences", status_code=204)
def prefer(row: Caller, sent: Preferences) -> None:
    with db.system_transaction() as session:
        actions.set_preferences(session, row.user_id, locale=sent.locale, theme=sent.theme)
    sessions.forget_all()


@router.put("/password", status_code=204)
def change_password(row: Caller, sent: PasswordChange) -> None:
    """Ends every session, this one included."""
    with db.system_transaction() as session:
        actions.change_password(session, row.user_id, sent.old, sent.new)
    sessions.forget_all()
