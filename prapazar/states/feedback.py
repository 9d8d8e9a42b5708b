"""The feedback list, with its averages by product, channel and reason."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.channels import queries as channels
from prapazar.domain.support import queries_feedback as queries
from prapazar.domain.support.enums import REASONS
from prapazar.domain.support.queries_feedback import Average, FeedbackFilter, FeedbackRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.ticket_rows import hidden

KIND = ListKind(
    screen="feedback",
    reads="tickets.read",
    views=tuple(queries.VIEWS),
    filters=("search", "reason", "connection", "product"),
    columns=("at", "reasons", "words", "buyer", "channel", "ticket"),
    grows_at_top=True,
)
_LOW, _MIDDLE, _BEST = 2, 3, 5
_DAYS = timedelta(days=90)


class FeedbackState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"reason": [], "connection": [], "product": []}
    figures: list[dict[str, str]] = []
    spread: list[dict[str, str | int]] = []
    products: list[dict[str, str]] = []
    stores: list[dict[str, str]] = []
    reasons: list[dict[str, str]] = []

    async def _show(self, *, with_choices: bool = False, counts_again: bool = True) -> None:
        await super()._show(with_choices=with_choices, counts_again=counts_again)
        scope = await current_scope(self)
        locale = scope.locale
        average, spread, products, stores, reasons = await in_thread(_averages, scope, self._filter())
        self.figures = [
            {"label": say(locale, "feedback.average"), "value": _rating(average, locale)},
            {"label": say(locale, "feedback.count"), "value": formats.number(average.count, locale)},
        ]
        self.spread = [{"label": str(one), "count": spread.get(one, 0)} for one in range(1, _BEST + 1)]
        self.products = [_average(one, one.name, "product", locale) for one in products]
        self.stores = [
            _average(one, one.name or say(locale, "feedback.no_channel"), "connection", locale)
            for one in stores
        ]
        self.reasons = [
            _average(one, say(locale, f"feedback.reason_{one.key}"), "reason", locale) for one in reasons
        ]
        self.choices = self.choices | {"product": [{"value": one.key, "label": one.name} for one in products]}

    def _filter(self) -> FeedbackFilter:
        chosen = {name: next(iter(uuids([self.filters[name]])), None) for name in ("connection", "product")}
        return FeedbackFilter(
            view=self.view,
            search=self.filters["search"],
            reason=self.filters["reason"],
            connection=chosen["connection"],
            product=chosen["product"],
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = FeedbackFilter(ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after, with_choices)


def _look(session: Session, scope: Scope, wanted: FeedbackFilter, after: str, with_choices: bool) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
    locale = scope.locale
    return Look(
        rows=[_shown(row, scope) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1]) if len(found) > PAGE else "",
        total=queries.average(session, scope, wanted).count,
        choices={
            "reason": [{"value": one, "label": say(locale, f"feedback.reason_{one}")} for one in REASONS],
            "connection": [
                {"value": str(one.id), "label": one.name} for one in channels.names(session, scope)
            ],
        }
        if with_choices
        else None,
    )


def _shown(row: FeedbackRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    tone = "bad" if row.rating <= _LOW else "wait" if row.rating == _MIDDLE else "good"
    ticket, ticket_id = (row.opened, row.opened_id) if row.opened_id else (row.ticket_number, row.ticket_id)
    return {
        "id": str(row.id),
        "rating": f"{row.rating} / {_BEST}",
        "tone": tone,
        "reasons": ", ".join(say(locale, f"feedback.reason_{one}") for one in row.reasons),
        "words": row.words,
        "about": (row.ticket_number if row.ticket_id else row.order_number) or "–",
        "href": routes.ticket(row.ticket_id)
        if row.ticket_id
        else routes.order(row.order_id)
        if row.order_id
        else "",
        "buyer": hidden(scope, row.buyer, "buyer.name"),
        "connector": row.connector or "",
        "channel": row.channel or "",
        "ticket": ticket or "",
        "ticket_href": routes.ticket(ticket_id) if ticket_id else "",
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
    }


Found = tuple[Average, dict[int, int], list[Average], list[Average], list[Average]]


def _averages(scope: Scope, wanted: FeedbackFilter) -> Found:
    since = now() - _DAYS
    with db.transaction(scope) as session:
        return (
            queries.average(session, scope, wanted),
            queries.ratings(session, scope, since),
            queries.averages(session, scope, "product", since),
            queries.averages(session, scope, "channel", since),
            queries.averages(session, scope, "reason", since),
        )


def _rating(one: Average, locale: Locale) -> str:
    return formats.number(one.rating, locale, places=1) if one.count else "–"


def _average(one: Average, name: str, filter_name: str, locale: Locale) -> dict[str, str]:
    share = round(one.rating / Decimal(_BEST) * 100)
    return {
        "id": one.key or "-",
        "name": name,
        "count": formats.number(one.count, locale),
        "rating": _rating(one, locale),
        "share": str(share),
        "href": routes.with_query(routes.FEEDBACK, **{filter_name: one.key}),
    }
