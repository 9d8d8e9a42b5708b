"""Orders from channels: poll, webhook, count check and a person's question end in one import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import PushesTracking, ReadsOrders, ReadsQueue, ReceivesWebhooks
from prapazar.connector_kit.errors import ConnectorError, RateLimited, UnexpectedAnswer
from prapazar.connector_kit.parcels import TrackingRecord
from prapazar.connector_kit.records import PackageRecord, ParkedRecord, WebhookDelivery
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders import actions, reports
from prapazar.domain.orders.actions.park import resolve_arrived, resolve_missing
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.packing.actions import matching
from prapazar.flows import parking, shipments
from prapazar.flows.connections import Channel, opened
from prapazar.flows.order_records import incoming
from prapazar.foundation import db, inbox, live, outbox, routes
from prapazar.foundation.clock import now

log = structlog.get_logger(__name__)

BATCH = 100
OVERLAP = timedelta(minutes=10)
"""Asked for again at every poll: channels show some changes late."""
LAG = timedelta(minutes=2)
"""The cursor stays that far behind the clock, for the same reason."""
FIRST_LOOK = timedelta(days=30)
COUNT_WINDOW = timedelta(days=2)
LEASE = timedelta(minutes=3)
DELIVERIES = 200
"""Of the inbox at a time; the relay starts the next."""
UNREADABLE_RETRY = timedelta(seconds=20)

IMPORTING = "orders.import_new:{}"
"""The lock of a connection's import."""

Records = Sequence[PackageRecord | ParkedRecord]
Told = Callable[[int], bool]
"""Hears how many records came; False ends the work."""


def go_on(_count: int) -> bool:
    return True


def import_new(connection_id: UUID) -> int:
    """Poll one channel from its cursor on. Returns packages that were new or news."""
    with db.exclusive(IMPORTING.format(connection_id)) as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return import_since_cursor(channel)


def import_since_cursor(channel: Channel, told: Told = go_on) -> int:
    """For whoever holds the lock of `IMPORTING`; `told` hears of every page and may end it there."""
    connector = channel.connector
    if not isinstance(connector, ReadsOrders):
        return 0
    with db.transaction(channel.scope) as session:
        cursor = channels.start_job(session, channel.id, JobKind.ORDERS) or {}
    until = now()
    reached = datetime.fromisoformat(cursor["until"]) if "until" in cursor else until - FIRST_LOOK
    count = 0
    try:
        for records in connector.fetch_packages(reached - OVERLAP, until):
            count += take_records(channel, records, reached - OVERLAP)
            if not told(len(records)):
                _finish(channel, JobKind.ORDERS, count=count, error="syncing.cancelled")
                return count
    except ConnectorError as error:
        _finish(channel, JobKind.ORDERS, count=count, error=error.code)
        raise
    db.retried(channel.scope, lambda session: actions.map_found(session, channel.scope, channel.id))
    _finish(channel, JobKind.ORDERS, cursor={"until": (until - LAG).isoformat()}, count=count)
    return count


def _finish(
    channel: Channel,
    kind: JobKind,
    *,
    count: int,
    cursor: dict[str, Any] | None = None,
    error: str | None = None,
) -> None:
    with db.transaction(channel.scope) as session:
        channels.finish_job(session, channel.scope, channel.id, kind, cursor=cursor, count=count, error=error)
        if count:
            channels.record_success(session, channel.scope, channel.id, orders=True)


def take_records(channel: Channel, records: Records, since: datetime | None = None) -> int:
    """Import what can be read, park the rest: one bad record never blocks the next.

    `since`: what changed from then on was asked for. Unset: they have changed just now.
    """
    good = [record for record in records if isinstance(record, PackageRecord)]
    taken = 0
    for start in range(0, len(good), BATCH):
        taken += _take_batch(channel, good[start : start + BATCH])
    for record in records:
        if isinstance(record, ParkedRecord):
            _park(channel, record, since)
    return taken


def _take_batch(channel: Channel, records: Sequence[PackageRecord]) -> int:
    result = take_packages(channel, [incoming(record, channel.carriers) for record in records])
    return result.created + result.updated


