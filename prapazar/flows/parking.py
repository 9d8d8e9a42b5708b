"""What a channel said and nobody could read: kept raw with its cause, and told to those who repair."""

import hashlib
import json

from sqlalchemy.orm import Session

from prapazar.connector_kit.records import ParkedRecord
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.enums import RepairKind
from prapazar.flows.connections import Channel
from prapazar.foundation import db


def park(session: Session, channel: Channel, kind: RepairKind, record: ParkedRecord, **values: str) -> bool:
    """Whether it was not known yet; `values` stand beside its cause."""
    return orders.park(
        session,
        channel.scope,
        channel.id,
        kind,
        known_as(record),
        code=record.code,
        values={"detail": record.detail[:300], **values},
        raw=_raw(record),
    )


def park_and_tell(
    channel: Channel, kind: RepairKind, record: ParkedRecord, told: str, link: str, **values: str
) -> None:
    """In a transaction of its own; `told` is the notification's kind."""
    with db.transaction(channel.scope) as session:
        if park(session, channel, kind, record, **values):
            messaging.notify(
                session,
                channel.scope,
                told,
                permission="repairs.read",
                level="warning",
                group_key=f"{told}:{channel.id}:{record.code}",
                values={"channel": channel.account.name, "code": record.code},
                link=link,
                store=channel.id,
            )


def known_as(record: ParkedRecord) -> str:
    """One whose own number could not be read is known by what it says."""
    return record.external_id or hashlib.sha256(_raw(record)).hexdigest()[:32]


def _raw(record: ParkedRecord) -> bytes:
    return json.dumps(record.raw, default=str, ensure_ascii=False).encode()
