"""The audit trail: its entries, the kinds there are, and whether it is whole."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.domain.access import audit, audit_queries
from prapazar.domain.access.audit_queries import AuditFilter
from prapazar.flows import audit_words
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/audit", tags=["audit"])
Reader = Annotated[Scope, Depends(scope_with("audit.read"))]


class EntryOut(BaseModel):
    number: int
    at: datetime
    person: str | None
    user_id: UUID | None
    action: str
    subject_id: UUID | None
    values: dict[str, Any]


class KindOut(BaseModel):
    action: str
    says: str


class Verdict(BaseModel):
    whole: bool
    first_altered: int | None


class Asked(BaseModel):
    limit: int = Field(100, ge=1, le=500)
    before: int | None = Field(None, ge=1)
    """The number of the last one seen."""
    person: UUID | None = None
    action: str = Field("", max_length=60)
    record: UUID | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    search: str = Field("", max_length=120)

    def filter(self) -> AuditFilter:
        return AuditFilter(
            search=self.search,
            user_id=self.person,
            action=self.action,
            subject_id=self.record,
            since=self.since,
            until=self.until,
        )


@router.get("")
def entries(scope: Reader, asked: Annotated[Asked, Query()]) -> list[EntryOut]:
    """The newest first."""
    with db.transaction(scope) as session:
        found = audit_queries.entries(session, scope, asked.limit, before=asked.before, wanted=asked.filter())
    return [
        EntryOut(
            number=row.number,
            at=row.at,
            person=row.person,
            user_id=row.user_id,
            action=row.action,
            subject_id=row.subject_id,
            values=row.values,
        )
        for row in found
    ]


@router.get("/kinds")
def kinds(scope: Reader) -> list[KindOut]:
    """Those that stand in this trail, with what they are called."""
    with db.transaction(scope) as session:
        found = audit_queries.kinds(session, scope)
    return [KindOut(action=one, says=audit_words.action(one, scope.locale)) for one in found]


@router.get("/verify")
def verify(scope: Reader) -> Verdict:
    with db.transaction(scope) as session:
        first = audit.verify(session, scope)
    return Verdict(whole=first is None, first_altered=first)
