"""Members: settled out of the segment, taken batch by batch, each written to once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.campaigns import queries
from prapazar.domain.campaigns.enums import Arm, CampaignStatus
from prapazar.domain.campaigns.models import Campaign
from prapazar.domain.segments import queries as segments
from prapazar.domain.segments.sql import compiled
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

BATCH = 250
_PERCENT = "mod(hashtextextended(CAST(t.id AS text) || :salt_{which}, 0) & 9223372036854775807, 100)"
# Which text somebody gets follows from who it is: settled twice, it is the same.
_SETTLE = (
    "INSERT INTO campaign_member (merchant_id, campaign_id, customer_id, arm, is_waiting)"
    " SELECT :merchant, :campaign, d.id, d.arm, d.arm <> 'control' FROM (SELECT t.id,"
    f" CASE WHEN {_PERCENT.format(which='control')} < :control_share THEN 'control'"
    f"  WHEN {_PERCENT.format(which='b')} < :b_share THEN 'b' ELSE 'a' END AS arm FROM customer_tally t"
)
_TAKE = text(
    "SELECT m.id, m.arm, c.id AS customer_id, c.name, c.email, c.phone FROM campaign_member m"
    " JOIN customer w ON w.id = m.customer_id JOIN customer c ON c.id = coalesce(w.merged_into_id, w.id)"
    " WHERE m.campaign_id = :campaign AND m.is_waiting ORDER BY m.id LIMIT :limit FOR UPDATE OF m"
)
_WRITTEN = text(
    "UPDATE campaign_member m SET is_waiting = false, message_id = n.message_id"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:messages AS uuid[])) AS n(id, message_id) WHERE m.id = n.id"
)


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    arm: Arm
    customer_id: UUID
    name: str
    email: str | None
    phone: str | None
    """Digits with the country's in front."""


def begin(session: Session, scope: Scope, campaign_id: UUID) -> Campaign | None:
    """Locked for the transaction; None for one that must not write any more. Members are settled the first time."""
    row = queries.lock(session, scope, campaign_id)
    if row.status not in {CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SENT}:
        return None
    if row.begun_at is None:
        settle(session, scope, row)
        row.begun_at, row.status = now(), CampaignStatus.SENDING.value
        row.problem, row.updated_at = "", now()
        session.flush()
        live.tell(session, scope.merchant_id, "campaigns.changed")
    return row


def settle(session: Session, scope: Scope, row: Campaign) -> int:
    """Who is in the segment now and was not yet. Returns how many came in."""
    asked = compiled(segments.conditions(session, scope, row.segment_id), scope.merchant_id)
    found = session.execute(
        text(f"{_SETTLE} {asked.tail}) d ON CONFLICT (campaign_id, customer_id) DO NOTHING RETURNING id"),
        {
            **asked.values,
            "campaign": row.id,
            "salt_control": f"{row.id}:control",
            "salt_b": f"{row.id}:b",
            "control_share": row.control_share,
            "b_share": row.b_share,
        },
    ).all()
    return len(found)


def take(session: Session, campaign_id: UUID, limit: int = BATCH) -> list[Member]:
    """Those who wait, locked until the transaction ends."""
    found = session.execute(_TAKE, {"campaign": campaign_id, "limit": limit})
    return [Member(one.id, Arm(one.arm), *one[2:]) for one in found]


def mark_written(session: Session, messages: Mapping[int, UUID | None]) -> None:
    """Member to its message; None where somebody else at the same address has it."""
    session.execute(_WRITTEN, {"ids": list(messages), "messages": list(messages.values())})


def finish(session: Session, scope: Scope, row: Campaign) -> None:
    """All have been written to."""
    if row.status == CampaignStatus.SENDING:
        row.status, row.sent_at, row.updated_at = CampaignStatus.SENT.value, now(), now()
        session.flush()
    live.tell(session, scope.merchant_id, "campaigns.changed")


def trouble(session: Session, scope: Scope, row: Campaign, code: str) -> None:
    """Why it does not go on; what is shown of it until it does."""
    if row.problem != code:
        row.problem, row.updated_at = code, now()
        session.flush()
        live.tell(session, scope.merchant_id, "campaigns.changed")
