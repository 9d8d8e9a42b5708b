"""A person's rights today, for work that was asked for earlier and for addresses without a log-in."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.permissions import of_supplier, supplier_of
from prapazar.foundation.scope import Scope

_RIGHTS = text(
    "SELECT u.is_super_admin, u.locale, r.permissions, r.masks, coalesce(r.is_store_limited, false) AS is_limited,"
    " r.stores, r.key, m.supplier_id FROM app_user u"
    " JOIN merchant k ON k.id = :merchant AND k.is_active"
    " LEFT JOIN membership m ON m.user_id = u.id AND m.merchant_id = k.id AND NOT m.is_suspended"
    " LEFT JOIN role r ON r.id = m.role_id"
    " WHERE u.id = :user AND u.is_active AND (u.is_super_admin OR m.id IS NOT NULL)"
)


def of_person(session: Session, merchant_id: UUID, user_id: UUID) -> Scope | None:
    """None for somebody who works here no longer."""
    row = session.execute(_RIGHTS, {"merchant": merchant_id, "user": user_id}).one_or_none()
    if row is None:
        return None
    everything = row.is_super_admin
    supplier = None if everything else supplier_of(row.key, row.supplier_id)
    return Scope(
        merchant_id=merchant_id,
        user_id=user_id,
        permissions=frozenset({"*"}) if everything else of_supplier(row.permissions or (), supplier),
        locale=row.locale,
        masks=frozenset(() if everything else row.masks or ()),
        stores=frozenset(UUID(one) for one in row.stores) if row.is_limited and not everything else None,
        supplier_id=supplier,
    )
