"""Entering an order by hand: find items, say how many, for whom."""

from decimal import Decimal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from prapazar.domain.catalog.queries.variants import VariantHit, find_variants
from prapazar.domain.orders import actions
from prapazar.domain.orders.actions import ManualLine, ManualOrder
from prapazar.domain.orders.errors import OrderInvalid
from prapazar.domain.pipeline.errors import DealMissing
from prapazar.flows import pipeline
from prapazar.flows.pipeline import Prefill, Wished
from prapazar.foundation import db, formats, places, routes
from prapazar.foundation.ids import new_id
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread

MOST_LINES = 200
_BUYER = ("buyer_name", "email", "phone", "city", "district", "address", "note")


class NewOrderState(rx.State):
    search: str = ""
    hits: list[dict[str, str]] = []
    lines: list[dict[str, str]] = []
    """id, name, sku, image, quantity and price as typed, amount, available, warning."""
    looked: bool = False
    """Whether the hits answer what stands in the search."""
    total: str = ""
    kept: bool = False
    """Saved: nothing is left to lose, so leaving asks nothing."""
    faults: dict[str, str] = {"buyer_name": "", "lines": ""}
    key: str = ""
    """Idempotency: a form sent twice is one order."""
    buyer: dict[str, str] = dict.fromkeys(_BUYER, "")
    """What its fields begin with: of a deal that was won, else nothing."""
    version: int = 0
    """Fills the buyer's fields anew when it grows."""
    provinces: list[str] = []
    districts: list[str] = []
    """Of the province that stands in its field."""

    @rx.event
    @allow("orders.write")
    async def load(self) -> None:
        self.search, self.hits, self.lines, self.total = "", [], [], ""
        self.looked = self.kept = False
        self.faults, self.key = {"buyer_name": "", "lines": ""}, str(new_id())
        self.provinces, self.districts = [one.name for one in places.provinces()], []
        self.buyer, self.version = dict.fromkeys(_BUYER, ""), self.version + 1
        for deal in uuids([str(self.router.url.query_parameters.get("deal", ""))]):
            await self._of_deal(deal)

    @rx.event
    @allow("orders.write")
    def leave_city(self, city: str) -> None:
        self.districts = _districts(str(city)[:80])

    @rx.event
    @allow("orders.write")
    async def set_search(self, text: str) -> None:
        self.search = str(text)[:100]
        scope = await current_scope(self)
        found = await in_thread(_find, scope, self.search)
        self.hits, self.looked = [_hit(hit, scope) for hit in found], True

    @rx.event
    @allow("orders.write")
    async def add(self, variant_id: str) -> None:
        hit = next((hit for hit in self.hits if hit["id"] == variant_id), None)
        if hit is None or len(self.lines) >= MOST_LINES:
            return
        self.search, self.hits, self.looked = "", [], False
        if not any(line["id"] == variant_id for line in self.lines):
            new = {**hit, "quantity": "1", "amount": "", "warning": "", "fault": "", "fault_in": ""}
            self.lines = [*self.lines, new]
            self.faults = {**self.faults, "lines": ""}
        await self._sum_up()

    @rx.event
    @allow("orders.write")
    async def remove(self, variant_id: str) -> None:
        self.lines = [line for line in self.lines if line["id"] != variant_id]
        await self._sum_up()

    @rx.event
    @allow("orders.write")
    async def set_quantity(self, variant_id: str, typed: str) -> None:
        await self._set(variant_id, "quantity", typed)

    @rx.event
    @allow("orders.write")
    async def set_price(self, variant_id: str, typed: str) -> None:
        await self._set(variant_id, "price", typed)

    @rx.event
    @allow("orders.write")
    async def save(self, values: dict[str, str]) -> EventSpec | None:
        scope = await current_scope(self)
        self.faults = {
            "buyer_name": ""
            if values.get("buyer_name", "").strip()
            else say(scope.locale, "errors.required"),
            "lines": "" if self.lines else say(scope.locale, "orders.lines_count"),
        }
        if any(self.faults.values()):
            return None
        try:
            order_id = await in_thread(_create, scope, values, list(self.lines), self.key)
        except OrderInvalid as error:
            field = "buyer_name" if error.field == "buyer_name" else "lines"
            self.faults = {"buyer_name": "", "lines": "", field: say(scope.locale, error.code)}
            return None
        self.kept = True
        return rx.redirect(routes.order(order_id))

    async def _of_deal(self, deal_id: UUID) -> None:
        """What a won deal knows already; nothing where it is gone or the person may not see it."""
        scope = await current_scope(self)
        if not scope.can("customers.read"):
            return
        try:
            found = await in_thread(_prefill, scope, deal_id)
        except DealMissing:
            return
        self.buyer = {**self.buyer, **found.buyer}
        self.districts = _districts(self.buyer["city"])
        self.lines = [_wished(one, scope) for one in found.wishes][:MOST_LINES]
        await self._sum_up()

    async def _set(self, variant_id: str, field: str, typed: str) -> None:
        self.lines = [
            {**line, field: str(typed)[:20]} if line["id"] == variant_id else line for line in self.lines
        ]
        await self._sum_up()

    async def _sum_up(self) -> None:
        scope = await current_scope(self)
        total = Decimal(0)
        shown = []
        for line in self.lines:
            quantity, price = _quantity(line["quantity"]), _price(line["price"])
            amount = rounded(price * quantity) if quantity and price is not None else None
            total += amount or Decimal(0)
            short = (quantity or 0) - int(line["free"])
            warning = (
                say(scope.locale, "orders.more_than_available", count=formats.number(short, scope.locale))
                if short > 0
                else ""
            )
            money = formats.money(amount, locale=scope.locale) if amount is not None else "–"
            wrong = "quantity" if quantity is None else "price" if price is None else ""
            fault = say(scope.locale, f"orders.line_{wrong}") if wrong else ""
            shown.append({**line, "amount": money, "warning": warning, "fault": fault, "fault_in": wrong})
        self.lines = shown
        self.total = formats.money(total, locale=scope.locale) if shown else ""


