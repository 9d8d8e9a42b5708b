"""Roles: bundles of permissions, made and changed in the browser."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.access.errors import AccessInvalid, RoleInUse
from prapazar.domain.access.permissions import PermissionUnknown, checked
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
        raise AccessInvalid("name", "forms.required")
    if role_id is not None:
        _check_editable(session, scope, role_id)
    try:
        permitted, hidden = checked(list(permissions), list(masks))
    except PermissionUnknown:
        raise AccessInvalid("permissions", "access.not_a_choice") from None
    if not all(scope.can(permission) for permission in permitted) or scope.masks - set(hidden):
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
            "permissions": permitted,
            "masks": hidden,
        },
    )
    audit.append(session, scope, "roles.save", made, {"name": name.strip(), "permissions": permitted})
    live.tell(session, scope.merchant_id, "access.changed")
    return made


def delete_role(session: Session, scope: Scope, role_id: UUID) -> None:
    """Raises RoleInUse while people hold it."""
    scope.require("roles.delete")
    _check_editable(session, scope, role_id)
    if session.execute(text("SELECT 1 FROM membership WHERE role_id = :id"), {"id": role_id}).scalar():
        raise RoleInUse
    session.execute(text("DELETE FROM role WHERE id = :id"), {"id": role_id})
    audit.append(session, scope, "roles.delete", role_id, {})


def _check_editable(session: Session, scope: Scope, role_id: UUID) -> None:
    """The admin role stays as it is, so that nobody locks everybody out."""
    found = session.execute(
        text("SELECT key FROM role WHERE id = :id AND merchant_id = :merchant FOR UPDATE"),
        {"id": role_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if found is None:
        raise AccessInvalid("role", "access.role_unknown")
    if found.key == "admin":
        raise AccessInvalid("role", "access.role_fixed")
