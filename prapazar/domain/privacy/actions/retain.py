"""Retain: how many days things are kept, and what is over goes, some thousand rows at a time."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.privacy.enums import DAYS, Kept
from prapazar.domain.privacy.errors import RequestRefused
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

SLICE = 5000
_SET = text(
    "INSERT INTO retention_rule (id, merchant_id, kind, days, user_id) VALUES (:id, :merchant, :kind, :days, :user)"
    " ON CONFLICT (merchant_id, kind) DO UPDATE SET days = excluded.days, user_id = excluded.user_id,"
    " updated_at = now()"
)


def _over(kind: Kept, table: str, moment: str, where: str = "true") -> str:
    """Ids of rows whose days are over, by their merchant's rule."""
    return (
        f"(SELECT t.id FROM {table} t LEFT JOIN retention_rule r ON r.merchant_id = t.merchant_id"
        f" AND r.kind = '{kind}' WHERE t.{moment} < now() - make_interval(days => coalesce(r.days, {DAYS[kind][2]}))"
        f" AND {where} LIMIT {SLICE})"
    )


_NAMED = "t.recipient <> ''"
_FORGOTTEN = "p.connection_id = t.connection_id AND o.erased_at IS NOT NULL"
_OF_FORGOTTEN = (
    "EXISTS (SELECT FROM jsonb_array_elements_text(t.{ids}) f JOIN shipment_package p ON p.external_id = f.value"
    f" JOIN purchase_order o ON o.id = p.order_id WHERE {_FORGOTTEN})"
    " AND t.merchant_id IN (SELECT merchant_id FROM erased_key)"
)
PURGE: tuple[str, ...] = (
    f"DELETE FROM traffic_entry WHERE id IN {_over(Kept.TRAFFIC, 'traffic_entry', 'at')}",
    f"DELETE FROM inbox WHERE id IN {_over(Kept.DELIVERIES, 'inbox', 'done_at')}",
    (
        "UPDATE message SET recipient = '', recipient_name = '', subject = '', body = '', params = '[]', detail = ''"
        f" WHERE id IN {_over(Kept.MESSAGES, 'message', 'created_at', _NAMED)}"
    ),
    f"DELETE FROM notification WHERE id IN {_over(Kept.NOTIFICATIONS, 'notification', 'created_at')}",
    (
        "UPDATE privacy_request SET content = NULL"
        f" WHERE id IN {_over(Kept.EXPORTS, 'privacy_request', 'content_at', 't.content IS NOT NULL')}"
    ),
    # A channel tells an order again whose buyer was forgotten: what it said stands in the books without the buyer.
    (
        "UPDATE inbox SET body = '', headers = '{}' WHERE id IN (SELECT t.id FROM inbox t WHERE t.done_at IS NOT NULL"
        f" AND t.body <> '' AND {_OF_FORGOTTEN.format(ids='found')} LIMIT {SLICE})"
    ),
    f"DELETE FROM take WHERE id IN (SELECT t.id FROM take t WHERE {_OF_FORGOTTEN.format(ids='ids')} LIMIT {SLICE})",
    (
        "UPDATE repair SET raw = NULL, values = '{}' WHERE id IN (SELECT t.id FROM repair t JOIN shipment_package p"
        " ON p.external_id = t.external_id JOIN purchase_order o ON o.id = p.order_id"
        f" WHERE t.raw IS NOT NULL AND {_FORGOTTEN} LIMIT {SLICE})"
    ),
)
"""For upkeep, each until it changes less than a slice."""


def purge(session: Session, statement: str) -> bool:
    """One slice, of all merchants; True where more is left."""
    done = session.execute(text(statement))
    return bool(getattr(done, "rowcount", 0) >= SLICE)


def set_days(session: Session, scope: Scope, kind: Kept, days: int) -> None:
    """Raises RequestRefused for a number outside of what is sensible, or lawful."""
    scope.require("privacy.approve")
    least, most, _ = DAYS[kind]
    if not least <= days <= most:
        raise RequestRefused("privacy.days_range", kind.value)
    row_id: UUID = new_id()
    values = {"id": row_id, "merchant": scope.merchant_id, "user": scope.user_id}
    session.execute(_SET, {**values, "kind": kind.value, "days": days})
    audit.append(session, scope, "privacy.retention", None, {"kind": kind.value, "days": days})
    live.tell(session, scope.merchant_id, "privacy.changed")
