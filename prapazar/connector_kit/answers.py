"""What an error answer says by its HTTP status alone, for codes a connector knows nothing better about."""

import email.utils

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.foundation import clock

LONGEST_WAIT = 3_600.0
_DEFAULT_WAIT = 10.0


def error_by_status(answer: Answer, detail: str, *, rejected_code: str) -> ConnectorError:
    status = answer.status
    if status < 400:  # noqa: PLR2004 - redirects
        place = answer.headers.get("location", "elsewhere")[:200]
        return Rejected(f"{detail}: moved to {place}", code="connector.redirected")
    if status in {401, 403}:
        return AuthFailed(detail)
    if status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=_DEFAULT_WAIT))
    if status in {408, 425} or status >= 500:  # noqa: PLR2004 - the server's own faults
        return Unavailable(detail)
    if status in {405, 415, 426}:
        return UnexpectedAnswer(detail, raw=answer.content, code="connector.endpoint_changed")
    return Rejected(detail, code=rejected_code)


def retry_after(answer: Answer, *, default: float) -> float:
    """Seconds the provider asks us to wait; given as a number or as a date."""
    given = answer.headers.get("retry-after", "").strip()
    try:
        seconds = float(given)
    except ValueError:
        seconds = _until(given, default)
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _until(given: str, default: float) -> float:
    try:
        moment = email.utils.parsedate_to_datetime(given)
    except ValueError:
        return default
    return (moment - clock.now()).total_seconds() if moment.tzinfo else default
