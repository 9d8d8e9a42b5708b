"""What Etsy's error answers mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import LONGEST_WAIT, error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "etsy.not_found"
REJECTED = "etsy.rejected"
CONFLICT = "etsy.conflict"
DEFAULT_WAIT = 1.0
_SCOPE = "insufficient_scope"


def from_answer(answer: Answer) -> ConnectorError:
    error, words = _said(answer.content)
    detail = redact_text(f"{answer.status} {error} {words}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=usual_wait(answer.headers)))
    if answer.status == 403 and _SCOPE in error:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(detail, code="etsy.scope_missing")
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=NOT_FOUND)
    if answer.status == 409:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=CONFLICT)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_login(answer: Answer) -> ConnectorError:
    """A refresh token that was spent or ran out after 90 days comes back as a 400."""
    if answer.status == 400:  # noqa: PLR2004 - the status is its own name
        error, words = _said(answer.content)
        return AuthFailed(redact_text(f"400 {error} {words}".strip())[:500])
    return from_answer(answer)


def from_picture(answer: Answer) -> ConnectorError:
    """Of the merchant's own place for pictures."""
    return Rejected(str(answer.status), code="etsy.picture_missing", field="images")


def usual_wait(headers: Mapping[str, str]) -> float:
    """Where it is not said: a second, or an hour when the day is used up, for a day slides on by parts of it."""
    return LONGEST_WAIT if is_used_up(headers, "x-remaining-today") else DEFAULT_WAIT


def pause(headers: Mapping[str, str]) -> float:
    """How long to leave Etsy alone after a good answer that says nothing is left."""
    if is_used_up(headers, "x-remaining-today"):
        return LONGEST_WAIT
    return DEFAULT_WAIT if is_used_up(headers, "x-remaining-this-second") else 0.0


def is_used_up(headers: Mapping[str, str], name: str) -> bool:
    return headers.get(name, "").strip() == "0"


def _said(content: object) -> tuple[str, str]:
    if not isinstance(content, Mapping):
        return "", ""
    return str(content.get("error") or ""), str(content.get("error_description") or "")
