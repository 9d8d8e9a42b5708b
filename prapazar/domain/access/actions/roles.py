"""Roles: bundles of permissions, made and changed in the browser."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.access.errors import AccessInvalid, RoleInUse
from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_SAVE = text(
    "INSERT INTO role (id, merchant_id, name, permissions, masks) VALUES (:id, :merchant, :name, :permissions, :masks)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, permissions = excluded.permissions, masks = excluded.masks"
).bindparams(bindparam("permissions", type_=JSONB), bindparam("masks", type_=JSONB))


def save_role(
    session: Session,
    scope: Scope,
    *,
    role_id: UUID | None,
    name: str,
    permissions: Collection[str],
    masks: Collection[str] = (),
) -> UUID:
    """Nobody gives what they do not have. Raises AccessInvalid."""
    scope.require("roles.write")
    if not name.strip():
        raise AccessInvalid("name", "errors.required")
    unknown = (set(permissions) - set(ALL)) | (set(masks) - set(PERSONAL_FIELDS))
    if unknown:
        raise AccessInvalid("permissions", "field.not_a_choice")
    if not all(scope.can(permission) for permission in permissions):
        raise AccessInvalid("permissions", "access.more_than_own")
    taken = session.execute(
        text("SELECT id FROM role WHERE merchant_id = :merchant AND name = :name"),
        {"merchant": scope.merchant_id, "name": name.strip()},
    ).scalar()
    if taken and taken != role_id:
        raise AccessInvalid("name", "access.role_name_taken")
    made = role_id or new_id()
    session.execute(
        _SAVE,
        {
            "id": made,
            "merchant": scope.merchant_id,
            "name": name.strip()[:80],
            "permissions": sorted(permissions),
            "masks": sorted(masks),
        },
    )
    audit.append(session, scope, "roles.save", made, {"name": name, "permissions": sorted(permissions)})
    live.tell(session, scope.merchant_id, "access.changed")
    return made


def delete_role(session: Session, scope: Scope, role_id: UUID) -> None:
    """Raises RoleInUse while people hold it."""
    scope.require("roles.delete")
    if session.execute(text("SELECT 1 FROM membership WHERE role_id = :id"), {"id": role_id}).scalar():
        raise RoleInUse
    session.execute(text("DELETE FROM role WHERE id = :id AND key IS NULL"), {"id": role_id})
    audit.append(session, scope, "roles.delete", role_id, {})
