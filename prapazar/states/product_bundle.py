"""What a product's variant is made of: find articles, say how many of each, see what that is enough for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions.bundles import MOST_COMPONENTS, MOST_UNITS, Component
from prapazar.domain.catalog.errors import CatalogRefused, ProductMissing, ValueInvalid
from prapazar.domain.catalog.queries import BundleView, ComponentRow
from prapazar.domain.catalog.queries.variants import VariantHit, find_variants
from prapazar.flows import catalog_bundles
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class ShownComponent(TypedDict):
    id: str
    name: str
    sku: str
    image: str
    quantity: str
    free: str
    makes: str
    """Empty until it is saved."""
    fault: str


class ProductBundleState(rx.State):
    variants: list[dict[str, str]] = []
    """{value, label} of the product's variants."""
    chosen: str = ""
    lines: list[ShownComponent] = []
    search: str = ""
    hits: list[dict[str, str]] = []
    looked: bool = False
    available: str = ""
    why: str = ""
    cost: str = ""
    fault: str = ""
    is_bundle: bool = False
    version: int = 0
    """Makes the inputs anew whenever the books are shown again."""
    changed: bool = False
    """Something stands here that is not saved."""

    @rx.event
    @allow("products.read")
    async def load(self) -> None:
        self.variants, self.chosen = [], ""
        await self._show()

    @rx.event
    @allow("products.read")
    async def news(self) -> None:
        """Figures are read again, unless somebody is in the middle of a change; a search goes on."""
        if self.chosen and not self.changed:
            await self._show(is_news=True)

    @rx.event
    @allow("products.read")
    async def choose(self, variant_id: str) -> None:
        if any(one["value"] == variant_id for one in self.variants):
            self.chosen = variant_id
            await self._show()

    @rx.event
    @allow("products.write")
    async def set_search(self, typed: str) -> None:
        self.search = str(typed)[:100]
        scope = await current_scope(self)
        found = await in_thread(_find, scope, self.search)
        held = {self.chosen, *(line["id"] for line in self.lines)}
        self.hits = [_hit(hit, scope.locale) for hit in found if str(hit.variant_id) not in held]
        self.looked = bool(self.search.strip())

    @rx.event
    @allow("products.write")
    async def add(self, variant_id: str) -> None:
        hit = next((hit for hit in self.hits if hit["id"] == variant_id), None)
        if hit is None or len(self.lines) >= MOST_COMPONENTS:
            return
        self.search, self.hits, self.looked = "", [], False
        added = ShownComponent(
            id=hit["id"],
            name=hit["name"],
            sku=hit["sku"],
            image=hit["image"],
            quantity="1",
            free=hit["free"],
            makes="",
            fault="",
        )
        self.lines = [*self.lines, added]
        await self._touched()

    @rx.event
    @allow("products.write")
    async def remove(self, variant_id: str) -> None:
        self.lines = [line for line in self.lines if line["id"] != variant_id]
        await self._touched()

    @rx.event
    @allow("products.write")
    async def set_quantity(self, variant_id: str, typed: str) -> None:
        wanted = str(typed).strip()[:10]
        if any(line["id"] == variant_id and line["quantity"] != wanted for line in self.lines):
            self.lines = [
                line | {"quantity": wanted, "makes": "", "fault": ""} if line["id"] == variant_id else line
                for line in self.lines
            ]
            await self._touched()

    @rx.event
    @allow("products.read")
    async def undo(self) -> None:
        await self._show()

    @rx.event
    @allow("products.write")
    async def save(self) -> None:
        scope = await current_scope(self)
        self.fault = ""
        self.lines = [
            line | {"fault": _quantity_fault(line["quantity"], scope.locale)} for line in self.lines
        ]
        if not self.chosen or any(line["fault"] for line in self.lines):
            return
        wanted = [Component(UUID(line["id"]), int(line["quantity"])) for line in self.lines]
        try:
            await in_thread(_save, scope, UUID(self.chosen), wanted)
        except CatalogRefused as refused:
            said = problem(scope.locale, refused.code)
            self.fault = f"{said} ({refused.value})" if refused.value else said
            return
        await self._show()
        await toast(self, "success", say(scope.locale, "bundles.saved" if wanted else "bundles.dissolved"))

    async def _touched(self) -> None:
        """What was worked out no longer fits what stands here."""
        scope = await current_scope(self)
        self.changed, self.fault = True, ""
        self.available = self.cost = "–"
        self.why = say(scope.locale, "bundles.after_saving" if self.lines else "bundles.dissolve_hint")

    async def _show(self, *, is_news: bool = False) -> None:
        scope = await current_scope(self)
        self.fault, self.changed = "", False
        if not is_news:
            self.search, self.hits, self.looked = "", [], False
        try:
            asked = UUID(self.router.url.path.rstrip("/").rpartition("/")[2])
            found = await in_thread(_read, scope, asked)
        except (ValueError, ProductMissing):
            self.variants, self.lines = [], []
            return
        self.variants = found.variants
        if self.chosen not in {one["value"] for one in found.variants}:
            self.chosen = next(
                (one["value"] for one in found.variants if UUID(one["value"]) in found.bundles),
                found.variants[0]["value"],
            )
        self._put(found.bundles.get(UUID(self.chosen)), scope.locale, is_news=is_news)

    def _put(self, view: BundleView | None, locale: Locale, *, is_news: bool) -> None:
        self.is_bundle, before = view is not None, _asked(self.lines)
        self.lines = [_component(row, locale) for row in view.components] if view else []
        if not is_news or _asked(self.lines) != before:
            self.version += 1  # or an input somebody types in would be laid out anew
        self.available = (
            formats.number(view.available, locale) if view and view.available is not None else "–"
        )
        self.why = _why(view, locale) if view else ""
        self.cost = ""
        if view:
            unknown = say(locale, "bundles.cost_unknown")
            money = view.components[0].currency
            self.cost = unknown if view.cost is None else formats.money(view.cost, money, locale)


