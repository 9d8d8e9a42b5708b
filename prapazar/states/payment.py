"""One payment: what it is for, what happened to it, giving it back, closing its link."""

from decimal import Decimal
from uuid import UUID

import reflex as rx

from prapazar.domain.payments import actions, queries
from prapazar.domain.payments.errors import PaymentMissing, PaymentRefused
from prapazar.domain.payments.queries import PaymentDetail
from prapazar.flows import payment_desk
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.payment_rows import event, refund, refusal, shown, typed
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class PaymentState(rx.State):
    payment: dict[str, str] = {}
    events: list[dict[str, str]] = []
    refunds: list[dict[str, str]] = []
    shares: list[dict[str, str]] = []
    missing: bool = False
    loading: bool = True
    refund_open: bool = False
    cancel_open: bool = False
    fault: str = ""

    @rx.event
    @allow("payments.read")
    async def load(self) -> None:
        self.loading, self.missing = True, False
        await self._show()

    @rx.event
    @allow("payments.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("payments.approve")
    def ask_refund(self, is_open: bool) -> None:
        self.refund_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("payments.write")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open = bool(is_open)

    @rx.event
    @allow("payments.approve")
    async def refund(self, values: dict[str, str]) -> None:
        """`amount`, `note`."""
        scope = await current_scope(self)
        try:
            amount = rounded(parse_amount(str(values.get("amount", ""))))
        except ValueError:
            self.fault = say(scope.locale, "payments.amount_wrong")
            return
        try:
            await in_thread(_refund, scope, UUID(self.payment["id"]), amount, str(values.get("note", "")))
        except PaymentRefused as refused:
            self.fault = refusal(refused.code, refused.detail, scope.locale)
            return
        except (PaymentMissing, ValueError, KeyError):
            return
        self.refund_open, self.fault = False, ""
        await self._show()
        await toast(self, "success", say(scope.locale, "payments.refund_done"))

    @rx.event
    @allow("payments.write")
    async def cancel(self) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_cancel, scope, UUID(self.payment["id"]))
        except PaymentRefused as refused:
            await toast(self, "warning", refusal(refused.code, refused.detail, scope.locale))
        except (PaymentMissing, ValueError, KeyError):
            return
        else:
            await toast(self, "success", say(scope.locale, "payments.cancelled_done"))
        self.cancel_open = False
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, PaymentMissing):
            self.missing, self.loading = True, False
            return
        row, locale = found.row, scope.locale
        left = row.refundable
        self.payment = {
            **shown(row, scope),
            "left": formats.money(left, row.currency, locale) if left else "",
            "left_amount": typed(left, locale),
            "is_card": "1" if row.connector else "",
            "can_cancel": "1" if row.status == "open" else "",
            "voids": "1" if payment_desk.would_cancel(row, now()) else "",
        }
        self.events = [event(one, row.currency, locale) for one in found.events]
        self.refunds = [refund(one, row.currency, locale) for one in found.refunds]
        self.shares = [
            {
                "href": routes.invoice(one.invoice_id),
                "label": one.number or say(locale, "payments.draft"),
                "amount": formats.money(one.amount, row.currency, locale),
            }
            for one in found.shares
        ]
        self.missing, self.loading = False, False


def _read(scope: Scope, payment_id: UUID) -> PaymentDetail:
    with db.transaction(scope) as session:
        return queries.detail(session, scope, payment_id)


def _refund(scope: Scope, payment_id: UUID, amount: Decimal, note: str) -> None:
    with db.transaction(scope) as session:
        actions.ask_refund(session, scope, payment_id, amount, note_text=note)


def _cancel(scope: Scope, payment_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.cancel(session, scope, payment_id)
