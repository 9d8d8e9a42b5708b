"""What a person, a spreadsheet or a channel says about a product before it is written."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from prapazar.domain.catalog.enums import ProductStatus


@dataclass(frozen=True, slots=True)
class VariantDraft:
    sku: str
    barcode: str | None = None
    name: str = ""
    options: dict[str, str] = field(default_factory=dict)
    cost: Decimal | None = None
    sale_price: Decimal | None = None
    list_price: Decimal | None = None
    floor_price: Decimal | None = None
    currency: str = "TRY"
    desi: Decimal | None = None
    shelf: str = ""
    is_active: bool = True
    id: UUID | None = None
    """Set for a variant that exists; its prices are then changed by `pricing` alone."""


@dataclass(frozen=True, slots=True)
class ProductDraft:
    name: str
    variants: tuple[VariantDraft, ...] = ()
    code: str | None = None
    description: str = ""
    brand: str = ""
    """Names, not ids: a brand or category that does not exist yet is made."""
    category: str = ""
    """`Gıda > Atıştırmalık`."""
    vat_rate: Decimal = Decimal(20)
    images: tuple[str, ...] = ()
    status: ProductStatus = ProductStatus.ACTIVE
    attributes: dict[str, str] = field(default_factory=dict)
    supplier: str | None = None
    """Whom it is bought from, by name; "": nobody is named. None leaves what stands."""
