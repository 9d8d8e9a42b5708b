"""Carry out a plan: the product side of a batch of rows, a handful of statements for all of them."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import names, write
from prapazar.domain.catalog.enums import ProductStatus, SheetField
from prapazar.domain.catalog.sheets.plan import Plan
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_STANDARD_VAT = 20


def carry_out(session: Session, scope: Scope, plan: Plan) -> None:
    """Products and variants; prices and counts of the plan belong to other subjects."""
    scope.require("products.write")
    patches = _patches(session, scope, plan)
    new = set(plan.new_products)
    write.insert_products(session, scope, [_complete(patches[key]) for key in plan.new_products])
    changed = write.patch_products(session, [patch for key, patch in patches.items() if key not in new])
    write.insert_variants(session, scope, plan.new_variants)
    write.patch_variants(session, plan.variants)
    variants = plan.new_variants + plan.variants
    touched = {variant["product_id"] for variant in variants} - new
    write.touch(session, sorted(touched))
    write.refresh_search(session, sorted(new | set(changed) | touched))
    if new or changed or touched:
        live.tell(session, scope.merchant_id, "products.changed", products=len(new | touched))


def _patches(session: Session, scope: Scope, plan: Plan) -> dict[UUID, write.Patch]:
    said = plan.products.values()
    brands = names.ensure_brands(session, scope, {v.get(SheetField.BRAND, "") for v in said})
    categories = names.ensure_categories(session, scope, {v.get(SheetField.CATEGORY, "") for v in said})
    suppliers = names.known_suppliers(session, scope, {v.get(SheetField.SUPPLIER, "") for v in said})
    return {
        product_id: {"id": product_id, **_columns(values, brands, categories, suppliers)}
        for product_id, values in plan.products.items()
    }


def _columns(
    values: dict[SheetField, Any],
    brands: dict[str, UUID],
    categories: dict[str, UUID],
    suppliers: dict[str, UUID],
) -> write.Patch:
    columns: write.Patch = {}
    for field, value in values.items():
        if field is SheetField.BRAND:
            columns["brand_id"] = brands.get(value)
        elif field is SheetField.CATEGORY:
            columns["category_id"] = categories.get(value)
        elif field is SheetField.SUPPLIER:
            columns["supplier_id"] = suppliers.get(value)
        elif field is SheetField.IMAGES:
            columns["images"] = list(value)
        else:
            columns[field.value] = value.value if isinstance(value, ProductStatus) else value
    return columns


def _complete(patch: write.Patch) -> write.Patch:
    defaults: write.Patch = {
        "code": None,
        "description": "",
        "brand_id": None,
        "category_id": None,
        "vat_rate": _STANDARD_VAT,
        "images": [],
        "status": ProductStatus.ACTIVE.value,
        "attributes": {},
        "supplier_id": None,
    }
    return {**defaults, **patch}
