"""The demo's supplier: who works there, what it sends for the shop, and the stock sheet it told."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import actions as access
from prapazar.domain.catalog.actions import write
from prapazar.domain.dropship.goods import ToldRow
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.orders.routing.actions import Draft
from prapazar.flows import dropship
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

NAME = "Ege Gıda Toptan"
SHEET = "ege-gida-stok.csv"
_ROUTED = 12
"""Open packages it is to send."""
_MOST_BRANDS = 8
_BRANDS = text(
    "SELECT p.brand_id FROM order_line l JOIN shipment_package k ON k.id = l.package_id AND k.status = 'new'"
    " JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id"
    " JOIN brand b ON b.id = p.brand_id JOIN merchant m ON m.id = b.merchant_id AND m.name <> b.name"
    " GROUP BY p.brand_id ORDER BY count(*) DESC, p.brand_id LIMIT :most"
)
_OF_BRANDS = (
    " AND EXISTS (SELECT 1 FROM order_line l WHERE l.package_id = k.id) AND NOT EXISTS (SELECT 1 FROM order_line l"
    "  LEFT JOIN variant v ON v.id = l.variant_id LEFT JOIN product p ON p.id = v.product_id"
    "  WHERE l.package_id = k.id AND (p.brand_id = ANY(CAST(:brands AS uuid[]))) IS NOT TRUE)"
)
_OPEN = text(
    "SELECT k.id FROM shipment_package k JOIN purchase_order o ON o.id = k.order_id WHERE k.status = 'new'"
    f"{_OF_BRANDS} ORDER BY o.ship_by_at DESC NULLS LAST, k.id LIMIT :most"
)
# What was sent before the rule was written down was sent by it, too.
_BEFORE = text(
    "UPDATE shipment_package k SET warehouse_id = :supplier WHERE k.shipped_at IS NOT NULL"
    f" AND k.warehouse_id IS NULL{_OF_BRANDS}"
)


def fill(scope: Scope, person: UUID) -> str:
    """What was routed, in words."""
    with db.transaction(scope) as session:
        brands = list(session.execute(_BRANDS, {"most": _MOST_BRANDS}).scalars())
        supplier = routing.add_place(session, scope, NAME, is_supplier=True)
        routing.add_rule(session, scope, Draft("Toptancının markaları", supplier, brands=tuple(brands)))
        asked = {"brands": brands, "most": _ROUTED, "supplier": supplier}
        routed = routing.assign(session, scope, list(session.execute(_OPEN, asked).scalars()), supplier)
        session.execute(_BEFORE, asked)
        skus = _name_on_products(session, brands, supplier)
    with db.system_transaction() as session:
        access.set_member_supplier(session, scope, person, supplier)
    told = dropship.tell_stock(scope, supplier, _sheet(skus), (), SHEET)
    return f"{routed} packages and {len(skus)} articles of {NAME}, {told.changed} of them told"


def _name_on_products(session: Session, brands: list[UUID], supplier: UUID) -> list[str]:
    products = session.execute(
        text("SELECT id FROM product WHERE brand_id = ANY(CAST(:brands AS uuid[]))"), {"brands": brands}
    )
    patches = [{"id": product_id, "supplier_id": supplier} for product_id in products.scalars()]
    write.patch_products(session, patches)
    found = session.execute(
        text(
            "SELECT v.sku FROM variant v JOIN product p ON p.id = v.product_id WHERE p.supplier_id = :supplier"
            " AND v.id NOT IN (SELECT bundle_id FROM bundle_component) ORDER BY v.sku"
        ),
        {"supplier": supplier},
    )
    return list(found.scalars())


def _sheet(skus: list[str]) -> list[ToldRow]:
    """As a wholesaler sends it: one article sold out, and one that the shop does not know."""
    rows = [
        ToldRow(place + 2, sku, 0 if place == 1 else 40 + place * 7 % 60) for place, sku in enumerate(skus)
    ]
    return [*rows, ToldRow(len(rows) + 2, "EGE-0000", 12)]
