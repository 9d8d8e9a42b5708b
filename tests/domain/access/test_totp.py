"""Codes of a second factor, by the vectors of RFC 6238."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from prapazar.domain.access import totp

_SECRET = b"12345678901234567890"
_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(second, UTC))

    assert (totp.code_at(_SECRET, step, 8), totp.code_at(_SECRET, step)) == (code, code[2:])


@pytest.mark.parametrize(("late", "is_known"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_may_be_one_step_early_or_late(late: int, is_known: bool) -> None:
    step = totp.step_at(_NOON)
    code = totp.code_at(_SECRET, step)

    found = totp.step_of(_SECRET, code, _NOON + timedelta(seconds=late * totp.STEP_SECONDS))

    assert found == (step if is_known else None)


@pytest.mark.parametrize("code", ["", "0", "000000", "abcdef", "１２３４５６", "1234567"])
def test_what_is_no_code_belongs_to_no_step(code: str) -> None:
    assert totp.step_of(_SECRET, code, _NOON) is None


def test_address_tells_a_phone_everything() -> None:
    parts = urlsplit(totp.address(_SECRET, "ayse@example.com"))

    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/PraPazar:ayse%40example.com")
    assert parse_qs(parts.query) == {
        "secret": [base64.b32encode(_SECRET).decode()],
        "issuer": ["PraPazar"],
        "digits": ["6"],
        "period": ["30"],
    }


def test_typed_secret_is_the_scanned_one_in_groups() -> None:
    typed = totp.typed(_SECRET)

    assert [len(group) for group in typed.split()] == [4] * 8
    assert base64.b32decode(typed.replace(" ", "")) == _SECRET
