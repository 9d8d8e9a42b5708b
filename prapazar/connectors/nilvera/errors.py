"""What Nilvera's error answers mean, in our five errors."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "nilvera.not_found"
SERIES_UNKNOWN = "nilvera.series_unknown"
_BY_CODE = {
    1000: ("nilvera.sender_differs", "sender_tax_number"),
    1001: ("nilvera.duplicate", "uuid"),
    2000: ("nilvera.no_credit", None),
    2015: ("nilvera.invalid_document", "xml"),
    2024: ("nilvera.recipient_is_taxpayer", "recipient_tax_number"),
    2025: ("nilvera.recipient_is_taxpayer", "recipient_tax_number"),
    2100: ("nilvera.series_of_other_year", "number"),
    3000: ("nilvera.recipient_unknown", "alias"),
    3009: (SERIES_UNKNOWN, "number"),
}
_CONFLICT = 409
_CONFLICTS = {1004, 1005, 1015}
"""Which of them is said of a number that is used is not documented; all of them are conflicts of a sent document."""


def from_answer(answer: Answer) -> ConnectorError:
    code, said = _said(answer.content)
    detail = redact_text(f"{answer.status} {code or ''} {said}".strip())[:500]
    if answer.status in {400, 404, 409, 422}:
        known = _BY_CODE.get(code or 0)
        if known is not None:
            return Rejected(detail, code=known[0], field=known[1])
        if answer.status == _CONFLICT and code in _CONFLICTS:
            return Rejected(detail, code="nilvera.duplicate", field="number")
        if answer.status == 404:  # noqa: PLR2004 - the status is its own name
            return Rejected(detail, code=NOT_FOUND)
    return error_by_status(answer, detail, rejected_code="nilvera.rejected")


def _said(content: object) -> tuple[int | None, str]:
    """The first of its errors, as code and sentence."""
    if not isinstance(content, Mapping):
        return None, ""
    errors = content.get("Errors")
    first: Mapping[str, Any] = (
        errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    )
    words = (content.get("Message"), first.get("Description"), first.get("Detail"))
    told = str(first.get("Code") or "")
    sentences = dict.fromkeys(str(one) for one in words if one)
    return (int(told) if told.isdecimal() else None), " · ".join(sentences)
