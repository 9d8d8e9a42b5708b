"""Delivery reports of message providers: kept raw by the webhook door, read here, each counted once."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import PushesReports
from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.messages import MessageReport
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels.enums import Topic
from prapazar.flows import messages
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db, inbox, outbox
from prapazar.foundation.clock import now

KIND = "messages"
LEASE = timedelta(minutes=2)
DELIVERIES = 200
AGAIN = timedelta(seconds=10)
"""A report may be faster than the commit of the message it is about."""
UNKNOWN = "messages.unknown_report"
log = structlog.get_logger(__name__)


def take_in(connection_id: UUID) -> int:
    """Returns how many deliveries were read."""
    with db.exclusive(f"{Topic.TAKE_REPORTS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id, even_if_idle=True) as channel:
            return _take_in(channel)


def _take_in(channel: Channel) -> int:
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.TAKE_REPORTS.value, channel.id, DELIVERIES, LEASE)
        rows = inbox.waiting(session, channel.id, DELIVERIES)
    late = [row for row in rows if not _take(channel, row)]
    ids = [claim.id for claim in claims]

    def done(session: Session) -> None:
        if late:
            outbox.give_back(session, ids, UNKNOWN, now() + AGAIN, counts=False)
        elif len(rows) == DELIVERIES:
            outbox.give_back(session, ids, "", now(), counts=False)
        else:
            outbox.finish(session, ids)

    db.retried(channel.scope, done)
    return len(rows)


def _take(channel: Channel, row: inbox.Delivery) -> bool:
    """False where it is about a message nobody knows yet; after some tries it ends with that as its cause."""
    connector, error, reports = channel.connector, None, []
    try:
        if isinstance(connector, PushesReports):
            found = connector.read_reports(WebhookDelivery(row.headers, row.body))
            reports = [one for one in found if isinstance(one, MessageReport)]
    except (AuthFailed, Rejected, UnexpectedAnswer) as refused:
        error = refused.code
        log.warning("a report that says nothing", connection=str(channel.id), code=error)

    def write(session: Session) -> bool:
        unknown = messages.record(session, channel, reports) if reports else set[str]()
        if unknown:
            inbox.fail(session, row.id, UNKNOWN)
            return False
        inbox.finish(session, [row.id], [error], [sorted({one.external_id for one in reports})])
        return True

    return db.retried(channel.scope, write)
