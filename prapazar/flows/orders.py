"""Orders from and to channels: poll, webhook and count check end in one import; steps are reported back."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import ReadsOrders, ReceivesWebhooks, ReportsStatus
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import PackageRecord, PackageStatus, ParkedRecord, WebhookDelivery
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders import actions, reports
from prapazar.domain.orders.actions.park import resolve_arrived, resolve_missing
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.records import ImportResult
from prapazar.flows.connections import Channel, ConnectionIdle, opened, scope_of
from prapazar.flows.order_records import incoming
from prapazar.foundation import db, inbox, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim

log = structlog.get_logger(__name__)

BATCH = 100
OVERLAP = timedelta(minutes=10)
"""Asked for again at every poll: channels show some changes late."""
LAG = timedelta(minutes=2)
"""The cursor stays that far behind the clock, for the same reason."""
FIRST_LOOK = timedelta(days=30)
COUNT_WINDOW = timedelta(days=2)
LEASE = timedelta(minutes=3)
RETRY = timedelta(seconds=30)
NO_SUCH_STEP = "connector.step_unknown"
"""A channel with fewer steps than ours has nothing to be told, and nobody anything to mend."""

Records = Sequence[PackageRecord | ParkedRecord]


def import_new(connection_id: UUID) -> int:
    """Poll one channel from its cursor on. Returns packages that were new or news."""
    with db.exclusive(f"orders.import_new:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _import_since_cursor(channel)


def _import_since_cursor(channel: Channel) -> int:
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
            count += take_records(channel, records)
    except ConnectorError as error:
        _finish(channel, JobKind.ORDERS, count=count, error=error.code)
        raise
    with db.transaction(channel.scope) as session:
        actions.map_found(session, channel.scope, channel.id)
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


def take_records(channel: Channel, records: Records) -> int:
    """Import what can be read, park the rest: one bad record never blocks the next."""
    good = [record for record in records if isinstance(record, PackageRecord)]
    taken = 0
    for start in range(0, len(good), BATCH):
        taken += _take_batch(channel, good[start : start + BATCH])
    for record in records:
        if isinstance(record, ParkedRecord):
            _park(channel, record)
    return taken


def _take_batch(channel: Channel, records: Sequence[PackageRecord]) -> int:
    with db.transaction(channel.scope) as session:
        result = actions.import_packages(session, channel.scope, channel.id, [incoming(r) for r in records])
        resolve_arrived(session, channel.scope, channel.id, [record.external_id for record in records])
        _tell_people(session, channel, result)
    return result.created + result.updated


def _tell_people(session: Session, channel: Channel, result: ImportResult) -> None:
    if result.numbers:
        messaging.notify(
            session,
            channel.scope,
            "orders.new",
            permission="orders.read",
            level="success",
            group_key=f"orders.new:{channel.id}",
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
                values={"channel": channel.account.name},
                link=link,
                count=count,
            )


def _park(channel: Channel, record: ParkedRecord) -> None:
    raw = json.dumps(record.raw, default=str, ensure_ascii=False).encode()
    external_id = record.external_id or hashlib.sha256(raw).hexdigest()[:32]
    with db.transaction(channel.scope) as session:
        is_new = actions.park(
            session,
            channel.scope,
            channel.id,
            RepairKind.UNREADABLE,
            external_id,
            code=record.code,
            values={"detail": record.detail[:300]},
            raw=raw,
        )
        if is_new:
            messaging.notify(
                session,
                channel.scope,
                "orders.parked",
                permission="repairs.read",
                level="warning",
                group_key=f"orders.parked:{channel.id}:{record.code}",
                values={"channel": channel.account.name, "code": record.code},
                link=routes.REPAIRS,
            )


def take_in(connection_id: UUID) -> int:
    """Make orders of the webhook deliveries that wait in the inbox. Returns deliveries handled.

    A delivery that cannot be read is kept with its cause; the poll brings its order all the same.
    """
    with db.exclusive(f"orders.take_in:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id, even_if_idle=True) as channel:
            handled = 0
            _drop_wake_ups(channel)
            for row in _waiting(channel):
                _take_delivery(channel, row)
                handled += 1
            return handled


def _drop_wake_ups(channel: Channel) -> None:
    """The outbox row only said that something waits; what waits is in the inbox."""
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.TAKE_IN.value, channel.id, 100, LEASE)
        outbox.finish(session, [claim.id for claim in claims])


def _waiting(channel: Channel) -> list[inbox.Delivery]:
    with db.transaction(channel.scope) as session:
        return inbox.waiting(session, channel.id)


def _take_delivery(channel: Channel, row: inbox.Delivery) -> None:
    connector = channel.connector
    error: str | None = None
    if isinstance(connector, ReceivesWebhooks) and row.kind == "orders":
        try:
            take_records(channel, connector.read_packages(WebhookDelivery(row.headers, row.body)))
        except UnexpectedAnswer as unreadable:
            error = unreadable.code
            _park(
                channel,
                ParkedRecord(None, unreadable.code, unreadable.detail, row.body.decode(errors="replace")),
            )
    with db.transaction(channel.scope) as session:
        inbox.finish(session, row.id, error)


def check_count(connection_id: UUID) -> int:
    """Compare how many packages the channel has with ours; fetch the window again where ours are fewer.

    Returns how many are still missing, each told as a repair.
    """
    with opened(connection_id) as channel:
        connector = channel.connector
        if not isinstance(connector, ReadsOrders):
            return 0
        until = now() - LAG
        since = until - COUNT_WINDOW
        with db.transaction(channel.scope) as session:
            channels.start_job(session, channel.id, JobKind.ORDER_COUNT)
        missing = _missing(channel, connector, since, until)
        if missing > 0:
            for records in connector.fetch_packages(since, now()):
                take_records(channel, records)
            missing = _missing(channel, connector, since, until)
        if missing > 0:
            _tell_missing(channel, since, missing)
        else:
            _forget_missing(channel)
        _finish(channel, JobKind.ORDER_COUNT, count=max(0, missing))
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


def refetch(connection_id: UUID) -> int:
    """Read parked packages from the channel again; what can be read now leaves the repair queue."""
    with opened(connection_id) as channel:
        connector = channel.connector
        with db.transaction(channel.scope) as session:
            claims = outbox.claim(session, Topic.REFETCH.value, channel.id, 50, LEASE)
        if not isinstance(connector, ReadsOrders):
            return 0
        for done, claim in enumerate(claims):
            try:
                take_records(channel, connector.fetch_package(claim.payload["external_id"]))
            except ConnectorError as error:
                _give_back(channel, claims[done:], error)
                raise
            with db.transaction(channel.scope) as session:
                outbox.finish(session, [claim.id])
        return len(claims)


def _give_back(channel: Channel, claims: Sequence[Claim], error: ConnectorError) -> None:
    """What could not be done waits with its cause; an answer nobody understands counts as a try."""
    wait = timedelta(seconds=error.retry_after) if isinstance(error, RateLimited) else RETRY
    counts = isinstance(error, UnexpectedAnswer | Rejected)
    with db.transaction(channel.scope) as session:
        outbox.give_back(session, [claim.id for claim in claims], error.code, now() + wait, counts=counts)


def report_steps(connection_id: UUID) -> int:
    """Tell the channel, one by one and in order, what was done with its packages."""
    with db.exclusive(f"{Topic.REPORT_STATUS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                return _report_all(channel)
        except ConnectionIdle:
            with db.transaction(scope_of(connection_id)) as session:
                outbox.put_off(session, Topic.REPORT_STATUS.value, connection_id, now() + RETRY)
            return 0


def _report_all(channel: Channel) -> int:
    connector = channel.connector
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.REPORT_STATUS.value, channel.id, 50, LEASE)
    for done, claim in enumerate(claims):
        try:
            _report(channel, connector, claim)
        except ConnectorError as error:
            _give_back(channel, claims[done:], error)
            raise
    return len(claims)


def _report(channel: Channel, connector: object, claim: Claim) -> None:
    package_id = UUID(claim.payload["package_id"])
    with db.transaction(channel.scope) as session:
        package = reports.package(session, package_id)
    error: Rejected | None = None
    if package and isinstance(connector, ReportsStatus):
        try:
            if claim.payload["status"] == PackageStatus.CANCELLED:
                connector.report_unsupplied(package.external_id, package.lines, claim.payload["reason"])
            else:
                connector.report_status(
                    package.external_id,
                    PackageStatus(claim.payload["status"]),
                    package.lines,
                    invoice_number=package.invoice_number,
                    carrier=claim.payload["carrier"],
                    tracking_number=claim.payload["tracking_number"],
                )
        except Rejected as refused:
            if refused.code == NO_SUCH_STEP:
                package = None
            error = refused
    with db.transaction(channel.scope) as session:
        outbox.finish(session, [claim.id])
        if package:
            reports.record_report(
                session,
                channel.scope,
                channel.id,
                package,
                claim.payload["status"],
                (error.code, error.detail) if error else None,
            )
