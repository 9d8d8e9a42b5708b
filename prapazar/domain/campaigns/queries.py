"""Reads of campaigns: the list, one, whom it would reach, what came of it, and those within some days."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.errors import CampaignMissing
from prapazar.domain.campaigns.models import Campaign
from prapazar.domain.campaigns.rules import Group, Reach, ends_at
from prapazar.domain.messaging.enums import Way
from prapazar.domain.segments.rules import Conditions
from prapazar.domain.segments.sql import compiled
from prapazar.foundation.scope import Scope

VIEWS = {
    "all": "true",
    "asked": "c.status = 'asked'",
    "open": "c.status IN ('draft', 'asked', 'approved', 'sending')",
    "running": "c.status = 'sent' AND c.ends_on >= CAST(now() AT TIME ZONE 'Europe/Istanbul' AS date)",
    "done": "c.status = 'stopped' OR c.status = 'sent'"
    " AND c.ends_on < CAST(now() AT TIME ZONE 'Europe/Istanbul' AS date)",
}
_COLUMNS = (
    "c.id, c.name, c.goal, c.starts_on, c.ends_on, c.budget, c.segment_id, s.name AS segment, c.takes_joiners,"
    " c.template_id, coalesce(a.name, '–') AS template, c.way, c.template_b_id, b.name AS template_b,"
    " c.b_share, c.control_share, c.coupon, c.hour_from, c.hour_to, c.status, c.problem, u.name AS by,"
    " p.name AS approver, c.approved_at,"
    " c.begun_at, c.sent_at, c.created_at,"
    " (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = c.id) AS members,"
    " (SELECT count(*) FROM campaign_member m WHERE m.campaign_id = c.id AND m.is_waiting) AS waiting"
)
_FROM = (
    " FROM campaign c JOIN segment s ON s.id = c.segment_id LEFT JOIN message_template a ON a.id = c.template_id"
    " LEFT JOIN message_template b ON b.id = c.template_b_id LEFT JOIN app_user u ON u.id = c.user_id"
    " LEFT JOIN app_user p ON p.id = c.approved_by"
)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    id: UUID
    name: str
    goal: str
    starts_on: date
    ends_on: date
    budget: Decimal | None
    segment_id: UUID
    segment: str
    takes_joiners: bool
    template_id: UUID
    template: str
    way: str
    template_b_id: UUID | None
    template_b: str | None
    b_share: int
    control_share: int
    coupon: str
    hour_from: int
    hour_to: int
    status: str
    problem: str
    by: str | None
    approver: str | None
    approved_at: datetime | None
    begun_at: datetime | None
    sent_at: datetime | None
    created_at: datetime
    members: int
    waiting: int
    """Members whose message is not taken down yet."""


def campaigns(
    session: Session,
    scope: Scope,
    *,
    view: str = "all",
    search: str = "",
    segment_id: UUID | None = None,
    after: str = "",
    limit: int = 50,
) -> list[CampaignRow]:
    """Those that begin last first. `after`: `cursor` of the last row seen. Raises ValueError for one that is none."""
    scope.require("campaigns.read")
    day, _, last = after.partition("~")
    found = session.execute(
        text(
            f"SELECT {_COLUMNS}{_FROM} WHERE c.merchant_id = :merchant AND ({VIEWS.get(view, 'true')})"
            " AND (:search = '' OR strpos(lower(c.name), :search) > 0)"
            " AND (CAST(:segment AS uuid) IS NULL OR c.segment_id = :segment)"
            " AND (CAST(:day AS date) IS NULL OR (c.starts_on, c.id) < (:day, CAST(:last AS uuid)))"
            " ORDER BY c.starts_on DESC, c.id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "search": search.strip().lower(),
            "segment": segment_id,
            "day": date.fromisoformat(day) if day else None,
            "last": UUID(last) if day else None,
            "limit": min(limit, 200),
        },
    )
    return [CampaignRow(*row) for row in found]


def cursor(row: CampaignRow) -> str:
    return f"{row.starts_on.isoformat()}~{row.id}"


def worklists(session: Session, scope: Scope) -> dict[str, int]:
    """By view, how many there are."""
    scope.require("campaigns.read")
    counted = ", ".join(f"count(*) FILTER (WHERE {where}) AS {view}" for view, where in VIEWS.items())
    row = session.execute(
        text(f"SELECT {counted} FROM campaign c WHERE c.merchant_id = :merchant"),
        {"merchant": scope.merchant_id},
    ).one()
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as mapping


def campaign(session: Session, scope: Scope, campaign_id: UUID) -> CampaignRow:
    """Raises CampaignMissing."""
    scope.require("campaigns.read")
    row = session.execute(
        text(f"SELECT {_COLUMNS}{_FROM} WHERE c.merchant_id = :merchant AND c.id = :id"),
        {"merchant": scope.merchant_id, "id": campaign_id},
    ).one_or_none()
    if row is None:
        raise CampaignMissing(campaign_id)
    return CampaignRow(*row)


def between(session: Session, scope: Scope, since: date, until: date) -> list[CampaignRow]:
    """Those with a day from `since` until before `until`."""
    scope.require("campaigns.read")
    found = session.execute(
        text(
            f"SELECT {_COLUMNS}{_FROM} WHERE c.merchant_id = :merchant AND c.starts_on < :until"
            " AND c.ends_on >= :since AND c.status <> 'stopped' ORDER BY c.starts_on, c.id LIMIT 300"
        ),
        {"merchant": scope.merchant_id, "since": since, "until": until},
    )
    return [CampaignRow(*row) for row in found]


def lock(session: Session, scope: Scope, campaign_id: UUID) -> Campaign:
    """Raises CampaignMissing."""
    row = session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise CampaignMissing(campaign_id)
    return row


# As messages compare addresses: mail as it is kept with the customer, telephones with a plus.
_ADDRESS = {
    Way.EMAIL: "c.email",
    Way.SMS: "'+' || c.phone",
    Way.WHATSAPP: "'+' || c.phone",
}


def reach(session: Session, scope: Scope, wanted: Conditions, way: Way) -> Reach:
    scope.require("campaigns.read")
    asked = compiled(wanted, scope.merchant_id)
    row = session.execute(
        text(
            "SELECT count(*) AS members, count(DISTINCT d.address) AS with_address,"
            " count(DISTINCT d.address) FILTER (WHERE k.state = 'granted') AS welcome"
            f" FROM (SELECT {_ADDRESS[way]} AS address FROM customer_tally t JOIN customer c ON c.id = t.id"
            f" {asked.tail}) d LEFT JOIN contact_consent k ON k.merchant_id = :merchant AND k.way = :way"
            " AND k.address = d.address"
        ),
        {**asked.values, "way": way.value},
    ).one()
    return Reach(row.members, row.with_address, row.welcome)


# Each purchase belongs to a member once; of whom it was merged from, the purchases are already the shown one's.
_RESULT = text(
    "WITH member AS (SELECT m.arm, coalesce(c.merged_into_id, c.id) AS customer_id, m.message_id"
    "  FROM campaign_member m JOIN customer c ON c.id = m.customer_id WHERE m.campaign_id = :id),"
    " bought AS (SELECT w.customer_id, count(*) AS orders,"
    "   coalesce(sum(w.total) FILTER (WHERE w.is_lira), 0) AS turnover FROM customer_purchase w"
    "  WHERE w.merchant_id = :merchant AND w.is_counted AND w.ordered_at >= :since AND w.ordered_at < :until"
    "  AND w.customer_id IN (SELECT customer_id FROM member) GROUP BY 1)"
    " SELECT m.arm, count(*) AS members,"
    "  count(*) FILTER (WHERE g.status IN ('sent', 'delivered', 'read', 'kept')) AS sent,"
    "  count(*) FILTER (WHERE g.status IN ('delivered', 'read')) AS delivered,"
    "  count(*) FILTER (WHERE g.status = 'read') AS read,"
    "  count(*) FILTER (WHERE g.status IN ('failed', 'unclear')) AS failed,"
    "  count(*) FILTER (WHERE g.status = 'blocked') AS blocked,"
    "  count(*) FILTER (WHERE k.state IN ('refused', 'blocked') AND k.at >= g.created_at"
    "   AND g.status <> 'blocked') AS opted_out,"
    "  count(b.customer_id) AS buyers, CAST(coalesce(sum(b.orders), 0) AS int) AS orders,"
    "  coalesce(sum(b.turnover), 0) AS turnover, coalesce(sum(g.cost), 0) AS cost"
    " FROM member m LEFT JOIN bought b ON b.customer_id = m.customer_id LEFT JOIN message g ON g.id = m.message_id"
    " LEFT JOIN contact_consent k ON k.merchant_id = :merchant AND k.way = g.way AND k.address = g.recipient"
    " GROUP BY m.arm"
)


def result(session: Session, scope: Scope, row: CampaignRow) -> dict[Arm, Group]:
    """By arm; empty until its members are settled."""
    scope.require("campaigns.read")
    if row.begun_at is None:
        return {}
    found = session.execute(
        _RESULT,
        {
            "merchant": scope.merchant_id,
            "id": row.id,
            "since": row.begun_at,
            "until": ends_at(row.ends_on),
        },
    )
    return {Arm(one.arm): Group(*one[1:]) for one in found}


@dataclass(frozen=True, slots=True)
class MemberRow:
    id: int
    customer_id: UUID
    name: str
    arm: str
    status: str
    """Of the message; empty while there is none."""
    code: str
    sent_at: datetime | None
    orders: int


def members(
    session: Session, scope: Scope, row: CampaignRow, *, arm: str = "", after: int = 0, limit: int = 50
) -> list[MemberRow]:
    """In the order they came in."""
    scope.require("campaigns.read")
    scope.require("customers.read")
    values: dict[str, Any] = {
        "id": row.id,
        "arm": arm,
        "after": after,
        "limit": min(limit, 200),
        "since": row.begun_at,
        "until": ends_at(row.ends_on),
    }
    found = session.execute(
        text(
            "SELECT m.id, coalesce(c.merged_into_id, c.id), c.name, m.arm, coalesce(g.status, ''),"
            " coalesce(g.code, ''), g.sent_at, (SELECT count(*) FROM customer_purchase w"
            "  WHERE w.customer_id = coalesce(c.merged_into_id, c.id) AND w.is_counted"
            "  AND w.ordered_at >= :since AND w.ordered_at < :until)"
            " FROM campaign_member m JOIN customer c ON c.id = m.customer_id"
            " LEFT JOIN message g ON g.id = m.message_id WHERE m.campaign_id = :id AND m.id > :after"
            " AND (:arm = '' OR m.arm = :arm) ORDER BY m.id LIMIT :limit"
        ),
        values,
    )
    return [MemberRow(*one) for one in found]
