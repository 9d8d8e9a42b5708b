"""Parts of the product that are switched on and off: off, nobody of the merchant or role holds their permissions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.permissions import PLATFORM
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

FEATURES: Final[dict[str, tuple[str, ...]]] = {
    "returns": ("claims",),
    "questions": ("messages",),
    "invoicing": ("invoices",),
    "payments": ("payments",),
    "settlements": ("settlements",),
    "publishing": ("listings",),
    "prices": ("prices",),
    "crm": ("customers", "campaigns", "tickets"),
    "dropshipping": ("supplies",),
    "calendar": ("calendar",),
    "forecasts": ("forecasts",),
    "automations": ("automations",),
    "reports": ("reports",),
    "console": ("console",),
}
"""To the subjects of permissions that it opens. On until somebody switches it off."""


@dataclass(frozen=True, slots=True)
class FlagRow:
    feature: str
    role_id: UUID | None
    """None: of the whole merchant."""
    is_on: bool


def without(permissions: Iterable[str], off: Iterable[str]) -> frozenset[str]:
    """What is left of them."""
    closed = {subject for feature in off for subject in FEATURES.get(feature, ())}
    return frozenset(one for one in permissions if one.partition(".")[0] not in closed)


def flags(session: Session, scope: Scope) -> list[FlagRow]:
    """Those that somebody set."""
    scope.require("roles.read")
    found = session.execute(
        text(
            "SELECT feature, role_id, is_on FROM feature_flag WHERE merchant_id = :merchant"
            " ORDER BY feature, role_id NULLS FIRST"
        ),
        {"merchant": scope.merchant_id},
    )
    return [FlagRow(*row) for row in found]


def is_on(session: Session, scope: Scope, feature: str) -> bool:
    """Of the merchant, for work that nobody's role stands behind."""
    found = session.execute(
        text(
            "SELECT is_on FROM feature_flag WHERE merchant_id = :merchant AND feature = :feature AND role_id IS NULL"
        ),
        {"merchant": scope.merchant_id, "feature": feature},
    ).scalar()
    return found is not False


def switch(session: Session, scope: Scope, feature: str, role_id: UUID | None, *, is_on: bool) -> None:
    """For the merchant by a super admin; for a role by whoever may change roles. Open tabs follow at once.

    Raises AccessInvalid.
    """
    scope.require("roles.write" if role_id else PLATFORM)
    if feature not in FEATURES:
        raise AccessInvalid("feature", "access.not_a_choice")
    if role_id is not None:
        _check_role(session, scope, role_id)
    values = {"merchant": scope.merchant_id, "feature": feature, "role": role_id}
    session.execute(
        text(
            "DELETE FROM feature_flag WHERE merchant_id = :merchant AND feature = :feature"
            " AND role_id IS NOT DISTINCT FROM CAST(:role AS uuid)"
        ),
        values,
    )
    session.execute(
        text(
            "INSERT INTO feature_flag (id, merchant_id, feature, role_id, is_on)"
            " VALUES (:id, :merchant, :feature, :role, :is_on)"
        ),
        {**values, "id": new_id(), "is_on": is_on},
    )
    audit.append(session, scope, "features.switch", role_id, {"feature": feature, "on": is_on})
    live.tell(session, scope.merchant_id, "access.changed")


def _check_role(session: Session, scope: Scope, role_id: UUID) -> None:
    """The admin role keeps all, as it keeps its permissions."""
    key = session.execute(
        text("SELECT coalesce(key, '') FROM role WHERE id = :id AND merchant_id = :merchant"),
        {"id": role_id, "merchant": scope.merchant_id},
    ).scalar()
    if key is None:
        raise AccessInvalid("role", "access.role_unknown")
    if key == "admin":
        raise AccessInvalid("role", "access.role_fixed")
