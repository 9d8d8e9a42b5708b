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
    "INSERT INTO role (id, merchant_id, name, permissions, masks, is_store_limited, stores, needs_factor)"
    " VALUES (:id, :merchant, :name, :permissions, :masks, :limited, :stores, :needs_factor)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, permissions = excluded.permissions,"
    " masks = excluded.masks, is_store_limited = excluded.is_store_limited, stores = excluded.stores,"
    " needs_factor = excluded.needs_factor"
).bindparams(*(bindparam(name, type_=JSONB) for name in ("permissions", "masks", "stores")))
_LIMITS = text(
    "SELECT permissions, masks, is_store_limited, stores FROM role WHERE id = :id AND merchant_id = :merchant"
)


def save_role(
    session: Session,
    scope: Scope,
    *,
    role_id: UUID | None,
    name: str,
    permissions: Collection[str],
    masks: Collection[str] = (),
    stores: Collection[UUID] | None = None,
    needs_factor: bool = False,
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
    if not is_within_own(scope, permitted, hidden, stores):
        raise AccessInvalid("permissions", "access.more_than_own")
    _check_stores(session, stores)
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
            "limited": stores is not None,
            "stores": sorted(str(store) for store in stores or ()),
            "needs_factor": needs_factor,
        },
    )
    told = {"name": name.strip(), "permissions": permitted, "masks": hidden, "needs_factor": needs_factor}
    seen = None if stores is None else sorted(str(store) for store in stores)
    audit.append(session, scope, "roles.save", made, {**told, "stores": seen})
    live.tell(session, scope.merchant_id, "access.changed")
    return made


def require_factor(session: Session, scope: Scope, role_id: UUID, *, is_needed: bool) -> None:
    """Of the admin role too, which keeps everything else. Raises AccessInvalid."""
    scope.require("roles.write")
    found = session.execute(
        text(
            "UPDATE role SET needs_factor = :needed WHERE id = :id AND merchant_id = :merchant RETURNING id"
        ),
        {"needed": is_needed, "id": role_id, "merchant": scope.merchant_id},
    )
    if found.scalar() is None:
        raise AccessInvalid("role", "access.role_unknown")
    audit.append(session, scope, "roles.factor", role_id, {"needed": is_needed})
    live.tell(session, scope.merchant_id, "access.changed")


def delete_role(session: Session, scope: Scope, role_id: UUID) -> None:
    """Raises RoleInUse while people hold it."""
    scope.require("roles.delete")
    _check_editable(session, scope, role_id)
    if session.execute(text("SELECT 1 FROM membership WHERE role_id = :id"), {"id": role_id}).scalar():
        raise RoleInUse
    session.execute(text("DELETE FROM role WHERE id = :id"), {"id": role_id})
    audit.append(session, scope, "roles.delete", role_id, {})


def is_within_own(
    scope: Scope, permissions: Collection[str], masks: Collection[str], stores: Collection[UUID] | None
) -> bool:
    """Whether somebody who is given this can do and see nothing that the giver cannot."""
    if scope.stores is not None and (stores is None or not scope.stores.issuperset(stores)):
        return False
    return all(scope.can(permission) for permission in permissions) and scope.masks <= set(masks)


def check_givable(session: Session, scope: Scope, role_id: UUID) -> None:
    """Raises AccessInvalid for a role of another merchant, or with more than the giver has."""
    row = session.execute(_LIMITS, {"id": role_id, "merchant": scope.merchant_id}).one_or_none()
    if row is None:
        raise AccessInvalid("role", "access.role_unknown")
    stores = [UUID(one) for one in row.stores] if row.is_store_limited else None
    if not is_within_own(scope, row.permissions, row.masks, stores):
        raise AccessInvalid("role", "access.more_than_own")


def _check_stores(session: Session, stores: Collection[UUID] | None) -> None:
    """Only those of the merchant: as the tenant role the session sees no others."""
    known = session.execute(
        text("SELECT count(*) FROM connection WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(stores or ())},
    ).scalar_one()
    if known != len(set(stores or ())):
        raise AccessInvalid("stores", "access.not_a_choice")


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
