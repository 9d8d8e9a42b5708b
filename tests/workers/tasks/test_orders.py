"""A worker killed with -9 at any step of an order's way in, and of its steps' way out: each is there once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text

from prapazar.domain.orders import actions
from prapazar.domain.orders.enums import OrderStatus
from prapazar.flows import orders
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories.crashes import Site
from tests.factories.market import ON_SHELF, Shop
from tests.factories.stops import Before, InCommit, Stop, Unanswered, Unheard

SOLD = 2
_CONNECTION = "NEW.connection_id = '{connection}'"
_VARIANT = "NEW.variant_id = '{variant}'"
_CLAIMED = "NEW.topic = 'orders.take_in' AND NEW.partition = '{connection}' AND NEW.claimed_until IS NOT NULL"
_DROPPED = "OLD.topic = 'orders.take_in' AND OLD.partition = '{connection}'"
_JOB_BEGUN = _CONNECTION + " AND NEW.last_started_at IS DISTINCT FROM OLD.last_started_at"
_JOB_DONE = _CONNECTION + " AND NEW.last_finished_at IS DISTINCT FROM OLD.last_finished_at"
IMPORT: dict[str, tuple[str, Stop]] = {
    "before the package is written": ("trendyol", Before("INSERT", "shipment_package", _CONNECTION)),
    "before units are held": ("woocommerce", Before("INSERT", "reservation", _VARIANT)),
    "before the balance is written": ("trendyol", Before("UPDATE", "stock", _VARIANT)),
    "before the movement is written": ("woocommerce", Before("INSERT", "movement", _VARIANT)),
    "before the other shops are to be told": (
        "trendyol",
        Before("INSERT", "outbox", "NEW.coalesce_key = '{variant}'"),
    ),
    "in the commit of the import": ("woocommerce", InCommit("INSERT", "shipment_package", _CONNECTION)),
}
POLL: dict[str, tuple[str, Stop]] = {
    "before the job is marked as begun": ("trendyol", Before("UPDATE", "sync_job", _JOB_BEGUN)),
    "before the channel hears the question": ("woocommerce", Unheard("GET", "*/orders")),
    "before the answer comes": ("trendyol", Unanswered("GET", "*/orders")),
    **IMPORT,
    "before the cursor moves": ("trendyol", Before("UPDATE", "sync_job", _JOB_DONE)),
    "in the commit of the cursor": ("woocommerce", InCommit("UPDATE", "sync_job", _JOB_DONE)),
}
WEBHOOK: dict[str, tuple[str, Stop]] = {
    "before the wake-up is claimed": ("trendyol", Before("UPDATE", "outbox", _CLAIMED)),
    "in the commit of the claim": ("woocommerce", InCommit("UPDATE", "outbox", _CLAIMED)),
    **IMPORT,
    "before the delivery is done": ("trendyol", Before("UPDATE", "inbox", _CONNECTION)),
    "in the commit of the delivery": ("woocommerce", InCommit("UPDATE", "inbox", _CONNECTION)),
    "before the wake-up goes": ("trendyol", Before("DELETE", "outbox", _DROPPED)),
    "in the commit of its going": ("woocommerce", InCommit("DELETE", "outbox", _DROPPED)),
}
_REPORT = "orders.report_status"
_TOLD = f"OLD.topic = '{_REPORT}' AND OLD.partition = '{{connection}}'"
_TAKEN = f"NEW.topic = '{_REPORT}' AND NEW.partition = '{{connection}}' AND NEW.claimed_until > now()"
_NOTED = "NEW.order_id = '{order}' AND NEW.kind = 'reported'"
PICKED, CANCELLED = OrderStatus.PICKING, OrderStatus.CANCELLED
REPORTS: dict[str, tuple[str, Stop, OrderStatus]] = {
    "before the claim": ("trendyol", Before("UPDATE", "outbox", _TAKEN), PICKED),
    "in the commit of the claim": ("woocommerce", InCommit("UPDATE", "outbox", _TAKEN), CANCELLED),
    "before the step is heard": ("trendyol", Unheard("PUT", "*/shipment-packages/*"), PICKED),
    "before the step's answer": ("trendyol", Unanswered("PUT", "*/shipment-packages/*"), PICKED),
    "before the cancellation's answer": ("trendyol", Unanswered("PUT", "*/items/unsupplied"), CANCELLED),
    "before the note's answer": ("woocommerce", Unanswered("POST", "*/notes"), CANCELLED),
    "before the web shop's answer": ("woocommerce", Unanswered("PUT", "*/orders/*"), CANCELLED),
    "before the timeline": ("trendyol", Before("INSERT", "order_event", _NOTED), PICKED),
    "before the row goes": ("trendyol", Before("DELETE", "outbox", _TOLD), CANCELLED),
    "in the commit of its going": ("woocommerce", InCommit("DELETE", "outbox", _TOLD), CANCELLED),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be seen of one sale after the crash."""

    was_killed_there: bool
    packages: list[tuple[str, str]]
    balance: tuple[int, int]
    movements: list[tuple[str, int, int]]
    held: list[int]
    events: list[str]
    shown: int
    """In the other shop that sells the article."""
    still_to_do: int
    repairs: int


