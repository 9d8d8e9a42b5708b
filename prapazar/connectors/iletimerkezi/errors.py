"""İleti Merkezi's codes, in our five errors; HTTP says the same, or 200."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "iletimerkezi.not_found"
_OK = "200"
_REFUSALS = {
    "402": "iletimerkezi.no_credit",
    "450": "iletimerkezi.bad_header",
    "451": "iletimerkezi.repeated",
    "452": "iletimerkezi.bad_recipient",
    "453": "iletimerkezi.bad_text",
    "454": "iletimerkezi.bad_text",
    "455": NOT_FOUND,
    "459": "iletimerkezi.bad_header",
    "460": "iletimerkezi.bad_header",
    "466": "iletimerkezi.bad_recipient",
    "467": "iletimerkezi.documents",
}


def from_answer(answer: Answer) -> ConnectorError:
    code, words = _told(answer)
    detail = redact_text(f"{answer.status} {code} {words}".strip())[:500]
    if code == "401":
        return AuthFailed(detail)
    if code in _REFUSALS:
        return Rejected(detail, code=_REFUSALS[code])
    return error_by_status(answer, detail, rejected_code="iletimerkezi.rejected")


def from_failure(answer: Answer) -> ConnectorError | None:
    code, _ = _told(answer)
    if code in {"", _OK}:
        return None
    status = int(code) if code.isdecimal() else 400
    return from_answer(Answer(status, answer.headers, answer.content))


def _told(answer: Answer) -> tuple[str, str]:
    content = answer.content if isinstance(answer.content, Mapping) else {}
    response = content.get("response")
    status = response.get("status") if isinstance(response, Mapping) else None
    if not isinstance(status, Mapping):
        return "", ""
    return str(status.get("code", "")), str(status.get("message", ""))
