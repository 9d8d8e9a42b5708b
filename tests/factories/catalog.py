"""Variants, connections and listings, put in with as few words as possible."""

from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import write
from prapazar.domain.catalog.models import BundleComponent, Product, Variant
from prapazar.domain.channels.models import Connection
from prapazar.domain.listings.models import Listing
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold


def variant(
    session: Session, scope: Scope, sku: str, *, name: str = "Çay 500 g", price: str = "100.00"
) -> UUID:
    """A product with one variant; its barcode is `869` and the SKU."""
    product = Product(merchant_id=scope.merchant_id, name=name, folded_name=fold(name))
    session.add(product)
    session.flush()
    made = Variant(
        merchant_id=scope.merchant_id,
        product_id=product.id,
        sku=sku,
        barcode=f"869{sku}",
        sale_price=Decimal(price),
        floor_price=Decimal(1),
    )
    session.add(made)
    session.flush()
    return made.id


def searchable(session: Session, product_id: UUID) -> None:
    """As the catalogue's own actions leave it."""
    write.refresh_search(session, [product_id])


def bundle(session: Session, scope: Scope, sku: str, parts: dict[UUID, int]) -> UUID:
    made = variant(session, scope, sku, name="Paket")
    for component_id, quantity in parts.items():
        session.add(
            BundleComponent(
                merchant_id=scope.merchant_id, bundle_id=made, component_id=component_id, quantity=quantity
            )
        )
    session.flush()
    return made


def connection(session: Session, scope: Scope, connector: str = "trendyol") -> UUID:
    made = Connection(
        merchant_id=scope.merchant_id,
        connector=connector,
        name=f"{connector} mağazası",
        environment="sandbox",
        credentials=b"",
        webhook_key=uuid4().hex,
    )
    session.add(made)
    session.flush()
    return made.id


def listing(session: Session, scope: Scope, connection_id: UUID, variant_id: UUID, external_id: str) -> UUID:
    made = Listing(
        merchant_id=scope.merchant_id,
        connection_id=connection_id,
        variant_id=variant_id,
        external_id=external_id,
        sku=external_id,
        barcode=external_id,
        title="İlan",
        match="matched",
    )
    session.add(made)
    session.flush()
    return made.id
