"""What Trendyol's error answers mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

REPEATED_REQUEST = "trendyol.repeated_request"
"""The same stock or price body came within 15 minutes: after a time-out it says the first one arrived."""
NOT_FOUND = "trendyol.not_found"
CONFLICT = "trendyol.conflict"
DEFAULT_WAIT = 10.0
_REPEATED_WORDS = ("15 dakika", "15 minutes", "repeated.request")
_RETIRED = 426
_UNKNOWN = "DomainNotFoundException"
_REJECTED = {
    404: NOT_FOUND,
    409: CONFLICT,
    414: "trendyol.too_many_filters",
}


def from_answer(answer: Answer) -> ConnectorError:
    key, message = _first_error(answer.content)
    detail = redact_text(f"{answer.status} {key} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    refused = _refusal(answer, f"{key} {message}")
    if refused:
        return Rejected(detail, code=refused)
    if answer.status == 403:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(detail, code="trendyol.forbidden")
    if answer.status == _RETIRED:
        return UnexpectedAnswer(detail, raw=answer.content, code="trendyol.endpoint_retired")
    return error_by_status(answer, detail, rejected_code="trendyol.rejected")


def _refusal(answer: Answer, said: str) -> str | None:
    """Our code for a refusal we know; the gateway says "unknown package" with a 401 sometimes."""
    if any(words in said.lower() for words in _REPEATED_WORDS):
        return REPEATED_REQUEST
    if isinstance(answer.content, Mapping) and _UNKNOWN in f"{said} {answer.content.get('exception')}":
        return NOT_FOUND
    return _REJECTED.get(answer.status)


def _first_error(content: object) -> tuple[str, str]:
    """Key and message; Trendyol nests its errors in three ways."""
    if not isinstance(content, Mapping):
        return "", ""
    body = content.get("body")
    errors = content.get("errors") or (body.get("errors") if isinstance(body, Mapping) else None)
    first = errors[0] if isinstance(errors, list) and errors else None
    if isinstance(first, Mapping):
        key = first.get("key") or first.get("errorCode") or content.get("exception") or ""
        return str(key), str(first.get("message") or "")
    return str(content.get("exception") or ""), str(first or content.get("message") or "")
