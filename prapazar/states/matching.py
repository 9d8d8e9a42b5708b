"""The matching screen: listings beside the product they may be, accepted, chosen, created or ignored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.listings import queries_matching as queries
from prapazar.domain.listings.actions import match as actions
from prapazar.domain.listings.actions.adopt import Adopted, create_products_from
from prapazar.domain.listings.enums import MatchState
from prapazar.domain.listings.errors import ListingMissing, NotAdopted, VariantMissing
from prapazar.domain.listings.queries_matching import UnmatchedRow, VariantChoice
from prapazar.flows import catalog
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
VIEWS = (MatchState.SUGGESTED, MatchState.UNMATCHED, MatchState.MATCHED, MatchState.IGNORED)


class ShownListing(TypedDict):
    id: str
    connector: str
    channel: str
    title: str
    codes: str
    image: str
    url: str
    price: str
    quantity: str
    suggested: str
    suggested_codes: str
    suggested_image: str


class MatchingState(rx.State):
    rows: list[ShownListing] = []
    views: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    chips: list[dict[str, str]] = []
    view: str = MatchState.SUGGESTED.value
    channel: str = ""
    search: str = ""
    selected: list[str] = []
    has_next: bool = False
    page: int = 0
    range_label: str = ""
    waiting: str = ""
    """How many stand in this view, as text."""
    loading: bool = True
    busy: bool = False
    all_open: bool = False
    choose_open: bool = False
    choose_title: str = ""
    hits: list[dict[str, str]] = []
    typed: str = ""
    _made: list[int] = [0, 0]
    """Products and listings done so far, while "all of them" goes on."""
    _passed: list[str] = []
    _cause: str = ""
    _chosen: str = ""
    """The listing a product is being chosen for."""
    _ends: list[str] = []
    """Last id of each page before this one."""

    @rx.event
    @allow("listings.read")
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.channel = str(asked.get("connection", ""))[:40]
        self.view = asked.get("view", "") if asked.get("view") in VIEWS else MatchState.SUGGESTED.value
        self._forget_place()
        await self._show()
        if not self.rows and self.view == MatchState.SUGGESTED and not asked.get("view"):
            self.view = MatchState.UNMATCHED.value
            await self._show()

    @rx.event
    @allow("listings.read")
    async def news(self) -> None:
        if not self.selected and not self.busy:
            await self._show()

    @rx.event
    @allow("listings.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in VIEWS else MatchState.SUGGESTED.value
        self._forget_place()
        await self._show()

    @rx.event
    @allow("listings.read")
    async def set_filter(self, name: str, value: str) -> None:
        if name in {"channel", "search"}:
            setattr(self, name, str(value)[:100])
            self._forget_place()
            await self._show()

    @rx.event
    @allow("listings.read")
    async def clear_filters(self) -> None:
        self.channel = self.search = ""
        self._forget_place()
        await self._show()

    @rx.event
    @allow("listings.read")
    async def next_page(self) -> None:
        if self.has_next and self.rows:
            self._ends = [*self._ends[: self.page], self.rows[-1]["id"]]
            self.page += 1
            await self._show()

    @rx.event
    @allow("listings.read")
    async def previous_page(self) -> None:
        self.page = max(0, self.page - 1)
        await self._show()

    @rx.event
    @allow("listings.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids][:PAGE] if checked else kept

    @rx.event
    @allow("listings.read")
    def clear(self) -> None:
        self.selected = []

    @rx.event
    @allow("listings.write")
    async def accept(self, listing_id: str = "") -> None:
        await self._do(actions.accept_suggestions, listing_id, "matching.accepted")

    @rx.event
    @allow("listings.write")
    async def ignore(self, listing_id: str = "") -> None:
        await self._do(actions.ignore, listing_id, "matching.ignored")

    @rx.event
    @allow("listings.write")
    async def heed(self, listing_id: str = "") -> None:
        await self._do(actions.heed, listing_id, "matching.heeded")

    @rx.event
    @allow("listings.write")
    async def unmatch(self, listing_id: str = "") -> None:
        await self._do(actions.unmatch, listing_id, "matching.unmatched")

    @rx.event
    @allow("listings.write", "products.write")
    async def create(self, listing_id: str = "") -> None:
        scope = await current_scope(self)
        chosen = uuids([listing_id] if listing_id else self.selected)
        done = await in_thread(_create, scope, chosen)
        await self._tell_created(scope, done)

    @rx.event
    @allow("listings.write")
    def ask_all(self, is_open: bool) -> None:
        self.all_open = bool(is_open)

    @rx.event
    @allow("listings.write", "products.write")
    async def do_all(self) -> Any:  # noqa: ANN401 - the next slice, or nothing
        """Everything in this view, a slice an event, so that the tab answers and shows how many are left."""
        scope = await current_scope(self)
        connection_id = next(iter(uuids([self.channel])), None)
        if self.view not in {MatchState.SUGGESTED, MatchState.UNMATCHED}:
            return None
        self.busy = True
        if self.view == MatchState.SUGGESTED:
            accepted, has_more = await in_thread(catalog.accept_some, scope, connection_id)
            self._made = [self._made[0], self._made[1] + accepted]
        else:
            passed = uuids(self._passed)
            done, has_more = await in_thread(catalog.adopt_some, scope, connection_id, passed)
            self._made = [self._made[0] + done.products, self._made[1] + done.variants]
            self._passed = self._passed + [str(one.listing_id) for one in done.refused]
            self._cause = done.refused[0].code if done.refused else self._cause
        self._forget_place()
        if has_more:
            await self._show()
            return MatchingState.do_all
        await self._finish_all(scope)
        return None

    async def _finish_all(self, scope: Scope) -> None:
        products, variants = self._made
        refused = tuple(NotAdopted(one, "", self._cause) for one in uuids(self._passed))
        self.busy, self.all_open, self._made, self._passed = False, False, [0, 0], []
        if self.view == MatchState.UNMATCHED:
            await self._tell_created(scope, Adopted(products, variants, refused))
            return
        await self._show()
        await toast(self, "success", _said(scope, "matching.accepted", variants))

    @rx.event
    @allow("listings.write")
    async def ask_choose(self, listing_id: str) -> None:
        row = next((row for row in self.rows if row["id"] == listing_id), None)
        if row is None:
            return
        self._chosen, self.choose_title, self.choose_open = row["id"], row["title"], True
        self.typed, self.hits = "", []

    @rx.event
    @allow("listings.write")
    def close_choose(self, is_open: bool) -> None:
        self.choose_open = bool(is_open)

    @rx.event
    @allow("products.read")
    async def set_typed(self, typed: str) -> None:
        scope = await current_scope(self)
        self.typed = str(typed)[:100]
        found = await in_thread(_search, scope, self.typed)
        self.hits = [
            {"id": str(hit.id), "name": hit.name, "codes": _codes(hit.sku, hit.barcode)} for hit in found
        ]

    @rx.event
    @allow("listings.write")
    async def choose(self, variant_id: str) -> None:
        scope = await current_scope(self)
        listing, variant = uuids([self._chosen]), uuids([variant_id])
        self.choose_open = False
        if not listing or not variant:
            return
        try:
            await in_thread(_match, scope, listing[0], variant[0])
        except (ListingMissing, VariantMissing):
            await toast(self, "error", say(scope.locale, "errors.not_found"))
        else:
            await toast(self, "success", _said(scope, "matching.accepted", 1))
        await self._show()

    async def _do(self, action: Callable[..., int], listing_id: str, key: str) -> None:
        scope = await current_scope(self)
        count = await in_thread(_act, scope, action, uuids([listing_id] if listing_id else self.selected))
        self.selected = []
        await self._show()
        if count:
            await toast(self, "success", _said(scope, key, count))

    async def _tell_created(self, scope: Scope, done: Adopted) -> None:
        self.selected = []
        await self._show()
        locale = scope.locale
        if done.variants:
            variants, products = formats.number(done.variants, locale), formats.number(done.products, locale)
            text = say(locale, "matching.created", variants=variants, products=products)
            await toast(self, "success", text)
        if done.refused:
            cause = problem(locale, done.refused[0].code)
            text = say(locale, "matching.refused", count=len(done.refused), cause=cause)
            await toast(self, "warning", text)

    def _forget_place(self) -> None:
        self.page, self._ends, self.selected = 0, [], []

    async def _show(self) -> None:
        scope = await current_scope(self)
        after = self._ends[self.page - 1] if self.page and len(self._ends) >= self.page else ""
        connection_id = next(iter(uuids([self.channel])), None)
        found = await in_thread(_read, scope, MatchState(self.view), connection_id, self.search, after)
        locale = scope.locale
        self.rows = [_row(row, locale) for row in found.rows[:PAGE]]
        self.has_next = len(found.rows) > PAGE
        self.channels = [{"value": str(c.id), "label": c.name} for c in found.channels]
        total = formats.number(found.counts[MatchState(self.view)], locale)
        self.waiting = total
        self.views = [
            {
                "value": view.value,
                "label": say(locale, f"matching.view_{view.value}"),
                "count": formats.number(found.counts[view], locale) if found.counts[view] else "",
            }
            for view in VIEWS
        ]
        first = self.page * PAGE + 1
        last = first + len(self.rows) - 1
        numbers = {"first": formats.number(first, locale), "last": formats.number(last, locale)}
        self.range_label = say(locale, "lists.range", total=total, **numbers) if self.rows else ""
        names = {choice["value"]: choice["label"] for choice in self.channels}
        self.chips = [
            {"key": key, "label": label}
            for key, label in (("search", self.search), ("channel", names.get(self.channel, "")))
            if label
        ]
        self.loading = False


@dataclass(frozen=True, slots=True)
class _Found:
    rows: list[UnmatchedRow]
    counts: dict[MatchState, int]
    channels: list[channels.ChannelName]


def _read(scope: Scope, state: MatchState, connection_id: UUID | None, typed: str, after: str) -> _Found:
    with db.transaction(scope) as session:
        return _Found(
            queries.listings_by_match(
                session,
                scope,
                state,
                connection_id=connection_id,
                typed=typed,
                after=next(iter(uuids([after])), None),
                limit=PAGE + 1,
            ),
            queries.match_counts(session, scope, connection_id),
            channels.names(session, scope),
        )


def _act(scope: Scope, action: Callable[[Session, Scope, list[UUID]], int], chosen: list[UUID]) -> int:
    with db.transaction(scope) as session:
        return action(session, scope, chosen)


def _create(scope: Scope, chosen: list[UUID]) -> Adopted:
    with db.transaction(scope) as session:
        return create_products_from(session, scope, chosen)


def _match(scope: Scope, listing_id: UUID, variant_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.match(session, scope, listing_id, variant_id)


def _search(scope: Scope, typed: str) -> list[VariantChoice]:
    with db.transaction(scope) as session:
        return queries.variant_choices(session, scope, typed)


def _row(row: UnmatchedRow, locale: Locale) -> ShownListing:
    return ShownListing(
        id=str(row.id),
        connector=row.connector,
        channel=row.connection,
        title=row.title,
        codes=_codes(row.sku, row.barcode),
        image=row.image or "",
        url=row.url or "",
        price="" if row.price is None else formats.money(row.price, "TRY", locale),
        quantity="" if row.quantity is None else formats.number(row.quantity, locale),
        suggested=row.suggested_name or "",
        suggested_codes=_codes(row.suggested_sku, row.suggested_barcode),
        suggested_image=row.suggested_image or "",
    )


def _codes(sku: str | None, barcode: str | None) -> str:
    return " · ".join(code for code in dict.fromkeys((sku, barcode)) if code)


def _said(scope: Scope, key: str, count: int) -> str:
    return say(scope.locale, key, count=formats.number(count, scope.locale))
