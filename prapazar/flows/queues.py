"""Queues: what a channel wrote into the merchant's own queue is kept raw first, and only then taken out of it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from prapazar.connector_kit.contract import ReadsQueue
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.records import QueueMessage
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.flows import deliveries
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db, inbox, live, outbox

MOST_FETCHES = 50
"""In one run; what is left waits for the next, which comes within seconds."""
REFUSED_RETRY = timedelta(minutes=10)
"""A queue that cannot be read is left alone for a while; orders come by poll meanwhile."""
_CALLED_UP = {
    "batches": (JobKind.BATCHES, timedelta(0)),
    "products": (JobKind.PRODUCTS, timedelta(minutes=15)),
}
"""What an event makes look sooner. Listings are read whole, so many changes go together."""


def read(connection_id: UUID) -> int:
    """Empty one connection's queue into the inbox. Returns messages that were new to us."""
    with db.exclusive(f"queues.read:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _read(channel)


def _read(channel: Channel) -> int:
    connector = channel.connector
    if not isinstance(connector, ReadsQueue) or not connector.has_queue:
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.QUEUE)
    count, code, is_refused = 0, None, False
    try:
        for _ in range(MOST_FETCHES):
            messages = connector.fetch_messages()
            if not messages:
                break
            ours = [one for one in messages if one.event is not None]
            count += _keep(channel, ours)
            if ours:
                connector.drop_messages([one.receipt for one in ours])
    except Rejected as error:  # the queue is the merchant's: its refusal says nothing about the channel
        code, is_refused = error.code, True
    except ConnectorError as error:
        code = error.code
        raise
    finally:
        with db.transaction(channel.scope) as session:
            channels.finish_job(session, channel.scope, channel.id, JobKind.QUEUE, count=count, error=code)
            if is_refused:
                channels.put_off_job(session, channel.id, JobKind.QUEUE, REFUSED_RETRY)
    return count


def _keep(channel: Channel, messages: Sequence[QueueMessage]) -> int:
    """In one transaction: whoever dies after it finds them again in the queue, and here as known ones."""
    if not messages:
        return 0
    account, fresh = channel.account, set[str]()
    count = 0
    with db.transaction(channel.scope) as session:
        for message in messages:
            event = message.event
            if event is not None and inbox.receive(
                session,
                account.merchant_id,
                account.id,
                event.event_key,
                event.kind,
                deliveries.kept_headers(message.delivery.headers),
                message.delivery.body,
            ):
                fresh.add(event.kind)
                count += 1
        for kind in fresh & _CALLED_UP.keys():
            job, within = _CALLED_UP[kind]
            channels.call_up_jobs(session, [account.id], [job], within=within)
        if fresh:
            outbox.append(session, account.merchant_id, Topic.TAKE_IN.value, account.id, account.id, {})
        live.tell(session, account.merchant_id, "deliveries.changed")
    return count
