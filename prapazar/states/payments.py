"""The payment list: worklists, sums, export."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.payments import queries
from prapazar.domain.payments.queries import PaymentFilter
from prapazar.flows import payment_desk
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import months
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.payment_rows import shown
from prapazar.states.session import current_scope, in_thread

KIND = ListKind(
    screen="payments",
    reads="payments.read",
    views=tuple(queries.VIEWS),
    filters=("search", "method", "month"),
    columns=("at", "about", "buyer", "method", "status", "refunded", "fee", "amount"),
    grows_at_top=True,
)


class PaymentsState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"method": [], "month": []}
    sums: list[dict[str, str]] = []
    has_account: bool = True

    @rx.event
    @allow("payments.read")
    async def load(self) -> None:
        """As every list, with the sums of what is shown."""
        self.saved_id = ""
        self._take_query(self.router.url.query_parameters)
        self._forget_place()
        scope = await current_scope(self)
        self.choices = {"method": _methods(scope), "month": months.choices(scope.locale)}
        self.has_account = await in_thread(_has_account, scope)
        await self._show()

    async def _show(self, *, with_choices: bool = False, counts_again: bool = True) -> None:
        await super()._show(with_choices=with_choices, counts_again=counts_again)
        scope = await current_scope(self)
        self.sums = await in_thread(_sums, scope, self._filter())

    def _filter(self) -> PaymentFilter:
        return PaymentFilter(self.view, self.filters["search"], self.filters["method"], self.filters["month"])

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:  # noqa: ARG002 - the choices are always the same
        wanted = PaymentFilter(ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after)


def _look(session: Session, scope: Scope, wanted: PaymentFilter, after: str) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
    total = sum(one.count for one in queries.sums(session, scope, wanted).values())
    return Look(
        rows=[shown(row, scope) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1]) if len(found) > PAGE else "",
        total=total,
        counts=queries.worklists(session, scope),
    )


def _has_account(scope: Scope) -> bool:
    with db.transaction(scope) as session:
        return bool(payment_desk.accounts(session, scope))


def _sums(scope: Scope, wanted: PaymentFilter) -> list[dict[str, str]]:
    """Of the currency most is paid in; others beside it in the same figure."""
    with db.transaction(scope) as session:
        found = queries.sums(session, scope, wanted)
    told = []
    for name in ("paid", "refunded", "fee", "open"):
        amounts = [
            formats.money(getattr(one, name), currency, scope.locale)
            for currency, one in found.items()
            if getattr(one, name) or currency == next(iter(found))
        ]
        value = " + ".join(amounts) or formats.money(queries.NOTHING, locale=scope.locale)
        told.append({"label": say(scope.locale, f"payments.sum_{name}"), "value": value})
    return told


def _methods(scope: Scope) -> list[dict[str, str]]:
    return [{"value": one, "label": say(scope.locale, f"payments.method_{one}")} for one in queries.METHODS]
