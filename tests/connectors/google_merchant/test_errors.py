"""Google's errors as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.google_merchant import errors


def _body(status: str, message: str = "x") -> object:
    return {"error": {"code": 1, "status": status, "message": message}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body("INVALID_ARGUMENT"), Rejected, "google_merchant.rejected"),
        (401, _body("UNAUTHENTICATED"), AuthFailed, "connector.auth_failed"),
        (403, _body("PERMISSION_DENIED"), AuthFailed, "connector.auth_failed"),
        (
            403,
            _body("PERMISSION_DENIED", "GCP project 1 is not registered"),
            AuthFailed,
            errors.NOT_REGISTERED,
        ),
        (404, _body("NOT_FOUND"), Rejected, "google_merchant.not_found"),
        (409, _body("ABORTED"), Rejected, "google_merchant.older_version"),
        (429, _body("RESOURCE_EXHAUSTED"), RateLimited, "connector.rate_limited"),
        (500, _body("INTERNAL"), Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(
    status: int, content: object, expected: type[ConnectorError], code: str
) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(("status", "expected"), [(400, AuthFailed), (401, AuthFailed), (500, Unavailable)])
def test_log_in_that_is_refused_needs_other_credentials(status: int, expected: type[ConnectorError]) -> None:
    assert type(errors.from_login(Answer(status, {}, {"error": "invalid_grant"}))) is expected
