"""Scheduled reports: at their time, to everybody once, and never twice whoever dies on the way."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from prapazar.domain.reporting.reports import schedules
from prapazar.domain.reporting.reports.schedules import Draft
from prapazar.flows import report_letters
from prapazar.foundation import db, mail
from tests.factories import people
from tests.factories.people import Member

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bytes]]:
    letters: list[tuple[str, str, bytes]] = []

    def take(to: str, _subject: str, _plain: str, *, attached: tuple[str, bytes], **_: Any) -> None:  # noqa: ANN401 - as mail.send
        letters.append((to, *attached))
        if to.startswith("kill@") and len(letters) == 2:
            raise Killed

    monkeypatch.setattr(mail, "send", take)
    return letters


@pytest.mark.parametrize(
    ("rhythm", "weekday", "hour", "at"),
    [
        ("daily", 0, 13, datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("daily", 0, 12, datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("weekly", 0, 8, datetime(2026, 11, 23, 5, tzinfo=UTC)),
        ("weekly", 4, 8, datetime(2026, 11, 27, 5, tzinfo=UTC)),
        ("monthly", 0, 8, datetime(2026, 12, 1, 5, tzinfo=UTC)),
    ],
)
def test_next_time_is_by_the_clock_of_istanbul(rhythm: str, weekday: int, hour: int, at: datetime) -> None:
    assert schedules.next_time(rhythm, weekday, hour, FRIDAY) == at


def test_letter_that_may_have_gone_does_not_go_again(
    database: str, sent: list[tuple[str, str, bytes]]
) -> None:
    owner = people.member(people.merchant())
    schedule_id = _due(owner, ["a@x.com", "kill@x.com", "z@x.com"])

    with pytest.raises(Killed):
        report_letters.send(owner.merchant_id)
    _time_passes()
    report_letters.send(owner.merchant_id)
    report_letters.send(owner.merchant_id)

    assert [to for to, _, _ in sent] == ["a@x.com", "kill@x.com", "z@x.com"]
    with db.transaction(owner.scope) as session:
        letters = session.execute(
            text("SELECT recipient, status FROM report_letter ORDER BY recipient")
        ).all()
        [after] = schedules.listed(session, owner.scope)
    assert [tuple(row) for row in letters] == [
        ("a@x.com", "sent"),
        ("kill@x.com", "unclear"),
        ("z@x.com", "sent"),
    ]
    assert (after.id, after.code, after.next_at > datetime.now(UTC)) == (
        schedule_id,
        "reports.some_failed",
        True,
    )


def test_letter_holds_the_report_as_its_person_may_see_it(
    database: str, sent: list[tuple[str, str, bytes]]
) -> None:
    owner = people.member(people.merchant())
    _due(owner, ["a@x.com"])
    report_letters.send(owner.merchant_id)
    _due(owner, ["b@x.com"])
    with db.system_transaction() as session:
        session.execute(text("UPDATE membership SET is_suspended = true"))

    report_letters.send(owner.merchant_id)

    [(to, name, data)] = sent
    title = load_workbook(BytesIO(data)).worksheets[0]["A1"].value
    assert (to, name, title) == ("a@x.com", "Satış.xlsx", "Satış")
    with db.system_transaction() as session:
        codes = session.execute(text("SELECT code FROM report_schedule ORDER BY created_at")).scalars().all()
    assert codes == ["", "reports.not_allowed"]


def _due(owner: Member, to: list[str]) -> UUID:
    """A schedule whose time has come."""
    draft = Draft("Satış", "sales", {"period": "last_7"}, "daily", 0, 8, "xlsx", to)
    with db.transaction(owner.scope) as session:
        made = schedules.add(session, owner.scope, draft)
    with db.system_transaction() as session:
        session.execute(
            text(
                "WITH s AS (UPDATE report_schedule SET next_at = now() - interval '1 minute' WHERE id = :id"
                " RETURNING id, next_at) UPDATE outbox SET available_at = s.next_at, payload ="
                "  jsonb_set(payload, '{due_at}', to_jsonb(s.next_at)) FROM s WHERE coalesce_key = s.id"
            ),
            {"id": made},
        )
    return made


def _time_passes() -> None:
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET claimed_until = now() - interval '1 second'"))
