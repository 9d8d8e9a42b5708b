"""Records a task or an entry can point to, found by what people call them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.planning.enums import LinkKind
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.foundation.scope import Scope

NEEDS = {
    LinkKind.ORDER: "orders.read",
    LinkKind.PRODUCT: "products.read",
    LinkKind.CLAIM: "claims.read",
    LinkKind.STORE: "channels.read",
    LinkKind.CUSTOMER: "customers.read",
    LinkKind.TICKET: "tickets.read",
}
_BY_NAME = {
    LinkKind.ORDER: "SELECT id FROM purchase_order WHERE merchant_id = :merchant AND number = :words"
    " ORDER BY ordered_at DESC LIMIT 1",
    LinkKind.PRODUCT: "SELECT product_id FROM variant WHERE merchant_id = :merchant"
    " AND (sku = :words OR barcode = :words) ORDER BY id LIMIT 1",
    LinkKind.CLAIM: "SELECT id FROM claim WHERE merchant_id = :merchant AND number = :words"
    " ORDER BY created_at DESC LIMIT 1",
    LinkKind.STORE: "SELECT id FROM connection WHERE merchant_id = :merchant AND lower(name) = lower(:words)"
    " ORDER BY id LIMIT 1",
    LinkKind.CUSTOMER: "SELECT id FROM customer WHERE merchant_id = :merchant AND merged_into_id IS NULL"
    " AND (lower(name) = lower(:words) OR email = lower(:words)) ORDER BY last_order_at DESC LIMIT 1",
    LinkKind.TICKET: "SELECT id FROM ticket WHERE merchant_id = :merchant AND number = upper(:words) LIMIT 1",
}
_BY_ID = {
    LinkKind.ORDER: "SELECT number FROM purchase_order WHERE merchant_id = :merchant AND id = :id",
    LinkKind.PRODUCT: "SELECT min(sku) FROM variant WHERE merchant_id = :merchant AND product_id = :id",
    LinkKind.CLAIM: "SELECT number FROM claim WHERE merchant_id = :merchant AND id = :id",
    LinkKind.STORE: "SELECT name FROM connection WHERE merchant_id = :merchant AND id = :id",
    LinkKind.CUSTOMER: "SELECT name FROM customer WHERE merchant_id = :merchant AND id = :id",
    LinkKind.TICKET: "SELECT number FROM ticket WHERE merchant_id = :merchant AND id = :id",
}


def found(session: Session, scope: Scope, kind: str, words: str) -> tuple[str, UUID] | None:
    """None where nothing was named. Raises PlanInvalid where nothing has this name."""
    if not kind or not words.strip():
        return None
    wanted = _kind(scope, kind)
    hit: UUID | None = session.execute(
        text(_BY_NAME[wanted]), {"merchant": scope.merchant_id, "words": words.strip()}
    ).scalar()
    if hit is None:
        raise PlanInvalid("link", "tasks.link_unknown")
    return wanted.value, hit


def name(session: Session, scope: Scope, kind: str, record_id: UUID) -> str:
    """What people call it; "" where it is gone. Raises PlanInvalid for a kind there is not."""
    said: str | None = session.execute(
        text(_BY_ID[_kind(scope, kind)]), {"merchant": scope.merchant_id, "id": record_id}
    ).scalar()
    return masking.name(scope, said or "") if kind == LinkKind.CUSTOMER else said or ""


def _kind(scope: Scope, kind: str) -> LinkKind:
    try:
        wanted = LinkKind(kind)
    except ValueError:
        raise PlanInvalid("link", "tasks.link_unknown") from None
    scope.require(NEEDS[wanted])
    return wanted