def _right(number: str) -> Seen:
    return Seen(
        was_killed_there=True,
        packages=[(number, "new")],
        balance=(ON_SHELF, SOLD),
        movements=[("reserve", 0, SOLD)],
        held=[SOLD],
        events=["imported"],
        shown=ON_SHELF - SOLD,
        still_to_do=0,
        repairs=0,
    )


def _seen(site: Site, shop: Shop, was_killed_there: bool) -> Seen:
    key, variant = site.article(shop)
    of_shop, of_article = {"id": shop.connection_id}, {"id": variant}
    packages = site.rows(
        "SELECT external_id, status FROM shipment_package WHERE connection_id = :id", **of_shop
    )
    [balance] = site.rows("SELECT on_hand, reserved FROM stock WHERE variant_id = :id", **of_article)
    movements = site.rows(
        "SELECT kind, on_hand_change, reserved_change FROM movement WHERE variant_id = :id AND order_id IS NOT NULL",
        **of_article,
    )
    events = site.rows(
        "SELECT e.kind FROM order_event e JOIN purchase_order o ON o.id = e.order_id WHERE o.connection_id = :id"
        " ORDER BY e.id",
        **of_shop,
    )
    return Seen(
        was_killed_there=was_killed_there,
        packages=[(row[0], row[1]) for row in packages],
        balance=(balance[0], balance[1]),
        movements=[(row[0], row[1], row[2]) for row in movements],
        held=[
            row[0]
            for row in site.rows("SELECT quantity FROM reservation WHERE variant_id = :id", **of_article)
        ],
        events=[row[0] for row in events],
        shown=site.whole.shows(key),
        still_to_do=site.value(
            "SELECT (SELECT count(*) FROM outbox WHERE partition = :id)"
            " + (SELECT count(*) FROM inbox WHERE connection_id = :id AND done_at IS NULL)",
            **of_shop,
        ),
        repairs=site.value(
            "SELECT count(*) FROM repair WHERE connection_id = :id AND resolved_at IS NULL", **of_shop
        ),
    )


def _sell(site: Site, shops: list[Shop]) -> list[str]:
    """A moment ago, so that a shop that stamps whole seconds shows it to the next poll."""
    moment = (now() - timedelta(seconds=10)).isoformat()
    return [shop.sell((site.article(shop)[0], SOLD), at=moment) for shop in shops]


def _after(
    site: Site, points: dict[str, tuple[str, Stop]], shops: list[Shop], numbers: list[str], reached: set[int]
) -> dict[str, tuple[Seen, Seen]]:
    """By point: what is seen, and what is right."""
    return {
        point: (_seen(site, shop, place in reached), _right(numbers[place]))
        for place, (point, shop) in enumerate(zip(points, shops, strict=True))
    }


