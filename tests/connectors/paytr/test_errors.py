"""PayTR's refusals as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.paytr import errors


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        ({"status": "error", "err_no": "004", "err_msg": "x"}, Rejected, "paytr.not_found"),
        ({"status": "error", "err_no": "009", "err_msg": "x"}, Rejected, "paytr.rejected"),
        ({"status": "error", "err_msg": "paytr_token gecersiz"}, AuthFailed, "connector.auth_failed"),
        ({"status": "failed", "reason": "PAYTR_TOKEN hatali"}, AuthFailed, "connector.auth_failed"),
        ({"status": "failed", "reason": "merchant_id gecersiz"}, AuthFailed, "connector.auth_failed"),
        ({"status": "failed", "reason": "merchant_oid daha once kullanilmis"}, Rejected, "paytr.duplicate"),
        ({"status": "failed", "reason": "merchant_oid alfanumerik olmalidir"}, Rejected, "paytr.rejected"),
        ({"status": "failed"}, Rejected, "paytr.rejected"),
    ],
)
def test_failure_within_a_good_status_is_one_of_the_five(
    content: object, expected: type[Exception], code: str
) -> None:
    error = errors.from_failure(Answer(200, {}, content))

    assert error is not None
    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("content", [{"status": "success"}, ["x"], None])
def test_good_answers_are_no_failure(content: object) -> None:
    assert errors.from_failure(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("status", "expected"), [(403, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)]
)
def test_status_is_one_of_the_five(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected


def test_detail_says_what_paytr_said_and_hides_people() -> None:
    content = {"status": "failed", "reason": "sule@example.com gecersiz"}

    error = errors.from_failure(Answer(200, {}, content))

    assert error is not None
    assert error.detail == "200 ••• gecersiz"
