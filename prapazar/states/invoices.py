"""The invoice list: worklists, sums, and sending many drafts."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions, queries
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.queries import InvoiceFilter
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import months
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import refusal, shown
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="invoices",
    reads="invoices.read",
    views=tuple(queries.VIEWS),
    filters=("search", "kind", "month"),
    columns=("kind", "buyer", "order", "at", "status", "settlement", "total"),
    grows_at_top=True,
)


class InvoicesState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"kind": [], "month": []}
    sums: list[dict[str, str]] = []

    @rx.event
    @allow("invoices.read")
    async def load(self) -> None:
        """As every list, with the sums of what is shown."""
        self.saved_id = ""
        self._take_query(self.router.url.query_parameters)
        self._forget_place()
        scope = await current_scope(self)
        self.choices = {"kind": _kinds(scope), "month": months.choices(scope.locale)}
        await self._show()

    @rx.event
    @allow("invoices.write")
    async def send(self) -> None:
        """The selected drafts, and those that were refused."""
        if not self.selected:
            return
        scope = await current_scope(self)
        sent, first = await in_thread(_send, scope, uuids(self.selected))
        await self._show_first()
        if sent:
            await toast(self, "success", say(scope.locale, "invoices.issue_done"))
        if first is not None:
            await toast(self, "warning", refusal(first.code, first.detail, scope.locale))

    async def _show(self, *, with_choices: bool = False, counts_again: bool = True) -> None:
        await super()._show(with_choices=with_choices, counts_again=counts_again)
        scope = await current_scope(self)
        self.sums = await in_thread(_sums, scope, self._filter())

    def _filter(self) -> InvoiceFilter:
        return InvoiceFilter(self.view, self.filters["search"], self.filters["kind"], self.filters["month"])

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:  # noqa: ARG002 - the choices are always the same
        wanted = InvoiceFilter(ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after)


def _look(session: Session, scope: Scope, wanted: InvoiceFilter, after: str) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
    total = queries.sums(session, scope, wanted).count
    return Look(
        rows=[shown(row, scope) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1]) if len(found) > PAGE else "",
        total=total,
        counts=queries.worklists(session, scope),
    )


def _sums(scope: Scope, wanted: InvoiceFilter) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        found = queries.sums(session, scope, wanted)
    amounts = {name: getattr(found, name) for name in ("net", "vat", "payable", "open")}
    return [
        {
            "label": say(scope.locale, f"invoices.sum_{name}"),
            "value": formats.money(amount, locale=scope.locale),
        }
        for name, amount in amounts.items()
    ]


def _send(scope: Scope, ids: list[UUID]) -> tuple[int, InvoiceRefused | None]:
    sent, first = 0, None
    for one in ids:
        try:
            with db.transaction(scope) as session:
                actions.issue(session, scope, one)
            sent += 1
        except InvoiceMissing:
            continue
        except InvoiceRefused as refused:
            first = first or refused
        except DocumentFaulty as faulty:
            first = first or InvoiceRefused("invoicing.faulty", faulty.faults[0].said)
    return sent, first


def _kinds(scope: Scope) -> list[dict[str, str]]:
    return [{"value": kind, "label": say(scope.locale, f"invoices.kind_{kind}")} for kind in queries.KINDS]
