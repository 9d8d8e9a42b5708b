"""Monthly turnover goals of stores, and how far each has come."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

HIGHEST = Decimal(100_000_000_000)


@dataclass(frozen=True, slots=True)
class GoalRow:
    connection_id: UUID
    connector: str
    name: str
    sold: Decimal
    """This month so far, cancelled orders left out."""
    goal: Decimal | None
    currency: str

    @property
    def share(self) -> Decimal | None:
        return self.sold / self.goal if self.goal else None


def elapsed(at: datetime) -> Decimal:
    """The part of the month that is over, on Istanbul's clock."""
    local = at.astimezone(ISTANBUL)
    days = calendar.monthrange(local.year, local.month)[1]
    return (Decimal(local.day - 1) + Decimal(local.hour * 60 + local.minute) / (24 * 60)) / days


_GOALS = text(
    "WITH sold AS (SELECT connection_id, sum(total) AS total FROM purchase_order WHERE merchant_id = :merchant"
    "  AND ordered_at >= :since AND ordered_at <= :until AND status <> 'cancelled' AND NOT is_test GROUP BY 1)"
    " SELECT c.id, c.connector, c.name, coalesce(s.total, 0), g.amount, coalesce(g.currency, 'TRY')"
    " FROM connection c LEFT JOIN sold s ON s.connection_id = c.id"
    " LEFT JOIN store_goal g ON g.merchant_id = c.merchant_id AND g.connection_id = c.id"
    " WHERE c.merchant_id = :merchant AND NOT c.is_test"
    " AND (CAST(:stores AS uuid[]) IS NULL OR c.id = ANY(CAST(:stores AS uuid[]))) ORDER BY 4 DESC, c.name, c.id"
)


def goals(session: Session, scope: Scope, at: datetime | None = None) -> list[GoalRow]:
    """Every store of the merchant, the one that sold most first; those that only carry or invoice too."""
    scope.require("reports.read")
    moment = at or now()
    since = moment.astimezone(ISTANBUL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    values = {
        "merchant": scope.merchant_id,
        "since": since,
        "until": moment,
        "stores": scope.store_list,
    }
    return [GoalRow(*row) for row in session.execute(_GOALS, values)]


def set_goals(session: Session, scope: Scope, wanted: Mapping[UUID, Decimal | None]) -> None:
    """None takes a goal away. Raises ReportInvalid, naming the store as its field."""
    scope.require("reports.write")
    for store, amount in wanted.items():
        if amount is not None and not 0 < amount <= HIGHEST:
            raise ReportInvalid(str(store), "homes.goal_bounds")
    known = set(
        session.execute(
            text(
                "SELECT id FROM connection WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
                " AND (CAST(:stores AS uuid[]) IS NULL OR id = ANY(CAST(:stores AS uuid[])))"
            ),
            {"merchant": scope.merchant_id, "ids": list(wanted), "stores": scope.store_list},
        ).scalars()
    )
    if missing := wanted.keys() - known:
        raise ReportInvalid(str(min(missing)), "errors.not_found")
    kept = {store: amount for store, amount in wanted.items() if amount is not None}
    session.execute(
        text(
            "INSERT INTO store_goal (id, merchant_id, connection_id, amount, currency)"
            " SELECT w.id, :merchant, w.store, w.amount, 'TRY'"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:stores AS uuid[]), CAST(:amounts AS numeric[]))"
            "  AS w(id, store, amount)"
            " ON CONFLICT (merchant_id, connection_id)"
            " DO UPDATE SET amount = excluded.amount, updated_at = now()"
        ),
        {
            "merchant": scope.merchant_id,
            "ids": [new_id() for _ in kept],
            "stores": list(kept),
            "amounts": list(kept.values()),
        },
    )
    session.execute(
        text(
            "DELETE FROM store_goal WHERE merchant_id = :merchant AND connection_id = ANY(CAST(:gone AS uuid[]))"
        ),
        {
            "merchant": scope.merchant_id,
            "gone": [store for store, amount in wanted.items() if amount is None],
        },
    )
    audit.append(session, scope, "goals.set", None, {"stores": len(wanted)})
