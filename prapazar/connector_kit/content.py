"""Records of content: what a category asks for, and a product on its way to a channel."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AttributeValueRecord:
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class AttributeRecord:
    """What a category wants to know of a product."""

    external_id: str
    name: str
    is_required: bool
    allows_custom: bool
    """Free text is taken where no value of the list fits."""
    is_variant: bool
    """Tells the variants of one product apart, like a size."""
    allows_several: bool = False
    values: tuple[AttributeValueRecord, ...] = ()
    """Empty where the channel lists none, or has to be asked for them one attribute at a time."""


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """An answer to an attribute: one of its values, or free text."""

    external_id: str
    value_external_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """One variant to be listed, or listed anew; those with one `group` are variants of one product."""

    sku: str
    barcode: str | None
    group: str
    title: str
    description: str
    """HTML as the merchant wrote it."""
    brand: str
    brand_external_id: str | None
    category_external_id: str
    vat_rate: Decimal
    price: Decimal
    """With VAT."""
    list_price: Decimal | None
    currency: str
    quantity: int
    images: tuple[str, ...]
    attributes: tuple[AttributeChoice, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    """What tells it from the other variants of its group, such as `{"Beden": "M"}`."""
    desi: Decimal | None = None
    external_id: str | None = None
    """Of the listing that is there already; None for a new one."""
    external_parent_id: str | None = None
