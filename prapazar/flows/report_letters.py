"""Scheduled reports by mail: each letter is begun, sent and ended; what may have gone never goes again."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.domain.planning import scopes
from prapazar.domain.reporting.reports import exports, schedules
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown
from prapazar.domain.reporting.reports.schedules import Letter, Schedule
from prapazar.flows import merchant_mail, reports
from prapazar.flows.report_tables import Table
from prapazar.foundation import db, mail, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import PermissionDenied, Scope, system_scope
from prapazar.foundation.texts import say

AT_ONCE = 20
LEASE, RETRY = timedelta(minutes=10), timedelta(minutes=5)
log = structlog.get_logger(__name__)


def send(merchant_id: UUID) -> bool:
    """What is due, by one worker at a time."""
    scope = system_scope(merchant_id)
    with db.exclusive(f"{Topic.MAIL_REPORTS.value}:{merchant_id}") as is_mine:
        if not is_mine:
            return False
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.MAIL_REPORTS.value, merchant_id, AT_ONCE, LEASE)
        for claim in claims:
            _one(scope, claim)
    return True


def _one(scope: Scope, claim: Claim) -> None:
    schedule_id = UUID(claim.payload["schedule_id"])
    due_at = datetime.fromisoformat(claim.payload["due_at"])
    with db.transaction(scope) as session:
        begun = schedules.begin(session, scope, schedule_id, due_at)
        if begun is None:
            outbox.finish(session, [claim.id])
            return
    schedule, letters = begun
    try:
        made = _made(scope, schedule) if letters else None
    except (PermissionDenied, ReportUnknown, QuestionInvalid):
        _end(scope, claim, schedule, due_at, "reports.not_allowed")
        return
    for letter in letters:
        if made is not None:
            _send(scope, letter, schedule, *made)
    _end(scope, claim, schedule, due_at)


def _made(scope: Scope, schedule: Schedule) -> tuple[Table, bytes, Scope, str]:
    """As the person who wants it sees it today. Raises what stands in the way."""
    with db.transaction(scope) as session:
        person = scopes.of_person(session, scope.merchant_id, schedule.user_id)
        merchant: str = session.execute(
            text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id}
        ).scalar_one()
    if person is None:
        raise PermissionDenied("reports.read")
    with db.transaction(person) as session:
        drawn = reports.table(session, person, schedule.report, schedule.query)
        exports.tell(session, person, f"report.{schedule.report}", schedule.form, len(drawn.rows))
    named = replace(drawn, title=schedule.name)
    return named, reports.written(named, schedule.form, person.locale, merchant), person, merchant


def _send(
    scope: Scope, letter: Letter, schedule: Schedule, table: Table, data: bytes, person: Scope, merchant: str
) -> None:
    with db.transaction(scope) as session:
        if not schedules.begin_letter(session, letter.id):
            return
    about = "\n".join(table.about)
    subject = say(
        person.locale, "reports.mail_subject", name=schedule.name, span=table.about[0].split(" · ")[0]
    )
    body = say(person.locale, "reports.mail_body", name=schedule.name, about=about, merchant=merchant)
    status, detail = "sent", ""
    try:
        merchant_mail.send(
            scope,
            letter.recipient,
            subject,
            body,
            reference=f"report-{letter.id.hex}",
            attached=(f"{schedule.name}.{schedule.form}", data),
        )
    except mail.MailNotSent as error:
        status = "unclear" if error.maybe_done else "failed" if error.is_final else "waiting"
        detail = str(error)
    with db.transaction(scope) as session:
        schedules.end_letter(session, letter.id, status, detail)


def _end(scope: Scope, claim: Claim, schedule: Schedule, due_at: datetime, code: str = "") -> None:
    with db.transaction(scope) as session:
        if schedules.end(session, scope, schedule, due_at, code):
            outbox.finish(session, [claim.id])
        else:
            outbox.give_back(session, [claim.id], "mail_not_sent", now() + RETRY, counts=False)
