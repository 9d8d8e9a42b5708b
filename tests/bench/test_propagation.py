"""How long a sale took to reach the other shops, read from what each of them showed."""

from bench.propagation import NEVER, Change, waits

STOOD_AT = 10


def _sold(at: float, quantity: int) -> Change:
    return Change(at, quantity, is_pushed=False)


def _pushed(at: float, quantity: int) -> Change:
    return Change(at, quantity, is_pushed=True)


def test_sale_waits_for_each_other_shop() -> None:
    shops = [[_sold(1.0, 9)], [_pushed(1.5, 9)], [_pushed(3.0, 9)]]

    assert list(waits(shops, STOOD_AT)) == [0.5, 2.0]


def test_push_on_its_way_before_the_sale_does_not_count() -> None:
    shops = [[_sold(1.0, 9)], [_pushed(0.9, 9), _pushed(1.1, 10), _pushed(2.0, 9)]]

    assert list(waits(shops, STOOD_AT)) == [1.0]


def test_later_sale_waits_until_every_sale_before_it_is_shown_too() -> None:
    shops = [[_sold(1.0, 9), _sold(2.0, 8)], [_pushed(2.5, 9), _pushed(4.0, 8)]]

    assert list(waits(shops, STOOD_AT)) == [1.5, 2.0]


def test_own_sale_of_a_shop_tells_it_nothing_of_the_others() -> None:
    shops = [[_sold(1.0, 9), _pushed(3.0, 8)], [_sold(2.0, 9), _pushed(2.5, 8)]]

    assert list(waits(shops, STOOD_AT)) == [1.0, 1.5]


def test_shop_that_is_never_told_waits_for_the_whole_run() -> None:
    shops: list[list[Change]] = [[_sold(1.0, 9)], []]

    assert list(waits(shops, STOOD_AT)) == [NEVER]
