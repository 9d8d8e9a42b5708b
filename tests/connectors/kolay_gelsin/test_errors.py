"""What Kolay Gelsin's answers mean: its sentences, whatever the status; else the status."""

from decimal import Decimal

import pytest

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.connectors.kolay_gelsin import errors


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    ("message", "code", "field"),
    [
        ("CustomerNotFound", "kolay_gelsin.customer", None),
        ("Adres müşteriye ait değil", "kolay_gelsin.sender_address", None),
        ("CityNotFound", "kolay_gelsin.address", "city"),
        ("GeoCodeFail", "kolay_gelsin.address", "line"),
        ("Bu kordinatta kurye çalışma alanı bulunamamıştır.", "kolay_gelsin.out_of_coverage", "line"),
        ("ErrorSavingReceiver", "kolay_gelsin.recipient", "name"),
        ("IdentityNumberNotValid", "kolay_gelsin.identity", "tax_number"),
        ("Tahsilatlı kargo yapılamaz.", "kolay_gelsin.no_cash", None),
    ],
)
def test_sentence_of_theirs_is_a_refusal_whatever_the_status(
    status: int, message: str, code: str, field: str | None
) -> None:
    answer = Answer(status, {}, {"ResultCode": Decimal("500.0"), "ResultMessage": message, "Payload": None})

    found = errors.from_good_answer(answer) if status == 200 else errors.from_answer(answer)

    assert isinstance(found, Rejected)
    assert (found.code, found.field) == (code, field)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, Rejected), (401, AuthFailed), (405, UnexpectedAnswer), (429, RateLimited), (500, Unavailable)],
)
def test_status_is_one_of_the_five(status: int, expected: type[ConnectorError]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected


def test_good_answer_is_none_and_one_without_a_code_is_unexpected() -> None:
    good = [{"ResultCode": 200}, {"ResultCode": Decimal("200.0")}, ["no envelope"]]

    assert [errors.from_good_answer(Answer(200, {}, one)) for one in good] == [None, None, None]
    assert isinstance(errors.from_good_answer(Answer(200, {}, {"renamed": 1})), UnexpectedAnswer)
