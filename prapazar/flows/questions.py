"""Questions and buyer messages between channels and our books: read on a schedule, answered once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.aftersales import QuestionRecord
from prapazar.connector_kit.aftersales import QuestionStatus as Said
from prapazar.connector_kit.contract import AnswersQuestions, ReadsQuestions
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.domain.aftersales import actions, queries_questions
from prapazar.domain.aftersales.actions import windows
from prapazar.domain.aftersales.enums import QuestionStatus
from prapazar.domain.aftersales.errors import QuestionRefused
from prapazar.domain.aftersales.queries_questions import ToldQuestion
from prapazar.domain.aftersales.records import Imported, IncomingQuestion
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.orders.enums import RepairKind
from prapazar.flows import aftersales, handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.outbox import PARK_AFTER_ATTEMPTS, Claim
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=3)
AT_ONCE = 50


def _take(session: Session, channel: Channel, records: Sequence[QuestionRecord]) -> Imported:
    return actions.take_questions(session, channel.scope, channel.id, [incoming(one) for one in records])


READING = aftersales.Reading(
    job=JobKind.QUESTIONS,
    repair=RepairKind.QUESTION,
    first_look=timedelta(days=14),
    oldest=windows.oldest_open_question,
    take=_take,
    permission="messages.read",
    link=routes.INBOX,
    reminder=windows.QUESTION_REMINDER,
)


def import_new(connection_id: UUID) -> int:
    return aftersales.import_new(connection_id, READING, _read)


def _read(channel: Channel) -> int:
    connector = channel.connector
    if not isinstance(connector, ReadsQuestions):
        return 0
    return aftersales.read(channel, READING, connector.fetch_questions)


def answer(
    session: Session,
    scope: Scope,
    question_id: UUID,
    words: str,
    *,
    wait: timedelta = actions.TIME_TO_UNDO,
) -> None:
    """Raises QuestionMissing; QuestionRefused also where the channel takes no answers from us."""
    if not is_answered(queries_questions.connector_of(session, scope, question_id)):
        raise QuestionRefused("questions.in_the_panel")
    actions.answer(session, scope, question_id, words, wait=wait)


def is_answered(connector: str) -> bool:
    """Whether the channel's questions can be answered here."""
    return "answer_questions" in registry.manifest(connector).capabilities


def tell_answers(connection_id: UUID) -> int:
    """Tell a channel the answers that wait. Returns how many it took or refused."""
    with db.exclusive(f"{Topic.ANSWER_QUESTIONS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    rows = outbox.claim(session, Topic.ANSWER_QUESTIONS.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, rows, lambda row: _tell(channel, row))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.ANSWER_QUESTIONS)
            return 0


def _tell(channel: Channel, row: Claim) -> None:
    """Told once: after an answer that was lost, the question is read before anything is said again."""
    with db.transaction(channel.scope) as session:
        told = queries_questions.told(session, UUID(row.payload["question_id"]))
    if told is None or (row.attempts > 1 and _has_answer(channel, told)):
        _taken(channel, row)
        return
    try:
        _say(channel, told)
    except (Rejected, UnexpectedAnswer) as refused:
        if _has_answer(channel, told):
            _taken(channel, row)
        elif isinstance(refused, Rejected) or row.attempts >= PARK_AFTER_ATTEMPTS:
            _refused(channel, row, refused)
        else:
            raise
    except Unavailable as lost:
        if not (lost.maybe_done and _has_answer(channel, told)):
            raise
        _taken(channel, row)
    else:
        _taken(channel, row)


def _say(channel: Channel, told: ToldQuestion) -> None:
    connector = channel.connector
    if not isinstance(connector, AnswersQuestions):
        raise Rejected("answered in its own panel only", code="questions.in_the_panel")
    connector.answer_question(told.external_id, told.draft)


def _has_answer(channel: Channel, told: ToldQuestion) -> bool:
    """What the channel shows of it now; one that does not answer shows nothing."""
    connector = channel.connector
    if not isinstance(connector, ReadsQuestions):
        return False
    moment = timedelta(minutes=1)
    try:
        for records in connector.fetch_questions(told.asked_at - moment, told.asked_at + moment):
            for record in records:
                if isinstance(record, QuestionRecord) and record.external_id == told.external_id:
                    return _take_seen(channel, record)
    except ConnectorError:
        return False
    return False


def _take_seen(channel: Channel, record: QuestionRecord) -> bool:
    if record.status is Said.WAITING:
        return False
    aftersales.take_records(channel, READING, [record])
    return True


def _taken(channel: Channel, row: Claim) -> None:
    def work(session: Session) -> None:
        outbox.finish(session, [row.id])
        actions.answer_taken(session, channel.scope, UUID(row.payload["question_id"]))

    db.retried(channel.scope, work)


def _refused(channel: Channel, row: Claim, error: ConnectorError) -> None:
    def work(session: Session) -> None:
        outbox.finish(session, [row.id])
        question_id = UUID(row.payload["question_id"])
        actions.answer_refused(session, channel.scope, question_id, error.code, error.detail)

    db.retried(channel.scope, work)


def incoming(record: QuestionRecord) -> IncomingQuestion:
    return IncomingQuestion(
        external_id=record.external_id,
        status=QuestionStatus(record.status.value),
        asked_at=record.asked_at,
        body=record.text,
        provider_status=record.provider_status,
        customer_name=record.customer_name,
        topic=record.topic,
        listing_external_id=record.listing_external_id,
        order_external_id=record.order_external_id,
        answer=record.answer,
        answered_at=record.answered_at,
        due_at=record.due_at,
        is_public=record.is_public,
    )
