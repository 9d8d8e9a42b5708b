"""A worker killed with -9 at any step of telling shops their numbers: every shop shows the newest in the end."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.pricing.actions import PriceLine, set_prices
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from tests.factories.crashes import Site
from tests.factories.market import Shop
from tests.factories.stops import Before, InCommit, Stop, Unanswered, Unheard

COUNTED = 31
FLOOR, FIRST_PRICE, PRICE = Decimal("10.00"), Decimal("129.90"), Decimal("149.90")
_CONNECTION = "NEW.connection_id = '{connection}'"
_TRENDYOL_CALL, _WEB_CALL = ("POST", "*/price-and-inventory"), ("POST", "*/products/batch")
_ANSWERED = _CONNECTION + " AND NEW.state <> 'sent'"
_ASKED = _CONNECTION + " AND NEW.polls > OLD.polls"
_CLOSED = _CONNECTION + " AND NEW.closed_at IS NOT NULL"


def _claimed(topic: str) -> str:
    return f"NEW.topic = '{topic}' AND NEW.partition = '{{connection}}' AND NEW.claimed_until > now()"


def _told(topic: str) -> str:
    return f"OLD.topic = '{topic}' AND OLD.partition = '{{connection}}'"


def _sending(topic: str) -> dict[str, tuple[str, Stop]]:
    """Every step from the claim to the record of the answer."""
    return {
        "before the claim": ("trendyol", Before("UPDATE", "outbox", _claimed(topic))),
        "in the commit of the claim": ("woocommerce", InCommit("UPDATE", "outbox", _claimed(topic))),
        "before the trace of the call": ("trendyol", Before("INSERT", "publication", _CONNECTION)),
        "in the commit of the trace": ("trendyol", InCommit("INSERT", "publication", _CONNECTION)),
        "before the marketplace hears it": ("trendyol", Unheard(*_TRENDYOL_CALL)),
        "before the web shop hears it": ("woocommerce", Unheard(*_WEB_CALL)),
        "before the marketplace's answer": ("trendyol", Unanswered(*_TRENDYOL_CALL)),
        "before the web shop's answer": ("woocommerce", Unanswered(*_WEB_CALL)),
        "before the batch is noted": ("trendyol", Before("INSERT", "publication_batch", _CONNECTION)),
        "before the answer is noted": ("woocommerce", Before("UPDATE", "publication", _ANSWERED)),
        "before the row goes": ("woocommerce", Before("DELETE", "outbox", _told(topic))),
        "in the commit of the marketplace's answer": ("trendyol", InCommit("DELETE", "outbox", _told(topic))),
        "in the commit of the web shop's answer": ("woocommerce", InCommit("DELETE", "outbox", _told(topic))),
    }


STOCK = _sending("listings.push_stock")
_DIFFERENT = ("before the marketplace's answer", "before the web shop's answer", "before the answer is noted")
PRICES = {point: stop for point, stop in _sending("listings.push_price").items() if point in _DIFFERENT}
"""Only where the two topics do not share their code: in the call, and in the record of what was told."""
BATCHES: dict[str, tuple[str, Stop]] = {
    "before the batch is put off": (
        "trendyol",
        Before("UPDATE", "publication_batch", _ASKED),
    ),
    "before the question is heard": ("trendyol", Unheard("GET", "*/batch-requests/*")),
    "before the answer comes": ("trendyol", Unanswered("GET", "*/batch-requests/*")),
    "before the answer is noted": ("trendyol", Before("UPDATE", "publication", _ANSWERED)),
    "before the batch is closed": ("trendyol", Before("UPDATE", "publication_batch", _CLOSED)),
    "in the commit of the answer": ("trendyol", InCommit("UPDATE", "publication_batch", _CLOSED)),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen at one shop after the crash."""

    was_killed_there: bool
    shown: int | Decimal
    last_told: int | Decimal
    last_state: str
    unknown: int
    """Calls that nobody knows the end of and nobody has given up."""
    still_to_do: int


