"""What Pazarama's error answers mean, in our five errors; its envelope refuses with a good status too."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "pazarama.not_found"
DEFAULT_WAIT = 10.0
"""Its limits are counted in ten seconds."""
_ABSENT_WORDS = ("bulunamad", "not found")
_BAD_TOKEN = "invalid_token"  # noqa: S105 - what the provider says, not a secret


def from_answer(answer: Answer) -> ConnectorError:
    code, message = _said(answer.content)
    detail = redact_text(f"{answer.status} {code} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if code == _BAD_TOKEN:
        return AuthFailed(detail)
    if answer.status in {400, 404}:
        return _refusal(answer.status, message, detail)
    return error_by_status(answer, detail, rejected_code="pazarama.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """`success: false` comes with a 200 as well."""
    if not isinstance(answer.content, Mapping) or answer.content.get("success") is not False:
        return None
    code, message = _said(answer.content)
    detail = redact_text(f"{code} {message}".strip())[:500]
    return AuthFailed(detail) if code == _BAD_TOKEN else _refusal(answer.status, message, detail)


def _refusal(status: int, message: str, detail: str) -> Rejected:
    is_absent = status == 404 or any(word in message.lower() for word in _ABSENT_WORDS)  # noqa: PLR2004 - its own name
    return Rejected(detail, code=NOT_FOUND if is_absent else "pazarama.rejected")


def _said(content: object) -> tuple[str, str]:
    if not isinstance(content, Mapping):
        return "", ""
    message = content.get("userMessage") or content.get("message") or ""
    return str(content.get("messageCode") or ""), str(message)
