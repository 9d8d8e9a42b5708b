"""What reading claims and questions share: the window, what is parked, and who hears of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.records import ParkedRecord
from prapazar.domain.aftersales.actions import windows
from prapazar.domain.aftersales.records import Imported
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders.actions.park import resolve_readable
from prapazar.domain.orders.enums import RepairKind
from prapazar.flows import parking
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now

OVERLAP = timedelta(minutes=30)
LAG = timedelta(minutes=2)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What tells claims and questions apart."""

    job: JobKind
    repair: RepairKind
    first_look: timedelta
    """How far back the first run looks, and the farthest any run does."""
    oldest: Callable[[Session, UUID, datetime], datetime | None]
    take: Callable[[Session, Channel, Sequence[Any]], Imported]
    permission: str
    link: str
    reminder: timedelta


CLAIMS_LINK = f"{routes.RETURNS}?view=decide"


def import_new(connection_id: UUID, reading: Reading, run: Callable[[Channel], int]) -> int:
    """One channel's, by one worker at a time. Returns how many were new or news."""
    with db.exclusive(f"{reading.job.value}.import:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return run(channel)


def read(channel: Channel, reading: Reading, fetch: Callable[[datetime, datetime], Iterable[Any]]) -> int:
    """From the cursor on, and back to the oldest that may still change. Returns how many were new or news."""
    until = now()
    earliest = until - reading.first_look
    with db.transaction(channel.scope) as session:
        cursor = channels.start_job(session, channel.id, reading.job) or {}
        oldest = reading.oldest(session, channel.id, earliest)
    reached = datetime.fromisoformat(cursor["until"]) if "until" in cursor else earliest
    since = max(earliest, min(reached, oldest or reached) - OVERLAP)
    total = 0
    try:
        for records in fetch(since, until):
            total += take_records(channel, reading, records)
    except ConnectorError as error:
        _finish(channel, reading, count=total, error=error.code)
        raise
    _finish(channel, reading, count=total, cursor={"until": (until - LAG).isoformat()})
    return total


def take_records(channel: Channel, reading: Reading, records: Sequence[Any]) -> int:
    """What can be read, in batches; each other one is parked alone."""
    good = [record for record in records if not isinstance(record, ParkedRecord)]
    news = 0
    for start in range(0, len(good), BATCH):
        news += _take(channel, reading, good[start : start + BATCH])
    for record in records:
        if isinstance(record, ParkedRecord):
            link = f"{routes.REPAIRS}?view={reading.repair}"
            parking.park_and_tell(channel, reading.repair, record, f"{reading.job}.parked", link)
    return news


def _take(channel: Channel, reading: Reading, batch: Sequence[Any]) -> int:
    def work(session: Session) -> Imported:
        result = reading.take(session, channel, batch)
        ids = [record.external_id for record in batch]
        resolve_readable(session, channel.scope, channel.id, reading.repair, ids)
        if result.waiting and not channel.account.is_test:
            _tell(session, channel, reading, "new", result.waiting)
        return result

    result = db.retried(channel.scope, work)
    return result.created + result.updated


def _tell(
    session: Session, channel: Channel, reading: Reading, what: str, count: int, *, level: str = "info"
) -> None:
    kind = f"{reading.job}.{what}"
    messaging.notify(
        session,
        channel.scope,
        kind,
        permission=reading.permission,
        level=level,
        group_key=f"{kind}:{channel.id}",
        values={"channel": channel.account.name},
        link=reading.link,
        store=channel.id,
        count=count,
    )


def _finish(
    channel: Channel,
    reading: Reading,
    *,
    count: int,
    cursor: dict[str, Any] | None = None,
    error: str | None = None,
) -> None:
    with db.transaction(channel.scope) as session:
        channels.finish_job(
            session, channel.scope, channel.id, reading.job, cursor=cursor, count=count, error=error
        )
        near = windows.nearly_due(session, channel.id, reading.repair.value, now() + reading.reminder)
        if near and not channel.account.is_test:
            _tell(session, channel, reading, "due", len(near), level="warning")
