"""NetGSM's codes, in our five errors; they come with HTTP 406."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "netgsm.not_found"
_REFUSALS = {
    "20": "netgsm.bad_text",
    "40": "netgsm.bad_header",
    "41": "netgsm.bad_header",
    "50": "netgsm.no_consent",
    "51": "netgsm.no_brand",
    "60": NOT_FOUND,
    "62": "netgsm.no_credit",
}
_TOO_FAST = {"80", "85"}
_TROUBLE = {"100", "101", "110"}
_WAIT = 60.0


def from_answer(answer: Answer) -> ConnectorError:
    content = answer.content if isinstance(answer.content, Mapping) else {}
    code = str(content.get("code") or "")
    detail = redact_text(f"{answer.status} {code} {content.get('description') or ''}".strip())[:500]
    if code == "30":
        return AuthFailed(detail)
    if code in _TOO_FAST:
        return RateLimited(detail, retry_after=retry_after(answer, default=_WAIT))
    if code in _TROUBLE and answer.status == 406:  # noqa: PLR2004 - the status is their own
        return Unavailable(detail)
    if code in _REFUSALS:
        return Rejected(detail, code=_REFUSALS[code])
    return error_by_status(answer, detail, rejected_code="netgsm.rejected")


def from_failure(answer: Answer) -> ConnectorError | None:
    """A good status says `00`; anything else within it is a refusal all the same."""
    content = answer.content
    if isinstance(content, Mapping) and str(content.get("code", "00")) != "00":
        return from_answer(answer) if answer.status >= 300 else _within(content, answer)  # noqa: PLR2004 - good ones
    return None


def _within(content: Mapping[str, object], answer: Answer) -> ConnectorError:
    return from_answer(Answer(406, answer.headers, content))
