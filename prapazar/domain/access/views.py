"""Saved views: named filters of a list, a person's own and those that others share."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_VIEWS = 20
"""Of one person on one screen."""
SHARING = "settings.write"
"""What one needs to put a view before everybody's eyes."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class View:
    id: UUID
    name: str
    query: dict[str, str]
    is_shared: bool = False
    is_own: bool = True


_SAVE = text(
    "INSERT INTO saved_view (id, merchant_id, user_id, screen, name, query)"
    " VALUES (:id, :merchant, :user, :screen, :name, :query)"
    " ON CONFLICT (merchant_id, user_id, screen, name) DO UPDATE SET query = excluded.query RETURNING id"
).bindparams(bindparam("query", type_=JSONB))


def views(session: Session, scope: Scope, screen: str) -> list[View]:
    """The acting person's own by name, then those that others share."""
    found = session.execute(
        text(
            "SELECT id, name, query, is_shared, user_id = :user FROM saved_view"
            " WHERE (user_id = :user OR is_shared) AND screen = :screen"
            " ORDER BY user_id <> :user, name, id LIMIT :most"
        ),
        {"user": scope.user_id, "screen": screen, "most": 2 * MOST_VIEWS},
    )
    return [View(*row) for row in found]


def save_view(session: Session, scope: Scope, screen: str, name: str, query: Mapping[str, str]) -> UUID:
    """The same name again replaces the filters. Raises AccessInvalid."""
    clean = _clean(name)
    own = [view.name for view in views(session, scope, screen) if view.is_own]
    if len(own) >= MOST_VIEWS and clean not in own:
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


def rename_view(session: Session, scope: Scope, view_id: UUID, name: str) -> None:
    """Only one's own. Raises AccessInvalid, for a name that another of one's views has too."""
    clean = _clean(name)
    try:
        with session.begin_nested():
            session.execute(
                text("UPDATE saved_view SET name = :name WHERE id = :id AND user_id = :user"),
                {"name": clean, "id": view_id, "user": scope.user_id},
            )
    except IntegrityError:
        raise AccessInvalid("name", "lists.view_name_taken") from None


def share_view(session: Session, scope: Scope, view_id: UUID, *, is_shared: bool) -> None:
    """Only one's own. Taking it back needs no permission."""
    if is_shared:
        scope.require(SHARING)
    session.execute(
        text("UPDATE saved_view SET is_shared = :shared WHERE id = :id AND user_id = :user"),
        {"shared": is_shared, "id": view_id, "user": scope.user_id},
    )


def delete_view(session: Session, scope: Scope, view_id: UUID) -> None:
    """Only one's own."""
    session.execute(
        text("DELETE FROM saved_view WHERE id = :id AND user_id = :user"),
        {"id": view_id, "user": scope.user_id},
    )


def _clean(name: str) -> str:
    clean = name.strip()[:_LONGEST_NAME]
    if not clean:
        raise AccessInvalid("name", "forms.required")
    return clean
