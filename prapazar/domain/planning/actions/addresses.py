"""The secret address at which other calendar programs read a person's calendar."""

import secrets

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


def make_address(session: Session, scope: Scope) -> str:
    """A new key; whoever has the one before reads nothing more."""
    scope.require("calendar.read")
    key = secrets.token_urlsafe(24)
    session.execute(
        text(
            "INSERT INTO calendar_address (id, merchant_id, user_id, key) VALUES (:id, :merchant, :user, :key)"
            " ON CONFLICT (merchant_id, user_id) DO UPDATE SET key = excluded.key, created_at = now(), read_at = NULL"
        ),
        {"id": new_id(), "merchant": scope.merchant_id, "user": scope.user_id, "key": key},
    )
    audit.append(session, scope, "calendar.address_made", scope.user_id, {})
    return key


def forget_address(session: Session, scope: Scope) -> None:
    scope.require("calendar.read")
    session.execute(
        text("DELETE FROM calendar_address WHERE merchant_id = :merchant AND user_id = :user"),
        {"merchant": scope.merchant_id, "user": scope.user_id},
    )
    audit.append(session, scope, "calendar.address_forgotten", scope.user_id, {})
