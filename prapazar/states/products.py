"""The product list: what is asked of it, and editing many products at once."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.catalog import actions, queries
from prapazar.domain.catalog.actions import BulkChange
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.catalog.queries import ProductFilter, ProductPage, Selection, StockState
from prapazar.domain.catalog.queries.filters import VIEWS
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.pricing.actions import PriceOutcome, step_prices
from prapazar.domain.pricing.rules import Ending, PriceStep
from prapazar.flows import standing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.product_rows import problem, shown
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="products",
    reads="products.read",
    views=tuple(VIEWS),
    filters=("search", "stock", "channel", "brand", "category", "price_from", "price_to"),
    sorts=("name", "updated"),
    first_sort="-updated",
    columns=("sku", "brand", "category", "price", "on_hand", "available", "channels", "status", "updated"),
    hidden_first=("brand",),
)
PRICES = ("price_from", "price_to")
_LONGEST = 120


class ProductsState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"channel": [], "brand": [], "category": []}
    bulk_open: bool = False
    archive_open: bool = False
    errors: dict[str, str] = {}

    @rx.event
    @allow("products.write")
    def ask_bulk(self, is_open: bool) -> None:
        self.bulk_open, self.errors = bool(is_open), {}

    @rx.event
    @allow("products.delete")
    def ask_archive(self, is_open: bool) -> None:
        self.archive_open = bool(is_open)

    @rx.event
    @allow("products.write")
    async def bulk_edit(self, values: dict[str, str]) -> None:
        """`brand`, `category`, `vat_rate`, `percent`, `ending`; what is empty stays."""
        scope = await current_scope(self)
        try:
            change, step = _read_change(values)
            count, prices = await in_thread(_edit, scope, self._selection(), change, step)
        except CatalogRefused as refused:
            self.errors = {refused.field: problem(scope.locale, refused.code)}
            return
        self.bulk_open, self.errors = False, {}
        await self._show_first()
        await self._tell(scope, count, prices)

    @rx.event
    @allow("listings.write")
    async def publish(self) -> Any:  # noqa: ANN401 - the way to the other screen
        """The selection becomes a run; its channel is chosen on the next screen."""
        scope = await current_scope(self)
        run_id = await in_thread(_publish, scope, self._selection())
        return rx.redirect(routes.publishing(run_id))

    @rx.event
    @allow("products.delete")
    async def archive(self) -> None:
        await self._set_status(ProductStatus.ARCHIVED)

    @rx.event
    @allow("products.write")
    async def restore(self) -> None:
        await self._set_status(ProductStatus.ACTIVE)

    async def _set_status(self, status: ProductStatus) -> None:
        scope = await current_scope(self)
        count, prices = await in_thread(_edit, scope, self._selection(), BulkChange(status=status), None)
        self.archive_open = False
        await self._show_first()
        await self._tell(scope, count, prices)

    async def _tell(self, scope: Scope, count: int, prices: PriceOutcome | None) -> None:
        if count:
            text = say(scope.locale, "products.bulk_done", count=formats.number(count, scope.locale))
            await toast(self, "success", text)
        if prices and prices.changed:
            text = say(
                scope.locale, "products.prices_done", count=formats.number(prices.changed, scope.locale)
            )
            await toast(self, "success", text)
        if prices and prices.refused:
            text = say(scope.locale, "products.prices_refused", count=len(prices.refused))
            await toast(self, "warning", text)

    def _filter(self) -> ProductFilter:
        asked = self.filters
        return replace(
            VIEWS[self.view],
            text=asked["search"],
            brand_ids=tuple(uuids([asked["brand"]])),
            category=asked["category"],
            stock=StockState(asked["stock"]) if asked["stock"] else None,
            connection_id=next(iter(uuids([asked["channel"]])), None),
            price_from=_amount(asked["price_from"]),
            price_to=_amount(asked["price_to"]),
        )

    def _selection(self) -> Selection:
        return Selection(filter=self._filter()) if self.every else Selection(ids=tuple(uuids(self.selected)))

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted, sort = self._filter(), self.sort or KIND.first_sort
        if ids:
            return lambda session, scope: _rows(session, scope, ids)
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices)

    def _checked(self, name: str, value: str) -> str:
        if name == "stock":
            return value if value in set(StockState) else ""
        if name in PRICES:
            amount = _amount(value)
            return "" if amount is None else format(rounded(amount), "f")
        return value

    def _behind(self, chip: str) -> tuple[str, ...]:
        return PRICES if chip == "price" else (chip,)

    def _said(self, scope: Scope) -> dict[str, str]:
        said = super()._said(scope)
        if said.get("stock"):
            said["stock"] = say(scope.locale, f"products.stock_{self.filters['stock']}")
        prices = [said.pop(name, "") for name in PRICES]
        return said | ({"price": " – ".join(_shown_amount(p, scope) for p in prices)} if any(prices) else {})


def _look(
    session: Session, scope: Scope, wanted: ProductFilter, sort: str, after: str, with_choices: bool
) -> Look:
    column = sort.removeprefix("-")
    found: ProductPage = queries.page(
        session, scope, wanted, sort=column, is_descending=sort != column, cursor=after or None, limit=PAGE
    )
    total = queries.total(session, scope, wanted)
    return Look(
        rows=[shown(row, scope.locale) for row in found.rows],
        end=found.cursor or "",
        total=total.count,
        is_capped=total.is_capped,
        choices=_choices(session, scope) if with_choices else None,
    )


def _rows(session: Session, scope: Scope, ids: Sequence[UUID]) -> Look:
    found = queries.rows_of(session, scope, ids)
    return Look(rows=[shown(row, scope.locale) for row in found], total=len(found))


def _choices(session: Session, scope: Scope) -> dict[str, list[dict[str, str]]]:
    names, brands = standing.stores(session, scope), queries.brands(session, scope)
    return {
        "channel": [{"value": str(c.id), "label": c.name} for c in names],
        "brand": [{"value": str(b.id), "label": b.name} for b in brands],
        "category": [{"value": c.name, "label": c.name} for c in queries.categories(session, scope)],
    }


def _edit(
    scope: Scope, selection: Selection, change: BulkChange, step: PriceStep | None
) -> tuple[int, PriceOutcome | None]:
    """Prices first: afterwards a filter such as "brand X" may find other products."""
    with db.transaction(scope) as session:
        prices = step_prices(session, scope, selection, step, reason="bulk") if step else None
        return actions.bulk_edit(session, scope, selection, change), prices


def _publish(scope: Scope, selection: Selection) -> UUID:
    with db.transaction(scope) as session:
        return publish_runs.choose(session, scope, selection)


def _read_change(values: dict[str, str]) -> tuple[BulkChange, PriceStep | None]:
    said = {name: str(values.get(name, "")).strip() for name in ("brand", "category", "vat_rate", "percent")}
    change = BulkChange(
        brand=said["brand"][:_LONGEST] or None,
        category=said["category"][:_LONGEST] or None,
        vat_rate=_number("vat_rate", said["vat_rate"]),
    )
    percent = _number("percent", said["percent"])
    if percent is None:
        return change, None
    ending = str(values.get("ending", ""))
    return change, PriceStep(percent, ending=Ending(ending) if ending in set(Ending) else Ending.EXACT)


def _number(field: str, text: str) -> Decimal | None:
    try:
        return parse_amount(text.replace("%", "")) if text else None
    except ValueError:
        raise CatalogRefused("not_a_number", field, text) from None


def _amount(text: str) -> Decimal | None:
    try:
        return parse_amount(text) if text.strip() else None
    except ValueError:
        return None


def _shown_amount(text: str, scope: Scope) -> str:
    amount = _amount(text)
    return "…" if amount is None else formats.money(amount, locale=scope.locale)
