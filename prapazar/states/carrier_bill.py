"""One carrier's bill: its sums, what differs, what somebody objects to."""

from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.shipping import queries_bills
from prapazar.domain.shipping.actions import billed
from prapazar.domain.shipping.errors import BillMissing
from prapazar.domain.shipping.queries_bills import BilledShipment, BillRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.carrier_files import bill
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.shipment_rows import plain
from prapazar.states.toast import toast

PAGE = 100
_LONGEST = 300


class CarrierBillState(rx.State):
    bill: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    strays: list[dict[str, str]] = []
    view: str = "differs"
    views: list[dict[str, str]] = []
    range_label: str = ""
    selected: list[str] = []
    page: int = 0
    has_next: bool = False
    dispute_open: bool = False
    remove_open: bool = False
    loading: bool = True
    missing: bool = False

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        self.view, self.page, self.selected = "differs", 0, []
        self.dispute_open = self.remove_open = False
        await self._show()
        if not self.missing and not self.rows:
            self.view = "all"
            await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def news(self) -> None:
        if not self.dispute_open:
            await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in queries_bills.VIEWS else "all"
        self.page, self.selected = 0, []
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    async def turn(self, step: int) -> None:
        self.page = max(0, self.page + (1 if step > 0 and self.has_next else -1 if step < 0 else 0))
        self.selected = []
        await self._show()

    @rx.event
    @allow("fulfillment.read")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        self.selected = kept + [str(one) for one in ids][:PAGE] if checked else kept

    @rx.event
    @allow("fulfillment.read")
    def clear(self) -> None:
        self.selected = []

    @rx.event
    @allow("fulfillment.write")
    def ask_dispute(self, is_open: bool) -> None:
        self.dispute_open = bool(is_open)

    @rx.event
    @allow("fulfillment.write")
    async def dispute(self, values: dict[str, str]) -> None:
        """`note`; of the selected shipments."""
        note = str(values.get("note", ""))[:_LONGEST]
        await self._mark(
            lambda session, scope, ids: billed.dispute(session, scope, ids, note), "disputed_done"
        )
        self.dispute_open = False

    @rx.event
    @allow("fulfillment.write")
    async def settle(self) -> None:
        await self._mark(billed.settle, "settled_done")

    @rx.event
    @allow("fulfillment.write")
    def ask_remove(self, is_open: bool) -> None:
        self.remove_open = bool(is_open)

    @rx.event
    @allow("fulfillment.write")
    async def remove(self) -> object:
        scope = await current_scope(self)
        for one in uuids([self.bill.get("id", "")]):
            await in_thread(_remove, scope, one)
        self.remove_open = False
        await toast(self, "success", say(scope.locale, "billing.removed"))
        return rx.redirect(routes.CARRIER_FILES)

    async def _mark(self, work: Any, said: str) -> None:  # noqa: ANN401 - one of the two above
        scope = await current_scope(self)
        count = await in_thread(_marked, scope, uuids(self.selected), work)
        self.selected = []
        await self._show()
        await toast(self, "success", say(scope.locale, f"billing.{said}", count=count))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, rows, counts = await in_thread(_read, scope, UUID(asked), self.view, self.page * PAGE)
        except (ValueError, BillMissing):
            self.missing, self.loading = True, False
            return
        locale = scope.locale
        self.bill = bill(found, locale)
        self.rows = [_row(one, locale) for one in rows[:PAGE]]
        self.has_next = len(rows) > PAGE
        self.views = [
            {
                "value": name,
                "label": say(locale, f"billing.view_{name}"),
                "count": formats.number(counts[name], locale),
            }
            for name in queries_bills.VIEWS
        ]
        first, last = self.page * PAGE + 1, self.page * PAGE + len(self.rows)
        total = formats.number(counts[self.view], locale)
        self.range_label = f"{first}-{last} / {total}" if self.has_next or self.page else ""
        self.strays = [
            {
                "row": str(one.row),
                "key": one.key,
                "amount": formats.money(one.amount, "TRY", locale),
                "why": say(locale, one.code, value=one.key),
            }
            for one in found.strays
        ]
        self.missing, self.loading = False, False


def _read(
    scope: Scope, bill_id: UUID, view: str, offset: int
) -> tuple[BillRow, list[BilledShipment], dict[str, int]]:
    with db.transaction(scope) as session:
        return (
            queries_bills.bill(session, scope, bill_id),
            queries_bills.shipments(session, scope, bill_id, view, offset=offset, limit=PAGE + 1),
            queries_bills.counts(session, scope, bill_id),
        )


def _marked(scope: Scope, ids: list[UUID], work: Any) -> int:  # noqa: ANN401 - as above
    with db.transaction(scope) as session:
        return int(work(session, scope, ids))


def _remove(scope: Scope, bill_id: UUID) -> None:
    with db.transaction(scope) as session:
        billed.remove_bill(session, scope, bill_id)


def _row(row: BilledShipment, locale: Locale) -> dict[str, str]:
    def money(value: Any) -> str:  # noqa: ANN401 - an amount
        return formats.money(value, row.currency, locale) if value is not None else "-"

    desi = plain(row.desi, locale)
    said = f"{desi} → {plain(row.billed_desi, locale)}" if row.billed_desi is not None else desi
    return {
        "id": str(row.id),
        "reference": row.reference,
        "order": row.order_number,
        "city": row.city,
        "desi": said,
        "expected": money(row.expected),
        "billed": money(row.billed),
        "difference": ("+" if row.difference and row.difference > 0 else "") + money(row.difference),
        "tone": "pp-bad" if row.difference and row.difference > 0 else "",
        "disputed": say(locale, "billing.disputed") if row.disputed_at else "",
        "note": row.note,
        "href": f"/shipments/{row.id}",
    }
