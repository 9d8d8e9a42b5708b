"""What Google's errors (AIP-193) mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND, OLDER, REJECTED = (
    "google_merchant.not_found",
    "google_merchant.older_version",
    "google_merchant.rejected",
)
OTHER_SOURCE = "google_merchant.other_source"
NOT_REGISTERED = "google_merchant.not_registered"
DEFAULT_WAIT = 60.0
"""Quotas are counted by the minute."""


def from_answer(answer: Answer) -> ConnectorError:
    status, message = _said(answer.content)
    detail = redact_text(f"{answer.status} {status} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if answer.status in {401, 403} and "not registered" in message:
        return AuthFailed(detail, code=NOT_REGISTERED)
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=NOT_FOUND)
    if answer.status == 409:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=OLDER)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_login(answer: Answer) -> ConnectorError:
    """A wrong key or token is a 400 with `invalid_grant` or `invalid_client`."""
    if answer.status == 400:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(redact_text(str(answer.content))[:200])
    return error_by_status(answer, str(answer.status), rejected_code=REJECTED)


def _said(content: object) -> tuple[str, str]:
    error = content.get("error") if isinstance(content, Mapping) else None
    if not isinstance(error, Mapping):
        return "", ""
    return str(error.get("status") or ""), str(error.get("message") or "")