@pytest.fixture(scope="module")
def polled(site: Site) -> dict[str, tuple[Seen, Seen]]:
    shops = site.open_shops([slug for slug, _ in POLL.values()])
    numbers = _sell(site, shops)

    reached = site.crash([stop for _, stop in POLL.values()], site.poll)

    return _after(site, POLL, shops, numbers, reached)


@pytest.fixture(scope="module")
def delivered(site: Site) -> dict[str, tuple[Seen, Seen]]:
    shops = site.open_shops([slug for slug, _ in WEBHOOK.values()], with_webhooks=True)
    numbers = _sell(site, shops)
    site.receive_letters()

    reached = site.crash([stop for _, stop in WEBHOOK.values()], site.look)

    return _after(site, WEBHOOK, shops, numbers, reached)


@pytest.mark.parametrize("point", POLL)
def test_poll_killed_at_any_step_imports_once(polled: dict[str, tuple[Seen, Seen]], point: str) -> None:
    seen, right = polled[point]

    assert seen == right


@pytest.mark.parametrize("point", WEBHOOK)
def test_delivery_killed_at_any_step_is_one_order(
    delivered: dict[str, tuple[Seen, Seen]], point: str
) -> None:
    seen, right = delivered[point]

    assert seen == right


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be seen of one step after the crash."""

    was_killed_there: bool
    there: list[str]
    """Every status the channel ever gave the package because of us; its notes where it keeps no history."""
    events: list[str]
    balance: tuple[int, int]
    still_to_do: int
    repairs: int


_THERE = {
    ("trendyol", PICKED): ["Picking"],
    ("trendyol", CANCELLED): ["UnSupplied"],
    ("woocommerce", CANCELLED): ["cancelled", "one note"],
}


def _rightly_told(slug: str, status: OrderStatus) -> Told:
    return Told(
        was_killed_there=True,
        there=_THERE[slug, status],
        events=["imported", "status", "reported"],
        balance=(ON_SHELF, SOLD if status is PICKED else 0),
        still_to_do=0,
        repairs=0,
    )


def _there(site: Site, shop: Shop, number: str) -> list[str]:
    stage = shop.stage
    order = site.server.pull("GET", f"/{stage.slug}/{stage.account}/orders/{number}")
    if stage.slug == "trendyol":
        history = [step["status"] for step in order["packages"][0]["packageHistories"]]
        return [status for status in history if status in {"Picking", "UnSupplied"}]
    notes = stage.connector().client.order_notes(number)
    ours = [note for note in notes if "PraPazar" in note.get("author", "") or "stok" in note["note"].lower()]
    return [order["status"], "one note" if len(ours) == 1 else f"{len(ours)} notes"]


def _told(site: Site, shop: Shop, number: str, was_killed_there: bool) -> Told:
    seen = _seen(site, shop, was_killed_there)
    return Told(
        was_killed_there,
        _there(site, shop, number),
        seen.events,
        seen.balance,
        seen.still_to_do,
        seen.repairs,
    )


@pytest.fixture(scope="module")
def reported(site: Site) -> dict[str, Told]:
    shops = site.open_shops([slug for slug, _, _ in REPORTS.values()])
    numbers = _sell(site, shops)
    for shop, (_, _, status) in zip(shops, REPORTS.values(), strict=True):
        orders.import_new(shop.connection_id)
        with db.transaction(site.scope) as session:
            ids = session.execute(
                text("SELECT id FROM purchase_order WHERE connection_id = :id"), {"id": shop.connection_id}
            )
            actions.move(session, site.scope, list(ids.scalars()), status)

    reached = site.crash([stop for _, stop, _ in REPORTS.values()], site.look)

    return {
        point: _told(site, shop, number, place in reached)
        for place, (point, shop, number) in enumerate(zip(REPORTS, shops, numbers, strict=True))
    }


@pytest.mark.parametrize("point", REPORTS)
def test_step_told_by_a_worker_killed_at_any_point_is_told_once(
    reported: dict[str, Told], point: str
) -> None:
    slug, _, status = REPORTS[point]

    assert reported[point] == _rightly_told(slug, status)
