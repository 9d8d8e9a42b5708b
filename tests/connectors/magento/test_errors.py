"""Magento's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.magento import errors

_NOT_ALLOWED = {
    "message": "The consumer isn't authorized to access %resources.",
    "parameters": {"resources": "Magento_Sales::actions_view"},
}
_METHOD = {"message": "Signature method %1 is not supported", "parameters": ["HMAC-SHA1"]}
_FIELD = {"message": '"%fieldName" is required.', "parameters": {"fieldName": "sku"}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, _NOT_ALLOWED, AuthFailed, "magento.not_allowed"),
        (
            401,
            {"message": "The signature is invalid. Verify and try again."},
            AuthFailed,
            "connector.auth_failed",
        ),
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (400, _METHOD, AuthFailed, "connector.auth_failed"),
        (400, {"oauth_problem": "timestamp_refused"}, AuthFailed, "connector.auth_failed"),
        (400, _FIELD, Rejected, "magento.rejected"),
        (404, {"message": "The product that was requested doesn't exist."}, Rejected, "magento.not_found"),
        (404, {"message": "Request does not match any route."}, Rejected, "magento.no_such_address"),
        (404, None, Rejected, "magento.no_such_address"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, {"message": "Internal Error."}, Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_NOT_ALLOWED, "The consumer isn't authorized to access Magento_Sales::actions_view."),
        (_METHOD, "Signature method HMAC-SHA1 is not supported"),
        ({"message": "Row ID: SKU = %SKU", "parameters": ["SAL-K"]}, "Row ID: SKU = %SKU (SAL-K)"),
        ({"message": "%1 and %10", "parameters": list("abcdefghij")}, "a and j (b, c, d, e, f, g, h, i)"),
        (
            {
                "message": "Validation Failed",
                "errors": [{"message": "%field wrong", "parameters": {"field": "qty"}}],
            },
            "Validation Failed; qty wrong",
        ),
        ({"oauth_problem": "nonce_used"}, "nonce_used"),
        ("<html>", ""),
    ],
)
def test_message_is_filled_in_from_its_parameters(content: object, sentence: str) -> None:
    assert errors.said(content) == sentence


def test_oauth_problem_is_read_as_a_form() -> None:
    found = errors.read(b"oauth_problem=signature_invalid&message=Wrong%20signature")

    assert found == {"oauth_problem": "signature_invalid", "message": "Wrong signature"}
