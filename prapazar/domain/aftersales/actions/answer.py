"""Answer: what the channel is told to a question, taken back while it has not left, assigned to a person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.enums import QuestionStatus
from prapazar.domain.aftersales.errors import QuestionMissing, QuestionRefused
from prapazar.domain.channels.enums import Topic
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

TIME_TO_UNDO = timedelta(seconds=8)
LONGEST = 2000
_QUESTION = text(
    "SELECT id, connection_id, status, is_sending FROM question WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
)


def answer(
    session: Session, scope: Scope, question_id: UUID, words: str, *, wait: timedelta = TIME_TO_UNDO
) -> None:
    """It leaves after `wait`. Raises QuestionRefused for nothing, too much, and what waits for no answer."""
    scope.require("messages.write")
    said = words.strip()
    row = _locked(session, scope, question_id)
    if row.status != QuestionStatus.WAITING:
        raise QuestionRefused("questions.past_answering")
    if row.is_sending:
        raise QuestionRefused("questions.on_its_way")
    if not said or len(said) > LONGEST:
        raise QuestionRefused("questions.answer_odd")
    session.execute(
        text(
            "UPDATE question SET draft = :text, is_sending = true, code = NULL, detail = '', answered_by = :user,"
            " updated_at = now() WHERE id = :id"
        ),
        {"text": said, "user": scope.user_id, "id": question_id},
    )
    outbox.append(
        session,
        scope.merchant_id,
        Topic.ANSWER_QUESTIONS.value,
        row.connection_id,
        question_id,
        {"question_id": str(question_id)},
        not_before=now() + wait,
    )
    live.tell(session, scope.merchant_id, "questions.changed")


def take_back(session: Session, scope: Scope, question_id: UUID) -> None:
    """Raises QuestionRefused when the answer has left."""
    scope.require("messages.write")
    row = _locked(session, scope, question_id)
    topic = Topic.ANSWER_QUESTIONS.value
    if not row.is_sending or not outbox.take_back(session, topic, row.connection_id, question_id):
        raise QuestionRefused("questions.has_left")
    session.execute(
        text("UPDATE question SET is_sending = false, answered_by = NULL, updated_at = now() WHERE id = :id"),
        {"id": question_id},
    )
    live.tell(session, scope.merchant_id, "questions.changed")


def answer_taken(session: Session, scope: Scope, question_id: UUID) -> None:
    """The channel took what the draft says."""
    session.execute(
        text(
            "UPDATE question SET status = 'answered', answer = draft, answered_at = now(), is_sending = false,"
            " code = NULL, detail = '', updated_at = now() WHERE id = :id AND is_sending"
        ),
        {"id": question_id},
    )
    live.tell(session, scope.merchant_id, "questions.changed")


def answer_refused(session: Session, scope: Scope, question_id: UUID, code: str, detail: str) -> None:
    """The draft stays, with the cause, to be mended and sent again."""
    session.execute(
        text(
            "UPDATE question SET is_sending = false, code = :code, detail = :detail, updated_at = now()"
            " WHERE id = :id"
        ),
        {"id": question_id, "code": code, "detail": detail[:300]},
    )
    live.tell(session, scope.merchant_id, "questions.changed")


def assign(session: Session, scope: Scope, question_id: UUID, user_id: UUID | None) -> None:
    """To a member of the merchant; None: to nobody."""
    scope.require("messages.write")
    _locked(session, scope, question_id)
    if user_id is not None:
        member = session.execute(
            text("SELECT 1 FROM membership WHERE merchant_id = :merchant AND user_id = :user"),
            {"merchant": scope.merchant_id, "user": user_id},
        ).scalar()
        if member is None:
            raise QuestionRefused("questions.not_a_member")
    session.execute(
        text("UPDATE question SET assignee_id = :user, updated_at = now() WHERE id = :id"),
        {"user": user_id, "id": question_id},
    )
    live.tell(session, scope.merchant_id, "questions.changed")


def _locked(session: Session, scope: Scope, question_id: UUID) -> Any:  # noqa: ANN401 - a row of SQLAlchemy
    row = session.execute(_QUESTION, {"id": question_id, "merchant": scope.merchant_id}).one_or_none()
    if row is None:
        raise QuestionMissing(question_id)
    return row
