"""What UPS's error answers mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "ups.not_found"
_BAD_LOGIN = {"250002", "250003", "251004", "UJ0001"}
_WRONG_TYPE = "10007"
_FIELDS = {
    "postal": "postal_code",
    "city": "city",
    "address line": "line",
    "phone": "phone",
    "name": "name",
}
"""A word of the message, and the field of ours it is about."""


def from_answer(answer: Answer) -> ConnectorError:
    code, message = _said(answer.content)
    detail = redact_text(f"{answer.status} {code} {message}".strip())[:500]
    if code in _BAD_LOGIN:
        return AuthFailed(detail)
    if code == _WRONG_TYPE:
        return UnexpectedAnswer(detail, raw=answer.content, code="connector.endpoint_changed")
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=NOT_FOUND)
    error = error_by_status(answer, detail, rejected_code="ups.rejected")
    if isinstance(error, Rejected):
        told = message.lower()
        error.field = next((field for word, field in _FIELDS.items() if word in told), None)
    return error


def _said(content: object) -> tuple[str, str]:
    response = content.get("response") if isinstance(content, Mapping) else None
    told = response.get("errors") if isinstance(response, Mapping) else None
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], Mapping) else {}
    return str(first.get("code") or ""), str(first.get("message") or "")
