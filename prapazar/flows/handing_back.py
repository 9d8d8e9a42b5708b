"""Handing back: claimed outbox rows that could not be worked on now wait with their cause, and stop no others."""

from collections.abc import Callable, Hashable, Sequence
from datetime import timedelta
from uuid import UUID

from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected, UnexpectedAnswer
from prapazar.domain.channels.enums import Topic
from prapazar.flows.connections import Channel, scope_of
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim

RETRY = timedelta(seconds=30)
IDLE_RETRY = timedelta(minutes=10)
"""Whoever resumes a connection or renews its credentials wakes what waits; this is for what nobody does."""


def _own(claim: Claim) -> Hashable:
    return claim.id


def one_by_one(
    channel: Channel,
    claims: Sequence[Claim],
    work: Callable[[Claim], object],
    order: Callable[[Claim], Hashable] = _own,
) -> int:
    """Work on each claim; claims of the same `order` wait for those before them. Returns how many were done.

    What is about one claim alone is handed back and the others go on; when the channel does not answer, all
    that are left are handed back. Either way the first error is raised in the end.
    """
    first: ConnectorError | None = None
    stuck: set[Hashable] = set()
    done = 0
    for place, claim in enumerate(claims):
        if order(claim) in stuck:
            hand_back(channel, [claim], first, counts=False)
            continue
        try:
            work(claim)
            done += 1
        except (UnexpectedAnswer, Rejected) as error:
            hand_back(channel, [claim], error, counts=True)
            stuck.add(order(claim))
            first = first or error
        except ConnectorError as error:
            hand_back(channel, claims[place:], error, counts=False)
            raise
    if first:
        raise first
    return done


def hand_back(
    channel: Channel, claims: Sequence[Claim], error: ConnectorError | None, *, counts: bool
) -> None:
    """`counts`: the row itself may be at fault, so that it is parked after some tries."""
    wait = timedelta(seconds=error.retry_after) if isinstance(error, RateLimited) else RETRY
    code = error.code if error else ""
    ids = [claim.id for claim in claims]
    until = now() + wait
    db.retried(channel.scope, lambda session: outbox.give_back(session, ids, code, until, counts=counts))


def put_off(connection_id: UUID, topic: Topic) -> None:
    """A paused or broken connection keeps what waits for it, and is not asked again at once."""
    with db.transaction(scope_of(connection_id)) as session:
        outbox.put_off(session, topic.value, connection_id, now() + IDLE_RETRY)
