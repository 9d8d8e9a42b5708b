"""The audit trail, and whether it is whole."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from prapazar.api.door import scope_with
from prapazar.domain.access import audit
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/audit", tags=["audit"])
Reader = Annotated[Scope, Depends(scope_with("audit.read"))]


class EntryOut(BaseModel):
    number: int
    at: datetime
    person: str | None
    action: str
    subject_id: UUID | None
    values: dict[str, Any]


class Verdict(BaseModel):
    whole: bool
    first_altered: int | None


@router.get("")
def entries(scope: Reader, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[EntryOut]:
    with db.transaction(scope) as session:
        found = audit.entries(session, scope, limit)
    return [
        EntryOut(
            number=row.number,
            at=row.at,
            person=row.person,
            action=row.action,
            subject_id=row.subject_id,
            values=row.values,
        )
        for row in found
    ]


@router.get("/verify")
def verify(scope: Reader) -> Verdict:
    with db.transaction(scope) as session:
        first = audit.verify(session, scope)
    return Verdict(whole=first is None, first_altered=first)
