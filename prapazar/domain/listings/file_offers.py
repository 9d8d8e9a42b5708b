"""Offers by file: the catalogue page by page as one channel may be told it, and what its last file said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.offers import first_units
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class FileOfferRow:
    variant_id: UUID
    sku: str
    barcode: str | None
    code: str | None
    name: str
    variant: str
    brand: str | None
    category: str | None
    description: str
    vat_rate: Decimal
    images: list[str]
    desi: Decimal | None
    sale_price: Decimal | None
    list_price: Decimal | None
    currency: str
    has_floor: bool
    is_above_floor: bool
    quantity: int | None
    """None while nobody has counted."""


# The floor as in offers: where none is set the cost is it, and without either no price leaves.
_PAGE = text(
    "SELECT v.id, v.sku, v.barcode, p.code, p.name, v.name AS variant, b.name AS brand, c.path AS category,"
    " p.description, p.vat_rate, p.images, v.desi, v.sale_price,"
    " CASE WHEN v.list_price >= v.sale_price THEN v.list_price END AS list_price, v.currency,"
    " coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)) IS NOT NULL AS has_floor,"
    " coalesce(v.sale_price >= coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)), false) AS is_above_floor"
    " FROM variant v JOIN product p ON p.id = v.product_id LEFT JOIN brand b ON b.id = p.brand_id"
    " LEFT JOIN category c ON c.id = p.category_id"
    " WHERE v.id > :after AND v.is_active AND p.status = 'active' ORDER BY v.id LIMIT :limit"
)
_COUNT = text(
    "SELECT count(*) FROM variant v JOIN product p ON p.id = v.product_id WHERE v.is_active AND p.status = 'active'"
)
_TOLD = text(
    "SELECT variant_id, digest FROM file_offer WHERE connection_id = :connection"
    " AND variant_id = ANY(CAST(:variants AS uuid[]))"
)
_REMEMBER = text(
    "INSERT INTO file_offer (id, merchant_id, connection_id, variant_id, digest)"
    " SELECT u.id, :merchant, :connection, v.id, u.digest FROM unnest(CAST(:ids AS uuid[]), CAST(:variants AS uuid[]),"
    "  CAST(:digests AS bytea[])) AS u(id, variant_id, digest) JOIN variant v ON v.id = u.variant_id"
    " ORDER BY v.id ON CONFLICT (connection_id, variant_id) DO UPDATE SET digest = excluded.digest"
)
_AT_ONCE = 5_000


def page(session: Session, connection_id: UUID, after: UUID, limit: int) -> list[FileOfferRow]:
    """Active variants whose id is above `after`, with the units this channel may be told."""
    rows = session.execute(_PAGE, {"after": after, "limit": limit}).all()
    quantities = first_units(session, connection_id, [row.id for row in rows])
    return [FileOfferRow(*(*row, quantities.get(row.id))) for row in rows]


def count(session: Session) -> int:
    found: int = session.execute(_COUNT).scalar_one()
    return found


def told(session: Session, connection_id: UUID, variant_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Digests of the last file."""
    found = session.execute(_TOLD, {"connection": connection_id, "variants": list(variant_ids)})
    return {row.variant_id: bytes(row.digest) for row in found}


def remember(session: Session, scope: Scope, connection_id: UUID, digests: Mapping[UUID, bytes]) -> None:
    """A variant that went meanwhile is passed over."""
    variants = list(digests)
    for start in range(0, len(variants), _AT_ONCE):
        part = variants[start : start + _AT_ONCE]
        session.execute(
            _REMEMBER,
            {
                "merchant": scope.merchant_id,
                "connection": connection_id,
                "ids": new_ids(len(part)),
                "variants": part,
                "digests": [digests[one] for one in part],
            },
        )
