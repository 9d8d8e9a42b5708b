"""Whether an article can be listed on a channel: what it says of itself, or a readable list of what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from prapazar.domain.mappings.rules import Asked, Gap, answer

BRAND_ID = "#"
"""A brand mapped to `#1234` is named by that id, any other by its words."""


@dataclass(frozen=True, slots=True)
class Article:
    """One variant as the books know it."""

    variant_id: UUID
    product_id: UUID
    sku: str
    barcode: str | None
    group: str
    title: str
    description: str
    brand_id: str
    brand: str
    category_id: str
    category: str
    vat_rate: Decimal
    price: Decimal | None
    list_price: Decimal | None
    floor: Decimal | None
    currency: str
    desi: Decimal | None
    images: tuple[str, ...]
    says: Mapping[str, str]
    """What product and variant say of themselves, by folded name."""
    options: Mapping[str, str]
    is_active: bool
    units: int | None
    """What the channel may show; None while nobody has counted."""
    external_id: str | None = None
    external_parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a channel cannot do without."""

    is_marketplace: bool
    has_categories: bool
    has_attributes: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The mappings of a connection, read once for many articles."""

    categories: Mapping[str, str] = field(default_factory=dict)
    brands: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By `category/attribute`: our folded word to the value's id."""
    asked: Mapping[str, Sequence[Asked]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    code: str
    name: str = ""
    """The attribute or word it is about."""
    place: str = ""
    """Where in the mapping tables it is mended; empty where the product has to be."""

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name, "place": self.place}


@dataclass(frozen=True, slots=True)
class Ready:
    """What the channel is told beyond the article itself."""

    category: str
    brand: str
    brand_id: str | None
    attributes: tuple[tuple[str, str | None, str | None], ...]
    """(attribute, value's id, free text)."""


def complete(article: Article, needs: Needs, words: Words) -> Ready | list[Missing]:
    missing = _of_itself(article, needs)
    category = words.categories.get(article.category_id, "")
    if needs.has_categories and not article.category_id:
        missing.append(Missing("category_missing"))
    elif needs.has_categories and not category:
        missing.append(Missing("category_unmapped", article.category, "category"))
    attributes, gaps = (
        _attributes(article, category, words) if needs.has_attributes and category else ([], [])
    )
    missing += gaps
    if missing:
        return missing
    brand = words.brands.get(article.brand_id, article.brand)
    brand_id = brand.removeprefix(BRAND_ID) if brand.startswith(BRAND_ID) else None
    return Ready(category, article.brand if brand_id else brand, brand_id, tuple(attributes))


def _of_itself(article: Article, needs: Needs) -> list[Missing]:
    is_new = article.external_id is None
    floor = article.floor or Decimal(0)
    wanting = {
        "inactive": not article.is_active,
        "barcode_missing": needs.is_marketplace and not article.barcode and is_new,
        "brand_missing": needs.is_marketplace and not article.brand,
        "image_missing": needs.is_marketplace and not article.images,
        "description_missing": needs.is_marketplace and not article.description.strip(),
        "vat_invalid": not 0 <= article.vat_rate <= 100,  # noqa: PLR2004 - percent
        "price_missing": is_new and not article.price,
        "floor_missing": is_new and bool(article.price) and not floor,
        "below_floor": is_new and bool(article.price) and (article.price or floor) < floor,
        "stock_uncounted": is_new and article.units is None,
    }
    return [Missing(code) for code, is_wanting in wanting.items() if is_wanting]


def _attributes(
    article: Article, category: str, words: Words
) -> tuple[list[tuple[str, str | None, str | None]], list[Missing]]:
    if category not in words.asked:
        return [], [Missing("attributes_unknown", article.category, "attribute")]
    found, gaps = [], []
    for one in words.asked[category]:
        values = words.values.get(f"{category}/{one.external_id}", {})
        said = answer(one, words.sources.get((category, one.external_id)), article.says, values)
        if isinstance(said, Gap):
            is_value = said.code == "value_unmapped"
            if is_value and not one.is_required:
                continue  # what is not asked for and not understood is left out
            name = f"{one.name}: {said.value}" if is_value else one.name
            gaps.append(Missing(said.code, name, "value" if is_value else "attribute"))
        elif said is not None:
            found.append((one.external_id, said.value_id, said.text))
    return found, gaps
