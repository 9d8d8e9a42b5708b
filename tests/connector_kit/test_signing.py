"""Checks of what webhook deliveries carry."""

import base64

import pytest

from prapazar.connector_kit import signing


def test_is_signed_takes_the_signature_of_that_body_only() -> None:
    signature = signing.hmac_sha256("secret", b"body")

    assert signing.is_signed("secret", b"body", signature)
    assert not signing.is_signed("secret", b"body ", signature)
    assert not signing.is_signed("other", b"body", signature)


def test_empty_secret_fits_nothing() -> None:
    assert not signing.is_same("", "")
    assert not signing.is_signed("secret", b"body", "")


def test_basic_password_is_read_from_the_header() -> None:
    header = f"Basic {base64.b64encode('kullanıcı:şifre:1'.encode()).decode()}"

    assert signing.basic_password(header) == "şifre:1"


@pytest.mark.parametrize("header", ["", "Bearer abc", "Basic ???", "Basic YWJj"])
def test_basic_password_is_none_where_there_is_none(header: str) -> None:
    assert signing.basic_password(header) is None
