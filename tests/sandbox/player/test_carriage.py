"""Open orders move on by themselves, but in their own time."""

from datetime import timedelta

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.player import carriage, stocking
from prapazar.sandbox.sandbox import Sandbox

_BUYER = Buyer("Ayşe", "Yılmaz")


def _shops() -> Sandbox:
    sandbox = Sandbox(None)
    trendyol.open_account(sandbox.trendyol, stocking.SELLER)
    trendyol.seed_product(sandbox.trendyol, stocking.SELLER, {"barcode": "8690000000012", "quantity": 50})
    woocommerce.seed_product(
        sandbox.woocommerce,
        stocking.WEB_SHOP,
        {"sku": "CAY-1", "regular_price": "10.00", "stock_quantity": 50},
    )
    return sandbox


def _move_through(sandbox: Sandbox, since_ms: int, hours: int) -> list[str]:
    seen = []
    for _ in range(hours * 6):
        sandbox.ground.clock.advance(timedelta(minutes=10))
        seen += [move.status for move in carriage.move_on(sandbox, since_ms, 1.0)]
    return seen


def test_move_on_leaves_a_fresh_order_alone() -> None:
    sandbox = _shops()
    since_ms = sandbox.ground.now_ms()
    trendyol.place_order(sandbox.trendyol, stocking.SELLER, [BasketLine("8690000000012", 1)], _BUYER)

    assert carriage.move_on(sandbox, since_ms, 1.0) == []


def test_move_on_carries_a_package_to_its_buyer() -> None:
    sandbox = _shops()
    since_ms = sandbox.ground.now_ms()
    package = trendyol.place_order(
        sandbox.trendyol, stocking.SELLER, [BasketLine("8690000000012", 1)], _BUYER, status="Picking"
    )

    seen = _move_through(sandbox, since_ms, 4)

    held = sandbox.trendyol.seller(stocking.SELLER).packages[package.package_id]
    assert seen == ["Shipped", "Delivered"]
    assert held.status == "Delivered"


def test_move_on_completes_a_web_order() -> None:
    sandbox = _shops()
    since_ms = sandbox.ground.now_ms()
    order = woocommerce.place_order(
        sandbox.woocommerce, stocking.WEB_SHOP, [BasketLine("CAY-1", 1)], _BUYER, status="on-hold"
    )

    seen = _move_through(sandbox, since_ms, 4)

    held = sandbox.woocommerce.shop(stocking.WEB_SHOP).orders[order.order_id]
    assert seen[0] == "processing"
    assert held.status in {"completed", "cancelled"}


def test_move_on_cancels_some_and_gives_their_units_back() -> None:
    sandbox = _shops()
    since_ms = sandbox.ground.now_ms()
    for _ in range(40):
        trendyol.place_order(sandbox.trendyol, stocking.SELLER, [BasketLine("8690000000012", 1)], _BUYER)

    _move_through(sandbox, since_ms, 12)

    seller = sandbox.trendyol.seller(stocking.SELLER)
    cancelled = [one for one in seller.packages.values() if one.status == "Cancelled"]
    assert 0 < len(cancelled) < 10
    assert seller.products["8690000000012"].quantity == 10 + len(cancelled)


def test_move_on_waits_from_the_start_of_the_player() -> None:
    sandbox = _shops()
    trendyol.place_order(
        sandbox.trendyol, stocking.SELLER, [BasketLine("8690000000012", 1)], _BUYER, status="Shipped"
    )
    sandbox.ground.clock.advance(timedelta(days=3))

    assert carriage.move_on(sandbox, sandbox.ground.now_ms(), 1.0) == []
    assert [move.status for move in carriage.move_on(sandbox, 0, 1.0)] == ["Delivered"]
