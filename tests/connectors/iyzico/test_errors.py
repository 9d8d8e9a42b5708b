"""iyzico's refusals as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.iyzico import errors


@pytest.mark.parametrize(
    ("code", "expected", "told"),
    [
        ("1000", AuthFailed, "connector.auth_failed"),
        ("1001", AuthFailed, "connector.auth_failed"),
        ("1", Unavailable, "connector.unavailable"),
        ("100001", Unavailable, "connector.unavailable"),
        ("10051", Rejected, "iyzico.no_funds"),
        ("10005", Rejected, "iyzico.card_declined"),
        ("10012", Rejected, "iyzico.card_declined"),
        ("10041", Rejected, "iyzico.card_declined"),
        ("10043", Rejected, "iyzico.card_declined"),
        ("10054", Rejected, "iyzico.card_expired"),
        ("10057", Rejected, "iyzico.card_not_permitted"),
        ("10084", Rejected, "iyzico.wrong_cvc"),
        ("5062", Rejected, "iyzico.form_refused"),
        ("3001", Rejected, "iyzico.rejected"),
        ("", Rejected, "iyzico.rejected"),
    ],
)
def test_failure_within_a_good_status_is_one_of_the_five(
    code: str, expected: type[Exception], told: str
) -> None:
    error = errors.from_failure(Answer(200, {}, {"status": "failure", "errorCode": code}))

    assert error is not None
    assert (type(error), error.code) == (expected, told)


@pytest.mark.parametrize(
    "content",
    [
        {"status": "success"},
        {"status": "failure", "errorCode": "10051", "paymentStatus": "FAILURE"},
        ["x"],
        None,
    ],
)
def test_good_answers_and_declined_payments_are_no_failure(content: object) -> None:
    assert errors.from_failure(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)],
)
def test_status_is_one_of_the_five(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected


def test_detail_says_what_iyzico_said_and_hides_people() -> None:
    content = {
        "status": "failure",
        "errorCode": "10051",
        "errorGroup": "NOT_SUFFICIENT_FUNDS",
        "errorMessage": "sule@example.com: Kart limiti yetersiz",
    }

    error = errors.from_failure(Answer(200, {}, content))

    assert error is not None
    assert error.detail == "200 10051 NOT_SUFFICIENT_FUNDS •••: Kart limiti yetersiz"
