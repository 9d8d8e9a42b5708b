"""The list of buy boxes: which are lost, to what price, and since when."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.listings import queries_buyboxes as queries
from prapazar.domain.listings.queries_buyboxes import BoxFilter, BoxRow, Standing
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.list_kind import PAGE, ListKind, Look, Question
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import uuids

KIND = ListKind(
    screen="buyboxes",
    reads="channels.read",
    views=tuple(queries.VIEWS),
    filters=("search", "connection"),
    columns=("channel", "own", "best", "above", "since", "checked"),
    hidden_first=("checked",),
)
_TONES = {"lost": "bad", "held": "good", "alone": "good", "unknown": "neutral"}


class BuyBoxesState(SavedViews, rx.State):
    KIND: ClassVar[ListKind] = KIND

    filters: dict[str, str] = dict.fromkeys(KIND.filters, "")
    choices: dict[str, list[dict[str, str]]] = {"connection": []}

    def _filter(self) -> BoxFilter:
        store = next(iter(uuids([self.filters["connection"]])), None)
        return BoxFilter(self.view, self.filters["search"], store)

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:
        wanted = BoxFilter(ids=tuple(ids)) if ids else self._filter()
        return lambda session, scope: _look(session, scope, wanted, after, with_choices)


def _look(session: Session, scope: Scope, wanted: BoxFilter, after: str, with_choices: bool) -> Look:
    found = queries.page(session, scope, wanted, after=after, limit=PAGE + 1)
    counts = queries.counts(session, scope, wanted)
    stores = queries.stores(session, scope) if with_choices else []
    return Look(
        rows=[shown(row, scope.locale) for row in found[:PAGE]],
        end=queries.cursor(found[PAGE - 1]) if len(found) > PAGE else "",
        total=counts[wanted.view],
        counts={"lost": counts["lost"], "unknown": counts["unknown"]},
        choices={"connection": [{"value": str(key), "label": name} for key, name in stores]}
        if with_choices
        else None,
    )


def shown(row: BoxRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "title": row.title,
        "code": row.sku or row.barcode,
        "connector": row.connector,
        "channel": row.channel,
        "state": say(locale, f"buyboxes.state_{row.state}", rank=row.rank or 0),
        "tone": _TONES[row.state],
        "own": _money(row.own_price, row.currency, locale),
        "best": _money(row.best_price, row.currency, locale),
        "above": _difference(row, locale),
        "since": formats.ago(row.since, locale),
        "since_full": formats.full(row.since, locale),
        "checked": formats.short(row.checked_at, locale),
        "href": routes.product(row.product_id) if row.product_id else "",
    }


def box_words(box: Standing | None, currency: str, locale: Locale) -> dict[str, str]:
    """How a listing stands, in a word, for wherever it is shown."""
    if box is None:
        return {"box": "", "box_tone": "neutral"}
    price = _money(box.best_price, currency, locale)
    said = say(locale, f"buyboxes.said_{box.state}", rank=box.rank or 0, price=price)
    return {"box": said, "box_tone": _TONES[box.state]}


def _money(amount: Decimal | None, currency: str, locale: Locale) -> str:
    return "–" if amount is None else formats.money(amount, currency, locale)


def _difference(row: BoxRow, locale: Locale) -> str:
    """With how much of the winning price it is, so that small and large articles can be compared."""
    if row.above is None or not row.best_price:
        return ""
    share = formats.percent(row.above / row.best_price, locale, places=1, sign=True)
    return f"{formats.money(row.above, row.currency, locale)} ({share})"