def take_packages(
    channel: Channel,
    packages: Sequence[IncomingPackage],
    also: Callable[[Session, ImportResult], None] | None = None,
) -> ImportResult:
    """One batch in one transaction, and in the same what else hangs on it."""

    def take(session: Session) -> ImportResult:
        arrived = matching.expected(session, channel.id, packages)
        result = actions.import_packages(session, channel.scope, channel.id, arrived)
        resolve_arrived(session, channel.scope, channel.id, [package.external_id for package in packages])
        if result.created:
            external_ids = [package.external_id for package in packages]
            routing.route_arrived(session, channel.scope, channel.id, external_ids)
        if result.created or result.updated:
            matching.settle(session, channel.scope, channel.id)
        _tell_people(session, channel, result)
        if also:
            also(session, result)
        return result

    return db.retried(channel.scope, take)


def _tell_people(session: Session, channel: Channel, result: ImportResult) -> None:
    if result.numbers and not channel.account.is_test:
        messaging.notify(
            session,
            channel.scope,
            "orders.new",
            permission="orders.read",
            level="success",
            group_key=f"orders.new:{channel.id}",
            store=channel.id,
            values={"channel": channel.account.name, "number": result.numbers[-1]},
            link=routes.ORDERS,
            count=len(result.numbers),
        )
    for kind, count, link in (
        ("orders.unmapped", result.unmapped, routes.REPAIRS),
        ("orders.short", result.short, f"{routes.ORDERS}?view=problem"),
    ):
        if count:
            messaging.notify(
                session,
                channel.scope,
                kind,
                permission="orders.read",
                level="warning",
                group_key=f"{kind}:{channel.id}",
                store=channel.id,
                values={"channel": channel.account.name},
                link=link,
                count=count,
            )


def _park(channel: Channel, record: ParkedRecord, since: datetime | None) -> None:
    nameless = {} if record.external_id else {reports.NAMELESS: (since or now() - COUNT_WINDOW).isoformat()}
    parking.park_and_tell(channel, RepairKind.UNREADABLE, record, "orders.parked", routes.REPAIRS, **nameless)


def take_in(connection_id: UUID) -> int:
    """Make orders of the webhook deliveries that wait in the inbox. Returns deliveries handled.

    A delivery that cannot be read is kept with its cause; the poll brings its order all the same.
    """
    with db.exclusive(f"orders.take_in:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id, even_if_idle=True) as channel:
            return _take_all(channel)


def _take_all(channel: Channel) -> int:
    """The wake-up goes when the inbox is done: one whose worker died is due again, one that comes meanwhile stays."""
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.TAKE_IN.value, channel.id, 100, LEASE)
    with db.transaction(channel.scope) as session:
        rows = inbox.waiting(session, channel.id, DELIVERIES)
    well = _take_deliveries(channel, rows)
    with db.transaction(channel.scope) as session:
        ids = [claim.id for claim in claims]
        if well < len(rows):
            outbox.give_back(session, ids, "inbox.failed", now() + UNREADABLE_RETRY, counts=False)
        elif len(rows) == DELIVERIES:
            outbox.give_back(session, ids, "", now(), counts=False)
        else:
            outbox.finish(session, ids)
    return len(rows)


def _take_deliveries(channel: Channel, rows: Sequence[inbox.Delivery]) -> int:
    """All in one import, as a busy channel delivers faster than one by one; alone where they cannot go together.

    Returns how many need no other try.
    """
    try:
        read = _read_in_turn(channel, rows)
        take_records(channel, [record for one in read for record in one.records])
        shipments.take_tracking(channel, [record for one in read for record in one.tracking])
    except Exception:
        log.warning("deliveries are taken in one by one", connection=str(channel.id), exc_info=True)
        return sum(_take_delivery(channel, row) for row in rows)
    with db.transaction(channel.scope) as session:
        _finish_deliveries(session, channel, rows[: len(read)], read)
    return len(read)


def _read_in_turn(channel: Channel, rows: Sequence[inbox.Delivery]) -> list["_Read"]:
    """As many as the channel lets us: having to wait is no failure of the others, which stay as they are."""
    read: list[_Read] = []
    for row in rows:
        try:
            read.append(_read_delivery(channel, row))
        except RateLimited:
            break
    return read


