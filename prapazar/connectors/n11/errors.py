"""What N11's error answers mean, in our five errors; each family of addresses says no in its own way."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "n11.not_found"
DEFAULT_WAIT = 60.0
"""Its limits are counted by the minute."""
_AUTH_WORDS = ("authenticationfailed", "unauthorized")
_LIMIT_WORDS = ("limit.reached", "toomanyrequests")
_ABSENT_WORDS = ("notfound", "bulunamad", "not found")


def from_answer(answer: Answer) -> ConnectorError:
    """An error status, with JSON of the product or the order services, a SOAP fault, or plain text."""
    said = _said(answer.content)
    detail = redact_text(f"{answer.status} {said}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    is_ours = answer.status < 500 or "client" in _fault_code(answer.content)  # noqa: PLR2004 - the server's own
    known = _by_words(said, detail) if is_ours else None
    if known is not None:
        return known
    if is_ours and answer.status >= 500:  # noqa: PLR2004 - a SOAP fault that blames the message
        return Rejected(detail, code="n11.rejected")
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=NOT_FOUND)
    return error_by_status(answer, detail, rejected_code="n11.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """SOAP tells its failures with a 200."""
    result = _soap_result(answer.content)
    if result is None or str(result.get("status")).lower() != "failure":
        return None
    said = " ".join(str(result.get(name) or "") for name in ("errorCode", "errorMessage")).strip()
    detail = redact_text(said)[:500]
    known = _by_words(said, detail)
    if known is None and str(result.get("errorCategory")).lower() == "system":
        return Unavailable(detail)
    return known or Rejected(detail, code="n11.rejected")


def refused(reasons: object, *, code: str = "n11.rejected", field: str | None = None) -> Rejected:
    """A refusal told within an answer, for one line or a whole task."""
    said = reasons_text(reasons)
    is_absent = any(word in said.lower() for word in _ABSENT_WORDS)
    return Rejected(redact_text(said)[:500], code=NOT_FOUND if is_absent else code, field=field)


def reasons_text(reasons: object) -> str:
    return "; ".join(str(one) for one in reasons) if isinstance(reasons, list) else str(reasons or "")


def _by_words(said: str, detail: str) -> ConnectorError | None:
    words = said.lower()
    if any(word in words for word in _AUTH_WORDS):
        return AuthFailed(detail)
    if any(word in words for word in _LIMIT_WORDS):
        return RateLimited(detail, retry_after=DEFAULT_WAIT)
    return Rejected(detail, code=NOT_FOUND) if any(word in words for word in _ABSENT_WORDS) else None


def _said(content: object) -> str:
    if not isinstance(content, Mapping):
        return ""
    fault = content.get("Fault")
    told: Mapping[str, Any] = fault if isinstance(fault, Mapping) else content
    names = ("@type", "errorCode", "errorMessage", "message", "faultcode", "faultstring")
    return " ".join(str(told[name]) for name in names if told.get(name))


def _fault_code(content: object) -> str:
    fault = content.get("Fault") if isinstance(content, Mapping) else None
    return str(fault.get("faultcode")).lower() if isinstance(fault, Mapping) else ""


def _soap_result(content: object) -> Mapping[str, Any] | None:
    if not isinstance(content, Mapping) or len(content) != 1:
        return None
    response = next(iter(content.values()))
    result = response.get("result") if isinstance(response, Mapping) else None
    return result if isinstance(result, Mapping) else None
