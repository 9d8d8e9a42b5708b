"""Tables of products, variants, brands, categories and import runs."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Numeric, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from prapazar.foundation.rows import MONEY, TenantRow, document, moment, money, stamped


class Brand(TenantRow, table=True):
    __tablename__ = "brand"
    __table_args__ = (Index("uq_brand_folded", "merchant_id", "folded", unique=True),)

    name: str
    folded: str


class Category(TenantRow, table=True):
    """The merchant's own tree; channels' trees are mapped onto it."""

    __tablename__ = "category"
    __table_args__ = (Index("uq_category_path", "merchant_id", "path", unique=True),)

    parent_id: UUID | None = Field(default=None, foreign_key="category.id")
    name: str
    path: str
    """`Gıda > Atıştırmalık > Çikolata`: the names from the root."""


class Product(TenantRow, table=True):
    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_search", "search", postgresql_using="gin"),
        Index("ix_product_updated", "merchant_id", "updated_at", "id"),
        Index("ix_product_name", "merchant_id", "folded_name", "id"),
        Index("ix_product_brand", "merchant_id", "brand_id"),
        Index("ix_product_category", "merchant_id", "category_id"),
        Index(
            "uq_product_code", "merchant_id", "code", unique=True, postgresql_where=text("code IS NOT NULL")
        ),
        Index(
            "ix_product_supplier",
            "supplier_id",
            "folded_name",
            postgresql_where=text("supplier_id IS NOT NULL"),
        ),
        CheckConstraint("vat_rate BETWEEN 0 AND 100", name="vat_rate_percent"),
    )

    code: str | None = None
    """The merchant's model code, which groups variants in a spreadsheet; None where there is none."""
    name: str
    folded_name: str
    """Search key of the name; lists sort by it."""
    description: str = ""
    brand_id: UUID | None = Field(default=None, foreign_key="brand.id")
    category_id: UUID | None = Field(default=None, foreign_key="category.id")
    vat_rate: Decimal = Field(default=Decimal(20), sa_type=Numeric(5, 2), nullable=False)
    """Percent, such as 20."""
    images: list[str] = document("[]")
    status: str = "active"
    """See enums.ProductStatus: `active`, `draft`, `archived`."""
    attributes: dict[str, Any] = document()
    supplier_id: UUID | None = None
    """The warehouse of the supplier it is bought from, who sees it; None: nobody is named."""
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))
    """Folded words of name, brand, SKUs and barcodes; written by the catalog's actions."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class Variant(TenantRow, table=True):
    """The sellable form; its SKU is the merchant's code, its barcode the GTIN."""

    __tablename__ = "variant"
    __table_args__ = (
        Index("uq_variant_sku", "merchant_id", "sku", unique=True),
        Index(
            "uq_variant_barcode",
            "merchant_id",
            "barcode",
            unique=True,
            postgresql_where=text("barcode IS NOT NULL"),
        ),
        Index("ix_variant_product", "product_id"),
        CheckConstraint("sale_price IS NULL OR sale_price >= 0", name="sale_price_not_negative"),
        CheckConstraint(
            "floor_price IS NULL OR sale_price IS NULL OR sale_price >= floor_price", name="price_above_floor"
        ),
        # As for stock: a price sheet rewrites every row of a page at once.
        {"postgresql_with": {"fillfactor": "45"}},
    )

    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE")
    sku: str
    barcode: str | None = None
    name: str = ""
    """What tells it from its siblings, such as `500 g`; empty for an only variant."""
    options: dict[str, str] = document()
    cost: Decimal | None = money(optional=True)
    sale_price: Decimal | None = money(optional=True)
    """Base price with VAT; channels may add their own rule."""
    list_price: Decimal | None = money(optional=True)
    """Crossed-out price, never below the sale price."""
    floor_price: Decimal | None = Field(default=None, sa_type=MONEY)
    """No price below it leaves; None means no price may leave at all."""
    currency: str = "TRY"
    desi: Decimal | None = Field(default=None, sa_type=Numeric(8, 2))
    shelf: str = ""
    is_active: bool = True
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class BundleComponent(TenantRow, table=True):
    """A bundle variant sells `quantity` of each component; it has no stock of its own."""

    __tablename__ = "bundle_component"
    __table_args__ = (
        Index("uq_bundle_component", "bundle_id", "component_id", unique=True),
        Index("ix_bundle_component_component", "component_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    bundle_id: UUID = Field(foreign_key="variant.id", ondelete="CASCADE")
    component_id: UUID = Field(foreign_key="variant.id")
    quantity: int = 1


class ImportRun(TenantRow, table=True):
    """One spreadsheet or channel import: progress while it runs, its result afterwards."""

    __tablename__ = "import_run"
    __table_args__ = (
        Index("ix_import_run_merchant", "merchant_id", "created_at"),
        Index(
            "ix_import_run_connection",
            "connection_id",
            "kind",
            "created_at",
            postgresql_where=text("connection_id IS NOT NULL"),
        ),
    )

    kind: str
    """See enums.ImportKind."""
    source: str
    """The file's name or the connection's."""
    status: str = "waiting"
    """`waiting`, `running`, `done`, `failed`, `cancelled`."""
    total: int = 0
    done: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    mapping: dict[str, str] = document()
    """Field by the heading of the column that holds it; of a file that was made, how it was asked for."""
    errors: list[dict[str, Any]] = document("[]")
    """{row, column, code, value}, the first thousand."""
    file: str | None = None
    """Path below the data folder: what is read, or what was made."""
    user_id: UUID | None = None
    connection_id: UUID | None = None
    is_cancel_asked: bool = False
    created_at: datetime = stamped()
    finished_at: datetime | None = moment()
