"""The form of a product: its lines of variants, blank or kept, as they were typed, and the draft they make."""

from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID, uuid4

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused, ValueInvalid
from prapazar.domain.catalog.queries import VariantRow
from prapazar.flows import catalog_edit
from prapazar.foundation import formats
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Locale
from prapazar.states.product_rows import plain

TEXTS = ("id", "name", "code", "brand", "category", "description", "images", "supplier")
_AMOUNTS = ("cost", "floor_price", "sale_price", "list_price", "desi")


class ShownVariant(TypedDict):
    key: str
    """The variant's id, or a made-up one for a new line."""
    id: str
    sku: str
    barcode: str
    name: str
    cost: str
    floor_price: str
    sale_price: str
    list_price: str
    desi: str
    shelf: str
    is_active: bool
    on_hand: str
    available: str
    odd_barcode: str
    error: str
    error_in: str
    """The field the error belongs to."""


def blank() -> ShownVariant:
    return ShownVariant(
        key=uuid4().hex,
        id="",
        sku="",
        barcode="",
        name="",
        cost="",
        floor_price="",
        sale_price="",
        list_price="",
        desi="",
        shelf="",
        is_active=True,
        on_hand="",
        available="",
        odd_barcode="",
        error="",
        error_in="",
    )


def kept(row: VariantRow, locale: Locale) -> ShownVariant:
    barcode = row.barcode or ""
    looks_gtin = barcode.isdigit() and len(barcode) in {8, 12, 13, 14}
    return ShownVariant(
        key=row.id.hex,
        id=str(row.id),
        sku=row.sku,
        barcode=barcode,
        name=row.name,
        cost=plain(row.cost, locale),
        floor_price=plain(row.floor_price, locale),
        sale_price=plain(row.sale_price, locale),
        list_price=plain(row.list_price, locale),
        desi=plain(row.desi, locale),
        shelf=row.shelf,
        is_active=row.is_active,
        on_hand=formats.number(row.on_hand, locale),
        available=formats.number(row.available, locale),
        odd_barcode="1" if looks_gtin and not rules.is_gtin(barcode) else "",
        error="",
        error_in="",
    )


def typed(line: ShownVariant, values: dict[str, Any]) -> ShownVariant:
    """The line as the form sent it, so that nothing typed is lost when something is refused."""

    def said(name: str, before: str) -> str:
        return str(values.get(f"{name}-{line['key']}", before)).strip()

    return ShownVariant(
        key=line["key"],
        id=line["id"],
        sku=said("sku", line["sku"]),
        barcode=said("barcode", line["barcode"]),
        name=said("name", line["name"]),
        cost=said("cost", line["cost"]),
        floor_price=said("floor_price", line["floor_price"]),
        sale_price=said("sale_price", line["sale_price"]),
        list_price=said("list_price", line["list_price"]),
        desi=said("desi", line["desi"]),
        shelf=said("shelf", line["shelf"]),
        is_active=str(values.get(f"is_active-{line['key']}", "")) == "on",
        on_hand=line["on_hand"],
        available=line["available"],
        odd_barcode=line["odd_barcode"],
        error="",
        error_in="",
    )


def draft(values: dict[str, Any], lines: list[ShownVariant]) -> ProductDraft:
    said = {name: str(values.get(name, "")).strip() for name in ("name", "code", "brand", "category")}
    images = [line.strip() for line in str(values.get("images", "")).splitlines() if line.strip()]
    for address in images:
        if not address.startswith(("https://", "http://")):
            raise ValueInvalid("image_invalid", "images", address)
    status = str(values.get("status", ""))
    return ProductDraft(
        name=said["name"],
        code=said["code"] or None,
        brand=said["brand"],
        category=said["category"],
        description=str(values.get("description", "")),
        vat_rate=_amount(str(values.get("vat_rate", "")), "vat_rate") or Decimal(0),
        images=tuple(images),
        status=ProductStatus(status) if status in set(ProductStatus) else ProductStatus.ACTIVE,
        supplier=str(values["supplier"])[:80] if "supplier" in values else None,
        variants=tuple(_variant_draft(place, line) for place, line in enumerate(lines)),
    )


def _variant_draft(place: int, line: ShownVariant) -> VariantDraft:
    amounts: dict[str, Any] = {}
    for name in _AMOUNTS:
        try:
            amounts[name] = _amount(str(line[name]), name)  # type: ignore[literal-required]  # names of the record
        except CatalogRefused as refused:
            raise catalog_edit.VariantRefused(place, refused.code, refused.field) from None
    return VariantDraft(
        sku=line["sku"],
        barcode=line["barcode"] or None,
        name=line["name"],
        shelf=line["shelf"],
        is_active=line["is_active"],
        id=UUID(line["id"]) if line["id"] else None,
        **amounts,
    )


def _amount(text: str, field: str) -> Decimal | None:
    try:
        return parse_amount(text.replace("%", "")) if text.strip() else None
    except ValueError:
        raise ValueInvalid("not_a_number", field, text) from None
