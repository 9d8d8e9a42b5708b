"""The player sends buyers at the chosen pace and can be started, stopped and mis-set."""

from datetime import timedelta

import pytest

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.player import stocking
from prapazar.sandbox.player.player import BadSetting, Player
from prapazar.sandbox.sandbox import Sandbox

_ADDRESS = "http://127.0.0.1:8124"


def _small_shops(quantity: int) -> Sandbox:
    """Filled through one shelf each, under codes the player knows."""
    sandbox = Sandbox(None)
    stocking.open_shops(sandbox, _ADDRESS, {})
    seller = sandbox.trendyol.seller(stocking.SELLER)
    for product in seller.products.values():
        sandbox.trendyol.set_offer(seller, product, "test", quantity=quantity)
    for article in sandbox.woocommerce.shop(stocking.WEB_SHOP).articles.values():
        article.changed["stock_quantity"] = quantity
    return sandbox


def _pass(sandbox: Sandbox, player: Player, minutes: int) -> None:
    for _ in range(minutes * 6):
        sandbox.ground.clock.advance(timedelta(seconds=10))
        player.step()


def _orders(sandbox: Sandbox) -> int:
    packages = sandbox.trendyol.seller(stocking.SELLER).packages
    return len(packages) + len(sandbox.woocommerce.shop(stocking.WEB_SHOP).orders)


def test_player_places_about_as_many_orders_as_asked() -> None:
    sandbox = _small_shops(500)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True, "orders_per_hour": 200})

    _pass(sandbox, player, 60)

    # The hour of the day halves it at night and adds a half at noon.
    assert 80 < player.played.placed < 500
    assert _orders(sandbox) == player.played.placed
    assert player.played.refused == 0


def test_player_at_double_speed_does_twice_as_much() -> None:
    sandbox = _small_shops(500)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True, "orders_per_hour": 1000, "speed": 20})

    _pass(sandbox, player, 6)

    assert player.played.placed > 800
    assert player.played.moved > 50


def test_player_sells_nothing_it_does_not_have() -> None:
    sandbox = _small_shops(0)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True, "orders_per_hour": 600})

    _pass(sandbox, player, 5)

    assert player.played.placed == 0
    assert player.played.refused > 0
    assert _orders(sandbox) == 0


def test_player_sells_what_is_left_and_no_unit_more() -> None:
    sandbox = _small_shops(1)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True, "orders_per_hour": 20_000})

    _pass(sandbox, player, 10)

    left = [product.quantity for product in sandbox.trendyol.seller(stocking.SELLER).products.values()]
    assert set(left) == {0, 1}


def test_player_stands_still_when_stopped() -> None:
    sandbox = _small_shops(50)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True})
    player.change({"running": False})

    _pass(sandbox, player, 30)

    assert player.played.placed == 0
    assert player.status()["next_order_in_ms"] is None


def test_player_start_fills_empty_shops() -> None:
    sandbox = Sandbox(None)
    player = Player(sandbox, _ADDRESS)

    player.start()

    assert stocking.is_open(sandbox)
    assert _orders(sandbox) == 1500


def test_player_stops_when_the_sandbox_was_reset() -> None:
    sandbox = _small_shops(50)
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True})
    sandbox.reset()

    player.step()

    assert player.running is False


@pytest.mark.parametrize(
    "settings",
    [
        {"orders_per_hour": 0},
        {"orders_per_hour": "many"},
        {"speed": -1},
        {"speed": True},
        {"running": "yes"},
        {"tempo": 3},
        {"orders_per_hour": 50, "running": 1},
    ],
)
def test_player_refuses_wrong_settings_and_stays_as_it_was(settings: dict[str, object]) -> None:
    player = Player(Sandbox(None), _ADDRESS)
    before = player.status()

    with pytest.raises(BadSetting):
        player.change(settings)

    assert player.status() == before


def test_player_leaves_foreign_accounts_alone() -> None:
    sandbox = _small_shops(50)
    trendyol.seed_product(sandbox.trendyol, 1001, {"barcode": "1", "quantity": 5})
    woocommerce.open_shop(sandbox.woocommerce, "other")
    player = Player(sandbox, _ADDRESS)
    player.change({"running": True, "orders_per_hour": 2000})

    _pass(sandbox, player, 10)

    assert sandbox.trendyol.seller(1001).packages == {}
    assert sandbox.woocommerce.shop("other").orders == {}
