"""Customers out of orders: what the outbox marked is gathered batch by batch."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.customers import actions
from prapazar.domain.customers.actions.gather import BATCH, Gathered
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=2)
RETRY = timedelta(seconds=30)
ROUNDS = 40
"""Batches of one task; what is left then waits for the next, so that no merchant holds a worker for long."""
_MARKS = 20
log = structlog.get_logger(__name__)


def gather(partition: UUID) -> int:
    """Find out whose the waiting orders are. `partition`: as they were marked. Returns orders looked at."""
    with db.system_transaction() as session:
        claims = outbox.claim(session, Topic.GATHER_CUSTOMERS.value, partition, _MARKS, LEASE)
    if not claims:
        return 0
    scope = system_scope(claims[0].merchant_id)
    ids = [claim.id for claim in claims]
    try:
        looked_at, is_done = _rounds(scope)
    except Exception as failure:
        log.exception("customers not gathered", partition=str(partition))
        with db.transaction(scope) as session:
            outbox.give_back(session, ids, type(failure).__name__, now() + RETRY)
        return 0
    with db.transaction(scope) as session:
        if is_done:
            outbox.finish(session, ids)
        else:
            outbox.give_back(session, ids, "", now(), counts=False)
    return looked_at


def _rounds(scope: Scope) -> tuple[int, bool]:
    """How many were looked at, and whether none was left."""
    looked_at = 0
    for _ in range(ROUNDS):
        done = db.retried(scope, lambda session: _one(session, scope))
        looked_at += done.orders
        if done.orders < BATCH:
            return looked_at, True
    return looked_at, False


def _one(session: Session, scope: Scope) -> Gathered:
    return actions.gather(session, scope)
