"""One order: its lines, packages, timeline, and the next step."""

from dataclasses import replace
from typing import TypedDict
from uuid import UUID

import reflex as rx

from prapazar.domain.access import masking
from prapazar.domain.aftersales import queries as aftersales
from prapazar.domain.aftersales.queries import ClaimRow
from prapazar.domain.customers import queries_one as customers
from prapazar.domain.orders import actions, queries_one
from prapazar.domain.orders.actions.steps import MoveResult
from prapazar.domain.orders.enums import CancelReason, OrderStatus
from prapazar.domain.orders.errors import OrderMissing
from prapazar.domain.orders.queries_one import LineRow, OrderDetail, PackageRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.claim_rows import shown as claim_shown
from prapazar.states.guard import allow
from prapazar.states.order_rows import event, masked
from prapazar.states.orders import STEPS
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

NEXT_STEP = {"new": "accept", "picking": "pack", "packed": "ship"}
HIDDEN = "•••"


class ShownLine(TypedDict):
    id: str
    product_id: str
    variant_id: str
    title: str
    image: str
    codes: str
    """SKU, barcode and shelf, as far as they are known."""
    quantity: str
    price: str
    total: str
    held: str
    held_tone: str
    repair_id: str


class ShownPackage(TypedDict):
    id: str
    external_id: str
    status: str
    carrier: str
    tracking: str
    tracking_url: str
    invoice: str
    shipped: str


class OrderState(rx.State):
    order: dict[str, str] = {}
    lines: list[ShownLine] = []
    packages: list[ShownPackage] = []
    events: list[dict[str, str]] = []
    tags: list[str] = []
    claims: list[dict[str, str]] = []
    loading: bool = True
    missing: bool = False
    next_step: str = ""
    can_cancel: bool = False
    has_unmapped: bool = False
    has_short: bool = False
    cancel_open: bool = False
    ship_open: bool = False
    note_version: int = 0
    busy: bool = False

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("orders.write")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open = bool(is_open)

    @rx.event
    @allow("orders.write")
    def ask_ship(self, is_open: bool) -> None:
        self.ship_open = bool(is_open)

    @rx.event
    @allow("orders.write")
    async def move(self, step: str) -> None:
        if step == "ship":
            self.ship_open = True
            return
        await self._move(step, "", "")

    @rx.event
    @allow("orders.write")
    async def ship(self, values: dict[str, str]) -> None:
        """`carrier`, `tracking`: both may be empty."""
        await self._move("ship", str(values.get("carrier", ""))[:60], str(values.get("tracking", ""))[:60])

    @rx.event
    @allow("orders.write")
    async def cancel(self, values: dict[str, str]) -> None:
        """`reason`: what the channel is told; one that is not known is out of stock."""
        said = str(values.get("reason", ""))
        known = said in set(CancelReason)
        await self._move("cancel", "", "", CancelReason(said) if known else CancelReason.OUT_OF_STOCK)

    @rx.event
    @allow("orders.write")
    async def add_note(self, values: dict[str, str]) -> None:
        text = str(values.get("note", "")).strip()
        order_id = self._order_id()
        if not text or order_id is None:
            return
        scope = await current_scope(self)
        await in_thread(_note, scope, order_id, text)
        self.note_version += 1
        await self._show()
        await toast(self, "success", say(scope.locale, "orders.note_done"))

    @rx.event
    @allow("orders.write")
    async def save_tags(self, values: dict[str, str]) -> None:
        order_id = self._order_id()
        if order_id is None:
            return
        scope = await current_scope(self)
        await in_thread(_tag, scope, order_id, str(values.get("tags", "")).split(","))
        await self._show()
        await toast(self, "success", say(scope.locale, "orders.tags_done"))

    async def _move(
        self, step: str, carrier: str, tracking: str, reason: CancelReason = CancelReason.OUT_OF_STOCK
    ) -> None:
        order_id = self._order_id()
        if step not in STEPS or order_id is None:
            return
        scope = await current_scope(self)
        result = await in_thread(_step, scope, order_id, STEPS[step], carrier, tracking, reason)
        self.cancel_open = self.ship_open = False
        await self._show()
        if result.moved:
            await toast(self, "success", say(scope.locale, f"orders.{step}_done", count=1))
        else:
            text = say(scope.locale, "orders.refused", count=1, numbers=self.order.get("number", ""))
            await toast(self, "warning", text)

    def _order_id(self) -> UUID | None:
        try:
            return UUID(self.order.get("id", ""))
        except ValueError:
            return None

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, claims, customer = await in_thread(_read, scope, UUID(asked))
        except (ValueError, OrderMissing):
            self.missing, self.loading = True, False
            return
        locale = scope.locale
        self.order = _order(found, scope) | {"customer": routes.customer(customer) if customer else ""}
        self.lines = [_line(row, found.currency, locale) for row in found.lines]
        self.packages = [_package(row, locale) for row in found.packages]
        self.events = [
            event(replace(row, values=masking.values(scope, row.values)), locale) for row in found.events
        ]
        self.tags = list(found.tags)
        self.claims = [claim_shown(row, scope) for row in claims]
        self.next_step = NEXT_STEP.get(found.status, "")
        self.can_cancel = found.status in {"awaiting_payment", "new", "picking", "packed"}
        self.has_unmapped = any(row.repair_id for row in found.lines)
        self.has_short = any(row.short for row in found.lines)
        self.missing, self.loading = False, False