def _find(scope: Scope, typed: str) -> list[VariantHit]:
    with db.transaction(scope) as session:
        return find_variants(session, scope, typed, limit=8)


def _districts(city: str) -> list[str]:
    found = places.province(city)
    return places.districts(found) if found is not None else []


def _prefill(scope: Scope, deal_id: UUID) -> Prefill:
    with db.transaction(scope) as session:
        return pipeline.prefill(session, scope, deal_id)


def _wished(one: Wished, scope: Scope) -> dict[str, str]:
    available = formats.number(one.available, scope.locale)
    return {
        "id": str(one.variant_id),
        "name": one.name,
        "sku": one.sku,
        "image": one.image,
        "free": str(one.available),
        "available": say(scope.locale, "orders.available", count=available),
        "price": str(one.price or "").replace(".", ","),
        "quantity": str(one.quantity),
        "amount": "",
        "warning": "",
        "fault": "",
        "fault_in": "",
    }


def _hit(hit: VariantHit, scope: Scope) -> dict[str, str]:
    return {
        "id": str(hit.variant_id),
        "name": hit.name,
        "sku": hit.sku,
        "image": hit.image or "",
        "free": str(hit.available),
        "available": say(scope.locale, "orders.available", count=formats.number(hit.available, scope.locale)),
        "price": str(hit.sale_price or "").replace(".", ","),
    }


def _create(scope: Scope, values: dict[str, str], lines: list[dict[str, str]], key: str) -> UUID:
    def typed(name: str, longest: int) -> str:
        return str(values.get(name, "")).strip()[:longest]

    order = ManualOrder(
        buyer_name=typed("buyer_name", 200),
        lines=[_line(line) for line in lines],
        buyer_email=typed("email", 200) or None,
        buyer_phone=typed("phone", 40) or None,
        city=typed("city", 80),
        district=typed("district", 80),
        address=typed("address", 500),
        note=typed("note", 2000),
        idempotency_key=key or None,
    )
    with db.transaction(scope) as session:
        return actions.create_manual(session, scope, order)


def _line(line: dict[str, str]) -> ManualLine:
    quantity, price = _quantity(line["quantity"]), _price(line["price"])
    if quantity is None:
        raise OrderInvalid("lines", "orders.line_quantity")
    if price is None:
        raise OrderInvalid("lines", "orders.line_price")
    return ManualLine(UUID(line["id"]), quantity, price)


def _quantity(typed: str) -> int | None:
    return int(typed) if typed.isdigit() and 0 < int(typed) <= 100_000 else None  # noqa: PLR2004 - a sane order


def _price(typed: str) -> Decimal | None:
    try:
        price = rounded(parse_amount(typed))
    except ValueError:
        return None
    return price if price >= 0 else None
