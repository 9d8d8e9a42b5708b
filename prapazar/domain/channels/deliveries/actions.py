"""Writes about deliveries: refusals in bounded rows, and a delivery worked on once more."""

from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.foundation import inbox, live, outbox
from prapazar.foundation.logging import redact_text
from prapazar.foundation.scope import Scope

LONGEST_DETAIL, LONGEST_BODY = 200, 600

_REFUSE = text(
    "INSERT INTO webhook_refusal AS r"
    " (id, merchant_id, connection_id, hour, code, detail, headers, body, times, first_at, last_at)"
    " VALUES (gen_random_uuid(), :merchant, :connection, date_trunc('hour', now()), :code, :detail, :headers, :body,"
    "  1, now(), now())"
    " ON CONFLICT (connection_id, hour, code) DO UPDATE SET times = r.times + 1, last_at = now() RETURNING times"
).bindparams(bindparam("headers", type_=JSONB))


def refuse(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    *,
    code: str,
    detail: str,
    headers: dict[str, str],
    body: str,
) -> None:
    """The first of an hour is kept, the others are counted: whoever sends rubbish fills no disk."""
    times: int = session.execute(
        _REFUSE,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "code": code,
            "detail": redact_text(detail)[:LONGEST_DETAIL],
            "headers": headers,
            "body": body[:LONGEST_BODY],
        },
    ).scalar_one()
    if times == 1:
        live.tell(session, scope.merchant_id, "deliveries.changed")


def count_stray(session: Session) -> None:
    """For the system role: a delivery to an address that belongs to nobody."""
    session.execute(
        text(
            "INSERT INTO stray_delivery AS s (id, hour, times) VALUES (gen_random_uuid(), date_trunc('hour', now()), 1)"
            " ON CONFLICT (hour) DO UPDATE SET times = s.times + 1"
        )
    )


def deliver_again(session: Session, scope: Scope, delivery_id: UUID) -> UUID:
    """A worker imports it once more from what is kept; what is known already changes nothing."""
    scope.require("channels.write")
    connection_id = inbox.wait_again(session, delivery_id)
    if connection_id is None:
        raise ConnectionMissing
    outbox.append(session, scope.merchant_id, Topic.TAKE_IN.value, connection_id, connection_id, {})
    audit.append(session, scope, "deliveries.again", connection_id, {"delivery": str(delivery_id)})
    live.tell(session, scope.merchant_id, "deliveries.changed")
    return connection_id


def ask_to_register(session: Session, scope: Scope, connection_id: UUID) -> None:
    """A worker registers our address at the channel anew, in place of the one before."""
    scope.require("channels.write")
    payload = {"anew": True}
    outbox.append(session, scope.merchant_id, Topic.SET_UP.value, connection_id, connection_id, payload)
    audit.append(session, scope, "deliveries.register", connection_id, {})
