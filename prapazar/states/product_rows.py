"""How a product is written on the screen: strings in the reader's language, nothing else."""

from decimal import Decimal
from typing import TypedDict

from prapazar.domain.catalog.queries import ProductRow
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

MOST_MARKS = 4


class ShownProduct(TypedDict):
    id: str
    name: str
    image: str
    sku: str
    brand: str
    category: str
    category_end: str
    """The last step of its path."""
    status: str
    more_variants: str
    """` +2` beside the first one's SKU."""
    price: str
    no_floor: str
    """`1` or empty."""
    on_hand: str
    available: str
    stock_tone: str
    marks: list[dict[str, str]]
    """{slug, name, problem} of the first channels."""
    more: str
    updated: str
    updated_full: str


def shown(row: ProductRow, locale: Locale) -> ShownProduct:
    marks = [{"slug": c.connector, "name": c.name, "problem": c.problem or ""} for c in row.channels]
    return ShownProduct(
        id=str(row.id),
        name=row.name,
        image=row.image or "",
        sku=row.sku,
        brand=row.brand or "",
        category=row.category or "",
        category_end=(row.category or "").rpartition(" > ")[2],
        status=row.status,
        more_variants=f" +{formats.number(row.variants - 1, locale)}" if row.variants > 1 else "",
        price=price_range(row.price_from, row.price_to, row.currency, locale),
        no_floor="" if row.has_floor else "1",
        on_hand=formats.number(row.on_hand, locale),
        available=formats.number(row.available, locale),
        stock_tone="bad" if row.available == 0 else "wait" if row.available <= 5 else "",  # noqa: PLR2004 - filters.LOW_UNITS on the screen
        marks=marks[:MOST_MARKS],
        more=f"+{len(marks) - MOST_MARKS}" if len(marks) > MOST_MARKS else "",
        updated=formats.short(row.updated_at, locale),
        updated_full=formats.full(row.updated_at, locale),
    )


def price_range(low: Decimal | None, high: Decimal | None, currency: str, locale: Locale) -> str:
    if low is None or high is None:
        return "–"
    if low == high:
        return formats.money(low, currency, locale)
    return f"{formats.money(low, currency, locale)} – {formats.money(high, currency, locale)}"


def problem(locale: Locale, code: str) -> str:
    """The sentence of a refusal's code; a code we have no words for is shown as it is."""
    key = f"catalog_problem.{code}"
    return say(locale, key) if knows(key) else code


def plain(amount: Decimal | None, locale: Locale) -> str:
    """For an input: no currency, no thousands."""
    if amount is None:
        return ""
    return format(amount, "f").replace(".", ",") if locale == "tr" else format(amount, "f")
