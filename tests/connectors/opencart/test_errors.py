"""The shop's refusals as our five errors: the bridge's, and the core API's with a good status too."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.opencart import errors


def _body(code: str) -> dict[str, object]:
    return {"error": {"code": code, "message": "No."}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body("request"), Rejected, "opencart.rejected"),
        (401, _body("signature"), AuthFailed, "connector.auth_failed"),
        (401, _body("clock"), AuthFailed, "opencart.clock"),
        (403, _body("ip"), AuthFailed, "opencart.no_permission"),
        (404, None, Rejected, "opencart.bridge_missing"),
        (429, _body("burst"), RateLimited, "connector.rate_limited"),
        (500, None, Unavailable, "connector.unavailable"),
        (302, None, Rejected, "connector.redirected"),
    ],
)
def test_refusal_of_the_bridge(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_bridge(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [
        (403, AuthFailed, "opencart.no_permission"),
        (404, Rejected, "opencart.rejected"),
        (503, Unavailable, "connector.unavailable"),
    ],
)
def test_refusal_of_the_core_api(status: int, expected: type[Exception], code: str) -> None:
    error = errors.from_core(Answer(status, {}, {"error": "You do not have permission to access this page."}))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ({"error": "Warning: Order could not be found!"}, "Warning: Order could not be found!"),
        (
            {"error": {"email": "E-Mail is wrong.", "city": "City is missing."}},
            "E-Mail is wrong. City is missing.",
        ),
    ],
)
def test_refusal_with_a_good_status_is_found(content: object, detail: str) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert isinstance(error, Rejected)
    assert (error.code, error.detail) == ("opencart.rejected", detail)


def test_success_is_no_failure() -> None:
    assert errors.from_good_answer(Answer(200, {}, {"success": "Success!"})) is None
