"""Whose turn it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.support import rules
from prapazar.domain.support.enums import AssignBy
from prapazar.domain.support.models import SupportSetting
from prapazar.foundation.scope import Scope

_LOADS = text(
    "SELECT assignee_id, count(*) AS open FROM ticket WHERE merchant_id = :merchant"
    " AND assignee_id = ANY(CAST(:people AS uuid[]))"
    " AND status IN ('new', 'open', 'waiting_us', 'waiting_customer') GROUP BY assignee_id"
)


def next_person(
    session: Session, scope: Scope, setting: SupportSetting, by: AssignBy, known: Sequence[UUID]
) -> UUID | None:
    """Of those the desk names, as far as they still may; the setting is locked."""
    if by is AssignBy.NOBODY:
        return None
    named = {UUID(str(one)) for one in setting.people}
    able = [one for one in known if one in named] if named else list(known)
    if by is AssignBy.TURN:
        setting.last_id = rules.whose_turn(able, setting.last_id)
        return setting.last_id
    found = session.execute(_LOADS, {"merchant": scope.merchant_id, "people": able})
    return rules.least_loaded(able, {row.assignee_id: row.open for row in found})
