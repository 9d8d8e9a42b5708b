"""One item of the stock: why its number is what it is and what each channel was told."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import reflex as rx

from prapazar.domain.listings import queries as listings
from prapazar.domain.listings.queries import ListingRow, PublicationRow
from prapazar.domain.stock import actions, queries, queries_list
from prapazar.domain.stock.actions import StockCount
from prapazar.domain.stock.errors import QuantityInvalid, VariantUnknown
from prapazar.domain.stock.queries import MovementRow, StockRow
from prapazar.domain.stock.queries_list import Article, Holder
from prapazar.foundation import db, formats
from prapazar.foundation.clock import reader_zone
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

STATE_TONES = {"sent": "wait", "accepted": "good", "rejected": "bad", "unknown": "wait", "waiting": "info"}


class _Found(NamedTuple):
    article: Article
    stock: list[StockRow]
    listings: list[ListingRow]
    holders: list[Holder]
    movements: list[MovementRow]
    publications: list[PublicationRow]


class StockItemState(rx.State):
    item: dict[str, str] = {}
    why: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    holders: list[dict[str, str]] = []
    movements: list[dict[str, str]] = []
    shelves: list[dict[str, str]] = []
    """{id, name, shelf} of each warehouse it lies in."""
    history: list[dict[str, str]] = []
    shown: list[dict[str, str]] = []
    shown_asked: bool = False
    loading: bool = True
    missing: bool = False
    count_open: bool = False
    fault: str = ""

    @rx.event
    @allow("stock.read")
    async def load(self) -> None:
        self.shown, self.shown_asked = [], False
        await self._show()

    @rx.event
    @allow("stock.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("stock.write")
    def ask_count(self, is_open: bool) -> None:
        self.count_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("stock.write")
    async def count(self, values: dict[str, str]) -> None:
        """`on_hand` as typed, `note` why."""
        scope = await current_scope(self)
        typed = str(values.get("on_hand", "")).strip().replace(".", "")
        try:
            wanted = StockCount(UUID(self.item["id"]), int(typed))
            await in_thread(_count, scope, wanted, str(values.get("note", ""))[:200])
        except (ValueError, QuantityInvalid, VariantUnknown):
            self.fault = say(scope.locale, "stock.count_invalid")
            return
        self.count_open = False
        await self._show()
        count = formats.number(wanted.on_hand, scope.locale)
        await toast(self, "success", say(scope.locale, "stock.count_done", count=count))

    @rx.event
    @allow("stock.write")
    async def set_shelves(self, values: dict[str, str]) -> None:
        """By warehouse."""
        known = {row["id"] for row in self.shelves}
        wanted = {UUID(name): str(shelf) for name, shelf in values.items() if name in known}
        scope = await current_scope(self)
        await in_thread(_set_shelves, scope, UUID(self.item["id"]), wanted)
        await self._show()
        await toast(self, "success", say(scope.locale, "stock.shelf_done"))

    @rx.event
    @allow("stock.read")
    async def show_at(self, values: dict[str, str]) -> None:
        """What each channel had been told at a moment of Istanbul's clock."""
        scope = await current_scope(self)
        try:
            moment = datetime.fromisoformat(str(values.get("at", ""))).replace(tzinfo=reader_zone())
            found = await in_thread(_shown_at, scope, UUID(self.item["id"]), moment)
        except ValueError:
            return
        self.shown = [_publication(row, scope.locale) for row in found]
        self.shown_asked = True

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read_item, scope, UUID(asked))
        except (ValueError, VariantUnknown):
            self.missing, self.loading = True, False
            return
        locale = scope.locale
        self.item = _item(found, locale)
        self.why = _why(found, locale)
        self.channels = [_channel(row, locale) for row in found.listings]
        self.holders = [_holder(row, locale) for row in found.holders]
        self.movements = [_movement(row, locale) for row in found.movements]
        self.history = [_publication(row, locale) for row in found.publications]
        self.shelves = [
            {"id": str(row.warehouse_id), "name": row.warehouse, "shelf": row.shelf} for row in found.stock
        ]
        self.missing, self.loading = False, False


def _read_item(scope: Scope, variant_id: UUID) -> _Found:
    with db.transaction(scope) as session:
        return _Found(
            article=queries_list.article(session, scope, variant_id),
            stock=queries.stock_of(session, scope, [variant_id]),
            listings=listings.listings_of(session, scope, [variant_id]),
            holders=queries_list.holders(session, scope, variant_id),
            movements=queries.movements(session, scope, variant_id),
            publications=listings.publications(session, scope, variant_id, limit=30),
        )


def _count(scope: Scope, wanted: StockCount, note: str) -> None:
    with db.transaction(scope) as session:
        actions.set_on_hand(session, scope, [wanted], note=note)


def _set_shelves(scope: Scope, variant_id: UUID, shelves: dict[UUID, str]) -> None:
    with db.transaction(scope) as session:
        actions.set_shelves(session, scope, variant_id, shelves)


def _shown_at(scope: Scope, variant_id: UUID, moment: datetime) -> list[PublicationRow]:
    with db.transaction(scope) as session:
        return listings.shown_at(session, scope, variant_id, moment)


