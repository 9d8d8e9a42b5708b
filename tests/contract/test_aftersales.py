"""What every connector reads and answers after a sale: claims, questions, and the channel's account."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.aftersales import (
    ClaimRecord,
    ClaimStatus,
    EvidenceFile,
    QuestionRecord,
    QuestionStatus,
    SettlementKind,
    SettlementRecord,
)
from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import ParkedRecord
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage

_KEY, _OTHER = "8690000000017", "8690000000024"
_BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
_TITLE = "Çiçekli Şal, İğne Oyalı ğüşöç"
_TEXT = "Bu şalın boyu kaç santim, İpek mi?"
_ANSWER = "Merhaba, boyu 180 santimdir; ipektir."
_DAY = timedelta(days=1)
Operation = Callable[[Any, datetime, datetime], object]


def _window() -> tuple[datetime, datetime]:
    return now() - _DAY, now() + timedelta(minutes=1)


def _claims(stage: Stage) -> list[Any]:
    return [one for page in stage.unhurried().fetch_claims(*_window()) for one in page]


def _questions(stage: Stage) -> list[Any]:
    return [one for page in stage.unhurried().fetch_questions(*_window()) for one in page]


def _settlements(stage: Stage) -> list[Any]:
    return [one for page in stage.unhurried().fetch_settlements(*_window()) for one in page]


def _claimed(stage: Stage, *lines: tuple[str, int]) -> ClaimRecord:
    """The only claim of an account, of all that was ordered."""
    stage.seed([Article(_KEY, _TITLE, Decimal("129.95")), Article(_OTHER, "Çay", Decimal("0.99"))])
    stage.claim(stage.order(*lines), lines)
    [found] = _claims(stage)
    assert isinstance(found, ClaimRecord)
    return found


def _ids(claim: ClaimRecord, *keys: str) -> list[str]:
    return [line.external_id for line in claim.lines if not keys or {line.sku, line.barcode} & set(keys)]


def _gross(records: Sequence[SettlementRecord], kind: SettlementKind) -> Decimal:
    """Before the commission, where that stands in the same line."""
    return sum((one.amount + (one.commission or 0) for one in records if one.kind is kind), Decimal(0))


def _commission(records: Sequence[SettlementRecord]) -> Decimal:
    """What the channel keeps, told in the sale's line or in one of its own."""
    within = sum((one.commission or Decimal(0) for one in records), Decimal(0))
    apart = sum((one.amount for one in records if one.kind is SettlementKind.COMMISSION), Decimal(0))
    return within - apart


@pytest.mark.needs("read_claims")
def test_claim_is_exact(stage: Stage) -> None:
    stage.seed([Article(_KEY, _TITLE, Decimal("129.95"))])
    before, units = now().replace(microsecond=0) - stage.claim_clock, 2 if stage.claims_units else 3
    order = stage.order((_KEY, 3))
    [package] = stage.connector().fetch_package(stage.package_id(order))

    number = stage.claim(order, [(_KEY, units)])

    [found] = _claims(stage)
    assert (found.external_id, found.order_external_id) == (number, package.order_external_id)
    assert found.status is ClaimStatus.WAITING
    assert before <= found.created_at <= now()
    assert before <= found.modified_at <= now()
    assert (sum(line.quantity for line in found.lines), found.currency) == (units, stage.currency)
    assert {line.title for line in found.lines} == {_TITLE}
    known = {line.external_id for line in package.lines}
    assert {line.order_line_external_id for line in found.lines} <= {*known, None}
    assert sum(line.amount or Decimal(0) for line in found.lines) in {Decimal(0), Decimal("129.95") * units}


@pytest.mark.needs("read_claims")
def test_every_claim_is_read_once_over_several_pages(stage: Stage) -> None:
    stage.seed([Article(_KEY, quantity=1000)])
    made = [stage.claim(stage.order((_KEY, 1)), [(_KEY, 1)]) for _ in range(stage.plenty)]

    found = _claims(stage)

    assert sorted(one.external_id for one in found) == sorted(made)


