"""One product: its facts and variants to edit, its channels and prices to look at; a new one, too."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID, uuid4

import reflex as rx

from prapazar.domain.catalog import actions, queries, rules
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused, ProductMissing, ValueInvalid
from prapazar.domain.catalog.queries import Choice, ListingRow, ProductView, Selection, VariantRow
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.listings.queries_buyboxes import Standing, of_listings
from prapazar.domain.pricing import queries as prices
from prapazar.domain.pricing.queries import PriceChangeRow
from prapazar.domain.pricing.rules import why_not_pushed
from prapazar.flows import catalog_edit
from prapazar.foundation import db, formats, routes
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.buyboxes import box_words
from prapazar.states.guard import allow
from prapazar.states.product_bundle import ProductBundleState
from prapazar.states.product_rows import plain, problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_AMOUNTS = ("cost", "floor_price", "sale_price", "list_price", "desi")
_MOST_VARIANTS = 200
_TEXTS = ("id", "name", "code", "brand", "category", "description", "images", "supplier")


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


class ProductState(rx.State):
    product: dict[str, str] = {}
    variants: list[ShownVariant] = []
    listings: list[dict[str, str]] = []
    history: list[dict[str, str]] = []
    brands: list[str] = []
    categories: list[str] = []
    suppliers: list[dict[str, str]] = []
    """{value, label}, nobody first; empty where the merchant has none."""
    errors: dict[str, str] = {}
    loading: bool = True
    missing: bool = False
    is_new: bool = False
    has_problem: bool = False
    no_floor: bool = False
    version: int = 0
    busy: bool = False
    archive_open: bool = False

    @rx.event
    @allow("products.read")
    async def load(self) -> None:
        self.errors = {}
        await self._show()

    @rx.event
    @allow("products.write")
    async def begin(self) -> None:
        """The page of a product that is not there yet."""
        scope = await current_scope(self)
        brands, categories, suppliers = await in_thread(_choices, scope)
        self.is_new, self.missing, self.loading = True, False, False
        self.product = dict.fromkeys(_TEXTS, "")
        self.product |= {"vat_rate": "20", "status": "active"}
        self.variants, self.errors, self.listings, self.history = [_blank()], {}, [], []
        self.brands = [choice.name for choice in brands]
        self.categories = [choice.name for choice in categories]
        self.suppliers = _supplier_choices(suppliers, scope.locale)
        self.version += 1

    @rx.event
    @allow("products.read")
    async def news(self) -> Any:  # noqa: ANN401 - an event or nothing
        """Stock and channels are read again; what somebody types is left alone."""
        if self.is_new or self.missing:
            return None
        await self._show(keep_form=True)
        return ProductBundleState.news

    @rx.event
    @allow("products.write")
    def add_variant(self) -> None:
        if len(self.variants) < _MOST_VARIANTS:
            self.variants = [*self.variants, _blank()]

    @rx.event
    @allow("products.write")
    def remove_variant(self, key: str) -> None:
        if len(self.variants) > 1:
            self.variants = [line for line in self.variants if line["key"] != key]

    @rx.event
    @allow("products.write")
    async def save(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - an event or nothing
        scope = await current_scope(self)
        self.errors = {}
        self.variants = [_typed(line, values) for line in self.variants]
        try:
            draft = _draft(values, self.variants)
            product_id = await in_thread(_save, scope, self._product_id(), draft)
        except CatalogRefused as refused:
            self._blame(scope.locale, refused)
            if not str(values.get("name", "")).strip():
                self.errors = {"name": problem(scope.locale, "missing"), **self.errors}
            return None
        except ProductMissing:
            self.missing = True
            return None
        if self.is_new:
            self.version += 1  # nothing is left to save, so leaving asks nothing
            await toast(self, "success", say(scope.locale, "products.created"))
            return rx.redirect(routes.product(product_id))
        await self._show()
        await toast(self, "success", say(scope.locale, "products.saved"))
        return None

    @rx.event
    @allow("products.delete")
    def ask_archive(self, is_open: bool) -> None:
        self.archive_open = bool(is_open)

    @rx.event
    @allow("products.delete")
    async def archive(self) -> None:
        await self._set_status(is_archived=True)

    @rx.event
    @allow("products.delete")
    async def restore(self) -> None:
        await self._set_status(is_archived=False)

    @rx.event
    @allow("listings.write")
    async def publish(self) -> Any:  # noqa: ANN401 - the way to the other screen
        product_id = self._product_id()
        if product_id is None:
            return None
        scope = await current_scope(self)
        return rx.redirect(routes.publishing(await in_thread(_publish, scope, product_id)))

    async def _set_status(self, *, is_archived: bool) -> None:
        product_id = self._product_id()
        if product_id is None:
            return
        scope = await current_scope(self)
        await in_thread(_set_status, scope, product_id, is_archived)
        self.archive_open = False
        await self._show()
        key = "products.archived" if is_archived else "products.restored"
        await toast(self, "success", say(scope.locale, key))

    def _blame(self, locale: Locale, refused: CatalogRefused) -> None:
        text = problem(locale, refused.code)
        if isinstance(refused, catalog_edit.VariantRefused):
            self.variants = [
                line | ({"error": text, "error_in": refused.field} if place == refused.place else {})
                for place, line in enumerate(self.variants)
            ]
        elif refused.field in {"sku", "barcode"}:
            self.variants = [
                line
                | (
                    {"error": text, "error_in": refused.field}
                    if refused.value in {line["sku"], line["barcode"]}
                    else {}
                )
                for line in self.variants
            ]
        self.errors = {refused.field: text}

    def _product_id(self) -> UUID | None:
        try:
            return UUID(self.product.get("id", ""))
        except ValueError:
            return None

    async def _show(self, *, keep_form: bool = False) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, ProductMissing):
            self.missing, self.loading = True, False
            return
        locale = scope.locale
        self.listings = [
            _listing(row, found.view, found.boxes.get(row.id), locale) for row in found.view.listings
        ]
        self.history = [_change(sku, row, locale) for sku, row in found.changes]
        self.has_problem = any(row.problem for row in found.view.listings)
        self.no_floor = any(
            why_not_pushed(v.sale_price, v.floor_price, v.cost) == "no_floor" for v in found.view.variants
        )
        self.is_new, self.missing, self.loading = False, False, False
        if keep_form:
            return
        self.product = _product(found.view, locale)
        self.variants = [_variant(row, locale) for row in found.view.variants]
        self.brands = [choice.name for choice in found.brands]
        self.categories = [choice.name for choice in found.categories]
        self.suppliers = _supplier_choices(found.suppliers, locale)
        self.version += 1


def _supplier_choices(found: list[Choice], locale: Locale) -> list[dict[str, str]]:
    nobody = {"value": "", "label": say(locale, "products.no_supplier")}
    return [nobody, *({"value": one.name, "label": one.name} for one in found)] if found else []


@dataclass(frozen=True, slots=True)
class _Found:
    view: ProductView
    changes: list[tuple[str, PriceChangeRow]]
    """(SKU, change) of all variants, newest first."""
    brands: list[Choice]
    categories: list[Choice]
    suppliers: list[Choice]
    boxes: dict[UUID, Standing]
    """By listing."""


def _read(scope: Scope, product_id: UUID) -> _Found:
    with db.transaction(scope) as session:
        view = queries.product(session, scope, product_id)
        changes: list[tuple[str, PriceChangeRow]] = []
        if scope.can("prices.read"):
            by_id = {variant.id: variant.sku for variant in view.variants}
            changes = [
                (by_id[row.variant_id], row)
                for row in prices.price_changes_of(session, scope, list(by_id), limit=20)
            ]
        boxes = of_listings(session, scope, [row.id for row in view.listings])
        return _Found(
            view,
            changes,
            queries.brands(session, scope),
            queries.categories(session, scope),
            queries.suppliers(session, scope),
            boxes,
        )


def _choices(scope: Scope) -> tuple[list[Choice], list[Choice], list[Choice]]:
    with db.transaction(scope) as session:
        return (
            queries.brands(session, scope),
            queries.categories(session, scope),
            queries.suppliers(session, scope),
        )


def _publish(scope: Scope, product_id: UUID) -> UUID:
    with db.transaction(scope) as session:
        return publish_runs.choose(session, scope, Selection(ids=(product_id,)))


def _save(scope: Scope, product_id: UUID | None, draft: ProductDraft) -> UUID:
    with db.transaction(scope) as session:
        if product_id is None:
            return catalog_edit.create(session, scope, draft)
        catalog_edit.save(session, scope, product_id, draft)
        return product_id


def _set_status(scope: Scope, product_id: UUID, is_archived: bool) -> None:
    with db.transaction(scope) as session:
        (actions.archive if is_archived else actions.restore)(session, scope, [product_id])


def _draft(values: dict[str, Any], lines: list[ShownVariant]) -> ProductDraft:
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


def _typed(line: ShownVariant, values: dict[str, Any]) -> ShownVariant:
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


def _blank() -> ShownVariant:
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


def _product(view: ProductView, locale: Locale) -> dict[str, str]:
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


def _variant(row: VariantRow, locale: Locale) -> ShownVariant:
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


def _listing(row: ListingRow, view: ProductView, box: Standing | None, locale: Locale) -> dict[str, str]:
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


def _change(sku: str, row: PriceChangeRow, locale: Locale) -> dict[str, str]:
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
