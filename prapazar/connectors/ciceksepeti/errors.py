"""What Çiçeksepeti's refusals mean, in our five errors; most are told by their sentence alone."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "ciceksepeti.not_found"
REPEATED_REQUEST = "ciceksepeti.repeated_request"
WRONG_STATUS = "ciceksepeti.wrong_status"
OTHER_CONTRACT = "ciceksepeti.other_contract"
DEFAULT_WAIT = 5.0
"""Most of its limits are counted in five seconds."""
_BAD_KEY = ("geçersiz api key", "invalid api key")
_SENTENCES = {
    "not found": NOT_FOUND,
    "bulunamad": NOT_FOUND,
    "different merchant": NOT_FOUND,
    "integration type is not supported": OTHER_CONTRACT,
    "not available for this status": WRONG_STATUS,
    "aynı istek": REPEATED_REQUEST,
    "same request": REPEATED_REQUEST,
}


def from_answer(answer: Answer) -> ConnectorError:
    message = _said(answer.content)
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if answer.status == 403 and "html" in answer.headers.get("content-type", ""):  # noqa: PLR2004 - its own name
        return Unavailable(detail, code="ciceksepeti.foreign_address")
    if any(words in message.lower() for words in _BAD_KEY):
        return AuthFailed(detail)
    if answer.status in {400, 404, 409}:
        return _refusal(answer.status, message, detail)
    return error_by_status(answer, detail, rejected_code="ciceksepeti.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """`isSuccess: false` comes with a 200."""
    if not isinstance(answer.content, Mapping) or answer.content.get("isSuccess") is not False:
        return None
    message = _said(answer.content)
    return _refusal(answer.status, message, redact_text(message)[:500])


def _refusal(status: int, message: str, detail: str) -> Rejected:
    found = (code for words, code in _SENTENCES.items() if words in message.lower())
    usual = NOT_FOUND if status == 404 else "ciceksepeti.rejected"  # noqa: PLR2004 - the status is its own name
    return Rejected(detail, code=next(found, usual))


def _said(content: object) -> str:
    return str(content.get("message") or "") if isinstance(content, Mapping) else ""
