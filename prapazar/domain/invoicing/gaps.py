"""The gap detector: every number of a series that no standing document has, with why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing.documents.number import DocumentNumber
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class SeriesRow:
    prefix: str
    year: int
    first: int
    last: int
    used: int
    voided: int
    missing: int
    last_issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Of one number, or of a run of numbers that stand alike."""

    number: DocumentNumber
    until: DocumentNumber
    kind: str
    """`void`, `elsewhere` (before the first one here), `lost` (given out, its document gone) or `unknown`."""
    reason: str
    invoice_id: UUID | None
    at: datetime | None

    @property
    def is_explained(self) -> bool:
        return self.kind in {"void", "elsewhere"}


_SERIES = text(
    "SELECT s.prefix, s.year, s.first, s.last, s.last_issued_at,"
    "  count(n.id) FILTER (WHERE n.state = 'used') AS used, count(n.id) FILTER (WHERE n.state = 'void') AS voided"
    " FROM invoice_series s LEFT JOIN invoice_number n ON n.merchant_id = s.merchant_id AND n.prefix = s.prefix"
    "  AND n.year = s.year WHERE s.merchant_id = :merchant AND s.last > 0 GROUP BY s.id ORDER BY s.year DESC, s.prefix"
)
_VOIDS = text(
    "SELECT prefix, year, sequence, reason, invoice_id, given_at FROM invoice_number"
    " WHERE merchant_id = :merchant AND state = 'void' ORDER BY prefix, year, sequence LIMIT 500"
)
_LOST = text(
    "SELECT n.prefix, n.year, n.sequence, n.invoice_id, n.given_at FROM invoice_number n"
    " LEFT JOIN invoice i ON i.id = n.invoice_id"
    "  AND i.number = n.prefix || n.year || lpad(CAST(n.sequence AS text), 9, '0')"
    " WHERE n.merchant_id = :merchant AND n.state = 'used' AND i.id IS NULL ORDER BY n.prefix, n.year, n.sequence"
    " LIMIT 500"
)
_MISSING = text(
    "WITH numbered AS (SELECT n.prefix, n.year, n.sequence, lag(n.sequence) OVER (PARTITION BY n.prefix, n.year"
    "   ORDER BY n.sequence) AS before FROM invoice_number n WHERE n.merchant_id = :merchant),"
    " edges AS (SELECT n.prefix, n.year, coalesce(n.before, s.first - 1) + 1 AS since, n.sequence - 1 AS until"
    "   FROM numbered n JOIN invoice_series s ON s.merchant_id = :merchant AND s.prefix = n.prefix AND s.year = n.year"
    "   WHERE n.sequence >= s.first"
    "  UNION ALL SELECT s.prefix, s.year, greatest(s.first, coalesce((SELECT max(sequence) FROM invoice_number n"
    "    WHERE n.merchant_id = s.merchant_id AND n.prefix = s.prefix AND n.year = s.year) + 1, s.first)), s.last"
    "   FROM invoice_series s WHERE s.merchant_id = :merchant)"
    " SELECT prefix, year, since, until FROM edges WHERE since <= until ORDER BY prefix, year, since LIMIT 500"
)


def series(session: Session, scope: Scope) -> list[SeriesRow]:
    scope.require("invoices.read")
    missing: dict[tuple[str, int], int] = {}
    for gap in gaps(session, scope):
        if gap.kind in {"unknown", "lost"}:
            key = (gap.number.series, gap.number.year)
            missing[key] = missing.get(key, 0) + gap.until.serial - gap.number.serial + 1
    return [
        SeriesRow(
            row.prefix,
            row.year,
            row.first,
            row.last,
            row.used,
            row.voided,
            missing.get((row.prefix, row.year), 0),
            row.last_issued_at,
        )
        for row in session.execute(_SERIES, {"merchant": scope.merchant_id})
    ]


def gaps(session: Session, scope: Scope) -> list[Gap]:
    """What needs an explanation first."""
    scope.require("invoices.read")
    keys = {"merchant": scope.merchant_id}
    found = [
        Gap(
            DocumentNumber(row.prefix, row.year, row.since),
            DocumentNumber(row.prefix, row.year, row.until),
            "unknown",
            "",
            None,
            None,
        )
        for row in session.execute(_MISSING, keys)
    ]
    for row in session.execute(_LOST, keys):
        one = DocumentNumber(row.prefix, row.year, row.sequence)
        found.append(Gap(one, one, "lost", "", row.invoice_id, row.given_at))
    for row in session.execute(_VOIDS, keys):
        one = DocumentNumber(row.prefix, row.year, row.sequence)
        found.append(Gap(one, one, "void", row.reason, row.invoice_id, row.given_at))
    for row in session.execute(_SERIES, keys):
        if row.first > 1:
            begin = DocumentNumber(row.prefix, row.year, 1)
            end = DocumentNumber(row.prefix, row.year, row.first - 1)
            found.append(Gap(begin, end, "elsewhere", "", None, None))
    return found
