"""A super admin in a person's place, to see what they see: written down when it begins and when it ends.

The session stays the super admin's; only whom it acts as changes. These run as the system role.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.access.queries import SessionRow, scope_of
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope

LONGEST = timedelta(hours=1)
_ENDED = (
    "UPDATE login_session s SET acting_as = NULL, acting_until = NULL FROM login_session b"
    " WHERE b.id = s.id AND s.acting_as IS NOT NULL AND {which}"
    " RETURNING s.id, s.user_id, s.active_merchant_id AS merchant_id, b.acting_as"
)


def begin_impersonation(session: Session, row: SessionRow, user_id: UUID) -> None:
    """Of a member of the merchant that the super admin is in. Raises PermissionDenied, AccessInvalid."""
    scope = scope_of(row)
    scope.require(PLATFORM)
    if row.impersonator_id is not None:
        raise AccessInvalid("user", "access.acting_already")
    if not _may_be_acted_as(session, scope, user_id):
        raise AccessInvalid("user", "access.cannot_act_as")
    until = now() + LONGEST
    session.execute(
        text("UPDATE login_session SET acting_as = :user, acting_until = :until WHERE id = :id"),
        {"user": user_id, "until": until, "id": row.id},
    )
    audit.append(session, scope, "impersonation.begin", user_id, {"until": until.isoformat()})
    live.tell_user(session, scope_user(scope), "access.changed")


def end_impersonation(session: Session, row: SessionRow) -> None:
    """Back to oneself; nothing to do for who is oneself."""
    _written_down(session, session.execute(text(_ENDED.format(which="s.id = :id")), {"id": row.id}).all())


def end_of_session(session: Session, key_hash: bytes) -> None:
    """Whoever logs out ends it too."""
    ended = session.execute(text(_ENDED.format(which="s.key_hash = :hash")), {"hash": key_hash}).all()
    _written_down(session, ended)


def end_overdue(session: Session) -> int:
    """Those whose hour is over, or whose session ended some other way; how many."""
    which = "(s.acting_until <= now() OR s.revoked_at IS NOT NULL OR s.expires_at <= now())"
    ended = session.execute(text(_ENDED.format(which=which))).all()
    _written_down(session, ended)
    return len(ended)


def scope_user(scope: Scope) -> UUID:
    if scope.user_id is None:
        raise AccessInvalid("user", "access.cannot_act_as")
    return scope.user_id


def _written_down(session: Session, ended: Any) -> None:  # noqa: ANN401 - rows of _ENDED
    for one in ended:
        if one.merchant_id is not None:
            scope = replace(system_scope(one.merchant_id), user_id=one.user_id)
            audit.append(session, scope, "impersonation.end", one.acting_as, {})
        live.tell_user(session, one.acting_as, "access.changed")
        live.tell_user(session, one.user_id, "access.changed")


def _may_be_acted_as(session: Session, scope: Scope, user_id: UUID) -> bool:
    """An active person of this merchant, and no super admin: nobody gains by it."""
    found = session.execute(
        text(
            "SELECT 1 FROM app_user u JOIN membership m ON m.user_id = u.id AND NOT m.is_suspended"
            " WHERE u.id = :user AND m.merchant_id = :merchant AND u.is_active AND NOT u.is_super_admin"
            " AND u.password_hash IS NOT NULL"
        ),
        {"user": user_id, "merchant": scope.merchant_id},
    )
    return found.scalar() is not None
