"""Gives the two demo shops goods, a past of some weeks, and the stock that is left after it."""

from datetime import timedelta

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.baskets import BasketLine, Refused
from prapazar.sandbox.clock import epoch_ms, to_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.player import history, stocking, voices
from prapazar.sandbox.player.assortment import Shop
from prapazar.sandbox.player.dice import between, dice
from prapazar.sandbox.player.history import PastOrder
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.trendyol.models import Package
from prapazar.sandbox.trendyol.trade import put_back
from prapazar.sandbox.woocommerce import formats
from prapazar.sandbox.woocommerce.models import Order

HISTORY_DAYS = 45
HISTORY_ORDERS = 1500
_LATEST = timedelta(minutes=5)
_STEPS = {
    "Picking": (timedelta(hours=1), timedelta(hours=6)),
    "Invoiced": (timedelta(minutes=10), timedelta(hours=2)),
    "Shipped": (timedelta(hours=4), timedelta(hours=16)),
    "Delivered": (timedelta(hours=20), timedelta(hours=60)),
    "UnDelivered": (timedelta(hours=20), timedelta(hours=60)),
    "Returned": (timedelta(hours=12), timedelta(hours=20)),
    "Cancelled": (timedelta(minutes=4), timedelta(minutes=50)),
}
"""How long each step takes after the one before it."""
_ROADS = {
    "Created": (),
    "Picking": ("Picking",),
    "Invoiced": ("Picking", "Invoiced"),
    "Shipped": ("Picking", "Invoiced", "Shipped"),
    "Delivered": ("Picking", "Invoiced", "Shipped", "Delivered"),
    "UnDelivered": ("Picking", "Invoiced", "Shipped", "UnDelivered"),
    "Returned": ("Picking", "Invoiced", "Shipped", "UnDelivered", "Returned"),
    "Cancelled": ("Cancelled",),
}


def seed(sandbox: Sandbox, address: str, *, orders: int = HISTORY_ORDERS, days: int = HISTORY_DAYS) -> None:
    """`address` is where this sandbox is reached; the pictures of the articles are served there."""
    now = sandbox.ground.clock.now()
    past = history.invent(now - _LATEST, days, orders)
    stocking.open_shops(sandbox, address, history.taken(past))
    for order in past:
        _replay(sandbox, order)
    voices.begin(sandbox)
    sandbox.ground.store.flush()


def _replay(sandbox: Sandbox, order: PastOrder) -> None:
    try:
        if order.shop is Shop.TRENDYOL:
            _replay_trendyol(sandbox, order)
        else:
            _replay_woocommerce(sandbox, order)
    except Refused:
        # Only a cancelled order can find the shelf empty: its units are not counted into it.
        return


def _replay_trendyol(sandbox: Sandbox, order: PastOrder) -> None:
    market = sandbox.trendyol
    seller = market.seller(stocking.SELLER)
    lines = [BasketLine(record.barcode, quantity) for record, quantity in order.units]
    placed = trendyol.place_order(
        market, stocking.SELLER, lines, order.buyer, at=order.at, status=order.status
    )
    body = placed.body()
    _travel(body, order.status, sandbox.ground.now_ms())
    market.keep_package(seller, Package.from_body(body))
    if order.status == "Cancelled":
        put_back(market, seller, body["lines"], f"cancel {placed.order_number}")


def _travel(body: Json, status: str, now_ms: int) -> None:
    """Back-dates the steps a package went through to reach its status."""
    thrown = dice("road", body["shipmentPackageId"])
    at_ms: int = body["packageHistories"][0]["createdDate"]
    body["packageHistories"] = [{"createdDate": at_ms, "status": "Created"}]
    for step in _ROADS[status]:
        at_ms = min(at_ms + to_ms(between(thrown, *_STEPS[step])), now_ms)
        body["packageHistories"].append({"createdDate": at_ms, "status": step})
    body["lastModifiedDate"] = at_ms


def _replay_woocommerce(sandbox: Sandbox, order: PastOrder) -> None:
    mall = sandbox.woocommerce
    shop = mall.shop(stocking.WEB_SHOP)
    lines = [BasketLine(record.sku, quantity) for record, quantity in order.units]
    placed = woocommerce.place_order(
        mall, stocking.WEB_SHOP, lines, order.buyer, at=order.at, status=order.status
    )
    created_ms = epoch_ms(order.at)
    thrown = dice("road", placed.order_id)
    wait = {"completed": (timedelta(hours=16), timedelta(hours=46)), "cancelled": _STEPS["Cancelled"]}
    least_most = wait.get(order.status)
    if least_most is None:
        return
    ended_ms = created_ms + to_ms(between(thrown, *least_most))
    body = placed.body()
    body.update(formats.stamps(shop, "date_modified", ended_ms))
    if order.status == "completed":
        body.update(formats.stamps(shop, "date_completed", ended_ms))
    mall.keep_order(shop, Order.from_body(body, created_ms, ended_ms))
