"""Timeline: what happened to a claim, and by whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_WRITE = text(
    "INSERT INTO claim_event (merchant_id, claim_id, kind, values, user_id)"
    " SELECT :merchant, e.claim_id, e.kind, e.values, :user"
    " FROM jsonb_to_recordset(:events) AS e(claim_id uuid, kind text, values jsonb)"
).bindparams(bindparam("events", type_=JSONB))


def write(session: Session, scope: Scope, events: Sequence[tuple[UUID, str, dict[str, Any]]]) -> None:
    """(claim, kind, values); screens that show claims look again."""
    if not events:
        return
    session.execute(
        _WRITE,
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "events": [{"claim_id": str(c), "kind": kind, "values": values} for c, kind, values in events],
        },
    )
    live.tell(session, scope.merchant_id, "claims.changed")
