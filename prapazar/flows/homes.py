"""A person's home: which parts stand on it and in which order, kept for each of their merchants."""

from collections.abc import Sequence
from uuid import UUID

from prapazar.domain.access import layouts, queries
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.reporting import homes
from prapazar.domain.reporting.homes import Place
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

SUPER_ADMIN = "super_admin"
_NO_MERCHANT = UUID(int=0)


def role(row: SessionRow) -> str:
    return SUPER_ADMIN if row.is_super_admin else row.role_key


def scope(row: SessionRow) -> Scope:
    """Who looks; a super admin in no merchant sees the parts of the whole installation and no tenant's row."""
    if row.merchant_id is not None:
        return queries.scope_of(row)
    return Scope(_NO_MERCHANT, row.user_id, row.permissions, row.locale, row.masks)


def places(row: SessionRow) -> list[Place]:
    with db.system_transaction() as session:
        kept = layouts.home(session, row.user_id, _home(row))
    parts = [
        Place(str(one["key"]), int(one["size"]), is_hidden=bool(one["hidden"]))
        for one in kept
        if one.keys() >= {"key", "size", "hidden"}
    ]
    return homes.arranged(parts, role(row), lambda permission: can(row, permission))


def can(row: SessionRow, permission: str) -> bool:
    """Without a merchant there is nothing of a merchant's to see."""
    if row.merchant_id is None and permission not in _PLATFORM_WIDE:
        return False
    return "*" in row.permissions or permission in row.permissions


_PLATFORM_WIDE = frozenset({"platform.manage", "system.read"})


def keep(row: SessionRow, wanted: Sequence[Place]) -> None:
    """Nothing while somebody else stands in the person's place: they look, and arrange nothing."""
    if row.impersonator_id is not None:
        return
    known = [one for one in wanted if one.key in homes.WIDGETS]
    parts = [{"key": one.key, "size": one.size, "hidden": one.is_hidden} for one in known]
    with db.system_transaction() as session:
        layouts.keep_home(session, row.user_id, _home(row), parts)


def begin_again(row: SessionRow) -> None:
    """As the role begins."""
    if row.impersonator_id is None:
        with db.system_transaction() as session:
            layouts.forget_home(session, row.user_id, _home(row))


def _home(row: SessionRow) -> str:
    return str(row.merchant_id) if row.merchant_id and not row.is_super_admin else layouts.PLATFORM_HOME
