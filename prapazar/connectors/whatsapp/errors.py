"""Graph's error codes, in our five errors; the code says more than HTTP."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

_REFUSALS = {
    131026: "whatsapp.bad_recipient",
    131047: "whatsapp.window_closed",
    132000: "whatsapp.wrong_params",
    132001: "whatsapp.template_missing",
    133010: "whatsapp.number_unknown",
}
_TOO_FAST = {130429, 131056}
_TOKEN = 190
_WAIT = 10.0


def from_answer(answer: Answer) -> ConnectorError:
    content = answer.content if isinstance(answer.content, Mapping) else {}
    told = content.get("error")
    error = told if isinstance(told, Mapping) else {}
    code = error.get("code")
    detail = redact_text(f"{answer.status} {code or ''} {error.get('message') or ''}".strip())[:500]
    if code == _TOKEN:
        return AuthFailed(detail)
    if code in _TOO_FAST:
        return RateLimited(detail, retry_after=retry_after(answer, default=_WAIT))
    if code in _REFUSALS:
        return Rejected(detail, code=_REFUSALS[code])
    return error_by_status(answer, detail, rejected_code="whatsapp.rejected")
