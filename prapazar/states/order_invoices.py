"""The documents of the order that is shown, and making one: of all, of some lines, at a rate given by hand."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from prapazar.domain.invoicing import actions, queries, queries_left
from prapazar.domain.invoicing.errors import InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.queries import OrderDocument
from prapazar.domain.invoicing.queries_left import LeftLine
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import TONES, refusal
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_KINDS = ("invoice", "draft", "despatch")
RATE_NEEDED = "invoicing.rate_needed"


class OrderInvoicesState(rx.State):
    rows: list[dict[str, str]] = []
    lines: list[dict[str, str]] = []
    """Of the order, with what is left of each."""
    is_left: bool = False
    """Something can still be invoiced."""
    is_part: bool = False
    """Some of it was."""
    part_open: bool = False
    rate_open: bool = False
    currency: str = ""
    fault: str = ""
    _order: str = ""
    _kind: str = "draft"
    _units: dict[str, int] = {}

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        self._order = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.part_open = self.rate_open = False
        await self._show()

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        """Of any invoice of the shop: whoever is asked for the units of one goes on."""
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        if not scope.can("invoices.read"):
            self.rows, self.lines = [], []
            return
        try:
            found, left = await in_thread(_read, scope, UUID(self._order))
        except ValueError:
            found, left = [], []
        self.rows = [
            {
                "label": one.number or say(scope.locale, "invoices.draft_number"),
                "href": routes.invoice(one.id),
                "status": say(scope.locale, f"invoices.status_{one.status}"),
                "tone": TONES[one.status],
            }
            for one in found
        ]
        self.lines = [_line(one, scope) for one in left]
        self.is_left = any(one.left for one in left)
        self.is_part = self.is_left and any(one.invoiced for one in left)

    @rx.event
    @allow("invoices.write")
    def ask_part(self, is_open: bool) -> None:
        self.part_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.write")
    def ask_rate(self, is_open: bool) -> None:
        self.rate_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.write")
    async def make(self, kind: str) -> "EventSpec | None":
        """`invoice` (issued at once), `draft`, or `despatch`."""
        self._kind, self._units = (str(kind) if kind in _KINDS else "draft"), {}
        return await self._make(None)

    @rx.event
    @allow("invoices.write")
    async def make_part(self, values: dict[str, str]) -> "EventSpec | None":
        """Units by the line's id."""
        scope = await current_scope(self)
        known = {one["id"]: int(one["left"]) for one in self.lines}
        try:
            units = {line: int(str(values.get(line, "")).strip() or 0) for line in known}
        except ValueError:
            self.fault = say(scope.locale, "invoices.units_wrong")
            return None
        if not any(units.values()) or any(not 0 <= units[line] <= left for line, left in known.items()):
            self.fault = say(scope.locale, "invoices.units_wrong")
            return None
        self._kind, self._units = "draft", units
        self.part_open = False
        return await self._make(None)

    @rx.event
    @allow("invoices.write")
    async def make_at_rate(self, values: dict[str, str]) -> "EventSpec | None":
        """`rate`: lira for one unit of the order's currency."""
        scope = await current_scope(self)
        try:
            rate = Decimal(str(values.get("rate", "")).strip().replace(",", "."))
        except InvalidOperation:
            rate = Decimal(0)
        if not 0 < rate < 10_000:  # noqa: PLR2004 - no currency is worth more
            self.fault = say(scope.locale, "invoices.rate_wrong")
            return None
        return await self._make(rate)

    async def _make(self, rate: Decimal | None) -> "EventSpec | None":
        scope = await current_scope(self)
        try:
            made = await in_thread(_make, scope, UUID(self._order), self._kind, self._units, rate)
        except InvoiceRefused as refused:
            if refused.code == RATE_NEEDED:
                self.currency, self.rate_open, self.fault = refused.detail, True, ""
                return None
            await toast(self, "warning", refusal(refused.code, refused.detail, scope.locale))
            return None
        except (InvoiceMissing, ValueError):
            return None
        self.rate_open = False
        return rx.redirect(routes.invoice(made))


def _line(one: LeftLine, scope: Scope) -> dict[str, str]:
    return {
        "id": str(one.id),
        "title": one.title,
        "sku": one.sku,
        "left": str(one.left),
        "said": say(scope.locale, "invoices.left_of", left=one.left, ordered=one.ordered),
    }


def _read(scope: Scope, order_id: UUID) -> tuple[list[OrderDocument], list[LeftLine]]:
    with db.transaction(scope) as session:
        return queries.of_order(session, scope, order_id), queries_left.of_order(session, scope, order_id)


def _make(scope: Scope, order_id: UUID, kind: str, units: Mapping[str, int], rate: Decimal | None) -> UUID:
    with db.transaction(scope) as session:
        if kind == "despatch":
            return actions.draft_despatch(session, scope, order_id)
        chosen = {UUID(line): quantity for line, quantity in units.items()} or None
        made = actions.draft(session, scope, order_id, units=chosen, rate=rate)
        if kind == "invoice":
            actions.issue(session, scope, made)
        return made
