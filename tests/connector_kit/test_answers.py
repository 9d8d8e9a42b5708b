"""What a status says by itself, and how long a provider asks to wait."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from prapazar.connector_kit.answers import LONGEST_WAIT, error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.foundation.clock import now


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (301, (Rejected, "connector.redirected")),
        (400, (Rejected, "shop.rejected")),
        (401, (AuthFailed, "connector.auth_failed")),
        (403, (AuthFailed, "connector.auth_failed")),
        (404, (Rejected, "shop.rejected")),
        (405, (UnexpectedAnswer, "connector.endpoint_changed")),
        (408, (Unavailable, "connector.unavailable")),
        (429, (RateLimited, "connector.rate_limited")),
        (500, (Unavailable, "connector.unavailable")),
        (504, (Unavailable, "connector.unavailable")),
    ],
)
def test_error_by_status_names_one_of_the_five(status: int, expected: tuple[type[Exception], str]) -> None:
    error = error_by_status(Answer(status, {}, None), "", rejected_code="shop.rejected")

    assert (type(error), error.code) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("12", 12), ("0.5", 0.5), ("-3", 0), ("soon", 7), ("", 7), ("999999", LONGEST_WAIT)],
)
def test_retry_after_reads_seconds(given: str, expected: float) -> None:
    assert retry_after(Answer(429, {"retry-after": given}, None), default=7) == expected


def test_retry_after_reads_a_date() -> None:
    given = format_datetime(now() + timedelta(seconds=90), usegmt=True)

    assert retry_after(Answer(429, {"retry-after": given}, None), default=7) == pytest.approx(90, abs=5)
