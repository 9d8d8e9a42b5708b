"""Which rule sends a package from where."""

from uuid import uuid4

from prapazar.domain.orders.routing.rules import Goods, Parcel, Rule, choose

HERE, THERE, STORE, BRAND, FOOD, TEA = (uuid4() for _ in range(6))


def _rule(**wishes: object) -> Rule:
    return Rule(uuid4(), "x", THERE, **wishes)  # type: ignore[arg-type]  # wishes as the test names them


def test_first_rule_that_fits_every_line_decides() -> None:
    goods = Goods(BRAND, frozenset({FOOD, TEA}), frozenset({HERE}))
    parcel = Parcel(STORE, "izmir", (goods, Goods(None, frozenset({TEA}), frozenset({HERE, THERE}))))
    food, brand = _rule(categories=frozenset({TEA})), _rule(brands=frozenset({BRAND}))
    place, shop = _rule(provinces=frozenset({"ankara"})), _rule(channels=frozenset({STORE}))
    there = _rule(needs_stock=True)

    chosen = [choose(parcel, rules) for rules in ([place, brand, food, shop], [there], [shop], [])]

    assert chosen == [food, None, shop, None]
