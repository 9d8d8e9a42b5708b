"""Adopt: listings nobody knows become products, siblings under one external parent becoming one product."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions import names, write
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.errors import NotAdopted
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_NOTE = "adopted"
_LISTINGS = text(
    "SELECT id, connection_id, external_id, external_parent_id, sku, barcode, title, raw, image, seen_price,"
    " seen_quantity FROM listing WHERE id = ANY(CAST(:listings AS uuid[])) AND match <> 'matched'"
    " ORDER BY id FOR UPDATE"
)
_TAKEN = text(
    "SELECT sku, barcode FROM variant WHERE merchant_id = :merchant"
    " AND (sku = ANY(CAST(:skus AS text[])) OR barcode = ANY(CAST(:barcodes AS text[])))"
)
_SIBLINGS = text(
    "SELECT l.connection_id, l.external_parent_id, min(CAST(v.product_id AS text)) AS product_id FROM listing l"
    " JOIN variant v ON v.id = l.variant_id WHERE l.match = 'matched' AND l.connection_id = ANY(CAST(:connections"
    " AS uuid[])) AND l.external_parent_id = ANY(CAST(:parents AS text[])) GROUP BY 1, 2"
)
_MATCH = text(
    "UPDATE listing l SET match = 'matched', variant_id = a.variant_id, suggested_variant_id = NULL"
    " FROM unnest(CAST(:listings AS uuid[]), CAST(:variants AS uuid[])) AS a(id, variant_id) WHERE l.id = a.id"
)
_STANDARD_VAT = Decimal(20)


@dataclass(frozen=True, slots=True)
class Adopted:
    products: int
    variants: int
    refused: tuple[NotAdopted, ...]


@dataclass(slots=True)
class _Work:
    products: dict[UUID, tuple[write.Patch, str, str]] = field(default_factory=dict)
    """New products with the names of their brand and category."""
    variants: list[write.Patch] = field(default_factory=list)
    pairs: dict[UUID, UUID] = field(default_factory=dict)
    """Variant by listing."""
    counts: list[StockCount] = field(default_factory=list)
    by_parent: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    joined: set[UUID] = field(default_factory=set)
    refused: list[NotAdopted] = field(default_factory=list)


def create_products_from(session: Session, scope: Scope, listing_ids: Sequence[UUID]) -> Adopted:
    """Units the channel shows become the first count, for telling it zero would empty a shop that sells."""
    scope.require("listings.write")
    scope.require("products.write")
    found = session.execute(_LISTINGS, {"listings": list(listing_ids)}).all()
    work = _Work(by_parent=_siblings(session, found))
    taken = _taken(session, scope, found)
    for listing in found:
        try:
            _place(work, taken, listing)
        except CatalogRefused as refused:
            work.refused.append(NotAdopted(listing.id, listing.title, refused.code, refused.value))
    _write(session, scope, work)
    return Adopted(len(work.products), len(work.variants), tuple(work.refused))


def _siblings(session: Session, found: Sequence[Row[Any]]) -> dict[tuple[UUID, str], UUID]:
    parents = sorted({row.external_parent_id for row in found if row.external_parent_id})
    connections = sorted({row.connection_id for row in found})
    rows = session.execute(_SIBLINGS, {"connections": connections, "parents": parents})
    return {(row.connection_id, row.external_parent_id): UUID(row.product_id) for row in rows}


def _taken(session: Session, scope: Scope, found: Sequence[Row[Any]]) -> tuple[set[str], set[str]]:
    wanted = {
        "merchant": scope.merchant_id,
        "skus": [_sku(row) for row in found],
        "barcodes": [row.barcode for row in found if row.barcode],
    }
    rows = session.execute(_TAKEN, wanted).all()
    return {row.sku for row in rows}, {row.barcode for row in rows if row.barcode}


def _sku(listing: Row[Any]) -> str:
    return str(listing.sku or listing.barcode or listing.external_id)


def _place(work: _Work, taken: tuple[set[str], set[str]], listing: Row[Any]) -> None:
    raw: dict[str, Any] = listing.raw
    sku = rules.clean_code(_sku(listing), "sku")
    barcode = rules.clean_code(listing.barcode, "barcode") if listing.barcode else None
    if sku in taken[0]:
        raise CatalogRefused("sku_taken", "sku", sku)
    if barcode and barcode in taken[1]:
        raise CatalogRefused("barcode_taken", "barcode", barcode)
    name = rules.clean_name(raw.get("parent_title") or listing.title)
    parent = (listing.connection_id, listing.external_parent_id or f"\x00{listing.external_id}")
    product_id = work.by_parent.get(parent)
    if product_id is None:
        product_id = work.by_parent[parent] = new_id()
        patch = _product(product_id, name, listing)
        work.products[product_id] = (patch, raw.get("brand") or "", raw.get("category") or "")
    elif product_id not in work.products:
        work.joined.add(product_id)
    variant = _variant(product_id, name, sku, barcode, listing)
    taken[0].add(sku)
    if barcode:
        taken[1].add(barcode)
    work.variants.append(variant)
    work.pairs[listing.id] = variant["id"]
    if listing.seen_quantity is not None and listing.seen_quantity >= 0:
        work.counts.append(StockCount(variant["id"], listing.seen_quantity))


def _product(product_id: UUID, name: str, listing: Row[Any]) -> write.Patch:
    raw: dict[str, Any] = listing.raw
    images = raw.get("images") or ([listing.image] if listing.image else [])
    return {
        "id": product_id,
        "code": None,
        "name": name,
        "description": raw.get("description") or "",
        "vat_rate": Decimal(raw["vat_rate"]) if raw.get("vat_rate") else _STANDARD_VAT,
        "images": images,
        "status": "active",
        "attributes": {},
    }


def _variant(product_id: UUID, name: str, sku: str, barcode: str | None, listing: Row[Any]) -> write.Patch:
    raw: dict[str, Any] = listing.raw
    options: dict[str, str] = raw.get("options") or {}
    sale = listing.seen_price if listing.seen_price and listing.seen_price > 0 else None
    listed = Decimal(raw["list_price"]) if raw.get("list_price") else None
    return {
        "id": new_id(),
        "product_id": product_id,
        "sku": sku,
        "barcode": barcode,
        "name": " / ".join(value for value in options.values() if value not in name),
        "options": options,
        "cost": None,
        "sale_price": sale,
        "list_price": listed if sale and listed and listed >= sale else None,
        "floor_price": None,
        "currency": raw.get("currency") or "TRY",
        "desi": Decimal(raw["desi"]) if raw.get("desi") else None,
        "shelf": "",
        "is_active": True,
    }


def _write(session: Session, scope: Scope, work: _Work) -> None:
    if not work.variants:
        return
    brands = names.ensure_brands(session, scope, {brand for _, brand, _ in work.products.values()})
    categories = names.ensure_categories(session, scope, {path for _, _, path in work.products.values()})
    rows = [
        {**patch, "brand_id": brands.get(brand), "category_id": categories.get(path)}
        for patch, brand, path in work.products.values()
    ]
    write.insert_products(session, scope, rows)
    write.insert_variants(session, scope, work.variants)
    write.touch(session, sorted(work.joined))
    write.refresh_search(session, sorted(work.joined | set(work.products)))
    session.execute(_MATCH, {"listings": list(work.pairs), "variants": list(work.pairs.values())})
    keeper = replace(scope, permissions=frozenset({"stock.write"}))
    set_on_hand(session, keeper, work.counts, note=_NOTE)
    fanout.append(session, Topic.PUSH_STOCK, list(work.pairs.values()))
    live.tell(session, scope.merchant_id, "products.changed", products=len(work.products))
    live.tell(session, scope.merchant_id, "listings.changed", listings=len(work.pairs))
