"""What a product's page shows: its facts, its listings on channels, what became of its price."""

from decimal import Decimal

from prapazar.domain.catalog.queries import ListingRow, ProductView
from prapazar.domain.listings.queries_buyboxes import Standing
from prapazar.domain.pricing.queries import PriceChangeRow
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say
from prapazar.states.buyboxes import box_words
from prapazar.states.product_rows import plain, problem


def facts(view: ProductView, locale: Locale) -> dict[str, str]:
    return {
        "id": str(view.id),
        "name": view.name,
        "code": view.code or "",
        "brand": view.brand,
        "category": view.category,
        "description": view.description,
        "vat_rate": plain(
            view.vat_rate.normalize() if view.vat_rate % 1 else view.vat_rate.quantize(Decimal(1)), locale
        ),
        "images": "\n".join(view.images),
        "image": view.images[0] if view.images else "",
        "status": view.status,
        "supplier": view.supplier,
        "created": formats.short(view.created_at, locale),
        "updated": formats.short(view.updated_at, locale),
    }


def listing(row: ListingRow, view: ProductView, box: Standing | None, locale: Locale) -> dict[str, str]:
    skus = {variant.id: variant for variant in view.variants}
    variant = skus[row.variant_id]
    return {
        "id": str(row.id),
        "connector": row.connector,
        "channel": row.connection,
        "connection_id": str(row.connection_id),
        "variant_id": str(row.variant_id),
        "sku": variant.sku,
        "title": row.title,
        "url": row.url or "",
        "told": "–" if row.told_quantity is None else formats.number(row.told_quantity, locale),
        "told_at": formats.short(row.told_quantity_at, locale) if row.told_quantity_at else "",
        "told_price": "–"
        if row.told_price is None
        else formats.money(row.told_price, variant.currency, locale),
        "problem": problem(locale, row.problem) if row.problem else "",
        **box_words(box, variant.currency, locale),
    }


def change(sku: str, row: PriceChangeRow, locale: Locale) -> dict[str, str]:
    after = formats.money(row.sale_price, "TRY", locale)
    before = row.sale_price_before
    return {
        "title": say(
            locale,
            "products.first_price" if before is None else "products.price_was",
            before="" if before is None else formats.money(before, "TRY", locale),
            after=after,
        ),
        "detail": sku,
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": "neutral",
        "who": row.person or "",
    }
