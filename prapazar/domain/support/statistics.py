"""How the desk did: first answers, promises kept and broken, by person, by reason, over time."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}
_BROKEN = "count(*) FILTER (WHERE first_told = 'breached' OR solve_told = 'breached')"
_SINCE = " FROM ticket WHERE merchant_id = :merchant AND created_at >= :since AND merged_into_id IS NULL"


@dataclass(frozen=True, slots=True)
class Totals:
    opened: int
    solved: int
    broken: int
    first_seconds: Decimal | None
    """Working time until the first answer, the median."""
    reopened: int


@dataclass(frozen=True, slots=True)
class Part:
    """The same of one person or reason."""

    key: str
    name: str
    opened: int
    solved: int
    broken: int
    first_seconds: Decimal | None


_MEDIAN = "CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY first_answer_seconds) AS numeric)"
_SOLVED = "count(*) FILTER (WHERE solved_at IS NOT NULL)"


def totals(session: Session, scope: Scope, since: datetime) -> Totals:
    scope.require("tickets.read")
    row = session.execute(
        text(
            f"SELECT count(*), {_SOLVED}, {_BROKEN}, {_MEDIAN}, count(*) FILTER (WHERE reopened > 0){_SINCE}"
        ),
        {"merchant": scope.merchant_id, "since": since},
    ).one()
    return Totals(*row)


def by_person(session: Session, scope: Scope, since: datetime) -> list[Part]:
    """Those nobody has stand last."""
    scope.require("tickets.read")
    found = session.execute(
        text(
            f"SELECT coalesce(CAST(k.assignee_id AS text), ''), coalesce(u.name, ''), k.opened, k.solved,"
            " k.broken, k.median"
            f" FROM (SELECT assignee_id, count(*) AS opened, {_SOLVED} AS solved, {_BROKEN} AS broken,"
            f"  {_MEDIAN} AS median{_SINCE} GROUP BY assignee_id) k LEFT JOIN app_user u ON u.id = k.assignee_id"
            " ORDER BY k.assignee_id IS NULL, k.opened DESC, u.name LIMIT 50"
        ),
        {"merchant": scope.merchant_id, "since": since},
    )
    return [Part(*row) for row in found]


def by_reason(session: Session, scope: Scope, since: datetime) -> list[Part]:
    scope.require("tickets.read")
    found = session.execute(
        text(
            f"SELECT reason, '', count(*), {_SOLVED}, {_BROKEN}, {_MEDIAN}{_SINCE}"
            " GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 50"
        ),
        {"merchant": scope.merchant_id, "since": since},
    )
    return [Part(*row) for row in found]


def over_time(
    session: Session, scope: Scope, since: datetime, until: datetime, unit: str
) -> list[tuple[datetime, int, int]]:
    """(beginning, opened, solved) of each day or week, empty ones too."""
    scope.require("tickets.read")
    found = session.execute(
        text(
            "SELECT s.at AT TIME ZONE 'Europe/Istanbul',"
            " (SELECT count(*) FROM ticket WHERE merchant_id = :merchant AND merged_into_id IS NULL"
            "  AND created_at >= s.at AT TIME ZONE 'Europe/Istanbul'"
            "  AND created_at < (s.at + CAST(:step AS interval)) AT TIME ZONE 'Europe/Istanbul'),"
            " (SELECT count(*) FROM ticket WHERE merchant_id = :merchant AND merged_into_id IS NULL"
            "  AND solved_at >= s.at AT TIME ZONE 'Europe/Istanbul'"
            "  AND solved_at < (s.at + CAST(:step AS interval)) AT TIME ZONE 'Europe/Istanbul')"
            " FROM generate_series(date_trunc(:unit, :since AT TIME ZONE 'Europe/Istanbul'),"
            "  :until AT TIME ZONE 'Europe/Istanbul', CAST(:step AS interval)) AS s(at) ORDER BY s.at"
        ),
        {
            "merchant": scope.merchant_id,
            "since": since,
            "until": until,
            "unit": unit,
            "step": f"1 {unit}",
        },
    )
    return [(row[0], row[1], row[2]) for row in found]
