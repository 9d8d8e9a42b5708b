"""The merchant's further shops sell what the first two do, under the same codes."""

from datetime import timedelta

from prapazar.sandbox.player import branches, stocking
from prapazar.sandbox.player.dice import dice
from prapazar.sandbox.sandbox import Sandbox

_ADDRESS = "http://127.0.0.1:8124"


def test_branches_open_with_goods_and_orders_of_today() -> None:
    sandbox = Sandbox(None)
    before = branches.is_open(sandbox)

    branches.open_all(sandbox, _ADDRESS)

    shelves = {
        slug: len(sandbox.providers[slug].desk.all_stock(one.account))
        for slug, one in branches.BRANCHES.items()
    }
    assert (before, branches.is_open(sandbox)) == (False, True)
    assert shelves == {slug: one.size for slug, one in branches.BRANCHES.items()}


def test_buyer_takes_units_from_the_shelf_of_a_branch() -> None:
    sandbox = Sandbox(None)
    branches.open_all(sandbox, _ADDRESS)
    desk = sandbox.providers["n11"].desk
    account = branches.BRANCHES["n11"].account
    before = sum(units or 0 for units in desk.all_stock(account).values())

    bought = branches.buy(sandbox, "n11", dice("buyer of a branch"), timedelta(minutes=5))

    left = sum(units or 0 for units in desk.all_stock(account).values())
    assert (bought, left < before) == (True, True)


def test_shelf_holds_what_stands_alone_best_sellers_first() -> None:
    shelf = branches.shelf("shopify")

    assert [one.variant_group for one in shelf] == [""] * branches.BRANCHES["shopify"].size
    assert {stocking.left_of(one) > 0 for one in shelf[:5]} == {True}
