"""How a person wants a list or their home drawn, kept so that it is the same on every machine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_MOST_HIDDEN = 40


@dataclass(frozen=True, slots=True)
class Layout:
    hidden: tuple[str, ...] = ()
    """Keys of columns."""
    is_comfortable: bool = False


_KEEP = text(
    "INSERT INTO list_layout (id, merchant_id, user_id, screen, hidden, is_comfortable)"
    " VALUES (:id, :merchant, :user, :screen, :hidden, :comfortable)"
    " ON CONFLICT (merchant_id, user_id, screen)"
    " DO UPDATE SET hidden = excluded.hidden, is_comfortable = excluded.is_comfortable"
).bindparams(bindparam("hidden", type_=JSONB))


def layout(session: Session, scope: Scope, screen: str) -> Layout | None:
    """None until the acting person changes it."""
    row = session.execute(
        text("SELECT hidden, is_comfortable FROM list_layout WHERE user_id = :user AND screen = :screen"),
        {"user": scope.user_id, "screen": screen},
    ).one_or_none()
    return Layout(tuple(row.hidden), row.is_comfortable) if row else None


def keep_layout(
    session: Session, scope: Scope, screen: str, hidden: Sequence[str], *, is_comfortable: bool
) -> None:
    values = {"id": new_id(), "merchant": scope.merchant_id, "user": scope.user_id, "screen": screen}
    drawn = {"hidden": sorted({*hidden})[:_MOST_HIDDEN], "comfortable": is_comfortable}
    session.execute(_KEEP, {**values, **drawn})


PLATFORM_HOME: Final = "platform"
_KEEP_HOME = text(
    "INSERT INTO home_layout (id, user_id, home, parts) VALUES (:id, :user, :home, :parts)"
    " ON CONFLICT (user_id, home) DO UPDATE SET parts = excluded.parts"
).bindparams(bindparam("parts", type_=JSONB))


def home(session: Session, user_id: UUID, home_of: str) -> list[dict[str, Any]]:
    """Its parts as they were kept; none until the person changes something. For the system role, as all below."""
    found: list[dict[str, Any]] | None = session.execute(
        text("SELECT parts FROM home_layout WHERE user_id = :user AND home = :home"),
        {"user": user_id, "home": home_of},
    ).scalar()
    return found or []


def keep_home(session: Session, user_id: UUID, home_of: str, parts: Sequence[Mapping[str, Any]]) -> None:
    values = {"id": new_id(), "user": user_id, "home": home_of, "parts": [dict(one) for one in parts]}
    session.execute(_KEEP_HOME, values)


def forget_home(session: Session, user_id: UUID, home_of: str) -> None:
    session.execute(
        text("DELETE FROM home_layout WHERE user_id = :user AND home = :home"),
        {"user": user_id, "home": home_of},
    )
