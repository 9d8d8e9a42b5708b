"""Money of the order or invoice that is shown: what came, what is left, and taking a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import reflex as rx

from prapazar.domain.payments import actions, queries
from prapazar.domain.payments.actions import Wish
from prapazar.domain.payments.enums import BY_HAND
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.payments.queries import Owing, PaymentRow
from prapazar.flows import payment_desk
from prapazar.flows.payment_desk import ProviderAccount
from prapazar.foundation import db, formats, routes
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.payment_rows import refusal, shown, typed
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TONES = {"none": "neutral", "part": "wait", "paid": "good", "over": "wait", "channel": "neutral"}


@dataclass(frozen=True, slots=True)
class _About:
    """One of both."""

    order_id: UUID | None = None
    invoice_id: UUID | None = None


class TakePaymentState(rx.State):
    rows: list[dict[str, str]] = []
    money: dict[str, str] = {}
    accounts: list[dict[str, str]] = []
    is_open: bool = False
    way: str = "link"
    fault: str = ""
    _order: str = ""
    _invoice: str = ""

    @rx.event
    @allow("*")
    async def load(self) -> None:
        """The address says whether it is an order or an invoice."""
        path = self.router.url.path.rstrip("/")
        one = path.rpartition("/")[2]
        is_invoice = path.startswith(f"{routes.INVOICES}/")
        self._order, self._invoice = ("", one) if is_invoice else (one, "")
        self.is_open, self.fault = False, ""
        await self._show()

    @rx.event
    @allow("payments.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("payments.write")
    def ask(self, is_open: bool) -> None:
        self.is_open, self.fault = bool(is_open), ""
        self.way = "link" if self.accounts else "transfer"

    @rx.event
    @allow("payments.write")
    def choose_way(self, way: str) -> None:
        self.way = way if way in {"link", *BY_HAND} else "transfer"

    @rx.event
    @allow("payments.write")
    async def take(self, values: dict[str, str]) -> None:
        """`amount`, `account`, `days`, `note`."""
        scope = await current_scope(self)
        said = {name: str(value).strip() for name, value in values.items()}
        try:
            amount = rounded(parse_amount(said.get("amount", "")))
        except ValueError:
            self.fault = say(scope.locale, "payments.amount_wrong")
            return
        try:
            await in_thread(_take, scope, self._about(), self.way, amount, said)
        except PaymentRefused as refused:
            self.fault = refusal(refused.code, refused.detail, scope.locale)
            return
        self.is_open, self.fault = False, ""
        await self._show()
        done = "payments.link_done" if self.way == "link" else "payments.taken_done"
        await toast(self, "success", say(scope.locale, done))

    def _about(self) -> _About:
        order, invoice = uuids([self._order]), uuids([self._invoice])
        return _About(order[0] if order else None, invoice[0] if invoice else None)

    async def _show(self) -> None:
        scope, about = await current_scope(self), self._about()
        if not scope.can("payments.read") or about == _About():
            self.rows, self.money = [], {}
            return
        owing, rows, accounts = await in_thread(_read, scope, about)
        if owing is None:
            self.rows, self.money = [], {}
            return
        self.rows = [shown(row, scope) for row in rows]
        self.money = _money(owing, scope)
        self.accounts = [{"value": str(one.id), "label": one.name} for one in accounts]


def _read(
    scope: Scope, about: _About
) -> tuple[Owing | None, Sequence[PaymentRow], Sequence[ProviderAccount]]:
    with db.transaction(scope) as session:
        owing = queries.owing(session, scope, about.order_id, about.invoice_id)
        if about.invoice_id is not None:
            rows = queries.of_invoice(session, scope, about.invoice_id)
        else:
            rows = queries.of_order(session, scope, about.order_id) if about.order_id else []
        return owing, rows, payment_desk.accounts(session, scope)


def _money(owing: Owing, scope: Scope) -> dict[str, str]:
    locale, left = scope.locale, owing.left

    def money(amount: Decimal) -> str:
        return formats.money(amount, owing.currency, locale)

    return {
        "about": owing.number or say(locale, "payments.draft"),
        "settle": say(locale, f"payments.settle_{owing.settlement}"),
        "tone": _TONES[owing.settlement],
        "paid": money(owing.paid) if owing.paid else "",
        "left": money(left) if left > 0 and owing.settlement != "channel" else "",
        "ask": typed(max(left - owing.asked, Decimal(0)) or left, locale),
        "can_take": "1" if owing.is_takeable and left > 0 else "",
    }


def _take(scope: Scope, about: _About, way: str, amount: Decimal, said: dict[str, str]) -> None:
    note = said.get("note", "")
    with db.transaction(scope) as session:
        if way != "link":
            actions.enter(
                session,
                scope,
                amount=amount,
                method=way,
                order_id=about.order_id,
                invoice_id=about.invoice_id,
                note_text=note,
            )
            return
        named = uuids([said.get("account", "")])
        account = payment_desk.checked_account(session, scope, named[0] if named else None)
        days = said.get("days", "")
        wish = Wish(
            account,
            about.order_id,
            about.invoice_id,
            amount,
            note=note,
            days=int(days) if days.isdecimal() and len(days) < 4 else 0,  # noqa: PLR2004 - 90 at most
        )
        actions.ask(session, scope, wish)