def _seen(site: Site, shop: Shop, kind: str, was_killed_there: bool) -> Seen:
    key, variant = site.article(shop)
    of_shop = {"id": shop.connection_id, "variant": variant, "kind": kind}
    value = "quantity" if kind == "stock" else "price"
    told = site.rows(
        f"SELECT {value}, state FROM publication WHERE connection_id = :id AND variant_id = :variant AND kind = :kind"
        " ORDER BY sent_at DESC, id DESC LIMIT 1",
        **of_shop,
    )
    [kept] = site.rows(
        "SELECT told_quantity, told_price FROM listing WHERE connection_id = :id AND variant_id = :variant",
        id=shop.connection_id,
        variant=variant,
    )
    shelf = shop.stage.shelf(key)
    is_stock = kind == "stock"
    return Seen(
        was_killed_there=was_killed_there,
        shown=shelf["quantity"] if is_stock else Decimal(shelf["price"]),
        last_told=kept[0] if is_stock else kept[1],
        last_state=told[0][1] if told else "never told",
        unknown=site.value(
            "SELECT count(*) FROM publication WHERE connection_id = :id AND variant_id = :variant AND kind = :kind"
            " AND state = 'sent'",
            **of_shop,
        ),
        still_to_do=site.value(
            "SELECT (SELECT count(*) FROM outbox WHERE partition = :id)"
            " + (SELECT count(*) FROM publication_batch WHERE connection_id = :id AND closed_at IS NULL)",
            id=shop.connection_id,
        ),
    )


def _count(site: Site) -> None:
    with db.transaction(site.scope) as session:
        lines = [StockCount(site.article(shop)[1], COUNTED) for shop in site.shops[1:]]
        stock.set_on_hand(session, site.scope, lines)


def _price(site: Site) -> None:
    """The article that every shop sells has a price that may be told, too, in company of a repeated one."""
    with db.transaction(site.scope) as session:
        set_prices(
            session, site.scope, [PriceLine(site.variants[site.keys[0]], FIRST_PRICE, floor_price=FLOOR)]
        )
        session.execute(text("DELETE FROM outbox"))
        lines = [PriceLine(site.article(shop)[1], PRICE, floor_price=FLOOR) for shop in site.shops[1:]]
        set_prices(session, site.scope, lines)


Aftermath = dict[str, Seen]


def _after(
    site: Site, points: dict[str, tuple[str, Stop]], kind: str, start: Callable[[], object]
) -> Aftermath:
    reached = site.crash([stop for _, stop in points.values()], start)
    return {
        point: _seen(site, shop, kind, place in reached)
        for place, (point, shop) in enumerate(zip(points, site.shops[1:], strict=True))
    }


@pytest.fixture(scope="module")
def counted(site: Site) -> Aftermath:
    site.open_shops([slug for slug, _ in STOCK.values()])
    _count(site)
    return _after(site, STOCK, "stock", site.look)


@pytest.fixture(scope="module")
def priced(site: Site) -> Aftermath:
    site.open_shops([slug for slug, _ in PRICES.values()])
    _price(site)
    return _after(site, PRICES, "price", site.look)


@pytest.fixture(scope="module")
def polled(site: Site) -> Aftermath:
    site.open_shops([slug for slug, _ in BATCHES.values()])
    _count(site)
    site.push()
    return _after(site, BATCHES, "stock", site.ask_for_batches)


@pytest.mark.parametrize("point", STOCK)
def test_stock_told_by_a_worker_killed_at_any_step_is_right(counted: Aftermath, point: str) -> None:
    assert counted[point] == Seen(True, COUNTED, COUNTED, "accepted", 0, 0)


@pytest.mark.parametrize("point", PRICES)
def test_price_told_by_a_worker_killed_at_any_step_is_right(priced: Aftermath, point: str) -> None:
    assert priced[point] == Seen(True, PRICE, PRICE, "accepted", 0, 0)


@pytest.mark.parametrize("point", BATCHES)
def test_answer_of_a_batch_read_by_a_killed_worker_is_noted(polled: Aftermath, point: str) -> None:
    assert polled[point] == Seen(True, COUNTED, COUNTED, "accepted", 0, 0)