def _read(scope: Scope, order_id: UUID) -> tuple[OrderDetail, list[ClaimRow], UUID | None]:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, order_id)
        customer = customers.of_order(session, scope, order_id)
        return found, aftersales.of_order(session, scope, order_id), customer


def _step(
    scope: Scope, order_id: UUID, status: OrderStatus, carrier: str, tracking: str, reason: CancelReason
) -> MoveResult:
    with db.transaction(scope) as session:
        return actions.move(
            session,
            scope,
            [order_id],
            status,
            carrier=carrier or None,
            tracking_number=tracking or None,
            reason=reason,
        )


def _note(scope: Scope, order_id: UUID, text: str) -> None:
    with db.transaction(scope) as session:
        actions.add_note(session, scope, order_id, text)


def _tag(scope: Scope, order_id: UUID, tags: list[str]) -> None:
    with db.transaction(scope) as session:
        actions.set_tags(session, scope, [order_id], tags)


def _order(found: OrderDetail, scope: Scope) -> dict[str, str]:
    locale, masks = scope.locale, scope.masks
    name = masked(found.buyer_name) if "buyer.name" in masks else found.buyer_name
    hides_address = "buyer.address" in masks
    return {
        "id": str(found.id),
        "number": found.number,
        "status": found.status,
        "connector": found.connector or "manual",
        "channel": found.channel or say(locale, "orders.manual"),
        "at": formats.short(found.ordered_at, locale),
        "at_full": formats.full(found.ordered_at, locale),
        "ship_by": formats.short(found.ship_by_at, locale) if found.ship_by_at else "",
        "ship_left": formats.remaining(found.ship_by_at, locale) if found.ship_by_at else "",
        # Totals are what the buyer pays: before the discount the goods cost so much more.
        "subtotal": formats.money(found.total - found.shipping + found.discount, found.currency, locale),
        "discount": formats.money(-found.discount, found.currency, locale) if found.discount else "",
        "shipping": formats.money(found.shipping, found.currency, locale) if found.shipping else "",
        "total": formats.money(found.total, found.currency, locale),
        "buyer": name,
        "email": _shown(found.buyer_email, "buyer.email" in masks),
        "phone": _shown(found.buyer_phone, "buyer.phone" in masks),
        "address": HIDDEN if hides_address else _address(found.shipping_address),
        "billing": "" if hides_address else _billing(found),
        "place": f"{found.district} / {found.city}" if found.district else found.city,
        "note": masking.words(scope, found.note),
        "tags": ", ".join(found.tags),
        "problem": "1" if found.has_problem else "",
        "test": "1" if found.is_test else "",
    }


def _shown(value: str | None, is_hidden: bool) -> str:
    return HIDDEN if value and is_hidden else value or ""


def _billing(found: OrderDetail) -> str:
    """Nothing when it is the address the parcel goes to."""
    billing = _address(found.billing_address)
    return "" if billing == _address(found.shipping_address) else billing


def _address(address: dict[str, str]) -> str:
    place = " ".join(part for part in (address.get("postal_code"), address.get("district")) if part)
    parts = (address.get("name"), address.get("company"), address.get("line"), place, address.get("city"))
    return "\n".join(part for part in parts if part)


def _line(row: LineRow, currency: str, locale: Locale) -> ShownLine:
    wanted = row.quantity - row.cancelled_quantity
    shelf = say(locale, "orders.on_shelf", shelf=row.shelf) if row.shelf else ""
    held, tone = "", "neutral"
    if row.repair_id:
        held, tone = say(locale, "orders.unmapped"), "bad"
    elif row.short:
        held, tone = say(locale, "orders.short", count=row.short), "wait"
    elif row.held:
        held = (
            say(locale, "orders.held")
            if row.held >= wanted
            else say(locale, "orders.held_part", held=row.held, wanted=wanted)
        )
        tone = "good"
    return ShownLine(
        id=str(row.id),
        product_id=str(row.product_id or ""),
        variant_id=str(row.variant_id or ""),
        title=row.title,
        image=row.image or "",
        codes=" · ".join(part for part in (row.sku, row.barcode, shelf) if part),
        quantity=formats.number(wanted, locale),
        price=formats.money(row.unit_price, currency, locale),
        total=formats.money(row.total, currency, locale),
        held=held,
        held_tone=tone,
        repair_id=str(row.repair_id or ""),
    )


def _package(row: PackageRow, locale: Locale) -> ShownPackage:
    return ShownPackage(
        id=str(row.id),
        external_id=row.external_id,
        status=row.status,
        carrier=row.carrier or "",
        tracking=row.tracking_number or "",
        tracking_url=row.tracking_url or "",
        invoice=row.invoice_number or "",
        shipped=formats.short(row.shipped_at, locale) if row.shipped_at else "",
    )
