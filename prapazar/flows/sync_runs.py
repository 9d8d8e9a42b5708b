"""Sync now: a part of a run is worked on by steps, each of which may be the last of a worker that dies."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import ConnectorError, RateLimited
from prapazar.domain.channels import queries, sync_runs
from prapazar.domain.channels.enums import ConnectionStatus, RunStatus, SyncKind, Topic
from prapazar.domain.channels.queries import Account
from prapazar.domain.channels.sync_runs import Fed, Part
from prapazar.flows import catalog, orders, standing
from prapazar.flows.connections import ConnectionIdle, opened
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=3)
LOOK_AGAIN = timedelta(seconds=0.7)
"""After handing over a slice, and where the schedule's own run is at work."""
DUTIES = {
    SyncKind.ORDERS: "read_orders",
    SyncKind.PRODUCTS: "read_listings",
    SyncKind.STOCK: "push_stock",
    SyncKind.PRICE: "push_price",
}
"""What a connector has to be able to do for a kind."""
LOOK_LATER = timedelta(seconds=1.4)
"""Where enough waits for the channel."""


def start(session: Session, scope: Scope, connection_ids: Sequence[UUID], kinds: Sequence[SyncKind]) -> UUID:
    """Each store gets the parts its connector can do. Raises ConnectionInvalid where there is none."""
    cannot = {
        slug: [kind for kind, duty in DUTIES.items() if duty not in standing.duties(slug)]
        for slug in registry.slugs()
    }
    return sync_runs.start(session, scope, connection_ids, kinds, cannot)


def step(part_id: UUID) -> bool:
    """Do what can be done now; what is left waits in the outbox for the next step. True when the part is over."""
    with db.system_transaction() as session:
        merchant_id = sync_runs.merchant_of(session, part_id)
    if merchant_id is None:
        return True
    scope = system_scope(merchant_id)
    with db.exclusive(f"{Topic.SYNC}:{part_id}") as is_mine:
        if not is_mine:
            return False
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.SYNC.value, part_id, 1, LEASE)
            part = sync_runs.take(session, scope, part_id)
        again = None if part is None else _work(scope, part)
        with db.transaction(scope) as session:
            ids = [claim.id for claim in claims]
            if again is None:
                outbox.finish(session, ids)
            else:
                outbox.give_back(session, ids, "", now() + again, counts=False)
        return again is None


def _work(scope: Scope, part: Part) -> timedelta | None:
    """When to look again; None when the part is over."""
    if part.is_cancel_asked:
        return _end(scope, part, RunStatus.CANCELLED)
    try:
        if part.kind in sync_runs.PUSHED:
            return _push(scope, part)
        return _read(scope, part)
    except ConnectionIdle:
        return _end(scope, part, RunStatus.FAILED, "syncing.idle")
    except RateLimited:
        return LOOK_AGAIN  # its turn comes
    except ConnectorError as error:
        return _end(scope, part, RunStatus.FAILED, error.code)


def _push(scope: Scope, part: Part) -> timedelta | None:
    with db.transaction(scope) as session:
        account = queries.account(session, part.connection_id)
        if account.status != ConnectionStatus.ACTIVE:
            raise ConnectionIdle
        fed = sync_runs.feed(session, scope, part, _batch_size(account, part.kind))
    if fed is Fed.ALL:
        return _end(scope, part, RunStatus.DONE)
    return LOOK_AGAIN if fed is Fed.MORE else LOOK_LATER


def _batch_size(account: Account, kind: SyncKind) -> int:
    batches = registry.manifest(account.connector).batches
    return batches.stock if kind is SyncKind.STOCK else batches.price


def _read(scope: Scope, part: Part) -> timedelta | None:
    """The schedule's own import of this store is waited for: two at once would only do the work twice."""
    lock = orders.IMPORTING if part.kind is SyncKind.ORDERS else catalog.IMPORTING
    was_stopped = False

    def told(count: int) -> bool:
        nonlocal was_stopped
        with db.transaction(scope) as session:
            goes_on = sync_runs.advance(session, scope, part.id, count)
        was_stopped = not goes_on
        return goes_on

    with db.exclusive(lock.format(part.connection_id)) as is_mine:
        if not is_mine:
            return LOOK_AGAIN
        with opened(part.connection_id) as channel:
            if part.kind is SyncKind.ORDERS:
                orders.import_since_cursor(channel, told)
            else:
                catalog.read_channel(channel, told)
    return _end(scope, part, RunStatus.CANCELLED if was_stopped else RunStatus.DONE)


def _end(scope: Scope, part: Part, status: RunStatus, error: str | None = None) -> timedelta | None:
    with db.transaction(scope) as session:
        sync_runs.finish(session, scope, part.id, status, error)
    return None