def _item(found: _Found, locale: Locale) -> dict[str, str]:
    on_hand = sum(row.on_hand for row in found.stock)
    available = sum(row.available for row in found.stock)
    return {
        "id": str(found.article.variant_id),
        "product_id": str(found.article.product_id),
        "name": found.article.name,
        "sku": found.article.sku,
        "barcode": found.article.barcode or "",
        "image": found.article.image or "",
        "on_hand": formats.number(on_hand, locale),
        "on_hand_plain": str(on_hand),
        "reserved": formats.number(sum(row.reserved for row in found.stock), locale),
        "available": formats.number(available, locale),
        "short": formats.number(sum(row.short for row in found.stock), locale),
        "why": say(locale, "stock.why", sku=found.article.sku, count=formats.number(available, locale)),
        "uncounted": "" if any(m.on_hand_change for m in found.movements) or on_hand else "1",
    }


def _why(found: _Found, locale: Locale) -> list[dict[str, str]]:
    counted = next((m for m in found.movements if m.on_hand_change), None)
    holders = sum(1 for holder in found.holders if holder.held)
    lines: list[dict[str, str]] = []
    for row in found.stock:
        changed = say(locale, "stock.why_count", at=formats.short(counted.at, locale)) if counted else ""
        lines.append(
            {
                "label": f"{say(locale, 'stock.on_hand')} ({row.warehouse})",
                "value": formats.number(row.on_hand, locale),
                "detail": changed,
            }
        )
        lines.append(
            {
                "label": say(locale, "stock.reserved"),
                "value": formats.number(-row.reserved, locale),
                "detail": say(locale, "stock.why_orders", count=holders) if holders else "",
            }
        )
        if row.safety_stock:
            lines.append(
                {
                    "label": say(locale, "stock.safety"),
                    "value": formats.number(-row.safety_stock, locale),
                    "detail": "",
                }
            )
    return lines


def _channel(row: ListingRow, locale: Locale) -> dict[str, str]:
    state = "waiting" if row.waiting else row.state or "none"
    plain = row.percent == 100 and not row.buffer and row.cap is None  # noqa: PLR2004 - percent
    cap = say(locale, "stock.no_cap") if row.cap is None else formats.number(row.cap, locale)
    rule = {"percent": row.percent, "buffer": row.buffer, "cap": cap}
    return {
        "id": str(row.id),
        "connection_id": str(row.connection_id),
        "connector": row.connector,
        "channel": row.channel,
        "external_id": row.external_id,
        "told": "–" if row.told_quantity is None else formats.number(row.told_quantity, locale),
        "told_at": formats.short(row.told_quantity_at, locale) if row.told_quantity_at else "",
        "told_full": formats.full(row.told_quantity_at, locale) if row.told_quantity_at else "",
        "wanted": "–" if row.wanted_quantity is None else formats.number(row.wanted_quantity, locale),
        "rule": say(locale, "stock.offer_plain") if plain else say(locale, "stock.offer_rule", **rule),
        "price": formats.money(row.told_price, locale=locale) if row.told_price is not None else "",
        "state": say(locale, f"stock.state_{state}"),
        "tone": STATE_TONES.get(state, "neutral"),
        "problem": row.problem or "",
    }


def _holder(row: Holder, locale: Locale) -> dict[str, str]:
    told = ""
    if row.missing and row.told_quantity is not None and row.told_at is not None:
        told = say(
            locale, "stock.told_before", count=row.told_quantity, at=formats.short(row.told_at, locale)
        )
    return {
        "id": str(row.order_id),
        "number": row.number,
        "connector": row.connector or "manual",
        "channel": row.channel or say(locale, "orders.manual"),
        "at": formats.short(row.ordered_at, locale),
        "held": formats.number(row.held, locale),
        "missing": formats.number(row.missing, locale) if row.missing else "",
        "told": told,
    }


def _movement(row: MovementRow, locale: Locale) -> dict[str, str]:
    change = row.on_hand_change or row.reserved_change
    return {
        "id": str(row.id),
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "kind": say(locale, f"stock.kind_{row.kind}"),
        "change": formats.signed(change, locale),
        "on_hand": formats.number(row.on_hand_after, locale),
        "reserved": formats.number(row.reserved_after, locale),
        "order_id": str(row.order_id or ""),
        "order": row.order_number or "",
        "by": " · ".join(part for part in (row.person, row.channel, _note(row.note, locale)) if part),
    }


def _note(note: str, locale: Locale) -> str:
    """What a person wrote, or the sentence of a code the product wrote itself."""
    return say(locale, f"stock.note_{note}") if knows(f"stock.note_{note}") else note


def _publication(row: PublicationRow, locale: Locale) -> dict[str, str]:
    value = formats.money(row.price, locale=locale) if row.price is not None else ""
    return {
        "id": str(row.id),
        "connector": row.connector,
        "channel": row.channel,
        "kind": say(locale, f"stock.{row.kind}"),
        "value": value or formats.number(row.quantity or 0, locale),
        "sent_at": formats.short(row.sent_at, locale),
        "sent_full": formats.full(row.sent_at, locale),
        "state": say(locale, f"stock.state_{row.state}"),
        "tone": STATE_TONES[row.state],
        "message": row.message or row.code or "",
    }
