"""Parts of the product switched on and off, for the merchant and for its roles."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from prapazar.api.door import scope_with
from prapazar.domain.access import features, sessions
from prapazar.domain.access.features import FEATURES
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/features", tags=["features"])
Reader = Annotated[Scope, Depends(scope_with("roles.read"))]
Writer = Annotated[Scope, Depends(scope_with("roles.write"))]


class FeatureOut(BaseModel):
    feature: str
    subjects: list[str]
    """Of the permissions it opens."""
    is_on: bool
    off_for: list[UUID]
    """Roles it is switched off for."""


class Switch(BaseModel):
    is_on: bool
    role_id: UUID | None = None
    """Absent: for the whole merchant, which takes a super admin."""


@router.get("")
def known(scope: Reader) -> list[FeatureOut]:
    with db.transaction(scope) as session:
        off = [row for row in features.flags(session, scope) if not row.is_on]
    return [
        FeatureOut(
            feature=name,
            subjects=list(subjects),
            is_on=not any(row.feature == name and row.role_id is None for row in off),
            off_for=[row.role_id for row in off if row.feature == name and row.role_id is not None],
        )
        for name, subjects in FEATURES.items()
    ]


@router.put("/{feature}", status_code=204)
def switch(scope: Writer, feature: str, sent: Switch) -> None:
    with db.transaction(scope) as session:
        features.switch(session, scope, feature, sent.role_id, is_on=sent.is_on)
    sessions.forget_all()
