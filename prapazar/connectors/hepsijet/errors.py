"""What HepsiJet's error answers mean, in our five errors; its envelope refuses with a good status too."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.parsing import folded
from prapazar.foundation.logging import redact_text

NOT_FOUND = "hepsijet.not_found"
_DONE = {"OK", "INFO", "WARNING", "PARTIALLY_OK"}
_ABSENT_WORDS = ("bulunamad", "not found")


def from_answer(answer: Answer) -> ConnectorError:
    return error_by_status(answer, _detail(answer), rejected_code="hepsijet.rejected")


def from_good_answer(answer: Answer) -> ConnectorError | None:
    if not isinstance(answer.content, Mapping):
        return None
    status = answer.content.get("status")
    if status in _DONE:
        return None
    detail = _detail(answer)
    if status == "FAIL":
        is_absent = any(word in folded(detail) for word in _ABSENT_WORDS)
        return Rejected(detail, code=NOT_FOUND if is_absent else "hepsijet.rejected")
    return UnexpectedAnswer(f"an envelope that says {status!r}", raw=answer.content)


def _detail(answer: Answer) -> str:
    content = answer.content if isinstance(answer.content, Mapping) else {}
    return redact_text(f"{answer.status} {content.get('message') or ''}".strip())[:500]
