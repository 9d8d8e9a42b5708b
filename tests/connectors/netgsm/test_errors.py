"""NetGSM's codes as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.netgsm import errors


@pytest.mark.parametrize(
    ("number", "expected", "code"),
    [
        ("20", Rejected, "netgsm.bad_text"),
        ("30", AuthFailed, "connector.auth_failed"),
        ("40", Rejected, "netgsm.bad_header"),
        ("41", Rejected, "netgsm.bad_header"),
        ("50", Rejected, "netgsm.no_consent"),
        ("51", Rejected, "netgsm.no_brand"),
        ("60", Rejected, "netgsm.not_found"),
        ("62", Rejected, "netgsm.no_credit"),
        ("70", Rejected, "netgsm.rejected"),
        ("80", RateLimited, "connector.rate_limited"),
        ("85", RateLimited, "connector.rate_limited"),
        ("100", Unavailable, "connector.unavailable"),
        ("101", Unavailable, "connector.unavailable"),
        ("110", Unavailable, "connector.unavailable"),
    ],
)
def test_code_is_one_of_the_five(number: str, expected: type[Exception], code: str) -> None:
    for status, read in ((406, errors.from_answer), (200, errors.from_failure)):
        error = read(Answer(status, {}, {"code": number, "description": "x"}))

        assert error is not None
        assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("content", [{"code": "00"}, {"msgheaders": []}, None])
def test_good_answers_are_no_failure(content: object) -> None:
    assert errors.from_failure(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("status", "expected"), [(403, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)]
)
def test_status_alone_is_one_of_the_five(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected
