"""How a person wants a list drawn, kept so that it is the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass

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
