"""The control path of the player answers with its state, or says what was wrong."""

import json

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.player import panel
from prapazar.sandbox.player.player import Player
from prapazar.sandbox.sandbox import Sandbox


def _call(method: str, body: bytes = b"") -> Call:
    return Call(method, "/player", "/_control/player", "", {}, body)


def test_panel_shows_a_resting_player() -> None:
    player = Player(Sandbox(None), "http://127.0.0.1:8124")

    reply = panel.answer(player, _call("GET"))

    assert reply.status == 200
    assert json.loads(reply.body) == {
        "running": False,
        "orders_per_hour": 110,
        "speed": 1.0,
        "seeded": False,
        "placed": 0,
        "refused": 0,
        "moved": 0,
        "cancelled": 0,
        "next_order_in_ms": None,
    }


def test_panel_changes_the_pace() -> None:
    player = Player(Sandbox(None), "http://127.0.0.1:8124")

    reply = panel.answer(player, _call("PUT", b'{"orders_per_hour": 40, "speed": 2.5}'))

    assert (reply.status, player.orders_per_hour, player.speed) == (200, 40, 2.5)


def test_panel_names_the_mistake() -> None:
    player = Player(Sandbox(None), "http://127.0.0.1:8124")

    wrong_value = panel.answer(player, _call("PUT", b'{"speed": 0}'))
    no_json = panel.answer(player, _call("PUT", b"fast"))

    assert (wrong_value.status, no_json.status) == (400, 400)
    assert json.loads(wrong_value.body) == {"error": "speed must be a number above 0 and at most 1000"}
    assert player.speed == 1.0


def test_panel_knows_two_methods() -> None:
    player = Player(Sandbox(None), "http://127.0.0.1:8124")

    reply = panel.answer(player, _call("DELETE"))

    assert (reply.status, reply.headers) == (405, {"allow": "GET, PUT"})
