"""Take questions: a batch of a channel's questions and buyer messages into the books."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.actions.forgotten import questions_without_askers
from prapazar.domain.aftersales.enums import QuestionStatus
from prapazar.domain.aftersales.records import Imported, IncomingQuestion
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

# A question that has had its answer never waits again: no channel says when it spoke last.
_TAKE = text(
    "INSERT INTO question (id, merchant_id, connection_id, external_id, status, provider_status, body, answer,"
    " customer_name, topic, is_public, listing_external_id, order_external_id, asked_at, answered_at, due_at, search,"
    " draft, detail)"
    " SELECT i.id, :merchant, :connection, i.external_id, i.status, i.provider_status, i.body, i.answer,"
    "  i.customer_name, i.topic, i.is_public, i.listing_external_id, i.order_external_id, i.asked_at, i.answered_at,"
    "  i.due_at, to_tsvector('simple', i.words), '', '' FROM jsonb_to_recordset(:questions)"
    "  AS i(id uuid, external_id text,"
    "  status text, provider_status text, body text, answer text, customer_name text, topic text, is_public bool,"
    "  listing_external_id text, order_external_id text, asked_at timestamptz, answered_at timestamptz,"
    "  due_at timestamptz, words text)"
    " ON CONFLICT (connection_id, external_id) DO UPDATE SET status = excluded.status,"
    "  provider_status = excluded.provider_status, body = excluded.body,"
    "  answer = coalesce(excluded.answer, question.answer), customer_name = excluded.customer_name,"
    "  topic = excluded.topic, due_at = excluded.due_at, search = excluded.search,"
    "  answered_at = coalesce(excluded.answered_at, question.answered_at),"
    "  is_sending = question.is_sending AND excluded.status = 'waiting',"
    "  code = CASE WHEN excluded.status = 'waiting' THEN question.code END,"
    "  detail = CASE WHEN excluded.status = 'waiting' THEN question.detail ELSE '' END, updated_at = now()"
    " WHERE NOT (question.status <> 'waiting' AND excluded.status = 'waiting')"
    "  AND (question.status, question.provider_status, question.body, question.customer_name, question.topic,"
    "   coalesce(question.answer, ''), question.due_at) IS DISTINCT FROM (excluded.status, excluded.provider_status,"
    "   excluded.body, excluded.customer_name, excluded.topic,"
    "   coalesce(excluded.answer, question.answer, ''), excluded.due_at)"
    " RETURNING id, external_id, status"
).bindparams(bindparam("questions", type_=JSONB))
_BEFORE = text(
    "SELECT external_id FROM question WHERE connection_id = :connection"
    " AND external_id = ANY(CAST(:ids AS text[]))"
)
# By what the channel calls the article; where it names it by its title alone, by one that begins like no other's.
_ARTICLES = text(
    "UPDATE question q SET variant_id = coalesce("
    "  (SELECT g.variant_id FROM listing g WHERE g.connection_id = :connection AND g.variant_id IS NOT NULL"
    "    AND q.listing_external_id IS NOT NULL AND q.listing_external_id"
    "     IN (g.external_id, g.external_parent_id, g.barcode, g.sku) ORDER BY g.id LIMIT 1),"
    "  (SELECT v.id FROM variant v WHERE q.listing_external_id IS NOT NULL"
    "    AND q.listing_external_id IN (v.barcode, v.sku) ORDER BY v.id LIMIT 1),"
    "  (SELECT CAST(min(CAST(g.variant_id AS text)) AS uuid) FROM listing g WHERE g.connection_id = :connection"
    "    AND g.variant_id IS NOT NULL AND q.topic <> '' AND starts_with(g.title, q.topic)"
    "    HAVING count(DISTINCT g.variant_id) = 1))"
    " WHERE q.connection_id = :connection AND q.variant_id IS NULL"
    "  AND (q.listing_external_id IS NOT NULL OR q.topic <> '') AND q.id = ANY(CAST(:ids AS uuid[]))"
)
_ORDERS = text(
    "UPDATE question q SET order_id = o.id FROM purchase_order o WHERE q.connection_id = :connection"
    " AND q.order_id IS NULL AND q.order_external_id IS NOT NULL AND o.connection_id = :connection"
    " AND o.external_id = q.order_external_id"
)


def take_questions(
    session: Session, scope: Scope, connection_id: UUID, questions: Sequence[IncomingQuestion]
) -> Imported:
    questions = questions_without_askers(session, scope, connection_id, questions)
    newest = {one.external_id: one for one in questions}
    if not newest:
        return Imported()
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"questions:{connection_id}"}
    )
    known = set(session.execute(_BEFORE, {"connection": connection_id, "ids": list(newest)}).scalars())
    changed = session.execute(
        _TAKE,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "questions": [_plain(one) for one in newest.values()],
        },
    ).all()
    session.execute(_ARTICLES, {"connection": connection_id, "ids": [row.id for row in changed]})
    session.execute(_ORDERS, {"connection": connection_id})
    new = [row for row in changed if row.external_id not in known]
    if changed:
        live.tell(session, scope.merchant_id, "questions.imported" if new else "questions.changed")
    return Imported(
        created=len(new),
        updated=len(changed) - len(new),
        waiting=sum(row.status == QuestionStatus.WAITING for row in new),
    )


def _plain(one: IncomingQuestion) -> dict[str, Any]:
    searched = f"{one.body} {one.answer or ''} {one.customer_name} {one.topic} {one.order_external_id or ''}"
    return {
        "id": str(new_id()),
        "external_id": one.external_id,
        "status": one.status.value,
        "provider_status": one.provider_status,
        "body": one.body,
        "answer": one.answer,
        "customer_name": one.customer_name,
        "topic": one.topic,
        "is_public": one.is_public,
        "listing_external_id": one.listing_external_id,
        "order_external_id": one.order_external_id,
        "asked_at": one.asked_at.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "due_at": one.due_at.isoformat() if one.due_at else None,
        "words": " ".join(words(searched)),
    }
