"""Create, update and archive: what a person does to one product."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions import names, write
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import BarcodeTaken, ProductMissing, SkuTaken, ValueInvalid
from prapazar.foundation import db, live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_TAKEN = text(
    "SELECT sku, barcode FROM variant WHERE merchant_id = :merchant"
    " AND (sku = ANY(CAST(:skus AS text[])) OR barcode = ANY(CAST(:barcodes AS text[])))"
    " AND NOT id = ANY(CAST(:own AS uuid[])) LIMIT 1"
)
_USED = text(
    "SELECT v.sku FROM variant v WHERE v.id = ANY(CAST(:variants AS uuid[])) AND ("
    " EXISTS (SELECT 1 FROM movement m WHERE m.merchant_id = v.merchant_id AND m.variant_id = v.id)"
    " OR EXISTS (SELECT 1 FROM listing l WHERE l.variant_id = v.id)"
    " OR EXISTS (SELECT 1 FROM order_line o WHERE o.variant_id = v.id)"
    " OR EXISTS (SELECT 1 FROM bundle_component c WHERE c.component_id = v.id)) ORDER BY v.sku LIMIT 1"
)


def create_product(session: Session, scope: Scope, draft: ProductDraft) -> UUID:
    """Raises CatalogRefused; then nothing is written."""
    scope.require("products.write")
    rules.check_draft(draft)
    _refuse_taken(session, scope, draft.variants)
    product_id = new_id()
    patch = {"id": product_id, **_product_patch(session, scope, draft)}
    _refuse_code(session, scope, patch)
    write.insert_products(session, scope, [patch])
    write.insert_variants(session, scope, [_new_variant(product_id, variant) for variant in draft.variants])
    write.refresh_search(session, [product_id])
    live.tell(session, scope.merchant_id, "products.changed", product=str(product_id))
    return product_id


def update_product(session: Session, scope: Scope, product_id: UUID, draft: ProductDraft) -> bool:
    """Everything but the variants. Returns whether anything changed."""
    scope.require("products.write")
    _lock(session, product_id)
    rules.clean_name(draft.name)
    rules.check_vat(draft.vat_rate)
    patch = {"id": product_id, **_product_patch(session, scope, draft)}
    _refuse_code(session, scope, patch)
    changed = bool(write.patch_products(session, [patch]))
    if changed:
        write.refresh_search(session, [product_id])
        live.tell(session, scope.merchant_id, "products.changed", product=str(product_id))
    return changed


def update_variants(
    session: Session, scope: Scope, product_id: UUID, variants: Sequence[VariantDraft]
) -> list[UUID]:
    """The product's variants as they shall be, ids in the same order.

    Drafts without an id are added with their first prices; of existing ones everything but the prices
    is set, those are changed by `pricing`. One that is left out goes away, unless it was ever sold,
    counted or listed: such a variant is refused, it can only be switched off.
    """
    scope.require("products.write")
    _lock(session, product_id)
    rules.check_draft(ProductDraft(name="-", variants=tuple(variants)))
    _refuse_taken(session, scope, variants)
    known = set(
        session.execute(text("SELECT id FROM variant WHERE product_id = :p"), {"p": product_id}).scalars()
    )
    kept = {variant.id for variant in variants if variant.id}
    if kept - known:
        raise ValueInvalid(
            "unknown_variant", "sku", ", ".join(v.sku for v in variants if v.id in kept - known)
        )
    gone = _remove(session, known - kept)
    changed = write.patch_variants(session, [_variant_patch(variant) for variant in variants if variant.id])
    added = [_new_variant(product_id, variant) for variant in variants if variant.id is None]
    write.insert_variants(session, scope, added)
    if gone or changed or added:
        write.touch(session, [product_id])
        write.refresh_search(session, [product_id])
        live.tell(session, scope.merchant_id, "products.changed", product=str(product_id))
    fresh = iter(added)
    return [variant.id or next(fresh)["id"] for variant in variants]


def archive(session: Session, scope: Scope, product_ids: Sequence[UUID]) -> int:
    """Hidden from lists, kept for history. Returns how many changed."""
    scope.require("products.delete")
    return _set_status(session, scope, product_ids, ProductStatus.ARCHIVED)


def restore(session: Session, scope: Scope, product_ids: Sequence[UUID]) -> int:
    scope.require("products.delete")
    return _set_status(session, scope, product_ids, ProductStatus.ACTIVE)


def _set_status(session: Session, scope: Scope, product_ids: Sequence[UUID], status: ProductStatus) -> int:
    patches = [{"id": product_id, "status": status.value} for product_id in sorted(set(product_ids))]
    changed = write.patch_products(session, patches)
    if changed:
        live.tell(session, scope.merchant_id, "products.changed", products=len(changed))
    return len(changed)


def _lock(session: Session, product_id: UUID) -> None:
    found = session.execute(
        text("SELECT 1 FROM product WHERE id = :id FOR NO KEY UPDATE"), {"id": product_id}
    ).scalar()
    if found is None:
        raise ProductMissing(product_id)


def _refuse_taken(session: Session, scope: Scope, variants: Sequence[VariantDraft]) -> None:
    skus = [variant.sku.strip() for variant in variants]
    barcodes = [variant.barcode.strip() for variant in variants if variant.barcode]
    values = {
        "merchant": scope.merchant_id,
        "skus": skus,
        "barcodes": barcodes,
        "own": [variant.id for variant in variants if variant.id],
    }
    taken = session.execute(_TAKEN, values).one_or_none()
    if taken is None:
        return
    if taken.sku in skus:
        raise SkuTaken(taken.sku)
    raise BarcodeTaken(taken.barcode)


def _refuse_code(session: Session, scope: Scope, patch: write.Patch) -> None:
    taken = session.execute(
        text("SELECT 1 FROM product WHERE merchant_id = :merchant AND code = :code AND id <> :id"),
        {"merchant": scope.merchant_id, "code": patch["code"], "id": patch["id"]},
    ).scalar()
    if taken:
        raise ValueInvalid("code_taken", "code", patch["code"])


def _remove(session: Session, variant_ids: set[UUID]) -> bool:
    if not variant_ids:
        return False
    values = {"variants": sorted(variant_ids)}
    with db.for_all_stores(session):
        used = session.execute(_USED, values).scalar()
    if used is not None:
        raise ValueInvalid("variant_used", "sku", used)
    session.execute(text("DELETE FROM stock WHERE variant_id = ANY(CAST(:variants AS uuid[]))"), values)
    session.execute(text("DELETE FROM variant WHERE id = ANY(CAST(:variants AS uuid[]))"), values)
    return True


def _product_patch(session: Session, scope: Scope, draft: ProductDraft) -> write.Patch:
    brands = names.ensure_brands(session, scope, [draft.brand])
    categories = names.ensure_categories(session, scope, [draft.category])
    suppliers = names.known_suppliers(session, scope, [draft.supplier or ""])
    if draft.supplier and draft.supplier not in suppliers:
        raise ValueInvalid("supplier_unknown", "supplier", draft.supplier)
    whose = {} if draft.supplier is None else {"supplier_id": suppliers.get(draft.supplier)}
    return {
        "code": (draft.code or "").strip() or None,
        "name": rules.clean_name(draft.name),
        "description": draft.description.strip(),
        "brand_id": brands.get(draft.brand),
        "category_id": categories.get(draft.category),
        "vat_rate": draft.vat_rate,
        "images": list(draft.images),
        "status": draft.status.value,
        "attributes": draft.attributes,
        **whose,
    }


def _variant_patch(variant: VariantDraft) -> write.Patch:
    return {
        **asdict(variant),
        "sku": variant.sku.strip(),
        "barcode": (variant.barcode or "").strip() or None,
        "name": variant.name.strip(),
    }


def _new_variant(product_id: UUID, variant: VariantDraft) -> write.Patch:
    return {**_variant_patch(variant), "id": new_id(), "product_id": product_id}
