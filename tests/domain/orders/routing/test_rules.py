"""Which rule sends a package from where."""

from uuid import UUID, uuid4

import pytest

from prapazar.domain.orders.routing.rules import (
    Choice,
    Goods,
    Lack,
    Parcel,
    Rule,
    Shelf,
    Shelves,
    choose,
    take,
)

HERE, THERE, STORE, BRAND, FOOD, TEA, CUP, POT = (uuid4() for _ in range(8))


def _rule(**wishes: object) -> Rule:
    return Rule(uuid4(), "x", THERE, **wishes)  # type: ignore[arg-type]  # wishes as the test names them


def test_first_rule_that_fits_every_line_decides() -> None:
    goods = Goods(BRAND, frozenset({FOOD, TEA}), CUP)
    parcel = Parcel(STORE, "izmir", (goods, Goods(None, frozenset({TEA}), POT)))
    shelves: Shelves = {(HERE, CUP): Shelf(1, is_known=True)}
    shelves |= {(place, POT): Shelf(1, is_known=True) for place in (HERE, THERE)}
    food, brand = _rule(categories=frozenset({TEA})), _rule(brands=frozenset({BRAND}))
    place, shop = _rule(provinces=frozenset({"ankara"})), _rule(channels=frozenset({STORE}))
    there = _rule(needs_stock=True)

    chosen = [choose(parcel, rules, shelves) for rules in ([place, brand, food, shop], [there], [shop], [])]

    assert chosen == [Choice(one) for one in (food, None, shop, None)]


def _parcel(*goods: Goods, place: UUID | None = None) -> Parcel:
    return Parcel(STORE, "izmir", goods, place)


def _cups(units: int, held: int = 0) -> Goods:
    return Goods(None, frozenset(), CUP, "BARDAK", units, {THERE: held})


@pytest.mark.parametrize(
    ("parcel", "shelf", "left"),
    [
        (_parcel(_cups(2)), Shelf(2, is_known=True), None),
        (_parcel(_cups(2)), Shelf(1, is_known=True), 1),
        (_parcel(_cups(1), _cups(1)), Shelf(1, is_known=True), 1),
        (_parcel(_cups(1)), Shelf(-3, is_known=True), 0),
        (_parcel(_cups(2)), Shelf(0, is_known=False), None),
        (_parcel(_cups(2)), None, None),
        (_parcel(_cups(2, held=2)), Shelf(0, is_known=True), None),
        (_parcel(_cups(2), place=THERE), Shelf(0, is_known=True), None),
        (_parcel(Goods(None, frozenset())), Shelf(0, is_known=True), None),
    ],
    ids=[
        "enough",
        "short",
        "two lines",
        "promised",
        "untold",
        "never",
        "held",
        "sent from there",
        "unmapped",
    ],
)
def test_supplier_known_to_have_too_few_is_passed_over(
    parcel: Parcel, shelf: Shelf | None, left: int | None
) -> None:
    supplier, home = _rule(is_supplier=True), Rule(uuid4(), "y", HERE)
    shelves: Shelves = {} if shelf is None else {(THERE, CUP): shelf}

    chosen = choose(parcel, [supplier, supplier, home], shelves)

    passed = Lack(
        supplier, "BARDAK", left or 0, 2 if len(parcel.goods) == 2 else parcel.goods[0].units, is_known=True
    )
    assert chosen == (Choice(supplier) if left is None else Choice(home, (passed,)))


def test_rule_that_asks_for_stock_goes_by_the_figures_even_where_nobody_counted() -> None:
    wary = _rule(needs_stock=True, is_supplier=True)

    chosen = [
        choose(_parcel(_cups(1)), [wary], {(THERE, CUP): shelf})
        for shelf in (Shelf(1, is_known=False), Shelf(0, is_known=False), Shelf(0, is_known=True))
    ]

    assert chosen == [Choice(wary), Choice(None), Choice(None, (Lack(wary, "BARDAK", 0, 1, is_known=True),))]


def test_what_one_parcel_takes_the_next_one_does_not_find() -> None:
    supplier = _rule(is_supplier=True)
    shelves: Shelves = {(THERE, CUP): Shelf(3, is_known=True)}
    told = []

    for parcel in (_parcel(_cups(2)), _parcel(_cups(2, held=2)), _parcel(_cups(2)), _parcel(_cups(1))):
        choice = choose(parcel, [supplier], shelves)
        if choice.rule is not None:
            take(parcel, choice.rule, shelves)
        told.append((choice.rule is supplier, [lack.left for lack in choice.passed]))

    assert told == [(True, []), (True, []), (False, [1]), (True, [])]
