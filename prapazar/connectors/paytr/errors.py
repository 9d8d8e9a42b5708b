"""What PayTR's refusals mean, in our five errors; they come within a good status."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "paytr.not_found"
_NOTHING_PAID = "004"
_ABOUT_KEYS = ("paytr_token", "merchant_id", "magaza aktif")
"""Words of refusals that only other keys mend; PayTR documents no numbers for them."""
_USED = ("daha once", "daha önce", "already")


def from_answer(answer: Answer) -> ConnectorError:
    return error_by_status(answer, _detail(answer), rejected_code="paytr.rejected")


def from_failure(answer: Answer) -> ConnectorError | None:
    content = answer.content
    if not isinstance(content, Mapping) or content.get("status") not in {"failed", "error"}:
        return None
    detail = _detail(answer)
    words = detail.lower()
    if content.get("err_no") == _NOTHING_PAID:
        return Rejected(detail, code=NOT_FOUND)
    if any(word in words for word in _ABOUT_KEYS):
        return AuthFailed(detail)
    if "merchant_oid" in words and any(word in words for word in _USED):
        return Rejected(detail, code="paytr.duplicate", field="reference")
    return Rejected(detail, code="paytr.rejected")


def _detail(answer: Answer) -> str:
    said = answer.content if isinstance(answer.content, Mapping) else {}
    words = (said.get(name) for name in ("err_no", "err_msg", "reason"))
    return redact_text(" ".join([str(answer.status), *(str(word) for word in words if word)]))[:500]
