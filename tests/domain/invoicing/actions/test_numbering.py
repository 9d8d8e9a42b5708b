"""Numbers: in a row whoever asks, never without their document, never backwards in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.invoicing import actions, gaps
from prapazar.domain.invoicing.actions import numbering
from prapazar.domain.invoicing.documents.number import DocumentNumber, parse
from prapazar.domain.invoicing.errors import DocumentFaulty
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from tests.factories import invoicing


def _drafts(scope: Scope, count: int) -> list[UUID]:
    with db.transaction(scope) as session:
        invoicing.seller(session, scope)
        return [actions.draft(session, scope, order) for order in invoicing.sold(session, scope, count)]


def _number(scope: Scope, invoice_id: UUID, alias: str | None = None) -> str:
    return db.retried(scope, lambda session: actions.number(session, scope, invoice_id, alias=alias))


def test_numbers_of_eight_threads_run_without_gap_or_double_and_their_dates_never_go_back(
    scope: Scope,
) -> None:
    drafts = _drafts(scope, 40)

    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda one: _number(scope, one), drafts))

    year = now().astimezone(ISTANBUL).year
    assert sorted(given) == [str(DocumentNumber("EAR", year, serial)) for serial in range(1, 41)]
    with db.transaction(scope) as session:
        dates = list(session.execute(text("SELECT issued_at FROM invoice ORDER BY number")).scalars())
        assert dates == sorted(dates)
        assert gaps.gaps(session, scope) == []


def test_document_that_fails_its_checks_takes_no_number(scope: Scope) -> None:
    first, second = _drafts(scope, 2)
    with db.transaction(scope) as session:
        # A line without VAT and without an exemption is refused by no check of ours; a wrong number is.
        session.execute(
            text(
                "UPDATE invoice SET content = jsonb_set(content, '{buyer,tax_id}', '\"12345678901\"') WHERE id = :id"
            ),
            {"id": first},
        )

    with pytest.raises(DocumentFaulty) as raised:
        _number(scope, first)
    given = _number(scope, second)

    assert [fault.rule for fault in raised.value.faults] == ["identity.digits"]
    assert parse(given).serial == 1
    with db.transaction(scope) as session:
        kept = session.execute(
            text("SELECT status, number, xml_id FROM invoice WHERE id = :id"), {"id": first}
        )
        assert tuple(kept.one()) == ("draft", None, None)


def test_year_turns_and_a_clock_set_back_stays_in_the_year_it_was_in(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = _drafts(scope, 3)
    eve = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    moments = [eve, eve + timedelta(minutes=2), eve]
    given = []

    for invoice_id, moment in zip(drafts, moments, strict=True):
        monkeypatch.setattr(numbering, "now", lambda moment=moment: moment)
        monkeypatch.setattr("prapazar.domain.invoicing.checking.faults", lambda *_, **__: [])
        given.append(_number(scope, invoice_id))

    assert given == ["EAR2026000000001", "EAR2027000000001", "EAR2027000000002"]


def test_number_of_a_wrong_kind_is_explained_and_the_document_gets_one_of_the_other_series(
    scope: Scope,
) -> None:
    [invoice_id] = _drafts(scope, 1)
    first = _number(scope, invoice_id)
    with db.transaction(scope) as session:
        ettn = session.execute(text("SELECT uuid FROM invoice")).scalar_one()

        actions.renumber(session, scope, invoice_id, "Alıcı e-Fatura mükellefi oldu")
        second = actions.number(session, scope, invoice_id, alias="urn:mail:pk@x.com")

        [gap] = gaps.gaps(session, scope)
        assert (first[:3], second[:3]) == ("EAR", "EFA")
        assert (str(gap.number), gap.kind, gap.reason) == (first, "void", "Alıcı e-Fatura mükellefi oldu")
        row = session.execute(text("SELECT profile, document_kind, uuid FROM invoice")).one()
        assert (row.profile, row.document_kind, row.uuid != ettn) == ("TEMELFATURA", "einvoice", True)


def test_gap_detector_tells_lost_unknown_and_foreign_numbers_apart(scope: Scope) -> None:
    drafts = _drafts(scope, 4)
    with db.transaction(scope) as session:
        session.execute(
            text(
                "INSERT INTO invoice_series (id, merchant_id, prefix, year, last, first)"
                " VALUES (gen_random_uuid(), :merchant, 'EAR', :year, 0, 101)"
            ),
            {"merchant": scope.merchant_id, "year": now().astimezone(ISTANBUL).year},
        )
    for invoice_id in drafts:
        _number(scope, invoice_id)
    with db.transaction(scope) as session:
        session.execute(text("DELETE FROM invoice_number WHERE sequence = 102"))
        session.execute(text("DELETE FROM invoice WHERE id = :id"), {"id": drafts[2]})

    with db.transaction(scope) as session:
        found = gaps.gaps(session, scope)
        [series] = gaps.series(session, scope)
        actions.explain_gap(session, scope, found[0].number, "Yedekten dönüldü")
        after = gaps.gaps(session, scope)

    assert [(gap.number.serial, gap.until.serial, gap.kind) for gap in found] == [
        (102, 102, "unknown"),
        (103, 103, "lost"),
        (1, 100, "elsewhere"),
    ]
    assert (series.first, series.last, series.used, series.missing) == (101, 104, 3, 2)
    assert [(gap.number.serial, gap.kind, gap.reason) for gap in after][1] == (
        102,
        "void",
        "Yedekten dönüldü",
    )
