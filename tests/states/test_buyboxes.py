"""The list of buy boxes as a person sees it, and the targets dialog."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.listings.actions.buyboxes import SeenBox, take
from prapazar.domain.listings.queries_buyboxes import BoxRow, Standing
from prapazar.foundation import db, routes
from prapazar.states.buyboxes import BuyBoxesState, box_words, shown
from tests.factories import catalog
from tests.factories.tabs import Person, Tab, person

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _row(rank: int | None, own: str | None, best: str | None) -> BoxRow:
    return BoxRow(
        *(uuid4(), uuid4(), "Çay", "C-1", "869", uuid4(), "trendyol", "Trendyol", rank, True),
        *(Decimal(own) if own else None, Decimal(best) if best else None, "TRY", NOON, NOON, None),
    )


@pytest.mark.parametrize(
    ("rank", "own", "best", "expected"),
    [
        (3, "110.00", "100.00", ("3. sıra", "bad", "₺110,00", "₺100,00", "₺10,00 (+%10)")),
        (2, "95.00", "100.00", ("2. sıra", "bad", "₺95,00", "₺100,00", "−₺5,00 (−%5)")),
        (1, "100.00", "100.00", ("Buybox sizde", "good", "₺100,00", "₺100,00", "")),
        (None, None, "100.00", ("Bilinmiyor", "neutral", "–", "₺100,00", "")),
    ],
)
def test_row_says_by_how_much_the_box_is_missed(
    rank: int | None, own: str | None, best: str | None, expected: tuple[str, ...]
) -> None:
    said = shown(_row(rank, own, best), "tr")

    assert tuple(said[name] for name in ("state", "tone", "own", "best", "above")) == expected


def test_listing_has_a_word_in_both_languages() -> None:
    lost = Standing(2, has_rivals=True, best_price=Decimal("99.90"))

    assert box_words(lost, "TRY", "tr") == {"box": "Buybox 2. sıra · kazanan ₺99,90", "box_tone": "bad"}
    assert box_words(lost, "TRY", "en")["box"] == "Buy box: rank 2 · winner ₺99.90"
    assert box_words(None, "TRY", "tr") == {"box": "", "box_tone": "neutral"}


def _filled(who: Person) -> UUID:
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        for name in ("lost", "held"):
            catalog.listing(session, who.scope, shop, catalog.variant(session, who.scope, name), name)
        seen = [
            SeenBox("lost", 2, Decimal(90), Decimal(100), has_rivals=True),
            SeenBox("held", 1, Decimal(80), Decimal(80), has_rivals=True),
        ]
        take(session, shop, ["lost", "held"], seen, NOON)
        session.execute(text("UPDATE listing SET title = 'Çay ' || external_id"))
    return shop


@pytest.mark.usefixtures("database", "redis_server")
def test_lost_boxes_are_listed_and_lead_to_their_products() -> None:
    who = person()
    shop = _filled(who)

    async def look() -> list[Any]:
        tab = Tab(who, f"{routes.BUYBOXES}?view=lost&connection={shop}")
        state = await tab.state(BuyBoxesState)
        await tab.call(BuyBoxesState.load, state)
        [lost] = state.rows
        first = (lost["title"], lost["href"].startswith("/products/"), state.total_label)
        await tab.call(BuyBoxesState.show_view, state, "held")
        return [
            first,
            [row["title"] for row in state.rows],
            [one["label"] for one in state.choices["connection"]],
        ]

    assert asyncio.run(look()) == [("Çay lost", True, "1"), ["Çay held"], ["trendyol mağazası"]]
