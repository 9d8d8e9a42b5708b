"""Saved views: a person's named filters of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_VIEWS = 20
"""Of one person on one screen."""


@dataclass(frozen=True, slots=True)
class View:
    id: UUID
    name: str
    query: dict[str, str]


_SAVE = text(
    "INSERT INTO saved_view (id, merchant_id, user_id, screen, name, query)"
    " VALUES (:id, :merchant, :user, :screen, :name, :query)"
    " ON CONFLICT (merchant_id, user_id, screen, name) DO UPDATE SET query = excluded.query RETURNING id"
).bindparams(bindparam("query", type_=JSONB))


def views(session: Session, scope: Scope, screen: str) -> list[View]:
    """The acting person's own, by name."""
    found = session.execute(
        text(
            "SELECT id, name, query FROM saved_view WHERE user_id = :user AND screen = :screen"
            " ORDER BY name, id LIMIT :most"
        ),
        {"user": scope.user_id, "screen": screen, "most": MOST_VIEWS},
    )
    return [View(*row) for row in found]


def save_view(session: Session, scope: Scope, screen: str, name: str, query: Mapping[str, str]) -> UUID:
    """The same name again replaces the filters. Raises AccessInvalid."""
    clean = name.strip()[:60]
    if not clean:
        raise AccessInvalid("name", "errors.required")
    known = views(session, scope, screen)
    if len(known) >= MOST_VIEWS and clean not in {view.name for view in known}:
        raise AccessInvalid("name", "lists.too_many_views")
    made: UUID = session.execute(
        _SAVE,
        {
            "id": new_id(),
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "screen": screen,
            "name": clean,
            "query": dict(query),
        },
    ).scalar_one()
    return made


def delete_view(session: Session, scope: Scope, view_id: UUID) -> None:
    session.execute(
        text("DELETE FROM saved_view WHERE id = :id AND user_id = :user"),
        {"id": view_id, "user": scope.user_id},
    )