@pytest.mark.needs("read_claims")
def test_claim_stands_in_its_own_window(stage: Stage) -> None:
    _claimed(stage, (_KEY, 1))

    earlier = list(stage.unhurried().fetch_claims(now() - 3 * _DAY, now() - _DAY))

    assert [one for page in earlier for one in page] == []


@pytest.mark.needs("read_claims")
def test_claim_in_an_unknown_status_is_parked(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 1))
    options = {"status": "Işınlandı", "field": stage.claim_status}
    stage.fault("unknown_status", path=stage.claims_path, options=options)

    [found] = _claims(stage)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.detail) == (
        claim.external_id,
        "connector.unknown_status",
        "Işınlandı",
    )


@pytest.mark.needs("read_claims")
def test_claims_that_do_not_add_up_are_unexpected(stage: Stage) -> None:
    if not stage.counts_claims:
        pytest.skip("its pages do not say how many claims there are")
    _claimed(stage, (_KEY, 1))
    stage.fault("half_page", path=stage.claims_path)

    with pytest.raises(UnexpectedAnswer):
        _claims(stage)


@pytest.mark.needs("answer_claims", "read_claims")
def test_approved_claim_is_accepted(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 2))

    stage.connector().approve_claim(claim.external_id, _ids(claim))

    [found] = _claims(stage)
    assert (found.external_id, found.status) == (claim.external_id, ClaimStatus.ACCEPTED)
    assert {line.status for line in found.lines} == {ClaimStatus.ACCEPTED}


@pytest.mark.needs("answer_claims", "read_claims")
def test_part_of_a_claim_is_decided_alone(stage: Stage) -> None:
    if not stage.splits_claims:
        pytest.skip("the channel decides a claim as a whole")
    claim = _claimed(stage, (_KEY, 1), (_OTHER, 1))

    stage.connector().approve_claim(claim.external_id, _ids(claim, _KEY))

    [found] = _claims(stage)
    states = {line.external_id: line.status for line in found.lines}
    assert [states[one] for one in _ids(claim, _KEY)] == [ClaimStatus.ACCEPTED]
    assert [states[one] for one in _ids(claim, _OTHER)] == [ClaimStatus.WAITING]
    assert found.status is ClaimStatus.WAITING


@pytest.mark.needs("answer_claims", "read_claims")
def test_rejected_claim_is_rejected_or_disputed(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 1))
    connector = stage.connector()
    reasons = connector.fetch_claim_reasons()

    connector.reject_claim(claim.external_id, _ids(claim), reasons[0][0], "Ürün kullanılmış, etiketi kopuk.")

    [found] = _claims(stage)
    assert all(number and words for number, words in reasons)
    assert found.status in {ClaimStatus.REJECTED, ClaimStatus.DISPUTED}


@pytest.mark.needs("send_evidence", "read_claims")
def test_claim_is_rejected_with_evidence_of_each_kind_the_channel_takes(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 1))
    connector, rules = stage.connector(), registry.manifest(stage.slug).evidence
    reasons = [number for number, _ in connector.fetch_claim_reasons()]
    reason = next(one for one in reasons if rules is not None and one not in rules.not_needed_for)
    kinds = rules.kinds if rules is not None else ()
    files = [EvidenceFile("kanıt", kind, _BEGINNINGS[kind] + b"..--..\r\n--") for kind in kinds]

    connector.reject_with_evidence(claim.external_id, _ids(claim), reason, "Ürün kullanılmış.", files)

    [found] = _claims(stage)
    assert found.status in {ClaimStatus.REJECTED, ClaimStatus.DISPUTED}


@pytest.mark.needs("send_evidence", "read_claims")
def test_evidence_of_another_kind_is_refused_and_nothing_decided(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 1))
    connector = stage.connector()
    [(reason, _), *_rest] = connector.fetch_claim_reasons()

    with pytest.raises(Rejected):
        connector.reject_with_evidence(
            claim.external_id,
            _ids(claim),
            reason,
            "Ürün kullanılmış.",
            [EvidenceFile("x", "image/png", b"MZ")],
        )

    [found] = _claims(stage)
    assert found.status is ClaimStatus.WAITING


