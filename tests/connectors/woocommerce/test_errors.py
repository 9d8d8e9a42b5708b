"""WooCommerce's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.woocommerce import errors


@pytest.mark.parametrize(
    ("status", "code", "message", "expected", "ours"),
    [
        (
            401,
            "woocommerce_rest_cannot_view",
            "Sorry, you cannot list resources.",
            AuthFailed,
            "connector.auth_failed",
        ),
        (
            401,
            "woocommerce_rest_authentication_error",
            "Consumer secret is invalid.",
            AuthFailed,
            "connector.auth_failed",
        ),
        (
            401,
            "woocommerce_rest_authentication_error",
            "The API key provided does not have write permissions.",
            AuthFailed,
            "woocommerce.key_cannot_write",
        ),
        (403, "woocommerce_rest_cannot_edit", "Sorry.", AuthFailed, "woocommerce.key_cannot_write"),
        (404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.", Rejected, "woocommerce.not_found"),
        (404, "rest_no_route", "No route.", Rejected, "woocommerce.no_such_address"),
        (400, "product_invalid_sku", "Invalid or duplicated SKU.", Rejected, "woocommerce.sku_taken"),
        (400, "rest_invalid_param", "Invalid parameter(s): status", Rejected, "woocommerce.rejected"),
        (413, "woocommerce_rest_request_entity_too_large", "Too many.", Rejected, "woocommerce.rejected"),
        (429, "", "", RateLimited, "connector.rate_limited"),
        (
            500,
            "woocommerce_rest_cannot_create_order_refund",
            "Invalid.",
            Unavailable,
            "connector.unavailable",
        ),
        (503, "", "", Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(
    status: int, code: str, message: str, expected: type[Exception], ours: str
) -> None:
    content = {"code": code, "message": message, "data": {"status": status}} if code else None

    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, ours)


def test_refusal_names_the_field() -> None:
    content = {
        "code": "rest_invalid_param",
        "message": "x",
        "data": {"status": 400, "params": {"status": "y"}},
    }

    error = errors.from_answer(Answer(400, {}, content))

    assert isinstance(error, Rejected)
    assert (error.field, error.detail) == ("status", "400 rest_invalid_param x")


def test_data_that_is_a_bare_number_is_no_obstacle() -> None:
    error = errors.from_answer(Answer(500, {}, {"code": "x", "message": "y", "data": 500}))

    assert (type(error), error.detail) == (Unavailable, "500 x y")


def test_page_that_is_not_wordpress_means_a_wrong_address() -> None:
    error = errors.from_answer(Answer(404, {}, None))

    assert isinstance(error, Rejected)
    assert (error.code, error.field) == ("woocommerce.no_such_address", "shop_url")


def test_redirect_means_a_wrong_address() -> None:
    error = errors.from_answer(Answer(301, {"location": "https://www.dukkan.example.com"}, None))

    assert (type(error), error.code) == (Rejected, "connector.redirected")
