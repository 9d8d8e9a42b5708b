"""Buy boxes: whose offer a channel shows first, asked in batches, those nobody asked about for longest first."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import ReadsBuyBoxes
from prapazar.connector_kit.errors import ConnectorError, RateLimited, UnexpectedAnswer
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import BuyBoxRecord, ParkedRecord
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.listings.actions import buyboxes as boxes
from prapazar.domain.listings.actions.buyboxes import SeenBox
from prapazar.domain.orders.actions.park import resolve_readable
from prapazar.domain.orders.enums import RepairKind
from prapazar.flows import parking
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db
from prapazar.foundation.clock import now

AT_ONCE = 500
"""Listings a run asks about: fifty calls leave most of a channel's minute to what sells."""
PAUSE = timedelta(minutes=1)
"""Until the next run where there is more to ask."""
KEPT = 200
"""Written down together."""
FRESH = timedelta(minutes=55)
"""What was asked within it is not asked again, however often somebody lets the job run."""
Told = BuyBoxRecord | ParkedRecord


def tells(connector: str) -> bool:
    """Whether the channel says whose offer it shows first."""
    return (
        connector in registry.slugs()
        and Capability.READ_BUYBOXES in registry.manifest(connector).capabilities
    )


def read(connection_id: UUID) -> int:
    """One channel's, by one worker at a time. Returns of how many listings it was told."""
    with db.exclusive(f"listings.read_buyboxes:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _read(channel)


def _read(channel: Channel) -> int:
    connector = channel.connector
    if not isinstance(connector, ReadsBuyBoxes):
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.BUYBOXES)
        asked = boxes.due(session, channel.id, now() - FRESH, AT_ONCE)
    told: list[Told] = []
    code: str | None = None
    pause = PAUSE if len(asked) == AT_ONCE else None
    try:
        for start in range(0, len(asked), KEPT):
            _ask(channel, connector, asked[start : start + KEPT], told)
    except RateLimited as error:  # the others are asked about when there is room again
        pause = max(PAUSE, timedelta(seconds=error.retry_after))
    except ConnectorError as error:
        code, pause = error.code, None
        raise
    finally:
        count = sum(isinstance(one, BuyBoxRecord) for one in told)
        with db.transaction(channel.scope) as session:
            boxes.sum_day(session, channel.scope, channel.id, now())
            channels.finish_job(session, channel.scope, channel.id, JobKind.BUYBOXES, count=count, error=code)
            if pause is not None:
                channels.call_up_jobs(session, [channel.id], [JobKind.BUYBOXES], within=pause)
    return count


def _ask(channel: Channel, connector: ReadsBuyBoxes, asked: Sequence[str], told: list[Told]) -> None:
    """Adds to `told`; what came before a failure is kept."""
    reached, before = 0, len(told)
    try:
        for start in range(0, len(asked), connector.buybox_batch_size):
            part = asked[start : start + connector.buybox_batch_size]
            found = connector.fetch_buyboxes(part)
            reached += len(part)
            told += found
            _stop_at_riddles(found)
    finally:
        _take(channel, asked[:reached], told[before:])


def _stop_at_riddles(found: Sequence[Told]) -> None:
    """Where not one answer can be read, the next ones will not be either."""
    if found and all(isinstance(one, ParkedRecord) for one in found):
        first = next(one for one in found if isinstance(one, ParkedRecord))
        raise UnexpectedAnswer(first.detail, raw=first.raw, code=first.code)


def _take(channel: Channel, asked: Sequence[str], told: Sequence[Told]) -> None:
    at = now()
    seen = [
        SeenBox(one.external_id, one.rank, one.best_price, one.own_price, one.has_rivals)
        for one in told
        if isinstance(one, BuyBoxRecord)
    ]

    def work(session: Session) -> None:
        boxes.take(session, channel.id, asked, seen, at)
        read_well = [one.external_id for one in seen]
        resolve_readable(session, channel.scope, channel.id, RepairKind.BUYBOX, read_well)
        for one in told:
            if isinstance(one, ParkedRecord):
                parking.park(session, channel, RepairKind.BUYBOX, one)

    db.retried(channel.scope, work)
