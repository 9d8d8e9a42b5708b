"""What channels say of buy boxes, in the books: who is asked about next, since when a box is lost, the day's share."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.actions.buyboxes import SeenBox, due, sum_day, take
from prapazar.domain.listings.queries_buyboxes import BoxFilter, BoxRow, counts, of_listings, page, stores
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
_NAMES = ("first", "second", "third")


def _shop(session: Session, scope: Scope) -> UUID:
    """With three listings on sale, one that is sold out, and one the channel has stopped."""
    shop = catalog.connection(session, scope)
    for name in (*_NAMES, "sold-out", "stopped"):
        catalog.listing(session, scope, shop, catalog.variant(session, scope, f"v-{name}"), name)
    session.execute(
        text("UPDATE listing SET told_price = 100, told_quantity = 4 WHERE external_id <> 'stopped'")
    )
    session.execute(text("UPDATE listing SET told_quantity = 0 WHERE external_id = 'sold-out'"))
    session.execute(text("UPDATE listing SET status = 'inactive' WHERE external_id = 'stopped'"))
    return shop


def _seen(name: str, rank: int | None, best: str = "90.00", own: str | None = None) -> SeenBox:
    return SeenBox(name, rank, Decimal(best), Decimal(own) if own else None, has_rivals=rank != 1)


def _boxes(session: Session, scope: Scope, wanted: BoxFilter) -> dict[str, BoxRow]:
    return {row.sku: row for row in page(session, scope, wanted)}


def test_listings_on_sale_are_asked_about_the_longest_unasked_first(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        at_first = due(session, shop, NOON, 10)
        take(session, shop, ["second"], [_seen("second", 1)], NOON - 2 * HOUR)
        take(session, shop, ["first"], [], NOON - 3 * HOUR)

        later = due(session, shop, NOON, 10)
        within_the_hour = due(session, shop, NOON - 2 * HOUR, 10)
        one = due(session, shop, NOON, 1)

    assert at_first == list(_NAMES)
    assert (later, within_the_hour, one) == (["third", "first", "second"], ["third", "first"], ["third"])


def test_box_is_lost_since_it_changed_hands_and_keeps_what_it_was_not_answered(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        take(session, shop, _NAMES, [_seen("first", 1, own="90.00"), _seen("second", 3)], NOON)
        take(session, shop, _NAMES, [_seen("first", 2, "85.00", "90.00"), _seen("second", 2)], NOON + HOUR)
        take(session, shop, _NAMES, [], NOON + 2 * HOUR)
        found = _boxes(session, scope, BoxFilter())

    first, second = found["first"], found["second"]
    assert list(found) == ["first", "second"]
    assert (first.state, first.rank, first.own_price, first.best_price, first.above, first.since) == (
        *("lost", 2, Decimal("90.00"), Decimal("85.00"), Decimal("5.00")),
        NOON + HOUR,
    )
    assert (second.rank, second.own_price, second.since) == (2, Decimal("100.00"), NOON)
    assert {row.checked_at for row in found.values()} == {NOON + HOUR}


def test_list_is_filtered_paged_and_counted(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        take(session, shop, _NAMES[:1], [_seen("first", 2)], NOON)
        take(session, shop, _NAMES[1:2], [_seen("second", 4)], NOON + HOUR)
        take(session, shop, _NAMES[2:], [_seen("third", None)], NOON + 2 * HOUR)

        lost = list(_boxes(session, scope, BoxFilter(view="lost")))
        [newest] = page(session, scope, BoxFilter(view="lost"), limit=1)
        after = f"{newest.since.isoformat()}~{newest.id}"
        rest = [row.sku for row in page(session, scope, BoxFilter(view="lost"), after=after)]
        searched = list(_boxes(session, scope, BoxFilter(search="THIR")))
        chosen = [row.sku for row in page(session, scope, BoxFilter(ids=(newest.id,)))]
        counted = counts(session, scope, BoxFilter(view="lost"))
        named = stores(session, scope)
        session.execute(text("UPDATE listing SET told_quantity = 0 WHERE external_id = 'first'"))
        sold_out = list(_boxes(session, scope, BoxFilter(view="lost")))
    with db.transaction(other_scope) as session:
        others = page(session, other_scope, BoxFilter())

    assert (lost, rest, searched, chosen) == (["second", "first"], ["first"], ["third"], ["second"])
    assert counted == {"all": 3, "lost": 2, "held": 0, "alone": 0, "unknown": 1}
    assert (named, sold_out, others) == ([(shop, "trendyol mağazası")], ["second"], [])


def test_share_of_a_day_is_that_of_its_last_reading(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        sum_day(session, scope, shop, NOON - 24 * HOUR)
        take(session, shop, _NAMES, [_seen("first", 1), _seen("second", 1), _seen("third", None)], NOON)
        sum_day(session, scope, shop, NOON)
        take(session, shop, _NAMES, [_seen("first", 1), _seen("second", 2), _seen("third", 3)], NOON + HOUR)
        sum_day(session, scope, shop, NOON + HOUR)
        sum_day(session, scope, shop, NOON + 24 * HOUR)
        found = session.execute(text("SELECT day, listings, held FROM buy_box_day ORDER BY day")).all()

    assert [tuple(row) for row in found] == [
        (NOON.date(), 3, 1),
        ((NOON + timedelta(days=1)).date(), 3, 1),
    ]


def test_listing_is_told_how_it_stands_in_a_word(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        take(session, shop, _NAMES, [_seen("first", 2), _seen("second", 1)], NOON)
        ids = {row.sku: row.listing_id for row in page(session, scope, BoxFilter())}
        unanswered = session.execute(text("SELECT id FROM listing WHERE external_id = 'third'")).scalar_one()

        found = of_listings(session, scope, [*ids.values(), unanswered])

    assert {name: found[key].state for name, key in ids.items()} == {"first": "lost", "second": "alone"}
    assert unanswered not in found
