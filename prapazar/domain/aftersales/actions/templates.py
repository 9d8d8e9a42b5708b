"""Templates of answers: kept, changed, counted when used, deleted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.errors import TemplateRefused
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

LONGEST = 2000
_SAVE = text(
    "INSERT INTO answer_template (id, merchant_id, name, body, topics, used, user_id, updated_at)"
    " VALUES (:id, :merchant, :name, :body, :topics, 0, :user, now())"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body, topics = excluded.topics,"
    " user_id = excluded.user_id, updated_at = now() RETURNING id"
).bindparams(bindparam("topics", type_=JSONB))


def save_template(
    session: Session, scope: Scope, template_id: UUID | None, name: str, body: str, topics: Sequence[str]
) -> UUID:
    """A new one without an id. Raises TemplateRefused for no name or words, and for a name there is."""
    scope.require("messages.write")
    named, said = name.strip()[:80], body.strip()
    if not named:
        raise TemplateRefused("questions.template_no_name")
    if not said or len(said) > LONGEST:
        raise TemplateRefused("questions.template_odd")
    same = session.execute(
        text(
            "SELECT id FROM answer_template WHERE merchant_id = :merchant AND lower(name) = lower(:name)"
            " AND id IS DISTINCT FROM :id"
        ),
        {"merchant": scope.merchant_id, "name": named, "id": template_id},
    ).scalar()
    if same is not None:
        raise TemplateRefused("questions.template_same_name")
    kept: UUID = session.execute(
        _SAVE,
        {
            "id": template_id or new_id(),
            "merchant": scope.merchant_id,
            "name": named,
            "body": said,
            "topics": [topic for one in topics if (topic := one.strip()[:60])][:20],
            "user": scope.user_id,
        },
    ).scalar_one()
    return kept


def delete_template(session: Session, scope: Scope, template_id: UUID) -> None:
    scope.require("messages.write")
    session.execute(text("DELETE FROM answer_template WHERE id = :id"), {"id": template_id})


def template_used(session: Session, scope: Scope, template_id: UUID) -> None:
    """Those used most are offered first."""
    scope.require("messages.write")
    session.execute(text("UPDATE answer_template SET used = used + 1 WHERE id = :id"), {"id": template_id})
