"""Articles on their way to a channel: what the books say of them, and the words the channel is told in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.listings.completeness import Article, Words
from prapazar.domain.listings.offers import first_units
from prapazar.domain.mappings import queries as mappings
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.rules import key_of

# The effective floor as in offers: where none is set the cost is the floor.
_ARTICLES = text(
    "SELECT v.id AS variant_id, p.id AS product_id, v.sku, v.barcode,"
    "  coalesce(p.code, (SELECT min(s.sku) FROM variant s WHERE s.product_id = p.id)) AS grouped, p.name,"
    "  p.description, CAST(p.brand_id AS text) AS brand_id, b.name AS brand,"
    "  CAST(p.category_id AS text) AS category_id,"
    "  c.path AS category, p.vat_rate, v.sale_price,"
    "  CASE WHEN v.list_price >= v.sale_price THEN v.list_price END AS list_price,"
    "  coalesce(nullif(v.floor_price, 0), nullif(v.cost, 0)) AS floor, v.currency, v.desi, p.images,"
    "  p.attributes, v.options, p.status = 'active' AND v.is_active AS is_active, l.external_id, l.external_parent_id"
    " FROM variant v JOIN product p ON p.id = v.product_id LEFT JOIN brand b ON b.id = p.brand_id"
    " LEFT JOIN category c ON c.id = p.category_id"
    " LEFT JOIN LATERAL (SELECT external_id, external_parent_id FROM listing WHERE variant_id = v.id"
    "  AND connection_id = :connection AND match = 'matched' ORDER BY id LIMIT 1) l ON true"
    " WHERE v.id = ANY(CAST(:variants AS uuid[])) ORDER BY p.id, v.id"
)


def articles(session: Session, connection_id: UUID, variant_ids: Sequence[UUID]) -> list[Article]:
    """Variants of one product stand together."""
    values = {"connection": connection_id, "variants": list(variant_ids)}
    units = first_units(session, connection_id, variant_ids)
    return [_article(row, units) for row in session.execute(_ARTICLES, values)]


def _article(row: Row[Any], units: Mapping[UUID, int]) -> Article:
    said = {**row.attributes, **row.options}
    return Article(
        variant_id=row.variant_id,
        product_id=row.product_id,
        sku=row.sku,
        barcode=row.barcode,
        group=row.grouped,
        title=row.name,
        description=row.description,
        brand_id=row.brand_id or "",
        brand=row.brand or "",
        category_id=row.category_id or "",
        category=row.category or "",
        vat_rate=row.vat_rate,
        price=row.sale_price,
        list_price=row.list_price,
        floor=row.floor,
        currency=row.currency,
        desi=row.desi,
        images=tuple(one for one in row.images if str(one).startswith(("https://", "http://"))),
        says={key_of(name): str(value) for name, value in said.items()},
        options=dict(row.options),
        is_active=row.is_active,
        units=units.get(row.variant_id),
        external_id=row.external_id,
        external_parent_id=row.external_parent_id,
    )


def words(session: Session, connection_id: UUID) -> Words:
    values: dict[str, dict[str, str]] = {}
    for (place, key), target in mappings.targets_of(session, connection_id, MappingKind.VALUE).items():
        values.setdefault(place, {})[key] = target
    return Words(
        categories=_flat(mappings.targets_of(session, connection_id, MappingKind.CATEGORY)),
        brands=_flat(mappings.targets_of(session, connection_id, MappingKind.BRAND)),
        sources=mappings.targets_of(session, connection_id, MappingKind.ATTRIBUTE),
        values=values,
        asked=mappings.asked_by(session, connection_id) | mappings.asked_nothing(session, connection_id),
    )


def _flat(found: Mapping[tuple[str, str], str]) -> dict[str, str]:
    return {key: target for (_, key), target in found.items()}
