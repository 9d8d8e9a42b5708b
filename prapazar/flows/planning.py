"""What the product does at planned times: tell people, carry out their price and stock updates."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.planning.actions import plans, reminders
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope, system_scope

MOST_PLANS = 50
"""Of one merchant in one go; the relay starts the task again for the others."""
LEASE, AGAIN_AFTER = timedelta(minutes=3), timedelta(minutes=1)
log = structlog.get_logger(__name__)


def remind(merchant_id: UUID) -> int:
    scope = system_scope(merchant_id)
    return db.retried(scope, lambda session: reminders.due_reminders(session, scope))


def carry_out(merchant_id: UUID) -> int:
    """Each plan in a transaction of its own, so that a broken one holds nobody up. Returns how many went well."""
    scope = system_scope(merchant_id)
    with db.transaction(scope) as session:
        claims = outbox.claim(session, Topic.CARRY_OUT, merchant_id, MOST_PLANS, LEASE)
    return sum(_carried_out(scope, claim) for claim in claims)


def _carried_out(scope: Scope, claim: Claim) -> bool:
    def work(session: Session) -> None:
        plans.carry_out(session, scope, claim)

    try:
        db.retried(scope, work)
    except Exception as error:
        log.exception("plan not carried out", plan=str(claim.coalesce_key))
        with db.transaction(scope) as session:
            outbox.give_back(session, [claim.id], type(error).__name__, now() + AGAIN_AFTER)
        return False
    return True
