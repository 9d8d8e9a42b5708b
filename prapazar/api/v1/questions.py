"""Questions and buyer messages over REST: list, one, answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from prapazar.api import masks
from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.aftersales import actions
from prapazar.domain.aftersales import queries_questions as queries
from prapazar.domain.aftersales.errors import QuestionMissing, QuestionRefused
from prapazar.domain.aftersales.queries_questions import QuestionDetail, QuestionFilter, QuestionRow
from prapazar.flows import questions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/questions", tags=["questions"])
tells(QuestionMissing, 404, "questions.missing")
Reader = Annotated[Scope, Depends(scope_with("messages.read"))]
Writer = Annotated[Scope, Depends(scope_with("messages.write"))]


class QuestionPage(BaseModel):
    questions: list[QuestionRow]
    next_cursor: str | None
    """Hand it back as `cursor`; None on the last page, and where those that wait are asked for."""


class Answer(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=actions.LONGEST)]


@router.get("")
def listed(
    scope: Reader,
    view: Literal["all", "waiting", "mine", "answered"] = "all",
    search: Annotated[str, Query(max_length=100)] = "",
    channel: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> QuestionPage:
    """`waiting` and `mine`: the nearest deadline first; others newest first."""
    wanted = QuestionFilter(view=view, search=search, connection_ids=(channel,) if channel else ())
    with db.transaction(scope) as session:
        rows = queries.page(session, scope, wanted, after=_cursor(cursor), limit=limit)
    last = rows[-1] if len(rows) == limit and view in ("all", "answered") else None
    return QuestionPage(
        questions=[_masked(row, scope) for row in rows],
        next_cursor=f"{last.asked_at.isoformat()}~{last.id}" if last else None,
    )


@router.get("/{question_id}")
def one(question_id: UUID, scope: Reader) -> QuestionDetail:
    return _shown(scope, question_id)


@router.post("/{question_id}/answer", status_code=202)
def answer(question_id: UUID, body: Answer, scope: Writer) -> QuestionDetail:
    """Leaves at once; `question.is_sending` and `question.code` say how that went."""
    try:
        with db.transaction(scope) as session:
            questions.answer(session, scope, question_id, body.text, wait=timedelta(0))
    except QuestionRefused as error:
        raise Refused(409, error.code) from None
    return _shown(scope, question_id)


def _shown(scope: Scope, question_id: UUID) -> QuestionDetail:
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, question_id)
    return replace(
        found,
        question=_masked(found.question, scope),
        of_customer=[_masked(row, scope) for row in found.of_customer],
        of_product=[_masked(row, scope) for row in found.of_product],
    )


def _masked(row: QuestionRow, scope: Scope) -> QuestionRow:
    return replace(
        row,
        customer_name=masks.name(scope, row.customer_name),
        body=masks.words(scope, row.body),
        answer=masks.words(scope, row.answer) if row.answer else row.answer,
        draft=masks.words(scope, row.draft),
    )


def _cursor(cursor: str) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    moment, _, question_id = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(question_id)
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
