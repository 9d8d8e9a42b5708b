"""One product: its facts and variants to edit, its channels and prices to look at; a new one, too."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog import actions, queries
from prapazar.domain.catalog.drafts import ProductDraft
from prapazar.domain.catalog.errors import CatalogRefused, ProductMissing
from prapazar.domain.catalog.queries import Choice, ProductView, Selection
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.listings.queries_buyboxes import Standing, of_listings
from prapazar.domain.pricing import queries as prices
from prapazar.domain.pricing.queries import PriceChangeRow
from prapazar.domain.pricing.rules import why_not_pushed
from prapazar.flows import catalog_edit
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states import product_form, product_view
from prapazar.states.guard import allow
from prapazar.states.product_bundle import ProductBundleState
from prapazar.states.product_form import ShownVariant
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_MOST_VARIANTS = 200


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
        self.product = dict.fromkeys(product_form.TEXTS, "")
        self.product |= {"vat_rate": "20", "status": "active"}
        self.variants, self.errors, self.listings, self.history = [product_form.blank()], {}, [], []
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
            self.variants = [*self.variants, product_form.blank()]

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
        self.variants = [product_form.typed(line, values) for line in self.variants]
        try:
            draft = product_form.draft(values, self.variants)
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
            product_view.listing(row, found.view, found.boxes.get(row.id), locale)
            for row in found.view.listings
        ]
        self.history = [product_view.change(sku, row, locale) for sku, row in found.changes]
        self.has_problem = any(row.problem for row in found.view.listings)
        self.no_floor = any(
            why_not_pushed(v.sale_price, v.floor_price, v.cost) == "no_floor" for v in found.view.variants
        )
        self.is_new, self.missing, self.loading = False, False, False
        if keep_form:
            return
        self.product = product_view.facts(found.view, locale)
        self.variants = [product_form.kept(row, locale) for row in found.view.variants]
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
