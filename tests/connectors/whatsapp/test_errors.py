"""Graph's error codes as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.whatsapp import errors


@pytest.mark.parametrize(
    ("number", "expected", "code"),
    [
        (100, Rejected, "whatsapp.rejected"),
        (190, AuthFailed, "connector.auth_failed"),
        (130429, RateLimited, "connector.rate_limited"),
        (131056, RateLimited, "connector.rate_limited"),
        (131026, Rejected, "whatsapp.bad_recipient"),
        (131047, Rejected, "whatsapp.window_closed"),
        (132000, Rejected, "whatsapp.wrong_params"),
        (132001, Rejected, "whatsapp.template_missing"),
        (133010, Rejected, "whatsapp.number_unknown"),
    ],
)
def test_code_is_one_of_the_five(number: int, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(400, {}, {"error": {"message": "x", "code": number}}))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("status", "expected"), [(403, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)]
)
def test_status_alone_is_one_of_the_five(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected
