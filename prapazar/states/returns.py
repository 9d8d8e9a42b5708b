"""The list of claims: worklists, filters, many accepted at once, parcels found by scanner."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.aftersales import queries
from prapazar.domain.aftersales.actions.decide import ManyDecided
from prapazar.domain.aftersales.enums import ClaimKind, Verdict
from prapazar.domain.aftersales.queries import ClaimFilter
from prapazar.domain.aftersales.queries_questions import article
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.aftersales.views import PERIODS, asked
from prapazar.flows import claims, standing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.claim_rows import reason_words, shown
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="claims",
    reads="claims.read",
    views=("all", *queries.VIEWS),
    filters=("search", "channel", "kind", "reason", "product", "period"),
    sorts=("at", "due"),
    first_sort="-at",
    columns=("at", "channel", "kind", "buyer", "item", "reason", "units", "goods", "due", "status", "amount"),
    hidden_first=("kind", "buyer", "goods"),
    grows_at_top=True,
)


class ReturnsState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    hidden: list[str] = list(KIND.hidden_first)
    choices: dict[str, list[dict[str, str]]] = {"channel": [], "kind": [], "reason": [], "product": []}
    approve_open: bool = False
    result_open: bool = False
    result_done: str = ""
    result_refused: list[dict[str, str]] = []
    """{number, cause} of those that could not be accepted."""
    scan_version: int = 0

    @rx.event
    @allow("claims.approve")
    def ask_approve(self, is_open: bool) -> None:
        self.approve_open = bool(is_open)

    @rx.event
    @allow("claims.read")
    def close_result(self, is_open: bool) -> None:
        self.result_open = bool(is_open)

    @rx.event
    @allow("claims.approve")
    async def approve(self) -> None:
        """All that are selected; each row then shows what the channel says to it."""
        if not self.selected and not self.every:
            return
        scope = await current_scope(self)
        wanted = self._filter() if self.every else None
        result = await in_thread(_approve, scope, list(self.selected), wanted)
        self.approve_open = False
        self.result_done = say(
            scope.locale, "claims.result_done", count=formats.number(result.decided, scope.locale)
        )
        self.result_refused = [
            {"number": number, "cause": say(scope.locale, code)} for number, code in result.refused[:200]
        ]
        await self._show_first()
        if self.result_refused:
            self.result_open = True
        else:
            await toast(self, "success", self.result_done)

    @rx.event
    @allow("claims.read")
    async def scan(self, values: dict[str, str]) -> EventSpec | None:
        """Opens the claim a parcel belongs to; several are listed by the code."""
        code = str(values.get("code", "")).strip()[:100]
        self.scan_version += 1
        if not code:
            return None
        scope = await current_scope(self)
        found = await in_thread(_find, scope, code)
        if len(found) == 1:
            return rx.redirect(routes.claim(found[0]))
        if not found:
            await toast(self, "warning", say(scope.locale, "claims.scan_nothing", code=code))
            return None
        self.view, self.filters = "awaited", dict.fromkeys(KIND.filters, "") | {"search": code}
        await self._show_first()
        return None

    def _filter(self) -> ClaimFilter:
        kept = self.filters
        return asked(
            view=self.view,
            search=kept["search"],
            connection_id=next(iter(uuids([kept["channel"]])), None),
            kind=kept["kind"],
            reason=kept["reason"],
            variant_id=next(iter(uuids([kept["product"]])), None),
            period=kept["period"],
        )

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = ClaimFilter(ids=tuple(ids)) if ids else self._filter()
        sort = self.sort or KIND.first_sort
        product = self.filters["product"]
        return lambda session, scope: _look(session, scope, wanted, sort, after, with_choices, product)

    def _checked(self, name: str, value: str) -> str:
        if name == "period":
            return value if value in PERIODS else ""
        if name == "kind":
            return value if value in set(ClaimKind) else ""
        return value

    def _said(self, scope: Scope) -> dict[str, str]:
        period = self.filters["period"]
        said = {"period": say(scope.locale, f"claims.period_{period}")} if period else {}
        return super()._said(scope) | said


def _look(
    session: Session,
    scope: Scope,
    wanted: ClaimFilter,
    sort: str,
    after: str,
    with_choices: bool,
    product: str,
) -> Look:
    column = sort.removeprefix("-")
    found = queries.page(
        session,
        scope,
        wanted,
        after=_cursor(after),
        limit=PAGE + 1,
        sort=column,
        is_ascending=sort == column,
    )
    total = queries.count(session, scope, wanted)
    end = queries.key_of(found[PAGE - 1], column) if len(found) > PAGE else None
    return Look(
        rows=[shown(row, scope) for row in found[:PAGE]],
        end=f"{end[0]}|{end[1]}" if end else "",
        total=min(total, queries.COUNT_LIMIT),
        is_capped=total > queries.COUNT_LIMIT,
        counts=queries.worklists(session, scope),
        choices=_choices(session, scope, product) if with_choices else None,
    )


def _choices(session: Session, scope: Scope, product: str) -> dict[str, list[dict[str, str]]]:
    named = next((article(session, one) for one in uuids([product])), None)
    return {
        "channel": [{"value": str(c.id), "label": c.name} for c in standing.stores(session, scope)],
        "kind": [
            {"value": kind.value, "label": say(scope.locale, f"claims.kind_{kind}")} for kind in ClaimKind
        ],
        "reason": [
            {"value": one, "label": reason_words(one, scope.locale)}
            for one in queries.said_reasons(session, scope)
        ],
        "product": [] if named is None else [{"value": product, "label": named.title}],
    }


def _cursor(end: str) -> tuple[str, UUID] | None:
    if not end:
        return None
    key, claim_id = end.split("|")
    return key, UUID(claim_id)


def _approve(scope: Scope, ids: list[str], wanted: ClaimFilter | None) -> ManyDecided:
    with db.transaction(scope) as session:
        chosen = queries.ids_matching(session, scope, wanted) if wanted else uuids(ids)
        return claims.decide(session, scope, [Decision(one, Verdict.APPROVE) for one in chosen])


def _find(scope: Scope, code: str) -> list[UUID]:
    with db.transaction(scope) as session:
        return queries.find_by_code(session, scope, code)
