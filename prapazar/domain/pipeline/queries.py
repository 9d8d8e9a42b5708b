"""Reads of the pipeline: its stages, the board, the list, one deal, the funnel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.errors import DealMissing
from prapazar.domain.pipeline.models import Deal
from prapazar.domain.pipeline.rules import Stage, Standing
from prapazar.foundation.scope import Scope

MOST_ON_BOARD = 100
"""Cards of one stage; the list has all."""
_COLUMNS = (
    "d.id, d.title, coalesce(c.merged_into_id, c.id) AS customer_id, c.name AS customer, c.company, d.stage_id,"
    " s.name AS stage, s.kind, s.probability, d.value, d.currency, d.expected_on, d.owner_id, u.name AS owner,"
    " d.note, d.products, d.task_id, t.title AS task, t.due_at AS task_due_at, coalesce(t.status, '') AS task_status,"
    " d.reason, d.place, d.closed_at, d.created_at, d.updated_at"
)
_FROM = (
    " FROM deal d JOIN pipeline_stage s ON s.id = d.stage_id JOIN customer c ON c.id = d.customer_id"
    " LEFT JOIN app_user u ON u.id = d.owner_id LEFT JOIN task t ON t.id = d.task_id"
)
VIEWS = {
    "open": "s.kind = 'open'",
    "mine": "s.kind = 'open' AND d.owner_id = :user",
    "late": "s.kind = 'open' AND d.expected_on < CAST(now() AT TIME ZONE 'Europe/Istanbul' AS date)",
    "won": "s.kind = 'won'",
    "lost": "s.kind = 'lost'",
    "all": "true",
}


@dataclass(frozen=True, slots=True)
class DealRow:
    id: UUID
    title: str
    customer_id: UUID
    customer: str
    company: str
    stage_id: UUID
    stage: str
    kind: str
    probability: int
    value: Decimal
    currency: str
    expected_on: date | None
    owner_id: UUID | None
    owner: str | None
    note: str
    products: list[dict[str, Any]]
    task_id: UUID | None
    task: str | None
    task_due_at: datetime | None
    task_status: str
    reason: str
    place: int
    closed_at: datetime | None
    created_at: datetime
    updated_at: datetime


def stages(session: Session, scope: Scope) -> list[Stage]:
    """In their order; none until somebody who may write has begun."""
    scope.require("customers.read")
    found = session.execute(
        text(
            "SELECT id, name, place, probability, kind FROM pipeline_stage WHERE merchant_id = :merchant"
            " ORDER BY place, id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [Stage(one.id, one.name, one.place, one.probability, StageKind(one.kind)) for one in found]


def standings(session: Session, scope: Scope) -> dict[UUID, Standing]:
    """By stage, what lies in it."""
    scope.require("customers.read")
    found = session.execute(
        text(
            "SELECT stage_id, count(*) AS deals, sum(value) AS value FROM deal WHERE merchant_id = :merchant"
            " GROUP BY stage_id"
        ),
        {"merchant": scope.merchant_id},
    )
    return {one.stage_id: Standing(one.deals, one.value) for one in found}


def board(session: Session, scope: Scope, owner_id: UUID | None = None) -> list[DealRow]:
    """The first hundred cards of each stage, in the order somebody laid them; of closed ones the newest."""
    scope.require("customers.read")
    found = session.execute(
        text(
            "WITH shown AS (SELECT d.id, row_number() OVER (PARTITION BY d.stage_id"
            "   ORDER BY d.closed_at DESC NULLS FIRST, d.place, d.id) AS at FROM deal d"
            "  WHERE d.merchant_id = :merchant AND (CAST(:owner AS uuid) IS NULL OR d.owner_id = :owner))"
            f" SELECT {_COLUMNS}{_FROM} JOIN shown w ON w.id = d.id WHERE w.at <= :most ORDER BY s.place, w.at"
        ),
        {"merchant": scope.merchant_id, "owner": owner_id, "most": MOST_ON_BOARD},
    )
    return [_shown(scope, row) for row in found]


def deals(
    session: Session,
    scope: Scope,
    *,
    view: str = "open",
    search: str = "",
    stage_id: UUID | None = None,
    customer_id: UUID | None = None,
    after: str = "",
    limit: int = 50,
) -> list[DealRow]:
    """Those touched last first. `after`: `cursor` of the last row seen. Raises ValueError for one that is none."""
    scope.require("customers.read")
    at, _, last = after.partition("~")
    found = session.execute(
        text(
            f"SELECT {_COLUMNS}{_FROM} WHERE d.merchant_id = :merchant AND {VIEWS.get(view, 'true')}"
            f" AND (:search = '' {'' if scope.masks else 'OR strpos(lower(d.title), :search) > 0'}"
            f"  {'' if scope.hides('buyer.name') else 'OR strpos(lower(c.name), :search) > 0'})"
            " AND (CAST(:stage AS uuid) IS NULL OR d.stage_id = :stage)"
            " AND (CAST(:customer AS uuid) IS NULL OR coalesce(c.merged_into_id, c.id) = :customer)"
            " AND (CAST(:at AS timestamptz) IS NULL OR (d.updated_at, d.id) < (:at, CAST(:last AS uuid)))"
            " ORDER BY d.updated_at DESC, d.id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "search": search.strip().lower(),
            "customer": customer_id,
            "stage": stage_id,
            "at": datetime.fromisoformat(at) if at else None,
            "last": UUID(last) if at else None,
            "limit": min(limit, 200),
        },
    )
    return [_shown(scope, row) for row in found]


def cursor(row: DealRow) -> str:
    return f"{row.updated_at.isoformat()}~{row.id}"


def deal(session: Session, scope: Scope, deal_id: UUID) -> DealRow:
    """Raises DealMissing."""
    scope.require("customers.read")
    row = session.execute(
        text(f"SELECT {_COLUMNS}{_FROM} WHERE d.merchant_id = :merchant AND d.id = :id"),
        {"merchant": scope.merchant_id, "id": deal_id},
    ).one_or_none()
    if row is None:
        raise DealMissing(deal_id)
    return _shown(scope, row)


def _shown(scope: Scope, row: Iterable[Any]) -> DealRow:
    return masking.row(scope, DealRow(*row), "title", "note", "reason", "task")


def reached(session: Session, scope: Scope) -> tuple[dict[int, int], int]:
    """Deals that are not won by the furthest open stage they stood in, and how many were won."""
    scope.require("customers.read")
    found = session.execute(
        text(
            "SELECT d.reached, s.kind = 'won' AS is_won, count(*) AS deals FROM deal d"
            " JOIN pipeline_stage s ON s.id = d.stage_id WHERE d.merchant_id = :merchant GROUP BY 1, 2"
        ),
        {"merchant": scope.merchant_id},
    ).all()
    still = {one.reached: one.deals for one in found if not one.is_won}
    return still, sum(one.deals for one in found if one.is_won)


def lock(session: Session, scope: Scope, deal_id: UUID) -> Deal:
    """Raises DealMissing."""
    row = session.get(Deal, deal_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise DealMissing(deal_id)
    return row
