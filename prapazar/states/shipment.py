"""One shipment: where it is, its label, its cost, and what can be done with it."""

from collections.abc import Callable, Sequence
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from prapazar.domain.access import masking
from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.invoicing.errors import InvoiceMissing, InvoiceRefused
from prapazar.domain.shipping import actions, queries_one
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.errors import NoCarrier, ShipmentMissing, ShipmentNotOpen
from prapazar.domain.shipping.queries_one import ShipmentDetail
from prapazar.flows import shipment_desk as desk
from prapazar.flows.shipment_desk import Done
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import refusal
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipment_rows import fact, movement, parcel
from prapazar.states.shipments import WORK
from prapazar.states.toast import toast


class ShipmentState(rx.State):
    shipment: dict[str, str] = {}
    parcels: list[dict[str, str]] = []
    movements: list[dict[str, str]] = []
    loading: bool = True
    missing: bool = False
    cancel_open: bool = False
    version: int = 0
    """Of the picture of the label: it is fetched anew when the shipment has changed."""

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        self.loading = True
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("fulfillment.write")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open = bool(is_open)

    @rx.event
    @allow("fulfillment.write")
    async def work(self, what: str) -> None:
        """`cancel`, `retry` or `hand_over`."""
        if what in WORK:
            await self._do(WORK[what], what)

    @rx.event
    @allow("fulfillment.write")
    async def set_status(self, status: str) -> None:
        """Of a carrier that tells nothing, as a person knows it."""
        if status not in {one.value for one in actions.BY_HAND}:
            return

        def change(scope: Scope, ids: Sequence[UUID]) -> Done:
            try:
                with db.transaction(scope) as session:
                    actions.set_status(session, scope, ids[0], ShipmentStatus(status))
            except ShipmentNotOpen:
                return Done({}, {ids[0]: "shipping.not_open"})
            return Done({ids[0]: ids[0]}, {})

        await self._do(change, "")

    @rx.event
    @allow("fulfillment.write")
    async def open_return(self) -> object:
        """The same goods on their way back; opens the new shipment."""
        scope = await current_scope(self)
        try:
            made = await in_thread(desk.open_return, scope, UUID(self.shipment.get("id", "")))
        except (ValueError, ShipmentMissing):
            self.missing = True
            return None
        except ShipmentNotOpen:
            await toast(self, "warning", say(scope.locale, "shipping.not_open"))
            return None
        except NoCarrier:
            await toast(self, "warning", say(scope.locale, "shipping.no_carrier"))
            return None
        await toast(self, "success", say(scope.locale, "shipping.return_opened"))
        return rx.redirect(routes.shipment(made))

    @rx.event
    @allow("invoices.write")
    async def draft_despatch(self) -> "EventSpec | None":
        """An e-İrsaliye for what is in the parcel."""
        scope = await current_scope(self)
        try:
            made = await in_thread(_draft_despatch, scope, UUID(self.shipment.get("id", "")))
        except InvoiceRefused as refused:
            await toast(self, "warning", refusal(refused.code, refused.detail, scope.locale))
            return None
        except (ValueError, ShipmentMissing, InvoiceMissing):
            return None
        return rx.redirect(routes.invoice(made))

    async def _do(self, work: Callable[[Scope, Sequence[UUID]], Done], what: str) -> None:
        scope = await current_scope(self)
        try:
            done = await in_thread(work, scope, [UUID(self.shipment.get("id", ""))])
        except (ValueError, ShipmentMissing):
            self.missing = True
            return
        self.cancel_open = False
        await self._show()
        for code in done.refused.values():
            await toast(self, "warning", say(scope.locale, code))
        if done.done:
            key = f"shipping.{what}_done" if what else "shipping.terms_saved"
            await toast(self, "success", say(scope.locale, key, count=1))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, ShipmentMissing):
            self.missing, self.loading = True, False
            return
        self.shipment = fact(found, scope)
        self.parcels = [parcel(row, scope.locale) for row in found.parcels]
        self.movements = [movement(masking.row(scope, row, "text"), scope.locale) for row in found.movements]
        self.version += 1
        self.missing, self.loading = False, False


def _read(scope: Scope, shipment_id: UUID) -> ShipmentDetail:
    with db.transaction(scope) as session:
        return queries_one.detail(session, scope, shipment_id)


def _draft_despatch(scope: Scope, shipment_id: UUID) -> UUID:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, shipment_id)
        return invoicing.draft_despatch(session, scope, found.shipment.order_id, found.package_id)


def carriers(scope: Scope) -> list[dict[str, str]]:
    """Accounts as a form offers them."""
    return [{"value": str(one.id), "label": one.name} for one in desk.carriers_of(scope)]
