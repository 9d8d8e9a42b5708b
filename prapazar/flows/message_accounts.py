"""Which account a message goes through."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Capability, Kind
from prapazar.domain.messaging.enums import Way
from prapazar.foundation.scope import Scope

_CAPABILITIES = {
    Way.EMAIL: Capability.SEND_EMAIL,
    Way.SMS: Capability.SEND_SMS,
    Way.WHATSAPP: Capability.SEND_WHATSAPP,
}


@lru_cache(maxsize=1)
def _slugs() -> Mapping[Way, list[str]]:
    manifests = [one for one in registry.all_manifests() if Kind.MESSAGE in one.kinds]
    return {
        way: [one.slug for one in manifests if capability in one.capabilities]
        for way, capability in _CAPABILITIES.items()
    }


def account(session: Session, scope: Scope, way: Way, *, is_test: bool = False) -> UUID | None:
    """The oldest that works; a test account for test orders alone. None: mail goes over the installation's server."""
    found: UUID | None = session.execute(
        text(
            "SELECT id FROM connection WHERE merchant_id = :merchant AND connector = ANY(CAST(:slugs AS text[]))"
            " AND status <> 'paused' AND is_test = :test ORDER BY (status = 'active') DESC, created_at, id LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "slugs": _slugs()[way], "test": is_test},
    ).scalar()
    return found


def own_address(session: Session, scope: Scope) -> str:
    """Of the acting person; empty for what is nobody, such as a worker."""
    found: str | None = session.execute(
        text("SELECT email FROM app_user WHERE id = :id"), {"id": scope.user_id}
    ).scalar()
    return found or ""


def sends(connector: str, way: Way) -> bool:
    return connector in _slugs()[way]


def accounts(session: Session, scope: Scope) -> dict[Way, UUID]:
    """Of each way that has one."""
    found = {way: account(session, scope, way) for way in Way}
    return {way: one for way, one in found.items() if one is not None}