def _take_delivery(channel: Channel, row: inbox.Delivery) -> bool:
    """False when it has to be tried again; one bad delivery never blocks the next."""
    try:
        read = _read_delivery(channel, row)
        take_records(channel, read.records)
        shipments.take_tracking(channel, read.tracking)
    except RateLimited:
        return False
    except Exception as failure:
        log.exception("delivery not taken in", connection=str(channel.id), delivery=str(row.id))
        with db.transaction(channel.scope) as session:
            inbox.fail(session, row.id, type(failure).__name__)
            live.tell(session, channel.scope.merchant_id, "deliveries.changed")
        return False
    with db.transaction(channel.scope) as session:
        _finish_deliveries(session, channel, [row], [read])
    return True


@dataclass(frozen=True, slots=True)
class _Read:
    """What a delivery brings; the code of what could not be read, whose raw form waits in the repair queue."""

    records: Records = ()
    error: str | None = None
    tracking: Sequence[TrackingRecord] = ()


def _read_delivery(channel: Channel, row: inbox.Delivery) -> _Read:
    connector, delivery = channel.connector, WebhookDelivery(row.headers, row.body)
    try:
        if isinstance(connector, PushesTracking) and row.kind == "tracking":
            told = connector.read_tracking(delivery)
            parked = [one for one in told if isinstance(one, ParkedRecord)]
            return _Read(parked, tracking=[one for one in told if isinstance(one, TrackingRecord)])
        if isinstance(connector, ReceivesWebhooks | ReadsQueue) and row.kind == "orders":
            return _Read(connector.read_packages(delivery))
        return _Read()
    except UnexpectedAnswer as error:
        raw = row.body.decode(errors="replace")
        return _Read([ParkedRecord(None, error.code, error.detail, raw)], error.code)


def _finish_deliveries(
    session: Session, channel: Channel, rows: Sequence[inbox.Delivery], read: Sequence[_Read]
) -> None:
    found = [
        [record.external_id for record in one.records if record.external_id]
        + [record.reference for record in one.tracking]
        for one in read
    ]
    inbox.finish(session, [row.id for row in rows], [one.error for one in read], found)
    live.tell(session, channel.scope.merchant_id, "deliveries.changed")


def check_count(connection_id: UUID) -> int:
    """Compare how many packages the channel has with ours; fetch the window again where ours are fewer.

    Returns how many are still missing, each told as a repair.
    """
    with db.exclusive(f"orders.check_count:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _check_count(channel)


def _check_count(channel: Channel) -> int:
    connector = channel.connector
    if not isinstance(connector, ReadsOrders):
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.ORDER_COUNT)
    try:
        missing = _find_missing(channel, connector)
    except ConnectorError as error:
        _finish(channel, JobKind.ORDER_COUNT, count=0, error=error.code)
        raise
    _finish(channel, JobKind.ORDER_COUNT, count=missing)
    return missing


def _find_missing(channel: Channel, connector: ReadsOrders) -> int:
    until = now() - LAG
    since = until - COUNT_WINDOW
    missing = _missing(channel, connector, since, until)
    if missing > 0:
        for records in connector.fetch_packages(since, now()):
            take_records(channel, records, since)
        missing = _missing(channel, connector, since, until)
    if missing > 0:
        _tell_missing(channel, since, missing)
    else:
        _forget_missing(channel)
    return max(0, missing)


def _missing(channel: Channel, connector: ReadsOrders, since: datetime, until: datetime) -> int:
    there = connector.count_packages(since, until)
    with db.transaction(channel.scope) as session:
        here = reports.count_between(session, channel.id, since, until)
    return there - here


def _tell_missing(channel: Channel, since: datetime, missing: int) -> None:
    with db.transaction(channel.scope) as session:
        actions.park(
            session,
            channel.scope,
            channel.id,
            RepairKind.MISSING,
            since.date().isoformat(),
            code="repairs.missing",
            values={"missing": missing, "since": since.date().isoformat()},
        )


def _forget_missing(channel: Channel) -> None:
    with db.transaction(channel.scope) as session:
        resolve_missing(session, channel.scope, channel.id)
