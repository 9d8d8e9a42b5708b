"""Deals joined with the catalogue and with orders: what is wished for, and the order that a won one becomes."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import queries_one
from prapazar.domain.pipeline import queries
from prapazar.domain.pipeline.queries import DealRow
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Wished:
    variant_id: UUID
    name: str
    sku: str
    image: str
    price: Decimal | None
    available: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the screen of a new order begins with."""

    buyer: dict[str, str]
    wishes: list[Wished]


def wished(session: Session, scope: Scope, row: DealRow) -> list[Wished]:
    """In the order they were wished for; articles that are gone are left out."""
    if not scope.can("products.read"):
        return []
    found = session.execute(
        text(
            "SELECT v.id, trim(p.name || ' ' || v.name), v.sku, coalesce(p.images ->> 0, ''), v.sale_price,"
            " coalesce((SELECT CAST(sum(greatest(0, s.on_hand - s.reserved - s.safety_stock)) AS int) FROM stock s"
            "  WHERE s.variant_id = v.id), 0), w.quantity"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS int[])) WITH ORDINALITY AS w(id, quantity, at)"
            " JOIN variant v ON v.id = w.id JOIN product p ON p.id = v.product_id"
            " WHERE v.merchant_id = :merchant ORDER BY w.at"
        ),
        {
            "merchant": scope.merchant_id,
            "ids": [one["variant_id"] for one in row.products],
            "quantities": [one["quantity"] for one in row.products],
        },
    )
    return [Wished(*one) for one in found]


def prefill(session: Session, scope: Scope, deal_id: UUID) -> Prefill:
    """Personal fields the acting person may not see stay empty. Raises DealMissing."""
    row = queries.deal(session, scope, deal_id)
    found = queries_one.detail(session, scope, row.customer_id)
    address = next((one for one in found.addresses if not one.is_billing), None)

    def seen(value: str | None, field: str) -> str:
        return "" if scope.hides(field) else value or ""

    return Prefill(
        {
            "buyer_name": seen(found.row.company or found.row.name, "buyer.name"),
            "email": seen(found.row.email, "buyer.email"),
            "phone": seen(f"+{found.row.phone}" if found.row.phone else "", "buyer.phone"),
            "city": found.row.city,
            "district": found.row.district,
            "address": seen(address.line if address else "", "buyer.address"),
            "note": row.title,
        },
        wished(session, scope, row),
    )
