"""Who acts, for which merchant, with which permissions: handed to every query and action."""

from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

Locale = Literal["tr", "en"]


class PermissionDenied(Exception):
    """The acting person lacks `permission` in this merchant."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


NO_SUPPLIER: Final = UUID(int=0)
"""Of somebody who is to see a supplier's things alone and belongs to none yet: they see nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    merchant_id: UUID
    user_id: UUID | None = None
    """None where the product itself acts: a worker, the relay, a webhook."""
    permissions: frozenset[str] = field(default_factory=frozenset)
    locale: Locale = "tr"
    masks: frozenset[str] = field(default_factory=frozenset)
    """Personal fields this person sees only as dots, such as `buyer.phone`."""
    stores: frozenset[UUID] | None = None
    """The only stores this person sees; None: all. The database holds it too, see tenancy.STORE_BOUND."""
    supplier_id: UUID | None = None
    """The only supplier whose packages and articles this person sees; None: no such limit. See supplier_sight."""
    behind_id: UUID | None = None
    """The super admin who has taken the person's place."""
    origin: str = ""
    """The address the person's session was begun from, for the audit trail."""

    def require(self, permission: str) -> None:
        if not self.can(permission):
            raise PermissionDenied(permission)

    def can(self, permission: str) -> bool:
        return "*" in self.permissions or permission in self.permissions

    def hides(self, field_name: str) -> bool:
        return field_name in self.masks

    @property
    def store_list(self) -> list[UUID] | None:
        """For queries: `:stores IS NULL OR id = ANY(:stores)`."""
        return None if self.stores is None else sorted(self.stores)


def system_scope(merchant_id: UUID) -> Scope:
    """The product acting for a merchant, nobody logged in."""
    return Scope(merchant_id=merchant_id, permissions=frozenset({"*"}))
