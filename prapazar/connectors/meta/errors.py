"""What Meta's error numbers mean, in our five errors; the HTTP status says hardly anything."""

import json
from collections.abc import Mapping

from prapazar.connector_kit.answers import LONGEST_WAIT, error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

REJECTED = "meta.rejected"
DEFAULT_WAIT = 60.0
_TOKEN, _PERMISSION, _SESSION = 190, 200, 102
_THROTTLED = {4, 17, 32, 613, 80009, 80014}
_TRANSIENT = {1, 2}
_BAD_REQUEST = 400
_USAGE = "x-business-use-case-usage"


def from_answer(answer: Answer) -> ConnectorError:
    error = answer.content.get("error") if isinstance(answer.content, Mapping) else None
    if not isinstance(error, Mapping):
        return error_by_status(answer, str(answer.status), rejected_code=REJECTED)
    code = error.get("code")
    said = error.get("error_user_msg") or error.get("message") or ""
    detail = redact_text(f"{answer.status} {code} {said}".strip())[:500]
    if code in _THROTTLED:
        return RateLimited(detail, retry_after=_wait(answer))
    if code in {_TOKEN, _PERMISSION, _SESSION}:
        return AuthFailed(detail)
    if code in _TRANSIENT or error.get("is_transient") is True:
        return Unavailable(detail)
    if answer.status == _BAD_REQUEST:
        return Rejected(detail, code=REJECTED)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def _wait(answer: Answer) -> float:
    """The plain header where there is one; else the minutes their usage header tells."""
    if answer.headers.get("retry-after"):
        return retry_after(answer, default=DEFAULT_WAIT)
    try:
        usage = json.loads(answer.headers.get(_USAGE, "{}"))
        minutes = [one["estimated_time_to_regain_access"] for uses in usage.values() for one in uses]
        seconds = 60.0 * max(int(one) for one in minutes)
    except (ValueError, KeyError, TypeError, AttributeError):
        return DEFAULT_WAIT
    return min(seconds, LONGEST_WAIT) or DEFAULT_WAIT
