"""Permissions as data: every `<subject>.<verb>` there is, and the bundles each merchant starts with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from prapazar.foundation.scope import NO_SUPPLIER

VERBS: Final = ("read", "write", "delete", "approve")

_READ = ("read",)
_EDIT = ("read", "write", "delete")
_FULL = VERBS

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "dashboard": _READ,
    "orders": _FULL,
    "repairs": _EDIT,
    "products": _EDIT,
    "listings": _FULL,
    "stock": _FULL,
    "prices": _FULL,
    "channels": _EDIT,
    "fulfillment": _EDIT,
    "claims": _FULL,
    "invoices": _FULL,
    "payments": _FULL,
    "settlements": _FULL,
    "customers": _EDIT,
    "campaigns": _FULL,
    "tickets": _EDIT,
    "messages": _EDIT,
    "supplies": _FULL,
    "calendar": _EDIT,
    "forecasts": _FULL,
    "automations": _EDIT,
    "reports": _EDIT,
    "notifications": _EDIT,
    "users": _EDIT,
    "roles": _EDIT,
    "settings": ("read", "write"),
    "audit": _READ,
    "console": ("read", "write"),
    "system": ("read", "write"),
    "privacy": ("read", "write", "approve"),
}
"""What one can be permitted, and how far; the order is that of the role screen."""

ALL: Final = tuple(f"{subject}.{verb}" for subject, verbs in SUBJECTS.items() for verb in verbs)

PLATFORM: Final = "platform.manage"
"""Held by super admins alone, through `*`; no role can be given it."""

PERSONAL_FIELDS: Final = (
    "buyer.name",
    "buyer.email",
    "buyer.phone",
    "buyer.address",
    "buyer.tax_number",
)
"""Personal fields of buyers that a role may be kept from seeing."""


class PermissionUnknown(Exception):
    """Names a permission or mask that does not exist."""

    code = "permission_unknown"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a seeded role may do; `key` names its text."""

    key: str
    name: str
    permissions: tuple[str, ...]
    masks: tuple[str, ...] = field(default=())


def of(*wishes: str) -> tuple[str, ...]:
    """`of("orders.*", "stock.read")` in the order of ALL; a wish that names nothing is refused."""
    chosen: set[str] = set()
    for wish in wishes:
        subject, verb = wish.split(".")
        found = {f"{subject}.{v}" for v in SUBJECTS.get(subject, ()) if verb in ("*", v)}
        if not found:
            raise PermissionUnknown(wish)
        chosen |= found
    return tuple(p for p in ALL if p in chosen)


def checked(permissions: list[str], masks: list[str]) -> tuple[list[str], list[str]]:
    """Both without repeats, in our order; whoever may write may read."""
    unknown = [p for p in permissions if p not in ALL] + [m for m in masks if m not in PERSONAL_FIELDS]
    if unknown:
        raise PermissionUnknown(unknown[0])
    wanted = {*permissions, *(f"{p.split('.')[0]}.read" for p in permissions)}
    return [p for p in ALL if p in wanted], [m for m in PERSONAL_FIELDS if m in masks]


SUPPLIER_ROLE: Final = "supplier"
"""Who holds this role sees one supplier's things, or nothing before they are given one."""
SUPPLIER_MAY: Final = frozenset(of("dashboard.read", "supplies.read", "supplies.write", "notifications.*"))
"""Whatever their role says: the other screens show things of the whole merchant."""


def supplier_of(role_key: str | None, supplier_id: UUID | None) -> UUID | None:
    """Whose things alone a member sees; None: there is no such limit."""
    return NO_SUPPLIER if supplier_id is None and role_key == SUPPLIER_ROLE else supplier_id


def of_supplier(permissions: Iterable[str], supplier_id: UUID | None) -> frozenset[str]:
    """What is left of them for somebody who sees this supplier alone."""
    held = frozenset(permissions)
    return held if supplier_id is None else held & SUPPLIER_MAY


SEEDS: Final = (
    Bundle("admin", "Yönetici", tuple(p for p in ALL if not p.startswith("system."))),
    Bundle(
        "operator",
        "Operatör",
        of(
            *("dashboard.read", "orders.*", "repairs.read", "repairs.write", "products.read", "stock.read"),
            *("stock.write", "prices.read", "channels.read", "fulfillment.*", "claims.*", "invoices.read"),
            *("invoices.write", "payments.read", "payments.write", "customers.read", "messages.read"),
            *("messages.write", "calendar.*"),
            *("reports.read", "notifications.*"),
        ),
    ),
    Bundle(
        "integrator",
        "Entegratör",
        of(
            *("dashboard.read", "channels.*", "console.*", "products.read", "products.write", "listings.*"),
            *("orders.read", "repairs.*", "stock.read", "prices.read", "automations.*", "calendar.*"),
            *("reports.read", "notifications.*", "settings.read", "audit.read"),
        ),
    ),
    Bundle(
        "tech_service",
        "Teknik servis",
        of(
            *("dashboard.read", "system.*", "console.*", "channels.read", "channels.write", "orders.read"),
            *("repairs.read", "products.read", "stock.read", "notifications.*", "audit.read"),
        ),
        masks=PERSONAL_FIELDS,
    ),
    Bundle(
        "dropshipper",
        "Bayi",
        of(
            *(
                "dashboard.read",
                "orders.read",
                "orders.write",
                "products.read",
                "products.write",
                "listings.*",
            ),
            *(
                "stock.read",
                "prices.read",
                "prices.write",
                "channels.read",
                "channels.write",
                "supplies.read",
            ),
            *("supplies.write", "claims.read", "claims.write", "invoices.read", "notifications.*"),
        ),
    ),
    Bundle(
        "supplier",
        "Tedarikçi",
        of(
            *("dashboard.read", "supplies.read", "supplies.write", "notifications.*"),
        ),
    ),
    Bundle(
        "sales_rep",
        "Satış temsilcisi",
        of(
            *("dashboard.read", "customers.*", "campaigns.read", "campaigns.write", "orders.read"),
            *("orders.write", "products.read", "stock.read", "prices.read", "calendar.*", "messages.*"),
            *("reports.read", "notifications.*"),
        ),
    ),
    Bundle(
        "support_rep",
        "Destek temsilcisi",
        of(
            *(
                "dashboard.read",
                "customers.read",
                "customers.write",
                "tickets.*",
                "privacy.read",
                "privacy.write",
                "messages.*",
                "orders.read",
            ),
            *("claims.read", "claims.write", "products.read", "calendar.*", "notifications.*"),
        ),
    ),
)
"""Each merchant's first roles; all can be edited afterwards but `admin`, so nobody locks everybody out."""
