"""What iyzico's refusals mean, in our five errors; nearly all of them come within a good status."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

FORM_REFUSED = "iyzico.form_refused"
_AUTH = {"1000", "1001"}
"""Wrong signature; unknown key."""
_TROUBLE = {"1", "100001"}
"""A fault of iyzico's own."""
_BY_CODE = {
    "10005": "iyzico.card_declined",
    "10012": "iyzico.card_declined",
    "10041": "iyzico.card_declined",
    "10043": "iyzico.card_declined",
    "10051": "iyzico.no_funds",
    "10054": "iyzico.card_expired",
    "10057": "iyzico.card_not_permitted",
    "10084": "iyzico.wrong_cvc",
}
_FIELDS = 5_000, 6_000
"""Codes about fields of the request, and about what it names."""


def from_answer(answer: Answer) -> ConnectorError:
    return error_by_status(answer, _detail(answer), rejected_code="iyzico.rejected")


def from_failure(answer: Answer) -> ConnectorError | None:
    """None where all went well, and for a payment that was declined: that is an answer, not a refusal."""
    content = answer.content
    if not isinstance(content, Mapping) or content.get("status") != "failure" or content.get("paymentStatus"):
        return None
    code, detail = str(content.get("errorCode") or ""), _detail(answer)
    if code in _AUTH:
        return AuthFailed(detail)
    if code in _TROUBLE or content.get("errorGroup") == "SYSTEM_ERROR":
        return Unavailable(detail)
    if code in _BY_CODE:
        return Rejected(detail, code=_BY_CODE[code])
    is_about_form = code.isdecimal() and int(code) in range(*_FIELDS)
    return Rejected(detail, code=FORM_REFUSED if is_about_form else "iyzico.rejected")


def _detail(answer: Answer) -> str:
    said = answer.content if isinstance(answer.content, Mapping) else {}
    words = (said.get(name) for name in ("errorCode", "errorGroup", "errorMessage", "message"))
    return redact_text(" ".join([str(answer.status), *(str(word) for word in words if word)]))[:500]
