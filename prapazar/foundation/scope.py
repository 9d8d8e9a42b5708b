"""Who acts, for which merchant, with which permissions: handed to every query and action."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Locale = Literal["tr", "en"]


class PermissionDenied(Exception):
    """The acting person lacks `permission` in this merchant."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Scope:
    merchant_id: UUID
    user_id: UUID | None = None
    """None where the product itself acts: a worker, the relay, a webhook."""
    permissions: frozenset[str] = field(default_factory=frozenset)
    locale: Locale = "tr"
    masks: frozenset[str] = field(default_factory=frozenset)
    """Personal fields this person sees only as dots, such as `buyer.phone`."""

    def require(self, permission: str) -> None:
        if not self.can(permission):
            raise PermissionDenied(permission)

    def can(self, permission: str) -> bool:
        return "*" in self.permissions or permission in self.permissions

    def hides(self, field_name: str) -> bool:
        return field_name in self.masks


def system_scope(merchant_id: UUID) -> Scope:
    """The product acting for a merchant, nobody logged in."""
    return Scope(merchant_id=merchant_id, permissions=frozenset({"*"}))
