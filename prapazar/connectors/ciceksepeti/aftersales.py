"""Questions as our records, and our answers to them; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from prapazar.connector_kit.aftersales import QuestionRecord, QuestionStatus
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, recorded_rows, required, text
from prapazar.connectors.ciceksepeti.schemas import QuestionAnswer, Raw, any_case
from prapazar.foundation.clock import ISTANBUL

_ANSWER = 1
_HANDED_BACK = {"3": QuestionStatus.REPORTED, "4": QuestionStatus.REPORTED}
"""Improper, or another seller's."""


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(question, raw, lambda r: text(optional(r, "id"))) for raw in raws]


def question(raw: Raw) -> QuestionRecord:
    is_answered, done_at = required(raw, "answered"), optional(raw, "answerDate")
    if not isinstance(is_answered, bool):
        raise UnexpectedAnswer(str(is_answered), raw=raw, code="connector.unknown_status")
    product, action = (
        mapping(optional(raw, "product") or {}, "product"),
        text(optional(raw, "branchActionId")),
    )
    usual = QuestionStatus.ANSWERED if is_answered else QuestionStatus.WAITING
    return QuestionRecord(
        external_id=text(required(raw, "id")),
        status=_HANDED_BACK.get(action, usual),
        provider_status=f"answered {is_answered}, action {action or 'none'}".lower(),
        asked_at=_moment(required(raw, "questionDate"), "questionDate"),
        text=text(required(raw, "question")),
        topic=text(optional(product, "name")),
        answer=text(optional(raw, "answer")) or None,
        answered_at=_moment(done_at, "answerDate") if done_at else None,
    )


def _moment(value: object, name: str) -> datetime:
    """Istanbul's clock, as with orders, unless it brings its own zone."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return (read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read).astimezone(UTC)


def answer(words: str) -> QuestionAnswer:
    if not words.strip():
        raise Rejected("an empty answer", code="ciceksepeti.answer_empty", field="answer")
    return {"answer": words, "branchActionId": _ANSWER}


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "questions": lambda raw: questions(any_case(recorded_rows(raw, "items"))),
}
"""How a recorded answer is replayed, by operation."""
