"""Reports: sums kept up to date by workers, questions answered, files written, schedules mailed."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.queries import merchant_name
from prapazar.domain.channels.enums import Topic
from prapazar.domain.reporting.reports import asking, exports, kinds, pivot, ranking, summing
from prapazar.domain.reporting.reports.errors import QuestionInvalid
from prapazar.domain.reporting.reports.exports import ExportRow
from prapazar.domain.reporting.reports.summing import Difference, Span
from prapazar.flows import exports as files
from prapazar.flows import report_files, report_tables
from prapazar.flows.report_tables import Table
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope, system_scope

log = structlog.get_logger(__name__)
_LEASE = timedelta(minutes=10)
_MONTHS_AT_ONCE = 20
CHECKED_DAYS = 35
"""Each night."""


def marked_merchants() -> list[UUID]:
    with db.system_transaction() as session:
        return list(session.execute(text("SELECT DISTINCT merchant_id FROM sales_mark")).scalars())


def merchants() -> list[UUID]:
    with db.system_transaction() as session:
        return list(session.execute(text("SELECT id FROM merchant WHERE is_active ORDER BY id")).scalars())


def sum_days(merchant_id: UUID) -> int:
    """Days whose orders changed. Returns how many."""
    scope = system_scope(merchant_id)
    with db.exclusive(_key(merchant_id)) as is_mine:
        if not is_mine:
            return 0
        return db.retried(scope, lambda session: summing.sum_marked(session, scope))


def sum_months(merchant_id: UUID) -> bool:
    """False where somebody else adds up just now."""
    scope = system_scope(merchant_id)
    with db.exclusive(_key(merchant_id)) as is_mine:
        if not is_mine:
            return False
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.SUM_MONTHS.value, merchant_id, _MONTHS_AT_ONCE, _LEASE)
        for claim in claims:
            with db.transaction(scope) as session:
                month = date.fromisoformat(claim.payload["month"])
                summing.sum_month(session, scope, month, UUID(claim.payload["connection_id"]))
                outbox.finish(session, [claim.id])
    return True


def refresh(merchant_id: UUID) -> None:
    """Parcels, documents, work and stock: what has no marks of its own."""
    scope = system_scope(merchant_id)
    with db.exclusive(_key(merchant_id)) as is_mine:
        if is_mine:
            db.retried(scope, lambda session: summing.refresh(session, scope))


def check(merchant_id: UUID, days: int = CHECKED_DAYS) -> list[Difference]:
    """What does not agree with the books is told to the log and added up again."""
    scope = system_scope(merchant_id)
    today = now().astimezone(ISTANBUL).date()
    span = Span(today - timedelta(days=days - 1), today + timedelta(days=1))
    sum_days(merchant_id)
    with db.transaction(scope) as session:
        waiting = bool(_waiting(session, scope))
        found = summing.differences(session, scope, span)
        if found and not waiting:
            log.warning("sums differ from the books", merchant=str(merchant_id), days=len(found))
        if found:
            summing.mark_days(session, scope, {one.day for one in found})
    return found


def rebuild(merchant_id: UUID) -> int:
    """Everything again, month by month, each in a transaction of its own. Returns how many months."""
    scope = system_scope(merchant_id)
    today = now().astimezone(ISTANBUL).date()
    with db.exclusive(_key(merchant_id)) as is_mine:
        if not is_mine:
            return 0
        with db.transaction(scope) as session:
            oldest = summing.oldest_day(session, scope)
        month, count = (oldest or today).replace(day=1), 0
        while month <= today:
            with db.transaction(scope) as session:
                summing.rebuild_month(session, scope, month)
            month, count = summing.next_month(month), count + 1
        with db.transaction(scope) as session:
            summing.refresh(session, scope)
    return count


def table(session: Session, scope: Scope, report: str, said: Mapping[str, str]) -> Table:
    """A report in words, whichever it is. Raises what is wrong with the question."""
    today = now().astimezone(ISTANBUL).date()
    if report == kinds.ABC:
        return report_tables.of_ranking(
            ranked(session, scope, said), scope.locale, said.get("currency") or "TRY"
        )
    answered = pivot.answer(session, scope, asking.read(report, said, today))
    return report_tables.of_pivot(answered, scope.locale)


def ranked(session: Session, scope: Scope, said: Mapping[str, str]) -> ranking.Ranking:
    today = now().astimezone(ISTANBUL).date()
    period = said.get("period") or "last_90"
    if period != "own" and period not in asking.PERIODS:
        raise QuestionInvalid("period")
    since, until = asking.own_span(said, today) if period == "own" else asking.span(period, today)
    by = said.get("measure") or "sold"
    if by not in {"sold", "profit", "units"}:
        raise QuestionInvalid("measure")
    letter = said.get("letter", "")
    if letter not in {"", "A", "B", "C"}:
        raise QuestionInvalid("letter")
    currency = said.get("currency") or "TRY"
    return ranking.ranking(
        session, scope, since, until, by=cast("ranking.By", by), letter=letter, currency=currency
    )


def written(drawn: Table, form: str, locale: Locale, owner: str) -> bytes:
    """`owner`: the merchant, named on paper."""
    if form == "xlsx":
        return report_files.xlsx(drawn, locale)
    return report_files.pdf(drawn, locale, owner) if form == "pdf" else report_files.csv(drawn)


def file(scope: Scope, report: str, said: Mapping[str, str], form: str) -> bytes:
    """At once: a report has at most some hundred rows. Told to the audit trail."""
    with db.transaction(scope) as session:
        drawn = table(session, scope, report, said)
        exports.tell(session, scope, f"report.{report}", form, len(drawn.rows))
        owner = merchant_name(session, scope)
    return written(drawn, form, scope.locale, owner)


def export(export_id: UUID) -> None:
    """A list, or a report, as a worker writes it."""
    files.carry_out(export_id, _write)


def _write(scope: Scope, row: ExportRow, path: Path) -> int:
    with db.transaction(scope) as session:
        drawn = table(session, scope, row.what, {k: str(v) for k, v in row.query.items()})
        owner = merchant_name(session, scope)
    path.write_bytes(written(drawn, row.form, scope.locale, owner))
    return len(drawn.rows)


def _waiting(session: Session, scope: Scope) -> Any:  # noqa: ANN401 - one or none
    return session.execute(
        text(
            "SELECT 1 FROM outbox WHERE topic = :topic AND partition = :merchant AND parked_at IS NULL"
            " UNION ALL SELECT 1 FROM sales_mark WHERE merchant_id = :merchant LIMIT 1"
        ),
        {"topic": Topic.SUM_MONTHS.value, "merchant": scope.merchant_id},
    ).first()


def _key(merchant_id: UUID) -> str:
    return f"reports.sums:{merchant_id}"
