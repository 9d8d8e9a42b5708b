"""ABC: which few articles make most of the turnover, or of the profit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.reporting.reports import kinds
from prapazar.domain.reporting.reports.errors import ReportUnknown
from prapazar.domain.reporting.reports.summing import next_month
from prapazar.foundation.scope import Scope

By = Literal["sold", "profit", "units"]
NEEDS: Final = ("reports.read", "orders.read")
MOST = 500
_BY: Final = {
    "sold": "sum(sold)",
    "units": "sum(units)",
    "profit": "sum(costed_sold - vat - cost - commission - cargo)",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    variant_id: UUID
    product_id: UUID
    sku: str
    name: str
    rank: int
    letter: str
    amount: Decimal
    share: Decimal
    running: Decimal
    """Share of all down to this one."""
    units: int
    stock: int
    """On hand today, in all warehouses."""


@dataclass(frozen=True, slots=True)
class Class:
    letter: str
    articles: int
    amount: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Ranking:
    by: By
    since: date
    until: date
    """Whole months, inclusive; the last one as far as it has come."""
    classes: tuple[Class, ...]
    rows: tuple[Ranked, ...]
    articles: int
    left_out: int
    """Sold, but with nothing gained, or at no known cost."""
    summed_at: datetime | None


def may_see(scope: Scope, by: str = "sold") -> bool:
    return all(scope.can(one) for one in NEEDS) and (by != "profit" or scope.can("prices.read"))


def whole_months(since: date, until: date) -> tuple[date, date]:
    return since.replace(day=1), next_month(until.replace(day=1)) - timedelta(days=1)


_RANKED = (
    "WITH g AS (SELECT variant_id, {by} AS amount, sum(units) AS units, sum(costed_lines) AS costed FROM goods_month"
    "  WHERE merchant_id = :merchant AND day >= :since AND day <= :until AND currency = :currency"
    "  AND variant_id IS NOT NULL GROUP BY variant_id),"
    " w AS (SELECT variant_id, amount, units, row_number() OVER o AS place, sum(amount) OVER () AS whole,"
    "   sum(amount) OVER o AS running FROM g WHERE amount > 0"
    "   WINDOW o AS (ORDER BY amount DESC, variant_id ROWS UNBOUNDED PRECEDING)),"
    " r AS (SELECT *, CASE WHEN (running - amount) / whole < :a THEN 'A' WHEN (running - amount) / whole < :b THEN 'B'"
    "   ELSE 'C' END AS letter FROM w)"
)
_CLASSES = (
    " SELECT letter, count(*), sum(amount), sum(amount) / max(whole), (SELECT count(*) FROM g) FROM r"
    " GROUP BY letter ORDER BY letter"
)
_ROWS = (
    ", top AS (SELECT * FROM r WHERE place > :after AND (:letter = '' OR letter = :letter) ORDER BY place LIMIT :most)"
    " SELECT t.variant_id, v.product_id, v.sku, trim(p.name || ' ' || v.name), t.place, t.letter, t.amount,"
    "  t.amount / t.whole, t.running / t.whole, CAST(t.units AS int),"
    "  (SELECT coalesce(sum(s.on_hand), 0) FROM stock s WHERE s.variant_id = t.variant_id)"
    " FROM top t JOIN variant v ON v.id = t.variant_id JOIN product p ON p.id = v.product_id ORDER BY t.place"
)


def ranking(
    session: Session,
    scope: Scope,
    since: date,
    until: date,
    *,
    by: By = "sold",
    letter: str = "",
    currency: str = "TRY",
    after: int = 0,
    most: int = MOST,
) -> Ranking:
    """The best first, from behind rank `after`. Raises ReportUnknown for who may not see it."""
    scope.require("reports.read")
    if not may_see(scope, by) or by not in _BY:
        raise ReportUnknown(kinds.ABC)
    first, last = whole_months(since, until)
    values = {
        "merchant": scope.merchant_id,
        "since": first,
        "until": last,
        "currency": currency,
        "a": kinds.A_UP_TO,
        "b": kinds.B_UP_TO,
        "letter": letter,
        "after": after,
        "most": most,
    }
    ranked = _RANKED.format(by=_BY[by])
    classes = session.execute(text(ranked + _CLASSES), values).all()
    rows = session.execute(text(ranked + _ROWS), values).all()
    summed_at = session.execute(
        text("SELECT summed_at FROM sum_state WHERE merchant_id = :merchant AND cube = 'goods_month'"), values
    ).scalar()
    counted = sum(row[1] for row in classes)
    return Ranking(
        by=by,
        since=first,
        until=last,
        classes=tuple(Class(row[0], row[1], row[2], row[3]) for row in classes),
        rows=tuple(Ranked(*row) for row in rows),
        articles=counted,
        left_out=(classes[0][4] - counted) if classes else 0,
        summed_at=summed_at,
    )