@dataclass(frozen=True, slots=True)
class _Found:
    variants: list[dict[str, str]]
    bundles: dict[UUID, BundleView]


def _read(scope: Scope, product_id: UUID) -> _Found:
    with db.transaction(scope) as session:
        product = queries.product(session, scope, product_id)
        choices = [
            {"value": str(one.id), "label": f"{one.name} · {one.sku}" if one.name else one.sku}
            for one in product.variants
        ]
        return _Found(choices, queries.bundles(session, scope, [one.id for one in product.variants]))


def _find(scope: Scope, typed: str) -> list[VariantHit]:
    with db.transaction(scope) as session:
        return find_variants(session, scope, typed, limit=8)


def _save(scope: Scope, variant_id: UUID, wanted: list[Component]) -> None:
    with db.transaction(scope) as session:
        catalog_bundles.save(session, scope, variant_id, wanted)


def _quantity_fault(typed: str, locale: Locale) -> str:
    fits = typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_UNITS
    return "" if fits else problem(locale, ValueInvalid("bundle_quantity", "components").code)


def _hit(hit: VariantHit, locale: Locale) -> dict[str, str]:
    return {
        "id": str(hit.variant_id),
        "name": hit.name,
        "sku": hit.sku,
        "image": hit.image or "",
        "free": say(locale, "bundles.free", count=formats.number(hit.available, locale)),
    }


def _component(row: ComponentRow, locale: Locale) -> ShownComponent:
    counted = row.free is not None and row.makes is not None
    return ShownComponent(
        id=str(row.variant_id),
        name=row.name,
        sku=row.sku,
        image=row.image or "",
        quantity=str(row.quantity),
        free=say(locale, "bundles.free", count=formats.number(row.free, locale))
        if row.free is not None
        else say(locale, "bundles.uncounted"),
        makes=say(locale, "bundles.makes", count=row.makes) if counted else "",
        fault="",
    )


def _asked(lines: Sequence[ShownComponent]) -> list[tuple[str, str]]:
    return [(line["id"], line["quantity"]) for line in lines]


def _why(view: BundleView, locale: Locale) -> str:
    scarcest = view.scarcest
    if scarcest is None:
        return ""
    if view.available is None or scarcest.free is None:
        return say(locale, "bundles.why_uncounted", name=scarcest.name)
    return say(
        locale,
        "bundles.why",
        name=scarcest.name,
        free=formats.number(scarcest.free, locale),
        quantity=scarcest.quantity,
        count=formats.number(view.available, locale),
    )
