"""The product list: views, filters, pages, selection and bulk edits."""

from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog import actions, queries
from prapazar.domain.catalog.actions import BulkChange
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.catalog.queries import Choice, ProductFilter, ProductRow, Selection, StockState, Total
from prapazar.domain.catalog.queries.filters import VIEWS
from prapazar.domain.channels import queries as channels
from prapazar.domain.pricing.actions import PriceOutcome, step_prices
from prapazar.domain.pricing.rules import Ending, PriceStep
from prapazar.foundation import db, formats
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.product_rows import ShownProduct, problem, shown
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
FILTERS = ("search", "brand", "category", "stock", "channel", "price_from", "price_to")
SORTS = {"name", "-name", "updated", "-updated"}
_LONGEST = 120


class ProductsState(rx.State):
    rows: list[ShownProduct] = []
    views: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    brands: list[dict[str, str]] = []
    categories: list[dict[str, str]] = []
    chips: list[dict[str, str]] = []
    loading: bool = True
    view: str = "all"
    search: str = ""
    brand: str = ""
    category: str = ""
    stock: str = ""
    channel: str = ""
    price_from: str = ""
    price_to: str = ""
    sort: str = "-updated"
    page: int = 0
    has_next: bool = False
    total: int = 0
    total_label: str = ""
    range_label: str = ""
    selected: list[str] = []
    every: bool = False
    """All that match are meant, not only the ids in `selected`."""
    address: str = ""
    bulk_open: bool = False
    archive_open: bool = False
    busy: bool = False
    errors: dict[str, str] = {}

    @rx.event
    @allow("products.read")
    async def load(self) -> None:
        """On opening: filters are taken from the address."""
        asked = self.router.url.query_parameters
        self.view = asked.get("view", "all") if asked.get("view") in VIEWS else "all"
        for name in FILTERS:
            setattr(self, name, str(asked.get(name, ""))[:_LONGEST])
        self._forget_place()
        await self._show(with_choices=True)

    @rx.event
    @allow("products.read")
    async def news(self) -> None:
        """Something changed: the rows on screen are read again, unless somebody is choosing among them."""
        if not self.selected:
            await self._show()

    @rx.event
    @allow("products.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in VIEWS else "all"
        self._forget_place()
        await self._show()

    @rx.event
    @allow("products.read")
    async def set_filter(self, name: str, value: str) -> None:
        if name not in FILTERS:
            return
        setattr(self, name, str(value)[:_LONGEST])
        self._forget_place()
        await self._show()

    @rx.event
    @allow("products.read")
    async def remove_filter(self, name: str) -> None:
        for one in ("price_from", "price_to") if name == "price" else (name,):
            if one in FILTERS:
                setattr(self, one, "")
        self._forget_place()
        await self._show()

    @rx.event
    @allow("products.read")
    async def clear_filters(self) -> None:
        for name in FILTERS:
            setattr(self, name, "")
        self._forget_place()
        await self._show()

    @rx.event
    @allow("products.read")
    async def sort_by(self, sort: str) -> None:
        self.sort = sort if sort in SORTS else "-updated"
        self._forget_place()
        await self._show()

    @rx.event
    @allow("products.read")
    async def next_page(self) -> None:
        if self.has_next:
            self.page += 1
            await self._show()

    @rx.event
    @allow("products.read")
    async def previous_page(self) -> None:
        self.page = max(0, self.page - 1)
        await self._show()

    @rx.event
    @allow("products.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids][:PAGE] if checked else kept
        self.every = False

    @rx.event
    @allow("products.read")
    def select_all(self) -> None:
        self.every = True

    @rx.event
    @allow("products.read")
    def clear(self) -> None:
        self.selected, self.every = [], False

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
        self._forget_place()
        await self._show()
        await self._tell(scope, count, prices)

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
        self._forget_place()
        await self._show()
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

    def _forget_place(self) -> None:
        self.page, self.selected, self.every = 0, [], False

    def _filter(self) -> ProductFilter:
        return replace(
            VIEWS[self.view],
            text=self.search,
            brand_ids=tuple(ids([self.brand])),
            category=self.category,
            stock=StockState(self.stock) if self.stock in set(StockState) else None,
            connection_id=next(iter(ids([self.channel])), None),
            price_from=_amount(self.price_from),
            price_to=_amount(self.price_to),
        )

    def _selection(self) -> Selection:
        return Selection(filter=self._filter()) if self.every else Selection(ids=tuple(ids(self.selected)))

    async def _show(self, *, with_choices: bool = False) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope, self._filter(), self.sort, self.page, with_choices)
        self.rows = [shown(row, scope.locale) for row in found.rows]
        self.has_next = found.has_next
        self.total = found.total.count
        count = formats.number(found.total.count, scope.locale)
        self.total_label = f"{count}+" if found.total.is_capped else count
        first = self.page * PAGE + 1
        self.range_label = (
            say(
                scope.locale,
                "lists.range",
                first=formats.number(first, scope.locale),
                last=formats.number(first + len(self.rows) - 1, scope.locale),
                total=self.total_label,
            )
            if self.rows
            else ""
        )
        self.views = [
            {"value": view, "label": say(scope.locale, f"products.view_{view}"), "count": ""}
            for view in VIEWS
        ]
        if with_choices:
            self.channels = [{"value": str(c.id), "label": c.name} for c in found.channels]
            self.brands = [{"value": str(b.id), "label": b.name} for b in found.brands]
            self.categories = [{"value": c.name, "label": c.name} for c in found.categories]
        self.chips = self._chips(scope)
        values = {"view": self.view if self.view != "all" else ""}
        values |= {name: str(getattr(self, name)) for name in FILTERS}
        self.address = urlencode({name: value for name, value in values.items() if value})
        self.loading = False

    def _chips(self, scope: Scope) -> list[dict[str, str]]:
        texts = {
            "search": self.search,
            "brand": _label(self.brands, self.brand),
            "category": self.category,
            "stock": say(scope.locale, f"products.stock_{self.stock}")
            if self.stock in set(StockState)
            else "",
            "channel": _label(self.channels, self.channel),
            "price": f"{self.price_from} – {self.price_to}" if self.price_from or self.price_to else "",
        }
        return [
            {"key": key, "label": say(scope.locale, f"products.filter_{key}", text=text)}
            for key, text in texts.items()
            if text
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look at the database brings for the list."""

    rows: tuple[ProductRow, ...]
    has_next: bool
    total: Total
    channels: list[channels.ChannelName]
    brands: list[Choice]
    categories: list[Choice]


def _read(scope: Scope, wanted: ProductFilter, sort: str, page: int, with_choices: bool) -> _Found:
    with db.transaction(scope) as session:
        found = queries.page(
            session,
            scope,
            wanted,
            sort=sort.removeprefix("-"),
            is_descending=sort.startswith("-"),
            offset=page * PAGE,
            limit=PAGE,
        )
        return _Found(
            found.rows,
            found.cursor is not None,
            queries.total(session, scope, wanted),
            channels.names(session, scope) if with_choices else [],
            queries.brands(session, scope) if with_choices else [],
            queries.categories(session, scope) if with_choices else [],
        )


def _edit(
    scope: Scope, selection: Selection, change: BulkChange, step: PriceStep | None
) -> tuple[int, PriceOutcome | None]:
    """Prices first: afterwards a filter such as "brand X" may find other products."""
    with db.transaction(scope) as session:
        prices = step_prices(session, scope, selection, step, reason="bulk") if step else None
        return actions.bulk_edit(session, scope, selection, change), prices


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


def ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _label(choices: list[dict[str, str]], value: str) -> str:
    return next((choice["label"] for choice in choices if value and choice["value"] == value), "")
