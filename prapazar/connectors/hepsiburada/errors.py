"""What Hepsiburada's error answers mean, in our five errors; some of them stand inside a 200."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.answers import LONGEST_WAIT, error_by_status, retry_after
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.connectors.hepsiburada.schemas import folded
from prapazar.foundation.logging import redact_text

NOT_FOUND = "hepsiburada.not_found"
TOO_MANY_UPLOADS = "hepsiburada.too_many_uploads"
UPLOAD_WAIT = 10.0
"""Between two uploads, as Hepsiburada advises."""
DEFAULT_WAIT = 10.0
FORBIDDEN_WAIT = 30.0
"""A 403 is the catalogue's throttle; going on gets the address blocked."""
_REJECTED = {404: NOT_FOUND, 409: "hepsiburada.conflict"}


def from_answer(answer: Answer) -> ConnectorError:
    field, message = _said(folded(answer.content))
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=_wait(answer))
    if answer.status == 403:  # noqa: PLR2004 - the status is its own name
        return RateLimited(
            detail, retry_after=retry_after(answer, default=FORBIDDEN_WAIT), code="hepsiburada.throttled"
        )
    if answer.status in _REJECTED:
        return Rejected(detail, code=_REJECTED[answer.status], field=field)
    error = error_by_status(answer, detail, rejected_code="hepsiburada.rejected")
    if isinstance(error, Rejected):
        error.field = field
    return error


def hidden(answer: Answer) -> ConnectorError | None:
    """A refusal that calls itself 200."""
    content = folded(answer.content)
    if not isinstance(content, dict):
        return None
    if content.get("success") is False or content.get("error") is True:
        field, message = _said(content)
        detail = redact_text(f"{content.get('code', '')} {message}".strip())[:500]
        return Rejected(detail, code="hepsiburada.rejected", field=field)
    return None


def _wait(answer: Answer) -> float:
    """Seconds until the window begins anew stand in a header of its own."""
    try:
        seconds = float(answer.headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return retry_after(answer, default=DEFAULT_WAIT)
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _said(content: Any) -> tuple[str | None, str]:  # noqa: ANN401 - bare strings, lists and objects alike
    """Field and sentence, wherever this service puts them."""
    if isinstance(content, str):
        return None, content
    if not isinstance(content, Mapping):
        return None, ""
    errors = content.get("errors")
    if isinstance(errors, Mapping):  # problem details: a list of sentences for each field
        for field, sentences in errors.items():
            return str(field), "; ".join(map(str, sentences)) if isinstance(sentences, list) else str(
                sentences
            )
    if isinstance(errors, list) and errors and isinstance(errors[0], Mapping):
        field = errors[0].get("fieldname")
        return None if field is None else str(field), str(errors[0].get("message") or "")
    return None, str(content.get("message") or content.get("msg") or content.get("title") or "")
