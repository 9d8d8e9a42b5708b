"""Tasks about reports: sums, exports, and letters."""

from uuid import UUID

from prapazar.flows import report_letters, reports
from workers.app import app
from workers.queues import DOCUMENTS, MAINTENANCE


@app.task(name="reports.sum_days", queue=MAINTENANCE)
def sum_days(merchant_id: str) -> None:
    reports.sum_days(UUID(merchant_id))


@app.task(name="reports.sum_months", queue=MAINTENANCE)
def sum_months(merchant_id: str) -> bool:
    return reports.sum_months(UUID(merchant_id))


@app.task(name="reports.refresh", queue=MAINTENANCE)
def refresh(merchant_id: str) -> None:
    reports.refresh(UUID(merchant_id))


@app.task(name="reports.check", queue=MAINTENANCE)
def check(merchant_id: str) -> None:
    reports.check(UUID(merchant_id))


@app.task(name="reports.export", queue=DOCUMENTS)
def export(export_id: str) -> None:
    reports.export(UUID(export_id))


@app.task(name="reports.mail", queue=DOCUMENTS)
def mail(merchant_id: str) -> bool:
    return report_letters.send(UUID(merchant_id))
