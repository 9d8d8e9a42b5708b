"""The person who calls: what they are and may do, their preferences and password."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import logged_in
from prapazar.domain.access import queries
from prapazar.domain.access.queries import SessionRow
from prapazar.flows import own_account
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
    time_zone: str
    is_super_admin: bool
    merchant: MerchantOut | None
    role: str
    permissions: list[str]
    masks: list[str]
    stores: list[UUID] | None
    supplier_id: UUID | None
    """The only supplier of whom they see anything; zeros: none yet. Null: no such limit."""
    """The only ones seen; null: all."""
    has_second_factor: bool
    must_enroll: bool
    """A second factor is to be set up before anything is permitted."""
    impersonator: str | None
    """The super admin who stands in this person's place."""


class Preferences(BaseModel):
    locale: Literal["tr", "en"] | None = None
    theme: Literal["light", "dark", "system"] | None = None
    time_zone: str | None = Field(default=None, max_length=80)
    name: str | None = Field(default=None, max_length=300)


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
        time_zone=row.time_zone,
        is_super_admin=row.is_super_admin,
        merchant=merchant,
        role=row.role_key or row.role_name,
        permissions=sorted(row.permissions),
        masks=sorted(row.masks),
        stores=None if row.stores is None else sorted(row.stores),
        supplier_id=row.supplier_id,
        has_second_factor=row.has_factor,
        must_enroll=row.must_enroll,
        impersonator=row.impersonator_name or None,
    )


@router.get("/merchants")
def merchants(row: Caller) -> list[MerchantOut]:
    with db.system_transaction() as session:
        found = queries.merchants_of(session, row)
    return [MerchantOut(id=merchant_id, name=name) for merchant_id, name in found]


@router.put("/preferences", status_code=204)
def prefer(row: Caller, sent: Preferences) -> None:
    own_account.set_preferences(
        row, locale=sent.locale, theme=sent.theme, time_zone=sent.time_zone, name=sent.name
    )


@router.put("/password", status_code=204)
def change_password(row: Caller, sent: PasswordChange) -> None:
    """Ends every session, this one included."""
    own_account.change_password(row, sent.old, sent.new)


@router.delete("/impersonation", status_code=204)
def end_impersonation(row: Caller) -> None:
    """Back to oneself."""
    own_account.end_impersonation(row)
