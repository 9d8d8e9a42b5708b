"""What people ask of their own data: erased slice by slice, handed out as one file, kept for its days."""

import time
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.privacy import actions
from prapazar.domain.privacy.actions import retain
from prapazar.domain.privacy.enums import RequestKind, RequestStatus
from prapazar.domain.privacy.plan import Step
from prapazar.flows import erasure_list, privacy_export, privacy_traces
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=3)
RETRY = timedelta(minutes=1)
TURN = 60.0
"""Seconds of one task; a longer erasure goes on in the next, and lets others to the worker in between."""
_MOST_SLICES = 100
log = structlog.get_logger(__name__)
_KIND = text("SELECT kind, status, customer_id FROM privacy_request WHERE id = :id")


def work(request_id: UUID) -> bool:
    """Go on with a request. True when it is done."""
    with db.exclusive(f"privacy:{request_id}") as is_mine:
        if not is_mine:
            return False
        with db.system_transaction() as session:
            claims = outbox.claim(session, Topic.PRIVACY.value, request_id, 10, LEASE)
        if not claims:
            return False
        scope, ids = system_scope(claims[0].merchant_id), [claim.id for claim in claims]
        try:
            is_done = _go_on(scope, request_id)
        except Exception as failure:
            log.exception("privacy request stopped", request=str(request_id))
            with db.transaction(scope) as session:
                outbox.give_back(session, ids, type(failure).__name__, now() + RETRY)
            return False
        with db.transaction(scope) as session:
            if is_done:
                outbox.finish(session, ids)
            else:
                outbox.give_back(session, ids, "", now(), counts=False)
        return is_done


def _go_on(scope: Scope, request_id: UUID) -> bool:
    with db.transaction(scope) as session:
        row = session.execute(_KIND, {"id": request_id}).one_or_none()
    if row is None or row.status != RequestStatus.RUNNING:
        return True
    if row.kind == RequestKind.EXPORT:
        privacy_export.make(scope, request_id)
        return True
    with db.transaction(scope) as session:
        told = actions.tell(session, scope, request_id)
    if told is not None:
        erasure_list.keep(told)
    if not advance(scope, request_id):
        return False
    db.retried(scope, lambda session: finish(session, scope, request_id))
    return True


def advance(scope: Scope, request_id: UUID) -> bool:
    """Goes on for a while. True when no step is left."""
    until = time.monotonic() + TURN
    while time.monotonic() < until:
        progress = db.retried(scope, lambda session: actions.advance(session, scope, request_id))
        if progress.outside is not None:
            _outside(scope, request_id, progress.outside)
        elif progress.is_done:
            return True
    return False


def _outside(scope: Scope, request_id: UUID, step: Step) -> None:
    """Done before it is recorded: killed in between, it happens again and finds nothing more."""
    with db.transaction(scope) as session:
        looked_for = privacy_traces.looked_for(session, scope, request_id)
    removed = privacy_traces.remove(scope, step.kind, looked_for)
    db.retried(scope, lambda session: actions.record_outside(session, scope, request_id, step, removed))


def finish(session: Session, scope: Scope, request_id: UUID) -> None:
    """The list outside has the receipt before the books do: a backup that lacks it cannot bring the person back."""
    told = actions.tell(session, scope, request_id)
    number = actions.finish(session, scope, request_id)
    if told is not None and told.number is None:
        erasure_list.keep(actions.with_receipt(session, scope, told))
    messaging.notify(
        session,
        scope,
        "privacy.done",
        permission="privacy.read",
        level="success",
        group_key=f"privacy.done:{request_id}",
        values={"number": number},
        link=routes.PRIVACY,
    )


def keep_in_time() -> int:
    """What is kept for a number of days and then goes. Returns how many slices that took."""
    slices = 0
    for statement in retain.PURGE:
        for _ in range(_MOST_SLICES):
            with db.system_transaction() as session:
                is_more = actions.purge(session, statement)
            slices += 1
            if not is_more:
                break
    return slices