@pytest.mark.needs("answer_claims", "read_claims")
def test_claim_past_deciding_is_refused(stage: Stage) -> None:
    claim = _claimed(stage, (_KEY, 1))
    connector = stage.connector()
    [(reason, _), *_rest] = connector.fetch_claim_reasons()
    connector.approve_claim(claim.external_id, _ids(claim))

    with pytest.raises(Rejected):
        connector.reject_claim(claim.external_id, _ids(claim), reason, "Geç kalındı.")

    [found] = _claims(stage)
    assert found.status is ClaimStatus.ACCEPTED


@pytest.mark.needs("read_questions")
def test_question_is_exact(stage: Stage) -> None:
    stage.seed([Article(_KEY, _TITLE)])
    before = now().replace(microsecond=0) - stage.question_clock

    number = stage.ask(_KEY, _TEXT)

    [found] = _questions(stage)
    assert isinstance(found, QuestionRecord)
    assert (found.external_id, found.text, found.status) == (number, _TEXT, QuestionStatus.WAITING)
    assert before <= found.asked_at <= now()
    assert (found.answer, found.answered_at) == (None, None)


@pytest.mark.needs("read_questions")
def test_every_question_is_read_once_over_several_pages(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    asked = [stage.ask(_KEY, f"{_TEXT} {number}") for number in range(stage.plenty)]

    found = _questions(stage)

    assert sorted(one.external_id for one in found) == sorted(asked)


@pytest.mark.needs("read_questions")
def test_question_stands_in_its_own_window(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    stage.ask(_KEY, _TEXT)

    earlier = list(stage.unhurried().fetch_questions(now() - 20 * _DAY, now() - _DAY))

    assert [one for page in earlier for one in page] == []


@pytest.mark.needs("read_questions")
def test_question_in_an_unknown_status_is_parked(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.ask(_KEY, _TEXT)
    options = {"status": "Işınlandı", "field": stage.question_status}
    stage.fault("unknown_status", path=stage.questions_path, options=options)

    [found] = _questions(stage)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (number, "connector.unknown_status")


@pytest.mark.needs("read_questions")
def test_questions_that_do_not_add_up_are_unexpected(stage: Stage) -> None:
    if not stage.counts_questions:
        pytest.skip("its pages do not say how many questions there are")
    stage.seed([Article(_KEY)])
    stage.ask(_KEY, _TEXT)
    stage.fault("half_page", path=stage.questions_path)

    with pytest.raises(UnexpectedAnswer):
        _questions(stage)


@pytest.mark.needs("answer_questions", "read_questions")
def test_answered_question_is_shown_as_answered(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.ask(_KEY, _TEXT)

    stage.connector().answer_question(number, _ANSWER)

    [found] = _questions(stage)
    assert (found.external_id, found.status, found.answer) == (number, QuestionStatus.ANSWERED, _ANSWER)


@pytest.mark.needs("answer_questions", "read_questions")
def test_question_is_answered_once(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.ask(_KEY, _TEXT)
    connector = stage.connector()
    connector.answer_question(number, _ANSWER)

    with pytest.raises(Rejected):
        connector.answer_question(number, f"{_ANSWER} Ayrıca yıkanabilir.")

    [found] = _questions(stage)
    assert found.answer == _ANSWER


@pytest.mark.needs("answer_questions", "read_questions")
def test_answer_of_a_wrong_length_is_refused(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.ask(_KEY, _TEXT)
    shortest, longest = stage.answer_length
    connector = stage.connector()

    too_long = ["Ş" * (longest + 1)] if longest else []
    for wrong in ("Ş" * (shortest - 1), *too_long):
        with pytest.raises(Rejected):
            connector.answer_question(number, wrong)
    right = "Ş" * (longest or 2000)
    connector.answer_question(number, right)

    [found] = _questions(stage)
    assert found.answer == right


@pytest.mark.needs("answer_questions")
def test_unknown_question_is_refused(stage: Stage) -> None:
    with pytest.raises(Rejected):
        stage.connector().answer_question("999999", _ANSWER)


@pytest.mark.needs("read_settlements")
def test_sale_stands_in_the_account_to_the_kurus(stage: Stage) -> None:
    stage.seed([Article(_KEY, _TITLE, Decimal("129.80"))])
    order = stage.order((_KEY, 3))

    stage.settle(order)

    found = _settlements(stage)
    assert {type(one) for one in found} == {SettlementRecord}
    assert {one.currency for one in found} == {stage.currency}
    assert {one.order_external_id for one in found if one.kind is SettlementKind.SALE} == {
        stage.order_id(order)
    }
    assert _gross(found, SettlementKind.SALE) == Decimal("389.40")
    assert _commission(found) == Decimal("389.40") * stage.commission_rate / 100


@pytest.mark.needs("read_settlements", "read_claims", "answer_claims")
def test_returned_unit_is_taken_back_with_its_commission(stage: Stage) -> None:
    stage.seed([Article(_KEY, _TITLE, Decimal("129.80"))])
    order = stage.order((_KEY, 2))
    stage.settle(order)
    stage.claim(order, [(_KEY, 1)])
    [claim] = _claims(stage)

    stage.connector().approve_claim(claim.external_id, _ids(claim))
    stage.refund(claim.external_id)

    found, kept = _settlements(stage), 1 if stage.returns_commission else 2
    assert _gross(found, SettlementKind.SALE) == Decimal("259.60")
    assert _gross(found, SettlementKind.RETURN) == Decimal("-129.80")
    assert _commission(found) == Decimal("129.80") * kept * stage.commission_rate / 100


@pytest.mark.needs("read_settlements")
def test_payout_is_what_the_account_held(stage: Stage) -> None:
    stage.seed([Article(_KEY, _TITLE, Decimal("129.80"))])
    stage.settle(stage.order((_KEY, 3)))
    earned = sum((one.amount for one in _settlements(stage)), Decimal(0))

    stage.pay_out()

    paid = [one.amount for one in _settlements(stage) if one.kind is SettlementKind.PAYOUT]
    assert (len(paid), sum(paid)) == (1, earned)


@pytest.mark.needs("read_settlements")
def test_every_account_line_is_read_once_over_several_pages(stage: Stage) -> None:
    orders, units = stage.many_sales
    stage.seed([Article(_KEY, price=Decimal("129.80"), quantity=orders * units)])
    for _ in range(orders):
        stage.settle(stage.order((_KEY, units)))

    found = _settlements(stage)

    assert len({one.external_id for one in found}) == len(found) >= orders
    assert _gross(found, SettlementKind.SALE) == Decimal("129.80") * orders * units


@pytest.mark.needs("read_settlements")
def test_account_lines_stand_in_their_own_window(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    stage.settle(stage.order((_KEY, 1)))

    earlier = list(stage.unhurried().fetch_settlements(now() - 40 * _DAY, now() - _DAY))

    assert [one for page in earlier for one in page] == []


@pytest.mark.needs("read_settlements")
def test_account_lines_that_do_not_add_up_are_unexpected(stage: Stage) -> None:
    if not stage.counts_settlements:
        pytest.skip("its pages do not say how many there are")
    stage.seed([Article(_KEY)])
    stage.settle(stage.order((_KEY, 1)))
    stage.fault("half_page", path=stage.settlements_path)

    with pytest.raises(UnexpectedAnswer):
        _settlements(stage)


@pytest.mark.parametrize(
    "operation",
    [
        pytest.param(
            lambda c, *w: list(c.fetch_claims(*w)), marks=pytest.mark.needs("read_claims"), id="claims"
        ),
        pytest.param(
            lambda c, *w: list(c.fetch_questions(*w)),
            marks=pytest.mark.needs("read_questions"),
            id="questions",
        ),
        pytest.param(
            lambda c, *w: list(c.fetch_settlements(*w)),
            marks=pytest.mark.needs("read_settlements"),
            id="settlements",
        ),
    ],
)
def test_outage_is_unavailable_after_the_sale(stage: Stage, operation: Operation) -> None:
    stage.fault("503")

    with pytest.raises(Unavailable):
        operation(stage.unhurried(), *_window())
